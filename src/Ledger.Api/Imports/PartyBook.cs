using System.Data.Common;
using Dapper;
using Ledger.Sdk.Invoices;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Imports;

/// <summary>Finds the parties that files name, and remembers those it found.</summary>
internal sealed class PartyBook(DbConnection connection)
{
    private const int Most = 50_000;

    private readonly Dictionary<PartyReference, (PartyId? Party, PartyStatus Status)> known = [];

    /// <summary>The party; null with the reason where nobody, or nobody active, is called so.</summary>
    public async Task<(PartyId? Party, string? Why)> FindAsync(PartyReference reference)
    {
        if (!known.TryGetValue(reference, out var found))
        {
            if (known.Count >= Most) known.Clear();
            known[reference] = found = await ReadAsync(reference);
        }
        return found switch
        {
            (null, _) => (null, reference.Scheme is PartyScheme.Number ? "No party has this number." : "No one party has opened an identity with it: PUT /parties/{id}/identity, or give the number."),
            ({ } party, not PartyStatus.Active) => (null, $"Party {party} is {found.Status.ToString().ToLowerInvariant()}."),
            ({ } party, _) => (party, null),
        };
    }

    private async Task<(PartyId?, PartyStatus)> ReadAsync(PartyReference reference)
    {
        var row = reference.Scheme switch
        {
            PartyScheme.Number => await OneAsync("select id, status from projection.party where id = @id", new { id = (long)PartyId.Parse(reference.Value).Value }),
            PartyScheme.Gln => await ByIdentityAsync("gln", reference.Value),
            PartyScheme.Lei => await ByIdentityAsync("lei", reference.Value),
            _ => null,
        };
        return row is { } found ? (new PartyId((ulong)found.Id), (PartyStatus)found.Status) : (null, PartyStatus.Active);
    }

    // Two parties that both say they have it are told apart by their numbers alone. Only an identity that the chain has now counts.
    private Task<(long Id, long Status)?> ByIdentityAsync(string column, string value) => OneAsync($"""
        select min(p.id), min(p.status) from captured.party_identity n join projection.party p on p.id = n.party and p.identity = n.commitment
        where n.{column} = @value having count(*) = 1
        """, new { value });

    private Task<(long Id, long Status)?> OneAsync(string sql, object values) => connection.QuerySingleOrDefaultAsync<(long, long)?>(sql, values);
}
