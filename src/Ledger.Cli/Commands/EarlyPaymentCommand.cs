using System.CommandLine;
using System.Globalization;
using Ledger.Cli.Terminal;
using Ledger.Sdk;
using Ledger.Sdk.Cash;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Receivables;
using Spectre.Console;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger early-payment</c>: a debtor pays its suppliers early, those first who give up most for it.</summary>
internal static class EarlyPaymentCommand
{
    public static Command Create()
    {
        var command = new Command("early-payment", "Pay suppliers early at their rate, an auction's or your own; be paid early.");
        command.Add(CreateOpen());
        command.Add(CreateList());
        command.Add(CreateShow());
        command.Add(CreateAsk());
        command.Add(CreateAccept());
        command.Add(CreatePay());
        return command;
    }

    private static Command CreateOpen()
    {
        var cash = new Option<ulong>("--cash") { Description = "What you put up, in minor units; never exceeded.", Required = true };
        var rate = new Option<ulong?>("--rate") { Description = "Your rate for all, a year in 1/10,000." };
        var auction = new Option<bool>("--auction") { Description = "Suppliers name rates; all get the lowest that is taken." };
        var minRate = new Option<ulong>("--min-rate") { Description = "The least you take where suppliers name rates, a year in 1/10,000." };
        var hours = new Option<double>("--hours") { Description = "How long suppliers may take part.", DefaultValueFactory = _ => 24 };
        var basis = new Option<ulong>("--basis") { Description = "Days of a year: 360 or 365.", DefaultValueFactory = _ => 360 };
        var (api, key) = (Services.Api(), new KeyOptions(what: "the debtor"));
        var command = new Command("open", """
            Put up cash to pay suppliers early: at your --rate, by --auction, or, with neither, to each at the rate it names.

            Examples:
              ledger early-payment open --cash 50000000 --rate 450 --hours 48 --key buyer.json
              ledger early-payment open --cash 50000000 --auction --min-rate 300 --key buyer.json
            """) { cash, rate, auction, minRate, hours, basis, api };
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            var (own, isAuction, least) = (result.GetValue(rate), result.GetValue(auction), result.GetValue(minRate));
            if (own is not null && (isAuction || least != 0)) throw new LedgerException("bad-input", "--rate is yours for all: there is no auction, and no other least.", "Give --rate alone.");
            var pricing = own is not null ? EarlyPaymentPricing.Fixed : isAuction ? EarlyPaymentPricing.Uniform : EarlyPaymentPricing.AsAsked;
            using var party = await Signing.InAsync(screen, result, key, api, cancellationToken).ConfigureAwait(false);
            var programme = await party.Ledger.EarlyPayments.OpenAsync(
                result.GetValue(cash), TimeSpan.FromHours(result.GetValue(hours)), pricing, own ?? least, result.GetValue(basis), cancellationToken).ConfigureAwait(false);
            screen.Show(programme, () => screen.Say($"Programme {programme.Id} is open until {Times.Show(programme.Cutoff)}: {Describe(programme, party.Currency)}."));
            return CommandRunner.Done;
        });
    }

    private static Command CreateList()
    {
        var (api, key) = (Services.Api(), new KeyOptions(what: "the party"));
        var command = new Command("list", """
            Your programmes, and those of parties that owe you.

            Example:
              ledger early-payment list --key farm.json
            """) { api };
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var party = await Signing.InAsync(screen, result, key, api, cancellationToken).ConfigureAwait(false);
            var programmes = await party.Ledger.EarlyPayments.ListAsync(cancellationToken).ConfigureAwait(false);
            screen.Show(programmes, () =>
            {
                var table = new Table().Border(TableBorder.Simple).AddColumns("programme", "debtor", "terms", "until", "asks", "state");
                foreach (var one in programmes)
                    table.AddRow($"{one.Id}", $"{one.Debtor}", Describe(one, party.Currency), Times.Show(one.Cutoff), $"{one.Asks.Count}", one.AllocatedAt is null ? "open" : "divided");
                screen.Console.Write(table);
            });
            return CommandRunner.Done;
        });
    }

    private static Command CreateShow()
    {
        var id = Id();
        var (api, key) = (Services.Api(), new KeyOptions(what: "the debtor or a supplier"));
        var command = new Command("show", """
            A programme with what was asked and awarded: the debtor sees all, a supplier its own. After the cut-off the cash is divided.

            Example:
              ledger early-payment show 4 --key farm.json
            """) { id, api };
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var party = await Signing.InAsync(screen, result, key, api, cancellationToken).ConfigureAwait(false);
            var programme = await party.Ledger.EarlyPayments.GetAsync(result.GetValue(id), cancellationToken).ConfigureAwait(false);
            screen.Show(programme, () => Show(programme, party.Currency, screen));
            return CommandRunner.Done;
        });
    }

    private static Command CreateAsk()
    {
        var id = Id();
        var receivable = new Option<string>("--receivable") { Description = "Id of the receivable.", Required = true };
        var note = new Option<string?>("--note") { Description = "Id of your note; the receivable's first where left out." };
        var rate = new Option<ulong?>("--rate") { Description = "What you give up at most, a year in 1/10,000; the least that is taken where left out." };
        var preview = new Option<bool>("--preview") { Description = "Only show what you would get." };
        var (api, key) = (Services.Api(), new KeyOptions(what: "the supplier"));
        var command = new Command("ask", """
            Name the rate that you give up to be paid at the cut-off; the last one you name counts.

            Examples:
              ledger early-payment ask 4 --receivable 0x… --rate 600 --preview --key farm.json
              ledger early-payment ask 4 --receivable 0x… --rate 600 --key farm.json
            """) { id, receivable, note, rate, preview, api };
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            var of = ReceivableId.Parse(result.GetValue(receivable)!);
            var part = result.GetValue(note) is { } named ? NoteId.Parse(named) : NoteId.RootOf(of);
            using var party = await Signing.InAsync(screen, result, key, api, cancellationToken).ConfigureAwait(false);
            var (client, number) = (party.Ledger.EarlyPayments, result.GetValue(id));
            var given = result.GetValue(rate) ?? (await client.GetAsync(number, cancellationToken).ConfigureAwait(false)).MinRate;
            var quote = await client.QuoteAsync(number, of, part, given, cancellationToken).ConfigureAwait(false);
            if (!result.GetValue(preview)) await client.AskAsync(number, of, part, given, cancellationToken).ConfigureAwait(false);
            screen.Show(quote, () => screen.Say(
                $"{(result.GetValue(preview) ? "You would get" : $"You ask {OfferCommand.Percent((long)given)} a year and get")} {Range(quote, party.Currency)} for {party.Currency.Format(quote.Amount)} due {Times.Show(quote.Due)}, if the cash reaches you."));
            return CommandRunner.Done;
        });
    }

    private static Command CreateAccept()
    {
        var id = Id();
        var (api, key) = (Services.Api(), new KeyOptions(what: "the supplier"));
        var command = new Command("accept", """
            Sign all that you were awarded, for the debtor to pay.

            Example:
              ledger early-payment accept 4 --key farm.json
            """) { id, api };
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var party = await Signing.InAsync(screen, result, key, api, cancellationToken).ConfigureAwait(false);
            var accepted = await party.Ledger.EarlyPayments.AcceptAsync(result.GetValue(id), party.Key, cancellationToken).ConfigureAwait(false);
            screen.Show(accepted, () =>
            {
                foreach (var entry in accepted) screen.Say($"Signed: {party.Currency.Format(entry.Price ?? 0)} for {party.Currency.Format(entry.Amount)}, {OfferCommand.Percent((long?)entry.AwardRate)} a year, note {entry.Note}.");
                if (accepted.Count == 0) screen.Say("There is nothing to sign.");
            });
            return CommandRunner.Done;
        });
    }

    private static Command CreatePay()
    {
        var id = Id();
        var (api, key) = (Services.Api(), new KeyOptions(what: "the debtor"));
        var command = new Command("pay", """
            Sign and pay all that suppliers have accepted.

            Example:
              ledger early-payment pay 4 --key buyer.json
            """) { id, api };
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var party = await Signing.InAsync(screen, result, key, api, cancellationToken).ConfigureAwait(false);
            var operations = await party.Ledger.EarlyPayments.PayAsync(result.GetValue(id), party.Key, cancellationToken).ConfigureAwait(false);
            foreach (var failed in operations.Where(operation => operation.Status == OperationState.Failed))
                screen.Fail(failed.Error?.Code ?? "failed", failed.Error?.Message ?? "The contract refused it.", failed.Error?.Hint);
            var paid = operations.Count(operation => operation.Status != OperationState.Failed);
            screen.Show(operations, () => screen.Say(string.Create(CultureInfo.InvariantCulture, $"Paid {paid} of {operations.Count} that suppliers have accepted.")));
            return paid == operations.Count ? CommandRunner.Done : CommandRunner.Refused;
        });
    }

    private static void Show(EarlyPaymentProgramme programme, Currency currency, Screen screen)
    {
        screen.Say($"Party {programme.Debtor}: {Describe(programme, currency)}, {(programme.AllocatedAt is null ? "open until" : "divided at")} {Times.Show(programme.Cutoff)}.");
        var table = new Table().Border(TableBorder.Simple).AddColumns("owner", "amount", "due", "asked", "gets", "price", "state", "note");
        foreach (var entry in programme.Asks)
            table.AddRow(
                $"{entry.Owner}", currency.Format(entry.Amount), Times.Show(entry.Due), OfferCommand.Percent((long)entry.Rate), OfferCommand.Percent((long?)entry.AwardRate),
                entry.Price is { } price ? currency.Format(price) : "-", State(programme, entry), $"{entry.Note}");
        screen.Console.Write(table);
    }

    private static string State(EarlyPaymentProgramme programme, EarlyPaymentEntry entry) => entry switch
    {
        { Accepted: true } => "accepted",
        { Draft: not null } => "to accept",
        { Price: not null } => "note has changed",
        _ => programme.AllocatedAt is null ? "asked" : "not served",
    };

    private static string Describe(EarlyPaymentProgramme programme, Currency currency)
    {
        var rate = OfferCommand.Percent((long)programme.MinRate);
        return $"{currency.Format(programme.Cash)}, " + programme.Pricing switch
        {
            EarlyPaymentPricing.Fixed => $"{rate} for all",
            EarlyPaymentPricing.Uniform => $"auction from {rate}",
            _ => $"named rates from {rate}",
        };
    }

    private static string Range(EarlyPaymentQuote quote, Currency currency) =>
        quote.Least == quote.Most ? currency.Format(quote.Least) : $"{currency.Format(quote.Least)} to {currency.Format(quote.Most)}";

    private static Argument<ulong> Id() => new("PROGRAMME") { Description = "Number of the programme." };
}
