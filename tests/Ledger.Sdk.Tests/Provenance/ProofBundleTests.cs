using System.Text;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Provenance;
using Ledger.Sdk.Tests.Contracts;

namespace Ledger.Sdk.Tests.Provenance;

public sealed class ProofBundleTests
{
    [Fact]
    public async Task A_bundle_of_every_kind_is_verified_offline_and_says_what_is_left_to_trust()
    {
        var fixture = await ProofFixture.GetAsync();
        foreach (var bundle in fixture.All)
        {
            var report = ProofVerifier.Verify(Encoding.UTF8.GetBytes(bundle.ToJson()));
            Assert.True(report.Holds, string.Join("; ", report.Failures));
            Assert.Contains(report.Trust, item => item.Contains(bundle.Inclusion.BlockHash.ToString(), StringComparison.Ordinal));
            Assert.Contains(report.Trust, item => item.Contains(bundle.Contract.ToString(), StringComparison.Ordinal));
        }
        var trust = ProofVerifier.Verify(fixture.HandOff).Trust;
        Assert.Contains(trust, item => item.Contains("key of party 2", StringComparison.Ordinal));
        Assert.Contains(trust, item => item.Contains("key of party 3", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whitespace_does_not_matter()
    {
        var json = (await ProofFixture.GetAsync()).HandOff.ToJson();
        foreach (var other in new[] { json.Replace("\n", "\r\n\t", StringComparison.Ordinal), json.Replace("\n", "", StringComparison.Ordinal).Replace("  ", "", StringComparison.Ordinal), "\n" + json + "\n" })
            Assert.True(ProofVerifier.Verify(Encoding.UTF8.GetBytes(other)).Holds);
    }

    [Fact]
    public async Task The_manifest_takes_the_contract_off_the_list_of_trust()
    {
        var fixture = await ProofFixture.GetAsync();
        var manifest = fixture.Ledger.Manifest;
        foreach (var bundle in fixture.All)
        {
            var report = ProofVerifier.Verify(bundle, manifest: manifest);
            Assert.True(report.Holds);
            Assert.DoesNotContain(report.Trust, item => item.Contains("manifest", StringComparison.Ordinal));
            Assert.Equal("manifest", Assert.Single(ProofVerifier.Verify(bundle, manifest: manifest with { ChainId = 1 }).Failures).Name);
        }
    }

    [Fact]
    public async Task With_a_node_header_contract_and_keys_are_checked_too()
    {
        var fixture = await ProofFixture.GetAsync();
        foreach (var bundle in fixture.All)
        {
            var report = await ProofNodeCheck.VerifyAsync(ProofVerifier.Verify(bundle), bundle, fixture.Ledger.Node, fixture.Ledger.Manifest);
            Assert.True(report.Holds, string.Join("; ", report.Failures));
            Assert.DoesNotContain(report.Trust, item => item.Contains("of chain", StringComparison.Ordinal) || item.Contains("was the key", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_node_that_does_not_know_the_block_or_the_key_says_so()
    {
        var fixture = await ProofFixture.GetAsync();
        var stranger = fixture.HandOff with { ChainId = 5 };
        var report = await ProofNodeCheck.VerifyAsync(ProofVerifier.Verify(stranger), stranger, fixture.Ledger.Node);
        Assert.Contains(report.Failures, check => check.Name == "node");
        var orphan = fixture.HandOff with { Inclusion = fixture.HandOff.Inclusion with { BlockHash = default } };
        Assert.Contains((await ProofNodeCheck.VerifyAsync(ProofVerifier.Verify(orphan), orphan, fixture.Ledger.Node)).Failures, check => check.Name == "node: block");
    }

    [Fact]
    public async Task What_does_not_match_is_named()
    {
        var fixture = await ProofFixture.GetAsync();
        var bundle = fixture.HandOff;
        var message = (HandOff)bundle.Intent.Intent;
        Assert.Equal(
            ["signature (from)", "signature (to)", "call", "log"],
            Failures(bundle with { Intent = bundle.Intent with { Intent = message with { To = new(9) } } }));
        Assert.Equal(["signature (from)"], Failures(bundle with { Keys = [bundle.Keys[1], bundle.Keys[1]] }));
        Assert.Equal(["call", "signature (to)"], Failures(bundle with { Intent = bundle.Intent with { Signatures = [bundle.Intent.Signatures[0], new byte[65]] } }).Order());
        Assert.Equal(["header"], Failures(bundle with { Inclusion = bundle.Inclusion with { BlockHash = default } }));
        Assert.Equal(["log"], Failures(bundle with { Inclusion = bundle.Inclusion with { LogIndex = 1 } }));
        Assert.Equal(["receipt", "transaction"], Failures(bundle with { Inclusion = bundle.Inclusion with { TransactionIndex = bundle.Inclusion.TransactionIndex ^ 1 } }).Order());
        Assert.Equal(["signature (from)", "signature (to)", "transaction"], Failures(bundle with { ChainId = 1 }).Order());

        var captured = fixture.Event;
        var changed = captured.Fields.ToArray();
        changed[6] = FieldLeaf.Of([.. captured.Fields.Select(leaf => leaf.Field! with { Value = "\"DELETE\"" })])[6];
        Assert.Equal(["fields", "event hash"], Failures(captured with { Fields = changed }));
        Assert.Equal(["capture"], Failures(captured with { Capture = captured.Capture! with { Path = [] } }));
        Assert.Equal(["capture signature"], Failures(captured with { Capture = captured.Capture! with { SignedBy = CaptureSigner.Api } }));
        Assert.Equal(["capture signature"], Failures(captured with { Capture = captured.Capture! with { Signer = bundle.Keys[1] } }));
        Assert.Equal(["capture signature"], Failures(captured with { Capture = captured.Capture! with { Message = captured.Capture.Message with { Party = new(9) } } }));
        Assert.Equal(["merkle path"], Failures(captured with { Path = [.. captured.Path.Reverse()] }));
        Assert.Equal(["fields", "merkle path"], Failures(captured with { Commitment = default }));
        Assert.Contains("log", Failures(captured with { Root = default }));
    }

    [Theory]
    [InlineData("\"kind\"", "\"kind\": \"hand-off\", \"kind\"")]
    [InlineData("\"logIndex\": 0", "\"logIndex\": 0, \"note\": 1")]
    [InlineData("\"logIndex\": 0", "\"logIndex\": 0.0")]
    [InlineData("\"logIndex\": 0", "\"logIndex\": -0")]
    [InlineData("\"logIndex\": 0", "\"logIndex\": \"0\"")]
    [InlineData("\"chainId\": 31337", "\"chainId\": \"31337\"")]
    [InlineData("\"ledgerProof\": 1", "\"ledgerProof\": 2")]
    [InlineData("\"kind\"", "\"\\u006bind\"")]
    [InlineData("\"contract\": \"0x", "\"contract\": \"0X")]
    public async Task A_bundle_written_otherwise_is_refused(string original, string changed)
    {
        var json = (await ProofFixture.GetAsync()).HandOff.ToJson();
        Assert.Contains(original, json, StringComparison.Ordinal);
        var report = ProofVerifier.Verify(Encoding.UTF8.GetBytes(json.Replace(original, changed, StringComparison.Ordinal)));
        Assert.Equal("format", Assert.Single(report.Failures).Name);
    }

    [Fact]
    public async Task A_transaction_that_is_no_hand_off_is_not_provable()
    {
        var fixture = await ProofFixture.GetAsync();
        var registration = await fixture.Ledger.RegisterAsync(Samples.Unit(500));
        var builder = new ProofBuilder(fixture.Ledger.Node, fixture.Ledger.Manifest);
        Assert.Equal("not-provable", (await Assert.ThrowsAsync<LedgerException>(() => builder.HandOffAsync(registration))).Code);
        Assert.Equal("unknown-transaction", (await Assert.ThrowsAsync<LedgerException>(() => builder.HandOffAsync(default))).Code);
    }

    private static IEnumerable<string> Failures(ProofBundle bundle) => ProofVerifier.Verify(Encoding.UTF8.GetBytes(bundle.ToJson())).Failures.Select(check => check.Name);
}
