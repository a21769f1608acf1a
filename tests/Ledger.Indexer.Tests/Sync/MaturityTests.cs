using Ledger.Indexer.Jobs;
using Ledger.Indexer.Queries;
using Ledger.Indexer.Storage;
using Ledger.Indexer.Tests.Simulation;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Indexer.Tests.Sync;

/// <summary>The simulated chain makes a block every two seconds from 1,700,000,000 on.</summary>
public sealed class MaturityTests
{
    private const ulong Start = 1_700_000_000;
    private static readonly PartyId Debtor = new(3), Owner = new(2), Lender = new(5);

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task What_becomes_due_by_final_blocks_is_noticed_once_and_what_is_paid_is_not(Dialect dialect)
    {
        var chain = new SimulatedChain(3, finalityDepth: 5);
        var (late, paid, old) = (Id("late"), Id("paid"), Id("old"));
        var loan = new Loan(70, Lender, Owner, Debtor, 0, 0, 0, 360, Start + 24, 0, CollateralKind.Note, late.Value, NoteId.RootOf(late), 1, 100, true, Owner, default, 0, 0, 1, 1, Start);
        chain.Mine([Issued(late, Start + 20)], [Issued(paid, Start + 20)], [Issued(old, Start - 86_380)], [new Opened(loan.Id(), Lender, Owner, loan)]);
        chain.Mine([new PaidThrough(paid, 100), new Transfer(Account(Debtor), Account(Owner), 100)]);
        while (chain.Head < 14) chain.Mine();
        await using var node = await SimulatedNode.StartAsync(chain);
        await using var test = await TestDatabase.CreateAsync(dialect);
        await using var rig = new IndexerRig(test.Database, node.Url, chain.Manifest);
        var sweep = new MaturitySweep(test.Database, chain.Manifest);
        Assert.Equal(0, await sweep.RunAsync(default));
        await rig.StartAsync();
        await rig.ReachHeadAsync(chain);

        // Block 14 is at +28, but final is block 9 at +18: nothing but the old one is due yet.
        Assert.Equal(1, await sweep.RunAsync(default));
        Assert.Equal(0, await sweep.RunAsync(default));
        while (chain.Head < 18) chain.Mine();
        await rig.ReachHeadAsync(chain);
        // Final is block 13 at +26.
        Assert.Equal(3, await sweep.RunAsync(default));
        await rig.Service.StopAsync(TestContext.Current.CancellationToken);
        await using var connection = await test.Database.OpenAsync();
        var feed = await MaturityFeed.ReadAsync(connection, DeploymentKey.Of(chain.Manifest), 0);
        Assert.Equal(
            [(MaturityKind.ReceivableDue, old.Value, 9UL), (MaturityKind.ReceivableDue, late.Value, 13UL), (MaturityKind.ReceivableOverdue, old.Value, 13UL), (MaturityKind.LoanOverdue, loan.Id().Value, 13UL)],
            feed.Select(notice => (notice.Kind, notice.Id, notice.Block)));
        Assert.Equal((Debtor.Value, 100UL, Start + 26), (feed[1].Party, feed[1].Amount, feed[1].Time));
        Assert.Equal((Owner.Value, 70UL), (feed[3].Party, feed[3].Amount));
        Assert.Single(await MaturityFeed.ReadAsync(connection, DeploymentKey.Of(chain.Manifest), feed[2].Number));
        Assert.Empty(await MaturityFeed.ReadAsync(connection, Hash32.Zero, 0));
    }

    [Fact]
    public async Task A_payment_that_a_reorganisation_took_back_hides_nothing_that_is_due()
    {
        var chain = new SimulatedChain(3, finalityDepth: 5);
        var late = Id("late");
        chain.Mine([Issued(late, Start + 10)]);
        while (chain.Head < 12) chain.Mine();
        chain.Mine([new PaidThrough(late, 100), new Transfer(Account(Debtor), Account(Owner), 100)]);
        await using var node = await SimulatedNode.StartAsync(chain);
        await using var test = await TestDatabase.CreateAsync(Dialect.Sqlite);
        await using var rig = new IndexerRig(test.Database, node.Url, chain.Manifest);
        await rig.StartAsync();
        await rig.ReachHeadAsync(chain);
        var sweep = new MaturitySweep(test.Database, chain.Manifest);
        // Final is block 8 at +16, and the payment is in block 13.
        Assert.Equal(0, await sweep.RunAsync(default));
        chain.Drop(1);
        while (chain.Head < 15) chain.Mine();
        await rig.ReachHeadAsync(chain);
        Assert.Equal(1, await sweep.RunAsync(default));
        await rig.Service.StopAsync(TestContext.Current.CancellationToken);
        await using var connection = await test.Database.OpenAsync();
        var notice = Assert.Single(await MaturityFeed.ReadAsync(connection, DeploymentKey.Of(chain.Manifest), 0));
        Assert.Equal((MaturityKind.ReceivableDue, late.Value, 10UL), (notice.Kind, notice.Id, notice.Block));
    }

    private static ReceivableId Id(string text) => new(Keccak256.Hash(System.Text.Encoding.UTF8.GetBytes(text)));

    private static Issued Issued(ReceivableId id, ulong due) => new(id, Debtor, Owner, 100, due, id.Value, default);

    private static Address Account(PartyId party) => new([.. new byte[19], (byte)party.Value]);
}
