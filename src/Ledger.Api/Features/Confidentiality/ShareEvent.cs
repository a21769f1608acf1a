using Dapper;
using Ledger.Api.Authentication;
using Ledger.Api.Confidentiality;
using Ledger.Api.Http;
using Ledger.Api.Queries;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Confidentiality;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Confidentiality;

/// <summary><c>POST /epcis/v2/events/{eventID}/shares</c>: shows an event to one more party, by wrapping its keys once more. Only who captured it may.</summary>
public static class ShareEvent
{
    /// <param name="Party">Who gets to read.</param>
    /// <param name="EncryptionKey">The number of the party's encryption key that the keys are wrapped to; absent where the API is to wrap them.</param>
    /// <param name="Keys">The event's keys, wrapped by the sharing party; absent where the API holds its key and is to wrap them.</param>
    public sealed record Request(PartyId Party, long? EncryptionKey = null, IReadOnlyList<SharedKey>? Keys = null);

    /// <param name="Party">Who may read now.</param>
    public sealed record Share(PartyId Party);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/epcis/v2/events/{eventID}/shares", HandleAsync)
        .WithName("ShareEvent").WithTags("Confidentiality").WithSummary("Shows a confidential event to one more party").Needs(ApiScope.Capture)
        .Answers(new Request(new PartyId(4)), new Share(new PartyId(4)))
        .Refuses("sign-in-required", "not-a-party", "party-not-active", "not-found", "other-party", "unknown-party", "key-elsewhere", "confidentiality-off", "generation-stale",
            "malformed-json", "unknown-field", "missing-field", "unsupported-media-type", "body-too-large");

    private static async Task<Ok<Share>> HandleAsync(
        HttpContext context, Caller caller, Body<Request> body, Database database, PartyKeys keys, Sharer sharer, CancellationToken cancellationToken)
    {
        caller.Require();
        _ = keys.Master;
        var (to, encryptionKey, wrapped) = body.Value;
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var row = await ShowSealed.FindAsync(connection, keys, caller.Party, EpcisRequest.PathValue(context, 1));
        if (row.Party != caller.Party.Value) throw new LedgerException("other-party", "Only the party that captured an event shares it.", "Ask that party.");
        if (await connection.ExecuteScalarAsync<long>("select count(*) from projection.party where id = @Value", to) == 0)
            throw new LedgerException("unknown-party", $"There is no party {to}.", "GET /parties lists all.");
        if (wrapped is { Count: > 0 }) await sharer.ShareAsync(row.Number, to, encryptionKey ?? 0, wrapped, cancellationToken);
        else if (!await sharer.ShareAsync(row.Number, caller.Party, to, custodyOnly: false, cancellationToken))
            throw new LedgerException("key-elsewhere", "The API holds no key that opens this event.", "Share it where your key is: `ledger share`, or LedgerClient.Confidentiality.");
        return TypedResults.Ok(new Share(to));
    }
}
