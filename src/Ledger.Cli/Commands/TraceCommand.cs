using System.CommandLine;
using Ledger.Cli.Terminal;
using Ledger.Sdk.Custody;
using Spectre.Console;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger trace</c>: where a unit is, what happened to it, where it came from or went.</summary>
internal static class TraceCommand
{
    public static Command Create()
    {
        var epc = new Argument<string>("EPC") { Description = "The unit: EPC URN, Digital Link, element strings, or 0x id." };
        var forward = new Option<bool>("--forward") { Description = "What became of it, instead of where it came from." };
        var api = Services.Api();
        var command = new Command("trace", """
            Show who holds a unit, what happened to it, and where it came from or what became of it.

            Examples:
              ledger trace urn:epc:id:sgtin:0614141.107346.2018
              ledger trace https://id.gs1.org/01/10614141073464/21/2018 --forward --json
            """) { epc, forward, api };
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var ledger = Services.Client(result.GetValue(api)!);
            var text = result.GetValue(epc)!;
            var unit = await ledger.Custody.GetAsync(text, cancellationToken).ConfigureAwait(false);
            var timeline = await ledger.Provenance.TimelineAsync(text, cancellationToken).ConfigureAwait(false);
            var trace = result.GetValue(forward)
                ? await ledger.Provenance.TraceForwardAsync(text, cancellationToken).ConfigureAwait(false)
                : await ledger.Provenance.TraceBackAsync(text, cancellationToken).ConfigureAwait(false);
            screen.Show(new { unit, timeline, trace }, () => Print(screen, unit, timeline, trace));
            return CommandRunner.Done;
        });
    }

    private static void Print(Screen screen, UnitState unit, IReadOnlyList<CustodyStep> timeline, Trace trace)
    {
        screen.Say($"{unit.Epc ?? unit.Id.ToString()}");
        string?[] facts =
        [
            $"held by party {unit.Custodian}",
            unit.Parent is { } parent ? $"packed in {parent}" : null,
            unit.Condition == Condition.Sound ? null : unit.Condition.ToString(),
            unit.Recalled ? "RECALLED" : null,
        ];
        screen.Say(string.Join(", ", facts.Where(fact => fact is not null)));
        screen.Say("");
        var table = new Table().Border(TableBorder.Simple).AddColumns("when", "what", "from", "to", "proof");
        foreach (var step in timeline)
            table.AddRow(
                Times.Show(step.Time), Markup.Escape(step.Kind), step.From?.ToString() ?? "", step.To.ToString(), Markup.Escape(step.Id));
        screen.Console.Write(table);
        if (trace.Links.Count == 0) return;
        // A lot and its first holding have one id.
        var names = trace.Nodes.DistinctBy(node => node.Id).ToDictionary(node => node.Id, node => node.Epc ?? node.Id.ToString());
        screen.Say(trace.Direction == "back" ? "It came from:" : "It became:");
        foreach (var link in trace.Links)
        {
            var (from, to) = (names.GetValueOrDefault(link.From, $"{link.From}"), names.GetValueOrDefault(link.To, $"{link.To}"));
            screen.Say($"  {from} → {to}  {link.Kind} by party {link.By}, {Times.Show(link.Time)}");
        }
    }
}
