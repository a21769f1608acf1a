using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Ledger.Sdk.Tests.Gs1.Epcis;

/// <summary>Holds JSON to the part of JSON Schema draft 7 that GS1's schemas of EPCIS 2.0 use, read from the schema itself.</summary>
internal sealed class JsonSchema(JsonNode root)
{
    private const string Part = @"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@]|%[0-9A-Fa-f]{2})";

    /// <summary>RFC 3986, appendix A, with something behind the scheme, as validators of this format ask for.</summary>
    private static readonly Regex Uri = new(
        $@"^[A-Za-z][A-Za-z0-9+\-.]*:(?://(?:(?:(?!@){Part})*@)?(?:\[[0-9A-Fa-f:.]+\]|(?:(?![:@]){Part})*)(?::[0-9]*)?(?:/{Part}*)*|/(?:{Part}+(?:/{Part}*)*)?|{Part}+(?:/{Part}*)*)(?:\?(?:{Part}|[/?])*)?(?:#(?:{Part}|[/?])*)?\z");

    /// <summary>RFC 3339, section 5.6.</summary>
    private static readonly Regex Time = new(@"^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(\.\d+)?([Zz]|([+-])(\d\d):(\d\d))\z", RegexOptions.ECMAScript);

    private readonly Dictionary<string, Regex> patterns = [];

    /// <summary>Whether the schema accepts it.</summary>
    public bool Accepts(JsonNode? value) => Accepts(root, value);

    private bool Accepts(JsonNode? schema, JsonNode? value)
    {
        if (schema is not JsonObject rules) return schema is null || (bool)schema;
        // Beside a reference draft 7 ignores everything.
        if (rules["$ref"] is { } reference) return Accepts(Resolve((string)reference!), value);
        return rules.All(rule => Keeps(rules, rule.Key, rule.Value!, value));
    }

    private bool Keeps(JsonObject rules, string keyword, JsonNode rule, JsonNode? value) => keyword switch
    {
        "type" => IsOf((string)rule!, value) || (value is null && (bool?)rules["nullable"] == true),
        "enum" => rule.AsArray().Any(item => JsonNode.DeepEquals(item, value)),
        "not" => !Accepts(rule, value),
        "allOf" => rule.AsArray().All(item => Accepts(item, value)),
        "anyOf" => rule.AsArray().Any(item => Accepts(item, value)),
        "oneOf" => rule.AsArray().Count(item => Accepts(item, value)) == 1,
        "if" => !Accepts(rule, value) || !rules.TryGetPropertyValue("then", out var then) || Accepts(then, value),
        "pattern" => TextOf(value) is not { } text || Pattern((string)rule!).IsMatch(text),
        "format" => TextOf(value) is not { } text || ((string)rule! == "uri" ? Uri.IsMatch(text) : IsTime(text)),
        "required" => value is not JsonObject members || rule.AsArray().All(name => members.ContainsKey((string)name!)),
        "properties" => value is not JsonObject members || rule.AsObject().All(named => !members.TryGetPropertyValue(named.Key, out var member) || Accepts(named.Value, member)),
        "propertyNames" => value is not JsonObject members || members.All(member => Accepts(rule, JsonValue.Create(member.Key))),
        "patternProperties" => value is not JsonObject members || members.All(member => rule.AsObject().All(named => !Pattern(named.Key).IsMatch(member.Key) || Accepts(named.Value, member.Value))),
        "additionalProperties" => value is not JsonObject members || members.All(member => rules["properties"]!.AsObject().ContainsKey(member.Key)
            || rules["patternProperties"]?.AsObject().Any(named => Pattern(named.Key).IsMatch(member.Key)) == true || Accepts(rule, member.Value)),
        "items" => value is not JsonArray items || items.All(item => Accepts(rule, item)),
        "minItems" => value is not JsonArray items || items.Count >= (int)rule,
        "uniqueItems" => value is not JsonArray items || !items.Where((item, at) => items.Take(at).Any(earlier => JsonNode.DeepEquals(earlier, item))).Any(),
        "then" or "definitions" or "$id" or "$schema" or "title" or "nullable" => true,
        _ => throw new NotSupportedException(keyword),
    };

    private static bool IsOf(string type, JsonNode? value) => type switch
    {
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value?.GetValueKind() == JsonValueKind.String,
        "integer" => value?.GetValueKind() == JsonValueKind.Number && value.ToJsonString().All(char.IsAsciiDigit),
        "number" => value?.GetValueKind() == JsonValueKind.Number,
        "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        _ => throw new NotSupportedException(type),
    };

    private static bool IsTime(string text)
    {
        if (Time.Match(text) is not { Success: true } match) return false;
        int Number(int group) => int.Parse(match.Groups[group].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
        var (year, month, second) = (Number(1), Number(2), Number(6));
        // No moment has the year 0, before which there is none to move to from another offset.
        if (year < 1 || month is < 1 or > 12 || Number(3) < 1 || Number(3) > DateTime.DaysInMonth(year, month) || Number(4) > 23 || Number(5) > 59 || second > 60) return false;
        var offset = match.Groups[9].Success ? (Number(10) * 60 + Number(11)) * (match.Groups[9].Value == "-" ? -1 : 1) : 0;
        if (match.Groups[9].Success && (Number(10) > 23 || Number(11) > 59)) return false;
        var utc = (Number(4) * 60 + Number(5) - offset + 2 * 1440) % 1440;
        return second < 60 || utc == 1439;
    }

    private Regex Pattern(string pattern) => patterns.TryGetValue(pattern, out var known) ? known
        : patterns[pattern] = new Regex(pattern.EndsWith('$') ? pattern[..^1] + @"\z" : pattern, RegexOptions.ECMAScript);

    private static string? TextOf(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String ? (string)value! : null;

    private JsonNode Resolve(string reference)
    {
        var at = root;
        foreach (var part in reference.TrimStart('#', '/').Split('/')) at = at[System.Uri.UnescapeDataString(part)]!;
        return at;
    }
}
