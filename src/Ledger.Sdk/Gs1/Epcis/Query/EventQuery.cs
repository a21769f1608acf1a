using System.Text.Json;

namespace Ledger.Sdk.Gs1.Epcis.Query;

/// <summary>What the answers are ordered by.</summary>
public enum EventOrder
{
    /// <summary>When it happened; also where a query does not say.</summary>
    EventTime,

    /// <summary>When it was captured.</summary>
    RecordTime,

    /// <summary>The first amount of its quantity lists.</summary>
    Quantity,

    /// <summary>A field beyond the standard.</summary>
    Field,
}

/// <summary>
/// A parsed SimpleEventQuery (EPCIS 2.0, 8.2.7.1): conditions that all must hold, an order, and limits. <see cref="EventMatcher"/> decides
/// over events; <see cref="Scope"/> says what an index may narrow by.
/// </summary>
public sealed class EventQuery
{
    private const int MostParameters = 100;

    private readonly List<Condition> conditions = [];

    internal EventQuery()
    {
    }

    /// <summary>The order of the answers.</summary>
    public EventOrder Order { get; internal set; }

    /// <summary>Whether the query names an order.</summary>
    public bool IsOrdered { get; internal set; }

    /// <summary>Whether the last comes first; the standard's default.</summary>
    public bool IsDescending { get; internal set; } = true;

    /// <summary>Only the first so many events are wanted.</summary>
    public int? EventCountLimit { get; internal set; }

    /// <summary>More events than this are an error, not an answer.</summary>
    public int? MaxEventCount { get; internal set; }

    /// <summary>What an index may narrow by: no event outside fits the query.</summary>
    public QueryScope Scope { get; } = new();

    /// <summary>The sets of identifiers that master data have to give before events are matched.</summary>
    public IReadOnlyList<MasterDataDemand> MasterDataDemands => masterData;

    private readonly List<MasterDataDemand> masterData = [];

    internal IReadOnlyList<Condition> Conditions => conditions;

    internal FieldName? OrderField { get; set; }

    /// <summary>Reads the parameters of a query string; values of a list are divided by <c>|</c>.</summary>
    /// <exception cref="EventQueryException">A parameter is unknown, or has a value that it does not take.</exception>
    public static EventQuery Parse(IEnumerable<KeyValuePair<string, string>> parameters, IReadOnlyDictionary<string, string>? prefixes = null)
    {
        var query = new EventQuery();
        var declared = prefixes is null ? QueryPrefixes.None : new QueryPrefixes(prefixes);
        foreach (var group in parameters.GroupBy(p => p.Key, p => p.Value, StringComparer.Ordinal))
        {
            var given = group.ToList();
            var isList = QueryParameters.IsList(group.Key);
            if (!isList && given.Count > 1) throw new EventQueryException(group.Key, "the parameter is given twice.");
            var values = given.SelectMany(text => isList ? text.Split('|') : [text]).Select(text => new QueryValue(text, QueryValueKind.Untyped));
            query.Take(new QueryParameter(group.Key, [.. values], isList, declared));
        }
        return query.Checked();
    }

    /// <summary>Reads the JSON object of a named query.</summary>
    /// <exception cref="EventQueryException">As <see cref="Parse(IEnumerable{KeyValuePair{string,string}},IReadOnlyDictionary{string,string}?)"/>.</exception>
    public static EventQuery Parse(JsonElement query, IReadOnlyDictionary<string, string>? prefixes = null)
    {
        if (query.ValueKind != JsonValueKind.Object) throw new EventQueryException("query", "an object belongs here.");
        var parsed = new EventQuery();
        var declared = (prefixes is null ? QueryPrefixes.None : new QueryPrefixes(prefixes)).With(QueryJson.Prefixes(query));
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in query.EnumerateObject())
        {
            if (!names.Add(member.Name)) throw new EventQueryException(member.Name, "the parameter is given twice.");
            if (member.Name != "@context") parsed.Take(QueryJson.Parameter(member, declared));
        }
        return parsed.Checked();
    }

    /// <summary>Events that name this EPC, in any role and any form; of a class, also its instances.</summary>
    public static EventQuery OfEpc(string epc)
    {
        var query = new EventQuery();
        MatchParameters.AnyRole(new QueryParameter("epc", [new QueryValue(epc, QueryValueKind.Untyped)], true, QueryPrefixes.None), query);
        return query;
    }

    /// <summary>Events that one parameter with one value selects; the value may hold any character.</summary>
    public static EventQuery Of(string parameter, string value, IReadOnlyDictionary<string, string>? prefixes = null)
    {
        var query = new EventQuery();
        var declared = prefixes is null ? QueryPrefixes.None : new QueryPrefixes(prefixes);
        query.Take(new QueryParameter(parameter, [new QueryValue(value, QueryValueKind.Untyped)], true, declared));
        return query;
    }

    /// <summary>The events that both queries select, in the order and within the limits of this one.</summary>
    public EventQuery And(EventQuery other)
    {
        var both = new EventQuery
        {
            Order = Order,
            IsOrdered = IsOrdered,
            IsDescending = IsDescending,
            EventCountLimit = EventCountLimit,
            MaxEventCount = MaxEventCount,
            OrderField = OrderField,
        };
        both.conditions.AddRange([.. conditions, .. other.conditions]);
        both.masterData.AddRange([.. masterData, .. other.masterData]);
        both.Scope.Add(Scope);
        both.Scope.Add(other.Scope);
        return both;
    }

    internal void Add(Condition condition) => conditions.Add(condition);

    internal void Add(MasterDataDemand demand) => masterData.Add(demand);

    private int taken;

    private void Take(QueryParameter parameter)
    {
        if (++taken > MostParameters) throw parameter.Fault($"a query has at most {MostParameters} parameters.");
        if (parameter.Name.Contains('\0', StringComparison.Ordinal) || !QueryParameters.Take(parameter, this))
            throw parameter.Fault("there is no such parameter.", "Names are case-sensitive; a field beyond the standard needs its namespace.");
    }

    private EventQuery Checked()
    {
        if (EventCountLimit is not null && MaxEventCount is not null)
            throw new EventQueryException("eventCountLimit", "it excludes maxEventCount.");
        if (EventCountLimit is not null && !IsOrdered) throw new EventQueryException("eventCountLimit", "it needs orderBy.");
        return this;
    }
}
