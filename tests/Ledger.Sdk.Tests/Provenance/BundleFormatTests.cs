using System.Text.Json;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Provenance;
using Ledger.Tests;

namespace Ledger.Sdk.Tests.Provenance;

/// <summary>Bundles that were issued stay verifiable: these files are never written anew.</summary>
public sealed class BundleFormatTests
{
    private static string Folder => Path.Combine(Repository.Root, "tests", "Ledger.Sdk.Tests", "Provenance", "Bundles");

    [Theory]
    [InlineData("hand-off.json")]
    [InlineData("hand-off-many.json")]
    [InlineData("rejection.json")]
    [InlineData("event.json")]
    [InlineData("event-2.json")]
    [InlineData("event-2-disclosed.json")]
    [InlineData("hand-off-qbft.json")]
    public void A_bundle_that_was_issued_verifies_for_ever(string name)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Folder, name));
        var report = ProofVerifier.Verify(bytes);
        Assert.True(report.Holds, string.Join("; ", report.Failures));
        Assert.Equal(System.Text.Encoding.UTF8.GetString(bytes).TrimEnd(), ProofBundle.Parse(bytes).ToJson());
    }

    [Fact]
    public void The_seals_of_a_version_1_bundle_verify_against_its_validators()
    {
        var validators = JsonSerializer.Deserialize<string[]>(File.ReadAllText(Path.Combine(Folder, "validators.json")))!.Select(Address.Parse).ToArray();
        Assert.True(ProofVerifier.Verify(File.ReadAllBytes(Path.Combine(Folder, "hand-off-qbft.json")), validators).Holds);
    }
}
