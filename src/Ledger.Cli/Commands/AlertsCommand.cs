using System.CommandLine;
using Ledger.Cli.Terminal;
using Ledger.Sdk;
using Ledger.Sdk.Risk;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger alerts</c>: what the rules of risk found that concerns a party.</summary>
internal static class AlertsCommand
{
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
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var ledger = Services.Client(result.GetValue(api)!);
            using var party = key.Load(screen, result);
            await Services.SignInAsync(ledger, party, cancellationToken).ConfigureAwait(false);
            if (result.GetValue(follow))
            {
                await FollowAsync(screen, ledger, result.GetValue(after), cancellationToken).ConfigureAwait(false);
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

    /// <summary>Goes on after the last notice where a stream breaks off.</summary>
    private static async Task FollowAsync(Screen screen, LedgerClient ledger, long? after, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await foreach (var notice in ledger.Alerts.FollowAsync(after, cancellationToken).ConfigureAwait(false))
            {
                after = notice.Notice;
                screen.Show(notice, () =>
                {
                    screen.Say($"{notice.Kind} (notice {notice.Notice})");
                    Print(screen, notice.Alert);
                });
            }
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken).ConfigureAwait(false);
        }
    }

    private static void Print(Screen screen, Alert alert)
    {
        var state = alert.Resolved is { } end ? $"resolved in block {end.Block}" : "open";
        screen.Say($"{Name(alert.Severity),-8} {alert.Rule,-20} {alert.Subject}  {state}");
        screen.Say($"         block {alert.Block}, {Times.Show((ulong)alert.At.ToUnixTimeSeconds())}{(alert.Transaction is { } hash ? $", transaction {hash}" : "")}");
        screen.Say($"         {alert.Evidence.ToJsonString()}");
        foreach (var act in alert.Acts) screen.Say($"         may sign {act.Type} {act.Message.ToJsonString()}: {act.Why}");
    }

    private static string Name(AlertSeverity severity) => severity switch
    {
        AlertSeverity.Critical => "critical",
        AlertSeverity.Warning => "warning",
        _ => "info",
    };
}
