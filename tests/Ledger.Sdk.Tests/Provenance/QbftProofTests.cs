using System.Text;
using System.Text.Json;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Provenance;
using Ledger.Tests;

namespace Ledger.Sdk.Tests.Provenance;

public sealed class QbftProofTests
{
    [Fact]
    public async Task Given_validators_replace_the_node()
    {
        var sealedBundle = QbftSealing.Seal((await ProofFixture.GetAsync()).HandOff, QbftSealing.Validators);
        var report = ProofVerifier.Verify(sealedBundle, QbftSealing.Validators);
        Assert.True(report.Holds, string.Join("; ", report.Failures));
        Assert.DoesNotContain(report.Trust, item => item.Contains("ask a node", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Too_few_seals_or_those_of_others_are_found()
    {
        var bundle = (await ProofFixture.GetAsync()).HandOff;
        Assert.Equal("seals", Assert.Single(ProofVerifier.Verify(QbftSealing.Seal(bundle, QbftSealing.Validators, seals: 2), QbftSealing.Validators).Failures).Name);
        Address[] others = [.. QbftSealing.Validators.Take(3), Address.Parse("0x00000000000000000000000000000000000000bb")];
        Assert.Equal("seals", Assert.Single(ProofVerifier.Verify(QbftSealing.Seal(bundle, QbftSealing.Validators), others).Failures).Name);
        Assert.Equal("seals", Assert.Single(ProofVerifier.Verify(bundle, QbftSealing.Validators).Failures).Name);
    }

    [Fact]
    public void Transactions_and_receipts_of_real_Besu_blocks_prove_against_sealed_headers()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Vectors.Require("qbft", "blocks.json")));
        var proven = 0;
        foreach (var entry in file.RootElement.GetProperty("blocks").EnumerateArray())
        {
            var block = Read(entry.GetProperty("block"), Block.ReadOrNull)!;
            if (block.Number == 0) continue;
            Address[] validators = [.. entry.GetProperty("validators").EnumerateArray().Select(address => Address.Parse(address.GetString()!))];
            var receipts = entry.GetProperty("receipts").EnumerateArray().Select(receipt => Read(receipt, TransactionReceipt.ReadOrNull)).ToArray();
            var tries = BlockTries.Of(block, receipts);
            for (var i = 0; i < receipts.Length; i += 1 + receipts.Length / 4)
            {
                // These blocks are not of the ledger's contracts, so only header, seals, transaction and receipt can hold.
                var bundle = new WholeEventProof(20261, receipts[i]!.To ?? default, "", default, default, [], default, tries.Prove(i, 0));
                var report = ProofVerifier.Verify(Encoding.UTF8.GetBytes(bundle.ToJson()), validators);
                foreach (var name in new[] { "header", "seals", "transaction" }) Assert.True(report.Checks.Single(check => check.Name == name).Holds, $"{block.Number}/{i} {name}");
                Assert.Equal(receipts[i]!.Status, report.Checks.Single(check => check.Name == "receipt").Holds);
                proven++;
            }
        }
        Assert.True(proven > 10, $"only {proven} transactions were proven");
    }

    private static T Read<T>(JsonElement json, RpcParser<T> parse)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json.GetRawText()));
        reader.Read();
        return parse(ref reader);
    }
}
