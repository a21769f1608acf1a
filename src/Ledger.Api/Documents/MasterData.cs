using System.Data.Common;
using System.Text.Json;
using Dapper;
using Ledger.Sdk.Gs1.Epcis.Query;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Documents;

/// <summary>Master data in the header of a document: what its sender calls products, places and parties, and what it says of them. Not proven.</summary>
public static class MasterData
{
    private const int LongestName = 120;

    // In the order of preference, compared without prefix and case.
    private static readonly string[] NameAttributes = ["name", "productname", "descriptionshort", "tradeitemdescription", "regulatedproductname"];

    /// <summary>What a document's envelope says.</summary>
    public static IReadOnlyList<MasterDataElement> Read(ReadOnlyMemory<byte> envelope)
    {
        if (envelope.Span.IndexOf("\"epcisMasterData\""u8) < 0) return [];
        using var json = JsonDocument.Parse(envelope.Span.StartsWith("\uFEFF"u8) ? envelope[3..] : envelope);
        return MasterDataElement.Read(json.RootElement);
    }

    /// <summary>Stores it. What the same party said of the same things before is replaced.</summary>
    internal static async Task StoreAsync(DbConnection connection, PartyId party, IReadOnlyList<MasterDataElement> elements, long now)
    {
        var latest = elements.GroupBy(element => element.Uri, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new MasterDataElement(group.Key, [.. group.SelectMany(element => element.Attributes)], [.. group.SelectMany(element => element.Children)])).ToList();
        await connection.ExecuteAsync("""
            insert into captured.master_name (uri, name, party, since) values (@Uri, @name, @party, @now) on conflict (uri, party) do update set name = excluded.name
            """, latest.Select(element => (element.Uri, Name: NameOf(element))).Where(named => named.Name is not null)
            .Select(named => new { named.Uri, name = named.Name, party = party.Value, now }));
        var things = latest.Select(element => new { element.Uri, party = party.Value }).ToList();
        await connection.ExecuteAsync("delete from captured.master_attribute where uri = @Uri and party = @party", things);
        await connection.ExecuteAsync("delete from captured.master_child where parent = @Uri and party = @party", things);
        await connection.ExecuteAsync(
            "insert into captured.master_attribute (uri, name, value, party) values (@Uri, @Name, @Value, @party) on conflict do nothing",
            latest.SelectMany(element => element.Attributes.Select(attribute => new { element.Uri, attribute.Name, attribute.Value, party = party.Value })));
        await connection.ExecuteAsync(
            "insert into captured.master_child (parent, child, party) values (@Uri, @child, @party) on conflict do nothing",
            latest.SelectMany(element => element.Children.Select(child => new { element.Uri, child, party = party.Value })));
    }

    private static string? NameOf(MasterDataElement element) => element.Attributes
        .Select(attribute => (attribute.Text, Rank: Array.IndexOf(NameAttributes, attribute.Name[(attribute.Name.LastIndexOfAny([':', '#', '/']) + 1)..].ToLowerInvariant())))
        .Where(attribute => attribute.Rank >= 0 && attribute.Text.Length <= LongestName && !attribute.Text.Contains('\0', StringComparison.Ordinal))
        .OrderBy(attribute => attribute.Rank).Select(attribute => attribute.Text).FirstOrDefault();
}
