using static Ledger.Api.Exports.JournalAccounts;

namespace Ledger.Api.Exports;

/// <summary>One line of an entry: a debit above zero, a credit below.</summary>
internal readonly record struct JournalLine(string Account, Int128 Amount);

/// <summary>What the chain logged of a party.</summary>
internal sealed record JournalRecord
{
    /// <summary>Records of <c>cash_entry</c>, <c>receivable_entry</c>, <c>position_entry</c>, <c>bank_reference</c>, <c>order_payment</c>.</summary>
    public const long OfCash = 1, OfReceivable = 2, OfPosition = 3, OfBank = 4, OfOrder = 5;

    public long Source { get; init; }
    public long Block { get; init; }
    public long LogIndex { get; init; }
    public long Time { get; init; }
    public byte[] TxHash { get; init; } = [];
    public long Kind { get; init; }

    /// <summary>1: the party receives (money in, note taken, lender); 2: it gives; 3: both, which books nothing.</summary>
    public long Side { get; init; }

    public ulong Amount { get; init; }

    /// <summary>The price of a sale; the principal of a repayment.</summary>
    public ulong Other { get; init; }

    /// <summary>The note is a part, which a move brought before; of a repayment's money: the party is the lender.</summary>
    public long Flag { get; init; }

    public byte[]? Subject { get; init; }
}

/// <summary>Books each record by double entry: the lines of one come to zero.</summary>
internal static class JournalBook
{
    /// <summary>The lines of a record; none where it moves no value of the party.</summary>
    public static IReadOnlyList<JournalLine> Book(JournalRecord record)
    {
        if (record.Side == 3) return [];
        var isIn = record.Side == 1;
        return record.Source switch
        {
            JournalRecord.OfCash => Pair(isIn, Cash, CounterOf(record, isIn), record.Amount),
            JournalRecord.OfReceivable => Claim(record, isIn),
            JournalRecord.OfPosition => Repayment(record, isIn),
            JournalRecord.OfBank => Pair(record.Kind == 1, Bank, IssuedMoney, record.Amount),
            _ => Pair(true, Purchases, Escrow, record.Amount),
        };
    }

    /// <summary>What the lines of a record are about.</summary>
    public static string TextOf(JournalRecord record) => (record.Source, record.Kind) switch
    {
        (JournalRecord.OfCash, 1) => "transfer",
        (JournalRecord.OfCash, 2) => "money issued",
        (JournalRecord.OfCash, 3) => "money taken back",
        (JournalRecord.OfCash, 4) => "order funded",
        (JournalRecord.OfCash, 5) or (JournalRecord.OfOrder, _) => "order paid",
        (JournalRecord.OfCash, 6) => "escrow returned",
        (JournalRecord.OfCash, 7) or (JournalRecord.OfReceivable, 4) => "note sold",
        (JournalRecord.OfCash, 8) => "receivable paid",
        (JournalRecord.OfCash, 9) => "note redeemed",
        (JournalRecord.OfCash, 10) or (JournalRecord.OfReceivable, 8) => "note retired",
        (JournalRecord.OfCash, 11) => "loan paid out",
        (JournalRecord.OfCash, _) or (JournalRecord.OfPosition, _) => "loan repaid",
        (JournalRecord.OfReceivable, 1) => "receivable born",
        (JournalRecord.OfReceivable, 9) => "credit note",
        (JournalRecord.OfReceivable, _) => "note moved",
        (_, 1) => "money issued",
        _ => "money taken back",
    };

    private static string CounterOf(JournalRecord record, bool isIn) => record.Kind switch
    {
        2 or 3 => Bank,
        4 or 6 => Escrow,
        5 => isIn ? Sales : Escrow,
        7 or 10 => NoteSales,
        8 => isIn ? Receivables : Payables,
        9 => Receivables,
        11 => isIn ? Borrowed : Loans,
        12 => LoanSettlement,
        13 => record.Flag != 0 || !isIn ? LoanSettlement : NotesGiven,
        _ => Transfers,
    };

    private static IReadOnlyList<JournalLine> Claim(JournalRecord record, bool isIn)
    {
        // The part of a note was moved by a record of its own; its sale settles that.
        var claims = record.Flag != 0 ? NotesGiven : Receivables;
        return (record.Kind, isIn) switch
        {
            (1, true) => Pair(true, Receivables, Sales, record.Amount),
            (1, false) => Pair(true, Purchases, Payables, record.Amount),
            (2 or 3, _) => Pair(isIn, Receivables, NotesGiven, record.Amount),
            (4, true) => [new(claims, record.Amount), new(NoteSales, -(Int128)record.Other), new(DiscountEarned, (Int128)record.Other - record.Amount)],
            (4, false) => [new(NoteSales, record.Other), new(DiscountGiven, (Int128)record.Amount - record.Other), new(claims, -(Int128)record.Amount)],
            (8, true) => [new(NoteSales, record.Other), new(DiscountGiven, (Int128)record.Amount - record.Other), new(Receivables, -(Int128)record.Amount)],
            (8, false) => [new(Payables, record.Amount), new(NoteSales, -(Int128)record.Other), new(DiscountEarned, (Int128)record.Other - record.Amount)],
            (9, true) => Pair(true, Payables, CreditReceived, record.Amount),
            (9, false) => Pair(true, CreditGiven, Receivables, record.Amount),
            _ => [],
        };
    }

    private static IReadOnlyList<JournalLine> Repayment(JournalRecord record, bool isLender)
    {
        var cost = (Int128)record.Amount - record.Other;
        return isLender
            ? [new(LoanSettlement, record.Amount), new(Loans, -(Int128)record.Other), new(InterestEarned, -cost)]
            : [new(Borrowed, record.Other), new(InterestPaid, cost), new(LoanSettlement, -(Int128)record.Amount)];
    }

    private static IReadOnlyList<JournalLine> Pair(bool isDebit, string account, string counter, Int128 amount) =>
        isDebit ? [new(account, amount), new(counter, -amount)] : [new(counter, amount), new(account, -amount)];
}
