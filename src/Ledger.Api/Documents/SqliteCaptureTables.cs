using Ledger.Sdk.Ethereum;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Ledger.Api.Documents;

/// <summary>Prepared statements on the raw handle: the provider's parameters cost more than the insert itself.</summary>
internal sealed class SqliteCaptureTables(SqliteConnection connection) : CaptureTables(connection)
{
    private const string Select = "select hash, commitment, salt from captured.event where substr(key, 1, 8) = substr(?1, 1, 8) and key = ?1";

    private const string Event = """
        insert into captured.event (number, key, hash, hash_dialect, party, type, action, why, place, event_time, record_time, flags, context,
          salt, commitment, body) values (?1, ?2, ?3, 1, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
        """;

    private const string Epc = "insert into captured.event_of_epc (epc, event_time, event) values (?1, ?2, ?3)";
    private const string Term = "insert into captured.event_term (term, event_time, event) values (?1, ?2, ?3)";

    private const string Job = """
        insert into captured.capture_job (id, party, created, finished, success, behaviour, events, captured, first_event, errors, document_hash, signed_by, signer, signature, hashes_root)
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
        """;

    private readonly Dictionary<string, sqlite3_stmt> prepared = [];

    public override bool RefusesKnown => false;

    public override async Task<(CaptureCount Count, Dictionary<Hash32, KnownEvent> Known)> BeginAsync(IReadOnlyList<Hash32> keys)
    {
        var update = Prepare(Lock);
        Step(update);
        var count = new CaptureCount(raw.sqlite3_column_int64(update, 0), raw.sqlite3_column_int64(update, 1));
        Step(update);
        raw.sqlite3_reset(update);
        return (count, await FindAsync(keys));
    }

    public override Task<Dictionary<Hash32, KnownEvent>> FindAsync(IReadOnlyList<Hash32> keys)
    {
        var known = new Dictionary<Hash32, KnownEvent>(keys.Count);
        var select = Prepare(Select);
        foreach (var key in keys)
        {
            raw.sqlite3_bind_blob(select, 1, key.Span);
            if (Step(select) == raw.SQLITE_ROW)
                known[key] = new KnownEvent(
                    new Hash32(raw.sqlite3_column_blob(select, 0)), new Hash32(raw.sqlite3_column_blob(select, 1)), raw.sqlite3_column_blob(select, 2).ToArray());
            raw.sqlite3_reset(select);
        }
        return Task.FromResult(known);
    }

    public override Task AddAsync(IReadOnlyList<EventRow> rows)
    {
        var add = Prepare(Event);
        foreach (var row in rows)
        {
            Bind(add, row);
            Run(add);
        }
        return Task.CompletedTask;
    }

    public override Task IndexAsync(IReadOnlyList<EventRow> rows)
    {
        var (addEpc, addTerm) = (Prepare(Epc), Prepare(Term));
        var epcs = EpcRow.Of(rows);
        foreach (ref readonly var epc in epcs.AsSpan())
        {
            raw.sqlite3_bind_blob(addEpc, 1, epc.Id.Span[..EpcRow.KeyLength]);
            raw.sqlite3_bind_int64(addEpc, 2, epc.Time);
            raw.sqlite3_bind_int64(addEpc, 3, epc.Event);
            Run(addEpc);
        }
        RowPool.Return(epcs);
        var terms = TermRow.Of(rows);
        foreach (ref readonly var term in terms.AsSpan())
        {
            raw.sqlite3_bind_int64(addTerm, 1, term.Term);
            raw.sqlite3_bind_int64(addTerm, 2, term.Time);
            raw.sqlite3_bind_int64(addTerm, 3, term.Event);
            Run(addTerm);
        }
        RowPool.Return(terms);
        return Task.CompletedTask;
    }

    public override Task EndAsync(IReadOnlyList<JobRow> jobs, long first, CaptureCount next)
    {
        var add = Prepare(Job);
        foreach (var job in jobs)
        {
            raw.sqlite3_bind_text(add, 1, job.Id);
            raw.sqlite3_bind_int64(add, 2, (long)job.Party);
            raw.sqlite3_bind_int64(add, 3, job.Created);
            raw.sqlite3_bind_int64(add, 4, job.Finished);
            raw.sqlite3_bind_int(add, 5, job.Success ? 1 : 0);
            raw.sqlite3_bind_text(add, 6, job.Behaviour);
            raw.sqlite3_bind_int(add, 7, job.Events);
            raw.sqlite3_bind_int64(add, 8, job.Captured);
            _ = job.FirstEvent is { } number ? raw.sqlite3_bind_int64(add, 9, number) : raw.sqlite3_bind_null(add, 9);
            _ = job.Errors is { } errors ? raw.sqlite3_bind_text(add, 10, errors) : raw.sqlite3_bind_null(add, 10);
            raw.sqlite3_bind_blob(add, 11, job.DocumentHash);
            BindNumber(add, 12, (int?)job.Signature.SignedBy);
            BindBytes(add, 13, job.Signature.Signer?.ToArray());
            BindBytes(add, 14, job.Signature.Signature);
            BindBytes(add, 15, job.Signature.Root?.ToArray());
            Run(add);
        }
        var count = Prepare("update captured.counter set next = ?1, record_time = ?2 where name = 'event'");
        raw.sqlite3_bind_int64(count, 1, next.Next);
        raw.sqlite3_bind_int64(count, 2, next.RecordTime);
        Run(count);
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        foreach (var statement in prepared.Values) raw.sqlite3_finalize(statement);
        prepared.Clear();
        return base.DisposeAsync();
    }

    private sqlite3 Handle => ((SqliteConnection)Connection).Handle!;

    private static void Bind(sqlite3_stmt add, EventRow row)
    {
        var captured = row.Event;
        raw.sqlite3_bind_int64(add, 1, row.Number);
        raw.sqlite3_bind_blob(add, 2, captured.Key.Span);
        raw.sqlite3_bind_blob(add, 3, captured.Hash.Span);
        raw.sqlite3_bind_int64(add, 4, (long)row.Party);
        raw.sqlite3_bind_int(add, 5, (int)captured.Type);
        BindNumber(add, 6, captured.Action);
        BindNumber(add, 7, row.Why);
        BindNumber(add, 8, row.Place);
        raw.sqlite3_bind_int64(add, 9, captured.Time);
        raw.sqlite3_bind_int64(add, 10, row.RecordTime);
        raw.sqlite3_bind_int(add, 11, (int)captured.Flags);
        raw.sqlite3_bind_int(add, 12, row.Context);
        raw.sqlite3_bind_blob(add, 13, captured.Salt);
        raw.sqlite3_bind_blob(add, 14, captured.Commitment.Span);
        raw.sqlite3_bind_blob(add, 15, captured.Body.Span);
    }

    private static void BindNumber(sqlite3_stmt statement, int index, int? value) =>
        _ = value is { } number ? raw.sqlite3_bind_int(statement, index, number) : raw.sqlite3_bind_null(statement, index);

    private static void BindBytes(sqlite3_stmt statement, int index, byte[]? value) =>
        _ = value is null ? raw.sqlite3_bind_null(statement, index) : raw.sqlite3_bind_blob(statement, index, value);

    private void Run(sqlite3_stmt statement)
    {
        Step(statement);
        raw.sqlite3_reset(statement);
    }

    private int Step(sqlite3_stmt statement)
    {
        var result = raw.sqlite3_step(statement);
        if (result is raw.SQLITE_DONE or raw.SQLITE_ROW) return result;
        var message = raw.sqlite3_errmsg(Handle).utf8_to_string();
        raw.sqlite3_reset(statement);
        throw new SqliteException($"SQLite Error {result}: '{message}'.", result);
    }

    private sqlite3_stmt Prepare(string sql)
    {
        if (prepared.TryGetValue(sql, out var known)) return known;
        var result = raw.sqlite3_prepare_v2(Handle, sql, out var statement);
        if (result != raw.SQLITE_OK) throw new SqliteException($"SQLite Error {result}: '{raw.sqlite3_errmsg(Handle).utf8_to_string()}' in {sql}", result);
        return prepared[sql] = statement;
    }
}
