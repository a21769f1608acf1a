using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Ledger.Cli.Terminal;
using Ledger.Sdk;
using Ledger.Sdk.Banking;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Invoices;
using Ledger.Sdk.Parties;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger import</c>: approved invoices and bank statements.</summary>
internal static class ImportCommand
{
    private const int Shown = 50;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    public static Command Create()
    {
        var command = new Command("import", "Import approved invoices and bank statements.");
        command.Add(CreateInvoices());
        command.Add(CreateStatement());
        command.Add(SignInvoicesCommand.Create());
        command.Add(CreditNotesCommand.Create());
        command.Add(CreateReference());
        return command;
    }

    private static Command CreateInvoices()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "CSV with a row of names, or a document of UBL 2.1." };
        var preview = new Option<bool>("--preview") { Description = "Only look: rows, verdicts, totals. Nothing is stored." };
        var proceed = new Option<bool>("--proceed") { Description = "Store the right rows although others are refused; else all or none." };
        var api = Services.Api();
        var key = new KeyOptions(what: "the debtor or the seller");
        var command = new Command("invoices", """
            Import approved invoices: all of a file, or none. The columns are number, debtor, seller, amount, currency, issued,
            due, and order and nullifier where you have them; amounts like 1234.50, dates like 2026-03-31, UTF-8.

            Examples:
              ledger import invoices march.csv --preview --key farm.json
              ledger import invoices invoice.xml --key farm.json
              ledger import invoices credit-note.xml --key farm.json
            """) { file, preview, proceed, api };
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            var path = result.GetValue(file)!.FullName;
            using var ledger = await OpenAsync(screen, result, api, key, cancellationToken).ConfigureAwait(false);
            var report = await WatchAsync(
                screen, ledger, path, stream => ledger.ImportInvoicesAsync(stream, IsXml(path), result.GetValue(preview), result.GetValue(proceed), cancellationToken), cancellationToken).ConfigureAwait(false);
            screen.Show(report, () => Print(screen, report));
            return report.Refused == 0 ? CommandRunner.Done : CommandRunner.Refused;
        });
    }

    private static Command CreateStatement()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "camt.053 or camt.054." };
        var preview = new Option<bool>("--preview") { Description = "Only look. Nothing is stored." };
        var api = Services.Api();
        var key = new KeyOptions(what: "the bank");
        var command = new Command("statement", """
            Reconcile a bank's statement: credits with a deposit reference become money to issue, debits pay payouts. The same
            statement again takes nothing twice.

            Example:
              ledger import statement 2026-03-01.xml --key bank.json
            """) { file, preview, api };
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var ledger = await OpenAsync(screen, result, api, key, cancellationToken).ConfigureAwait(false);
            var report = await WatchAsync(
                screen, ledger, result.GetValue(file)!.FullName, stream => ledger.ImportStatementAsync(stream, result.GetValue(preview), cancellationToken), cancellationToken).ConfigureAwait(false);
            screen.Show(report, () => Print(screen, report));
            return CommandRunner.Done;
        });
    }

    private static Command CreateReference()
    {
        var party = new Argument<string>("PARTY") { Description = "Number of the party." };
        var command = new Command("reference", """
            Print the reference that a payer writes into a transfer to the bank, so that the money is issued to the party.

            Example:
              ledger import reference 2
            """) { party };
        return command.Runs((screen, result, _) =>
        {
            var reference = DepositReference.Of(PartyId.Parse(result.GetValue(party)!));
            screen.Show(new { reference }, () => screen.Say(reference));
            return Task.FromResult(CommandRunner.Done);
        });
    }

    /// <summary>A client without the usual limit of time: a long file takes as long as it takes.</summary>
    internal static async Task<LedgerClient> OpenAsync(Screen screen, ParseResult result, Option<string> api, KeyOptions key, CancellationToken cancellationToken)
    {
        using var party = key.Load(screen, result);
        var ledger = Services.PatientClient(result.GetValue(api)!);
        await Services.SignInAsync(ledger, party, cancellationToken).ConfigureAwait(false);
        return ledger;
    }

    private static async Task<T> WatchAsync<T>(Screen screen, LedgerClient ledger, string path, Func<Stream, Task<T>> import, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(path);
        var id = new Hash32(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
        stream.Position = 0;
        var running = import(stream);
        while (await Task.WhenAny(running, Task.Delay(Pause, cancellationToken)).ConfigureAwait(false) != running)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await SayProgressAsync(screen, ledger, id, cancellationToken).ConfigureAwait(false);
        }
        return await running.ConfigureAwait(false);
    }

    private static async Task SayProgressAsync(Screen screen, LedgerClient ledger, Hash32 id, CancellationToken cancellationToken)
    {
        try
        {
            var status = await ledger.GetImportAsync(id, cancellationToken).ConfigureAwait(false);
            if (status is { Phase: { } phase, Bytes: > 0 and { } bytes, BytesRead: { } read })
                screen.Say(string.Create(CultureInfo.InvariantCulture, $"{phase}: {status.Rows:#,0} rows, {read * 100 / bytes} %"));
        }
        catch (LedgerException exception) when (exception.Code == "not-found")
        {
            // It is still on its way to the server.
        }
    }

    private static bool IsXml(string path)
    {
        using var stream = File.OpenRead(path);
        Span<byte> head = stackalloc byte[64];
        return head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)].TrimStart("\uFEFF \t\r\n"u8).StartsWith("<"u8);
    }

    private static void Print(Screen screen, ImportReport report)
    {
        if (report.CreditNote is { } credit)
            screen.Say($"Credit note {credit.Note.Number} about invoice {credit.Note.Invoice}: " + credit.State switch
            {
                "open" => $"party {credit.Holder} signs it with ledger import credit-notes --sign; it takes {MinorUnits.Format(credit.Note.Amount, Iso4217.ExponentOf(credit.Note.Currency))} {credit.Note.Currency} off receivable {credit.Receivable}.",
                "waiting" => "the invoice is no receivable yet; it waits for that.",
                _ => "no one note of the receivable has so much left to be paid.",
            });
        foreach (var total in report.Totals) screen.Say($"{total.Invoices} invoices, {total.Text} {total.Currency}");
        if (report.IgnoredColumns.Count > 0) screen.Warn($"columns that are not known: {string.Join(", ", report.IgnoredColumns)}");
        foreach (var row in report.Problems.Take(Shown))
            foreach (var problem in row.Problems) screen.Mark(false, $"row {row.Row}, line {row.Line}: {problem}");
        if (report.Refused > Shown) screen.Say($"… {report.Refused - Shown} more rows.");
        screen.Say(report switch
        {
            { Preview: true } => $"{report.Accepted} of {report.Rows} rows are right and new. Nothing was stored.",
            { Stored: 0, Refused: > 0 } => $"Nothing was stored: {report.Refused} of {report.Rows} rows are refused.",
            _ => $"Stored {report.Stored} of {report.Rows} rows.",
        });
    }

    private static void Print(Screen screen, StatementReport report)
    {
        foreach (var statement in report.Statements)
            screen.Say($"{statement.Id}  {statement.Account}  {statement.Movements} movements{(statement.Closing is null ? "" : $", {statement.Opening} → {statement.Closing} {statement.Currency}")}");
        screen.Say($"{report.New} of {report.Movements} movements are new: {report.ToIssue} to issue, {report.PayoutsPaid} payouts paid, {report.Unmatched.Count} unmatched.{(report.Preview ? " Nothing was stored." : "")}");
        foreach (var one in report.Unmatched.Take(Shown)) screen.Mark(false, $"{one.Statement} entry {one.Entry}, {one.Reference ?? "no reference"}: {one.Why}");
    }
}
