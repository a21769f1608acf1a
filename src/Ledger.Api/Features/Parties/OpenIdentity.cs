using System.Text;
using System.Text.Json;
using Dapper;
using Ledger.Api.Http;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Provenance;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Parties;

/// <summary><c>PUT /parties/{id}/identity</c>: opens the identity commitment that the chain has of a party, so that it is shown by its name.</summary>
/// <remarks>It proves itself: only a document whose salted hash is on the chain is taken. So no sign-in is asked.</remarks>
public static class OpenIdentity
{
    private const int LongestName = 120;

    /// <param name="Document">JSON text with <c>name</c> and, if wanted, <c>gln</c> and <c>lei</c>.</param>
    /// <param name="Salt">The 32 bytes it was salted with.</param>
    public sealed record Request(string Document, Hash32 Salt);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPut("/parties/{id}/identity", HandleAsync)
        .WithName("OpenIdentity").WithTags("Parties").WithSummary("Opens a party's identity commitment: keccak256(salt ‖ keccak256(document))")
        .Answers(new Request("{\"name\":\"Orchard Farm\",\"gln\":\"9506000000004\"}", Keccak256.Hash("salt"u8)), ShowParty.Example with { AsOf = null })
        .Refuses("invalid-identifier", "not-found", "malformed-json", "unknown-field", "missing-field", "malformed-hex", "unsupported-media-type", "body-too-large", "identity-mismatch");

    private static async Task<Ok<NamedParty>> HandleAsync(string id, Body<Request> body, Database database, TimeProvider time, CancellationToken cancellationToken)
    {
        var party = ShowParty.ParseId(id);
        var (document, salt) = body.Value;
        var commitment = Commitment.Of(salt, Encoding.UTF8.GetBytes(document));
        await using var connection = await database.OpenAsync(Access.Captured, cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<PartyRow>($"{PartyRow.Select} where p.id = @Value", party)
            ?? throw new LedgerException("not-found", $"There is no party {party}.", "GET /parties lists all.");
        if (row.Identity != commitment) throw new LedgerException("identity-mismatch", $"The document and salt do not open the identity of party {party}.", "The chain has keccak256(salt ‖ keccak256(document)); every byte counts.");
        var (name, gln, lei) = Read(document);
        await connection.ExecuteAsync("""
            insert into captured.party_identity (party, commitment, salt, document, name, gln, lei, updated) values (@party, @commitment, @salt, @document, @name, @gln, @lei, @now)
            on conflict (party) do update set commitment = excluded.commitment, salt = excluded.salt, document = excluded.document, name = excluded.name, gln = excluded.gln, lei = excluded.lei, updated = excluded.updated
            """, new { party = party.Value, commitment, salt, document, name, gln, lei, now = time.GetUtcNow().ToUnixTimeSeconds() });
        return TypedResults.Ok((row with { Name = name, Gln = gln, Lei = lei }).ToResource(null));
    }

    private static (string Name, string? Gln, string? Lei) Read(string document)
    {
        try
        {
            using var json = JsonDocument.Parse(document);
            var name = json.RootElement.GetProperty("name").GetString();
            string? Text(string field) => json.RootElement.TryGetProperty(field, out var value) ? value.GetString() : null;
            return name is { Length: > 0 and <= LongestName } ? (name, Text("gln"), Text("lei")?.ToUpperInvariant()) : throw new JsonException();
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new LedgerException("missing-field", $"The document is no JSON object with a name of 1 to {LongestName} characters.", inner: exception);
        }
    }
}
