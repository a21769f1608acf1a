using System.Collections.Concurrent;
using System.Diagnostics;

namespace Ledger.Devnet.Hosting;

/// <summary>Starts child processes that die with this one, even if it is killed.</summary>
/// <remarks>
/// On Linux each child runs under <c>setpriv --pdeathsig KILL</c>. The kernel sends that signal when the thread that forked ends, not the
/// process, so every child is forked from one thread that lives as long as we do (prctl(2), PR_SET_PDEATHSIG).
/// </remarks>
public sealed class ChildProcesses : IDisposable
{
    private readonly BlockingCollection<Action> work = [];
    private readonly ConcurrentBag<Process> children = [];

    /// <summary>Starts the thread that forks.</summary>
    public ChildProcesses() => new Thread(Run) { IsBackground = true, Name = "fork" }.Start();

    /// <summary>Starts a program with its output redirected; <paramref name="onLine"/> gets every line of both streams.</summary>
    /// <exception cref="InvalidOperationException">The program could not be started.</exception>
    public Task<Process> StartAsync(string program, IEnumerable<string> arguments, string folder, Action<string> onLine,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        work.Add(() =>
        {
            try
            {
                started.SetResult(Start(program, arguments, folder, onLine, environment));
            }
            catch (Exception exception)
            {
                started.SetException(new InvalidOperationException($"{program} could not be started: {exception.Message}", exception));
            }
        });
        return started.Task;
    }

    /// <summary>Ends every child that still runs.</summary>
    public void Dispose()
    {
        foreach (var child in children)
        {
            try
            {
                if (!child.HasExited) child.Kill(entireProcessTree: true);
                child.WaitForExit(5_000);
            }
            catch (InvalidOperationException)
            {
                // It ended between the question and the kill.
            }
            child.Dispose();
        }
        work.CompleteAdding();
    }

    private Process Start(string program, IEnumerable<string> arguments, string folder, Action<string> onLine, IReadOnlyDictionary<string, string>? environment)
    {
        var tied = File.Exists("/usr/bin/setpriv");
        var start = new ProcessStartInfo(tied ? "/usr/bin/setpriv" : program)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        if (tied) foreach (var argument in (string[])["--pdeathsig", "KILL", program]) start.ArgumentList.Add(argument);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
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
}
