namespace Ledger.Sdk.Gs1.Epcis.Query;

/// <summary>The fields whose values are kept as numbers of a vocabulary. Kept by these numbers.</summary>
public enum VocabularyField
{
    /// <summary><c>bizStep</c>.</summary>
    BizStep = 2,

    /// <summary><c>disposition</c>.</summary>
    Disposition = 3,

    /// <summary><c>readPoint</c>.</summary>
    ReadPoint = 4,

    /// <summary><c>bizLocation</c>.</summary>
    BizLocation = 5,
}

/// <summary>Events outside name none of these: identifiers in canonical form, or terms (<see cref="Terms"/>).</summary>
public sealed record IndexedChoice(IReadOnlyList<string> Epcs, IReadOnlyList<long> Terms);

/// <summary>Events outside have none of these values; with descendants, also what lies within them.</summary>
public sealed record VocabularyChoice(VocabularyField Field, IReadOnlyList<string> Values, MasterDataDemand? Descendants);

/// <summary>What an index may narrow a query by. Everything here must hold; it never excludes an event that fits.</summary>
public sealed class QueryScope
{
    private readonly List<IndexedChoice> indexed = [];
    private readonly List<VocabularyChoice> vocabularies = [];

    /// <summary>The earliest event time.</summary>
    public DateTimeOffset? FromEventTime { get; private set; }

    /// <summary>The event time before which events are.</summary>
    public DateTimeOffset? BeforeEventTime { get; private set; }

    /// <summary>The earliest record time.</summary>
    public DateTimeOffset? FromRecordTime { get; private set; }

    /// <summary>The record time before which events were captured.</summary>
    public DateTimeOffset? BeforeRecordTime { get; private set; }

    /// <summary>The types, of which one; null for all.</summary>
    public IReadOnlyList<string>? EventTypes { get; private set; }

    /// <summary>The actions, of which one; null for all.</summary>
    public IReadOnlyList<string>? Actions { get; private set; }

    /// <summary>The event IDs, of which one; null for all.</summary>
    public IReadOnlyList<string>? EventIds { get; private set; }

    /// <summary>Whether only error declarations fit.</summary>
    public bool OnlyErrors { get; internal set; }

    /// <summary>Choices of identifiers and terms, each of which must hold.</summary>
    public IReadOnlyList<IndexedChoice> Indexed => indexed;

    /// <summary>Choices of vocabulary values, each of which must hold.</summary>
    public IReadOnlyList<VocabularyChoice> Vocabularies => vocabularies;

    internal void Add(IndexedChoice choice) => indexed.Add(choice);

    internal void Add(VocabularyChoice choice) => vocabularies.Add(choice);

    internal void Add(string kind, IEnumerable<string> values) => indexed.Add(new IndexedChoice([], [.. values.Select(value => Terms.Of(kind, value))]));

    internal void Types(IReadOnlyList<string> types) => EventTypes = Both(EventTypes, types);

    internal void ActionsOf(IReadOnlyList<string> actions) => Actions = Both(Actions, actions);

    internal void Ids(IReadOnlyList<string> ids) => EventIds = Both(EventIds, ids);

    internal void EventTimeFrom(DateTimeOffset time) => FromEventTime = Later(FromEventTime, time);

    internal void EventTimeBefore(DateTimeOffset time) => BeforeEventTime = Earlier(BeforeEventTime, time);

    internal void RecordTimeFrom(DateTimeOffset time) => FromRecordTime = Later(FromRecordTime, time);

    internal void RecordTimeBefore(DateTimeOffset time) => BeforeRecordTime = Earlier(BeforeRecordTime, time);

    internal void Add(QueryScope other)
    {
        indexed.AddRange(other.indexed);
        vocabularies.AddRange(other.vocabularies);
        OnlyErrors |= other.OnlyErrors;
        if (other.EventTypes is { } types) Types(types);
        if (other.Actions is { } actions) ActionsOf(actions);
        if (other.EventIds is { } ids) Ids(ids);
        if (other.FromEventTime is { } from) EventTimeFrom(from);
        if (other.BeforeEventTime is { } before) EventTimeBefore(before);
        if (other.FromRecordTime is { } fromRecord) RecordTimeFrom(fromRecord);
        if (other.BeforeRecordTime is { } beforeRecord) RecordTimeBefore(beforeRecord);
    }

    private static IReadOnlyList<string> Both(IReadOnlyList<string>? present, IReadOnlyList<string> more) =>
        present is null ? more : [.. present.Intersect(more)];

    private static DateTimeOffset Later(DateTimeOffset? present, DateTimeOffset time) => present > time ? present.Value : time;

    private static DateTimeOffset Earlier(DateTimeOffset? present, DateTimeOffset time) => present < time ? present.Value : time;
}
