using Ledger.Devnet.Hosting;
using Ledger.Devnet.Story;

namespace Ledger.Devnet;

/// <summary>One run of the devnet, from start to end.</summary>
internal static class Run
{
    private const int Stopped = 130;

    /// <summary>Starts everything, tells the story, and stays up until it is stopped. 0 for success, 1 for a failure, 130 when stopped in the middle.</summary>
    public static async Task<int> Async(DevnetOptions options, CancellationToken cancellationToken)
    {
        var screen = new Screen.Screen();
        using var children = new ChildProcesses();
        ParentWatch.Start(() =>
        {
            children.Dispose();
            Environment.Exit(1);
        });
        var told = false;
        try
        {
            screen.Title("Ledger devnet");
            await using var devnet = await RunningDevnet.StartAsync(options, children, screen, cancellationToken);
            if (options.Demo) await Demo.PlayAsync(devnet, options, screen, cancellationToken);
            told = true;
            if (options.ExitAfterDemo) return 0;
            screen.Say($"\nRunning. Ctrl-C ends it; data stays in {devnet.Data.Root}.");
            await children.AnyExitAsync(cancellationToken);
            screen.Say("The chain ended, so the devnet ends too.");
            return 1;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return told ? 0 : Stopped;
        }
        catch (Exception exception)
        {
            screen.Failed(exception);
            return 1;
        }
    }
}
