using System.Data.Common;
using Dapper;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Confidentiality;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Confidentiality;

/// <summary>Which visibility a capture has: what its header says, else what its party's policy says, else public.</summary>
public static class Disclosure
{
    /// <summary>The header of a capture.</summary>
    public const string Header = "Ledger-Visibility";

    /// <summary>The party's policy.</summary>
    public static async Task<Visibility> ReadAsync(DbConnection connection, PartyId party) =>
        await connection.ExecuteScalarAsync<string?>("select visibility from captured.disclosure where party = @Value", party) is { } text
            ? Visibility.Parse(text) : Visibility.Public;

    /// <summary>Sets the party's policy.</summary>
    public static Task WriteAsync(DbConnection connection, PartyId party, Visibility visibility, DateTimeOffset now) => connection.ExecuteAsync("""
        insert into captured.disclosure (party, visibility, updated) values (@party, @text, @now)
        on conflict (party) do update set visibility = excluded.visibility, updated = excluded.updated
        """, new { party = party.Value, text = visibility.ToString(), now = now.ToUnixTimeSeconds() });

    /// <summary>The visibility of a capture.</summary>
    /// <param name="header">What the request says; null where it says nothing.</param>
    /// <exception cref="LedgerException"><c>visibility-invalid</c>, <c>unknown-party</c>, <c>confidentiality-off</c>.</exception>
    public static async Task<Visibility> OfCaptureAsync(DbConnection connection, PartyId party, string? header, PartyKeys keys)
    {
        var visibility = header is null ? await ReadAsync(connection, party) : Visibility.Parse(header);
        await CheckAsync(connection, visibility, keys);
        return visibility;
    }

    /// <summary>Refuses what can't be kept here.</summary>
    /// <exception cref="LedgerException"><c>unknown-party</c>: an audience names a party that is not admitted. <c>confidentiality-off</c>.</exception>
    public static async Task CheckAsync(DbConnection connection, Visibility visibility, PartyKeys keys)
    {
        if (visibility.IsPublic) return;
        _ = keys.Master;
        var named = FieldGroups.All.SelectMany(group => visibility[group].Parties).Select(party => (long)party.Value).Distinct().ToArray();
        if (named.Length == 0) return;
        var known = (await connection.QueryAsync<long>($"select id from projection.party where id {connection.IsIn("named")}", new { named })).ToHashSet();
        if (named.FirstOrDefault(party => !known.Contains(party)) is var missing and > 0)
            throw new LedgerException("unknown-party", $"The visibility names party {missing}, which is not admitted.", "GET /parties lists all.");
    }
}
