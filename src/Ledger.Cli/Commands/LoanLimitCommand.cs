using System.CommandLine;
using Ledger.Cli.Terminal;
using Ledger.Sdk;
using Ledger.Sdk.Cash;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;
using Spectre.Console;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger loan limit</c>: what a lender may have out to a debtor.</summary>
internal static class LoanLimitCommand
{
    public static Command Create()
    {
        var debtor = new Option<string?>("--debtor") { Description = "The debtor; all where left out." };
        var amount = new Option<ulong?>("--amount") { Description = "Sign this limit, in minor units: the most principal that may be out. 0 stops lending where nothing is out." };
        var (api, key) = (Services.Api(), new KeyOptions(what: "the lender"));
        var command = new Command("limit", """
            Show your limits with what is out against them, or sign a new limit for a debtor. The contract opens no loan above it.

            Examples:
              ledger loan limit --key bank.json
              ledger loan limit --debtor 3 --amount 50000000 --key bank.json
            """) { debtor, amount, api };
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            var of = result.GetValue(debtor) is { } named ? PartyId.Parse(named) : (PartyId?)null;
            if (result.GetValue(amount) is not null && of is null) throw new LedgerException("bad-input", "--debtor is missing.", "A limit is for one debtor.");
            using var party = await Signing.InAsync(screen, result, key, api, cancellationToken).ConfigureAwait(false);
            var lines = await LinesAsync(party, of, cancellationToken).ConfigureAwait(false);
            if (result.GetValue(amount) is { } limit)
            {
                var draft = await party.Ledger.Financing.LimitAsync(party.Party, of!.Value, limit, lines.Count == 0 ? 0 : lines[0].Seq, cancellationToken).ConfigureAwait(false);
                return await party.SignAsync(draft, null, screen, cancellationToken).ConfigureAwait(false);
            }
            screen.Show(lines, () => Show(lines, party.Currency, screen));
            return CommandRunner.Done;
        });
    }

    private static async Task<IReadOnlyList<ExposureRecord>> LinesAsync(Signing party, PartyId? debtor, CancellationToken cancellationToken)
    {
        var lines = new List<ExposureRecord>();
        for (string? cursor = null; ;)
        {
            var page = await party.Ledger.Financing.ListExposureAsync(party.Party, debtor, cursor, cancellationToken).ConfigureAwait(false);
            lines.AddRange(page.Items);
            if ((cursor = page.Next) is null) return lines;
        }
    }

    private static void Show(IReadOnlyList<ExposureRecord> lines, Currency currency, Screen screen)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("debtor", "limit", "lent", "owned in notes");
        foreach (var line in lines) table.AddRow($"{line.Debtor}", currency.Format(line.Limit), currency.Format(line.Lent), currency.Format(line.Owned));
        screen.Console.Write(table);
    }
}
