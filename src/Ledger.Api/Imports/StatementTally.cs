using Ledger.Sdk.Banking;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Invoices;

namespace Ledger.Api.Imports;

/// <summary>Counts what is in a bank's file, and what became of it.</summary>
internal sealed class StatementTally
{
    private readonly Dictionary<string, StatementSummary> statements = new(StringComparer.Ordinal);
    private readonly List<UnmatchedMovement> unmatched = [];

    public long Movements { get; private set; }

    public long New { get; private set; }

    private long notBooked;
    private long toIssue;
    private long payoutsPaid;

    /// <summary>Counts movements as they are read first.</summary>
    public void Count(BankStatement statement, IReadOnlyList<BankMovement> movements)
    {
        string? Show(Int128? amount) => amount is { } balance ? MinorUnits.Format(balance, Iso4217.ExponentOf(statement.Currency)) : null;
        var booked = movements.Count(movement => movement.IsBooked);
        (Movements, notBooked) = (Movements + booked, notBooked + movements.Count - booked);
        var summary = statements.GetValueOrDefault(statement.Id)
            ?? new StatementSummary(statement.Id, statement.Account, statement.Currency, Show(statement.Opening), Show(statement.Closing), 0);
        statements[statement.Id] = summary with { Movements = summary.Movements + booked };
    }

    /// <summary>Counts a new movement.</summary>
    public void Take(BankStatement statement, BankMovement movement, MovementMatch match)
    {
        New++;
        if (match.State == MovementState.ToIssue) toIssue++;
        else if (match.State == MovementState.PayoutPaid) payoutsPaid++;
        else Unmatch(statement, movement, match.Why ?? "");
    }

    /// <summary>Counts a movement that can't be taken.</summary>
    public void Unmatch(BankStatement statement, BankMovement movement, string why)
    {
        if (unmatched.Count < StatementReport.MostUnmatched)
            unmatched.Add(new UnmatchedMovement(statement.Id, movement.Number, movement.Reference, movement.Amount, movement.IsCredit, why));
    }

    /// <summary>The report.</summary>
    public StatementReport ToReport(Hash32 file, bool isPreview) =>
        new(file, isPreview, [.. statements.Values], Movements, New, toIssue, payoutsPaid, notBooked, unmatched);
}
