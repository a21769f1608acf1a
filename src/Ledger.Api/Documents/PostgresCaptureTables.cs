using Ledger.Sdk.Ethereum;
using Npgsql;

namespace Ledger.Api.Documents;

/// <summary>One array of keys to look up; to write, COPY in its binary format, or arrays where there is little.</summary>
internal sealed class PostgresCaptureTables(NpgsqlConnection connection) : CaptureTables(connection)
{
    private const string Events = """
        copy captured.event (number, key, hash, hash_dialect, party, type, action, why, place, event_time, record_time, flags, context,
          salt, commitment, body) from stdin (format binary)
        """;

    private const string Epcs = "copy captured.event_of_epc (epc, event_time, event) from stdin (format binary)";
    private const string Terms = "copy captured.event_term (term, event_time, event) from stdin (format binary)";

    private const string Find = "select key, hash, commitment, salt from captured.event where key = any($1)";

    /// <summary>So few events go with the jobs in one message; more are worth the three conversations of COPY.</summary>
    private const int Few = 50;

    private readonly CopyBuffer buffer = new();
    private List<NpgsqlBatchCommand> last = [];

    public override bool RefusesKnown => true;

    private NpgsqlConnection Server => (NpgsqlConnection)Connection;

    public override async Task<(CaptureCount Count, Dictionary<Hash32, KnownEvent> Known)> BeginAsync(IReadOnlyList<Hash32> keys)
    {
        last = [];
        await using var batch = new NpgsqlBatch(Server) { BatchCommands = { new NpgsqlBatchCommand(Lock), PostgresArrays.Command(Find, PostgresArrays.Of(keys, key => key.ToArray())) } };
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.ReadAsync();
        var count = new CaptureCount(reader.GetInt64(0), reader.GetInt64(1));
        await reader.NextResultAsync();
        return (count, await ReadAsync(reader));
    }

    public override async Task<Dictionary<Hash32, KnownEvent>> FindAsync(IReadOnlyList<Hash32> keys)
    {
        if (keys.Count == 0) return [];
        await using var batch = new NpgsqlBatch(Server) { BatchCommands = { PostgresArrays.Command(Find, PostgresArrays.Of(keys, key => key.ToArray())) } };
        await using var reader = await batch.ExecuteReaderAsync();
        return await ReadAsync(reader);
    }

    public override async Task EndAsync(IReadOnlyList<JobRow> jobs, long first, CaptureCount next)
    {
        await using var batch = new NpgsqlBatch(Server);
        foreach (var command in last) batch.BatchCommands.Add(command);
        var count = new NpgsqlBatchCommand("update captured.counter set next = $1, record_time = $2 where name = 'event' and next = $3")
        {
            Parameters = { new NpgsqlParameter<long> { TypedValue = next.Next }, new NpgsqlParameter<long> { TypedValue = next.RecordTime }, new NpgsqlParameter<long> { TypedValue = first } },
        };
        if (jobs.Count > 0) batch.BatchCommands.Add(PostgresArrays.Jobs(jobs));
        batch.BatchCommands.Add(count);
        last = [];
        await batch.ExecuteNonQueryAsync();
        if (count.RecordsAffected != 1) throw new InvalidOperationException("Another transaction has taken the numbers of these events.");
    }

    private static async Task<Dictionary<Hash32, KnownEvent>> ReadAsync(NpgsqlDataReader reader)
    {
        var known = new Dictionary<Hash32, KnownEvent>();
        while (await reader.ReadAsync())
            known.Add(new Hash32((byte[])reader[0]), new KnownEvent(new Hash32((byte[])reader[1]), new Hash32((byte[])reader[2]), (byte[])reader[3]));
        return known;
    }

    public override async Task InsertAsync(IReadOnlyList<EventRow> rows)
    {
        if (rows.Count > Few) await base.InsertAsync(rows);
        else if (rows.Count > 0) last.AddRange(PostgresArrays.Events(rows));
    }

    public override Task AddAsync(IReadOnlyList<EventRow> rows) => CopyAsync(Events, rows, WriteEvent);

    public override async Task IndexAsync(IReadOnlyList<EventRow> rows)
    {
        var epcs = EpcRow.Of(rows);
        await CopyAsync(Epcs, epcs, WriteEpc);
        RowPool.Return(epcs);
        var terms = TermRow.Of(rows);
        await CopyAsync(Terms, terms, WriteTerm);
        RowPool.Return(terms);
    }

    private async Task CopyAsync<T>(string sql, IReadOnlyList<T> rows, Action<CopyBuffer, T> write)
    {
        if (rows.Count == 0) return;
        buffer.Begin();
        Stream? stream = null;
        foreach (var row in rows)
        {
            write(buffer, row);
            if (!buffer.IsFull) continue;
            stream ??= await Server.BeginRawBinaryCopyAsync(sql);
            await stream.WriteAsync(buffer.Take());
        }
        stream ??= await Server.BeginRawBinaryCopyAsync(sql);
        await stream.WriteAsync(buffer.Complete());
        await stream.DisposeAsync();
    }

    private static void WriteEvent(CopyBuffer to, EventRow row)
    {
        var captured = row.Event;
        to.Row(16);
        to.Add(row.Number);
        to.Add(captured.Key.Span);
        to.Add(captured.Hash.Span);
        to.Add(1);
        to.Add((long)row.Party);
        to.Add((int)captured.Type);
        to.Add(captured.Action);
        to.Add(row.Why);
        to.Add(row.Place);
        to.Add(captured.Time);
        to.Add(row.RecordTime);
        to.Add((int)captured.Flags);
        to.Add(row.Context);
        to.Add(captured.Salt);
        to.Add(captured.Commitment.Span);
        to.Add(captured.Body.Span);
    }

    private static void WriteEpc(CopyBuffer to, EpcRow epc)
    {
        to.Row(3);
        to.Add(epc.Id.Span[..EpcRow.KeyLength]);
        to.Add(epc.Time);
        to.Add(epc.Event);
    }

    private static void WriteTerm(CopyBuffer to, TermRow term)
    {
        to.Row(3);
        to.Add(term.Term);
        to.Add(term.Time);
        to.Add(term.Event);
    }
}
