using Dapper;
using Ledger.Api.Http;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Parties;

/// <summary>A party as the chain has it, with the name that its identity commitment was opened with.</summary>
public sealed record NamedParty(
    PartyId Id, Address Key, Address Recovery, PartyRoles Roles, Hash32 Identity, uint Epoch, PartyStatus Status, string? Name, string? Gln, string? Lei = null, AsOf? AsOf = null);

internal sealed record PartyRow
{
    /// <summary>A name counts only while it opens the identity that the chain has now.</summary>
    public const string Select = """
        select p.id, p.address, p.recovery, p.roles, p.identity, p.epoch, p.status, n.name, n.gln, n.lei
        from projection.party p left join captured.party_identity n on n.party = p.id and n.commitment = p.identity
        """;

    public ulong Id { get; init; }
    public Address Address { get; init; }
    public Address Recovery { get; init; }
    public long Roles { get; init; }
    public Hash32 Identity { get; init; }
    public long Epoch { get; init; }
    public long Status { get; init; }
    public string? Name { get; init; }
    public string? Gln { get; init; }
    public string? Lei { get; init; }

    public NamedParty ToResource(AsOf? asOf) =>
        new(new PartyId(Id), Address, Recovery, (PartyRoles)Roles, Identity, (uint)Epoch, (PartyStatus)Status, Name, Gln, Lei, asOf);
}

/// <summary><c>GET /parties/{id}</c>: one party.</summary>
public static class ShowParty
{
    internal static NamedParty Example { get; } = new(
        new PartyId(2), Address.Parse("0x00000000000000000000000000000000000000aa"), Address.Zero, PartyRoles.Producer, Keccak256.Hash("identity"u8), 1, PartyStatus.Active,
        "Orchard Farm", "9506000000004", null, Head.Example);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/parties/{id}", HandleAsync)
        .WithName("ShowParty").WithTags("Parties").WithSummary("One party: its key, roles, status, and the epoch that intents must bind")
        .Answers(Example).Refuses("invalid-identifier", "not-found", "not-indexed-yet");

    private static async Task<Ok<NamedParty>> HandleAsync(string id, Database database, CancellationToken cancellationToken)
    {
        var party = ParseId(id);
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<PartyRow>($"{PartyRow.Select} where p.id = @Value", party)
            ?? throw new LedgerException("not-found", $"There is no party {party}.", "GET /parties lists all.");
        return TypedResults.Ok(row.ToResource(await Head.RequireAsync(connection)));
    }

    internal static PartyId ParseId(string text) =>
        PartyId.TryParse(text, out var id) && id.Value is > 0 and <= long.MaxValue ? id : throw new LedgerException("invalid-identifier", $"A party is a number such as 2, not '{text}'.");
}
