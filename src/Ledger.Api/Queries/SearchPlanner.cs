using System.Data.Common;
using Dapper;
using Ledger.Api.Confidentiality;
using Ledger.Api.Documents;
using Ledger.Api.Subscriptions;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Gs1;
using Ledger.Sdk.Gs1.Epcis.Query;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Queries;

/// <summary>Chooses the index that a query is answered from: the narrowest that its conditions allow.</summary>
public static class SearchPlanner
{
    /// <summary>Up to so many candidates are sorted by a time that their index is not ordered by.</summary>
    private const int MostSorted = 20_000;

    /// <summary>So far it is counted which of two indexes is the narrower one.</summary>
    private const int MostCounted = 500;

    /// <summary>More pairs of values than these are not walked one by one: all events are, and filtered.</summary>
    private const int MostBranches = 200;

    private const string Gln = DigitalLink.CanonicalStem + "/414/";

    /// <summary>The plan for a query of one reader.</summary>
    public static async Task<SearchPlan> PlanAsync(DbConnection connection, EventQuery query, PartyId? reader, PartyKeys keys, Func<MasterDataDemand, IReadOnlySet<string>> masterData)
    {
        var byRecordTime = query.Order == EventOrder.RecordTime;
        var scope = query.Scope;
        var plan = new SearchPlan(byRecordTime, query.IsDescending);
        if (!byRecordTime) plan.ConfineTimes(scope.FromEventTime, scope.BeforeEventTime);
        // Within a millisecond, all of it is let in.
        plan.ConfineNumbers(
            scope.FromRecordTime is { } from ? await EventFeed.FirstAsync(connection, from.ToUnixTimeMilliseconds()) : null,
            scope.BeforeRecordTime is { } before ? await EventFeed.FirstAsync(connection, before.ToUnixTimeMilliseconds() + 1) : null);
        AddFilters(plan, scope, byRecordTime);
        var pairs = await PairsAsync(connection, scope.Vocabularies, masterData);
        foreach (var (column, ids) in pairs) plan.Filter(ids.Length == 0 ? "1 = 0" : $"e.{column} in ({string.Join(", ", ids)})");
        var driver = await NarrowestAsync(connection, scope, byRecordTime);
        if (driver is not null) Walk(plan, driver);
        else if (pairs.TrueForAll(pair => pair.Ids.Length > 0))
        {
            if (byRecordTime || pairs.Count == 0 || pairs.MinBy(pair => pair.Ids.Length) is not { Ids: { Length: <= MostBranches } ids } narrow) plan.All();
            else foreach (var id in ids) plan.Pair(narrow.Column, id);
        }
        if (reader is { } party && keys.IsReady) await AddReadableAsync(connection, plan, party, TermsOf(query, driver, keys.Master, masterData), byRecordTime);
        return plan;
    }

    /// <summary>What narrows the events that are sealed but for this reader; null where nothing does.</summary>
    private static IReadOnlyCollection<long>? TermsOf(EventQuery query, IndexedChoice? driver, MasterKey master, Func<MasterDataDemand, IReadOnlySet<string>> masterData)
    {
        var (indexes, vocabularies) = (query.Scope.Indexed, query.Scope.Vocabularies);
        if ((driver ?? (indexes.Count > 0 ? indexes[0] : null)) is { } indexed) return [.. ReaderTerms.Of(master, indexed).Distinct()];
        return vocabularies.Count > 0 ? [.. ReaderTerms.Of(master, vocabularies[0], ValuesOf(vocabularies[0], masterData)).Distinct()] : null;
    }

    /// <summary>Only what is the reader's own is looked at and counted, so that nobody learns by the clock what there is for others.</summary>
    private static async Task AddReadableAsync(DbConnection connection, SearchPlan plan, PartyId reader, IReadOnlyCollection<long>? terms, bool byRecordTime)
    {
        if (terms is not null && byRecordTime && await connection.ExecuteScalarAsync<int>(
            $"select count(*) from (select 1 from captured.reader_term where party = @Value and term {connection.IsIn("terms")} limit @MostSorted) c", new { reader.Value, terms = terms.ToArray(), MostSorted }) >= MostSorted) terms = null;
        if (terms is null) plan.Readable(reader);
        else foreach (var term in terms) plan.Readable(reader, term);
    }

    private static void AddFilters(SearchPlan plan, QueryScope scope, bool byRecordTime)
    {
        if (scope.EventTypes is { } types) plan.Filter(In("e.type", types.Select(type => (int)DocumentReader.TypeOf(type))));
        if (scope.Actions is { } actions) plan.Filter(In("e.action", actions.Select(action => action switch { "ADD" => 1, "OBSERVE" => 2, _ => 3 })));
        if (scope.OnlyErrors) plan.Filter("(e.flags & 1) = 1");
        if (byRecordTime && scope.FromEventTime is { } first) plan.Filter($"e.event_time >= {plan.Add(first.ToUnixTimeMilliseconds())}");
        if (byRecordTime && scope.BeforeEventTime is { } end) plan.Filter($"e.event_time <= {plan.Add(end.ToUnixTimeMilliseconds())}");
    }

    private static string In(string column, IEnumerable<int> values) =>
        values.Distinct().ToArray() is { Length: > 0 } listed ? $"{column} in ({string.Join(", ", listed)})" : "1 = 0";

    private static async Task<IndexedChoice?> NarrowestAsync(DbConnection connection, QueryScope scope, bool byRecordTime)
    {
        if (scope.Indexed.Count == 0 || (scope.Indexed.Count == 1 && !byRecordTime)) return scope.Indexed.Count == 0 ? null : scope.Indexed[0];
        IndexedChoice? best = null;
        var fewest = byRecordTime ? MostSorted : int.MaxValue;
        foreach (var choice in scope.Indexed)
        {
            var count = 0;
            foreach (var (table, column, key) in Keys(choice))
                count += await connection.ExecuteScalarAsync<int>($"select count(*) from (select 1 from captured.{table} where {column} = @key limit @most) c", new { key, most = byRecordTime ? MostSorted : MostCounted });
            if (count < fewest) (best, fewest) = (choice, count);
        }
        return best ?? (byRecordTime ? null : scope.Indexed[0]);
    }

    private static void Walk(SearchPlan plan, IndexedChoice choice)
    {
        foreach (var (table, column, key) in Keys(choice)) plan.Index(table, column, key);
    }

    private static IEnumerable<(string Table, string Column, object Key)> Keys(IndexedChoice choice) =>
    [
        .. choice.Epcs.Distinct().Select(epc => ("event_of_epc", "epc", (object)EpcRow.KeyOf(UnitId.Of(epc).Value))),
        .. choice.Terms.Distinct().Select(term => ("event_term", "term", (object)term)),
    ];

    /// <summary>The pairs of values that fit all choices: for each column of events that the choices are about, their ids.</summary>
    private static async Task<List<(string Column, long[] Ids)>> PairsAsync(
        DbConnection connection, IReadOnlyList<VocabularyChoice> choices, Func<MasterDataDemand, IReadOnlySet<string>> masterData)
    {
        var pairs = new List<(string, long[])>();
        foreach (var column in choices.GroupBy(choice => VocabularyPair.ColumnOf(choice.Field)))
        {
            var conditions = new List<string>();
            foreach (var choice in column)
                conditions.Add(await IdsAsync(connection, choice, masterData) is { Length: > 0 } ids ? $"{VocabularyPair.ValueOf(choice.Field)} in ({string.Join(", ", ids)})" : "1 = 0");
            pairs.Add((column.Key, [.. await connection.QueryAsync<long>($"select id from captured.vocabulary_pair where {string.Join(" and ", conditions)}")]));
        }
        return pairs;
    }

    private static string[] ValuesOf(VocabularyChoice choice, Func<MasterDataDemand, IReadOnlySet<string>> masterData) =>
        choice.Descendants is { } demand ? [.. choice.Values, .. masterData(demand)] : [.. choice.Values];

    private static async Task<long[]> IdsAsync(DbConnection connection, VocabularyChoice choice, Func<MasterDataDemand, IReadOnlySet<string>> masterData)
    {
        var values = ValuesOf(choice, masterData);
        var ids = (await connection.QueryAsync<long>($"select id from captured.vocabulary where kind = @kind and value {connection.IsIn("values")}", new { kind = (int)choice.Field, values })).ToHashSet();
        // Places inside a GLN differ from it by their extension alone.
        foreach (var outer in choice.Descendants is null ? [] : choice.Values.Where(value => value.StartsWith(Gln, StringComparison.Ordinal)))
            ids.UnionWith(await connection.QueryAsync<long>(
                "select id from captured.vocabulary where kind = @kind and value like @within", new { kind = (int)choice.Field, within = outer + "/254/%" }));
        // Terms of someone's own may have been captured as compact URIs, which only their document explains.
        if (choice.Field <= VocabularyField.Disposition && choice.Values.Any(value => value.Contains(':', StringComparison.Ordinal)))
            ids.UnionWith(await connection.QueryAsync<long>(
                "select id from captured.vocabulary where kind = @kind and value like '%:%' and value not like '%://%' and value not like 'urn:%'", new { kind = (int)choice.Field }));
        return [.. ids];
    }
}
