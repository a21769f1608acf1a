using Npgsql;
using NpgsqlTypes;

namespace Ledger.Api.Documents;

/// <summary>Statements that take their rows as one array a column, so that several go in one message and each is prepared once.</summary>
internal static class PostgresArrays
{
    private const string InsertEvents = """
        insert into captured.event (number, key, hash, hash_dialect, party, type, action, why, place, event_time, record_time, flags, context,
          salt, commitment, body)
        select number, key, hash, 1, party, type, action, why, place, event_time, record_time, flags, context, salt, commitment, body
        from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
          as given (number, key, hash, party, type, action, why, place, event_time, record_time, flags, context, salt, commitment, body)
        """;

    private const string InsertEpcs =
        "insert into captured.event_of_epc (epc, event_time, event) select epc, event_time, event from unnest($1, $2, $3) as given (epc, event_time, event)";

    private const string InsertTerms =
        "insert into captured.event_term (term, event_time, event) select term, event_time, event from unnest($1, $2, $3) as given (term, event_time, event)";

    private const string InsertJobs = """
        insert into captured.capture_job (id, party, created, finished, success, behaviour, events, captured, first_event, errors, document_hash, signed_by, signer, signature, hashes_root)
        select id, party, created, finished, success, behaviour, events, captured, first_event, errors, document_hash, signed_by, signer, signature, hashes_root
        from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
          as given (id, party, created, finished, success, behaviour, events, captured, first_event, errors, document_hash, signed_by, signer, signature, hashes_root)
        """;

    /// <summary>A statement with its parameters.</summary>
    public static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        return command;
    }

    /// <summary>Inserts events, and what they can be found by.</summary>
    public static IEnumerable<NpgsqlBatchCommand> Events(IReadOnlyList<EventRow> rows)
    {
        yield return Command(
            InsertEvents, Of(rows, row => row.Number), Of(rows, row => row.Event.Key.ToArray()), Of(rows, row => row.Event.Hash.ToArray()), Of(rows, row => (long)row.Party),
            Of(rows, row => (int?)row.Event.Type), Of(rows, row => row.Event.Action), Of(rows, row => row.Why), Of(rows, row => row.Place),
            Of(rows, row => row.Event.Time), Of(rows, row => row.RecordTime), Of(rows, row => (int?)row.Event.Flags), Of(rows, row => (int?)row.Context),
            Of(rows, row => row.Event.Salt), Of(rows, row => row.Event.Commitment.ToArray()), Of(rows, row => row.Event.Body.ToArray()));
        var epcs = EpcRow.Of(rows);
        if (epcs.Count > 0) yield return Command(InsertEpcs, Of(epcs, epc => EpcRow.KeyOf(epc.Id)), Of(epcs, epc => epc.Time), Of(epcs, epc => epc.Event));
        var terms = TermRow.Of(rows);
        if (terms.Count > 0) yield return Command(InsertTerms, Of(terms, term => term.Term), Of(terms, term => term.Time), Of(terms, term => term.Event));
    }

    /// <summary>Inserts jobs.</summary>
    public static NpgsqlBatchCommand Jobs(IReadOnlyList<JobRow> jobs) => Command(
        InsertJobs, Texts(jobs, job => job.Id), Of(jobs, job => (long)job.Party), Of(jobs, job => job.Created), Of(jobs, job => job.Finished), Of(jobs, job => job.Success ? 1 : (int?)0),
        Texts(jobs, job => job.Behaviour), Of(jobs, job => (int?)job.Events), Of(jobs, job => (int?)job.Captured), Array(jobs, job => job.FirstEvent, NpgsqlDbType.Bigint),
        Texts(jobs, job => job.Errors), Of(jobs, job => job.DocumentHash), Of(jobs, job => (int?)job.Signature.SignedBy), Of(jobs, job => job.Signature.Signer?.ToArray()!),
        Of(jobs, job => job.Signature.Signature!), Of(jobs, job => job.Signature.Root?.ToArray()!));

    public static NpgsqlParameter<byte[][]> Of<T>(IReadOnlyList<T> rows, Func<T, byte[]> value) => Array(rows, value, NpgsqlDbType.Bytea);

    private static NpgsqlParameter<long[]> Of<T>(IReadOnlyList<T> rows, Func<T, long> value) => Array(rows, value, NpgsqlDbType.Bigint);

    private static NpgsqlParameter<int?[]> Of<T>(IReadOnlyList<T> rows, Func<T, int?> value) => Array(rows, value, NpgsqlDbType.Integer);

    private static NpgsqlParameter<string?[]> Texts<T>(IReadOnlyList<T> rows, Func<T, string?> value) => Array(rows, value, NpgsqlDbType.Text);

    private static NpgsqlParameter<TValue[]> Array<T, TValue>(IReadOnlyList<T> rows, Func<T, TValue> value, NpgsqlDbType type)
    {
        var values = new TValue[rows.Count];
        for (var i = 0; i < values.Length; i++) values[i] = value(rows[i]);
        return new NpgsqlParameter<TValue[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type };
    }
}
