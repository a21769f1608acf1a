using System.Diagnostics;

namespace Ledger.HouseRules.Tests;

/// <summary>The files that git knows or would add: what a reader of the repository sees.</summary>
internal static class SourceTree
{
    public static IReadOnlyList<string> Files { get; } = List();

    public static IEnumerable<string> CSharp => Files.Where(path => path.EndsWith(".cs", StringComparison.Ordinal));

    public static string Read(string path) => File.ReadAllText(Path.Combine(Repository.Root, path));

    private static List<string> List()
    {
        var start = new ProcessStartInfo("git", ["ls-files", "--cached", "--others", "--exclude-standard"])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
        };
        using var git = Process.Start(start)!;
        var names = git.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        git.WaitForExit();
        Assert.True(git.ExitCode == 0, "git ls-files failed: the house rules read the files that git knows.");
        return [.. names.Where(name => File.Exists(Path.Combine(Repository.Root, name)))];
    }
}
