using System.CommandLine;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;
using Spectre.Console;

namespace Ledger.Cli.Terminal;

/// <summary>A key file and where its password comes from. Never from an argument: other users of the machine could read it.</summary>
internal sealed class KeyOptions
{
    private readonly string what;

    public KeyOptions(string name = "--key", string passwordName = "--password-file", string what = "the key file", bool required = true)
    {
        this.what = what;
        File = new Option<FileInfo>(name) { Description = $"Web3 V3 key file: {what}.", Required = required };
        PasswordFile =
            new Option<FileInfo?>(passwordName) { Description = $"Its first line is the password of {what}; else LEDGER_PASSWORD, else it is asked for." };
    }

    public Option<FileInfo> File { get; }

    public Option<FileInfo?> PasswordFile { get; }

    public void AddTo(Command command)
    {
        command.Add(File);
        command.Add(PasswordFile);
    }

    public PrivateKey Load(Screen screen, ParseResult result) => Load(screen, result, result.GetValue(File)!);

    public PrivateKey Load(Screen screen, ParseResult result, FileInfo file) =>
        KeyFile.Load(file.FullName, Password(screen, result.GetValue(PasswordFile), $"Password of {file.Name}:", what));

    /// <summary>The password: from the file, the environment, or a person.</summary>
    /// <exception cref="LedgerException">password-missing: nobody is there to be asked.</exception>
    public static string Password(Screen screen, FileInfo? file, string question, string what)
    {
        if (file is not null) return System.IO.File.ReadLines(file.FullName).FirstOrDefault() ?? "";
        if (Services.FromEnvironment("LEDGER_PASSWORD") is { } password) return password;
        if (Console.IsInputRedirected || screen.IsJson)
            throw new LedgerException(
                "password-missing", $"There is no password for {what}.", "Give --password-file FILE, or set LEDGER_PASSWORD.");
        return screen.Console.Prompt(new TextPrompt<string>(question).Secret());
    }
}
