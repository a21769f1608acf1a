using Ledger.Indexer.Storage;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;
using static Ledger.Indexer.Storage.Column;

namespace Ledger.Indexer.Projections.Rows;

/// <summary>As the Facility numbers them.</summary>
internal enum LoanStatus
{
    Open = 1,
    Impaired = 2,
    Defaulted = 3,
    Repaid = 4,
    Recovered = 5,
    Foreclosed = 6,
}

internal sealed class PositionRow : IStateRow<PositionRow>
{
    public static TableShape Shape { get; } = new("projection.position", 1, Blob("id"), Number("principal"), Number("lender"), Number("borrower"),
        Number("debtor"), Number("fee"), Number("rate"), Number("late_rate"), Number("basis"), Number("due"), Number("grace"), Number("kind"),
        Blob("collateral"), Blob("note"), Number("loan_seq"), Number("amount"), Number("recourse"), Number("residual_to"), Number("valuer"),
        Number("haircut"), Number("margin_time"), Number("borrower_epoch"), Number("lender_epoch"), Number("deadline"), Number("status"),
        Number("seq"), Number("released"), Number("owed_principal"), Number("owed_interest"), Number("owed_late"), Number("owed_fee"),
        Number("since"), Number("value"), Number("margin_due"), Number("paid_fee"), Number("paid_late"), Number("paid_interest"),
        Number("paid_principal"), Number("paid_residual"), Number("block"), Number("log_index"), Number("time"), Blob("tx_hash"));

    public Hash32 Id { get; init; }
    public required Loan Loan { get; init; }
    public LoanStatus Status { get; set; }
    public ulong Seq { get; set; }
    public bool Released { get; set; }

    /// <summary>What is owed as of <see cref="Since"/>; nothing in its residual.</summary>
    public LoanParts Owed { get; set; } = new(0, 0, 0, 0, 0);
    public ulong Since { get; set; }
    public ulong Value { get; set; }
    public ulong MarginDue { get; set; }

    /// <summary>What all payments together have gone to.</summary>
    public LoanParts Paid { get; set; } = new(0, 0, 0, 0, 0);
    public EventPosition At { get; init; }

    public object?[] ToValues() =>
    [
        Cell.Of(Id), Cell.Of(Loan.Principal), Cell.Of(Loan.Lender.Value), Cell.Of(Loan.Borrower.Value), Cell.Of(Loan.Debtor.Value),
        Cell.Of(Loan.Fee), Cell.Of(Loan.Rate), Cell.Of(Loan.LateRate), Cell.Of(Loan.Basis), Cell.Of(Loan.Due), Cell.Of(Loan.Grace),
        Cell.Of((ulong)Loan.Kind), Cell.Of(Loan.Collateral), Cell.Of(Loan.Note.Value), Cell.Of((ulong)Loan.Seq), Cell.Of(Loan.Amount),
        Cell.Of(Loan.Recourse), Cell.Of(Loan.ResidualTo.Value), Cell.Of(Loan.Valuer.Value), Cell.Of(Loan.Haircut), Cell.Of(Loan.MarginTime),
        Cell.Of((ulong)Loan.BorrowerEpoch), Cell.Of((ulong)Loan.LenderEpoch), Cell.Of(Loan.Deadline), Cell.Of((ulong)Status), Cell.Of(Seq),
        Cell.Of(Released), Cell.Of(Owed.Principal), Cell.Of(Owed.Interest), Cell.Of(Owed.Late), Cell.Of(Owed.Fee), Cell.Of(Since),
        Cell.Of(Value), Cell.Of(MarginDue), Cell.Of(Paid.Fee), Cell.Of(Paid.Late), Cell.Of(Paid.Interest), Cell.Of(Paid.Principal),
        Cell.Of(Paid.Residual), Cell.Of(At.Block), Cell.Of(At.LogIndex), Cell.Of(At.Time), Cell.Of(At.Transaction),
    ];

    public static PositionRow FromValues(object?[] values)
    {
        var cell = new CellReader(values);
        return new()
        {
            Id = cell.Hash(),
            Loan = LoanOf(cell),
            Status = (LoanStatus)cell.Number(),
            Seq = cell.Number(),
            Released = cell.Flag(),
            Owed = OwedOf(cell),
            Since = cell.Number(),
            Value = cell.Number(),
            MarginDue = cell.Number(),
            Paid = new LoanParts(cell.Number(), cell.Number(), cell.Number(), cell.Number(), cell.Number()),
            At = cell.At(),
        };
    }

    private static Loan LoanOf(CellReader cell) => new(
        cell.Number(), new PartyId(cell.Number()), new PartyId(cell.Number()), new PartyId(cell.Number()), cell.Number(), cell.Number(),
        cell.Number(), cell.Number(), cell.Number(), cell.Number(), (CollateralKind)cell.Number(), cell.Hash(), new NoteId(cell.Hash()),
        (uint)cell.Number(), cell.Number(), cell.Flag(), new PartyId(cell.Number()), new PartyId(cell.Number()), cell.Number(), cell.Number(),
        (uint)cell.Number(), (uint)cell.Number(), cell.Number());

    private static LoanParts OwedOf(CellReader cell)
    {
        var (principal, interest, late, fee) = (cell.Number(), cell.Number(), cell.Number(), cell.Number());
        return new LoanParts(fee, late, interest, principal, 0);
    }
}

/// <summary>What happened to a position.</summary>
internal enum PositionEntryKind
{
    Opened = 1,
    Repaid = 2,
    Impaired = 3,
    Defaulted = 4,
    Foreclosed = 5,
    Released = 6,
    CollateralAdded = 7,
    CollateralMoved = 8,
    Valued = 9,
    MarginCalled = 10,
}

internal sealed record PositionEntryRow(Hash32 Position, EventPosition At, PositionEntryKind Kind) : IRow
{
    public static TableShape Shape { get; } = new("projection.position_entry", 3, Blob("position"), Number("block"), Number("log_index"),
        Number("time"), Blob("tx_hash"), Number("kind"), Number("amount"), Number("fee"), Number("late"), Number("interest"),
        Number("principal"), Number("residual"), Number("flag"), Number("due"), Blob("item"), Blob("note"), Number("party"));

    public ulong? Amount { get; init; }
    public LoanParts? Parts { get; init; }
    public bool? Flag { get; init; }
    public ulong? Due { get; init; }
    public Hash32? Item { get; init; }
    public Hash32? Note { get; init; }
    public ulong? Party { get; init; }

    public object?[] ToValues() =>
    [
        Cell.Of(Position), Cell.Of(At.Block), Cell.Of(At.LogIndex), Cell.Of(At.Time), Cell.Of(At.Transaction), Cell.Of((ulong)Kind),
        Cell.Of(Amount), Cell.Of(Parts?.Fee), Cell.Of(Parts?.Late), Cell.Of(Parts?.Interest), Cell.Of(Parts?.Principal), Cell.Of(Parts?.Residual),
        Cell.Of(Flag), Cell.Of(Due), Cell.Of(Item), Cell.Of(Note), Cell.Of(Party),
    ];
}
