using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Dapper;
using Ledger.Api.Tests.Chain;
using Ledger.Api.Tests.Financing;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Tests.Money;

/// <summary>A ledger with money on a chain of its own, whose time the test moves, used as its parties do: each with a client of the SDK that is
/// signed in at the API. Buyer and lenders have cash.</summary>
public sealed class ProductLedger : IAsyncDisposable
{
    private readonly Market market;
    private readonly ChainTime time = new();
    private readonly List<Actor> actors = [];

    private ProductLedger(Market market) => this.market = market;

    public Actor Registrar { get; private set; } = null!;

    public Actor Seller { get; private set; } = null!;

    public Actor Buyer { get; private set; } = null!;

    public Actor Bank { get; private set; } = null!;

    public Actor Lender { get; private set; } = null!;

    public Actor Other { get; private set; } = null!;

    public Actor Warehouse { get; private set; } = null!;

    /// <summary>Sees everything.</summary>
    public Actor Regulator { get; private set; } = null!;

    public LiveLedger Live => market.Ledger;

    /// <summary>The time of the chain's newest block, or a little later, in Unix seconds.</summary>
    public ulong Now => (ulong)time.GetUtcNow().ToUnixTimeSeconds();

    public static async Task<ProductLedger> StartAsync()
    {
        var ledger = new ProductLedger(await Market.StartAsync(await TestChain.StartAsync()));
        ledger.Registrar = await ledger.SignInAsync(new PartyId(1), LiveLedger.RegistrarKey);
        ledger.Seller = await ledger.SignInAsync(LiveLedger.Farm, LiveLedger.FarmKey);
        ledger.Buyer = await ledger.SignInAsync(LiveLedger.Carrier, LiveLedger.CarrierKey);
        ledger.Bank = await ledger.SignInAsync(Market.Bank, Market.BankKey);
        ledger.Lender = await ledger.SignInAsync(Market.Lender, Market.LenderKey);
        ledger.Other = await ledger.SignInAsync(Market.Other, Market.OtherKey);
        ledger.Warehouse = await ledger.AdmitAsync(PartyRoles.Warehouse);
        ledger.Regulator = await ledger.AdmitAsync(PartyRoles.Regulator);
        return ledger;
    }

    /// <summary>The next party, with a key of its own.</summary>
    public async Task<Actor> AdmitAsync(PartyRoles roles)
    {
        var key = PrivateKey.Generate();
        var admission = await Registrar.Ledger.Parties.AdmitAsync(Registrar.Id, key.Address, roles);
        await SubmitAsync(admission.Sign(key), Registrar);
        return await SignInAsync(((Admission)admission.Intent).Party, key);
    }

    /// <summary>Has all of them sign, submits, and waits until every reader sees it; fails the test where the contract refuses it.</summary>
    public async Task<Operation> SubmitAsync(IntentDraft draft, params Actor[] signers) => await SubmitAsync(Sign(draft, signers).ToSigned());

    /// <inheritdoc cref="SubmitAsync(IntentDraft, Actor[])"/>
    public async Task<Operation> SubmitAsync(SignedIntent intent)
    {
        var operation = await Registrar.Ledger.SubmitAsync(intent);
        Assert.True(operation.Status is OperationState.Confirmed or OperationState.Finalized, $"{operation.Type}: {operation.Error}");
        await Live.IndexedAsync();
        return operation;
    }

    /// <summary>The same, of what is refused: by this code, before anything is kept.</summary>
    public Task<LedgerException> RefusedAsync(string code, IntentDraft draft, params Actor[] signers) => RefusedAsync(code, Sign(draft, signers).ToSigned());

    /// <inheritdoc cref="RefusedAsync(string, IntentDraft, Actor[])"/>
    public Task<LedgerException> RefusedAsync(string code, SignedIntent intent) => RefusedAsync(code, () => Registrar.Ledger.SubmitAsync(intent));

    /// <summary>A request that the API refuses by this code.</summary>
    public static async Task<LedgerException> RefusedAsync(string code, Func<Task> request)
    {
        var refusal = await Assert.ThrowsAsync<LedgerException>(request);
        Assert.Equal((code, ""), (refusal.Code, refusal.Code == code ? "" : refusal.Message));
        return refusal;
    }

    /// <summary>Moves the chain's time on, and everybody's clock with it.</summary>
    public async Task PassAsync(TimeSpan span)
    {
        await Live.Node.Rpc.CallAsync("evm_increaseTime", [(ulong)span.TotalSeconds]);
        await LiveLedger.MineAsync(Live.Node);
        time.Passed += span;
        await Live.IndexedAsync();
    }

    /// <summary>The bank issues money to a party.</summary>
    public async Task MintAsync(Actor to, ulong amount) =>
        await SubmitAsync(await Bank.Ledger.Cash.MintAsync(Bank.Id, to.Id, amount, new Hash32(RandomNumberGenerator.GetBytes(32))), Bank);

    public async Task<ulong> CashOfAsync(Actor actor) => (await actor.Ledger.Cash.GetBalanceAsync()).Balance;

    /// <summary>What all parties have, and all escrows hold, is what the bank issued: as the API shows it to a regulator.</summary>
    public async Task CashIsConservedAsync()
    {
        ulong sum = 0;
        foreach (var party in await Regulator.Ledger.Parties.ListAsync()) sum += (await Regulator.Ledger.Cash.GetBalanceAsync(party.Id)).Balance;
        foreach (var order in (await Regulator.Ledger.Orders.ListAsync()).Items) sum += order.Escrow;
        Assert.Equal((await Bank.Ledger.Cash.GetBalanceAsync()).Issued, sum);
    }

    /// <summary>The projections, spoiled and made anew from the chain, are what they were.</summary>
    public async Task RebuildsToTheSameAsync()
    {
        var before = await DigestAsync();
        Assert.Matches("^0x[0-9a-f]{64}$", before);
        await using (var connection = await Live.Api.Database.OpenAsync(Access.Projection))
            await connection.ExecuteAsync("update projection.cash_account set balance = balance + 1");
        Assert.NotEqual(before, await DigestAsync());
        await Registrar.Ledger.RebuildIndexAsync();
        for (var until = DateTime.UtcNow.AddSeconds(60); await DigestAsync() != before; await Task.Delay(100))
            Assert.True(DateTime.UtcNow < until, "60 s after the rebuild began the projections are not what they were.");
        await CashIsConservedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var actor in actors) actor.Http.Dispose();
        await market.DisposeAsync();
    }

    /// <summary>Null while a rebuild has no tables to read.</summary>
    private async Task<string?> DigestAsync()
    {
        using var answer = await Live.Api.Client.GetAsync("/index/status?digest=true");
        return answer.IsSuccessStatusCode ? (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["digest"] : null;
    }

    private static IntentDraft Sign(IntentDraft draft, Actor[] signers) => signers.Aggregate(draft, (signed, actor) => signed.Sign(actor.Key));

    private async Task<Actor> SignInAsync(PartyId party, PrivateKey key)
    {
        var http = new HttpClient { BaseAddress = Live.Api.Client.BaseAddress };
        var client = new LedgerClient(http) { Time = time };
        await client.SignInAsync(key);
        var actor = new Actor(party, key, client, http);
        actors.Add(actor);
        return actor;
    }

    private sealed class ChainTime : TimeProvider
    {
        public TimeSpan Passed { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Passed;
    }
}

/// <summary>A party of the story: its key, and its client, signed in.</summary>
public sealed record Actor(PartyId Id, PrivateKey Key, LedgerClient Ledger, HttpClient Http);
