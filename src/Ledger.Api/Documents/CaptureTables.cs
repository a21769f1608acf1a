using System.Data.Common;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Ethereum;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Ledger.Api.Documents;

/// <summary>How far capture is.</summary>
/// <param name="Next">The number of the event that follows.</param>
/// <param name="RecordTime">When the last one was captured, in unix milliseconds: none that follows is earlier, whatever the clock says.</param>
internal readonly record struct CaptureCount(long Next, long RecordTime);

/// <summary>Looks up and writes events in a running transaction, many at a time, as fast as the engine allows.</summary>
/// <remarks>It keeps its connection, so that statements stay prepared and pages in memory.</remarks>
internal abstract class CaptureTables(DbConnection connection) : IAsyncDisposable
{
    protected const string Lock = "update captured.counter set next = next where name = 'event' returning next, record_time";

    /// <summary>The connection.</summary>
    public DbConnection Connection { get; } = connection;

    /// <summary>The writer for a database's engine.</summary>
    public static async Task<CaptureTables> OpenAsync(Database database)
    {
        var connection = await database.OpenAsync(Access.Captured);
        return connection is NpgsqlConnection server ? new PostgresCaptureTables(server) : new SqliteCaptureTables((SqliteConnection)connection);
    }

    /// <summary>Locks the counter; how far it is, and those of the events that are stored already.</summary>
    public abstract Task<(CaptureCount Count, Dictionary<Hash32, KnownEvent> Known)> BeginAsync(IReadOnlyList<Hash32> keys);

    /// <summary>Those of the events that are stored already.</summary>
    public abstract Task<Dictionary<Hash32, KnownEvent>> FindAsync(IReadOnlyList<Hash32> keys);

    /// <summary>Whether a key that exists is refused as cheaply as it is looked up, so that of a long document few are looked up.</summary>
    public abstract bool RefusesKnown { get; }

    /// <summary>Stores events with what they can be found by; at the latest when <see cref="EndAsync"/> is called.</summary>
    public virtual async Task InsertAsync(IReadOnlyList<EventRow> rows)
    {
        await AddAsync(rows);
        await IndexAsync(rows);
    }

    /// <summary>Stores events.</summary>
    public abstract Task AddAsync(IReadOnlyList<EventRow> rows);

    /// <summary>Stores what events can be found by: better of many at once, as the rows of each event are far from each other.</summary>
    public abstract Task IndexAsync(IReadOnlyList<EventRow> rows);

    /// <summary>Stores the jobs, and moves the counter on from the number that this transaction began with.</summary>
    /// <exception cref="InvalidOperationException">Another transaction has moved it.</exception>
    public abstract Task EndAsync(IReadOnlyList<JobRow> jobs, long first, CaptureCount next);

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync() => Connection.DisposeAsync();
}
