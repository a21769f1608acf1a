using System.CommandLine;
using Ledger.Cli.Terminal;
using Ledger.Sdk;
using Ledger.Sdk.Financing;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger offer make</c>: a lender signs an offer.</summary>
internal static class MakeOfferCommand
{
    public static Command Create()
    {
        var ask = new Option<ulong>("--ask") { Description = "The request.", Required = true };
        var price = new Option<ulong?>("--price") { Description = "Buy it: what you pay, in minor units." };
        var principal = new Option<ulong?>("--principal") { Description = "Lend against it: what you pay out, in minor units." };
        var rate = new Option<ulong>("--rate") { Description = "Interest a year, in 1/10,000." };
        var fee = new Option<ulong>("--fee") { Description = "Fee, in minor units." };
        var lateRate = new Option<ulong>("--late-rate") { Description = "Late interest a year on top, in 1/10,000." };
        var basis = new Option<ulong>("--basis") { Description = "Days of a year: 360 or 365.", DefaultValueFactory = _ => 360 };
        var grace = new Option<uint>("--grace-days") { Description = "Days after the due date before a default.", DefaultValueFactory = _ => 5 };
        var recourse = new Option<bool>("--recourse") { Description = "The borrower owes what the note does not bring." };
        var hours = new Option<double>("--hours") { Description = "How long the offer stands.", DefaultValueFactory = _ => 24 };
        var (api, key) = (Services.Api(), new KeyOptions(what: "the lender"));
        var command = new Command("make", """
            Offer to buy what was asked for, or to lend against it. Nothing moves before the holder accepts.

            Examples:
              ledger offer make --ask 12 --price 9850000 --key bank.json
              ledger offer make --ask 12 --principal 8000000 --rate 450 --recourse --key bank.json
            """) { ask, price, principal, rate, fee, lateRate, basis, grace, recourse, hours, api };
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            var (pays, lends) = (result.GetValue(price), result.GetValue(principal));
            if (pays is null == lends is null) throw new LedgerException("bad-input", "An offer has either --price or --principal.", "Buy the note, or lend against it.");
            var validity = TimeSpan.FromHours(result.GetValue(hours));
            using var party = await Signing.InAsync(screen, result, key, api, cancellationToken).ConfigureAwait(false);
            var request = await party.Ledger.Offers.GetAsync(result.GetValue(ask), cancellationToken).ConfigureAwait(false);
            var terms = new LoanTerms(lends ?? 0, result.GetValue(fee), result.GetValue(rate), result.GetValue(lateRate), result.GetValue(basis), 0);
            var offer = pays is { } amount
                ? await party.Ledger.Offers.SellAsync(request, amount, party.Key, validity, cancellationToken).ConfigureAwait(false)
                : await party.Ledger.Offers.LendAsync(
                    request, terms, result.GetValue(recourse), party.Key, result.GetValue(grace), validity, cancellationToken).ConfigureAwait(false);
            foreach (var warning in offer.Warnings) screen.Warn($"as things stand it could not be executed: {warning}");
            screen.Show(offer, () => OfferCommand.Show([offer], party.Currency, screen));
            return CommandRunner.Done;
        });
    }
}
