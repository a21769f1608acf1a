using System.Collections.Frozen;
using static Ledger.Sdk.Gs1.Epcis.EpcisField;

namespace Ledger.Sdk.Gs1.Epcis.Query;

/// <summary>Every parameter with a name of its own, and where those go whose name ends in a field, a type or a unit.</summary>
internal static class QueryParameters
{
    private delegate void Taker(QueryParameter parameter, EventQuery query);

    private static readonly string[] Types =
        ["ObjectEvent", "AggregationEvent", "TransactionEvent", "TransformationEvent", "AssociationEvent"];

    private static readonly FrozenDictionary<string, Taker> Fixed = new Dictionary<string, Taker>
    {
        ["eventType"] = EventType,
        ["GE_eventTime"] = (p, q) => Time(q, EventTime, Comparison.GreaterOrEqual, p.Time(), q.Scope.EventTimeFrom),
        ["LT_eventTime"] = (p, q) => Time(q, EventTime, Comparison.Less, p.Time(), q.Scope.EventTimeBefore),
        ["GE_recordTime"] = (p, q) => RecordTime(q, Comparison.GreaterOrEqual, p.Time(), q.Scope.RecordTimeFrom),
        ["LT_recordTime"] = (p, q) => RecordTime(q, Comparison.Less, p.Time(), q.Scope.RecordTimeBefore),
        ["EQ_action"] = Action,
        ["EQ_bizStep"] = (p, q) => Term(p, q, CbvVocabulary.BizStep, [BizStep], VocabularyField.BizStep),
        ["EQ_disposition"] = (p, q) => Term(p, q, CbvVocabulary.Disposition, [Disposition], VocabularyField.Disposition),
        ["EQ_persistentDisposition_set"] = (p, q) => Term(p, q, CbvVocabulary.Disposition, [PersistentDisposition, Set]),
        ["EQ_persistentDisposition_unset"] = (p, q) => Term(p, q, CbvVocabulary.Disposition, [PersistentDisposition, Unset]),
        ["EQ_readPoint"] = (p, q) => PlaceParameters.Take(p, q, VocabularyField.ReadPoint, descendants: false),
        ["WD_readPoint"] = (p, q) => PlaceParameters.Take(p, q, VocabularyField.ReadPoint, descendants: true),
        ["EQ_bizLocation"] = (p, q) => PlaceParameters.Take(p, q, VocabularyField.BizLocation, descendants: false),
        ["WD_bizLocation"] = (p, q) => PlaceParameters.Take(p, q, VocabularyField.BizLocation, descendants: true),
        ["EQ_transformationID"] = Transformation,
        ["EQ_eventID"] = EventId,
        ["EXISTS_errorDeclaration"] = ErrorDeclared,
        ["GE_errorDeclarationTime"] = (p, q) => ErrorTime(q, Comparison.GreaterOrEqual, p.Time()),
        ["LT_errorDeclarationTime"] = (p, q) => ErrorTime(q, Comparison.Less, p.Time()),
        ["GE_errorDeclaration_Time"] = (p, q) => ErrorTime(q, Comparison.GreaterOrEqual, p.Time()),
        ["LT_errorDeclaration_Time"] = (p, q) => ErrorTime(q, Comparison.Less, p.Time()),
        ["EQ_errorReason"] = (p, q) => Error(q, NodeTests.Term(CbvVocabulary.ErrorReason, p.Texts(), p.Prefixes), Reason),
        ["EQ_correctiveEventID"] = (p, q) => Error(q, NodeTests.Text(p.Texts()), CorrectiveEventIds),
        ["orderBy"] = OrderBy,
        ["orderDirection"] = (p, q) => q.IsDescending = p.Word("ASC", "DESC") == "DESC",
        ["eventCountLimit"] = (p, q) => q.EventCountLimit = p.Count(),
        ["maxEventCount"] = (p, q) => q.MaxEventCount = p.Count(),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether a query string may give several values: those that compare with one bound may not.</summary>
    public static bool IsList(string name) =>
        name is "eventType" || ((name.StartsWith("EQ_", StringComparison.Ordinal) || name.StartsWith("MATCH_", StringComparison.Ordinal)
            || name.StartsWith("WD_", StringComparison.Ordinal) || name.StartsWith("HASATTR_", StringComparison.Ordinal)
            || name.StartsWith("EQATTR_", StringComparison.Ordinal)) && name != "EQ_booleanValue");

    /// <summary>Adds what a parameter demands; false if there is none of this name.</summary>
    public static bool Take(QueryParameter parameter, EventQuery query)
    {
        if (Fixed.TryGetValue(parameter.Name, out var taker)) taker(parameter, query);
        else
            return MatchParameters.Take(parameter, query) || QuantityParameters.Take(parameter, query)
                || SensorParameters.Take(parameter, query) || PartnerParameters.Take(parameter, query)
                || AttributeParameters.Take(parameter, query) || FieldParameters.Take(parameter, query);
        return true;
    }

    private static void EventType(QueryParameter parameter, EventQuery query)
    {
        var types = parameter.Texts();
        foreach (var type in types)
            if (!Types.Contains(type) && !type.Contains(':', StringComparison.Ordinal))
                throw parameter.Fault($"'{type}' is no type of event.", $"One of {string.Join(", ", Types)}, or the URI of another.");
        query.Add(Condition.At([EpcisField.Type], NodeTests.Text(types)));
        query.Scope.Types(types);
    }

    private static void Action(QueryParameter parameter, EventQuery query)
    {
        var actions = parameter.Words("ADD", "OBSERVE", "DELETE");
        query.Add(Condition.At([EpcisField.Action], NodeTests.Text(actions)));
        query.Scope.ActionsOf(actions);
    }

    private static void Time(EventQuery query, EpcisField field, Comparison comparison, DateTimeOffset bound, Action<DateTimeOffset> narrow)
    {
        query.Add(Condition.At([field], NodeTests.Time(comparison, bound)));
        narrow(bound);
    }

    private static void RecordTime(EventQuery query, Comparison comparison, DateTimeOffset bound, Action<DateTimeOffset> narrow)
    {
        query.Add(Condition.Whole(reading => NodeTests.Holds(comparison, reading.RecordTime.CompareTo(bound))));
        narrow(bound);
    }

    private static void Term(QueryParameter parameter, EventQuery query, CbvVocabulary vocabulary, EpcisField[] path,
        VocabularyField? field = null)
    {
        var terms = parameter.Texts();
        query.Add(Condition.At(path, NodeTests.Term(vocabulary, terms, parameter.Prefixes)));
        string[] bare = [.. terms.Select(t => CbvTerm.Bare(vocabulary, parameter.Prefixes.Expand(t)))];
        if (field is { } column) query.Scope.Add(new VocabularyChoice(column, bare, null));
        else query.Scope.Add("persistent", bare);
    }

    private static void Transformation(QueryParameter parameter, EventQuery query)
    {
        var ids = parameter.Texts();
        query.Add(Condition.At([TransformationId], NodeTests.Identity(ids)));
        query.Scope.Add("transformation", ids.Select(Epc.IdentityOrText));
    }

    private static void EventId(QueryParameter parameter, EventQuery query)
    {
        var ids = parameter.Texts();
        var test = NodeTests.Text(ids);
        query.Add(Condition.Whole(reading => reading.Any([EpcisField.EventId], test)
            || (reading.DerivedId is { } id && reading.Tape.Find(0, EpcisField.EventId) < 0 && ids.Contains(id))));
        query.Scope.Ids(ids);
    }

    private static void ErrorDeclared(QueryParameter parameter, EventQuery query)
    {
        if (!parameter.Demanded()) return;
        query.Add(Condition.Whole(reading => reading.Tape.Find(0, ErrorDeclaration) >= 0));
        query.Scope.OnlyErrors = true;
    }

    private static void ErrorTime(EventQuery query, Comparison comparison, DateTimeOffset bound) =>
        Error(query, NodeTests.Time(comparison, bound), DeclarationTime);

    private static void Error(EventQuery query, NodeTest test, EpcisField field)
    {
        query.Add(Condition.At([ErrorDeclaration, field], test));
        query.Scope.OnlyErrors = true;
    }

    private static void OrderBy(QueryParameter parameter, EventQuery query)
    {
        var name = parameter.Text();
        query.IsOrdered = true;
        query.Order = name switch
        {
            "eventTime" => EventOrder.EventTime,
            "recordTime" => EventOrder.RecordTime,
            "quantity" => EventOrder.Quantity,
            _ => EventOrder.Field,
        };
        if (query.Order == EventOrder.Field)
            query.OrderField = FieldName.Parse(name, parameter.Prefixes)
                ?? throw parameter.Fault($"'{name}' is neither eventTime nor recordTime nor a field with a namespace.");
    }
}
