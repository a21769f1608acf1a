using System.CommandLine;
using System.Globalization;
using Ledger.Cli.Terminal;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Financing;
using Spectre.Console;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger offer auto</c>: signs and makes what a policy offers.</summary>
internal static class AutoOfferCommand
{
    public static Command Create()
    {
        var file = new Option<FileInfo>("--policy") { Description = "The policy: a JSON file.", Required = true };
        var dry = new Option<bool>("--dry-run") { Description = "Only show what it would have offered on what you were asked; keeps and signs nothing." };
        var days = new Option<uint>("--days") { Description = "How far a dry run looks back.", DefaultValueFactory = _ => 30 };
        var (api, key) = (Services.Api(), new KeyOptions(what: "the lender"));
        var command = new Command("auto", """
            Sign and make what a policy offers on everything that you may answer. The policy is kept as a new version where it changed.

            Examples:
              ledger offer auto --policy coffee.json --dry-run --days 90 --key bank.json
              ledger offer auto --policy coffee.json --key bank.json
            """) { file, dry, days, api };
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            var policy = LenderPolicy.Parse(await File.ReadAllBytesAsync(result.GetValue(file)!.FullName, cancellationToken).ConfigureAwait(false));
            using var party = await Signing.InAsync(screen, result, key, api, cancellationToken).ConfigureAwait(false);
            if (result.GetValue(dry))
            {
                var run = await party.Ledger.Offers.DryRunAsync(policy, result.GetValue(days), cancellationToken).ConfigureAwait(false);
                screen.Show(run, () => Show(run, party, screen));
                return CommandRunner.Done;
            }
            var offers = await MakeAsync(policy, party, cancellationToken).ConfigureAwait(false);
            screen.Show(offers, () => OfferCommand.Show(offers, party.Currency, screen));
            return CommandRunner.Done;
        });
    }

    private static async Task<IReadOnlyList<FinancingOffer>> MakeAsync(LenderPolicy policy, Signing party, CancellationToken cancellationToken)
    {
        await party.Ledger.Offers.SetPolicyAsync(policy, cancellationToken).ConfigureAwait(false);
        var offers = new List<FinancingOffer>();
        foreach (var result in await party.Ledger.Offers.DraftsAsync(policy.Name, cancellationToken).ConfigureAwait(false))
        {
            if (result.Draft is not { } json) continue;
            var draft = IntentDraft.Parse(json.GetRawText());
            Require(draft, policy, result);
            offers.Add(await party.Ledger.Offers.MakeAsync(result.Ask, draft, party.Key, cancellationToken).ConfigureAwait(false));
        }
        return offers;
    }

    /// <summary>The key signs what its own policy allows, whatever the server drafts.</summary>
    private static void Require(IntentDraft draft, LenderPolicy policy, PolicyResult result)
    {
        var (money, kind) = draft.Intent switch
        {
            Sdk.Receivables.Sale sale => (sale.Price, OfferKind.Sale),
            Loan loan => (loan.Principal, OfferKind.Loan),
            _ => (0UL, policy.Kind),
        };
        ulong[] rates = [policy.RateFor(null), .. policy.Bands.Select(band => policy.RateFor(band.Points))];
        var terms = draft.Intent is not Loan lent
            || (rates.Contains(lent.Rate) && lent.LateRate == policy.LateRate && lent.Basis == policy.Basis && lent.Recourse == policy.Recourse);
        if (!terms || kind != policy.Kind || money == 0 || money != result.Money || money > policy.TotalLimit || money > policy.MaxAmount)
            throw new LedgerException("wrong-draft", $"The draft for request {result.Ask} is not what the policy offers.", "Do not sign it: ask where it comes from.");
    }

    private static void Show(PolicyDryRun run, Signing party, Screen screen)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("request", "money", "a year", "points", "refused for");
        foreach (var result in run.Results)
            table.AddRow(
                $"{result.Ask}", result.Money is { } money ? party.Currency.Format(money) : "-", OfferCommand.Percent(result.Cost?.AnnualRate),
                $"{result.DebtorPoints?.ToString(CultureInfo.InvariantCulture) ?? "-"} / {result.AssignorPoints?.ToString(CultureInfo.InvariantCulture) ?? "-"}",
                string.Join(", ", result.Refusals).ToLowerInvariant());
        screen.Console.Write(table);
        screen.Say($"Of {run.Asked} requests in {run.Days} days it would have answered {run.Offered}, with {party.Currency.Format(run.Money)}.");
    }
}
