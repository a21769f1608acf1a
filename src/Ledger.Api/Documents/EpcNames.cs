using System.Data.Common;
using Dapper;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Gs1.Epcis;
using Npgsql;

namespace Ledger.Api.Documents;

/// <summary>The identifiers that ids on the chain are the hashes of, as public events name them.</summary>
public static class EpcNames
{
    private const int Chunk = 500;

    /// <summary>The names of those ids that a public event names; the newest event of each is looked at.</summary>
    public static async Task<IReadOnlyDictionary<Hash32, NamedEpc>> ReadAsync(DbConnection connection, IEnumerable<Hash32> ids)
    {
        var names = new Dictionary<Hash32, NamedEpc>();
        foreach (var wanted in ids.Distinct().Chunk(Chunk))
        {
            var events = await NewestAsync(connection, wanted);
            var missing = wanted.ToHashSet();
            foreach (var seen in await EventViews.PublicAsync(connection, await StoredEvent.ReadAsync(connection, events)))
            {
                if (!EpcisEvent.TryReread(seen.Json, out var read)) continue;
                foreach (var epc in DocumentReader.EpcsOf(read))
                    if (missing.Contains(epc.Id)) names.TryAdd(epc.Id, epc);
            }
        }
        return names;
    }

    /// <summary>As <see cref="ReadAsync"/>: the EPC URN where the event has one, else the canonical URI.</summary>
    public static async Task<string?> OfAsync(DbConnection connection, Hash32 id) =>
        (await ReadAsync(connection, [id])).GetValueOrDefault(id)?.Text;

    private static async Task<IReadOnlyCollection<long>> NewestAsync(DbConnection connection, Hash32[] ids)
    {
        const string Newest = "select x.event from captured.event_epc x where x.id = {0} order by x.event_time desc, x.event desc limit 1";
        if (connection is NpgsqlConnection)
            return (await connection.QueryAsync<long?>($"select ({string.Format(null, Newest, "i.id")}) from unnest(@ids) as i (id)", new { ids = ids.Select(id => id.ToArray()).ToArray() }))
                .OfType<long>().Distinct().ToArray();
        var events = new HashSet<long>();
        foreach (var id in ids)
            if (await connection.ExecuteScalarAsync<long?>(string.Format(null, Newest, "@id"), new { id }) is { } found) events.Add(found);
        return events;
    }
}
