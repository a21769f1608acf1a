namespace Ledger.Tests;

/// <summary>Finds the published reference data, which lives outside the repository and is never copied into it.</summary>
public static class Vectors
{
    /// <summary>The folder: the setting <c>LEDGER_VECTORS</c>, by default <c>../shared/vectors</c> beside the checkout; null where absent.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>The path of one file or folder below the vectors; skips the running test visibly where it is absent.</summary>
    public static string Require(params string[] parts)
    {
        var path = Folder is null ? null : Path.Combine([Folder, .. parts]);
        if (path is null || !(File.Exists(path) || Directory.Exists(path)))
            Assert.Skip($"Reference data {string.Join('/', parts)} not found: set LEDGER_VECTORS to the folder of vectors.");
        return path;
    }

    private static string? Find()
    {
        var named = Environment.GetEnvironmentVariable("LEDGER_VECTORS");
        var path = string.IsNullOrEmpty(named) ? Path.Combine(Repository.Root, "..", "shared", "vectors") : named;
        return Directory.Exists(path) ? Path.GetFullPath(path) : null;
    }
}
