using System.Data.Common;
using System.Text.Json;
using Dapper;
using Ledger.Api.Http;
using Ledger.Sdk;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Features.Links;

/// <summary>Decides who may set the links of a key: the party whose identity names the key's company prefix, else whoever came first.</summary>
internal sealed class LinkOwners(DbConnection connection, long now)
{
    private const int ShortestPrefix = 4;
    private const int LongestPrefix = 12;

    /// <summary>Gives a key to the caller if it may have it. A registrar may also take links away, which frees the key.</summary>
    /// <exception cref="LedgerException"><c>not-the-owner</c>.</exception>
    public async Task ClaimAsync(Caller caller, string key, bool isRemoval)
    {
        await connection.ExecuteAsync("insert into captured.link_key (key, party, since) values (@key, @Party, @now) on conflict (key) do nothing", new { key, Party = caller.Party.Value, now });
        // Locks the key's row, so that two changes of one key wait for each other.
        var owner = new PartyId(await connection.ExecuteScalarAsync<ulong>("update captured.link_key set since = since where key = @key returning party", new { key }));
        var licensee = await LicenseeAsync(key);
        if (isRemoval && caller.Roles.HasFlag(PartyRoles.Registrar))
        {
            await connection.ExecuteAsync("delete from captured.link_key where key = @key", new { key });
            return;
        }
        if ((licensee ?? owner) != caller.Party)
            throw new LedgerException("not-the-owner", $"The links of /{key} are party {licensee ?? owner}'s.", licensee is null ? "It set them first. A registrar can free the key." : "Its identity names the company prefix.");
        if (owner != caller.Party) await connection.ExecuteAsync("update captured.link_key set party = @Party, since = @now where key = @key", new { key, Party = caller.Party.Value, now });
    }

    /// <summary>The party whose identity on the chain, once opened, names a company prefix that the key starts with; the longest prefix wins.</summary>
    private async Task<PartyId?> LicenseeAsync(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        var digits = key[(slash + 1)..];
        // A GTIN, SSCC or ITIP has one digit before the prefix, and a GRAI a zero.
        if (key[..slash] is "00" or "01" or "8003" or "8006") digits = digits[1..];
        var prefixes = Enumerable.Range(ShortestPrefix, LongestPrefix - ShortestPrefix + 1).Where(length => length <= digits.Length).Select(length => digits[..length]).ToList();
        var rows = await connection.QueryAsync<(long Party, string Document)>("""
            select n.party, n.document from captured.party_identity n join projection.party p on p.id = n.party and p.identity = n.commitment
            where n.document like '%"companyPrefix%' and p.status = @active
            """, new { active = (long)PartyStatus.Active });
        var best = rows.SelectMany(row => PrefixesOf(row.Document).Where(prefixes.Contains).Select(prefix => (row.Party, prefix.Length))).OrderByDescending(found => found.Length).ThenBy(found => found.Party).FirstOrDefault();
        return best.Length == 0 ? null : new PartyId((ulong)best.Party);
    }

    private static IReadOnlyList<string> PrefixesOf(string document)
    {
        using var json = JsonDocument.Parse(document);
        var root = json.RootElement;
        if (root.TryGetProperty("companyPrefix", out var one) && one.ValueKind == JsonValueKind.String) return [one.GetString()!];
        return root.TryGetProperty("companyPrefixes", out var many) && many.ValueKind == JsonValueKind.Array
            ? [.. many.EnumerateArray().Where(prefix => prefix.ValueKind == JsonValueKind.String).Select(prefix => prefix.GetString()!)]
            : [];
    }
}
