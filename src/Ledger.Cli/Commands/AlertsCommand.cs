using System.CommandLine;
using Ledger.Cli.Terminal;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Risk;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger alerts</c>: what the rules of risk found that concerns a party.</summary>
internal static class AlertsCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public static Command Create()
    {
        var open = new Option<bool>("--open") { Description = "Leave out what is resolved." };
        var follow = new Option<bool>("--follow") { Description = "Go on showing what is raised and resolved, until interrupted." };
        var after = new Option<long?>("--after") { Description = "With --follow: the notice to go on after; else from now on." };
        var (key, api) = (new KeyOptions(what: "the party"), Services.Api());
        var command = new Command("alerts", """
            Show alerts that concern a party, newest first, with their evidence and what the party may sign at once.

            Examples:
              ledger alerts --open --key lender.json
              ledger alerts --follow --key lender.json
            """) { open, follow, after, api };
        key.AddTo(command);
        command.Add(AlertActCommand.Create());
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var ledger = Services.Client(result.GetValue(api)!);
            using var party = key.Load(screen, result);
            await Services.SignInAsync(ledger, party, cancellationToken).ConfigureAwait(false);
            if (result.GetValue(follow))
            {
                await FollowAsync(screen, ledger, party, result.GetValue(after), cancellationToken).ConfigureAwait(false);
                return CommandRunner.Done;
            }
            var alerts = new List<Alert>();
            await foreach (var alert in ledger.Alerts.ListAsync(result.GetValue(open), cancellationToken).ConfigureAwait(false)) alerts.Add(alert);
            screen.Show(alerts, () =>
            {
                foreach (var alert in alerts) Print(screen, alert);
                if (alerts.Count == 0) screen.Say("No alerts.");
            });
            return CommandRunner.Done;
        });
    }

    /// <summary>Goes on after the last notice where a stream breaks off, until interrupted; an API that was never reached ends it.</summary>
    private static async Task FollowAsync(Screen screen, LedgerClient ledger, PrivateKey key, long? after, CancellationToken cancellationToken)
    {
        var connected = false;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await foreach (var notice in ledger.Alerts.FollowAsync(after, reached => (after, connected) = (reached, true), cancellationToken).ConfigureAwait(false))
                {
                    after = notice.Notice;
                    screen.Show(notice, () =>
                    {
                        screen.Say($"{notice.Kind} (notice {notice.Notice})");
                        Print(screen, notice.Alert);
                    });
                }
                await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (connected && IsPassing(exception))
            {
                await Task.Delay(Pause, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (exception is LedgerException { Code: "sign-in-required" }) await Services.SignInAsync(ledger, key, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Whether it is worth another try: a server that starts anew, a connection that broke, a session that is over.</summary>
    private static bool IsPassing(Exception exception) =>
        exception is IOException or HttpRequestException or LedgerException { Code: "api-unreachable" or "storage-unavailable" or "sign-in-required" };

    private static void Print(Screen screen, Alert alert)
    {
        var state = alert.Resolved is { } end ? $"resolved in block {end.Block}" : "open";
        screen.Say($"{Name(alert.Severity),-8} {alert.Rule,-20} {alert.Subject}  {state}");
        screen.Say($"         block {alert.Block}, {Times.Show((ulong)alert.At.ToUnixTimeSeconds())}{(alert.Transaction is { } hash ? $", transaction {hash}" : "")}");
        screen.Say($"         {alert.Evidence.ToJsonString()}");
        for (var i = 0; i < alert.Acts.Count; i++)
            screen.Say($"         {i + 1}. {alert.Acts[i].Type} {alert.Acts[i].Message.ToJsonString()}: {alert.Acts[i].Why}{(alert.Acts[i].Link is { } link ? $" ({link})" : "")}");
        if (alert.Acts.Count > 0 && alert.Resolved is null) screen.Say($"         do one with: ledger alerts act {alert.Id} --do 1");
    }

    private static string Name(AlertSeverity severity) => severity switch
    {
        AlertSeverity.Critical => "critical",
        AlertSeverity.Warning => "warning",
        _ => "info",
    };
}
