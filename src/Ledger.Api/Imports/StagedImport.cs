using System.Data.Common;
using System.Diagnostics;
using Dapper;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Imports;

/// <summary>An import on its way into the database: rows are written some at a time, so that other writers get their turn, and count all at
/// once at the end, or never.</summary>
internal sealed class StagedImport : IAsyncDisposable
{
    /// <summary>Who has not written for so long is taken for gone.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>A row of <c>captured.approved_invoice</c>, <c>i</c>, that counts.</summary>
    public const string Counts = "not exists (select 1 from captured.running_import g where g.number = i.import)";

    private const int Slice = 2000;
    private const int AtOnce = 250;

    // Who finds SQLite's lock taken looks again after 25 ms at most for the first tenth of a second: a longer pause every so often, and it gets its turn.
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(80);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(30);

    private readonly Database database;
    private readonly TimeProvider time;
    private readonly PartyId party;
    private readonly Hash32 file;
    private readonly DbConnection connection;
    private readonly IBulkWriter writer;
    private long number;
    private long first;
    private long turn;
    private bool isOver;

    private StagedImport(Database database, TimeProvider time, PartyId party, Hash32 file, DbConnection connection) =>
        (this.database, this.time, this.party, this.file, this.connection, writer) = (database, time, party, file, connection, BulkWriter.On(connection));

    private long Now => time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Begins one. Dispose it: what was not published goes.</summary>
    public static async Task<StagedImport> BeginAsync(Database database, TimeProvider time, PartyId party, Hash32 file, CancellationToken cancellationToken)
    {
        await RemoveStaleAsync(database, time, cancellationToken);
        var import = new StagedImport(database, time, party, file, await database.OpenAsync(Access.Captured, cancellationToken));
        try
        {
            import.first = await import.connection.ExecuteScalarAsync<long?>("select max(id) from captured.approved_invoice") ?? 0;
            import.number = await import.connection.ExecuteScalarAsync<long>(
                "insert into captured.running_import (party, file, first, alive) values (@party, @file, @first, @Now) returning number", import.Values());
            await import.SyncAsync(isStaging: true);
            return import;
        }
        catch
        {
            await import.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes some rows.</summary>
    /// <exception cref="DbException">One of them is there already.</exception>
    /// <exception cref="LedgerException"><c>duplicate-invoice</c>: it was taken for gone meanwhile.</exception>
    public async Task AddAsync(IReadOnlyList<JudgedRow> rows, CancellationToken cancellationToken)
    {
        if (database.Dialect == Dialect.Sqlite && Stopwatch.GetElapsedTime(turn) > Turn)
        {
            await Task.Delay(Pause, cancellationToken);
            turn = Stopwatch.GetTimestamp();
        }
        // So few that a busy machine seldom takes the processor away while SQLite's lock is held.
        foreach (var few in rows.Chunk(database.Dialect == Dialect.Sqlite ? AtOnce : rows.Count))
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            if (await connection.ExecuteAsync("update captured.running_import set alive = @Now where number = @number and alive > 0", Values()) == 0) throw Overtaken(null);
            await InvoiceStore.AddAsync(writer, few, party, file, number, Now, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
    }

    /// <summary>Lets all that was written count, and marks the file as imported.</summary>
    public async Task PublishAsync(long rows, long stored, CancellationToken cancellationToken)
    {
        await SyncAsync(isStaging: false);
        await using (var transaction = await connection.BeginTransactionAsync(cancellationToken))
        {
            if (await connection.ExecuteAsync("delete from captured.running_import where number = @number and alive > 0", Values()) == 0) throw Overtaken(null);
            await InvoiceStore.MarkAsync(connection, party, file, InvoiceStore.Kind, Now, rows, stored);
            await transaction.CommitAsync(cancellationToken);
        }
        isOver = true;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        (writer as IDisposable)?.Dispose();
        try
        {
            if (!isOver && number != 0) await RemoveAsync(connection, number, first, default);
        }
        finally
        {
            await SyncAsync(isStaging: false);
            await connection.DisposeAsync();
        }
    }

    /// <summary>What is thrown where another import was faster.</summary>
    public static LedgerException Overtaken(Exception? inner) => new(
        "duplicate-invoice", "Another import has taken some of these invoices meanwhile; nothing was stored.", "Send the file again: a preview says which.", inner);

    /// <summary>Removes what imports left that are gone: of a process that was killed, or cut off.</summary>
    public static async Task RemoveStaleAsync(Database database, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(Access.Captured, cancellationToken);
        var before = time.GetUtcNow().Add(-Patience).ToUnixTimeSeconds();
        var stale = await connection.QueryAsync<(long Number, long First)>("select number, first from captured.running_import where alive < @before", new { before });
        foreach (var (number, first) in stale.AsList())
            // One that is only slow must not write again, or rows behind those that are removed would count in the end.
            if (await connection.ExecuteAsync("update captured.running_import set alive = 0 where number = @number and alive < @before", new { number, before }) > 0)
                await RemoveAsync(connection, number, first, cancellationToken);
    }

    /// <summary>Removes an import's rows some at a time, and then itself: until that is done none of them counts.</summary>
    private static async Task RemoveAsync(DbConnection connection, long number, long first, CancellationToken cancellationToken)
    {
        var last = await connection.ExecuteScalarAsync<long?>("select max(id) from captured.approved_invoice") ?? 0;
        for (var from = first; from < last; from += Slice)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await connection.ExecuteAsync("delete from captured.approved_invoice where id > @from and id <= @to and import = @number", new { from, to = from + Slice, number });
        }
        await connection.ExecuteAsync("delete from captured.running_import where number = @number", new { number });
    }

    /// <summary>What does not count yet need not outlive a power cut: SQLite waits for the disk when it is published, which brings all before it there
    /// too, and until then holds its lock no longer than a slice takes to write. The log is emptied often, so that nobody's turn has much to flush.</summary>
    private async Task SyncAsync(bool isStaging)
    {
        if (database.Dialect == Dialect.Sqlite)
            await connection.ExecuteAsync($"pragma captured.synchronous = {(isStaging ? "normal" : "full")}; pragma wal_autocheckpoint = {(isStaging ? 2000 : 16384)}");
    }

    private object Values() => new { number, party = (long)party.Value, file, first, Now };
}
