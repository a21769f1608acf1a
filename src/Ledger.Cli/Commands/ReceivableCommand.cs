using System.CommandLine;
using System.Globalization;
using Ledger.Cli.Terminal;
using Ledger.Sdk;
using Ledger.Sdk.Cash;
using Ledger.Sdk.Receivables;
using Spectre.Console;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger receivable</c>: what is owed, to whom, whether it can be financed, and what its parties do with it.</summary>
internal static class ReceivableCommand
{
    public static Command Create()
    {
        var command = new Command("receivable", "Read and check receivables; split, move, sell, pay, redeem, retire, dilute and dispute them.");
        command.Add(CreateList());
        command.Add(CreateShow());
        command.Add(CreateCheck());
        foreach (var action in ReceivableActions.Create()) command.Add(action);
        return command;
    }

    private static Command CreateList()
    {
        var status = new Option<ReceivableStatus?>("--status") { Description = "open, due, overdue or settled; all where left out." };
        var (api, key) = (Services.Api(), new KeyOptions(what: "the party"));
        var command = new Command("list", """
            What you owe, own or were the first to own, by due date.

            Example:
              ledger receivable list --status overdue --key farm.json
            """) { status, api };
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var party = await Signing.InAsync(screen, result, key, api, cancellationToken).ConfigureAwait(false);
            var items = new List<ReceivableRecord>();
            for (string? cursor = null; ;)
            {
                var page = await party.Ledger.Receivables.ListAsync(
                    status: result.GetValue(status), cursor: cursor, cancellationToken: cancellationToken).ConfigureAwait(false);
                items.AddRange(page.Items);
                if ((cursor = page.Next) is null) break;
            }
            screen.Show(items, () => ShowList(items, party.Currency, screen));
            return CommandRunner.Done;
        });
    }

    private static void ShowList(IReadOnlyList<ReceivableRecord> records, Currency currency, Screen screen)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("due", "status", "debtor", "seller", "face", "outstanding", "notes", "receivable");
        foreach (var record in records)
            table.AddRow(
                Times.Show(record.Due), Words(record), $"{record.Debtor}", $"{record.Seller}", currency.Format(record.Face), currency.Format(record.Outstanding),
                record.Notes.ToString(CultureInfo.InvariantCulture), record.Id.ToString());
        screen.Console.Write(table);
    }

    private static Command CreateShow()
    {
        var id = Id();
        var (api, key) = (Services.Api(), new KeyOptions(what: "a party to it"));
        var command = new Command("show", """
            One receivable with its notes and the evidence behind it.

            Example:
              ledger receivable show 0x… --key farm.json
            """) { id, api };
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var party = await Signing.InAsync(screen, result, key, api, cancellationToken).ConfigureAwait(false);
            var detail = await party.Ledger.Receivables.GetAsync(ReceivableId.Parse(result.GetValue(id)!), cancellationToken).ConfigureAwait(false);
            screen.Show(detail, () => ShowDetail(detail, party.Currency, screen));
            return CommandRunner.Done;
        });
    }

    private static void ShowDetail(ReceivableDetail detail, Currency currency, Screen screen)
    {
        var receivable = detail.Receivable;
        screen.Say($"Party {receivable.Debtor} owes {currency.Format(receivable.Outstanding)} of {currency.Format(receivable.Face)}, due {Times.Show(receivable.Due)}: {Words(receivable)}.");
        var behind = detail.Evidence.Order is { } order ? $"an order of {currency.Format(order.Price)} from party {order.Seller}" : "an agreement of debtor and seller";
        screen.Say($"Born of {behind}, with {detail.Evidence.HandOffs.Count} hand-offs of {detail.Evidence.Units.Count} units; issued in transaction {receivable.TransactionHash}.");
        var table = new Table().Border(TableBorder.Simple).AddColumns("owner", "amount", "still to come", "redeemable", "seq", "note");
        foreach (var note in detail.Notes.Where(note => !note.Ended))
            table.AddRow(
                $"{note.Owner}", currency.Format(note.Amount), currency.Format(note.Open), currency.Format(note.Redeemable), $"{note.Seq}", note.Id.ToString());
        screen.Console.Write(table);
    }

    private static Command CreateCheck()
    {
        var id = Id();
        var amount = new Option<ulong?>("--amount") { Description = "What you think of funding, in minor units." };
        var (api, key) = (Services.Api(), new KeyOptions(what: "the lender"));
        var command = new Command("check", """
            The lender's check: every question with its verdict. Exit code 1 where something speaks against funding.

            Example:
              ledger receivable check 0x… --amount 9850000 --key bank.json
            """) { id, amount, api };
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var party = await Signing.InAsync(screen, result, key, api, cancellationToken).ConfigureAwait(false);
            var check = await party.Ledger.Receivables.DueDiligenceAsync(
                ReceivableId.Parse(result.GetValue(id)!), result.GetValue(amount), cancellationToken).ConfigureAwait(false);
            screen.Show(check, () =>
            {
                foreach (var question in check.Questions) screen.Mark(question.Verdict == Verdict.Yes, $"{question.Question} {question.Finding}");
                screen.Say(check.Summary);
            });
            return check.Verdict == Verdict.No ? CommandRunner.Refused : CommandRunner.Done;
        });
    }

    private static string Words(ReceivableRecord record) =>
        record.Status.ToString().ToLowerInvariant() + (record.DaysOverdue > 0 ? $" for {record.DaysOverdue} days" : "") + (record.Disputed ? ", disputed" : "");

    internal static Argument<string> Id() => new("RECEIVABLE") { Description = "Id of the receivable." };
}
