using static Ledger.Sdk.Gs1.Epcis.EpcisField;

namespace Ledger.Sdk.Gs1.Epcis.Query;

/// <summary>The value that an event is ordered by: numbers before times before texts, texts by their UTF-8.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1036", Justification = "Only ever sorted.")]
public sealed class EventSortKey : IComparable<EventSortKey>
{
    private static readonly EpcisField[][] Quantities =
        [[QuantityList, Quantity], [ChildQuantityList, Quantity], [InputQuantityList, Quantity], [OutputQuantityList, Quantity]];

    private readonly Rational? number;
    private readonly DateTimeOffset? time;
    private readonly string text;

    private EventSortKey(Rational? number, DateTimeOffset? time, string text) => (this.number, this.time, this.text) = (number, time, text);

    /// <inheritdoc/>
    public int CompareTo(EventSortKey? other)
    {
        if (other is null) return -1;
        if (number is { } left) return other.number is { } right ? left.CompareTo(right) : -1;
        if (other.number is not null) return 1;
        if (time is { } earlier) return other.time is { } later ? earlier.CompareTo(later) : -1;
        return other.time is not null ? 1
            : System.Text.Encoding.UTF8.GetBytes(text).AsSpan().SequenceCompareTo(System.Text.Encoding.UTF8.GetBytes(other.text));
    }

    internal static EventSortKey? Of(EventQuery query, EventReading reading)
    {
        EventSortKey? key = null;
        NodeTest take = (_, node) => (key = Of(reading, node)) is not null;
        if (query.Order == EventOrder.Quantity) Condition.Any(Quantities, take).Holds(reading);
        else if (query.OrderField is { } field) new FieldCondition([], field, isInner: false, take).Holds(reading);
        return key;
    }

    private static EventSortKey? Of(EventReading reading, int node)
    {
        if (CanonicalValue.Of(reading.Tape, node) is not { } text) return null;
        if (NodeTests.Decimal(reading, node) is { } number) return new EventSortKey(Rational.Of(number), null, "");
        return QueryParameter.TryTime(text, out var time) ? new EventSortKey(null, time, "") : new EventSortKey(null, null, text);
    }
}
