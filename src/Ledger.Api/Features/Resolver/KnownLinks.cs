using System.Data.Common;
using System.Text.Json;
using Dapper;
using Ledger.Api.Features.Links;
using Ledger.Api.Http;
using Ledger.Api.Pages;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Gs1;

namespace Ledger.Api.Features.Resolver;

/// <summary>Gathers what is known of an identifier at every level up to its primary key: the owner's links, and the trace page of what the ledger knows.</summary>
internal sealed class KnownLinks(DbConnection connection, string origin)
{
    /// <summary>The levels with links, the most granular first.</summary>
    public async Task<IReadOnlyList<Level>> ReadAsync(IReadOnlyList<AiValue> asked)
    {
        var candidates = LinkCandidate.Covering(asked);
        var rows = await LinkStore.FindAsync(connection, candidates.Select(candidate => candidate.Name));
        // A document for exactly this value counts before one for any.
        var set = candidates.GroupBy(candidate => candidate.Anchor).Select(group => (Anchor: group.Key, Level: group.Where(candidate => rows.ContainsKey(candidate.Name))
            .Select(candidate => Read(candidate, rows[candidate.Name], asked)).FirstOrDefault(level => level is not null))).ToList();
        var hasPage = set.Exists(entry => entry.Level?.Links.Any(link => link.Relation == LinkTypes.Product) == true);
        var levels = new List<Level>();
        var known = await KnownAsync(set.Select(entry => entry.Anchor));
        foreach (var (anchor, level) in set)
        {
            var trace = known.TryGetValue(anchor, out var epc) ? await TraceAsync(anchor, epc, hasPage) : null;
            if (level is not null) levels.Add(trace is null ? level : level with { Links = [.. level.Links, .. trace.Links.Where(link => level.Links.All(own => own.Relation != link.Relation))] });
            else if (trace is not null) levels.Add(trace);
        }
        return levels.Exists(level => level.Default is not null) ? levels : [.. levels.Select(level => level with { Default = level.Links[0] })];
    }

    private Level? Read(LinkCandidate candidate, LinkVersion row, IReadOnlyList<AiValue> asked)
    {
        var document = JsonSerializer.Deserialize<LinkDocument>(row.Document, Json.Options)!;
        var values = new Dictionary<string, string>();
        foreach (var (ai, name) in LinkTemplate.Parse(row.Template).Variables)
            if (asked.FirstOrDefault(element => element.Code == ai) is { Ai: not null } element) values[name] = element.Value;
        (values["0"], values["1"]) = (Percent.Decode(row.Key[(row.Key.IndexOf('/', StringComparison.Ordinal) + 1)..]), candidate.Rest ?? "");
        var shown = document.Shown();
        // An asset's number has no fixed prefix: links for a shorter one are meant for it only if they say where the rest goes.
        if (candidate.Rest is not null && candidate.Name.StartsWith("8004/", StringComparison.Ordinal))
            shown = [.. shown.Where(link => link.Href.Contains("{0}", StringComparison.Ordinal) || link.Href.Contains("{1}", StringComparison.Ordinal))];
        if (shown.Count == 0) return null;
        var standard = document.DefaultLink();
        var links = shown.Select(link => (Link: link, Target: Target.Of(link, values))).ToList();
        return new Level(origin + candidate.Anchor, document.Description(), [.. links.Select(pair => pair.Target)], links.Find(pair => pair.Link == standard).Target ?? links[0].Target);
    }

    /// <summary>What the ledger knows, by the most granular anchor for it: one query for all, and none reads more than a row.</summary>
    private async Task<IReadOnlyDictionary<string, Epc>> KnownAsync(IEnumerable<string> anchors)
    {
        var things = anchors.Select(anchor => (Anchor: anchor, Epc: Epc.TryParse(DigitalLink.CanonicalStem + anchor, out var epc) ? epc : null)).Where(thing => thing.Epc is not null).DistinctBy(thing => thing.Epc!.CanonicalKey).ToList();
        if (things.Count == 0) return new Dictionary<string, Epc>();
        var parameters = new DynamicParameters();
        for (var i = 0; i < things.Count; i++) parameters.Add($"id{i}", UnitId.Of(things[i].Epc!.CanonicalUri).Value);
        var places = await connection.QueryAsync<int>(string.Join(" union all ", things.Select((_, i) => $"""
            select {i} where exists (select 1 from projection.unit where id = @id{i}) or exists (select 1 from projection.lot where id = @id{i}) or exists (select 1 from captured.event_of_epc where epc = substr(@id{i}, 1, 16))
            """)), parameters);
        return places.ToDictionary(place => things[place].Anchor, place => things[place].Epc!);
    }

    /// <summary>The trace page and the events of a thing that the ledger knows.</summary>
    /// <param name="anchor">The thing, as a path.</param>
    /// <param name="epc">The thing.</param>
    /// <param name="hasPage">Whether the owner has a product page; else the trace page stands in for it.</param>
    private async Task<Level> TraceAsync(string anchor, Epc epc, bool hasPage)
    {
        var uris = new[] { epc.CanonicalUri, $"{DigitalLink.CanonicalStem}/{epc.PrimaryKey.Code}/{epc.PrimaryKey.Value}" };
        // Who registered it names it, else who did so first.
        var names = (await connection.QueryAsync<(string Uri, string Name)>("""
            select uri, name from captured.master_name where uri in (@first, @second)
            order by case when party in (select registered_by from projection.unit where id = @Value union select issuer from projection.lot where id = @Value) then 0 else 1 end, since, party
            """, new { first = uris[0], second = uris[1], UnitId.Of(epc.CanonicalUri).Value })).DistinctBy(pair => pair.Uri).ToDictionary(pair => pair.Uri, pair => pair.Name);
        var name = names.GetValueOrDefault(uris[0]) ?? names.GetValueOrDefault(uris[1]) ?? EpcWords.Sentence(EpcWords.Label(epc));
        var page = new Target(LinkTypes.Traceability, $"{origin}/trace/{epc.CanonicalKey}", $"{name}: where it has been, and how that was checked", "text/html", ["en"], [], true);
        return new Level(origin + anchor, name,
        [
            page, .. hasPage ? Array.Empty<Target>() : [page with { Relation = LinkTypes.Product }],
            new Target(LinkTypes.Epcis, $"{origin}/epcis/v2/epcs/{Uri.EscapeDataString(epc.CanonicalUri)}/events", $"{name}: EPCIS events", "application/ld+json", [], [], false),
        ], null);
    }
}
