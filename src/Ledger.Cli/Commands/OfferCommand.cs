using System.CommandLine;
using System.Globalization;
using Ledger.Cli.Terminal;
using Ledger.Sdk;
using Ledger.Sdk.Cash;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;
using Spectre.Console;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger offer</c>: asks for offers on a note, makes them, compares and accepts them.</summary>
internal static class OfferCommand
{
    public static Command Create()
    {
        var command = new Command("offer", "Ask for, make, compare and accept offers for receivables.");
        command.Add(CreateAsk());
        command.Add(CreateList());
        command.Add(MakeOfferCommand.Create());
        command.Add(CreateAccept());
        command.Add(CreateWithdraw());
        command.Add(AutoOfferCommand.Create());
        return command;
    }

    /// <summary>Offers as a table: best first, each with the parts of what it costs.</summary>
    internal static void Show(IReadOnlyList<FinancingOffer> offers, Currency currency, Screen screen)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("place", "lender", "kind", "money now", "cost", "a year", "parts", "state", "until", "offer");
        foreach (var offer in offers)
        {
            string[] notes = [.. offer.Warnings, .. offer.Failure is { } failure ? [failure.Code] : Array.Empty<string>()];
            var state = offer.State.ToString().ToLowerInvariant() + (notes.Length == 0 ? "" : $" ({string.Join(", ", notes)})");
            table.AddRow(
                $"{offer.Place}", $"{offer.Lender}", offer.Kind.ToString().ToLowerInvariant() + (offer.Recourse ? " with recourse" : ""), currency.Format(offer.Money),
                Signed(offer.Cost.Total, currency), Percent(offer.Cost.AnnualRate), Parts(offer.Cost, currency), state, Times.Show(offer.Deadline), offer.Id.ToString());
        }
        screen.Console.Write(table);
    }

    internal static string Percent(long? rate) => rate is { } known ? (known / 100m).ToString("0.00", CultureInfo.InvariantCulture) + " %" : "-";

    private static string Parts(CostParts cost, Currency currency) => string.Join(", ", new (string Name, long Amount)[]
    {
        ("fee", (long)Math.Min(cost.Fee, long.MaxValue)), ("interest", (long)Math.Min(cost.Interest, long.MaxValue)), ("late", (long)Math.Min(cost.Late, long.MaxValue)),
        ("discount", cost.Discount), ("forgiven", -(long)Math.Min(cost.Forgiven, long.MaxValue)),
    }.Where(part => part.Amount != 0).Select(part => $"{part.Name} {Signed(part.Amount, currency)}"));

    private static string Signed(long amount, Currency currency) => amount < 0 ? "-" + currency.Format((ulong)-(Int128)amount) : currency.Format((ulong)amount);

    private static Command CreateAsk()
    {
        var receivable = new Option<string>("--receivable") { Description = "Id of the receivable.", Required = true };
        var note = new Option<string?>("--note") { Description = "Id of your note; the receivable's first note where left out." };
        var amount = new Option<ulong?>("--amount") { Description = "How much of it, in minor units; all where left out." };
        var lenders = new Option<string[]>("--lender") { Description = "A lender's party number; repeat it. Anybody where left out.", AllowMultipleArgumentsPerToken = true };
        var hours = new Option<double>("--hours") { Description = "How long offers are taken.", DefaultValueFactory = _ => 24 };
        var (api, key) = (Services.Api(), new KeyOptions(what: "the note's owner"));
        var command = new Command("ask", """
            Ask lenders for offers on a note, or on a part of it.

            Example:
              ledger offer ask --receivable 0x… --lender 7 --lender 8 --key farm.json
            """) { receivable, note, amount, lenders, hours, api };
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            var id = ReceivableId.Parse(result.GetValue(receivable)!);
            var part = result.GetValue(note) is { } named ? NoteId.Parse(named) : new NoteId(id.Value);
            PartyId[] asked = [.. (result.GetValue(lenders) ?? []).Select(PartyId.Parse)];
            using var party = await Signing.InAsync(screen, result, key, api, cancellationToken).ConfigureAwait(false);
            var ask = await party.Ledger.Offers.AskAsync(
                id, part, TimeSpan.FromHours(result.GetValue(hours)), result.GetValue(amount), asked.Length == 0 ? null : asked, cancellationToken).ConfigureAwait(false);
            screen.Show(ask, () => screen.Say($"Request {ask.Id}: offers on {party.Currency.Format(ask.Amount)} are taken until {Times.Show(ask.Until)}."));
            return CommandRunner.Done;
        });
    }

    private static Command CreateList()
    {
        var ask = new Option<ulong?>("--ask") { Description = "A request: its offers, the best first." };
        var open = new Option<bool>("--open") { Description = "What you may make offers on." };
        var mine = new Option<bool>("--mine") { Description = "The offers that you made." };
        var (api, key) = (Services.Api(), new KeyOptions(what: "the party"));
        var command = new Command("list", """
            What you asked for; the offers on one request with what each costs; what you may offer on; or the offers you made.

            Examples:
              ledger offer list --ask 12 --key farm.json
              ledger offer list --open --key bank.json
            """) { ask, open, mine, api };
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var party = await Signing.InAsync(screen, result, key, api, cancellationToken).ConfigureAwait(false);
            if (result.GetValue(ask) is { } number)
            {
                var found = await party.Ledger.Offers.GetAsync(number, cancellationToken).ConfigureAwait(false);
                screen.Show(found, () => Show(found.Offers ?? [], party.Currency, screen));
            }
            else if (result.GetValue(mine))
            {
                var offers = await party.Ledger.Offers.MineAsync(cancellationToken).ConfigureAwait(false);
                screen.Show(offers, () => Show(offers.Items, party.Currency, screen));
            }
            else
            {
                var asks = await party.Ledger.Offers.ListAsync(result.GetValue(open), null, cancellationToken).ConfigureAwait(false);
                screen.Show(asks, () => ShowAsks(asks.Items, party.Currency, screen));
            }
            return CommandRunner.Done;
        });
    }

    private static void ShowAsks(IReadOnlyList<FinancingAsk> asks, Currency currency, Screen screen)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("request", "holder", "debtor", "still to come", "due", "until", "state", "receivable");
        foreach (var ask in asks)
            table.AddRow(
                $"{ask.Id}", $"{ask.Holder}", $"{ask.Debtor}", currency.Format(ask.StillOpen), Times.Show(ask.Due), Times.Show(ask.Until),
                ask.State.ToString().ToLowerInvariant(), ask.Receivable.ToString());
        screen.Console.Write(table);
    }

    private static Command CreateAccept()
    {
        var id = new Argument<string>("OFFER") { Description = "Id of the offer." };
        var (api, key) = (Services.Api(), new KeyOptions(what: "the note's owner"));
        var command = new Command("accept", """
            Sign an offer and have it executed. Of all offers for a note as it stands one is accepted, once.

            Example:
              ledger offer accept 0x… --key farm.json
            """) { id, api };
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var party = await Signing.InAsync(screen, result, key, api, cancellationToken).ConfigureAwait(false);
            var offer = await party.Ledger.Offers.GetOfferAsync(Hash32.Parse(result.GetValue(id)!), cancellationToken).ConfigureAwait(false);
            var operation = await party.Ledger.Offers.AcceptAsync(offer, party.Key, cancellationToken).ConfigureAwait(false);
            return Drafts.ShowEnd(operation, screen);
        });
    }

    private static Command CreateWithdraw()
    {
        var id = new Argument<string>("OFFER") { Description = "Id of the offer." };
        var (api, key) = (Services.Api(), new KeyOptions(what: "the lender"));
        var command = new Command("withdraw", """
            Take an offer back. Who holds the signed message could still submit it to the contract: bump your epoch to cancel it there too.

            Example:
              ledger offer withdraw 0x… --key bank.json
            """) { id, api };
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var party = await Signing.InAsync(screen, result, key, api, cancellationToken).ConfigureAwait(false);
            var offer = await party.Ledger.Offers.WithdrawAsync(Hash32.Parse(result.GetValue(id)!), cancellationToken).ConfigureAwait(false);
            screen.Show(offer, () => screen.Say($"Offer {offer.Id} is withdrawn."));
            return CommandRunner.Done;
        });
    }
}
