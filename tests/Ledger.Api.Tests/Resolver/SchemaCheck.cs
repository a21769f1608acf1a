using System.Text.Json;
using System.Text.RegularExpressions;

namespace Ledger.Api.Tests.Resolver;

/// <summary>Holds JSON to the part of JSON Schema draft 7 that GS1's schemas of linksets use.</summary>
internal static class SchemaCheck
{
    /// <summary>What is wrong, one line each.</summary>
    public static IReadOnlyList<string> Faults(string schemaFile, string json)
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(schemaFile));
        using var document = JsonDocument.Parse(json);
        return [.. Faults(schema.RootElement, document.RootElement, "")];
    }

    private static IEnumerable<string> Faults(JsonElement schema, JsonElement value, string at)
    {
        if (schema.TryGetProperty("type", out var type) && !IsOf(type.GetString()!, value)) return [$"{at} is no {type}"];
        if (value.ValueKind == JsonValueKind.String)
            return schema.TryGetProperty("pattern", out var pattern) && !Regex.IsMatch(value.GetString()!, pattern.GetString()!) ? [$"{at} '{value}' does not match {pattern}"] : [];
        if (value.ValueKind == JsonValueKind.Array)
            return schema.TryGetProperty("items", out var items) ? value.EnumerateArray().SelectMany((item, i) => Faults(items, item, $"{at}/{i}")) : [];
        return value.ValueKind == JsonValueKind.Object ? OfObject(schema, value, at) : [];
    }

    private static IEnumerable<string> OfObject(JsonElement schema, JsonElement value, string at)
    {
        if (schema.TryGetProperty("required", out var required))
            foreach (var name in required.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _))) yield return $"{at} lacks {name}";
        foreach (var member in value.EnumerateObject())
        {
            var own = schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(member.Name, out var named) ? [named] : Array.Empty<JsonElement>();
            var matching = own.Concat(schema.TryGetProperty("patternProperties", out var patterns) ? patterns.EnumerateObject().Where(pair => Regex.IsMatch(member.Name, pair.Name)).Select(pair => pair.Value) : []).ToList();
            if (matching.Count == 0 && schema.TryGetProperty("additionalProperties", out var more) && more.ValueKind == JsonValueKind.False) yield return $"{at}/{member.Name} is not allowed";
            foreach (var fault in matching.SelectMany(part => Faults(part, member.Value, $"{at}/{member.Name}"))) yield return fault;
        }
    }

    private static bool IsOf(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => throw new NotSupportedException(type),
    };
}
