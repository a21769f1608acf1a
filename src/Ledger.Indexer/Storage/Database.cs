using System.Data.Common;
using Npgsql;

namespace Ledger.Indexer.Storage;

/// <summary>The database: schemas <c>projection</c> (rebuilt from the chain at any time) and <c>captured</c> (durable documents).</summary>
/// <remarks>Connections are pooled; dispose each after use. Every table is named with its schema in both dialects.</remarks>
public sealed class Database : IAsyncDisposable
{
    private readonly SqliteFolder? folder;
    private readonly NpgsqlDataSource? server;

    private Database(string setting, SqliteFolder? folder, NpgsqlDataSource? server)
    {
        Setting = setting;
        this.folder = folder;
        this.server = server;
    }

    /// <summary>The engine behind it.</summary>
    public Dialect Dialect => folder is null ? Dialect.PostgreSql : Dialect.Sqlite;

    /// <summary>What the database was opened with, without its password.</summary>
    public string Setting { get; }

    /// <summary>Opens <c>sqlite:FOLDER</c> (created where absent) or <c>postgres:CONNECTION STRING</c>. Nothing is connected yet.</summary>
    /// <exception cref="ArgumentException">Neither form, or a connection string that does not parse.</exception>
    public static Database Parse(string setting)
    {
        ArgumentException.ThrowIfNullOrEmpty(setting);
        DapperTypes.Register();
        var (engine, rest) = setting.IndexOf(':', StringComparison.Ordinal) is var colon and > 0
            ? (setting[..colon], setting[(colon + 1)..]) : (setting, "");
        if (rest.Length == 0 || engine is not ("sqlite" or "postgres"))
            throw new ArgumentException($"A database is sqlite:FOLDER or postgres:CONNECTION STRING, not '{engine}'.", nameof(setting));
        if (engine == "sqlite") return new Database(setting, new SqliteFolder(Path.GetFullPath(rest)), null);
        var text = new NpgsqlConnectionStringBuilder(rest);
        text.ApplicationName ??= "ledger";
        // Planning a trace's queries takes longer than running them.
        if (text.MaxAutoPrepare == 0) (text.MaxAutoPrepare, text.AutoPrepareMinUsages) = (100, 2);
        // What a session would have to forget, nobody here sets; the indexer's lock is let go by name.
        text.NoResetOnClose = true;
        var shown = new NpgsqlConnectionStringBuilder(text.ConnectionString) { Password = null };
        return new Database("postgres:" + shown.ConnectionString, null, new NpgsqlDataSourceBuilder(text.ConnectionString).Build());
    }

    /// <summary>An open connection that may write what <paramref name="access"/> says. Dispose it to hand it back.</summary>
    /// <exception cref="DbException">The database cannot be reached or is damaged.</exception>
    public async Task<DbConnection> OpenAsync(Access access = Access.Read, CancellationToken cancellationToken = default)
    {
        if (folder is not null) return folder.Open(access);
        return await server!.OpenConnectionAsync(cancellationToken);
    }

    /// <summary>The folder of the SQLite files; null on PostgreSQL.</summary>
    public string? Folder => folder?.Path;

    /// <summary>Closes every pooled connection.</summary>
    public async ValueTask DisposeAsync()
    {
        folder?.Dispose();
        if (server is not null) await server.DisposeAsync();
    }
}
