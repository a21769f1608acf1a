namespace Ledger.Sdk.Gs1.Epcis;

/// <summary>All of a document but its events: type, context, header.</summary>
public sealed class EpcisEnvelope
{
    private EpcisEnvelope(ReadOnlyMemory<byte> json, string type, string? context)
    {
        Json = json;
        Type = type;
        Context = context;
    }

    /// <summary>The document in JSON with an empty list of events, UTF-8; the event itself where it came bare.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>EPCISDocument, EPCISQueryDocument, or the type of a bare event.</summary>
    public string Type { get; }

    /// <summary>The document's <c>@context</c> as JSON text; null where it has none.</summary>
    public string? Context { get; }

    /// <summary>Whether it is an answer to a query, which no one captures.</summary>
    public bool IsQuery => Type == "EPCISQueryDocument";

    /// <summary>Whether an event stands alone, without a document around it.</summary>
    public bool IsBareEvent => !IsQuery && Type != "EPCISDocument";

    /// <summary>When the document was made; null for a bare event, and where a query document does not say.</summary>
    public DateTimeOffset? CreationDate { get; private init; }

    /// <summary>Such as 2.0; null for a bare event, and where a query document does not say.</summary>
    public string? SchemaVersion { get; private init; }

    /// <summary>The pointer before the number of an event.</summary>
    internal string EventPath => IsBareEvent ? "" : IsQuery ? "/epcisBody/queryResults/resultsBody/eventList/" : "/epcisBody/eventList/";

    /// <summary>Checks what is on the tape; null where it has faults, which are added to the report.</summary>
    internal static EpcisEnvelope? Read(ReadOnlyMemory<byte> json, JsonTape tape, SchemaReport report, bool isXml = false)
    {
        if (tape[0].Kind != JsonKind.Object)
        {
            report.Add(0, "A document is an object.");
            return null;
        }
        var type = tape.Find(0, EpcisField.Type);
        var context = tape.Find(0, EpcisField.Context);
        var version = tape.Find(0, EpcisField.SchemaVersion);
        var created = tape.Find(0, EpcisField.CreationDate);
        if (type < 0 || tape[type].Kind != JsonKind.String) report.Add(0, "The member 'type' is missing.");
        if (report.Problems.Count > 0) return null;
        var envelope = new EpcisEnvelope(json, tape.String(type), context < 0 ? null : tape.Json(context))
        {
            CreationDate = created >= 0 && Rfc3339.TryParse(tape.Text(created), out var time) ? time : null,
            SchemaVersion = version >= 0 ? tape.String(version) : null,
        };
        if (isXml) return envelope;
        if (!envelope.IsBareEvent) DocumentSchema.Check(report, envelope.IsQuery);
        else if (context < 0) report.Add(0, "The member '@context' is missing.");
        // Its context comes with its events.
        Nesting.Check(report);
        TextCheck.Run(report);
        return envelope;
    }

    /// <summary>The JSON pointer of an event.</summary>
    internal string Pointer(int index) =>
        IsBareEvent ? "" : EventPath + index.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
