using Ledger.Api.Authentication;
using Ledger.Api.Confidentiality;
using Ledger.Api.Documents;
using Ledger.Api.Http;
using Ledger.Api.Subscriptions;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Features.Epcis;

/// <summary><c>POST /epcis/v2/events</c>: captures one event, which must be new, and answers with it.</summary>
public static class CaptureEvent
{
    public static void Map(IEndpointRouteBuilder routes, LedgerApiOptions options) => routes.MapPost("/epcis/v2/events", HandleAsync)
        .WithName("CaptureEvent").WithTags("EPCIS").WithSummary("Captures one event with its own @context")
        .Takes(Disclosure.Header, "Who may read which groups of fields, such as custody, parties:3,5 or public; where=parties:3. Without it the party's policy counts.")
        .Takes(CaptureSigning.Header, "The party's EIP-712 signature of EventCapture over the event hashes; without it the API's key signs for the party.")
        .Accepts<object>("application/json", "application/ld+json", "application/xml", "text/xml").WithMetadata(new Idempotent()).Limit(options.CaptureLimit).Needs(ApiScope.Capture)
        .Produces<object>(201, "application/json").Answers(CaptureDocument.ExampleEvent, CaptureDocument.ExampleEvent)
        .Refuses("sign-in-required", "not-a-party", "party-not-active", "malformed-signature", "capture-signature-mismatch", "epcis-invalid", "event-exists", "event-conflict", "unsupported-media-type", "body-too-large", "too-many-events",
            "visibility-invalid", "unknown-party", "confidentiality-off",
            "idempotency-key-reused", "request-in-progress");

    private static async Task<IResult> HandleAsync(Caller caller, HttpContext context, CaptureSigning signing, Sealer sealer, CaptureStore store, Arrivals arrivals, LedgerApiOptions options)
    {
        caller.Require();
        CaptureHeaders.Announce(context.Response, options);
        var order = await CaptureBody.ReadAsync(context, options, new CaptureTerms(caller.Party, IsOneEvent: true));
        var body = OneOf(order).Body;
        order = await sealer.SealAsync(signing.Sign(order, caller, context.Request), CaptureHeaders.VisibilityOf(context.Request), context.RequestAborted);
        using var sealing = order.Sealing;
        await store.CaptureAsync(order);
        arrivals.Announce();
        context.Response.StatusCode = StatusCodes.Status201Created;
        context.Response.Headers.Location = $"/epcis/v2/events/{Uri.EscapeDataString(OneOf(order).EventId)}";
        return TypedResults.Bytes(body, "application/json");
    }

    private static CapturedEvent OneOf(CaptureOrder order) => order.Slices.SelectMany(slice => slice).First().Event!;
}
