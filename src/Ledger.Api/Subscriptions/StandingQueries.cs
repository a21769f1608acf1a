using System.Data.Common;
using System.Text.Json;
using Dapper;
using Ledger.Api.Documents;
using Ledger.Sdk;
using Ledger.Sdk.Gs1.Epcis.Query;

namespace Ledger.Api.Subscriptions;

/// <summary>A query that waits for events; for one thread at a time.</summary>
/// <param name="matcher">Decides over what the subscriber may see.</param>
/// <param name="initialRecordTime">Events captured before do not count; null for all.</param>
public sealed class StandingQuery(EventMatcher matcher, DateTimeOffset? initialRecordTime)
{
    private const int MostContexts = 100;

    private readonly Dictionary<string, EventContext> contexts = [];

    /// <summary>Whether an event, as its subscriber sees it, fits.</summary>
    public bool Matches(VisibleEvent seen) =>
        !(seen.RecordTime < initialRecordTime) && matcher.Matches(seen.Json, ContextOf(seen.Context), seen.RecordTime, DocumentReader.HashId(seen.Stored.Hash.Span));

    private EventContext ContextOf(string json)
    {
        if (contexts.TryGetValue(json, out var known)) return known;
        if (contexts.Count >= MostContexts) contexts.Clear();
        return contexts[json] = EventContext.Parse(json);
    }
}

/// <summary>Makes named queries wait for events.</summary>
public sealed class StandingQueries
{
    /// <summary>Whether there is a query of this name.</summary>
    public static async Task<bool> ExistsAsync(DbConnection connection, string name) =>
        await connection.ExecuteScalarAsync<long>("select count(*) from captured.named_query where name = @name", new { name }) == 1;

    /// <summary>That there is none.</summary>
    public static LedgerException Unknown(string name) => new("not-found", $"There is no query '{name}'.", "POST /epcis/v2/queries makes one.");

    /// <summary>The query of a name, waiting; null where there is none of this name.</summary>
    public async Task<StandingQuery?> FindAsync(DbConnection connection, string name, DateTimeOffset? initialRecordTime)
    {
        var row = await connection.QuerySingleOrDefaultAsync<(string Query, string Prefixes)?>("select query, prefixes from captured.named_query where name = @name", new { name });
        if (row is not { } found) return null;
        using var query = JsonDocument.Parse(found.Query);
        return new StandingQuery(new EventMatcher(EventQuery.Parse(query.RootElement, JsonSerializer.Deserialize<Dictionary<string, string>>(found.Prefixes))), initialRecordTime);
    }
}
