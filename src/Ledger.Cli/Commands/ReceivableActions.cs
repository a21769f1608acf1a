using System.CommandLine;
using Ledger.Cli.Terminal;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Cli.Commands;

/// <summary>What the parties to a receivable sign: alone, and it is submitted at once; or together, and the draft goes on as a file.</summary>
internal static class ReceivableActions
{
    public static IEnumerable<Command> Create() =>
    [
        Action(
            "split", "Divide your note in two that are both yours.", "ledger receivable split 0x… --amount 4000000 --key farm.json",
            static (party, given) => party.Ledger.Receivables.MoveAsync(
                party.Party, party.Party, given.Receivable, given.Note, given.RequireAmount(), default, given.Cancellation), takes: "amount"),
        Action(
            "move", "Give your note, or a part of it, to another party.", "ledger receivable move 0x… --to 4 --amount 4000000 --key farm.json",
            static (party, given) => party.Ledger.Receivables.MoveAsync(
                party.Party, given.RequireTo(), given.Receivable, given.Note, given.Amount, given.Document, given.Cancellation), takes: "amount to document"),
        Action(
            "sell", "Sell your note, or a part of it, against cash: seller and buyer sign.",
            "ledger receivable sell 0x… --to 7 --price 9850000 --out sale.json --key farm.json",
            static (party, given) => party.Ledger.Receivables.SellAsync(
                party.Party, given.RequireTo(), given.Receivable, given.Note, given.RequirePrice(), given.Amount, given.Cancellation), takes: "amount to price out"),
        Action(
            "pay", "Pay what you owe, or a part of it.", "ledger receivable pay 0x… --amount 5000000 --key buyer.json",
            static (party, given) => party.Ledger.Receivables.PayAsync(given.Receivable, given.Amount, given.Cancellation), takes: "amount", ofNote: false),
        Action(
            "redeem", "Take what has been paid for your note.", "ledger receivable redeem 0x… --key farm.json",
            static (party, given) => party.Ledger.Receivables.RedeemAsync(given.Receivable, given.Note, given.Cancellation), takes: ""),
        Action(
            "retire", "The debtor buys a note, or a part of it, below its amount, and that debt ends: owner and debtor sign.",
            "ledger receivable retire 0x… --price 9900000 --out retirement.json --key farm.json",
            static (party, given) => party.Ledger.Receivables.RetireAsync(
                given.Receivable, given.Note, given.RequirePrice(), given.Amount, given.Cancellation), takes: "amount price out"),
        Action(
            "dilute", "Give up a part of your claim: a credit note.", "ledger receivable dilute 0x… --amount 250000 --key farm.json",
            static (party, given) => party.Ledger.Receivables.DiluteAsync(
                given.Receivable, given.Note, given.RequireAmount(), given.Document, given.Cancellation), takes: "amount document"),
        Action(
            "dispute", "Say that you dispute what you owe, or --lift it.", "ledger receivable dispute 0x… --key buyer.json",
            static (party, given) => party.Ledger.Receivables.DisputeAsync(given.Receivable, !given.Lift, given.Document, given.Cancellation),
            takes: "document lift", ofNote: false),
        CreatePayOut(),
        CreateSign(),
    ];

    private static Command Action(string name, string what, string example, Func<Signing, Given, Task<IntentDraft>> draft, string takes, bool ofNote = true)
    {
        var id = ReceivableCommand.Id();
        var note = new Option<string?>("--note") { Description = "Id of the note; the receivable's first where left out." };
        var amount = new Option<ulong?>("--amount") { Description = "How much, in minor units." };
        var to = new Option<string?>("--to") { Description = "The other party's number." };
        var price = new Option<ulong?>("--price") { Description = "What is paid for it, in minor units." };
        var document = new Option<string?>("--document") { Description = "Commitment of the document or reason behind it, 32 bytes." };
        var lift = new Option<bool>("--lift") { Description = "Lift the dispute." };
        var file = new Option<FileInfo?>("--out") { Description = "The file for the other party to sign." };
        var (api, key) = (Services.Api(), new KeyOptions(what: "the signing party"));
        var command = new Command(name, $"""
            {what}

            Example:
              {example}
            """) { id, api };
        if (ofNote) command.Add(note);
        foreach (var option in new Option[] { amount, to, price, document, lift, file })
            if (takes.Split(' ').Contains(option.Name[2..])) command.Add(option);
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            var receivable = ReceivableId.Parse(result.GetValue(id)!);
            T? Of<T>(Option<T> option) => command.Options.Contains(option) ? result.GetValue(option) : default;
            var given = new Given(
                receivable, Of(note) is { } named ? NoteId.Parse(named) : NoteId.RootOf(receivable), Of(amount), Of(to), Of(price),
                Of(document) is { } hash ? Hash32.Parse(hash) : default, Of(lift), cancellationToken);
            using var party = await Signing.InAsync(screen, result, key, api, cancellationToken).ConfigureAwait(false);
            return await party.SignAsync(await draft(party, given).ConfigureAwait(false), Of(file), screen, cancellationToken).ConfigureAwait(false);
        });
    }

    private static Command CreatePayOut()
    {
        var id = ReceivableCommand.Id();
        var note = new Option<string?>("--note") { Description = "Id of the note; the receivable's first where left out." };
        var api = Services.Api();
        var command = new Command("pay-out", """
            Have a note of a settled receivable paid out to its owner. Anyone may; nobody signs.

            Example:
              ledger receivable pay-out 0x…
            """) { id, note, api };
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            var receivable = ReceivableId.Parse(result.GetValue(id)!);
            using var ledger = Services.Client(result.GetValue(api)!);
            var payOut = ReceivablesClient.PayOut(receivable, result.GetValue(note) is { } named ? NoteId.Parse(named) : NoteId.RootOf(receivable));
            return Drafts.ShowEnd(await ledger.SubmitAsync(payOut, cancellationToken: cancellationToken).ConfigureAwait(false), screen);
        });
    }

    private static Command CreateSign()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "A sale or a retirement that the other party signed." };
        var (api, key) = (Services.Api(), new KeyOptions(what: "the signing party"));
        var command = new Command("sign", """
            Sign what another party signed into a file, and submit it where all have signed.

            Example:
              ledger receivable sign sale.json --key bank.json
            """) { file, api };
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            var draft = await Drafts.ReadAsync(result.GetValue(file)!, cancellationToken).ConfigureAwait(false);
            using var party = await Signing.InAsync(screen, result, key, api, cancellationToken).ConfigureAwait(false);
            return await party.SignAsync(draft, result.GetValue(file), screen, cancellationToken).ConfigureAwait(false);
        });
    }

    /// <summary>What was given on the command line.</summary>
    private sealed record Given(
        ReceivableId Receivable, NoteId Note, ulong? Amount, string? To, ulong? Price, Hash32 Document, bool Lift, CancellationToken Cancellation)
    {
        public ulong RequireAmount() => Amount ?? throw Missing("--amount");

        public ulong RequirePrice() => Price ?? throw Missing("--price");

        public PartyId RequireTo() => PartyId.Parse(To ?? throw Missing("--to"));

        private static LedgerException Missing(string option) => new("bad-input", $"{option} is missing.", "See --help for an example.");
    }
}
