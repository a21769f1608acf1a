using System.CommandLine;
using Ledger.Cli.Terminal;
using Ledger.Sdk.Confidentiality;
using Ledger.Sdk.Parties;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger share</c> and <c>ledger epcis read</c>: confidential events, opened and wrapped on this machine.</summary>
internal static class ShareCommand
{
    public static Command Create()
    {
        var (eventId, to, party, api, key) = (EventId(), new Option<string>("--to") { Description = "The party that gets to read.", Required = true }, EncryptionKeyCommand.Party(), Services.Api(), new KeyOptions(what: "the party that captured it"));
        var command = new Command("share", """
            Show a confidential event to one more party. Where the sharing party holds its encryption key itself, the event's keys
            are wrapped here; else by the API. What was shared can't be taken back.

            Example:
              ledger share urn:uuid:8bd8b1a8-3a34-4d6b-9b0a-0000000000a1 --to 4 --party 2 --key farm.json
            """) { eventId, to, party, api };
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var ledger = Services.Client(result.GetValue(api)!);
            using var signer = key.Load(screen, result);
            await Services.SignInAsync(ledger, signer, cancellationToken).ConfigureAwait(false);
            var reader = PartyId.Parse(result.GetValue(to)!);
            await ledger.Confidentiality.ShareAsync(PartyId.Parse(result.GetValue(party)!), signer, result.GetValue(eventId)!, reader, cancellationToken).ConfigureAwait(false);
            screen.Show(new { shared = true, party = reader }, () => screen.Say($"Party {reader} may read it now."));
            return CommandRunner.Done;
        });
    }

    public static Command CreateRead()
    {
        var (eventId, party, api, key) = (EventId(), EncryptionKeyCommand.Party(), Services.Api(), new KeyOptions(what: "the party"));
        var command = new Command("read", """
            Read a confidential event with the party's own encryption key: sealed parts are opened here.

            Example:
              ledger epcis read urn:uuid:8bd8b1a8-3a34-4d6b-9b0a-0000000000a1 --party 3 --key carrier.json
            """) { eventId, party, api };
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var ledger = Services.Client(result.GetValue(api)!);
            using var signer = key.Load(screen, result);
            await Services.SignInAsync(ledger, signer, cancellationToken).ConfigureAwait(false);
            var opened = await ledger.Confidentiality.ReadAsync(PartyId.Parse(result.GetValue(party)!), signer, result.GetValue(eventId)!, cancellationToken).ConfigureAwait(false);
            string[] withheld = [.. opened.Withheld.Select(FieldGroups.Name)];
            screen.Show(new { @event = opened.Text, withheld }, () =>
            {
                screen.Say(opened.Text);
                if (withheld.Length > 0) screen.Say($"Withheld: {string.Join(", ", withheld)}");
            });
            return CommandRunner.Done;
        });
    }

    private static Argument<string> EventId() => new("EVENT") { Description = "The eventID, or the event's key that `ledger epcis sealed` lists." };
}
