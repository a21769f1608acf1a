using Ledger.Indexer.Storage;
using Ledger.Tests;

namespace Ledger.Indexer.Tests;

/// <summary>A fresh database of one test, on either engine.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private readonly string? folder;

    private TestDatabase(string setting, string? folder)
    {
        this.folder = folder;
        Setting = setting;
        Database = Database.Parse(setting);
    }

    public Database Database { get; }

    public string Setting { get; }

    public static async Task<TestDatabase> CreateAsync(Dialect dialect, bool migrate = true)
    {
        var folder = dialect == Dialect.Sqlite ? Directory.CreateTempSubdirectory("ledger-db-").FullName : null;
        var setting = folder is not null ? "sqlite:" + folder : await (await PostgresCluster.SharedAsync()).NewDatabaseAsync();
        var created = new TestDatabase(setting, folder);
        if (migrate) await Migrator.MigrateAsync(created.Database);
        return created;
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        if (folder is not null) Directory.Delete(folder, recursive: true);
    }
}
