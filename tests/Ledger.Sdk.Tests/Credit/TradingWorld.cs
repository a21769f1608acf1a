using System.Buffers.Binary;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Credit;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Tests.Credit;

/// <summary>A world of trading parties as the chain would log it, the same for the same seed.</summary>
public sealed class TradingWorld(ulong parties, int seed)
{
    private const ulong Day = 86_400;
    private readonly Random random = new(seed);
    private readonly Queue<(Hash32 Id, PartyId Debtor, PartyId Seller, ulong Amount, ulong Due)> debts = new();
    private readonly Queue<(Hash32 Id, PartyId Borrower, ulong Principal)> loans = new();
    private ulong block = 10;
    private ulong time = 1_700_000_000;
    private ulong count;
    private uint index;

    /// <summary>So many events after those that admit the parties.</summary>
    public IEnumerable<PlacedEvent> Events(long events)
    {
        for (var party = 1UL; party <= parties; party++)
            yield return Place(new PartyAdmitted(new PartyId(party), KeyOf(party), party % 50 == 0 ? KeyOf(party - 1) : Address.Zero, PartyRoles.Producer, Hash32.Zero, new PartyId(1)));
        for (var made = 0L; made < events;)
            foreach (var happened in Deal())
            {
                yield return Place(happened);
                if (++made == events) yield break;
            }
    }

    /// <summary>An id of its own for each number.</summary>
    public static Hash32 IdOf(ulong number)
    {
        Span<byte> word = stackalloc byte[32];
        BinaryPrimitives.WriteUInt64LittleEndian(word, unchecked(number * 0x9E3779B97F4A7C15));
        BinaryPrimitives.WriteUInt64BigEndian(word[24..], number);
        return new Hash32(word);
    }

    /// <summary>The cash account of a party.</summary>
    public static Address Account(ulong party)
    {
        Span<byte> bytes = stackalloc byte[20];
        BinaryPrimitives.WriteUInt64BigEndian(bytes[12..], party);
        return new Address(bytes);
    }

    /// <summary>A key of a party.</summary>
    public static Address KeyOf(ulong party)
    {
        Span<byte> bytes = stackalloc byte[20];
        bytes[0] = 0xAA;
        BinaryPrimitives.WriteUInt64BigEndian(bytes[12..], party);
        return new Address(bytes);
    }

    private PlacedEvent Place(LedgerEvent happened)
    {
        if (random.Next(3) == 0)
        {
            (block, index) = (block + 1, 0);
            time += (ulong)random.Next(1, 600);
        }
        return new PlacedEvent(happened, block, index++, time, IdOf(block));
    }

    private IEnumerable<LedgerEvent> Deal() => random.Next(10) switch
    {
        0 or 1 or 2 => Order(),
        3 or 4 or 5 or 6 => Settle(),
        7 => Move(),
        8 => Lend(),
        _ => Return(),
    };

    private PartyId Someone() => new(1 + (ulong)random.NextInt64((long)parties));

    /// <summary>A neighbour, so that parties have some dozens of counterparties, as they do.</summary>
    private PartyId Neighbour(PartyId party) => new(1 + (party.Value + (ulong)random.Next(1, 24)) % parties);

    private IEnumerable<LedgerEvent> Order()
    {
        var buyer = Someone();
        var seller = Neighbour(buyer);
        var (order, delivery, receivable) = (new OrderId(IdOf(++count)), IdOf(++count), IdOf(++count));
        var price = (ulong)random.NextInt64(10_000, 50_000_000);
        var by = time + (ulong)random.Next(1, 30) * Day;
        var terms = new OrderTerms(buyer, seller, price, 100, 30 * Day, by, default, default, 0, 0, default, [seller], [buyer], [10_000], 1, 1, by);
        yield return new OrderAgreed(order, buyer, seller, terms);
        if (random.Next(30) == 0) yield return new DisputeRaised(order, buyer, default);
        yield return new Matched(order, delivery, 0, 100, price, price, price);
        var due = time + 30 * Day;
        yield return new Issued(new ReceivableId(receivable), buyer, seller, price, due, receivable, default);
        yield return new OrderPaid(order, seller, price, new ReceivableId(receivable));
        yield return new Closed(order, 0);
        debts.Enqueue((receivable, buyer, seller, price, due));
    }

    private IEnumerable<LedgerEvent> Settle()
    {
        if (debts.Count == 0 || (debts.Count < 100_000 && debts.Peek().Due > time + 10 * Day && random.Next(4) != 0)) yield break;
        var debt = debts.Dequeue();
        var id = new ReceivableId(debt.Id);
        switch (random.Next(40))
        {
            case 0: yield return new DisputeSet(id, true, default); break;
            case 1: yield return new Diluted(id, debt.Seller, new NoteId(debt.Id), debt.Amount / 10, default); break;
            case 2: yield return new Paid(id, debt.Amount / 3); break;
            case 3: yield return new Moved(id, debt.Seller, Someone(), new NoteId(debt.Id), new NoteId(IdOf(++count)), debt.Amount / 2, default); break;
            case 4: yield return new Retired(id, debt.Seller, new NoteId(debt.Id), debt.Amount, debt.Amount / 2); break;
            default:
                yield return new PaidThrough(id, debt.Amount);
                yield return new Transfer(Account(debt.Debtor.Value), Account(debt.Seller.Value), debt.Amount);
                break;
        }
    }

    private IEnumerable<LedgerEvent> Move()
    {
        var from = Someone();
        var unit = new UnitId(IdOf(++count));
        yield return new CustodyMoved(from, Neighbour(from), default, [unit]);
        if (random.Next(50) == 0) yield return new ConditionReported(unit, from, KeyOf(7), Condition.TemperatureExcursion, default);
    }

    private IEnumerable<LedgerEvent> Lend()
    {
        if (loans.Count > 500)
        {
            var old = loans.Dequeue();
            var id = new PositionId(old.Id);
            if (random.Next(20) == 0) yield return new Impaired(id, old.Principal);
            if (random.Next(40) == 0) yield return new Defaulted(id, old.Principal, true);
            yield return new Repaid(id, old.Principal, new LoanParts(0, 0, 0, old.Principal, 0), false);
            yield break;
        }
        var (borrower, position) = (Someone(), IdOf(++count));
        var loan = new Loan((ulong)random.Next(1000, 1_000_000), Someone(), borrower, borrower, 0, 0, 0, 360, time + 60 * Day, 0, CollateralKind.Title, IdOf(++count),
            default, 1, 1, true, borrower, default, 0, 0, 1, 1, time);
        yield return new Opened(new PositionId(position), loan.Lender, borrower, loan);
        loans.Enqueue((position, borrower, loan.Principal));
    }

    private IEnumerable<LedgerEvent> Return()
    {
        var from = Someone();
        yield return new Transfer(Account(Neighbour(from).Value), Account(from.Value), (ulong)random.Next(1, 10_000));
    }
}
