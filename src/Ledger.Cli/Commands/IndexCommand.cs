using System.CommandLine;
using Ledger.Cli.Terminal;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger index</c>: the projections of the API.</summary>
internal static class IndexCommand
{
    public static Command Create()
    {
        var command = new Command("index", "Look after the projections.");
        command.Add(CreateStatus());
        command.Add(CreateRebuild());
        return command;
    }

    private static Command CreateStatus()
    {
        var api = Services.Api();
        var command = new Command("status", """
            Show how far the projections follow the chain.

            Example:
              ledger index status --json
            """) { api };
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var ledger = Services.Client(result.GetValue(api)!);
            var status = await ledger.GetIndexStatusAsync(cancellationToken).ConfigureAwait(false);
            var digest = status.Digest is null ? "" : $", digest {status.Digest}";
            screen.Show(status, () => screen.Say($"chain {status.ChainId}: {status.State}, block {status.Block} of {status.Head}{digest}"));
            return CommandRunner.Done;
        });
    }

    private static Command CreateRebuild()
    {
        var api = Services.Api();
        var key = new KeyOptions(what: "a registrar");
        var command = new Command("rebuild", """
            Throw the projections away and rebuild them from the chain; it ends with the same digest. A registrar signs in.

            Example:
              ledger index rebuild --key registrar.json
            """) { api };
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var ledger = Services.Client(result.GetValue(api)!);
            using var registrar = key.Load(screen, result);
            await Services.SignInAsync(ledger, registrar, cancellationToken).ConfigureAwait(false);
            await ledger.RebuildIndexAsync(cancellationToken).ConfigureAwait(false);
            screen.Show(new { started = true }, () => screen.Say("Rebuilding. Follow it with: ledger index status"));
            return CommandRunner.Done;
        });
    }
}
