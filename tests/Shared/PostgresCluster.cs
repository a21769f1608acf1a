using System.Diagnostics;

namespace Ledger.Tests;

/// <summary>A throw-away PostgreSQL server of the test's own: a Unix socket in a temporary folder, gone with the process.</summary>
/// <remarks>PostgreSQL refuses to run as root, so that under root it runs as the system's <c>postgres</c> user.</remarks>
public sealed class PostgresCluster : IAsyncDisposable
{
    private static readonly Lazy<Task<PostgresCluster>> SharedCluster = new(() => StartAsync());

    private readonly string bin;
    private readonly bool durable;
    private Process? server;
    private int databases;

    private PostgresCluster(string bin, string folder, bool durable)
    {
        this.bin = bin;
        this.durable = durable;
        Folder = folder;
    }

    /// <summary>The temporary folder: <c>data</c> and the socket.</summary>
    public string Folder { get; }

    /// <summary>The process id of the running server.</summary>
    public int ProcessId => server?.Id ?? throw new InvalidOperationException("The server is stopped.");

    /// <summary>The folder of PostgreSQL's programs: <c>LEDGER_POSTGRES_BIN</c>, else Debian's newest; null where absent.</summary>
    public static string? Bin { get; } = FindBin();

    /// <summary>One server for all tests of a process; skips the running test visibly where PostgreSQL is not installed.</summary>
    public static Task<PostgresCluster> SharedAsync()
    {
        Require();
        return SharedCluster.Value;
    }

    /// <summary>Starts a server of its own, for tests that stop it. <paramref name="durable"/> keeps fsync on.</summary>
    public static async Task<PostgresCluster> StartAsync(bool durable = false)
    {
        Require();
        var folder = Directory.CreateTempSubdirectory("ledger-pg-").FullName;
        var cluster = new PostgresCluster(Bin!, folder, durable);
        if (Environment.IsPrivilegedProcess) await RunAsync("chown", "postgres:postgres", folder);
        await RunAsync(cluster.Unprivileged("initdb", "-D", Path.Combine(folder, "data"), "-U", "ledger", "-A", "trust", "-E", "UTF8",
            "--locale=C", "--no-sync"));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => cluster.Kill();
        await cluster.StartServerAsync();
        return cluster;
    }

    /// <summary>A new database, empty or a copy of another that nobody is connected to, as a setting <c>postgres:CONNECTION STRING</c>.</summary>
    public async Task<string> NewDatabaseAsync(string template = "template1")
    {
        var name = "t" + Interlocked.Increment(ref databases);
        await RunAsync(Unprivileged("createdb", "-h", Folder, "-U", "ledger", "-T", template, name));
        return $"postgres:Host={Folder};Username=ledger;Database={name};Maximum Pool Size=20";
    }

    /// <summary>Starts the stopped server again, on the same data; with the settings in <c>LEDGER_POSTGRES_SETTINGS</c>, such as
    /// <c>max_wal_size=8GB</c>, between commas.</summary>
    public async Task StartServerAsync()
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        string[] sync = durable ? [] : ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off"];
        var more = Environment.GetEnvironmentVariable("LEDGER_POSTGRES_SETTINGS") is { Length: > 0 } given ? given.Split(',').SelectMany(setting => new[] { "-c", setting }) : [];
        string[] settings = ["-D", Path.Combine(Folder, "data"), "-k", Folder, "-c", "listen_addresses=", "-c", "max_connections=200", "-c",
            "log_min_messages=fatal", .. sync, .. more];
        // The kernel sends the death signal when the *thread* that started the server ends, so that thread stays until the server is gone.
        new Thread(() => Serve(Unprivileged("postgres", settings, "--pdeathsig=KILL"), started)) { IsBackground = true, Name = "postgres" }.Start();
        server = await started.Task;
        for (var deadline = Stopwatch.StartNew(); ; await Task.Delay(50))
        {
            if (await TryRunAsync(Unprivileged("pg_isready", "-q", "-h", Folder, "-U", "ledger"))) return;
            if (deadline.Elapsed > TimeSpan.FromSeconds(30)) throw new TimeoutException("PostgreSQL did not become ready.");
        }
    }

    /// <summary>Stops the server; <paramref name="crash"/> as a power cut does, else at once but in order.</summary>
    public async Task StopServerAsync(bool crash = false)
    {
        if (server is not { } running) return;
        server = null;
        if (crash) running.Kill(entireProcessTree: true);
        else await RunAsync(Unprivileged("pg_ctl", "stop", "-D", Path.Combine(Folder, "data"), "-m", "fast", "-w"));
        await running.WaitForExitAsync();
    }

    /// <summary>Stops the server and deletes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopServerAsync(crash: true);
        Directory.Delete(Folder, recursive: true);
    }

    private static void Require()
    {
        if (Bin is null) Assert.Skip("PostgreSQL is not installed: set LEDGER_POSTGRES_BIN to the folder of initdb and postgres.");
    }

    private static void Serve(ProcessStartInfo start, TaskCompletionSource<Process> started)
    {
        try
        {
            using var process = Process.Start(start)!;
            process.OutputDataReceived += (_, _) => { };
            process.ErrorDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            started.SetResult(Process.GetProcessById(process.Id));
            process.WaitForExit();
        }
        catch (Exception failure)
        {
            started.TrySetException(failure);
        }
    }

    private void Kill()
    {
        try
        {
            server?.Kill(entireProcessTree: true);
            if (!Directory.Exists(Folder)) return;
            // Not awaited: the databases of a long run take many seconds to delete, and the runner calls a process that takes so long to end a failure.
            using var removal = Process.Start(new ProcessStartInfo("rm", ["-rf", "--", Folder]) { RedirectStandardOutput = true, RedirectStandardError = true });
        }
        catch (Exception failure) when (failure is IOException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // The process is ending; a folder that stays behind under /tmp harms nobody.
        }
    }

    private ProcessStartInfo Unprivileged(string program, params string[] arguments) => Unprivileged(program, arguments, []);

    /// <summary>With flags for <c>setpriv</c>. Only the server gets a death signal: a thread of the pool may end before a short command does, and would kill it.</summary>
    private ProcessStartInfo Unprivileged(string program, string[] arguments, params string[] flags)
    {
        var path = Path.Combine(bin, program);
        var start = Environment.IsPrivilegedProcess
            ? new ProcessStartInfo("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", .. flags, path, .. arguments])
            : new ProcessStartInfo(path, arguments);
        start.WorkingDirectory = Path.GetTempPath();
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        return start;
    }

    private static Task RunAsync(string program, params string[] arguments) =>
        RunAsync(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true });

    private static async Task RunAsync(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{start.FileName} failed: {error}{await output}");
    }

    private static async Task<bool> TryRunAsync(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }

    private static string? FindBin()
    {
        var named = Environment.GetEnvironmentVariable("LEDGER_POSTGRES_BIN");
        if (!string.IsNullOrEmpty(named)) return named;
        const string debian = "/usr/lib/postgresql";
        return !Directory.Exists(debian) ? null : Directory.GetDirectories(debian).OrderByDescending(folder => folder,
            StringComparer.Ordinal)
            .Select(folder => Path.Combine(folder, "bin")).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));
    }
}
