using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Ledger.Api.Http;
using Ledger.Sdk;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Gs1;

namespace Ledger.Api.Documents;

/// <summary>Reads an EPCIS 2.0 JSON document into events, each with its bytes as they were sent.</summary>
public static class DocumentReader
{
    private static readonly (string List, EpcRole Role)[] Lists =
        [("epcList", EpcRole.Subject), ("childEPCs", EpcRole.Child), ("inputEPCList", EpcRole.Input), ("outputEPCList", EpcRole.Output)];

    private static readonly (string List, EpcRole Role)[] Quantities =
    [
        ("quantityList", EpcRole.Subject), ("childQuantityList", EpcRole.Child), ("inputQuantityList", EpcRole.Input), ("outputQuantityList", EpcRole.Output),
    ];

    /// <summary>The events of a document, in its order.</summary>
    /// <exception cref="LedgerException"><c>malformed-json</c>, <c>invalid-epcis</c>, or as an identifier's reader says.</exception>
    public static IReadOnlyList<CapturedEvent> Read(ReadOnlyMemory<byte> document)
    {
        try
        {
            using var json = JsonDocument.Parse(document, new JsonDocumentOptions { MaxDepth = 64 });
            return [.. EventsOf(json.RootElement).Select((element, index) => ReadEvent(element, $"event {index}"))];
        }
        catch (JsonException exception)
        {
            throw BodyReader.AsLedger(BodyReader.Explain(exception));
        }
    }

    private static JsonElement.ArrayEnumerator EventsOf(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) throw Invalid("The document is no JSON object.");
        var type = Text(root, "type");
        if (type is not ("EPCISDocument" or "EPCISQueryDocument")) throw Invalid("The document's type is neither EPCISDocument nor EPCISQueryDocument.");
        if (Member(root, "epcisBody") is not { } body) throw Invalid("The document has no epcisBody.");
        if (type == "EPCISQueryDocument") body = Member(body, "queryResults") is { } results && Member(results, "resultsBody") is { } inner ? inner : throw Invalid("The epcisBody has no queryResults with a resultsBody.");
        if (!body.TryGetProperty("eventList", out var list) || list.ValueKind != JsonValueKind.Array) throw Invalid("The epcisBody has no eventList.");
        return list.GetArrayLength() > 0 ? list.EnumerateArray() : throw Invalid("The eventList is empty.");
    }

    private static CapturedEvent ReadEvent(JsonElement element, string path)
    {
        if (element.ValueKind != JsonValueKind.Object) throw Invalid($"{path} is no object.");
        var body = Encoding.UTF8.GetBytes(element.GetRawText());
        var time = Text(element, "eventTime") ?? throw Invalid($"{path} has no eventTime.");
        if (!DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var happened)) throw Invalid($"{path}: eventTime '{time}' is no ISO 8601 time.");
        return new CapturedEvent(
            Text(element, "eventID") ?? "ni:///sha-256;" + Convert.ToHexStringLower(SHA256.HashData(body)),
            element.TryGetProperty("errorDeclaration", out _),
            Text(element, "type") ?? throw Invalid($"{path} has no type."),
            Text(element, "action"), Text(element, "bizStep"), Text(element, "disposition"), Place(element, "readPoint"), Place(element, "bizLocation"),
            happened, Text(element, "eventTimeZoneOffset") ?? "+00:00", body, [.. Epcs(element, path).DistinctBy(epc => (epc.Id, epc.Role))]);
    }

    private static IEnumerable<NamedEpc> Epcs(JsonElement element, string path)
    {
        if (Text(element, "parentID") is { } parent) yield return Name(parent, EpcRole.Parent, $"{path}.parentID");
        foreach (var (list, role) in Lists)
            foreach (var item in Items(element, list)) yield return Name(item.GetString() ?? "", role, $"{path}.{list}");
        foreach (var (list, role) in Quantities)
            foreach (var item in Items(element, list))
                if (Text(item, "epcClass") is { } epcClass) yield return Name(epcClass, role, $"{path}.{list}");
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement element, string list) =>
        element.TryGetProperty(list, out var items) && items.ValueKind == JsonValueKind.Array ? items.EnumerateArray() : default;

    private static NamedEpc Name(string text, EpcRole role, string path)
    {
        try
        {
            var uri = Epc.Identity(text);
            return new NamedEpc(UnitId.Of(uri).Value, uri, text.StartsWith("urn:epc:", StringComparison.OrdinalIgnoreCase) ? text : null, role);
        }
        catch (InvalidIdentifierException exception)
        {
            throw new LedgerException(exception.Code, $"{path}: '{text}': {exception.Message}", exception.Hint, exception);
        }
    }

    private static string? Place(JsonElement element, string name) => Member(element, name) is { } place ? Text(place, "id") : null;

    private static JsonElement? Member(JsonElement element, string name) =>
        element.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Object ? member : null;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static LedgerException Invalid(string what) => new("invalid-epcis", what, "Send an EPCISDocument of EPCIS 2.0 in JSON.");
}
