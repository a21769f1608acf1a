using System.Numerics;
using Dapper;
using Ledger.Api.Tests.Documents;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Provenance;

namespace Ledger.Api.Tests.Chain;

/// <summary>What happens to an anchor whose transaction the node loses, or another takes its nonce.</summary>
public sealed class AnchorFaultTests
{
    private const string EventId = "urn:uuid:8bd8b1a8-3a34-4d6b-9b0a-0000000000f1";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_anchor_whose_transaction_is_dropped_or_replaced_is_anchored_all_the_same(bool replaced)
    {
        await using var ledger = await LiveLedger.StartAsync(await TestChain.StartAnvilAsync(0), mine: true, configure: options => options.ResendAfter = TimeSpan.FromSeconds(1));
        using var client = await ledger.Api.SignInAsync(LiveLedger.FarmKey);
        var captured = await client.PostAsync("/epcis/v2/capture", ApiHost.JsonBody(Samples.Document(Samples.Event(EventId, "urn:epc:id:sgtin:9506000.013435.F"))));
        Assert.True(captured.IsSuccessStatusCode, await captured.Content.ReadAsStringAsync());
        var nonce = await ledger.Node.GetTransactionCountAsync(ledger.Relayer.Address);
        await UntilAsync(async () => await ledger.Node.GetTransactionCountAsync(ledger.Relayer.Address, BlockTag.Pending) > nonce);
        await ledger.Node.Rpc.CallAsync("anvil_dropAllTransactions", []);
        if (replaced) await ReplaceAsync(ledger, nonce);
        await UntilAsync(async () =>
        {
            await LiveLedger.MineAsync(ledger.Node);
            return (await client.GetAsync($"/epcis/v2/events/{Uri.EscapeDataString(EventId)}/proof")).IsSuccessStatusCode;
        });
        Assert.True(ProofVerifier.Verify(ProofBundle.Parse(await client.GetStringAsync($"/epcis/v2/events/{Uri.EscapeDataString(EventId)}/proof"))).Holds);
        await using var connection = await ledger.Api.Database.OpenAsync();
        Assert.Equal(1, await connection.ExecuteScalarAsync<long>("select count(*) from captured.anchor_batch"));
    }

    /// <summary>Another process with the relayer's key sends something else with the nonce of the anchor.</summary>
    private static async Task ReplaceAsync(LiveLedger ledger, ulong nonce)
    {
        var price = BigInteger.Max(1, await ledger.Node.GetGasPriceAsync()) * 3;
        await ledger.Node.Rpc.CallAsync("anvil_setBalance", [$"{ledger.Relayer.Address}", "0xde0b6b3a7640000"]);
        var other = new Transaction
        {
            Type = TransactionType.Legacy,
            ChainId = ledger.Manifest.ChainId,
            Nonce = nonce,
            GasPrice = price,
            GasLimit = 21_000,
            To = LiveLedger.FarmKey.Address,
        }.Sign(ledger.Relayer);
        await ledger.Node.SendRawTransactionAsync(other.Encode());
        await LiveLedger.MineAsync(ledger.Node);
        Assert.Equal(nonce + 1, await ledger.Node.GetTransactionCountAsync(ledger.Relayer.Address));
    }

    private static async Task UntilAsync(Func<Task<bool>> reached)
    {
        for (var start = DateTime.UtcNow; !await reached(); await Task.Delay(50))
            Assert.True(DateTime.UtcNow - start < TimeSpan.FromSeconds(45), "It did not happen within 45 s.");
    }
}
