using System.Globalization;
using System.Text;

namespace Ledger.Sdk.Gs1.Epcis.Query;

/// <summary>What a value of a parameter is: query strings do not say, JSON does.</summary>
internal enum QueryValueKind
{
    Untyped, Text, Number, Boolean, Nothing,
}

/// <summary>One value of a parameter.</summary>
internal readonly record struct QueryValue(string Text, QueryValueKind Kind);

/// <summary>A parameter and its values, read as what the standard says it takes; every fault names the parameter.</summary>
internal sealed class QueryParameter(string name, IReadOnlyList<QueryValue> values, bool isList, QueryPrefixes prefixes)
{
    private const int LongestValue = 2048;
    private const int MostValues = 1000;

    public string Name => name;

    public QueryPrefixes Prefixes => prefixes;

    /// <summary>A list of strings.</summary>
    public IReadOnlyList<string> Texts()
    {
        if (values.Count == 0) throw Fault("at least one value is needed.");
        if (values.Count > MostValues) throw Fault($"there are more than {MostValues} values.");
        if (values[0].Kind != QueryValueKind.Untyped && !isList) throw Fault("a list of strings belongs here.");
        foreach (var value in values)
        {
            if (value.Kind is not (QueryValueKind.Untyped or QueryValueKind.Text)) throw Fault("a list of strings belongs here.");
            if (value.Text.Length == 0) throw Fault("a value is empty.");
            if (value.Text.Contains('\0', StringComparison.Ordinal)) throw Fault("a value holds a null character.");
            if (value.Text.Length > LongestValue) throw Fault($"a value is longer than {LongestValue} characters.");
        }
        return [.. values.Select(value => value.Text)];
    }

    /// <summary>A list of words of a closed set.</summary>
    public IReadOnlyList<string> Words(params ReadOnlySpan<string> allowed)
    {
        var texts = Texts();
        foreach (var text in texts)
            if (!allowed.Contains(text)) throw Fault($"'{text}' is none of {string.Join(", ", allowed.ToArray())}.");
        return texts;
    }

    /// <summary>One word of a closed set.</summary>
    public string Word(params ReadOnlySpan<string> allowed) =>
        Single() is { Kind: QueryValueKind.Untyped or QueryValueKind.Text } value && allowed.Contains(value.Text) ? value.Text
        : throw Fault($"'{values[0].Text}' is none of {string.Join(", ", allowed.ToArray())}.");

    /// <summary>One string.</summary>
    public string Text() => Single() is { Kind: QueryValueKind.Untyped or QueryValueKind.Text, Text.Length: > 0 } value ? value.Text
        : throw Fault("a string belongs here.");

    /// <summary>One time with zone. A blank before the zone is a plus sign that a form decoded.</summary>
    public DateTimeOffset Time() =>
        Single() is { Kind: QueryValueKind.Untyped or QueryValueKind.Text } value && TryTime(value.Text, out var time) ? time
        : throw Fault($"'{values[0].Text}' is no time with zone.", "Such as 2026-03-01T12:00:00Z.");

    /// <summary>One number.</summary>
    public ExactDecimal Number() => AsNumber(Single());

    /// <summary>One number or several.</summary>
    public IReadOnlyList<ExactDecimal> Numbers() =>
        values.Count is 0 or > MostValues ? throw Fault("a number belongs here.") : [.. values.Select(AsNumber)];

    /// <summary>A number of events: a whole number from 1 on.</summary>
    public int Count() =>
        Single() is { Kind: QueryValueKind.Untyped or QueryValueKind.Number } value
        && int.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? count
        : throw Fault($"'{values[0].Text}' is no whole number from 1 on.");

    /// <summary>True or false.</summary>
    public bool Truth() => Single() switch
    {
        { Kind: QueryValueKind.Untyped or QueryValueKind.Boolean, Text: "true" } => true,
        { Kind: QueryValueKind.Untyped or QueryValueKind.Boolean, Text: "false" } => false,
        var value => throw Fault($"'{value.Text}' is neither true nor false."),
    };

    /// <summary>Whether a parameter EXISTS_ demands anything: it has no value of its own, so nothing, true and 1 do, false and 0 do not.</summary>
    public bool Demanded() => values.Count == 0 || Single() switch
    {
        { Kind: QueryValueKind.Nothing } or { Text: "" or "true" or "1" } => true,
        { Text: "false" or "0" } => false,
        var value => throw Fault($"'{value.Text}' is neither true nor false."),
    };

    /// <summary>One time or one number, to compare with.</summary>
    public (DateTimeOffset? Time, ExactDecimal? Number) Bound()
    {
        var value = Single();
        if (value.Kind != QueryValueKind.Number && TryTime(value.Text, out var time)) return (time, null);
        return value.Kind != QueryValueKind.Text && ExactDecimal.TryParse(value.Text, out var number) ? (null, number)
            : throw Fault($"'{value.Text}' is neither a number nor a time with zone.");
    }

    /// <summary>A list of strings, or one time, or one number.</summary>
    public IReadOnlyList<string> Scalars()
    {
        if (values is [{ Kind: QueryValueKind.Number }] && !isList) return [values[0].Text];
        if (values is [{ Kind: QueryValueKind.Text }] && !isList) return [Time() is var _ ? values[0].Text : ""];
        return Texts();
    }

    public EventQueryException Fault(string message, string? hint = null) => new(name, message, hint);

    public static bool TryTime(string text, out DateTimeOffset time)
    {
        if (text.Length is > 6 and < 64 && text[^6] == ' ') text = string.Concat(text.AsSpan(0, text.Length - 6), "+", text.AsSpan(text.Length - 5));
        return Rfc3339.TryParse(Encoding.UTF8.GetBytes(text.Length < 64 ? text : ""), out time);
    }

    private QueryValue Single() => values.Count == 1 && !(isList && values[0].Kind != QueryValueKind.Untyped) ? values[0]
        : throw Fault(values.Count == 0 ? "a value is missing." : "there is one value, not a list.");

    private ExactDecimal AsNumber(QueryValue value) =>
        value.Kind is QueryValueKind.Untyped or QueryValueKind.Number && ExactDecimal.TryParse(value.Text, out var number) ? number
        : throw Fault($"'{value.Text}' is no number.");
}
