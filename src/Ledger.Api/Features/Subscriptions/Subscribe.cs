using System.Text.Json;
using Ledger.Api.Authentication;
using Ledger.Api.Deliveries;
using Ledger.Api.Http;
using Ledger.Api.Queries;
using Ledger.Api.Subscriptions;
using Ledger.Sdk;
using Ledger.Sdk.Gs1.Epcis.Query;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Subscriptions;

/// <summary>A subscription as its owner sees it; the token is never shown.</summary>
/// <param name="SubscriptionID">Its id; what it sends carries it.</param>
/// <param name="QueryName">The named query.</param>
/// <param name="Dest">Where its events are posted.</param>
/// <param name="CreatedAt">When it began.</param>
/// <param name="LastNotifiedAt">When the receiver last took something.</param>
/// <param name="InitialRecordTime">Events captured before never counted.</param>
/// <param name="MinRecordTime">When the query last ran.</param>
/// <param name="Stream">True where each event is told of at once.</param>
/// <param name="Schedule">When the query runs, else.</param>
/// <param name="ReportIfEmpty">Whether a run that finds nothing is told of.</param>
/// <param name="EpcFormat">How identifiers are written.</param>
/// <param name="CbvFormat">How CBV values are written.</param>
/// <param name="HasToken">Whether a token signs what is sent.</param>
public sealed record Subscription(
    string SubscriptionID, string QueryName, string Dest, DateTimeOffset CreatedAt, DateTimeOffset? LastNotifiedAt, DateTimeOffset? InitialRecordTime, DateTimeOffset MinRecordTime,
    bool? Stream, QuerySchedule? Schedule, bool ReportIfEmpty, string? EpcFormat, string? CbvFormat, bool HasToken)
{
    internal static Subscription Of(SubscriptionRow row) => new(
        row.Id, row.Query, row.Destination, Time(row.Created)!.Value, Time(row.Notified), Time(row.InitialRecordTime), Time(row.MinRecordTime)!.Value,
        row.Schedule is null ? true : null, row.Schedule is null ? null : JsonSerializer.Deserialize<QuerySchedule>(row.Schedule, Json.Options), row.ReportIfEmpty, row.EpcFormat, row.CbvFormat, row.HasToken);

    internal static Subscription Example { get; } = new(
        "df5a33e3-5aa3-4403-ae01-99b83234e27b", "shipped", "https://partner.example/epcis", DateTimeOffset.FromUnixTimeSeconds(1_772_366_400), null, null,
        DateTimeOffset.FromUnixTimeSeconds(1_772_366_400), true, null, false, null, null, true);

    private static DateTimeOffset? Time(long? milliseconds) => milliseconds is { } some ? DateTimeOffset.FromUnixTimeMilliseconds(some) : null;
}

/// <summary><c>POST /epcis/v2/queries/{queryName}/subscriptions</c>: has the events that fit a query posted to a URL, at once or on a schedule.</summary>
public static class Subscribe
{
    private const int LongestToken = 1024;

    /// <summary>What a subscriber asks for.</summary>
    /// <param name="Dest">The URL that events are posted to.</param>
    /// <param name="SignatureToken">A secret of the subscriber's; where given, every request is signed with it.</param>
    /// <param name="Stream">True to be told of each event at once.</param>
    /// <param name="Schedule">When to run the query, else.</param>
    /// <param name="ReportIfEmpty">Whether to be told of a run that finds nothing.</param>
    /// <param name="InitialRecordTime">Where to begin; now where absent.</param>
    /// <param name="Secret">The same as <paramref name="SignatureToken"/>, by the name that GS1's schema requires where its text says signatureToken.</param>
    public sealed record Request(
        string Dest, string? SignatureToken = null, bool? Stream = null, QuerySchedule? Schedule = null, bool? ReportIfEmpty = null, string? InitialRecordTime = null, string? Secret = null);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/epcis/v2/queries/{queryName}/subscriptions", HandleAsync)
        .WithName("Subscribe").WithTags("Subscriptions").WithSummary("Subscribes a URL to a named query")
        .WithDescription($"signatureToken, or secret, which is the same: 1 to {LongestToken} characters that sign every request to dest (GS1-Signature: t=UNIX SECONDS,v1=HMAC-SHA256 of t, a full stop and the body). It is kept protected and never shown again; hasToken tells that there is one.")
        .WithMetadata(new Idempotent()).Needs(ApiScope.Subscribe)
        .Answers(new Request(Subscription.Example.Dest, "13df38d8275b13f05704629e5f1cf3d45d6132d5", true), Subscription.Example)
        .Refuses("sign-in-required", "not-a-party", "party-not-active", "no-such-query", "query-parameter", "malformed-request", "malformed-json", "unknown-field", "missing-field", "subscription-invalid", "destination-refused",
            "subscription-limit", "unsupported-media-type", "body-too-large", "idempotency-key-reused", "request-in-progress");

    private static async Task<Created<Subscription>> HandleAsync(
        string queryName, Caller caller, Body<Request> body, HttpContext context, EpcisRequest epcis, DestinationGuard guard, SubscriptionStore store, Arrivals arrivals)
    {
        caller.Require();
        epcis.TakesNoParameters();
        var request = body.Value;
        var terms = SubscriptionTerms.Of(request.Stream, request.Schedule, request.ReportIfEmpty, request.InitialRecordTime);
        var token = TokenOf(request);
        var target = await guard.CheckAsync(request.Dest, "dest", context.RequestAborted);
        var id = await store.AddAsync(caller.Party, new NewSubscription(queryName, target, token, terms.Schedule, terms.ReportIfEmpty, terms.InitialRecordTime,
            Header(context, "GS1-EPC-Format"), Header(context, "GS1-CBV-Format")), context.RequestAborted);
        arrivals.Announce();
        var row = await store.FindAsync(caller.Party, queryName, id, context.RequestAborted);
        return TypedResults.Created($"/epcis/v2/queries/{Uri.EscapeDataString(queryName)}/subscriptions/{id}", Subscription.Of(row!));
    }

    /// <summary>What signs the requests; null for none. No error repeats it.</summary>
    private static string? TokenOf(Request request)
    {
        foreach (var (name, given) in new[] { ("signatureToken", request.SignatureToken), ("secret", request.Secret) })
            if (given is { Length: 0 or > LongestToken })
                throw new LedgerException("subscription-invalid", $"{name}: it has 1 to {LongestToken} characters.", "Leave it out to be sent unsigned requests.");
        return request.SignatureToken is { } token && request.Secret is { } secret && token != secret
            ? throw new LedgerException("subscription-invalid", "secret: it is another than signatureToken.", "Both are names of one thing: give one of them.")
            : request.SignatureToken ?? request.Secret;
    }

    /// <summary>A header that the binding of <see cref="EpcisRequest"/> has checked.</summary>
    private static string? Header(HttpContext context, string name) => context.Request.Headers.TryGetValue(name, out var value) ? value.ToString() : null;
}
