using System.Text;

namespace Ledger.Sdk.Gs1.Epcis.Query;

/// <summary>How operators compare.</summary>
internal enum Comparison
{
    Equal, Greater, GreaterOrEqual, Less, LessOrEqual,
}

/// <summary>Tests of single values.</summary>
internal static class NodeTests
{
    /// <summary>One of these texts, exactly.</summary>
    public static NodeTest Text(IReadOnlyList<string> texts)
    {
        var utf8 = texts.Select(Encoding.UTF8.GetBytes).ToArray();
        return (reading, node) =>
        {
            if (reading.Tape[node].Kind != JsonKind.String) return false;
            var text = reading.Tape.Text(node);
            foreach (var wanted in utf8)
                if (text.SequenceEqual(wanted)) return true;
            return false;
        };
    }

    /// <summary>One of these identifiers, in whatever form.</summary>
    public static NodeTest Identity(IReadOnlyList<string> identifiers)
    {
        var exact = Text(identifiers);
        var wanted = identifiers.Select(Epc.IdentityOrText).ToHashSet(StringComparer.Ordinal);
        return (reading, node) => exact(reading, node)
            || (reading.Tape[node].Kind == JsonKind.String && wanted.Contains(Epc.IdentityOrText(reading.Tape.String(node))));
    }

    /// <summary>One of these terms of a vocabulary, in whatever form.</summary>
    public static NodeTest Term(CbvVocabulary vocabulary, IReadOnlyList<string> terms, QueryPrefixes prefixes)
    {
        var wanted = terms.Select(t => CbvTerm.Bare(vocabulary, prefixes.Expand(t))).ToHashSet(StringComparer.Ordinal);
        var exact = Text([.. wanted]);
        return (reading, node) =>
        {
            if (exact(reading, node)) return true;
            if (reading.Tape[node].Kind != JsonKind.String || !reading.Tape.Text(node).Contains((byte)':')) return false;
            var text = reading.Tape.String(node);
            return wanted.Contains(CbvTerm.Bare(vocabulary, text)) || wanted.Contains(reading.Expand(text));
        };
    }

    /// <summary>A time in relation to another.</summary>
    public static NodeTest Time(Comparison comparison, DateTimeOffset bound) => (reading, node) =>
        reading.Tape[node].Kind == JsonKind.String && Rfc3339.TryParse(reading.Tape.Text(node), out var time)
        && Holds(comparison, time.CompareTo(bound));

    /// <summary>A number in relation to others, of which one must hold.</summary>
    public static NodeTest Number(Comparison comparison, IReadOnlyList<ExactDecimal> bounds)
    {
        var rationals = bounds.Select(Rational.Of).ToArray();
        return (reading, node) =>
        {
            if (Decimal(reading, node) is not { } number) return false;
            var value = Rational.Of(number);
            return Array.Exists(rationals, bound => Holds(comparison, value.CompareTo(bound)));
        };
    }

    /// <summary>A number of an object, in the unit that stands beside it, in relation to numbers in a unit.</summary>
    public static NodeTest Measure(EpcisField field, Comparison comparison, IReadOnlyList<ExactDecimal> bounds, string uom)
    {
        var isDifference = field == EpcisField.SDev;
        var wanted = bounds.Select(bound => UnitConversion.Convert(bound, uom, isDifference)).ToArray();
        return (reading, node) =>
        {
            var found = reading.Tape.Find(node, field);
            if (found < 0 || Decimal(reading, found) is not { } number) return false;
            var (quantity, value) = UnitConversion.Convert(number, reading.Text(node, EpcisField.Uom), isDifference);
            return Array.Exists(wanted, bound => bound.Quantity == quantity && Holds(comparison, value.CompareTo(bound.Value)));
        };
    }

    /// <summary>A value of an extension that is one of these, whatever its type.</summary>
    public static NodeTest Value(IReadOnlyList<string> values)
    {
        var wanted = values.Select(CanonicalValue.Of).ToHashSet(StringComparer.Ordinal);
        return (reading, node) => CanonicalValue.Of(reading.Tape, node) is { } value && wanted.Contains(value);
    }

    /// <summary>A value of an extension in relation to a number or a time.</summary>
    public static NodeTest Bound(Comparison comparison, (DateTimeOffset? Time, ExactDecimal? Number) bound)
    {
        var test = bound.Time is { } time ? Time(comparison, time) : Number(comparison, [bound.Number!.Value]);
        return (reading, node) =>
            reading.Tape[node].Kind == JsonKind.Object ? CanonicalValue.Named(reading.Tape, node) is >= 0 and var value && test(reading, value)
            : test(reading, node);
    }

    public static bool Holds(Comparison comparison, int order) => comparison switch
    {
        Comparison.Equal => order == 0,
        Comparison.Greater => order > 0,
        Comparison.GreaterOrEqual => order >= 0,
        Comparison.Less => order < 0,
        _ => order <= 0,
    };

    /// <summary>Of a number, or of a string that is one, as documents made from XML have.</summary>
    public static ExactDecimal? Decimal(EventReading reading, int node) =>
        reading.Tape[node].Kind is JsonKind.Number or JsonKind.String && ExactDecimal.TryParse(reading.Tape.String(node), out var number)
            ? number : null;
}
