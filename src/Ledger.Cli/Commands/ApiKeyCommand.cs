using System.CommandLine;
using System.Globalization;
using Ledger.Cli.Terminal;
using Ledger.Sdk;
using Ledger.Sdk.Parties;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger apikey</c>: issues, lists and revokes API keys.</summary>
internal static class ApiKeyCommand
{
    public static Command Create()
    {
        var command = new Command("apikey", "Issue, list and revoke keys for a party's machines, such as an EPCIS client.");
        command.Add(CreateCreate());
        command.Add(CreateList());
        command.Add(CreateRevoke());
        return command;
    }

    private static Command CreateCreate()
    {
        var name = new Argument<string>("NAME") { Description = "What the party calls the key." };
        var scopes = new Option<string>("--scopes") { Description = "What it may be used for: capture, query, subscribe, links.", Required = true };
        var expires = new Option<string?>("--expires") { Description = "When it ends, such as 2027-01-31; at most, and by default, in a year." };
        var command = new Command("create", """
            Issue an API key. It is shown this once: keep it like a password. Send it as bearer token, or as the password of HTTP
            Basic with any user name.

            Examples:
              ledger apikey create "ERP in Hamburg" --scopes capture,query --key farm.json
              ledger apikey create scanner --scopes capture --expires 2027-01-31 --key farm.json
            """) { name, scopes, expires };
        return Signed(command, async (ledger, screen, result, cancellationToken) =>
        {
            var wanted = result.GetValue(scopes)!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            var end = result.GetValue(expires) is { } text
                ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
                : (DateTimeOffset?)null;
            var issued = await ledger.IssueApiKeyAsync(result.GetValue(name)!, [.. wanted.Select(ParseScope)], end, cancellationToken).ConfigureAwait(false);
            screen.Show(issued, () =>
            {
                screen.Say(issued.Key);
                screen.Say($"It is not shown again. It expires on {issued.Info.Expires:yyyy-MM-dd}; revoke it with: ledger apikey revoke {issued.Info.Id}");
            });
        });
    }

    private static Command CreateList() => Signed(
        new Command("list", """
            List the party's API keys, the newest first.

            Example:
              ledger apikey list --key farm.json
            """),
        async (ledger, screen, _, cancellationToken) =>
        {
            var keys = await ledger.ListApiKeysAsync(cancellationToken).ConfigureAwait(false);
            screen.Show(keys, () =>
            {
                foreach (var key in keys) Print(screen, key);
                if (keys.Count == 0) screen.Say("There is none.");
            });
        });

    private static Command CreateRevoke()
    {
        var id = new Argument<string>("ID") { Description = "The 16 digits between lk_ and the next _." };
        var command = new Command("revoke", """
            Revoke an API key: from the next request on it counts no longer.

            Example:
              ledger apikey revoke 00112233445566aa --key farm.json
            """) { id };
        return Signed(command, async (ledger, screen, result, cancellationToken) =>
        {
            var revoked = await ledger.RevokeApiKeyAsync(result.GetValue(id)!, cancellationToken).ConfigureAwait(false);
            screen.Show(revoked, () => Print(screen, revoked));
        });
    }

    private static Command Signed(Command command, Func<LedgerClient, Screen, ParseResult, CancellationToken, Task> action)
    {
        var api = Services.Api();
        var key = new KeyOptions(what: "the party");
        command.Add(api);
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var ledger = Services.Client(result.GetValue(api)!);
            using var party = key.Load(screen, result);
            await Services.SignInAsync(ledger, party, cancellationToken).ConfigureAwait(false);
            await action(ledger, screen, result, cancellationToken).ConfigureAwait(false);
            return CommandRunner.Done;
        });
    }

    private static ApiScope ParseScope(string text) => Enum.TryParse<ApiScope>(text, ignoreCase: true, out var scope) && Enum.IsDefined(scope)
        ? scope
        : throw new LedgerException("bad-input", $"'{text}' is no scope.", "Scopes are capture, query, subscribe, links.");

    private static void Print(Screen screen, ApiKeyInfo key)
    {
        var used = key.LastUsed is { } time ? $"last used {time:yyyy-MM-dd HH:mm} UTC" : "never used";
        screen.Say($"{key.Id}  {key.Status.ToString().ToLowerInvariant(),-7}  until {key.Expires:yyyy-MM-dd}  {string.Join(',', key.Scopes).ToLowerInvariant()}  {used}  {key.Name}");
    }
}
