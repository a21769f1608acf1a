using System.Data.Common;
using Dapper;
using Ledger.Api.Documents;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Gs1;

namespace Ledger.Api.Pages;

/// <summary>What parties, goods and places are called on a page: what opens a party's commitment, what documents said, else the bare identifier.</summary>
public sealed class NameBook
{
    private readonly Dictionary<ulong, string> parties = [];
    private readonly Dictionary<Hash32, string> uris = [];
    private readonly Dictionary<Hash32, string> wholes = [];
    private readonly Dictionary<string, string> master = [];
    private readonly List<ulong> colours = [];

    /// <summary>Reads the names of parties, of ids on the chain, and of identifiers, in four queries.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="parties">Parties to name.</param>
    /// <param name="ids">Goods to name.</param>
    /// <param name="places">Products and places to name.</param>
    /// <param name="holders">Whose words for products and places count before those of others, the best first: who registered and held the goods. Of others the first to name a thing counts.</param>
    public static async Task<NameBook> ReadAsync(DbConnection connection, IEnumerable<ulong> parties, IEnumerable<Hash32> ids, IEnumerable<string?> places, IEnumerable<ulong> holders)
    {
        var book = new NameBook();
        var wanted = parties.Distinct().Select(party => (long)party).ToArray();
        foreach (var (party, name) in await connection.QueryAsync<(long, string)>($"""
            select n.party, n.name from captured.party_identity n join projection.party p on p.id = n.party and p.identity = n.commitment where n.party {connection.IsIn("wanted")}
            """, new { wanted })) book.parties[(ulong)party] = name;
        var hashes = ids.Distinct().ToArray();
        foreach (var (id, named) in await EpcNames.ReadAsync(connection, hashes)) book.uris[id] = named.Uri;
        var unnamed = hashes.Where(id => !book.uris.ContainsKey(id)).Select(id => id.ToArray()).ToArray();
        var parts = (await connection.QueryAsync<(byte[] Part, byte[] Whole)>(
            $"select target, source from projection.derivation where kind = 1 and target {connection.IsIn("unnamed")}", new { unnamed })).AsList();
        var wholes = await EpcNames.ReadAsync(connection, parts.Select(row => new Hash32(row.Whole)));
        foreach (var (part, whole) in parts)
            if (wholes.TryGetValue(new Hash32(whole), out var named)) book.wholes[new Hash32(part)] = named.Uri;
        var keys = book.uris.Values.Concat(book.wholes.Values).SelectMany(KeysOf).Concat(places.OfType<string>().Select(Canonical)).Distinct().ToArray();
        var ranks = holders.Distinct().Select((party, rank) => (party, rank)).ToDictionary(pair => (long)pair.party, pair => pair.rank);
        var said = await connection.QueryAsync<(string Uri, string Name, long Party)>($"select uri, name, party from captured.master_name where uri {connection.IsIn("keys")} order by since, party", new { keys });
        foreach (var (uri, name, _) in said.OrderBy(row => ranks.GetValueOrDefault(row.Party, int.MaxValue))) book.master.TryAdd(uri, name);
        return book;
    }

    /// <summary>A party's name, else its number.</summary>
    public string Party(ulong party) => parties.TryGetValue(party, out var name) ? name : $"Party {party}";

    /// <summary>The number of a party's colour: one each, in the order of their appearance.</summary>
    public int Colour(ulong party)
    {
        if (!colours.Contains(party)) colours.Add(party);
        return colours.IndexOf(party) % 8;
    }

    /// <summary>The name of where it was seen, else of where it stays, else the identifier's last part; null for none.</summary>
    public string? Place(string? readPoint, string? bizLocation)
    {
        foreach (var place in new[] { readPoint, bizLocation }.OfType<string>())
            if (master.TryGetValue(Canonical(place), out var name)) return name;
        if ((readPoint ?? bizLocation) is not { } bare) return null;
        if (Epc.TryParse(bare, out var epc)) return $"location {epc.PrimaryKey.Value}";
        return bare.StartsWith("geo:", StringComparison.Ordinal) ? bare[4..].Replace(",", ", ", StringComparison.Ordinal) : bare[(bare.LastIndexOfAny(['/', ':']) + 1)..];
    }

    /// <summary>A product's name; null where no document gave one.</summary>
    public string? Product(Epc epc) => KeysOf(epc.CanonicalUri).Select(key => master.GetValueOrDefault(key)).FirstOrDefault(name => name is not null);

    /// <summary>A unit or lot: its name, and its page where its identifier is known.</summary>
    public Related Goods(Hash32 id, string words = "")
    {
        if (uris.TryGetValue(id, out var uri)) return Epc.TryParse(uri, out var epc) ? new Related(Named(epc), $"/trace/{epc.CanonicalKey}", words) : new Related(uri, $"/unit/{id}", words);
        var name = wholes.TryGetValue(id, out var whole) && Epc.TryParse(whole, out var of) ? $"part of {Named(of)}" : $"unit {id.ToString()[..10]}…";
        return new Related(name, $"/unit/{id}", words);
    }

    private string Named(Epc epc) => Product(epc) is { } name ? $"{name}, {EpcWords.Label(epc)}" : EpcWords.Label(epc);

    /// <summary>The identifier of an id on the chain; null where no document named it.</summary>
    public string? Uri(Hash32 id) => uris.GetValueOrDefault(id);

    private static string Canonical(string text) => Epc.TryParse(text, out var epc) ? epc.CanonicalUri : text;

    /// <summary>The identifier itself, and its key without serial number or lot.</summary>
    private static IEnumerable<string> KeysOf(string uri) =>
        Epc.TryParse(uri, out var epc) ? [epc.CanonicalUri, $"{DigitalLink.CanonicalStem}/{epc.PrimaryKey.Code}/{epc.PrimaryKey.Value}"] : [uri];
}
