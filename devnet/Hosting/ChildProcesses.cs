using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Ledger.Devnet.Hosting;

/// <summary>Starts child processes that die with this one, even if it is killed.</summary>
/// <remarks>
/// On Linux each child runs under <c>setpriv --pdeathsig</c>. The kernel sends that signal when the thread that forked ends, not the
/// process, so every child is forked from one thread that lives as long as we do (prctl(2), PR_SET_PDEATHSIG).
/// </remarks>
public sealed partial class ChildProcesses : IDisposable
{
    private const int Sigterm = 15;

    private readonly BlockingCollection<Action> work = [];
    private readonly ConcurrentBag<Process> children = [];

    /// <summary>Starts the thread that forks.</summary>
    public ChildProcesses() => new Thread(Run) { IsBackground = true, Name = "fork" }.Start();

    /// <summary>Starts a program with its output redirected; <paramref name="onLine"/> gets every line of both streams.</summary>
    /// <param name="lastSignal">What the child gets when this process is gone: KILL, or TERM for one that must still save its state.</param>
    /// <exception cref="InvalidOperationException">The program could not be started.</exception>
    public Task<Process> StartAsync(string program, IEnumerable<string> arguments, string folder, Action<string> onLine, string lastSignal = "KILL")
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        work.Add(() =>
        {
            try
            {
                started.SetResult(Start(program, arguments, folder, onLine, lastSignal));
            }
            catch (Exception exception)
            {
                started.SetException(new InvalidOperationException($"{program} could not be started: {exception.Message}", exception));
            }
        });
        return started.Task;
    }

    /// <summary>Waits until a child that still runs ends by itself; for ever where none does.</summary>
    public async Task AnyExitAsync(CancellationToken cancellationToken)
    {
        var exits = children.Where(child => !child.HasExited).Select(child => child.WaitForExitAsync(cancellationToken));
        await await Task.WhenAny([.. exits, Task.Delay(Timeout.Infinite, cancellationToken)]);
    }

    /// <summary>Asks every child that still runs to end, and ends those that have not within five seconds.</summary>
    public void Dispose()
    {
        var running = children.Where(child => !child.HasExited).ToList();
        foreach (var child in running) Terminate(child);
        foreach (var child in running.Where(child => !child.WaitForExit(5_000))) child.Kill(entireProcessTree: true);
        foreach (var child in children) child.Dispose();
        children.Clear();
        work.CompleteAdding();
    }

    private static void Terminate(Process child)
    {
        if (OperatingSystem.IsWindows()) child.Kill(entireProcessTree: true);
        else _ = Kill(child.Id, Sigterm);
    }

    private Process Start(string program, IEnumerable<string> arguments, string folder, Action<string> onLine, string lastSignal)
    {
        var tied = File.Exists("/usr/bin/setpriv");
        var start = new ProcessStartInfo(tied ? "/usr/bin/setpriv" : program)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        if (tied) foreach (var argument in (string[])["--pdeathsig", lastSignal, program]) start.ArgumentList.Add(argument);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["HARDHAT_DISABLE_TELEMETRY_PROMPT"] = "true";
        var child = Process.Start(start)!;
        children.Add(child);
        child.OutputDataReceived += (_, line) => { if (line.Data is not null) onLine(line.Data); };
        child.ErrorDataReceived += (_, line) => { if (line.Data is not null) onLine(line.Data); };
        child.BeginOutputReadLine();
        child.BeginErrorReadLine();
        return child;
    }

    private void Run()
    {
        foreach (var action in work.GetConsumingEnumerable()) action();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
