using Dapper;
using Ledger.Api.Authentication;
using Ledger.Api.Deliveries;
using Ledger.Api.Http;
using Ledger.Api.Risk;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Risk;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Risk;

/// <summary>Where a party is told of alerts; the token is never shown.</summary>
public sealed record AlertWebhook(string Id, string Dest, AlertSeverity LeastSeverity, bool HasToken, DateTimeOffset CreatedAt);

/// <summary><c>POST</c> and <c>GET /alerts/webhooks</c>, <c>DELETE /alerts/webhooks/{id}</c>: has alerts posted to a URL, signed as all webhooks are.</summary>
public static class AlertWebhooks
{
    private const string Path = "/alerts/webhooks";
    private const int MostOfParty = 20;
    private const int LongestToken = 1024;

    private static readonly AlertWebhook Example = new("0b7b3ed8-6d39-4e6d-9f40-5c4e0b9a6d11", "https://partner.example/alerts", AlertSeverity.Warning, true, DateTimeOffset.FromUnixTimeSeconds(1_772_366_400));

    /// <summary>What a party asks for.</summary>
    /// <param name="Dest">The URL that alerts are posted to.</param>
    /// <param name="SignatureToken">A secret of the party's; where given, every request is signed with it.</param>
    /// <param name="LeastSeverity">What matters less is not told; everything where absent.</param>
    public sealed record Request(string Dest, string? SignatureToken = null, AlertSeverity? LeastSeverity = null);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Path, AddAsync).WithName("AddAlertWebhook").WithTags("Risk").WithSummary("Has alerts posted to a URL").WithMetadata(new Idempotent()).Needs(ApiScope.Subscribe)
            .Answers(new Request(Example.Dest, "13df38d8275b13f05704629e5f1cf3d45d6132d5", AlertSeverity.Warning), Example)
            .Refuses("sign-in-required", "not-a-party", "party-not-active", "malformed-json", "unknown-field", "missing-field", "subscription-invalid", "destination-refused", "subscription-limit",
                "unsupported-media-type", "body-too-large", "idempotency-key-reused", "request-in-progress");
        routes.MapGet(Path, ListAsync).WithName("ListAlertWebhooks").WithTags("Risk").WithSummary("Where the caller is told of alerts").Needs(ApiScope.Subscribe)
            .Answers(new[] { Example }).Refuses("sign-in-required", "not-a-party");
        routes.MapDelete(Path + "/{webhookId}", EndAsync).WithName("RemoveAlertWebhook").WithTags("Risk").WithSummary("Ends it").Needs(ApiScope.Subscribe)
            .Produces(204).Refuses("sign-in-required", "not-a-party", "not-found");
    }

    private static async Task<Created<AlertWebhook>> AddAsync(Caller caller, Body<Request> body, DestinationGuard guard, DeliveryStore deliveries, Database database, CancellationToken cancellationToken)
    {
        caller.Require();
        var request = body.Value;
        if (request.SignatureToken is { Length: 0 or > LongestToken })
            throw new LedgerException("subscription-invalid", $"signatureToken: it has 1 to {LongestToken} characters.", "Leave it out to be sent unsigned requests.");
        var target = await guard.CheckAsync(request.Dest, "dest", cancellationToken);
        var id = Guid.NewGuid().ToString();
        await using var connection = await database.OpenAsync(Access.Captured, cancellationToken);
        await using (var transaction = await connection.BeginTransactionAsync(cancellationToken))
        {
            if ((await ReadAsync(connection, caller.Party)).Count >= MostOfParty)
                throw new LedgerException("subscription-limit", $"Party {caller.Party} has {MostOfParty} webhooks for alerts.", "End one with DELETE first.");
            await deliveries.AddAsync(connection, id, caller.Party, AlertStore.Kind, target, request.SignatureToken, AlertStore.Largest);
            await connection.ExecuteAsync("insert into captured.alert_webhook (id, least_severity) values (@id, @least)", new { id, least = (int)(request.LeastSeverity ?? AlertSeverity.Info) });
            await transaction.CommitAsync(cancellationToken);
        }
        return TypedResults.Created($"{Path}/{id}", (await ReadAsync(connection, caller.Party)).Single(webhook => webhook.Id == id));
    }

    private static async Task<Ok<IReadOnlyList<AlertWebhook>>> ListAsync(Caller caller, Database database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        return TypedResults.Ok(await ReadAsync(connection, caller.Party));
    }

    private static async Task<NoContent> EndAsync(string webhookId, Caller caller, Database database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(Access.Captured, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if ((await ReadAsync(connection, caller.Party)).All(webhook => webhook.Id != webhookId)) throw new LedgerException("not-found", $"Party {caller.Party} has no webhook '{webhookId}' for alerts.");
        await connection.ExecuteAsync("delete from captured.alert_webhook where id = @webhookId", new { webhookId });
        await DeliveryStore.RemoveAsync(connection, webhookId);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<IReadOnlyList<AlertWebhook>> ReadAsync(System.Data.Common.DbConnection connection, PartyId party) =>
        [.. (await connection.QueryAsync<(string Id, string Destination, long Least, bool HasToken, long Created)>("""
            select w.id, w.destination, h.least_severity, w.secret is not null, w.created from captured.webhook w join captured.alert_webhook h on h.id = w.id
            where w.party = @Value and w.kind = 'alerts' order by w.created, w.id
            """, party)).Select(row => new AlertWebhook(row.Id, row.Destination, (AlertSeverity)row.Least, row.HasToken, DateTimeOffset.FromUnixTimeMilliseconds(row.Created)))];
}
