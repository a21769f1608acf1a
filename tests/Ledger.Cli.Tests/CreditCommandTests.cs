using System.Text.Json;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Credit;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Cli.Tests;

public sealed class CreditCommandTests
{
    [Fact]
    public async Task Explain_prints_the_scorecard_without_a_node()
    {
        var result = await Cli.RunAsync("credit", "--explain");
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Contains("## Scorecard 1", result.Output, StringComparison.Ordinal);
        Assert.Contains("## What it costs to cheat", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_attestation_verifies_offline_and_a_changed_one_does_not()
    {
        using var folder = new Folder();
        using var key = PrivateKey.Generate();
        var report = CreditReport.Of(
            new PartyConduct(new PartyId(4), new PartyTally { Admitted = 1_700_000_000 }, [], []), new ChainMoment(7, Keccak256.Hash("block"u8), 1_760_000_000));
        var attestation = CreditAttestation.Sign(report, new IntentDomain(31337, key.Address), key);
        await File.WriteAllTextAsync(folder["a.json"], JsonSerializer.Serialize(attestation, LedgerJson.Options));
        var result = await Cli.RunAsync("credit", "--verify", folder["a.json"]);
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Contains($"Verified. Party 4 has {report.Points} points", result.Output, StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder["b.json"], JsonSerializer.Serialize(attestation with { Points = 900 }, LedgerJson.Options));
        var changed = await Cli.RunAsync("credit", "--verify", folder["b.json"]);
        Assert.Equal(1, changed.Code);
        Assert.Contains("NO  points", changed.Output, StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder["c.json"], "{}");
        Assert.Contains("malformed-attestation", (await Cli.RunAsync("credit", "--verify", folder["c.json"])).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_cannot_be_reached_ends_with_2() =>
        Assert.Equal(2, (await Cli.RunAsync("credit", "4", "--api", "http://127.0.0.1:1", "--rpc", "http://127.0.0.1:1")).Code);
}
