using System.Globalization;
using Dapper;
using Ledger.Api.Documents;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Queries;

/// <summary>
/// How candidates of a query are read: branches that each walk one index in the order of the answers, united, and a filter on columns. The
/// candidates are never fewer than the answers.
/// </summary>
public sealed class SearchPlan
{
    private readonly List<string> branches = [];
    private readonly List<string> filters = [];
    private readonly DynamicParameters parameters = new();
    private readonly bool byRecordTime;
    private readonly bool descending;
    private string range = "";

    /// <summary>Creates a plan without branches, which finds nothing.</summary>
    public SearchPlan(bool byRecordTime, bool descending) => (this.byRecordTime, this.descending) = (byRecordTime, descending);

    /// <summary>Whether there is anything to walk.</summary>
    public bool IsEmpty => branches.Count == 0;

    /// <summary>The order's time of a row.</summary>
    public long TimeOf(StoredEvent row) => byRecordTime ? row.RecordTime : row.EventTime;

    /// <summary>Confines every branch to times of the order's column: from, inclusive; before, exclusive.</summary>
    public void Confine(DateTimeOffset? from, DateTimeOffset? before)
    {
        // Columns hold milliseconds: a bound within one still lets the whole of it in.
        if (from is { } first) range += $" and {{0}} >= {Add(first.ToUnixTimeMilliseconds())}";
        if (before is { } end) range += $" and {{0}} <= {Add(end.ToUnixTimeMilliseconds())}";
    }

    /// <summary>A condition on columns of the event <c>e</c>. What is sealed has none there, and passes.</summary>
    public void Filter(string condition) => filters.Add(condition);

    /// <summary>Adds a value; returns its name in SQL.</summary>
    public string Add(object value)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"@p{parameters.ParameterNames.Count()}");
        parameters.Add(name, value);
        return name;
    }

    /// <summary>Events that a table of the inverted index (<c>event_epc</c>, <c>event_term</c>) has under a key.</summary>
    public void Index(string table, string column, object key) => branches.Add(byRecordTime
        ? $"select e.record_time as at, e.number as event from (select distinct event from captured.{table} where {column} = {Add(key)}) i join captured.event e on e.number = i.event where 1 = 1"
            + Within("e.record_time", "e.number")
        : $"select distinct event_time as at, event from captured.{table} where {column} = {Add(key)}" + Within("event_time", "event"));

    /// <summary>Events that have one value of a vocabulary.</summary>
    public void Vocabulary(string column, long id) => branches.Add(
        $"select {Time} as at, number as event from captured.event where {column} = {Add(id)}" + Within(Time, "number"));

    /// <summary>All events that are there for everybody.</summary>
    public void All() => branches.Add($"select e.{Time} as at, e.number as event from captured.event e where {EventViews.IsShown}" + Within($"e.{Time}", "e.number"));

    /// <summary>Events of which something is sealed that this party may read some of.</summary>
    public void Readable(PartyId reader) => branches.Add(
        $"select {Time} as at, event from captured.event_reader where party = {Add((long)reader.Value)}" + Within(Time, "event"));

    /// <summary>Those of them that are under one blinded term.</summary>
    public void Readable(PartyId reader, long term) => branches.Add(byRecordTime
        ? $"select r.record_time as at, r.event as event from (select distinct event from captured.reader_term where party = {Add((long)reader.Value)} and term = {Add(term)}) i "
            + $"join captured.event_reader r on r.event = i.event and r.party = {Add((long)reader.Value)} where 1 = 1" + Within("r.record_time", "r.event")
        : $"select event_time as at, event from captured.reader_term where party = {Add((long)reader.Value)} and term = {Add(term)}" + Within("event_time", "event"));

    /// <summary>The statement and its parameters for the next candidates; rows that the filter excludes come without body.</summary>
    public (string Sql, DynamicParameters Parameters) Next(SearchPosition? after, int count)
    {
        var position = after ?? (descending ? new SearchPosition(long.MaxValue, long.MaxValue, 0) : new SearchPosition(long.MinValue, 0, 0));
        var all = new DynamicParameters(parameters);
        all.Add("@at", position.At);
        all.Add("@number", position.Number);
        all.Add("@count", count);
        var order = descending ? "desc" : "asc";
        var each = branches.Select(branch => $"select at, event from ({branch} order by at {order}, event {order} limit @count) b");
        var body = filters.Count == 0 ? "e.body" : $"case when (e.flags & 6) <> 0 or ({string.Join(" and ", filters)}) then e.body end as body";
        return ($"""
            select e.number, e.key, e.hash, e.party, {(byRecordTime ? "e.event_time" : "k.at")} as EventTime, e.record_time as RecordTime, e.flags, c.json as Context, e.salt, e.commitment, {body}
            from ({string.Join(" union ", each)} order by at {order}, event {order} limit @count) k
            join captured.event e on e.number = k.event join captured.context c on c.id = e.context
            order by k.at {order}, k.event {order}
            """, all);
    }

    private string Time => byRecordTime ? "record_time" : "event_time";

    private string Within(string time, string number) =>
        $" and ({time}, {number}) {(descending ? '<' : '>')} (@at, @number)" + string.Format(CultureInfo.InvariantCulture, range, time);
}
