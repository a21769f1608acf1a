using System.CommandLine;
using Ledger.Cli.Terminal;
using Ledger.Sdk.Confidentiality;
using Ledger.Sdk.Parties;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger encryption-key</c>: the keys that confidential events are encrypted to.</summary>
internal static class EncryptionKeyCommand
{
    public static Command Create()
    {
        var command = new Command("encryption-key", "Register and show the keys that confidential events are encrypted to.");
        command.Add(CreateRegister());
        command.Add(CreateShow());
        return command;
    }

    internal static Option<string> Party() => new("--party") { Description = "The party's number.", Required = true };

    private static Command CreateRegister()
    {
        var (party, api, key) = (Party(), Services.Api(), new KeyOptions(what: "the party"));
        var command = new Command("register", """
            Register the party's next encryption key. It follows from the party's key file: nothing more has to be kept, and only
            who has that file can open what is encrypted to it from now on. Before, the API holds a key for the party.

            Example:
              ledger encryption-key register --party 3 --key carrier.json
            """) { party, api };
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var ledger = Services.Client(result.GetValue(api)!);
            using var signer = key.Load(screen, result);
            var registered = await ledger.Confidentiality.RegisterAsync(PartyId.Parse(result.GetValue(party)!), signer, cancellationToken).ConfigureAwait(false);
            screen.Show(registered, () => Print(screen, registered));
            return CommandRunner.Done;
        });
    }

    private static Command CreateShow()
    {
        var (party, api) = (Party(), Services.Api());
        var command = new Command("show", """
            Show the public encryption keys of a party, oldest first; new events are encrypted to the last.

            Example:
              ledger encryption-key show --party 3
            """) { party, api };
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var ledger = Services.Client(result.GetValue(api)!);
            var keys = await ledger.Confidentiality.ListKeysAsync(PartyId.Parse(result.GetValue(party)!), cancellationToken).ConfigureAwait(false);
            screen.Show(keys, () =>
            {
                foreach (var each in keys) Print(screen, each);
                if (keys.Count == 0) screen.Say("None yet: the API makes one that it holds when something is first encrypted to the party.");
            });
            return CommandRunner.Done;
        });
    }

    private static void Print(Screen screen, EncryptionKeyInfo key) =>
        screen.Say($"party {key.Party} generation {key.Generation}, held by {(key.HeldBy == "party" ? "the party" : "the API")}: {key.PublicKey}");
}
