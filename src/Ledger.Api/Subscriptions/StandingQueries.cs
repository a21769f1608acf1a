using System.Data.Common;
using Ledger.Api.Documents;
using Ledger.Api.Queries;
using Ledger.Sdk.Gs1.Epcis.Query;

namespace Ledger.Api.Subscriptions;

/// <summary>A query that waits for events; for one thread at a time.</summary>
/// <param name="Matcher">Decides over what the subscriber may see.</param>
/// <param name="InitialRecordTime">Events captured before do not count; null for all.</param>
/// <param name="AsksMasterData">Whether it was made from master data, which later documents may change.</param>
public sealed record StandingQuery(EventMatcher Matcher, DateTimeOffset? InitialRecordTime, bool AsksMasterData)
{
    /// <summary>Whether an event, as its subscriber sees it, fits.</summary>
    public bool Matches(VisibleEvent seen) => !(seen.RecordTime < InitialRecordTime) && Matcher.Fits(seen);
}

/// <summary>Makes named queries wait for events. Their order and limits do not count: a subscriber is told of all that fit, as they come.</summary>
public sealed class StandingQueries(MasterDataStore masterData)
{
    /// <summary>The query of a name, waiting; null where there is none of this name.</summary>
    public async Task<StandingQuery?> FindAsync(DbConnection connection, string name, DateTimeOffset? initialRecordTime)
    {
        if (await NamedQueries.FindAsync(connection, name) is not { Query: var query }) return null;
        var matcher = new EventMatcher(query, await masterData.ResolveAsync(connection, query.MasterDataDemands));
        return new StandingQuery(matcher, initialRecordTime, query.MasterDataDemands.Count > 0);
    }
}
