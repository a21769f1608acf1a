using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Ledger.EndToEnd;

/// <summary>The built devnet as a process of its own, as a person would start it, on free ports.</summary>
internal sealed partial class DevnetProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Process process;
    private readonly ConcurrentQueue<string> lines = new();
    private readonly SemaphoreSlim wrote = new(0);

    private DevnetProcess(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>All it has written so far.</summary>
    public string Output => string.Join('\n', lines);

    /// <summary>Starts <c>devnet.dll</c> itself.</summary>
    public static DevnetProcess Start(string data, params string[] arguments) => Start(["exec", Dll, .. Standard(data, arguments)]);

    /// <summary>Starts it through <c>dotnet run</c>.</summary>
    public static DevnetProcess Run(string data, params string[] arguments) =>
        Start(["run", "--no-build", "-c", Configuration, "--project", Path.Combine(Repository.Root, "devnet"), "--", .. Standard(data, arguments)]);

    /// <summary>Waits for a line and gives what the pattern's first group matched in it.</summary>
    public async Task<string> WaitForAsync(string pattern)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            if (Regex.Match(Output, pattern) is { Success: true } match) return match.Groups[match.Groups.Count > 1 ? 1 : 0].Value;
            Assert.False(process.HasExited && process.WaitForExit(1_000), $"The devnet ended before it wrote '{pattern}':\n{Output}");
            Assert.True(clock.Elapsed < Patience, $"The devnet did not write '{pattern}':\n{Output}");
            await wrote.WaitAsync(200);
        }
    }

    /// <summary>Waits until the API answers and gives its address.</summary>
    public Task<string> ApiAsync() => WaitForAsync(@"API and indexer answer at (http://\S+)");

    /// <summary>Waits until it ends by itself and gives its exit code.</summary>
    public async Task<int> ExitAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode;
    }

    /// <summary>Sends the signal of <c>kill -9</c> to the process that was started, and to nothing else.</summary>
    public void Kill() => Assert.Equal(0, Send(process.Id, 9));

    /// <summary>Sends what Ctrl-C sends.</summary>
    public void Interrupt() => Assert.Equal(0, Send(process.Id, 2));

    /// <summary>The processes below this one, at any depth.</summary>
    public IReadOnlyList<int> Descendants()
    {
        var parents = Directory.EnumerateDirectories("/proc").Select(path => Path.GetFileName(path)).Where(name => int.TryParse(name, out _)).Select(int.Parse)
            .Select(id => (Id: id, Parent: ParentOf(id))).ToList();
        var found = new List<int>();
        for (var next = new Queue<int>([process.Id]); next.TryDequeue(out var parent);)
        {
            foreach (var child in parents.Where(entry => entry.Parent == parent))
            {
                found.Add(child.Id);
                next.Enqueue(child.Id);
            }
        }
        return found;
    }

    /// <summary>Fails unless all of these processes are gone within ten seconds.</summary>
    public static async Task AssertGoneAsync(IReadOnlyList<int> processes)
    {
        var clock = Stopwatch.StartNew();
        while (processes.Any(Lives) && clock.Elapsed < TimeSpan.FromSeconds(10)) await Task.Delay(50);
        Assert.Empty(processes.Where(Lives).Select(id => File.ReadAllText($"/proc/{id}/cmdline").Replace('\0', ' ')));
    }

    /// <summary>Ends what this test started.</summary>
    public void Dispose()
    {
        try
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit(10_000);
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }
        process.Dispose();
        wrote.Dispose();
    }

    /// <summary>Debug or Release, as these tests were built.</summary>
    public static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    private static string Dll => Path.Combine(Repository.Root, "devnet", "bin", Configuration, "net10.0", "devnet.dll");

    private static IEnumerable<string> Standard(string data, string[] arguments) =>
        new[] { ("--data", data), ("--api", "http://127.0.0.1:0"), ("--rpc", "http://127.0.0.1:0") }
            .Where(option => !arguments.Contains(option.Item1)).SelectMany(option => new[] { option.Item1, option.Item2 }).Concat(arguments);

    private static DevnetProcess Start(IEnumerable<string> arguments)
    {
        // As a terminal starts it: where the tests run in the background of a script, Ctrl-C would be ignored from the start.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", .. arguments]) { WorkingDirectory = Repository.Root, RedirectStandardOutput = true, RedirectStandardError = true };
        return new DevnetProcess(Process.Start(start)!);
    }

    private static bool Lives(int id) => ParentOf(id) is not null;

    /// <summary>The parent's id; null for a process that is gone or only waits to be reaped.</summary>
    private static int? ParentOf(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : int.Parse(fields[1], System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lines.Enqueue(line);
        wrote.Release();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Send(int process, int signal);
}
