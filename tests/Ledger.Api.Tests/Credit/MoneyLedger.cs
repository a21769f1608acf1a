using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ledger.Api.Tests.Chain;
using Ledger.Sdk.Cash;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Api.Tests.Credit;

/// <summary>A ledger on a chain of its own, whose time the test moves: besides farm (2) and carrier (3) a bank (4) and a stranger (5).</summary>
public sealed class MoneyLedger : IAsyncDisposable
{
    private int invoices;

    private MoneyLedger(LiveLedger live) => Live = live;

    public static PrivateKey BankKey { get; } = PrivateKey.FromBytes(Keccak256.Hash("the bank"u8).Span);

    public static PrivateKey StrangerKey { get; } = PrivateKey.FromBytes(Keccak256.Hash("a stranger"u8).Span);

    public static PartyId Bank { get; } = new(4);

    public LiveLedger Live { get; }

    /// <param name="toLoopback">Whether webhooks may lead to this machine, as on a chain for development.</param>
    /// <param name="database">Another database than SQLite's.</param>
    public static async Task<MoneyLedger> StartAsync(bool toLoopback = false, string? database = null)
    {
        var live = await LiveLedger.StartAsync(await TestChain.StartAsync(), configure: options => options.Database = database ?? options.Database);
        var ledger = new MoneyLedger(live);
        if (toLoopback)
        {
            await live.Api.DisposeAsync();
            await live.StartApiAsync(options =>
            {
                options.Database = database ?? options.Database;
                options.WebhooksToLoopback = true;
                options.Use(live.Manifest with { Development = true }, PrivateKey.FromBytes(live.Relayer.ExportBytes()));
            });
        }
        await ledger.Live.SucceedAsync(new Admission(Bank, BankKey.Address, default, PartyRoles.Bank, default, new PartyId(1), 1, LiveLedger.Later), LiveLedger.RegistrarKey, BankKey);
        await ledger.Live.SucceedAsync(new Admission(new PartyId(5), StrangerKey.Address, default, PartyRoles.Carrier, default, new PartyId(1), 1, LiveLedger.Later), LiveLedger.RegistrarKey, StrangerKey);
        await ledger.Live.SucceedAsync(new Mint(Bank, LiveLedger.Carrier, 10_000_000, Keccak256.Hash("mint"u8), 1, LiveLedger.Later), BankKey);
        await ledger.Live.IndexedAsync();
        return ledger;
    }

    /// <summary>The carrier owes the farm.</summary>
    public async Task<ReceivableId> OweAsync(ulong amount, ulong days)
    {
        var now = await NowAsync();
        var issue = new Issue(LiveLedger.Carrier, LiveLedger.Farm, amount, Live.Manifest.Currency.Code, now + days * 86_400, Keccak256.Hash(BitConverter.GetBytes(++invoices)), default, 1, 1, now + 3600);
        await Live.SucceedAsync(issue, LiveLedger.CarrierKey, LiveLedger.FarmKey);
        return issue.Id();
    }

    public async Task PayAsync(ReceivableId receivable, ulong amount, uint seq = 1) =>
        await Live.SucceedAsync(new Payment(amount, receivable, seq, 1, await NowAsync() + 3600) { Debtor = LiveLedger.Carrier }, LiveLedger.CarrierKey);

    public async Task PassAsync(ulong days)
    {
        await Live.Node.Rpc.CallAsync("evm_increaseTime", [days * 86_400]);
        await LiveLedger.MineAsync(Live.Node);
    }

    public async Task<ulong> NowAsync() => (await Live.Node.GetBlockAsync(BlockTag.Latest))!.Timestamp;

    /// <summary>What a party signed in is answered, as of the node's newest block at least; after a kill another process has to wait for the lease.</summary>
    public async Task<JsonObject> CreditAsync(HttpClient client, ulong party = 2)
    {
        for (var start = DateTime.UtcNow; ;)
        {
            var response = await client.GetAsync($"/parties/{party}/credit?minBlock={await Live.Node.GetBlockNumberAsync()}");
            if (response.IsSuccessStatusCode || DateTime.UtcNow - start > TimeSpan.FromSeconds(40))
            {
                Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
                return (await response.Content.ReadFromJsonAsync<JsonObject>())!;
            }
        }
    }

    public ValueTask DisposeAsync() => Live.DisposeAsync();
}
