using Ledger.Sdk;

namespace Ledger.Devnet.Hosting;

/// <summary>Installs what the chains need from npm, once.</summary>
internal static class Npm
{
    /// <summary>Runs the bootstrap script, which does nothing when all is there, and gives the path of the Node it brought.</summary>
    /// <param name="progress">Gets what the script says while it installs.</param>
    /// <exception cref="LedgerException">Node is missing or the installation failed.</exception>
    public static async Task<string> InstallAsync(ChildProcesses children, Action<string> progress, CancellationToken cancellationToken)
    {
        var last = new LastLines();
        try
        {
            var script = await children.StartAsync("node", [Path.Combine(Places.Contracts, "bootstrap.mjs")], Places.Root, Line);
            await script.WaitForExitAsync(cancellationToken);
            if (script.ExitCode == 0 && File.Exists(last.Newest)) return last.Newest;
            if (script.ExitCode == 127) throw NodeMissing(null);
            throw new LedgerException("npm-failed", $"The npm packages could not be installed. npm said: {last}", "Check that Node 18 or newer and npm are installed and that the npm registry can be reached.");
        }
        catch (InvalidOperationException exception)
        {
            throw NodeMissing(exception);
        }

        void Line(string line)
        {
            last.Add(line);
            if (!Path.IsPathRooted(line)) progress(line);
        }
    }

    private static LedgerException NodeMissing(Exception? inner) =>
        new("node-missing", "Node was not found.", "Install Node 18 or newer with npm: the chains run on it.", inner);
}
