using Ledger.Api.Authentication;
using Ledger.Api.Confidentiality;
using Ledger.Api.Documents;
using Ledger.Api.Http;
using Ledger.Api.Subscriptions;
using Ledger.Sdk;
using Ledger.Sdk.Gs1.Epcis;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Features.Epcis;

/// <summary><c>POST /epcis/v2/capture</c>: stores an EPCIS document durably before it answers. Events seen before are left as they are.</summary>
public static class CaptureDocument
{
    public static void Map(IEndpointRouteBuilder routes, LedgerApiOptions options) => routes.MapPost("/epcis/v2/capture", HandleAsync)
        .WithName("CaptureDocument").WithTags("EPCIS").WithSummary("Captures an EPCIS document: JSON or JSON-LD 2.0, XML 2.0 or 1.2")
        .WithDescription("An eventID that is known with other content fails the job: success is false, and errors name the event.")
        .Takes("GS1-Capture-Error-Behaviour", "rollback (the default) captures all events or none, proceed those that can be.")
        .Takes(Disclosure.Header, "Who may read which groups of fields, such as custody, parties:3,5 or public; where=parties:3. Without it the party's policy counts.")
        .Takes(CaptureSigning.Header, "The party's EIP-712 signature of EventCapture over the event hashes; without it the API's key signs for the party.")
        .Accepts<object>("application/json", "application/ld+json", "application/xml", "text/xml").WithMetadata(new Idempotent()).Limit(options.CaptureLimit).Needs(ApiScope.Capture)
        .Produces<CaptureJob>(202, "application/json", "application/xml").Answers(ExampleDocument, CaptureJob.Example)
        .Refuses("sign-in-required", "not-a-party", "party-not-active", "malformed-signature", "capture-signature-mismatch", "epcis-invalid", "unsupported-media-type", "malformed-request", "body-too-large", "too-many-events",
            "visibility-invalid", "unknown-party", "confidentiality-off",
            "idempotency-key-reused", "request-in-progress");

    private static object ExampleDocument => new
    {
        type = "EPCISDocument",
        schemaVersion = "2.0",
        creationDate = "2026-03-01T12:00:00Z",
        epcisBody = new { eventList = new[] { ExampleEvent } },
    };

    internal static object ExampleEvent => new
    {
        type = "ObjectEvent",
        eventID = CaptureJob.Example.Events![0].EventId,
        eventTime = "2026-03-01T12:00:00Z",
        eventTimeZoneOffset = "+00:00",
        action = "OBSERVE",
        bizStep = "shipping",
        epcList = new[] { "urn:epc:id:sscc:4012345.0000000111" },
    };

    private static async Task<IResult> HandleAsync(Caller caller, HttpContext context, CaptureSigning signing, Sealer sealer, CaptureStore store, Arrivals arrivals, LedgerApiOptions options)
    {
        caller.Require();
        CaptureHeaders.Announce(context.Response, options);
        var read = await CaptureBody.ReadAsync(context, options, new CaptureTerms(caller.Party, CaptureHeaders.BehaviourOf(context.Request)));
        var order = signing.Sign(read, caller, context.Request);
        order = await sealer.SealAsync(order, CaptureHeaders.VisibilityOf(context.Request), context.RequestAborted);
        using var sealing = order.Sealing;
        var outcome = await CaptureAsync(store, order, read);
        arrivals.Announce();
        var job = CaptureJob.Of(outcome);
        var location = $"/epcis/v2/capture/{outcome.Job}";
        if (!CaptureJobXml.IsWanted(context.Request)) return TypedResults.Accepted(location, job);
        context.Response.Headers.Location = location;
        return TypedResults.Text(CaptureJobXml.Of(job), "application/xml", statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<CaptureOutcome> CaptureAsync(CaptureStore store, CaptureOrder order, CaptureOrder read)
    {
        try
        {
            return await store.CaptureAsync(order);
        }
        catch (InvalidEpcisException) when (order.IsLong)
        {
            // Writing ended at the first fault, but whoever sent the document wants to know of them all.
            throw new InvalidEpcisException(DocumentReader.ProblemsOf(read));
        }
    }
}
