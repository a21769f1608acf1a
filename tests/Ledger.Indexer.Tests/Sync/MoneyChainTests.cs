using System.Data.Common;
using Dapper;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Cash;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;
using Ledger.Sdk.Tests.Contracts;
using Ledger.Tests;

namespace Ledger.Indexer.Tests.Sync;

/// <summary>Random business on a chain of its own, whose time the test moves; every projected row against the contracts' views.</summary>
public sealed class MoneyChainTests
{
    private const int Steps = 500;

    [Fact]
    public async Task Every_row_of_money_says_what_the_contracts_say()
    {
        await using var chain = await TestChain.StartAsync();
        var ledger = await DeployedLedger.DeployAsync(chain);
        var keys = new Dictionary<PartyId, PrivateKey> { [DeployedLedger.Farm] = DeployedLedger.FarmKey, [DeployedLedger.Carrier] = DeployedLedger.CarrierKey };
        foreach (var roles in (PartyRoles[])[PartyRoles.Bank | PartyRoles.Producer, PartyRoles.Producer, PartyRoles.Producer])
        {
            var (party, key) = await ledger.AdmitAsync(roles);
            keys.Add(party, key);
        }
        var bank = keys.Keys.ElementAt(2);
        var facility = await ledger.AdmitSettlementAsync();
        var world = new RandomMoney(ledger, keys, bank, facility, seed: 20_261);
        foreach (var party in keys.Keys) await ledger.SubmitAsync(ledger.Sign(new Mint(bank, party, 200_000, Keccak256.Hash([(byte)party.Value]), 1, 4_000_000_000), keys[bank]));
        for (var i = 0; i < Steps; i++) await world.StepAsync();
        string[] rare = [nameof(Retired), nameof(Diluted), nameof(Redeemed), nameof(PaidThrough), nameof(Sold), nameof(Repaid), nameof(Closed), nameof(OrderPaid), nameof(Opened)];
        Assert.All(rare, name => Assert.True(world.Done.GetValueOrDefault(name) > 0, $"No {name} in {string.Join(", ", world.Done)}"));

        var head = (await ledger.Node.GetBlockAsync(BlockTag.Latest))!;
        await using var test = await TestDatabase.CreateAsync(Dialect.Sqlite);
        await using var rig = new IndexerRig(test.Database, ledger.Node.Rpc.Endpoint, ledger.Manifest, firstRange: 50);
        await rig.StartAsync();
        await rig.ReachAsync(head.Number, head.Hash);
        await using (var connection = await test.Database.OpenAsync())
        {
            await CompareReceivablesAsync(connection, ledger, world);
            await CompareOrdersAsync(connection, ledger, world);
            await ComparePositionsAsync(connection, ledger, world, head);
            await CompareCashAsync(connection, ledger, keys.Keys, facility);
        }
        await using var again = await TestDatabase.CreateAsync(Dialect.PostgreSql);
        await using var rebuilt = new IndexerRig(again.Database, ledger.Node.Rpc.Endpoint, ledger.Manifest, firstRange: 3);
        await rebuilt.StartAsync();
        await rebuilt.ReachAsync(head.Number, head.Hash);
        Assert.Equal(await rig.DigestAsync(), await rebuilt.DigestAsync());
    }

    private static async Task CompareReceivablesAsync(DbConnection connection, DeployedLedger ledger, RandomMoney world)
    {
        var contract = new ReceivablesContract(ledger.Node, ledger.Manifest.Receivables);
        Assert.Equal(world.Receivables.Count, await connection.ExecuteScalarAsync<long>("select count(*) from projection.receivable"));
        Assert.Equal(world.Receivables.Values.Sum(notes => notes.Count), await connection.ExecuteScalarAsync<long>("select count(*) from projection.receivable_note"));
        foreach (var (id, notes) in world.Receivables)
        {
            var row = await connection.QuerySingleAsync<Debt>(
                """
                select debtor, face, due, owed, paid, pot, retired, diluted, closed, seq, disputed, paid_through as PaidThrough, outstanding, notes, order_id as OrderId
                from projection.receivable where id = @Value
                """, id);
            var paid = (row.PaidThrough == 1 ? row.Owed : row.Paid) + row.Closed;
            Assert.Equal(
                await contract.ReceivableAsync(id),
                new Ledger.Sdk.Contracts.ReceivableEntry(new PartyId(row.Debtor), row.Face, paid, paid - row.Pot, row.Retired, row.Diluted, row.Outstanding, row.Due, (uint)row.Seq, row.Disputed == 1));
            var (order, _) = await new OrdersContract(ledger.Node, ledger.Manifest.Orders).BirthOfAsync(id);
            Assert.Equal(order.Value, row.OrderId ?? Hash32.Zero);
            var alive = 0;
            foreach (var note in notes)
            {
                var held = await contract.NoteAsync(id, note);
                var claim = await connection.QuerySingleAsync<Claim>("select owner, amount, redeemed, seq, status from projection.receivable_note where id = @Value", note);
                Assert.Equal(held.Amount == 0, claim.Status == 2);
                if (held.Amount == 0) continue;
                alive++;
                var share = (UInt128)claim.Amount * row.Paid / row.Owed;
                var redeemable = share <= claim.Redeemed ? 0 : (ulong)UInt128.Min(share - claim.Redeemed, row.Pot);
                Assert.Equal(held, new NoteEntry(new PartyId(claim.Owner), claim.Amount, claim.Amount - claim.Redeemed, redeemable, (uint)claim.Seq));
            }
            Assert.Equal((ulong)alive, row.Notes);
        }
        Assert.Empty(await connection.QueryAsync<long>(
            """
            select l.lender from projection.credit_line l
            where l.owned <> coalesce((select sum(n.amount - n.redeemed) from projection.receivable_note n where n.owner = l.lender and n.debtor = l.debtor and n.status = 1), 0)
            """));
        Assert.Empty(await connection.QueryAsync<long>(
            "select p.party from projection.party_record p where p.outstanding <> coalesce((select sum(r.outstanding) from projection.receivable r where r.debtor = p.party), 0)"));
    }

    private static async Task CompareOrdersAsync(DbConnection connection, DeployedLedger ledger, RandomMoney world)
    {
        var contract = new OrdersContract(ledger.Node, ledger.Manifest.Orders);
        Assert.Equal(world.Orders.Count, await connection.ExecuteScalarAsync<long>("select count(*) from projection.purchase_order"));
        foreach (var id in world.Orders.Keys)
        {
            var onChain = await contract.OrderAsync(id);
            var row = await connection.QuerySingleAsync<Order>(
                "select beneficiary, escrow, matched, paid, seq, funded, buyer_disputes + seller_disputes as Disputes, closed from projection.purchase_order where id = @Value", id);
            // What closes an order is not always told by its events, and nothing accepts its seq any more.
            var seq = onChain.IsClosed ? onChain.Seq : (uint)row.Seq;
            Assert.Equal(onChain, new Ledger.Sdk.Contracts.OrderEntry(new PartyId(row.Beneficiary), row.Escrow, row.Matched, row.Paid, seq, row.Funded == 1, row.Disputes > 0, row.Closed == 1));
            for (var milestone = 0UL; milestone < 2; milestone++)
                Assert.Equal(await contract.AcceptedOfAsync(id, milestone), await connection.ExecuteScalarAsync<ulong>(
                    "select coalesce(sum(quantity), 0) from projection.order_match where order_id = @id and milestone = @milestone", new { id = id.Value, milestone }));
        }
    }

    private static async Task ComparePositionsAsync(DbConnection connection, DeployedLedger ledger, RandomMoney world, Block head)
    {
        var contract = new FacilityContract(ledger.Node, ledger.Manifest.Facility);
        Assert.Equal(world.Loans.Count, await connection.ExecuteScalarAsync<long>("select count(*) from projection.position"));
        foreach (var (id, loan) in world.Loans)
        {
            var row = await connection.QuerySingleAsync<Position>(
                """
                select status, seq, released, value, margin_due as MarginDue, since, owed_fee as Fee, owed_late as Late, owed_interest as Interest, owed_principal as Principal
                from projection.position where id = @Value
                """, id);
            var terms = new LoanTerms(loan.Principal, loan.Fee, loan.Rate, loan.LateRate, loan.Basis, loan.Due);
            var owed = new LoanAccount(terms, row.Since, new LoanParts(row.Fee, row.Late, row.Interest, row.Principal, 0)).OwedAt(head.Timestamp);
            Assert.Equal(
                await contract.PositionAsync(loan, BlockTag.At(head.Number)),
                new Ledger.Sdk.Contracts.PositionEntry((PositionStatus)row.Status, (uint)row.Seq, row.Released == 1, row.Value, row.MarginDue, owed));
        }
        foreach (var held in await connection.QueryAsync<(Hash32 Id, Hash32 Position, long Held)>("select id, position, held from projection.collateral"))
            Assert.Equal(held.Held == 1 ? held.Position : Hash32.Zero, (await contract.HolderOfAsync(held.Id)).Value);
        foreach (var (lender, debtor) in world.Lines)
        {
            var (limit, exposure, seq) = await connection.QuerySingleOrDefaultAsync<(ulong, ulong, ulong)>(
                "select credit_limit, exposure, seq from projection.credit_line where lender = @lender and debtor = @debtor", new { lender = lender.Value, debtor = debtor.Value });
            Assert.Equal(await contract.LineOfAsync(lender, debtor), (limit, exposure, (uint)seq));
        }
    }

    private static async Task CompareCashAsync(DbConnection connection, DeployedLedger ledger, IEnumerable<PartyId> parties, PartyId facility)
    {
        var contract = new CashContract(ledger.Node, ledger.Manifest.Cash);
        foreach (var party in parties.Append(facility))
        {
            var (balance, issued) = await connection.QuerySingleOrDefaultAsync<(ulong, ulong)>("select balance, issued from projection.cash_account where party = @Value", party);
            Assert.Equal((await contract.BalanceOfAsync(party), await contract.IssuedByAsync(party)), (balance, issued));
        }
        foreach (var holder in (Address[])[ledger.Manifest.Orders, ledger.Manifest.Receivables])
            Assert.Equal(await contract.HeldByAsync(holder), await connection.ExecuteScalarAsync<ulong>("select balance from projection.cash_account where address = @holder", new { holder }));
        // Every statement runs without a gap, and ends at the balance; whatever a contract moved has its cause.
        Assert.Empty(await connection.QueryAsync<byte[]>(
            "select a.address from projection.cash_account a where a.entries <> (select count(*) from projection.cash_entry e where e.account = a.address) or a.entries <> (select max(number) from projection.cash_entry e where e.account = a.address)"));
        Assert.Equal(0, await connection.ExecuteScalarAsync<long>(
            "select count(*) from projection.cash_entry where kind = 1 and account in (select address from projection.cash_account where party is null)"));
    }

    private sealed record Debt(ulong Debtor, ulong Face, ulong Due, ulong Owed, ulong Paid, ulong Pot, ulong Retired, ulong Diluted, ulong Closed, ulong Seq,
        ulong Disputed, ulong PaidThrough, ulong Outstanding, ulong Notes, Hash32? OrderId);

    private sealed record Claim(ulong Owner, ulong Amount, ulong Redeemed, ulong Seq, ulong Status);

    private sealed record Order(ulong Beneficiary, ulong Escrow, ulong Matched, ulong Paid, ulong Seq, ulong Funded, ulong Disputes, ulong Closed);

    private sealed record Position(ulong Status, ulong Seq, ulong Released, ulong Value, ulong MarginDue, ulong Since, ulong Fee, ulong Late, ulong Interest, ulong Principal);
}
