using System.CommandLine;
using Ledger.Cli.Terminal;
using Ledger.Sdk;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Invoices;
using Spectre.Console;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger import credit-notes</c>: what imported credit notes take off receivables, and the holder's signature.</summary>
internal static class CreditNotesCommand
{
    public static Command Create()
    {
        var sign = new Option<bool>("--sign") { Description = "Sign and submit those that take something off a note of yours." };
        var (api, key) = (Services.Api(), new KeyOptions(what: "the debtor, the seller or the holder"));
        var command = new Command("credit-notes", """
            Imported credit notes with the receivables that they make smaller. The holder of the note signs.

            Examples:
              ledger import credit-notes --key farm.json
              ledger import credit-notes --sign --key farm.json
            """) { sign, api };
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var party = await Signing.InAsync(screen, result, key, api, cancellationToken).ConfigureAwait(false);
            var notes = new List<ImportedCreditNote>();
            for (string? cursor = null; ;)
            {
                var page = await party.Ledger.ListCreditNotesAsync(cursor, cancellationToken).ConfigureAwait(false);
                notes.AddRange(page.Items);
                if ((cursor = page.Next) is null) break;
            }
            return result.GetValue(sign) ? await SignAsync(screen, party, notes, cancellationToken).ConfigureAwait(false) : Show(screen, party, notes);
        });
    }

    private static int Show(Screen screen, Signing party, List<ImportedCreditNote> notes)
    {
        screen.Show(notes, () =>
        {
            var table = new Table().Border(TableBorder.Simple).AddColumns("credit note", "invoice", "seller", "debtor", "amount", "state", "holder", "receivable");
            foreach (var (note, state, holder, receivable) in notes.Select(one => (one.Note, one.State, one.Holder, one.Receivable)))
                table.AddRow(note.Number, note.Invoice, $"{note.Seller}", $"{note.Debtor}", party.Currency.Format(note.Amount), state, $"{holder}", $"{receivable}");
            screen.Console.Write(table);
        });
        return CommandRunner.Done;
    }

    private static async Task<int> SignAsync(Screen screen, Signing party, List<ImportedCreditNote> notes, CancellationToken cancellationToken)
    {
        var operations = new List<Operation>();
        foreach (var note in notes.Where(note => note.State == "open" && note.Holder == party.Party))
        {
            var signed = await Drafts.SignAsync(note.ToDraft()!, party.Key, party.Ledger, cancellationToken).ConfigureAwait(false);
            var operation = await party.Ledger.SubmitAsync(signed, cancellationToken: cancellationToken).ConfigureAwait(false);
            operations.Add(operation);
            if (operation.Error is { } error) screen.Fail(error.Code, error.Message, error.Hint);
            else screen.Say($"{note.Note.Number}: {party.Currency.Format(note.Note.Amount)} less are owed for invoice {note.Note.Invoice}.");
        }
        screen.Show(operations, () => screen.Say($"Signed {operations.Count} credit notes."));
        return operations.TrueForAll(operation => operation.Error is null) ? CommandRunner.Done : CommandRunner.Refused;
    }
}
