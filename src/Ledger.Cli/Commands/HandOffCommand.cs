using System.CommandLine;
using Ledger.Cli.Terminal;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger handoff</c>: offers, accepts, refuses and submits hand-offs.</summary>
internal static class HandOffCommand
{
    public static Command Create()
    {
        var command = new Command("handoff", "Sign and submit hand-offs of goods.");
        command.Add(CreateSign());
        command.Add(CreateSubmit());
        command.Add(CreateProof());
        return command;
    }

    private static Command CreateSign()
    {
        var options = new SignOptions();
        var command = new Command("sign", """
            Sign a hand-off. The giver makes the offer and signs it into a file; the receiver signs the same file, or refuses it.

            Examples:
              ledger handoff sign --from 2 --to 3 --unit urn:epc:id:sgtin:0614141.107346.2018 --key farm.json --out offer.json
              ledger handoff sign offer.json --key carrier.json
              ledger handoff sign offer.json --key carrier.json --reject --out refusal.json
            """);
        options.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var ledger = Services.Client(result.GetValue(options.Api)!);
            var file = result.GetValue(options.Draft);
            var draft = file is null
                ? await OfferAsync(options, result, ledger, cancellationToken).ConfigureAwait(false)
                : await Drafts.ReadAsync(file, cancellationToken).ConfigureAwait(false);
            if (result.GetValue(options.Reject)) draft = Rejection.Of(draft, HashOrZero(result.GetValue(options.Reason)));
            var target = result.GetValue(options.Out) ?? file
                ?? throw new LedgerException("bad-input", "There is no file to write the offer to.", "Give --out FILE.");
            using var key = options.Key.Load(screen, result);
            var signed = await Drafts.SignAsync(draft, key, ledger, cancellationToken).ConfigureAwait(false);
            await Drafts.WriteAsync(signed, target, cancellationToken).ConfigureAwait(false);
            Drafts.Show(signed, screen);
            return CommandRunner.Done;
        });
    }

    private static async Task<IntentDraft> OfferAsync(
        SignOptions options, ParseResult result, LedgerClient ledger, CancellationToken cancellationToken)
    {
        var units = result.GetValue(options.Units) ?? [];
        if (result.GetValue(options.From) is not { } from || result.GetValue(options.To) is not { } to || units.Length == 0)
            throw new LedgerException(
                "bad-input", "An offer needs --from, --to and at least one --unit.", "Or give the file of an offer to sign.");
        if (result.GetValue(options.Hours) is { } hours) ledger.Custody.Validity = TimeSpan.FromHours(hours);
        var document = HashOrZero(result.GetValue(options.Document));
        return units.Length == 1
            ? await ledger.Custody.OfferAsync(
                PartyId.Parse(from), PartyId.Parse(to), units[0], document, cancellationToken).ConfigureAwait(false)
            : await ledger.Custody.OfferAsync(
                PartyId.Parse(from), PartyId.Parse(to), units, document, cancellationToken).ConfigureAwait(false);
    }

    private static Command CreateSubmit()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "The file that giver and receiver signed." };
        var api = Services.Api();
        var command = new Command("submit", """
            Submit what giver and receiver signed, and wait until it is in a block. Submitting it again changes nothing.

            Example:
              ledger handoff submit offer.json
            """) { file, api };
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var ledger = Services.Client(result.GetValue(api)!);
            var draft = await Drafts.ReadAsync(result.GetValue(file)!, cancellationToken).ConfigureAwait(false);
            return await Drafts.SubmitAsync(draft, ledger, screen, cancellationToken).ConfigureAwait(false);
        });
    }

    private static Command CreateProof()
    {
        var id = new Argument<string>("ID") { Description = "Id of the hand-off (transaction hash and log index) or of its operation." };
        var file = new Option<FileInfo>("--out") { Description = "The file to write.", Required = true };
        var api = Services.Api();
        var command = new Command("proof", """
            Fetch the proof bundle of a hand-off, for `ledger verify`.

            Example:
              ledger handoff proof 0x…-0 --out proof.json
            """) { id, file, api };
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var ledger = Services.Client(result.GetValue(api)!);
            var bundle = await ledger.Provenance.HandOffProofAsync(result.GetValue(id)!, cancellationToken).ConfigureAwait(false);
            var path = result.GetValue(file)!.FullName;
            await File.WriteAllTextAsync(path, bundle, cancellationToken).ConfigureAwait(false);
            screen.Show(new { file = path }, () => screen.Say($"Wrote {path}. Check it with: ledger verify {path}"));
            return CommandRunner.Done;
        });
    }

    private static Hash32 HashOrZero(string? text) => text is null ? default : Hash32.Parse(text);

    private sealed class SignOptions
    {
        public Argument<FileInfo?> Draft { get; } =
            new("FILE") { Description = "An offer to sign; leave it out to make one.", Arity = ArgumentArity.ZeroOrOne };

        public Option<string?> From { get; } = new("--from") { Description = "The giver's party number." };

        public Option<string?> To { get; } = new("--to") { Description = "The receiver's party number." };

        public Option<string[]> Units { get; } =
            new("--unit") { Description = "EPC of a unit, in any form; repeat it for up to 500.", AllowMultipleArgumentsPerToken = true };

        public Option<string?> Document { get; } = new("--document") { Description = "Commitment of the document behind it, 32 bytes." };

        public Option<double?> Hours { get; } = new("--hours") { Description = "How long the offer counts; 24 by default." };

        public Option<bool> Reject { get; } = new("--reject") { Description = "Refuse the offer instead of accepting it." };

        public Option<string?> Reason { get; } = new("--reason") { Description = "Commitment of the reason of a refusal, 32 bytes." };

        public Option<FileInfo?> Out { get; } = new("--out") { Description = "The file to write; by default the one that was read." };

        public Option<string> Api { get; } = Services.Api();

        public KeyOptions Key { get; } = new(what: "the signing party");

        public void AddTo(Command command)
        {
            command.Add(Draft);
            foreach (var option in new Option[] { From, To, Units, Document, Hours, Reject, Reason, Out, Api }) command.Add(option);
            Key.AddTo(command);
        }
    }
}
