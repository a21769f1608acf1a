using System.CommandLine;
using Ledger.Cli.Terminal;
using Ledger.Sdk.Confidentiality;
using Ledger.Sdk.Parties;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger epcis sealed</c>: what is sealed for a party, and the shares that only it can make.</summary>
internal static class SealedCommand
{
    public static Command Create()
    {
        var (party, api, key) = (EncryptionKeyCommand.Party(), Services.Api(), new KeyOptions(what: "the party"));
        var due = new Option<bool>("--due") { Description = "Show the shares that the chain of custody waits for instead." };
        var share = new Option<bool>("--share") { Description = "With --due: make them." };
        var command = new Command("sealed", """
            List the events of which something is sealed for the party, by their keys: `ledger epcis read KEY` opens one, `ledger
            share KEY --to PARTY` shows it to another party.

            Examples:
              ledger epcis sealed --party 3 --key carrier.json
              ledger epcis sealed --due --share --party 2 --key farm.json
            """) { due, share, party, api };
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var ledger = Services.Client(result.GetValue(api)!);
            using var signer = key.Load(screen, result);
            await Services.SignInAsync(ledger, signer, cancellationToken).ConfigureAwait(false);
            var own = PartyId.Parse(result.GetValue(party)!);
            if (!result.GetValue(due))
            {
                var events = await ledger.Confidentiality.ListSealedAsync(own, cancellationToken).ConfigureAwait(false);
                screen.Show(events, () => Print(screen, events));
                return CommandRunner.Done;
            }
            var owed = await ledger.Confidentiality.ListSharesDueAsync(own, cancellationToken).ConfigureAwait(false);
            if (result.GetValue(share))
                foreach (var each in owed) await ledger.Confidentiality.ShareAsync(own, signer, each.EventKey.ToString(), each.Reader, cancellationToken).ConfigureAwait(false);
            screen.Show(owed, () => Print(screen, owed, result.GetValue(share)));
            return CommandRunner.Done;
        });
    }

    private static void Print(Screen screen, IReadOnlyList<SealedEventInfo> events)
    {
        foreach (var each in events)
            screen.Say($"{each.EventKey}  by party {each.CapturedBy}, {each.RecordTime:u}: {string.Join(", ", each.Groups)}; {(each.HeldBy == "party" ? "your key opens it" : "the API shows it")}");
        if (events.Count == 0) screen.Say("Nothing is sealed for the party.");
    }

    private static void Print(Screen screen, IReadOnlyList<DueShare> owed, bool shared)
    {
        foreach (var each in owed) screen.Say($"{each.EventKey}  {(shared ? "shared with" : "waits for")} party {each.Reader}");
        if (owed.Count == 0) screen.Say("No share is due.");
    }
}
