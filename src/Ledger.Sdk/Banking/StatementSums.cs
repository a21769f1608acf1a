using System.Globalization;
using Ledger.Sdk.Invoices;

namespace Ledger.Sdk.Banking;

/// <summary>Adds the entries of a statement up and compares them with what it says of itself.</summary>
internal sealed class StatementSums(XmlPart? summary, string currency, int line)
{
    private readonly int exponent = Iso4217.ExponentOf(currency);
    private Int128 booked;
    private UInt128 credits;
    private UInt128 debits;
    private int creditCount;
    private int debitCount;

    /// <summary>Counts an entry with its amount.</summary>
    public void Add(IReadOnlyList<BankMovement> movements, ulong amount)
    {
        var isCredit = movements.Count == 1 ? movements[0].IsCredit : movements.Aggregate((Int128)0, (sum, one) => sum + (one.IsCredit ? (Int128)one.Amount : -(Int128)one.Amount)) >= 0;
        if (movements[0].IsBooked) booked += isCredit ? (Int128)amount : -(Int128)amount;
        if (isCredit) (credits, creditCount) = (credits + amount, creditCount + 1);
        else (debits, debitCount) = (debits + amount, debitCount + 1);
    }

    /// <summary>Compares.</summary>
    /// <exception cref="InvalidFileException">statement-unbalanced, with the figures.</exception>
    public void Check(BankStatement statement)
    {
        if (statement is { Opening: { } opening, Closing: { } closing } && opening + booked != closing)
            throw Unbalanced(statement, $"the opening balance {Show(opening)} and booked entries of {Show(booked)} make {Show(opening + booked)}, the closing balance is {Show(closing)}");
        if (summary is null) return;
        Compare(statement, "TtlNtries", (Int128)(credits + debits), creditCount + debitCount);
        Compare(statement, "TtlCdtNtries", (Int128)credits, creditCount);
        Compare(statement, "TtlDbtNtries", (Int128)debits, debitCount);
    }

    private void Compare(BankStatement statement, string name, Int128 sum, int count)
    {
        if (summary![name] is not { } stated) return;
        if (stated.Text("NbOfNtries") is { } number && number != count.ToString(CultureInfo.InvariantCulture))
            throw Unbalanced(statement, $"its summary {name} counts {FileText.Shorten(number)} entries, there are {count}");
        if (stated.Text("Sum") is not { } text) return;
        if (MinorUnits.Parse(text, exponent, out var amount, takesZeros: true) != AmountFault.None || amount != sum)
            throw Unbalanced(statement, $"its summary {name} is {FileText.Shorten(text)}, the entries make {Show(sum)}");
    }

    private string Show(Int128 amount) => $"{MinorUnits.Format(amount, exponent)} {currency}";

    private InvalidFileException Unbalanced(BankStatement statement, string why) => new(
        "statement-unbalanced", $"'{FileText.Shorten(statement.Id)}' does not add up: {why}.", "Nothing of it was taken. Ask the bank for one that adds up.", line);
}
