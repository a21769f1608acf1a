using Ledger.Sdk.Cash;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;
using Ledger.Tests;

namespace Ledger.Sdk.Tests.Contracts;

/// <summary>The messages of this SDK, taken by the contracts on a chain.</summary>
public sealed class MoneyOnChainTests
{
    private const ulong Deadline = 4_000_000_000;
    private static readonly PartyId Farm = DeployedLedger.Farm;
    private static readonly PartyId Carrier = DeployedLedger.Carrier;
    private static readonly PrivateKey FarmKey = DeployedLedger.FarmKey;
    private static readonly PrivateKey CarrierKey = DeployedLedger.CarrierKey;

    [Fact]
    public async Task An_order_on_credit_is_delivered_split_sold_paid_and_redeemed()
    {
        var ledger = await DeployedLedger.DeployAsync(await TestChain.SharedAsync());
        var (bank, bankKey) = await ledger.AdmitAsync(PartyRoles.Bank);
        var (supplier, supplierKey) = await ledger.AdmitAsync(PartyRoles.Producer);
        await ledger.AdmitSettlementAsync();
        var (cash, receivables, orders) = Money(ledger);
        await MintAsync(ledger, bank, bankKey, Carrier, 100_000);
        await MintAsync(ledger, bank, bankKey, bank, 50_000);

        // The carrier buys from the farm, 30 days after the receipt.
        var terms = Terms(await NowAsync(ledger), tenor: 30 * 86_400);
        Assert.Equal(terms.Id(), await orders.IdOfAsync(terms));
        await ledger.SubmitAsync(ledger.Sign(terms, CarrierKey, FarmKey));
        var (born, delivery) = await DeliverAsync(ledger, terms);

        // A part to the farm's own supplier, the rest sold to the bank.
        var root = NoteId.RootOf(born.Receivable);
        await ledger.SubmitAsync(ledger.Sign(new Move(Farm, supplier, born.Receivable, root, 1, 30_000, Address.Zero, default, 1, Deadline), FarmKey));
        var part = root.Part(born.Receivable, 1);
        Assert.Equal(new NoteEntry(supplier, 30_000, 30_000, 0, 1), await receivables.NoteAsync(born.Receivable, part));
        await ledger.SubmitAsync(ledger.Sign(new Sale(49_000, bank, Farm, born.Receivable, root, 2, 50_000, 1, 1, Deadline), FarmKey, bankKey));
        Assert.Equal(49_000UL, await cash.BalanceOfAsync(Farm));

        await ledger.SubmitAsync(ledger.Sign(new Payment(80_000, born.Receivable, 1, 1, Deadline) { Debtor = Carrier }, CarrierKey));
        await ledger.SubmitAsync(ledger.Sign(new Redemption(supplier, born.Receivable, part, 1, 1, Deadline), supplierKey));
        await ledger.SubmitAsync(ledger.Sign(new Redemption(bank, born.Receivable, root, (await receivables.NoteAsync(born.Receivable, root)).Seq, 1, Deadline), bankKey));
        Assert.Equal(
            (20_000UL, 49_000UL, 30_000UL, 51_000UL),
            (await cash.BalanceOfAsync(Carrier), await cash.BalanceOfAsync(Farm), await cash.BalanceOfAsync(supplier), await cash.BalanceOfAsync(bank)));
        Assert.Equal(150_000UL, await cash.TotalSupplyAsync());
        Assert.Equal(0UL, (await receivables.ReceivableAsync(born.Receivable)).Outstanding);

        var again = new Issue(Carrier, Farm, 5, CurrencyCode.Parse("CNY"), await NowAsync(ledger) + 5000, delivery.Nullifier, default, 1, 1, Deadline);
        Assert.Equal("already-issued", (await Assert.ThrowsAsync<ContractRevertException>(() => receivables.SimulateAsync(ledger.Sign(again, CarrierKey, FarmKey)))).Code);
    }

    [Fact]
    public async Task An_order_paid_from_its_escrow_pays_its_milestones_and_a_dispute_stops_it()
    {
        var ledger = await DeployedLedger.DeployAsync(await TestChain.SharedAsync());
        var (bank, bankKey) = await ledger.AdmitAsync(PartyRoles.Bank);
        var (cash, _, orders) = Money(ledger);
        await MintAsync(ledger, bank, bankKey, Carrier, 100_000);
        var terms = Terms(await NowAsync(ledger), tenor: 0) with { Givers = [Farm, Farm], Receivers = [Carrier, Carrier], Shares = [2000, 8000] };
        await ledger.SubmitAsync(ledger.Sign(terms, CarrierKey, FarmKey));
        await ledger.SubmitAsync(ledger.Sign(new Funding(80_000, terms.Id(), 1, Deadline) { Terms = terms }, CarrierKey));

        UnitId[] units = [Samples.Unit(51), Samples.Unit(52), Samples.Unit(53)];
        await ledger.RegisterAsync(units);
        var first = new Delivery(terms.Id(), 0, 500, 16_000, default, Hash("first"));
        await ledger.SubmitAsync(ledger.Sign(
            new OrderHandOff(new HandOffMany(Farm, Carrier, units[..2], [1, 1], 1, 1, first.Hash(), Deadline), terms, first), FarmKey, CarrierKey));
        Assert.Equal(16_000UL, await cash.BalanceOfAsync(Farm));

        // Handed over at Goods alone, matched afterwards.
        var second = new Delivery(terms.Id(), 1, 250, 32_000, default, Hash("second"));
        var handOff = new HandOff(Farm, Carrier, units[2], 1, 1, 1, second.Hash(), Deadline);
        await ledger.SubmitAsync(ledger.Sign(handOff, FarmKey, CarrierKey));
        var match = ledger.Sign(new HandOffMatch(handOff, terms, second), FarmKey, CarrierKey);
        await ledger.SubmitAsync(ledger.Sign(new OrderDispute(terms.Id(), Carrier, 1, true, Hash("wet"), 1, Deadline) { Terms = terms }, CarrierKey));
        Assert.Equal("order-is-disputed", (await Assert.ThrowsAsync<ContractRevertException>(() => orders.SimulateAsync(match))).Code);
        await ledger.SubmitAsync(ledger.Sign(new OrderDispute(terms.Id(), Carrier, 2, false, default, 1, Deadline) { Terms = terms }, CarrierKey));
        await ledger.SubmitAsync(match);
        Assert.Equal((48_000UL, 250UL), (await cash.BalanceOfAsync(Farm), await orders.AcceptedOfAsync(terms.Id(), 1)));

        await ledger.SubmitAsync(ledger.Sign(
            new Closing(terms.Id(), (await orders.OrderAsync(terms.Id())).Seq, 2_000, default, default, 1, 1, Deadline) { Terms = terms, Beneficiary = Farm }, CarrierKey, FarmKey));
        Assert.Equal((50_000UL, 50_000UL), (await cash.BalanceOfAsync(Farm), await cash.BalanceOfAsync(Carrier)));
        await ledger.SubmitAsync(ledger.Sign(new Burn(Farm, bank, 50_000, Hash("payout"), 1, 1, Deadline), FarmKey, bankKey));
        Assert.Equal(50_000UL, await cash.TotalSupplyAsync());
    }

    [Fact]
    public async Task A_loan_against_a_note_is_opened_within_the_limit_repaid_and_its_collateral_handed_over()
    {
        var ledger = await DeployedLedger.DeployAsync(await TestChain.SharedAsync());
        var (bank, bankKey) = await ledger.AdmitAsync(PartyRoles.Bank);
        var facilityParty = await ledger.AdmitSettlementAsync();
        var (cash, receivables, _) = Money(ledger);
        var facility = new FacilityContract(ledger.Node, ledger.Manifest.Facility);
        await MintAsync(ledger, bank, bankKey, bank, 100_000);
        var now = await NowAsync(ledger);
        var issue = new Issue(Carrier, Farm, 100_000, CurrencyCode.Parse("CNY"), now + 86_400, Hash("invoice 7"), default, 1, 1, Deadline);
        await ledger.SubmitAsync(ledger.Sign(issue, CarrierKey, FarmKey));
        var root = NoteId.RootOf(issue.Id());
        var loan = new Loan(
            80_000, bank, Farm, Carrier, 500, 600, 0, 360, now + 86_400, 3600, CollateralKind.Note, issue.Id().Value, root, 1, 100_000, true, Farm, default, 0, 0, 1, 1, Deadline);
        loan = loan with { Pledge = Pledge.For(loan, ledger.Manifest, facilityParty) };
        loan.Check();
        Assert.Equal(loan.Id(), await facility.IdOfAsync(loan));
        var signed = ledger.Sign(loan, FarmKey, bankKey, FarmKey);
        Assert.Equal("limit-exceeded", (await Assert.ThrowsAsync<ContractRevertException>(() => facility.SimulateAsync(signed))).Code);
        await ledger.SubmitAsync(ledger.Sign(new Limit(bank, Carrier, 90_000, 0, 1, Deadline), bankKey));
        await ledger.SubmitAsync(signed);
        Assert.Equal((90_000UL, 80_000UL, 1U), await facility.LineOfAsync(bank, Carrier));
        Assert.Equal(loan.Id(), await facility.HolderOfAsync(issue.Id(), root));
        Assert.Equal(facilityParty, (await receivables.NoteAsync(issue.Id(), root)).Owner);
        Assert.Equal(80_000UL, await cash.BalanceOfAsync(Farm));

        // What is pledged is neither sold nor pledged again.
        var sale = new Sale(90_000, bank, Farm, issue.Id(), root, 2, 100_000, 1, 1, Deadline);
        Assert.Equal("not-owner", (await Assert.ThrowsAsync<ContractRevertException>(() => receivables.SimulateAsync(ledger.Sign(sale, FarmKey, bankKey)))).Code);
        Assert.Equal("already-opened", (await Assert.ThrowsAsync<ContractRevertException>(() => facility.SimulateAsync(signed))).Code);

        await MintAsync(ledger, bank, bankKey, Farm, 2_000);
        var owed = (await facility.PositionAsync(loan)).Owed;
        Assert.Equal((500UL, 80_000UL), (owed.Fee, owed.Principal));
        await ledger.SubmitAsync(ledger.Sign(new Repayment(82_000, loan.Id(), 1, 1, Deadline) { Loan = loan }, FarmKey));
        Assert.Equal(PositionStatus.Repaid, (await facility.PositionAsync(loan)).Status);
        await ledger.SubmitAsync(ledger.Sign(new HandOver(loan.Id(), issue.Id().Value, root, Hash("once")) { Loan = loan }));
        Assert.Equal(Farm, (await receivables.NoteAsync(issue.Id(), root)).Owner);
    }

    /// <summary>The hand-off that gives birth to the receivable, and what it logs.</summary>
    private static async Task<(Issued Born, Delivery Delivery)> DeliverAsync(DeployedLedger ledger, OrderTerms terms)
    {
        var (_, receivables, orders) = Money(ledger);
        var unit = Samples.Unit(41);
        await ledger.RegisterAsync(unit);
        var delivery = new Delivery(terms.Id(), 0, 500, 80_000, Hash("nullifier"), Hash("invoice"));
        Assert.Equal(delivery.Hash(), await orders.HashOfAsync(delivery));
        var handOff = new HandOff(Farm, Carrier, unit, 1, 1, 1, delivery.Hash(), Deadline);
        var receipt = await ledger.SubmitAsync(ledger.Sign(new OrderHandOff(handOff, terms, delivery), FarmKey, CarrierKey));
        var logged = receipt.Logs.Select(log => LedgerEvents.TryDecode(log, out var decoded) ? decoded : null).ToList();
        var born = logged.OfType<Issued>().Single();
        Assert.Equal((Carrier, Farm, 80_000UL, ReceivableId.Of(Carrier, delivery.Nullifier)), (born.Debtor, born.Owner, born.Face, born.Receivable));
        Assert.Equal(born.Receivable, await receivables.IdOfAsync(Carrier, delivery.Nullifier));
        Assert.Equal((terms.Id(), Farm), await orders.BirthOfAsync(born.Receivable));
        Assert.Single(logged.OfType<CustodyMoved>());
        Assert.Equal(delivery.Hash(), logged.OfType<Matched>().Single().Delivery);
        Assert.True((await orders.OrderAsync(terms.Id())).IsClosed);
        return (born, delivery);
    }

    private static (CashContract Cash, ReceivablesContract Receivables, OrdersContract Orders) Money(DeployedLedger ledger) => (
        new CashContract(ledger.Node, ledger.Manifest.Cash), new ReceivablesContract(ledger.Node, ledger.Manifest.Receivables),
        new OrdersContract(ledger.Node, ledger.Manifest.Orders));

    private static OrderTerms Terms(ulong now, ulong tenor) => new(
        Carrier, Farm, 80_000, 500, tenor, now + 86_400, default, default, 0, 0, Hash("terms"), [Farm], [Carrier], [10_000], 1, 1, Deadline);

    private static Task MintAsync(DeployedLedger ledger, PartyId bank, PrivateKey key, PartyId to, ulong amount) =>
        ledger.SubmitAsync(ledger.Sign(new Mint(bank, to, amount, Hash($"wire {to} {amount}"), 1, Deadline), key));

    private static async Task<ulong> NowAsync(DeployedLedger ledger) => (await ledger.Node.GetBlockAsync(BlockTag.Latest))!.Timestamp;

    private static Hash32 Hash(string text) => Keccak256.Hash(System.Text.Encoding.UTF8.GetBytes(text));
}
