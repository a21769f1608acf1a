using Ledger.Devnet.Story;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.EndToEnd;

/// <summary>What the devnet makes of a folder of EPCIS documents.</summary>
public sealed class DevnetStoryTests
{
    [Fact]
    public void The_examples_of_gs1_become_a_story_with_every_element_of_a_supply_chain()
    {
        var script = Plan(Vectors.Require("gs1", "epcis", "gs1", "JSON"), out var cast);
        foreach (var step in script.Steps) TestContext.Current.SendDiagnosticMessage($"{step.Kind,-10} {step.Text}   [{step.Because}]");
        foreach (var remark in script.Remarks) TestContext.Current.SendDiagnosticMessage(remark);
        foreach (var member in cast.Members) TestContext.Current.SendDiagnosticMessage($"{member.Name} {member.Company} {member.Roles}");
        Assert.Equal(Enum.GetValues<StepKind>().Except([StepKind.Split, StepKind.Title]), script.Steps.Select(step => step.Kind).Except([StepKind.Split, StepKind.Title]).Distinct().Order());
        Assert.True(cast.Members.Count >= 4);
        Assert.NotNull(script.Traveller);
    }

    private static Script Plan(string folder, out Cast cast)
    {
        var documents = DocumentFolder.Read(folder);
        var events = documents.SelectMany(EventReader.TryRead).ToList();
        cast = Cast.From(events, new Dictionary<string, string>());
        foreach (var (member, index) in cast.Members.Select((member, index) => (member, index))) member.Id = new PartyId((ulong)index + 2);
        return Script.Write(events, cast, new Labels(EventReader.Names(documents)), 2_000_000_000, e => Keccak256.Hash(System.Text.Encoding.UTF8.GetBytes($"{e}")));
    }
}
