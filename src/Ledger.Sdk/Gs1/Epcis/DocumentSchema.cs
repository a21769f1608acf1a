using static Ledger.Sdk.Gs1.Epcis.EpcisField;
using static Ledger.Sdk.Gs1.Epcis.SchemaObject;
using static Ledger.Sdk.Gs1.Epcis.SchemaValues;

namespace Ledger.Sdk.Gs1.Epcis;

/// <summary>What documents around events must look like; the events themselves are set aside and checked one by one.</summary>
internal static class DocumentSchema
{
    private static readonly SchemaCheck Events = (report, node) =>
    {
        if (report.Tape[node].Kind != JsonKind.Array) report.Add(node, "An array of events belongs here.");
    };

    private static readonly SchemaObject VocabularyElement = new(ExtraMembers.Any, [Id], (Id, Uri),
        (Attributes, List(new SchemaObject(ExtraMembers.Any, [Id], (Id, Uri), (EpcisField.Attribute, CheckAttribute)).Check)),
        (Children, List(Uri)));

    private static readonly SchemaCheck Vocabularies = List(new SchemaObject(ExtraMembers.Any, [EpcisField.Type],
        (EpcisField.Type, Uri), (VocabularyElementList, List(VocabularyElement.Check))).Check);

    private static readonly SchemaObject Document = new(ExtraMembers.Named,
        [Context, EpcisField.Type, SchemaVersion, CreationDate, EpcisBody],
        (Context, EpcisSchema.CheckContext), (Id, Uri), (EpcisField.Type, Text), (SchemaVersion, SchemaValues.Version),
        (CreationDate, SchemaValues.Time),
        (InstanceIdentifier, Text), (Sender, Text), (Receiver, Text),
        (EpcisHeader, new SchemaObject(ExtraMembers.Named, [],
            (EpcisMasterData, new SchemaObject(ExtraMembers.Any, [], (VocabularyList, Vocabularies)).Check)).Check),
        // The schema lets it pass as anything else, but then it would not be clear which events are the document's.
        (EpcisBody, new SchemaObject(ExtraMembers.Any, [EventList], (EventList, Events),
            (QueryResults, (report, node) => report.Add(node, "Results of a query belong into an EPCISQueryDocument."))).Check));

    private static readonly SchemaObject QueryDocument = new(ExtraMembers.Named, [Context, EpcisField.Type, EpcisBody],
        (Context, EpcisSchema.CheckContext), (Id, Uri), (EpcisField.Type, Text), (SchemaVersion, SchemaValues.Version),
        (CreationDate, SchemaValues.Time),
        (EpcisBody, new SchemaObject(ExtraMembers.Named, [QueryResults],
            (QueryResults, new SchemaObject(ExtraMembers.Named, [QueryName, ResultsBody], (QueryName, Text), (SubscriptionId, Text),
                (ResultsBody, new SchemaObject(ExtraMembers.Named, [EventList], (EventList, Events),
                    (VocabularyList, Vocabularies)).Check)).Check)).Check));

    public static void Check(SchemaReport report, bool isQuery) => (isQuery ? QueryDocument : Document).Check(report, 0);

    private static void CheckAttribute(SchemaReport report, int node)
    {
        if (report.Tape[node].Kind is not (JsonKind.Number or JsonKind.String or JsonKind.Object))
            report.Add(node, "A number, string or object belongs here.");
    }
}
