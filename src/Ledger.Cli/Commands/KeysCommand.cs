using System.CommandLine;
using Ledger.Cli.Terminal;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger keys</c>: makes and shows encrypted key files.</summary>
internal static class KeysCommand
{
    public static Command Create()
    {
        var command = new Command("keys", "Make and show encrypted key files.");
        command.Add(CreateNew());
        command.Add(CreateShow());
        return command;
    }

    private static Command CreateNew()
    {
        var file = new Option<FileInfo>("--out") { Description = "The file to write; it must not exist.", Required = true };
        var passwordFile =
            new Option<FileInfo?>("--password-file") { Description = "Its first line is the password; else LEDGER_PASSWORD, else it is asked for." };
        var command = new Command("new", """
            Make a key and write it to a file encrypted with a password (Web3 V3, scrypt).

            Examples:
              ledger keys new --out farm.json
              ledger keys new --out farm.json --password-file farm.password --json
            """) { file, passwordFile };
        return command.Runs((screen, result, _) =>
        {
            var path = result.GetValue(file)!.FullName;
            var password = KeyOptions.Password(screen, result.GetValue(passwordFile), "Password for the new key:", "the new key");
            if (password.Length == 0)
                throw new LedgerException(
                    "password-missing", "The password is empty.", "Choose one: the file alone must not be enough to sign.");
            using var key = PrivateKey.Generate();
            KeyFile.Save(path, key, password);
            screen.Show(new { address = key.Address, file = path }, () => screen.Say($"{key.Address} in {path}"));
            return Task.FromResult(CommandRunner.Done);
        });
    }

    private static Command CreateShow()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "The key file." };
        var key = new KeyOptions(required: false);
        var command = new Command("show", """
            Open a key file and print its address; the secret stays inside.

            Example:
              ledger keys show farm.json
            """) { file, key.PasswordFile };
        return command.Runs((screen, result, _) =>
        {
            using var opened = key.Load(screen, result, result.GetValue(file)!);
            screen.Show(new { address = opened.Address }, () => screen.Say(opened.Address.ToString()));
            return Task.FromResult(CommandRunner.Done);
        });
    }
}
