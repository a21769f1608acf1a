using static Ledger.Sdk.Gs1.Epcis.EpcisField;
using static Ledger.Sdk.Gs1.Epcis.SchemaObject;
using static Ledger.Sdk.Gs1.Epcis.SchemaValues;

namespace Ledger.Sdk.Gs1.Epcis;

/// <summary>What events must look like: the verdict of GS1's JSON schema for EPCIS 2.0 (EPCIS-JSON-Schema.json), in code.</summary>
internal static class EpcisSchema
{
    public static readonly SchemaCheck Event = CheckEvent;

    private static readonly SchemaCheck AnyUri = Uri;

    private static readonly SchemaCheck BizStepValue = WordOrUri(CbvWords.BizStep.Words, IsCbv);

    private static readonly SchemaCheck DispositionValue = WordOrUri(CbvWords.Disposition.Words, IsCbv);

    private static readonly SchemaCheck TransactionType = WordOrUri(CbvWords.Transaction.Words, IsCbv);

    private static readonly SchemaCheck PartyType = WordOrUri(CbvWords.Party.Words, IsCbv);

    private static readonly SchemaCheck ActionValue = Word("OBSERVE ADD DELETE");

    private static readonly SchemaCheck ContextValue = CheckContext;

    private static readonly SchemaCheck Quantities = List(new SchemaObject(ExtraMembers.None, [EpcClass],
        (EpcClass, Uri), (Quantity, Number), (Uom, UnitOfMeasure)).Check);

    private static readonly SchemaCheck Place = new SchemaObject(ExtraMembers.Any, [Id], (Id, Uri)).Check;

    private static readonly SchemaCheck Transactions = TransactionList(0);

    private static readonly SchemaCheck Dispositions = new SchemaObject(ExtraMembers.None, [],
        (Set, List(DispositionValue, 1, true)), (Unset, List(DispositionValue, 1, true)))
    {
        Together = (report, node) =>
            Demand(report, node, Has(report, node, Set) || Has(report, node, Unset), "'set' or 'unset' is missing."),
    }.Check;

    private static readonly (EpcisField, SchemaCheck)[] EventFields =
    [
        (Context, ContextValue), (EventTime, Time), (RecordTime, Time), (EventTimeZoneOffset, ZoneOffset), (EventId, Uri),
        (CertificationInfo, CheckCertification), (ErrorDeclaration, new SchemaObject(ExtraMembers.Named, [DeclarationTime],
            (DeclarationTime, Time), (Reason, WordOrUri(CbvWords.ErrorReason.Words, IsCbv)), (CorrectiveEventIds, List(Uri))).Check),
    ];

    private static readonly (EpcisField, SchemaCheck)[] Where =
    [
        (BizStep, BizStepValue), (Disposition, DispositionValue), (ReadPoint, Place), (BizLocation, Place),
        (SourceList, List(new SchemaObject(ExtraMembers.None, [EpcisField.Type, Source], (EpcisField.Type, PartyType),
            (Source, Uri)).Check)),
        (DestinationList, List(new SchemaObject(ExtraMembers.None, [EpcisField.Type, Destination], (EpcisField.Type, PartyType),
            (Destination, Uri)).Check)),
        (SensorElementList, List(SensorSchema.Element)), (EpcisField.Type, Any),
    ];

    private static readonly SchemaCheck IlmdValue = new SchemaObject(ExtraMembers.Named, []).Check;

    private static readonly SchemaObject ObjectEvent = new(ExtraMembers.Named, [EventTime, EventTimeZoneOffset, EpcisField.Action],
        [.. EventFields, .. Where, (EpcList, List(Uri, 0, true)), (QuantityList, Quantities), (EpcisField.Action, ActionValue),
            (PersistentDisposition, Dispositions), (BizTransactionList, Transactions), (Ilmd, IlmdValue)])
    {
        Together = static (report, node) =>
        {
            var named = Has(report, node, EpcList) || Filled(report, node, QuantityList)
                || (Filled(report, node, SensorElementList) && Has(report, node, ReadPoint));
            Demand(report, node, named, "One of epcList, quantityList, or sensorElementList with readPoint is missing.");
            Demand(report, node, !Has(report, node, Ilmd) || IsAction(report, node, "ADD"u8), "Only an event with action ADD has ilmd.");
        },
    };

    private static readonly SchemaObject AggregationEvent = Grouping([]);

    private static readonly SchemaObject AssociationEvent = Grouping([ParentId]);

    private static readonly SchemaObject TransactionEvent = new(ExtraMembers.Named,
        [EventTime, EventTimeZoneOffset, BizTransactionList, EpcisField.Action],
        [.. EventFields, .. Where, (BizTransactionList, TransactionList(1)), (ParentId, Uri), (EpcList, List(Uri)),
            (QuantityList, Quantities),
            (EpcisField.Action, ActionValue)])
    {
        Together = static (report, node) => Demand(report, node,
            Has(report, node, EpcList) || Filled(report, node, QuantityList) || IsAction(report, node, "DELETE"u8),
                "One of epcList or quantityList is missing."),
    };

    private static readonly SchemaObject TransformationEvent = new(ExtraMembers.Named, [EventTime, EventTimeZoneOffset],
        [.. EventFields, .. Where, (InputEpcList, List(Uri, 0, true)), (InputQuantityList, Quantities), (OutputEpcList, List(Uri, 0, true)),
            (OutputQuantityList, Quantities), (TransformationId, Uri), (PersistentDisposition, Dispositions),
            (BizTransactionList, Transactions), (Ilmd, IlmdValue)])
    {
        Together = static (report, node) =>
        {
            var input = Filled(report, node, InputEpcList) || Filled(report, node, InputQuantityList);
            var output = Filled(report, node, OutputEpcList) || Filled(report, node, OutputQuantityList);
            Demand(report, node, (input && output) || ((input || output) && Has(report, node, TransformationId)),
                "Inputs and outputs are missing, or one of them with a transformationID.");
        },
    };

    private static readonly Dictionary<EpcisField, SchemaCheck> Parts = new([.. new[]
    {
        EventFields, Where,
        [(ParentId, AnyUri), (TransformationId, AnyUri), (EpcisField.Action, ActionValue), (BizTransactionList, Transactions), (PersistentDisposition, Dispositions), (Ilmd, IlmdValue)],
        [.. new[] { EpcList, ChildEpcs, InputEpcList, OutputEpcList }.Select(list => (list, List(Uri)))],
        [.. new[] { QuantityList, ChildQuantityList, InputQuantityList, OutputQuantityList }.Select(list => (list, Quantities))],
    }.SelectMany(parts => parts).Select(part => KeyValuePair.Create(part.Item1, part.Item2))]);

    private static readonly SchemaObject OtherEvent = new(ExtraMembers.Any, [EventTime, EventTimeZoneOffset],
        [.. EventFields, (EpcisField.Type, AnyUri)]);

    /// <summary>A JSON-LD context: a URI, an object, or a list of these without repetition.</summary>
    public static void CheckContext(SchemaReport report, int node)
    {
        if (report.Tape[node].Kind == JsonKind.Array) List(ContextItem, 0, true)(report, node);
        else ContextItem(report, node);
    }

    /// <summary>The times of an event that another schema has found right: that one allows what is no moment.</summary>
    public static void Times(SchemaReport report, int node)
    {
        foreach (var (field, check) in new[] { (EventTime, (SchemaCheck)SchemaValues.Time), (RecordTime, SchemaValues.Time), (EventTimeZoneOffset, ZoneOffset) })
            if (report.Tape.Find(node, field) is >= 0 and var found) check(report, found);
            else if (field != RecordTime) report.Add(node, $"The member '{System.Text.Encoding.UTF8.GetString(EpcisFields.Name(field))}' is missing.");
    }

    /// <summary>Whether a member of an event is what the standard has under this name.</summary>
    public static bool IsRight(EpcisField field, ReadOnlyMemory<byte> json)
    {
        var report = new SchemaReport(new JsonTape());
        if (report.Tape.Load(json, setEventsAside: false) is not null || !Parts.TryGetValue(field, out var check)) return false;
        check(report, 0);
        return report.Problems.Count == 0;
    }

    private static void ContextItem(SchemaReport report, int node)
    {
        if (report.Tape[node].Kind != JsonKind.Object) Uri(report, node);
    }

    private static void CheckEvent(SchemaReport report, int node)
    {
        var type = report.Tape.Find(node, EpcisField.Type);
        if (report.Tape[node].Kind != JsonKind.Object) report.Add(node, "An event is an object.");
        else if (type < 0) report.Add(node, "The member 'type' is missing.");
        else if (report.Tape[type].Kind != JsonKind.String) report.Add(type, "A string belongs here.");
        else Rules(report.Tape.Text(type)).Check(report, node);
    }

    private static SchemaObject Rules(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("ObjectEvent"u8) ? ObjectEvent
        : type.SequenceEqual("AggregationEvent"u8) ? AggregationEvent
        : type.SequenceEqual("TransactionEvent"u8) ? TransactionEvent
        : type.SequenceEqual("TransformationEvent"u8) ? TransformationEvent
        : type.SequenceEqual("AssociationEvent"u8) ? AssociationEvent
        : OtherEvent;

    private static SchemaObject Grouping(EpcisField[] required) =>
        new(ExtraMembers.Named, [EventTime, EventTimeZoneOffset, EpcisField.Action, .. required],
        [.. EventFields, .. Where, (ParentId, AnyUri), (ChildEpcs, List(Uri)), (ChildQuantityList, Quantities),
            (EpcisField.Action, ActionValue),
            (BizTransactionList, Transactions)])
        {
            Together = static (report, node) => Demand(report, node,
                Filled(report, node, ChildEpcs) || Filled(report, node, ChildQuantityList) || IsAction(report, node, "DELETE"u8),
                "One of childEPCs or childQuantityList is missing."),
        };

    private static SchemaCheck TransactionList(int fewest) => List(new SchemaObject(ExtraMembers.None, [BizTransaction],
        (EpcisField.Type, TransactionType), (BizTransaction, Uri)).Check, fewest);

    private static void CheckCertification(SchemaReport report, int node)
    {
        if (report.Tape[node].Kind == JsonKind.Array) List(Uri)(report, node);
        else Uri(report, node);
    }

    private static bool Has(SchemaReport report, int node, EpcisField field) => report.Tape.Find(node, field) >= 0;

    private static bool Filled(SchemaReport report, int node, EpcisField field) =>
        report.Tape.Find(node, field) is >= 0 and var found && report.Tape[found] is { Kind: JsonKind.Array, Count: > 0 };

    private static bool IsAction(SchemaReport report, int node, ReadOnlySpan<byte> action) =>
        report.Tape.Find(node, EpcisField.Action) is >= 0 and var found && report.Tape.Text(found).SequenceEqual(action);

    private static void Demand(SchemaReport report, int node, bool condition, string message)
    {
        if (!condition) report.Add(node, message);
    }
}
