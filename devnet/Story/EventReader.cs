using System.Globalization;
using System.Text.Json;
using Ledger.Sdk.Gs1.Epcis;

namespace Ledger.Devnet.Story;

/// <summary>Reads documents into what matters to custody.</summary>
internal static class EventReader
{
    private const decimal MostPieces = 1_000_000_000;

    /// <summary>The events of one EPCIS document, in its order; none where it is no document to capture: the API will say why.</summary>
    public static IReadOnlyList<StoryEvent> TryRead(DocumentFile file)
    {
        var events = new List<StoryEvent>();
        try
        {
            using var stream = new MemoryStream(file.Bytes);
            var reader = EpcisDocumentReader.Open(stream);
            while (reader.TryRead(out var reading))
            {
                if (reader.Envelope.IsQuery || reading.Event is null) return [];
                events.Add(Read(file.Name, reading.Event));
            }
        }
        catch (InvalidEpcisException)
        {
            return [];
        }
        return events;
    }

    /// <summary>Names of parties, places and products in the documents' master data (<c>name</c>, <c>descriptionShort</c>), by identifier.</summary>
    public static IReadOnlyDictionary<string, string> Names(IEnumerable<DocumentFile> files)
    {
        var names = new Dictionary<string, string>();
        foreach (var file in files)
        {
            try
            {
                using var stream = new MemoryStream(file.Bytes);
                using var document = JsonDocument.Parse(EpcisDocumentReader.Open(stream).Envelope.Json);
                ReadNames(document.RootElement, names);
            }
            catch (Exception exception) when (exception is JsonException or InvalidEpcisException)
            {
                // The API refuses the document and says why.
            }
        }
        return names;
    }

    private static StoryEvent Read(string name, EpcisEvent e)
    {
        var alarm = e.SensorElements.SelectMany(element => element.Reports).FirstOrDefault(report => report.Exception == "ALARM_CONDITION");
        return new StoryEvent
        {
            Document = name,
            Type = e.Type,
            Action = e.Action,
            Step = Word(e.BizStep),
            Disposition = Word(e.Disposition),
            Time = e.EventTime,
            Named = new Goods([.. e.EpcList.Concat(e.ChildEpcs).Distinct()], [.. e.QuantityList.Concat(e.ChildQuantities).Select(Read)]),
            Inputs = new Goods(e.InputEpcs, [.. e.InputQuantities.Select(Read)]),
            Outputs = new Goods(e.OutputEpcs, [.. e.OutputQuantities.Select(Read)]),
            Parent = e.ParentId,
            From = Party(e.Sources, "possessing_party"),
            To = Party(e.Destinations, "possessing_party"),
            Seller = Party(e.Sources, "owning_party"),
            Buyer = Party(e.Destinations, "owning_party"),
            Place = e.ReadPoint ?? e.BizLocation,
            Lot = e.Ilmd.Where(member => Word(member.Key) == "lotNumber").Select(member => member.Value.Trim('"')).FirstOrDefault(),
            Alarm = Word(alarm?.Type),
            DeclaresError = e.IsErrorDeclaration,
            Locations = [.. e.Sources.Concat(e.Destinations).Select(party => party.Id), .. new[] { e.ReadPoint, e.BizLocation }.OfType<string>()],
        };
    }

    private static string? Party(IEnumerable<TypedId> parties, string role) => parties.FirstOrDefault(party => Word(party.Type) == role)?.Id;

    /// <summary>An amount that the story can count: one piece where the document gives none, a thousand million where it gives more.</summary>
    private static Quantity Read(QuantityElement quantity) => new(
        quantity.EpcClass,
        decimal.TryParse(quantity.Quantity?.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) && amount > 0 ? Math.Min(amount, MostPieces) : 1,
        quantity.Uom ?? "");

    /// <summary>The bare word of <c>cbv:BizStep-shipping</c>, <c>urn:epcglobal:cbv:bizstep:shipping</c>, <c>https://ref.gs1.org/cbv/BizStep-shipping</c> or <c>shipping</c>.</summary>
    private static string? Word(string? text) => text?[(text.LastIndexOfAny([':', '/', '#', '-']) + 1)..];

    private static void ReadNames(JsonElement root, Dictionary<string, string> names)
    {
        if (Property(root, "epcisHeader") is not { } header || Property(header, "epcisMasterData") is not { } master) return;
        foreach (var vocabulary in Elements(master, "vocabularyList"))
            foreach (var element in Elements(vocabulary, "vocabularyElementList"))
                foreach (var attribute in Elements(element, "attributes"))
                {
                    if (Text(element, "id") is { } id && Word(Text(attribute, "id")) is "name" or "descriptionShort" && Text(attribute, "attribute") is { } name) names[id] = name;
                }
    }

    private static JsonElement.ArrayEnumerator Elements(JsonElement e, string name) =>
        Property(e, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : default;

    private static string? Text(JsonElement e, string name) =>
        Property(e, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static JsonElement? Property(JsonElement e, string name) =>
        e.ValueKind == JsonValueKind.Object && e.TryGetProperty(name, out var value) ? value : null;
}
