using System.Text.RegularExpressions;
using Ledger.Indexer.Storage;

namespace Ledger.Api.Tests;

/// <summary>New databases that have every script already: copies of one that was migrated once. Tests of a process that is killed begin with an empty one.</summary>
internal static class MigratedDatabase
{
    private static readonly Lazy<Task<string>> Folder = new(async () =>
    {
        var folder = Directory.CreateTempSubdirectory("ledger-migrated-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        await MigrateAsync($"sqlite:{folder}");
        return folder;
    });

    private static readonly Lazy<Task<string>> Template = new(async () =>
    {
        var setting = await (await PostgresCluster.SharedAsync()).NewDatabaseAsync();
        await MigrateAsync(setting);
        return Regex.Match(setting, "Database=(\\w+)").Groups[1].Value;
    });

    /// <summary>A folder of its own for SQLite; whoever asks for it deletes it.</summary>
    public static async Task<string> NewFolderAsync()
    {
        var folder = Directory.CreateTempSubdirectory("ledger-api-").FullName;
        foreach (var file in Directory.EnumerateFiles(await Folder.Value)) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        return folder;
    }

    /// <summary>One on the PostgreSQL server of all tests; skips the running test visibly where PostgreSQL is not installed.</summary>
    public static async Task<string> OnPostgresAsync()
    {
        var server = await PostgresCluster.SharedAsync();
        return await server.NewDatabaseAsync(await Template.Value);
    }

    private static async Task MigrateAsync(string setting)
    {
        await using var database = Database.Parse(setting);
        await Migrator.MigrateAsync(database);
    }
}
