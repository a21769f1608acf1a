using Ledger.Indexer.Storage;
using Ledger.Indexer.Sync;
using Ledger.Indexer.Tests.Simulation;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;
using Microsoft.Extensions.DependencyInjection;

namespace Ledger.Api.Tests.Money;

/// <summary>The API with its indexer over a simulated chain: a farm (2) sells apples to a shop (3), passes a part of what the shop owes to a
/// packer (6), and two lenders (5 and the stranger 8) may fund it.</summary>
internal sealed class MoneyWorld : IAsyncDisposable
{
    public const ulong Start = 1_700_000_000;
    public static readonly PartyId Regulator = new(1), Farm = new(2), Shop = new(3), Carrier = new(4), Bank = new(5), Packer = new(6), Facility = new(7), Stranger = new(8);
    public static readonly Hash32 DeliveryHash = Keccak256.Hash("delivery"u8);
    public static readonly UnitId Apples = new(Keccak256.Hash("apples"u8));
    public static readonly ReceivableId Receivable = new(Keccak256.Hash("receivable"u8));
    public static readonly NoteId Root = NoteId.RootOf(Receivable), Part = Root.Part(Receivable, 1);

    public static readonly OrderTerms Terms = new(
        Shop, Farm, 1_000, 10, 30 * 86_400, Start + 90 * 86_400, default, default, 0, 0, Keccak256.Hash("terms"u8), [Farm], [Shop], [10_000], 1, 1, Start + 86_400);

    public static readonly Loan Advance = new(
        500, Bank, Farm, Shop, 5, 1_000, 500, 360, Start + 20 * 86_400, 0, CollateralKind.Note, Receivable.Value, Root, 2, 700, true, Farm, default, 0, 0, 1, 1, Start + 86_400);

    private readonly SimulatedChain chain;
    private readonly SimulatedNode node;

    private MoneyWorld(SimulatedChain chain, SimulatedNode node, ApiHost host) => (this.chain, this.node, Host) = (chain, node, host);

    public ApiHost Host { get; }

    public static async Task<MoneyWorld> StartAsync(Dialect dialect = Dialect.Sqlite)
    {
        var database = dialect == Dialect.Sqlite ? null : await MigratedDatabase.OnPostgresAsync();
        var chain = new SimulatedChain(7);
        PartyId[] parties = [Regulator, Farm, Shop, Carrier, Bank, Packer, Facility, Stranger];
        foreach (var party in parties)
            chain.Mine([new PartyAdmitted(party, party == Facility ? chain.Manifest.Facility : KeyOf(party).Address, Address.Zero,
                party == Regulator ? PartyRoles.Regulator : PartyRoles.Producer, Keccak256.Hash("party"u8), Regulator)]);
        chain.Mine([new UnitsRegistered(LotId.None, Farm, [Apples], [1], default)], [new OrderAgreed(Terms.Id(), Shop, Farm, Terms)],
            [new Minted(Regulator, Bank, Keccak256.Hash("wire"u8), 10_000), new Transfer(Address.Zero, Account(Bank), 10_000)], [new LimitSet(Bank, Shop, 1_200)]);
        chain.Mine([
            new CustodyMoved(Farm, Shop, DeliveryHash, [Apples]), new Delivered(Terms.Id(), DeliveryHash, [Apples]), new Matched(Terms.Id(), DeliveryHash, 0, 10, 1_200, 1_000, 1_000),
            new Issued(Receivable, Shop, Farm, 1_000, Start + 30 * 86_400, Keccak256.Hash("nullifier"u8), DeliveryHash), new OrderPaid(Terms.Id(), Farm, 1_000, Receivable),
            new Closed(Terms.Id(), 0)]);
        var node = await SimulatedNode.StartAsync(chain);
        var host = await ApiHost.StartAsync(options =>
        {
            (options.Rpc, options.Indexer, options.Database) = (node.Url, true, database ?? options.Database);
            options.Use(chain.Manifest, null);
        });
        var world = new MoneyWorld(chain, node, host);
        await world.FollowAsync();
        return world;
    }

    public static PrivateKey KeyOf(PartyId party) => PrivateKey.FromBytes(Keccak256.Hash([77, (byte)party.Value]).Span);

    public static Address Account(PartyId party) => new([.. new byte[19], (byte)party.Value]);

    public Task<HttpClient> SignInAsync(PartyId party) => Host.SignInAsync(KeyOf(party));

    /// <summary>Mines transactions and waits until the projections have them.</summary>
    public Task MineAsync(params IReadOnlyList<LedgerEvent>[] transactions)
    {
        chain.Mine(transactions);
        return FollowAsync();
    }

    public Task SplitAsync() => MineAsync([new Moved(Receivable, Farm, Packer, Root, Part, 300, default)]);

    public Task SellAsync() => MineAsync([new Sold(Receivable, Packer, Bank, Part, 300, 290), new Transfer(Account(Bank), Account(Packer), 290)]);

    public Task PledgeAsync() => MineAsync([
        new Opened(Advance.Id(), Bank, Farm, Advance), new Moved(Receivable, Farm, Facility, Root, Root, 700, Advance.Id().Value),
        new CollateralAdded(Advance.Id(), Receivable.Value, Root, 700), new Transfer(Account(Bank), Account(Farm), 500)]);

    private async Task FollowAsync()
    {
        var board = Host.Services.GetRequiredService<StatusBoard>();
        for (var end = DateTime.UtcNow.AddSeconds(20); board.Current.Checkpoint?.Hash != chain.At(chain.Head)!.Hash; await Task.Delay(5))
            Assert.True(DateTime.UtcNow < end, $"Not indexed: {board.Current}");
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await node.DisposeAsync();
    }
}
