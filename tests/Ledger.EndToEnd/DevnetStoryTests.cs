using Ledger.Devnet.Story;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.EndToEnd;

/// <summary>What the devnet makes of a folder of EPCIS documents.</summary>
public sealed class DevnetStoryTests
{
    private static readonly StepKind[] Optional = [StepKind.Split, StepKind.Title];

    [Fact]
    public void The_examples_of_gs1_become_a_story_with_every_element_of_a_supply_chain()
    {
        var script = Plan(Vectors.Require("gs1", "epcis", "gs1", "JSON"), out var cast);
        Assert.Equal(Enum.GetValues<StepKind>().Except(Optional), script.Steps.Select(step => step.Kind).Except(Optional).Distinct().Order());
        Assert.True(cast.Members.Count >= 4);
        Assert.InRange(script.Traveller!.Hands, 2, int.MaxValue);
    }

    [Fact]
    public void The_samples_need_only_a_recall_to_show_every_element()
    {
        var script = Plan(Path.Combine(Repository.Root, "devnet", "samples"), out var cast);
        Assert.Equal(Enum.GetValues<StepKind>(), script.Steps.Select(step => step.Kind).Distinct().Order());
        Assert.Equal(StepKind.Recall, Assert.Single(script.Steps.TakeLast(script.Closing)).Kind);
        Assert.Equal(["Sonnleiten Farm", "Talweg Transport", "Bergquell Dairy", "Inntal Cold Store", "Market Hall Foods"], cast.Members.Select(member => member.Name));
        Assert.Equal(5, script.Traveller!.Hands);
    }

    [Fact]
    public void Documents_that_contradict_each_other_still_become_a_story()
    {
        var script = Plan(Vectors.Require("gs1", "epcis"), out _);
        Assert.NotEmpty(script.Steps);
        Assert.InRange(script.Traveller!.Hands, 2, int.MaxValue);
    }

    private static Script Plan(string folder, out Cast cast)
    {
        var documents = DocumentFolder.Read(folder);
        var events = documents.SelectMany(EventReader.TryRead).ToList();
        cast = Cast.From(events.OrderBy(e => e.Time).ToList(), EventReader.Names(documents));
        foreach (var (member, index) in cast.Members.Select((member, index) => (member, index))) member.Id = new PartyId((ulong)index + 2);
        return Script.Write(events, cast, new Labels(EventReader.Names(documents)), 2_000_000_000, e => Keccak256.Hash(System.Text.Encoding.UTF8.GetBytes($"{e}")));
    }
}
