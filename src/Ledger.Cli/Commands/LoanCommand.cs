using System.CommandLine;
using Ledger.Cli.Terminal;
using Ledger.Sdk.Cash;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Financing;
using Spectre.Console;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger loan</c>: loans against notes, goods and orders, from the draft to the end.</summary>
internal static class LoanCommand
{
    public static Command Create()
    {
        var command = new Command("loan", "Loans against receivables, goods and orders: goods, propose, sign, show, repay, value, top up, impair, default, release, collect, limit.");
        command.Add(CreateList());
        command.Add(CreateShow());
        command.Add(LoanGoodsCommand.Create());
        command.Add(LoanProposeCommand.Create());
        foreach (var action in LoanActions.Create()) command.Add(action);
        command.Add(LoanCollectCommand.Create());
        command.Add(LoanLimitCommand.Create());
        return command;
    }

    internal static Argument<string> Id() => new("POSITION") { Description = "Id of the loan's position." };

    /// <summary>What stands for a loan, in words.</summary>
    internal static string Words(CollateralKind kind) => kind switch
    {
        CollateralKind.Note => "a note",
        CollateralKind.Title => "goods",
        CollateralKind.FundedOrder => "a funded order",
        CollateralKind.CreditOrder => "an order on credit",
        _ => "nothing",
    };

    private static Command CreateList()
    {
        var status = new Option<PositionStatus?>("--status") { Description = "open, impaired, defaulted, repaid, recovered or foreclosed; all where left out." };
        var role = new Option<string?>("--role") { Description = "lender or borrower, both where left out; or valuer: those whose goods you value." };
        role.AcceptOnlyFromAmong("lender", "borrower", "valuer");
        var (api, key) = (Services.Api(), new KeyOptions(what: "the party"));
        var command = new Command("list", """
            The loans that you gave or took, newest first, with what is owed now.

            Examples:
              ledger loan list --role lender --status open --key bank.json
              ledger loan list --role valuer --key warehouse.json
            """) { status, role, api };
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var party = await Signing.InAsync(screen, result, key, api, cancellationToken).ConfigureAwait(false);
            var items = new List<PositionRecord>();
            for (string? cursor = null; ;)
            {
                var page = await party.Ledger.Financing.ListPositionsAsync(
                    result.GetValue(status), cursor, result.GetValue(role), cancellationToken).ConfigureAwait(false);
                items.AddRange(page.Items);
                if ((cursor = page.Next) is null) break;
            }
            screen.Show(items, () => ShowList(items, party.Currency, screen));
            return CommandRunner.Done;
        });
    }

    private static void ShowList(IReadOnlyList<PositionRecord> records, Currency currency, Screen screen)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("due", "status", "lender", "borrower", "debtor", "lent", "owed now", "against", "position");
        foreach (var record in records)
            table.AddRow(
                Times.Show(record.Loan.Due), LoanScreen.Status(record), $"{record.Loan.Lender}", $"{record.Loan.Borrower}", $"{record.Loan.Debtor}",
                currency.Format(record.Loan.Principal), currency.Format(record.Total), Words(record.Loan.Kind), record.Id.ToString());
        screen.Console.Write(table);
    }

    private static Command CreateShow()
    {
        var id = Id();
        var (api, key) = (Services.Api(), new KeyOptions(what: "a party to it"));
        var command = new Command("show", """
            One loan: what is owed part by part, what was paid, its collateral, a margin call, and what happened to it.

            Example:
              ledger loan show 0x… --key farm.json
            """) { id, api };
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var party = await Signing.InAsync(screen, result, key, api, cancellationToken).ConfigureAwait(false);
            var detail = await party.Ledger.Financing.GetPositionAsync(PositionId.Parse(result.GetValue(id)!), cancellationToken).ConfigureAwait(false);
            screen.Show(detail, () => LoanScreen.Show(detail, party.Currency, screen));
            return CommandRunner.Done;
        });
    }
}
