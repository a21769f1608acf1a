using System.Text.Json;

namespace Ledger.Sdk.Gs1.Epcis.Query;

/// <summary>An attribute that master data give.</summary>
/// <param name="Name">Namespace, <c>#</c> and name; unchanged where its prefix is not declared.</param>
/// <param name="Text">The value as it was written.</param>
/// <param name="Value">The value in the one form that queries compare.</param>
public sealed record MasterDataStatement(string Name, string Text, string Value);

/// <summary>What a document's master data say of one place, product or party (EPCIS 2.0, section 9.5; CBV 2.0, section 9).</summary>
/// <param name="Uri">What it is about, in canonical form.</param>
/// <param name="Attributes">Its attributes with a single value.</param>
/// <param name="Children">What lies within it, in canonical form.</param>
public sealed record MasterDataElement(string Uri, IReadOnlyList<MasterDataStatement> Attributes, IReadOnlyList<string> Children)
{
    /// <summary>Longer values are left out: no query asks for them.</summary>
    private const int LongestText = 512;

    /// <summary>The elements of a document, or of its envelope. Identifiers that are none are left out.</summary>
    public static IReadOnlyList<MasterDataElement> Read(JsonElement document)
    {
        if (!Member(document, "epcisHeader", out var header) || !Member(header, "epcisMasterData", out var data)) return [];
        var prefixes = Prefixes(document);
        return [.. Items(data, "vocabularyList").SelectMany(list => Items(list, "vocabularyElementList"))
            .Select(element => Read(element, prefixes)).OfType<MasterDataElement>()];
    }

    private static MasterDataElement? Read(JsonElement element, QueryPrefixes prefixes) => Text(element, "id") is { } id
        ? new MasterDataElement(
            Epc.IdentityOrText(id),
            [.. Items(element, "attributes").Select(attribute => Attribute(attribute, prefixes)).OfType<MasterDataStatement>()],
            [.. Items(element, "children").Select(Text).OfType<string>().Select(Epc.IdentityOrText)])
        : null;

    private static MasterDataStatement? Attribute(JsonElement attribute, QueryPrefixes prefixes) =>
        Text(attribute, "id") is { } name && Text(attribute, "attribute") is { } value
            ? new MasterDataStatement(FieldName.Normal(name, prefixes), value, CanonicalValue.Of(value)) : null;

    private static QueryPrefixes Prefixes(JsonElement document)
    {
        var declared = new Dictionary<string, string>();
        if (!Member(document, "@context", out var context)) return QueryPrefixes.None;
        foreach (var part in context.ValueKind == JsonValueKind.Array ? [.. context.EnumerateArray()] : new[] { context })
            if (part.ValueKind == JsonValueKind.Object)
                foreach (var member in part.EnumerateObject())
                    if (member.Value.ValueKind == JsonValueKind.String) declared[member.Name] = member.Value.GetString()!;
        return new QueryPrefixes(declared);
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement element, string list) =>
        Member(element, list, out var items) && items.ValueKind == JsonValueKind.Array ? items.EnumerateArray() : default;

    private static bool Member(JsonElement element, string name, out JsonElement value)
    {
        value = default;
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out value);
    }

    private static string? Text(JsonElement element, string name) => Member(element, name, out var value) ? Text(value) : null;

    private static string? Text(JsonElement value)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            _ => null,
        };
        return text is { Length: > 0 and <= LongestText } && !text.Contains('\0', StringComparison.Ordinal) ? text : null;
    }
}
