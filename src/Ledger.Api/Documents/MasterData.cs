using System.Collections.ObjectModel;
using System.Text.Json;
using Ledger.Sdk;
using Ledger.Sdk.Gs1;

namespace Ledger.Api.Documents;

/// <summary>Names of products, places and parties in a document's master data (CBV 2.0, section 9): what its sender calls them.</summary>
public static class MasterData
{
    private const int LongestName = 120;

    // In the order of preference, compared without prefix and case.
    private static readonly string[] NameAttributes = ["name", "productname", "descriptionshort", "tradeitemdescription", "regulatedproductname"];

    /// <summary>Canonical identifier and name of everything that the document names.</summary>
    public static IReadOnlyDictionary<string, string> Names(ReadOnlyMemory<byte> document)
    {
        if (document.Span.IndexOf("\"epcisMasterData\""u8) < 0) return ReadOnlyDictionary<string, string>.Empty;
        using var json = JsonDocument.Parse(document.Span.StartsWith("\uFEFF"u8) ? document[3..] : document);
        var names = new Dictionary<string, string>();
        if (!json.RootElement.TryGetProperty("epcisHeader", out var header) || header.ValueKind != JsonValueKind.Object) return names;
        if (!header.TryGetProperty("epcisMasterData", out var data) || data.ValueKind != JsonValueKind.Object) return names;
        foreach (var vocabulary in Items(data, "vocabularyList"))
            foreach (var element in Items(vocabulary, "vocabularyElementList"))
                if (Text(element, "id") is { } id && NameOf(element) is { } name && Identity(id) is { } uri) names[uri] = name;
        return names;
    }

    private static string? NameOf(JsonElement element)
    {
        string? best = null;
        var rank = NameAttributes.Length;
        foreach (var attribute in Items(element, "attributes"))
        {
            var id = Text(attribute, "id") ?? "";
            var at = Array.IndexOf(NameAttributes, id[(id.LastIndexOfAny([':', '#', '/']) + 1)..].ToLowerInvariant());
            if (at < 0 || at >= rank || Text(attribute, "attribute") is not { Length: > 0 and <= LongestName } name || name.Contains('\0', StringComparison.Ordinal)) continue;
            (best, rank) = (name, at);
        }
        return best;
    }

    private static string? Identity(string id)
    {
        try
        {
            return Epc.Identity(id);
        }
        catch (InvalidIdentifierException)
        {
            return null;
        }
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement element, string list) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(list, out var items) && items.ValueKind == JsonValueKind.Array ? items.EnumerateArray() : default;

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
