using System.Collections.Concurrent;
using Ledger.Api.Documents;
using Ledger.Sdk.Gs1.Epcis.Query;

namespace Ledger.Api.Queries;

/// <summary>One page of events.</summary>
/// <param name="Events">The events, as the reader may see them.</param>
/// <param name="Next">Where the next page starts; null behind the last.</param>
public sealed record EventPage(IReadOnlyList<VisibleEvent> Events, SearchPosition? Next);

/// <summary>Events as they are answered.</summary>
public static class Answers
{
    private const int MostContexts = 4096;
    private static readonly ConcurrentDictionary<string, EventContext> Contexts = new(StringComparer.Ordinal);

    /// <summary>What a document said of prefixes; many documents say the same.</summary>
    public static EventContext ContextOf(VisibleEvent seen)
    {
        if (Contexts.Count > MostContexts) Contexts.Clear();
        return Contexts.GetOrAdd(seen.Context, static json => EventContext.Parse(json));
    }

    /// <summary>The ID of an event that carries none: its hash, which only who sees the whole event may know.</summary>
    public static string? DerivedIdOf(VisibleEvent seen) => seen.Withheld.Count > 0 ? null : DocumentReader.HashId(seen.Stored.Hash.Span);

    /// <summary>The event as it is answered.</summary>
    public static AnsweredEvent Of(VisibleEvent seen) => new(seen.Json, ContextOf(seen), seen.RecordTime, DerivedIdOf(seen), seen.Withheld);

    /// <summary>Whether an event fits, as its reader sees it.</summary>
    public static bool Fits(this EventMatcher matcher, VisibleEvent seen) =>
        matcher.Matches(seen.Json, ContextOf(seen), seen.RecordTime, DerivedIdOf(seen));
}
