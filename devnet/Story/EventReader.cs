using System.Globalization;
using System.Text.Json;

namespace Ledger.Devnet.Story;

/// <summary>Reads what matters to custody out of a document that the API has already accepted; so it checks nothing again.</summary>
internal static class EventReader
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The events of one EPCIS document, in its order; none where it is no such document: the API will say why.</summary>
    /// <param name="name">The document's path, for messages.</param>
    /// <param name="json">The document.</param>
    public static IReadOnlyList<EpcisEvent> TryRead(string name, byte[] json)
    {
        try
        {
            using var document = Parse(json);
            var body = Property(document.RootElement, "epcisBody") ?? document.RootElement;
            var events = Property(body, "event") is { } single ? [single] : Elements(body, "eventList").ToList();
            return [.. events.Select((element, index) => Read(name, index, element))];
        }
        catch (Exception exception) when (exception is JsonException or FormatException or ArgumentNullException)
        {
            return [];
        }
    }

    /// <summary>Names of parties and places in the documents' master data (<c>cbv:mda#name</c>), by identifier.</summary>
    public static IReadOnlyDictionary<string, string> Names(IEnumerable<DocumentFile> files)
    {
        var names = new Dictionary<string, string>();
        foreach (var file in files)
        {
            try
            {
                using var document = Parse(file.Bytes);
                ReadNames(document.RootElement, names);
            }
            catch (JsonException)
            {
                // The API refuses the document and says why.
            }
        }
        return names;
    }

    private static JsonDocument Parse(byte[] json) => JsonDocument.Parse(json.AsSpan().StartsWith("\uFEFF"u8) ? json.AsMemory(3) : json, Lenient);

    private static void ReadNames(JsonElement root, Dictionary<string, string> names)
    {
        if (Property(root, "epcisHeader") is not { } header || Property(header, "epcisMasterData") is not { } master) return;
        foreach (var vocabulary in Elements(master, "vocabularyList"))
            foreach (var element in Elements(vocabulary, "vocabularyElementList"))
                foreach (var attribute in Elements(element, "attributes"))
                {
                    if (Text(element, "id") is { } id && Word(Text(attribute, "id")) == "name" && Text(attribute, "attribute") is { } name) names[id] = name;
                }
    }

    private static EpcisEvent Read(string name, int index, JsonElement e)
    {
        var type = Text(e, "type") ?? Text(e, "isA") ?? "event";
        var sources = Elements(e, "sourceList").Select(entry => (Kind: Word(Text(entry, "type")), Party: Text(entry, "source"))).ToList();
        var destinations = Elements(e, "destinationList").Select(entry => (Kind: Word(Text(entry, "type")), Party: Text(entry, "destination"))).ToList();
        var place = Identifier(e, "readPoint");
        var home = Identifier(e, "bizLocation");
        return new EpcisEvent
        {
            Document = name,
            Index = index,
            Id = Text(e, "eventID"),
            Type = type,
            Action = Text(e, "action"),
            Step = Word(Text(e, "bizStep")),
            Disposition = Word(Text(e, "disposition")),
            Time = DateTimeOffset.Parse(Text(e, "eventTime")!, CultureInfo.InvariantCulture),
            Named = GoodsOf(e, ["epcList", "childEPCs"], ["quantityList", "childQuantityList"]),
            Inputs = GoodsOf(e, ["inputEPCList"], ["inputQuantityList"]),
            Outputs = GoodsOf(e, ["outputEPCList"], ["outputQuantityList"]),
            Parent = Text(e, "parentID"),
            From = sources.FirstOrDefault(entry => entry.Kind == "possessing_party").Party,
            To = destinations.FirstOrDefault(entry => entry.Kind == "possessing_party").Party,
            Place = place ?? home,
            Lot = Property(e, "ilmd") is { ValueKind: JsonValueKind.Object } ilmd ? LotNumber(ilmd) : null,
            Alarm = Reports(e).Where(report => Word(Text(report, "exception")) == "ALARM_CONDITION").Select(report => Word(Text(report, "type")) ?? "sensor").FirstOrDefault(),
            DeclaresError = Property(e, "errorDeclaration") is not null,
            Locations = [.. sources.Concat(destinations).Select(entry => entry.Party).Append(place).Append(home).OfType<string>()],
        };
    }

    private static Goods GoodsOf(JsonElement e, string[] items, string[] quantities) => new(
        [.. items.SelectMany(list => Elements(e, list)).Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!).Distinct()],
        [.. quantities.SelectMany(list => Elements(e, list)).Select(QuantityOf)]);

    private static Quantity QuantityOf(JsonElement element) => new(
        Text(element, "epcClass")!,
        Property(element, "quantity") is { ValueKind: JsonValueKind.Number } amount ? amount.GetDecimal() : 1,
        Text(element, "uom") ?? "");

    private static IEnumerable<JsonElement> Reports(JsonElement e) => Elements(e, "sensorElementList").SelectMany(element => Elements(element, "sensorReport"));

    private static string? LotNumber(JsonElement ilmd) =>
        ilmd.EnumerateObject().Where(property => Word(property.Name) == "lotNumber" && property.Value.ValueKind == JsonValueKind.String)
            .Select(property => property.Value.GetString()).FirstOrDefault();

    private static string? Identifier(JsonElement e, string name) =>
        Property(e, name) is { } place ? place.ValueKind == JsonValueKind.String ? place.GetString() : Text(place, "id") : null;

    /// <summary>The bare word of <c>cbv:BizStep-shipping</c>, <c>urn:epcglobal:cbv:bizstep:shipping</c>, <c>https://ref.gs1.org/cbv/BizStep-shipping</c> or <c>shipping</c>.</summary>
    private static string? Word(string? text) => text?[(text.LastIndexOfAny([':', '/', '#', '-']) + 1)..];

    private static JsonElement.ArrayEnumerator Elements(JsonElement e, string name) =>
        Property(e, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : default;

    private static string? Text(JsonElement e, string name) =>
        Property(e, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static JsonElement? Property(JsonElement e, string name) =>
        e.ValueKind == JsonValueKind.Object && e.TryGetProperty(name, out var value) ? value : null;
}
