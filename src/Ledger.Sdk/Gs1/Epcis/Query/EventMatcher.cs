using System.Collections.Frozen;

namespace Ledger.Sdk.Gs1.Epcis.Query;

/// <summary>Decides whether events fit a query, over what a reader may see of them. One thread at a time; its memory is reused.</summary>
public sealed class EventMatcher
{
    private readonly EventQuery query;
    private readonly Condition[] conditions;
    private readonly EventReading reading = new();

    /// <summary>Creates the matcher; <paramref name="masterData"/> answers what the query wants to know of master data, nothing if absent.</summary>
    public EventMatcher(EventQuery query, Func<MasterDataDemand, IReadOnlySet<string>>? masterData = null)
    {
        this.query = query;
        conditions = [.. query.Conditions];
        foreach (var demand in query.MasterDataDemands) reading.Learn(demand, masterData?.Invoke(demand) ?? FrozenSet<string>.Empty);
    }

    /// <summary>Whether an event fits.</summary>
    /// <param name="eventJson">The event, UTF-8.</param>
    /// <param name="context">What the document said of prefixes; null if nothing.</param>
    /// <param name="recordTime">When it was captured here.</param>
    /// <param name="derivedId">The ID under which it is known if it carries none: its hash.</param>
    public bool Matches(ReadOnlyMemory<byte> eventJson, EventContext? context, DateTimeOffset recordTime, string? derivedId = null)
    {
        if (!reading.Load(eventJson, context?.Prefixes, recordTime, derivedId)) return false;
        foreach (var condition in conditions)
            if (!condition.Holds(reading)) return false;
        return true;
    }

    /// <summary>What the event last matched is ordered by, where that is a quantity or a field of its own; null if it has none.</summary>
    public EventSortKey? SortKey() => EventSortKey.Of(query, reading);
}
