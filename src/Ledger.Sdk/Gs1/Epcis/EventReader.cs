namespace Ledger.Sdk.Gs1.Epcis;

/// <summary>Turns a checked tape into a typed event.</summary>
internal static class EventReader
{
    public static EpcisEvent Read(ReadOnlyMemory<byte> source, JsonTape tape, byte[]? hash, IReadOnlyCollection<long>? terms = null)
    {
        var dispositions = tape.Find(0, EpcisField.PersistentDisposition);
        return new EpcisEvent(source, Text(tape, 0, EpcisField.Type)!, hash)
        {
            Terms = terms,
            GivenId = tape.Find(0, EpcisField.EventId) is >= 0 and var id ? tape.String(id) : null,
            EventTime = Time(tape, 0, EpcisField.EventTime) ?? default,
            EventTimeZoneOffset = Text(tape, 0, EpcisField.EventTimeZoneOffset) ?? "",
            RecordTime = Time(tape, 0, EpcisField.RecordTime),
            Action = Text(tape, 0, EpcisField.Action),
            BizStep = Text(tape, 0, EpcisField.BizStep),
            Disposition = Text(tape, 0, EpcisField.Disposition),
            ReadPoint = Place(tape, EpcisField.ReadPoint),
            BizLocation = Place(tape, EpcisField.BizLocation),
            ParentId = Text(tape, 0, EpcisField.ParentId),
            TransformationId = Text(tape, 0, EpcisField.TransformationId),
            EpcList = Texts(tape, tape.Find(0, EpcisField.EpcList)),
            ChildEpcs = Texts(tape, tape.Find(0, EpcisField.ChildEpcs)),
            InputEpcs = Texts(tape, tape.Find(0, EpcisField.InputEpcList)),
            OutputEpcs = Texts(tape, tape.Find(0, EpcisField.OutputEpcList)),
            QuantityList = Quantities(tape, EpcisField.QuantityList),
            ChildQuantities = Quantities(tape, EpcisField.ChildQuantityList),
            InputQuantities = Quantities(tape, EpcisField.InputQuantityList),
            OutputQuantities = Quantities(tape, EpcisField.OutputQuantityList),
            BizTransactions = Typed(tape, EpcisField.BizTransactionList, EpcisField.BizTransaction),
            Sources = Typed(tape, EpcisField.SourceList, EpcisField.Source),
            Destinations = Typed(tape, EpcisField.DestinationList, EpcisField.Destination),
            PersistentDispositionsSet = dispositions < 0 ? [] : Texts(tape, tape.Find(dispositions, EpcisField.Set)),
            PersistentDispositionsUnset = dispositions < 0 ? [] : Texts(tape, tape.Find(dispositions, EpcisField.Unset)),
            SensorElements = Sensors(tape),
            IsErrorDeclaration = tape.Find(0, EpcisField.ErrorDeclaration) >= 0,
            Ilmd = Members(tape, tape.Find(0, EpcisField.Ilmd)),
            Extensions = Members(tape, 0),
        };
    }

    private static string? Text(JsonTape tape, int node, EpcisField field) =>
        tape.Find(node, field) is >= 0 and var found ? tape.Shared(found) : null;

    private static DateTimeOffset? Time(JsonTape tape, int node, EpcisField field) =>
        tape.Find(node, field) is >= 0 and var found && Rfc3339.TryParse(tape.Text(found), out var time) ? time : null;

    private static ExactDecimal? Number(JsonTape tape, int node, EpcisField field) =>
        tape.Find(node, field) is >= 0 and var found && ExactDecimal.TryParse(tape.String(found), out var number) ? number : null;

    private static string? Place(JsonTape tape, EpcisField field) =>
        tape.Find(0, field) is >= 0 and var found ? Text(tape, found, EpcisField.Id) : null;

    private delegate T Reading<T>(JsonTape tape, int node);

    /// <summary>What stands in an array.</summary>
    private static T[] Each<T>(JsonTape tape, int list, Reading<T> read)
    {
        if (list < 0 || tape[list].Kind != JsonKind.Array || tape[list].Count == 0) return [];
        var all = new T[tape[list].Count];
        var next = 0;
        for (var child = list + 1; child < tape[list].End; child = tape[child].End) all[next++] = read(tape, child);
        return all;
    }

    private static string[] Texts(JsonTape tape, int list) => Each(tape, list, static (tape, item) => tape.String(item));

    private static QuantityElement[] Quantities(JsonTape tape, EpcisField field) => Each(tape, tape.Find(0, field), static (tape, item) =>
        new QuantityElement(Text(tape, item, EpcisField.EpcClass) ?? "", Number(tape, item, EpcisField.Quantity), Text(tape, item, EpcisField.Uom)));

    private static TypedId[] Typed(JsonTape tape, EpcisField field, EpcisField id)
    {
        var list = tape.Find(0, field);
        if (list < 0 || tape[list].Kind != JsonKind.Array || tape[list].Count == 0) return [];
        var all = new TypedId[tape[list].Count];
        var next = 0;
        for (var child = list + 1; child < tape[list].End; child = tape[child].End)
            all[next++] = new TypedId(Text(tape, child, EpcisField.Type), Text(tape, child, id) ?? "");
        return all;
    }

    private static SensorElement[] Sensors(JsonTape tape) => Each(tape, tape.Find(0, EpcisField.SensorElementList), static (tape, element) =>
        new SensorElement(Metadata(tape, tape.Find(element, EpcisField.SensorMetadata)), Each(tape, tape.Find(element, EpcisField.SensorReport), Report)));

    private static SensorMetadata? Metadata(JsonTape tape, int node) =>
        node < 0
        ? null
        : new SensorMetadata(Time(tape, node, EpcisField.Time), Time(tape, node, EpcisField.StartTime),
            Time(tape, node, EpcisField.EndTime),
            Text(tape, node, EpcisField.DeviceId), Text(tape, node, EpcisField.BizRules));

    private static SensorReport Report(JsonTape tape, int node) => new(Text(tape, node, EpcisField.Type) ?? "")
    {
        Exception = Text(tape, node, EpcisField.Exception),
        DeviceId = Text(tape, node, EpcisField.DeviceId),
        Time = Time(tape, node, EpcisField.Time),
        Value = Number(tape, node, EpcisField.Value),
        MinValue = Number(tape, node, EpcisField.MinValue),
        MaxValue = Number(tape, node, EpcisField.MaxValue),
        MeanValue = Number(tape, node, EpcisField.MeanValue),
        Uom = Text(tape, node, EpcisField.Uom),
        StringValue = Text(tape, node, EpcisField.StringValue),
        BooleanValue = tape.Find(node, EpcisField.BooleanValue) is >= 0 and var truth ? tape[truth].Kind == JsonKind.True : null,
        UriValue = Text(tape, node, EpcisField.UriValue),
        Component = Text(tape, node, EpcisField.Component),
    };

    /// <summary>Members without meaning in the standard, as JSON.</summary>
    private static IReadOnlyDictionary<string, string> Members(JsonTape tape, int node)
    {
        Dictionary<string, string>? members = null;
        for (var child = node + 1; node >= 0 && child < tape[node].End; child = tape[child].End)
            if (tape[child].Field == EpcisField.None)
                (members ??= []).Add(System.Text.Encoding.UTF8.GetString(tape.Name(child)), tape.Json(child));
        return members ?? (IReadOnlyDictionary<string, string>)System.Collections.ObjectModel.ReadOnlyDictionary<string, string>.Empty;
    }
}
