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
            var missing = wanted.ToHashSet();
            foreach (var epc in await NewestAsync(connection, [.. wanted.Select(EpcRow.KeyOf)]))
                if (missing.Contains(epc.Id)) names.TryAdd(epc.Id, epc);
        }
        return names;
    }

    /// <summary>The things with these keys (<see cref="EpcRow.KeyOf"/>) that a public event names, by key in hexadecimal.</summary>
    public static async Task<IReadOnlyDictionary<string, NamedEpc>> OfKeysAsync(DbConnection connection, IReadOnlyList<byte[]> keys)
    {
        var missing = keys.Select(Convert.ToHexString).ToHashSet();
        var names = new Dictionary<string, NamedEpc>();
        foreach (var epc in await NewestAsync(connection, keys))
            if (Convert.ToHexString(EpcRow.KeyOf(epc.Id)) is var key && missing.Contains(key)) names.TryAdd(key, epc);
        return names;
    }

    /// <summary>As <see cref="ReadAsync"/>: the EPC URN where the event has one, else the canonical URI.</summary>
    public static async Task<string?> OfAsync(DbConnection connection, Hash32 id) =>
        (await ReadAsync(connection, [id])).GetValueOrDefault(id)?.Text;

    /// <summary>All things that the newest events of these keys name.</summary>
    private static async Task<IEnumerable<NamedEpc>> NewestAsync(DbConnection connection, IReadOnlyList<byte[]> keys)
    {
        var events = await EventViews.PublicAsync(connection, await StoredEvent.ReadAsync(connection, await NewestEventsAsync(connection, keys)));
        return events.SelectMany(seen => EpcisEvent.TryReread(seen.Json, out var read) ? DocumentReader.EpcsOf(read) : []);
    }

    private static async Task<IReadOnlyCollection<long>> NewestEventsAsync(DbConnection connection, IReadOnlyList<byte[]> keys)
    {
        const string Newest = "select x.event from captured.event_of_epc x where x.epc = {0} order by x.event_time desc, x.event desc limit 1";
        if (connection is NpgsqlConnection)
            return (await connection.QueryAsync<long?>($"select ({string.Format(null, Newest, "k.epc")}) from unnest(@keys) as k (epc)", new { keys = keys.ToArray() })).OfType<long>().Distinct().ToArray();
        var events = new HashSet<long>();
        foreach (var key in keys)
            if (await connection.ExecuteScalarAsync<long?>(string.Format(null, Newest, "@key"), new { key }) is { } found) events.Add(found);
        return events;
    }
}
