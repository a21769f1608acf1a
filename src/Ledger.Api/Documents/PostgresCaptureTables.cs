using Ledger.Sdk.Ethereum;
using Npgsql;
using NpgsqlTypes;

namespace Ledger.Api.Documents;

/// <summary>One array of keys to look up, COPY in its binary format to write.</summary>
internal sealed class PostgresCaptureTables(NpgsqlConnection connection) : CaptureTables
{
    private const string Events = """
        copy captured.event (number, key, hash, hash_dialect, party, type, action, biz_step, disposition, read_point, biz_location, event_time, record_time, flags, context,
          salt, commitment, body) from stdin (format binary)
        """;

    private const string Epcs = "copy captured.event_epc (id, event_time, event, role) from stdin (format binary)";
    private const string Terms = "copy captured.event_term (term, event_time, event) from stdin (format binary)";

    public override async Task<Dictionary<Hash32, KnownEvent>> FindAsync(IReadOnlyList<Hash32> keys)
    {
        var known = new Dictionary<Hash32, KnownEvent>(keys.Count);
        await using var command = new NpgsqlCommand("select key, hash, commitment, salt from captured.event where key = any($1)", connection);
        command.Parameters.Add(new NpgsqlParameter { Value = keys.Select(key => key.ToArray()).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            known.Add(new Hash32((byte[])reader[0]), new KnownEvent(new Hash32((byte[])reader[1]), new Hash32((byte[])reader[2]), (byte[])reader[3]));
        return known;
    }

    public override async Task InsertAsync(IReadOnlyList<EventRow> rows)
    {
        if (rows.Count == 0) return;
        await CopyAsync(Events, rows, WriteEvent);
        await CopyAsync(Epcs, rows, WriteEpcs);
        await CopyAsync(Terms, rows, WriteTerms);
    }

    private async Task CopyAsync(string sql, IReadOnlyList<EventRow> rows, Action<CopyBuffer, EventRow> write)
    {
        var buffer = new CopyBuffer();
        foreach (var row in rows) write(buffer, row);
        if (buffer.Rows == 0) return;
        await using var stream = await connection.BeginRawBinaryCopyAsync(sql);
        await stream.WriteAsync(buffer.Complete());
    }

    private static void WriteEvent(CopyBuffer to, EventRow row)
    {
        var captured = row.Event;
        to.Row(18);
        to.Add(row.Number);
        to.Add(captured.Key.Span);
        to.Add(captured.Hash.Span);
        to.Add(1);
        to.Add((long)row.Party);
        to.Add((int)captured.Type);
        to.Add(captured.Action);
        to.Add(row.BizStep);
        to.Add(row.Disposition);
        to.Add(row.ReadPoint);
        to.Add(row.BizLocation);
        to.Add(captured.Time);
        to.Add(row.RecordTime);
        to.Add((int)captured.Flags);
        to.Add(row.Context);
        to.Add(captured.Salt);
        to.Add(captured.Commitment.Span);
        to.Add(captured.Body.Span);
    }

    private static void WriteEpcs(CopyBuffer to, EventRow row)
    {
        foreach (var epc in row.Event.Epcs)
        {
            to.Row(4);
            to.Add(epc.Id.Span);
            to.Add(row.Event.Time);
            to.Add(row.Number);
            to.Add((int)epc.Role);
        }
    }

    private static void WriteTerms(CopyBuffer to, EventRow row)
    {
        foreach (var term in row.Event.Terms)
        {
            to.Row(3);
            to.Add(term);
            to.Add(row.Event.Time);
            to.Add(row.Number);
        }
    }
}
