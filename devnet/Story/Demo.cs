using Ledger.Devnet.Hosting;

namespace Ledger.Devnet.Story;

/// <summary>The story.</summary>
internal static class Demo
{
    /// <summary>Plays it.</summary>
    public static Task PlayAsync(RunningDevnet devnet, DevnetOptions options, Screen.Screen screen, CancellationToken cancellationToken) => Task.CompletedTask;
}
