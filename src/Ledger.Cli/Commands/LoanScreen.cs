using System.Text.Json;
using Ledger.Cli.Terminal;
using Ledger.Sdk.Cash;
using Ledger.Sdk.Financing;
using Spectre.Console;

namespace Ledger.Cli.Commands;

/// <summary>A loan in words and tables.</summary>
internal static class LoanScreen
{
    /// <summary>Where it stands.</summary>
    public static string Status(PositionRecord record) =>
        record.Status.ToString().ToLowerInvariant() + (record.Overdue ? ", overdue" : "") + (record.MarginDue is null ? "" : ", margin called") + (record.Released ? ", released" : "");

    /// <summary>The whole loan.</summary>
    public static void Show(PositionDetail detail, Currency currency, Screen screen)
    {
        var (position, loan) = (detail.Position, detail.Position.Loan);
        screen.Say($"Party {loan.Lender} lent {currency.Format(loan.Principal)} to party {loan.Borrower} against {LoanCommand.Words(loan.Kind)}, due {Times.Show(loan.Due)}: {Status(position)}.");
        screen.Say($"Owed now: {currency.Format(position.Total)}{Parts(position.Owed, currency)}.");
        screen.Say($"Paid so far{Parts(position.Paid, currency)}.");
        screen.Say(
            $"{OfferCommand.Percent((long)loan.Rate)} a year, {OfferCommand.Percent((long)loan.LateRate)} more when late, {loan.Basis} days a year; "
            + $"default from {Times.Show(loan.Due + loan.Grace)} on, {(loan.Recourse ? "with" : "without")} recourse; what is left goes to party {loan.ResidualTo}.");
        if (loan.Valuer.Value != 0) screen.Say(Margin(position, currency));
        ShowCollateral(detail.Collateral, screen);
        ShowHistory(detail.History, currency, screen);
    }

    /// <summary>What two are about to sign, in minor units of the cash.</summary>
    public static string Describe(Loan loan) =>
        $"Loan of {loan.Principal} from party {loan.Lender} to party {loan.Borrower} against {LoanCommand.Words(loan.Kind)} {loan.Collateral}, due {Times.Show(loan.Due)}: fee {loan.Fee}, "
        + $"{OfferCommand.Percent((long)loan.Rate)} a year and {OfferCommand.Percent((long)loan.LateRate)} more when late, {(loan.Recourse ? "with" : "without")} recourse.";

    private static string Margin(PositionRecord position, Currency currency)
    {
        var value = position.Value == 0 ? $"Party {position.Loan.Valuer} has said no value yet" : $"Party {position.Loan.Valuer} values the goods at {currency.Format(position.Value)}";
        var call = position.MarginDue is { } due ? $"; a margin call waits until {Times.Show(due)}" : "";
        return $"{value}, of which {OfferCommand.Percent((long)position.Loan.Haircut)} may be lent{call}.";
    }

    private static string Parts(LoanParts parts, Currency currency)
    {
        var named = new[] { ("fee", parts.Fee), ("late interest", parts.Late), ("interest", parts.Interest), ("principal", parts.Principal), ("residual", parts.Residual) }
            .Where(part => part.Item2 != 0).Select(part => $"{part.Item1} {currency.Format(part.Item2)}").ToList();
        return named.Count == 0 ? ": nothing" : $": {string.Join(" + ", named)}";
    }

    private static void ShowCollateral(IReadOnlyList<CollateralRecord> items, Screen screen)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("collateral", "amount", "with the Facility");
        foreach (var item in items) table.AddRow($"{item.Item}", $"{item.Amount}", item.Held ? "yes" : "no");
        screen.Console.Write(table);
    }

    private static void ShowHistory(IReadOnlyList<PositionStep> steps, Currency currency, Screen screen)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("time", "what", "amount", "parts", "block");
        foreach (var step in steps)
        {
            // Amounts of collateral are of goods, or of a claim: they stand in the other table.
            var isMoney = step.Type is not (PositionStepType.CollateralAdded or PositionStepType.CollateralMoved);
            table.AddRow(
                Times.Show(step.Event.Time), JsonNamingPolicy.KebabCaseLower.ConvertName($"{step.Type}").Replace('-', ' '), isMoney && step.Amount is { } amount ? currency.Format(amount) : "",
                step.Parts is { } parts ? Parts(parts, currency)[2..] : "", $"{step.Event.Block}");
        }
        screen.Console.Write(table);
    }
}
