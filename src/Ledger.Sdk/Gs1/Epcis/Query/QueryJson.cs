using System.Text.Json;

namespace Ledger.Sdk.Gs1.Epcis.Query;

/// <summary>Reads queries in JSON (query-schema.json of EPCIS 2.0).</summary>
internal static class QueryJson
{
    /// <summary>The prefixes that the query's own context declares.</summary>
    public static IReadOnlyDictionary<string, string> Prefixes(JsonElement query)
    {
        var prefixes = new Dictionary<string, string>(StringComparer.Ordinal);
        if (query.TryGetProperty("@context", out var context)) Collect(context, prefixes);
        return prefixes;
    }

    public static QueryParameter Parameter(JsonProperty member, QueryPrefixes prefixes)
    {
        var isList = member.Value.ValueKind == JsonValueKind.Array;
        List<QueryValue> values = isList ? [.. member.Value.EnumerateArray().Select(item => Value(member.Name, item))] : [Value(member.Name, member.Value)];
        return new QueryParameter(member.Name, values, isList, prefixes);
    }

    private static QueryValue Value(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => new QueryValue(Text(name, value), QueryValueKind.Text),
        JsonValueKind.Number => new QueryValue(value.GetRawText(), QueryValueKind.Number),
        JsonValueKind.True or JsonValueKind.False => new QueryValue(value.GetRawText(), QueryValueKind.Boolean),
        JsonValueKind.Null => new QueryValue("", QueryValueKind.Nothing),
        _ => throw new EventQueryException(name, "an object or a list of lists is no value."),
    };

    private static void Collect(JsonElement context, Dictionary<string, string> prefixes)
    {
        if (context.ValueKind == JsonValueKind.Array)
            foreach (var item in context.EnumerateArray()) Collect(item, prefixes);
        if (context.ValueKind != JsonValueKind.Object) return;
        foreach (var term in context.EnumerateObject())
            if (term.Value.ValueKind == JsonValueKind.String) prefixes[term.Name] = Text("@context", term.Value);
    }

    private static string Text(string name, JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new EventQueryException(name, "a text holds half a surrogate pair.");
        }
    }
}
