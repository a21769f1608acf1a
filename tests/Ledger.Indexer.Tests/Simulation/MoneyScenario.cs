using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Indexer.Tests.Simulation;

/// <summary>A note of the model.</summary>
internal sealed record ModelClaim(ReceivableId Receivable, PartyId Owner, ulong Open, uint Seq);

/// <summary>A receivable of the model.</summary>
internal sealed record ModelDebt(PartyId Debtor, ulong Unpaid, ulong Pot);

/// <summary>Makes up what the contracts of money might log. What belongs to whom is right; amounts are, but for rounding.</summary>
internal sealed class MoneyScenario
{
    private static readonly Address Contract = new([.. Enumerable.Repeat((byte)0xcc, 20)]);
    private static readonly PartyId Facility = new(900);
    private Dictionary<OrderId, OrderTerms> orders = [];
    private Dictionary<ReceivableId, ModelDebt> debts = [];
    private Dictionary<NoteId, ModelClaim> claims = [];
    private Dictionary<PositionId, (Loan Loan, NoteId Note)> loans = [];

    public MoneyScenario Fork() => new() { orders = new(orders), debts = new(debts), claims = new(claims), loans = new(loans) };

    public IReadOnlyList<LedgerEvent> Next(Random random, Func<PartyId> party, Func<Hash32> fresh)
    {
        var step = new Step(this, random, party, fresh);
        for (; ; )
            if (step.Next() is { Count: > 0 } events) return events;
    }

    private static Address Account(PartyId party) => new([.. new byte[12], .. BitConverter.GetBytes(party.Value).Reverse()]);

    /// <summary>One transaction.</summary>
    private sealed class Step(MoneyScenario world, Random random, Func<PartyId> party, Func<Hash32> fresh)
    {
        public IReadOnlyList<LedgerEvent> Next() => random.Next(18) switch
        {
            0 => Mint(),
            1 => [new Transfer(Account(party()), Account(party()), Amount())],
            2 or 3 => Agree(),
            4 or 5 or 6 => Deliver(),
            7 => OnOrder(),
            8 => Issue(party(), party(), fresh()),
            9 or 10 => Move(),
            11 => Sell(),
            12 or 13 => Pay(),
            14 => Redeem(),
            15 => Reduce(),
            16 => Open(),
            _ => OnLoan(),
        };

        private ulong Amount() => (ulong)random.Next(1, 100_000);

        private IReadOnlyList<LedgerEvent> Mint()
        {
            var (bank, by, amount) = (party(), party(), Amount());
            return random.Next(4) == 0
                ? [new Burned(bank, by, fresh(), amount), new Transfer(Account(by), Address.Zero, amount)]
                : [new Minted(bank, by, fresh(), amount), new Transfer(Address.Zero, Account(by), amount)];
        }

        private IReadOnlyList<LedgerEvent> Agree()
        {
            var (buyer, seller) = (party(), party());
            var terms = new OrderTerms(buyer, seller, 10_000, 100, random.Next(2) == 0 ? 0UL : 86_400, 2_000_000_000, default, default, 0, 0,
                fresh(), [seller, seller], [buyer, party()], [2_000, 8_000], 1, 1, 2_000_000_000);
            world.orders[terms.Id()] = terms;
            var agreed = new OrderAgreed(terms.Id(), buyer, seller, terms);
            return terms.Tenor != 0 ? [agreed]
                : [agreed, new Funded(terms.Id(), terms.Price), new Transfer(Account(buyer), Contract, terms.Price)];
        }

        private IReadOnlyList<LedgerEvent> Deliver()
        {
            if (world.orders.Count == 0) return [];
            var (order, terms) = world.orders.ElementAt(random.Next(world.orders.Count));
            var (delivery, paid) = (fresh(), (ulong)random.Next(1, 2_000));
            List<LedgerEvent> events =
            [
                random.Next(3) == 0 ? new Arrived(order, delivery, 1) : new Delivered(order, delivery, [new UnitId(fresh())]),
                new Matched(order, delivery, (ulong)random.Next(2), 10, paid, paid, paid),
            ];
            var receivable = terms.Tenor == 0 ? new ReceivableId() : Next(terms.Buyer);
            events.AddRange(terms.Tenor == 0 ? [new Transfer(Contract, Account(terms.Seller), paid)]
                : Issue(terms.Buyer, terms.Seller, receivable.Value, paid));
            return [.. events, new OrderPaid(order, terms.Seller, paid, receivable)];
        }

        private IReadOnlyList<LedgerEvent> OnOrder()
        {
            if (world.orders.Count == 0) return [];
            var (order, terms) = world.orders.ElementAt(random.Next(world.orders.Count));
            var by = random.Next(2) == 0 ? terms.Buyer : terms.Seller;
            switch (random.Next(4))
            {
                case 0: return [new DisputeRaised(order, by, fresh())];
                case 1: return [new DisputeLifted(order, by)];
                case 2: return [new ProceedsAssigned(order, terms.Seller, party())];
                default:
                    world.orders.Remove(order);
                    return [new Transfer(Contract, Account(terms.Buyer), 77), new Closed(order, 77)];
            }
        }

        private ReceivableId Next(PartyId debtor) => new(Keccak256.Hash([.. fresh().Span, .. BitConverter.GetBytes(debtor.Value)]));

        private IReadOnlyList<LedgerEvent> Issue(PartyId debtor, PartyId owner, Hash32 id, ulong? face = null)
        {
            var (receivable, amount) = (new ReceivableId(id), face ?? Amount());
            world.debts[receivable] = new ModelDebt(debtor, amount, 0);
            world.claims[NoteId.RootOf(receivable)] = new ModelClaim(receivable, owner, amount, 1);
            return [new Issued(receivable, debtor, owner, amount, 1_700_000_100 + (ulong)random.Next(200), fresh(), fresh())];
        }

        private (NoteId Id, ModelClaim Claim)? AnyClaim(Func<ModelClaim, bool>? fits = null)
        {
            var found = world.claims.Where(claim => claim.Value.Owner != Facility && (fits is null || fits(claim.Value)))
                .OrderBy(claim => claim.Key.Value).Skip(random.Next(20)).FirstOrDefault();
            return found.Value is null ? null : (found.Key, found.Value);
        }

        private IReadOnlyList<LedgerEvent> Move() => AnyClaim() is { } found ? [Move(found, party(), random.Next(2) == 0)] : [];

        private Moved Move((NoteId Id, ModelClaim Claim) from, PartyId to, bool whole)
        {
            var (id, claim) = from;
            var amount = whole || claim.Open < 2 ? claim.Open : claim.Open / 2;
            var part = amount == claim.Open ? id : id.Part(claim.Receivable, claim.Seq);
            world.claims[id] = claim with { Open = claim.Open - amount, Seq = claim.Seq + 1 };
            world.claims[part] = amount == claim.Open ? claim with { Owner = to, Seq = claim.Seq + 1 }
                : new ModelClaim(claim.Receivable, to, amount, 1);
            return new Moved(claim.Receivable, claim.Owner, to, id, part, amount, fresh());
        }

        private IReadOnlyList<LedgerEvent> Sell()
        {
            if (AnyClaim() is not { } found) return [];
            var (buyer, price) = (party(), Amount());
            var moved = Move(found, buyer, random.Next(2) == 0);
            var sold = new Sold(moved.Receivable, moved.From, buyer, moved.MovedNote, moved.Amount, price);
            var paid = new Transfer(Account(buyer), Account(moved.From), price);
            return moved.MovedNote == moved.Note ? [sold, paid] : [moved, sold, paid];
        }

        private IReadOnlyList<LedgerEvent> Pay()
        {
            var (id, debt) = world.debts.Where(debt => debt.Value.Unpaid > 0).OrderBy(debt => debt.Key.Value).Skip(random.Next(10)).FirstOrDefault();
            if (debt is null) return [];
            if (random.Next(5) == 0) return [new DisputeSet(id, random.Next(2) == 0, fresh())];
            var first = NoteId.RootOf(id);
            if (debt.Pot == 0 && world.claims.TryGetValue(first, out var claim) && claim.Open == debt.Unpaid)
            {
                world.debts.Remove(id);
                world.claims.Remove(first);
                return [new PaidThrough(id, debt.Unpaid), new Transfer(Account(debt.Debtor), Account(claim.Owner), debt.Unpaid)];
            }
            var amount = Math.Max(1, debt.Unpaid / 2);
            world.debts[id] = debt with { Unpaid = debt.Unpaid - amount, Pot = debt.Pot + amount };
            return [new Paid(id, amount), new Transfer(Account(debt.Debtor), Contract, amount)];
        }

        private IReadOnlyList<LedgerEvent> Redeem()
        {
            if (AnyClaim(claim => claim.Open > 0 && world.debts.TryGetValue(claim.Receivable, out var debt) && debt.Pot > 0) is not { } found) return [];
            var (id, claim) = found;
            var amount = Math.Min(claim.Open, world.debts[claim.Receivable].Pot);
            world.debts[claim.Receivable] = world.debts[claim.Receivable] with { Pot = world.debts[claim.Receivable].Pot - amount };
            if (amount == claim.Open) world.claims.Remove(id);
            else world.claims[id] = claim with { Open = claim.Open - amount, Seq = claim.Seq + 1 };
            return [new Redeemed(claim.Receivable, claim.Owner, id, amount), new Transfer(Contract, Account(claim.Owner), amount)];
        }

        private IReadOnlyList<LedgerEvent> Reduce()
        {
            if (AnyClaim(claim => claim.Open > 3 && world.debts.TryGetValue(claim.Receivable, out var debt) && debt.Unpaid > 3) is not { } found) return [];
            var (id, claim) = found;
            var debt = world.debts[claim.Receivable];
            world.claims[id] = claim with { Open = claim.Open - 2, Seq = claim.Seq + 1 };
            world.debts[claim.Receivable] = debt with { Unpaid = debt.Unpaid - 2 };
            return random.Next(2) == 0 ? [new Diluted(claim.Receivable, claim.Owner, id, 2, fresh())]
                : [new Retired(claim.Receivable, claim.Owner, id, 2, 1), new Transfer(Account(debt.Debtor), Account(claim.Owner), 1)];
        }

        private IReadOnlyList<LedgerEvent> Open()
        {
            if (random.Next(4) == 0) return [new TitleWitnessed(new NoteId(fresh()), party(), 3)];
            if (random.Next(3) == 0) return [new LimitSet(party(), party(), Amount())];
            if (AnyClaim(claim => claim.Open > 0 && world.debts.ContainsKey(claim.Receivable)) is not { } found) return [];
            var (id, claim) = found;
            var loan = new Loan(claim.Open, party(), claim.Owner, world.debts[claim.Receivable].Debtor, 5, 1_200, 600, 360,
                1_700_000_200, 60, CollateralKind.Note, claim.Receivable.Value, id, claim.Seq, claim.Open, random.Next(2) == 0, claim.Owner,
                party(), 8_000, 60, 1, 1, 2_000_000_000);
            var position = loan.Id();
            world.loans[position] = (loan, id);
            return
            [
                new Opened(position, loan.Lender, loan.Borrower, loan), Move(found, Facility, whole: true),
                new CollateralAdded(position, loan.Collateral, id, claim.Open), new Transfer(Account(loan.Lender), Account(loan.Borrower), loan.Principal),
            ];
        }

        private IReadOnlyList<LedgerEvent> OnLoan()
        {
            if (world.loans.Count == 0) return [];
            var (position, (loan, note)) = world.loans.ElementAt(random.Next(world.loans.Count));
            switch (random.Next(8))
            {
                case 0: return [new Impaired(position, 9)];
                case 1: return loan.Recourse ? [new Defaulted(position, 9, true)] : [new Defaulted(position, 9, false), new Foreclosed(position)];
                case 2: return [new Released(position)];
                case 3: return [new Valued(position, Amount()), new MarginCalled(position, 7, 1_700_000_300)];
                case 4:
                    world.loans.Remove(position);
                    return [new CollateralMoved(position, loan.Borrower, loan.Collateral, note)];
                default:
                    var parts = new LoanParts(0, 0, 1, 3, 2);
                    return
                    [
                        new Transfer(Account(loan.Borrower), Account(Facility), 6), new Repaid(position, 6, parts, false),
                        new Transfer(Account(Facility), Account(loan.Lender), 4), new Transfer(Account(Facility), Account(loan.Borrower), 2),
                    ];
            }
        }
    }
}
