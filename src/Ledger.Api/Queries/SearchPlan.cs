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

    /// <summary>Where a row stands in the order: its event time, or its number, which follows the record time.</summary>
    public long PlaceOf(StoredEvent row) => byRecordTime ? row.Number : row.EventTime;

    /// <summary>Confines every branch to event times: from, inclusive; before, exclusive.</summary>
    public void ConfineTimes(DateTimeOffset? from, DateTimeOffset? before)
    {
        // Columns hold milliseconds: a bound within one still lets the whole of it in.
        if (from is { } first) range += $" and {{0}} >= {Add(first.ToUnixTimeMilliseconds())}";
        if (before is { } end) range += $" and {{0}} <= {Add(end.ToUnixTimeMilliseconds())}";
    }

    /// <summary>Confines every branch to numbers: from, inclusive; before, exclusive.</summary>
    public void ConfineNumbers(long? from, long? before)
    {
        if (from is { } first) range += $" and {{1}} >= {Add(first)}";
        if (before is { } end) range += $" and {{1}} < {Add(end)}";
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

    /// <summary>Events that a table of the inverted index (<c>event_of_epc</c>, <c>event_term</c>) has under a key.</summary>
    public void Index(string table, string column, object key) => Branch($"captured.{table}", "event", $"{column} = {Add(key)}", "distinct ");

    /// <summary>Events that have one pair of values of vocabularies.</summary>
    public void Pair(string column, long id) => Branch("captured.event", "number", $"{column} = {Add(id)}");

    /// <summary>All events that are there for everybody.</summary>
    public void All() => Branch("captured.event e", "number", EventViews.IsShown);

    /// <summary>Events of which something is sealed that this party may read some of.</summary>
    public void Readable(PartyId reader) => Branch("captured.event_reader", "event", $"party = {Add((long)reader.Value)}");

    /// <summary>Those of them that are under one blinded term.</summary>
    public void Readable(PartyId reader, long term) => Branch("captured.reader_term", "event", $"party = {Add((long)reader.Value)} and term = {Add(term)}");

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

    private void Branch(string table, string number, string condition, string distinct = "")
    {
        var past = descending ? '<' : '>';
        var place = byRecordTime ? number : "event_time";
        var after = byRecordTime ? $"{number} {past} @number" : $"(event_time, {number}) {past} (@at, @number)";
        branches.Add($"select {distinct}{place} as at, {number} as event from {table} where {condition} and {after}" + string.Format(CultureInfo.InvariantCulture, range, "event_time", number));
    }
}
