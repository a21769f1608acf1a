using System.CommandLine;
using Ledger.Cli.Terminal;
using Ledger.Sdk.Custody;
using Spectre.Console;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger loan goods</c>: what a party owns and could borrow against.</summary>
internal static class LoanGoodsCommand
{
    public static Command Create()
    {
        var lot = new Option<string?>("--lot") { Description = "Only those of this lot." };
        var (api, key) = (Services.Api(), new KeyOptions(what: "the owner"));
        var command = new Command("goods", """
            The goods that you own, whoever holds them, as a loan can be against them. What is pledged belongs to the Facility meanwhile.

            Example:
              ledger loan goods --key farm.json
            """) { lot, api };
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var party = await Signing.InAsync(screen, result, key, api, cancellationToken).ConfigureAwait(false);
            var titles = await ReadAsync(party, result.GetValue(lot), cancellationToken).ConfigureAwait(false);
            screen.Show(titles, () => Show(titles, screen));
            return CommandRunner.Done;
        });
    }

    /// <summary>All title notes of the caller, or those of a lot.</summary>
    public static async Task<IReadOnlyList<TitleRecord>> ReadAsync(Signing party, string? lot, CancellationToken cancellationToken)
    {
        var titles = new List<TitleRecord>();
        for (string? cursor = null; ;)
        {
            var page = await party.Ledger.Custody.ListTitlesAsync(lot, cursor, cancellationToken).ConfigureAwait(false);
            titles.AddRange(page.Items);
            if ((cursor = page.Next) is null) return titles;
        }
    }

    private static void Show(IReadOnlyList<TitleRecord> titles, Screen screen)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("amount", "lot", "title");
        foreach (var title in titles) table.AddRow($"{title.Amount}", title.Lot.ToString(), title.Id.ToString());
        screen.Console.Write(table);
    }
}
