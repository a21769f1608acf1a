using Ledger.Api.Documents;
using Ledger.Api.Http;
using Ledger.Sdk.Ethereum;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Epcis;

/// <summary>A capture job as EPCIS 2.0 has it, with a receipt for each event.</summary>
/// <param name="CaptureID">The job's id.</param>
/// <param name="CreatedAt">When the document came.</param>
/// <param name="FinishedAt">When it was stored.</param>
/// <param name="Running">Always false: a document is stored before it is acknowledged.</param>
/// <param name="Success">Always true: a document that can't be stored whole is refused.</param>
/// <param name="CaptureErrorBehaviour">Always <c>rollback</c>: a document is captured whole or not at all.</param>
/// <param name="Events">What was captured: eventID, commitment and the salt that opens it.</param>
public sealed record CaptureJob(
    string CaptureID, DateTimeOffset CreatedAt, DateTimeOffset FinishedAt, bool Running, bool Success, string CaptureErrorBehaviour, IReadOnlyList<EventReceipt> Events)
{
    internal static CaptureJob Of(string id, DateTimeOffset at, IReadOnlyList<EventReceipt> events) => new(id, at, at, false, true, "rollback", events);

    internal static CaptureJob Example { get; } = Of("0198c5f0a1b27c3d8e4f5a6b7c8d9e0f", DateTimeOffset.FromUnixTimeSeconds(1_772_366_400),
        [new EventReceipt("urn:uuid:00000000-0000-4000-8000-000000000001", Keccak256.Hash("commitment"u8), "0x00112233445566778899aabbccddeeff")]);
}

/// <summary><c>POST /epcis/v2/capture</c>: stores an EPCIS document durably before it answers. Events seen before are left as they are.</summary>
public static class CaptureDocument
{
    public static void Map(IEndpointRouteBuilder routes, LedgerApiOptions options) => routes.MapPost("/epcis/v2/capture", HandleAsync)
        .WithName("CaptureDocument").WithTags("EPCIS").WithSummary("Captures an EPCIS 2.0 document (JSON)")
        .Accepts<object>("application/json", "application/ld+json").WithMetadata(new Idempotent()).Limit(options.CaptureLimit)
        .Answers(ExampleDocument, CaptureJob.Example)
        .Refuses("sign-in-required", "not-a-party", "party-not-active", "epcis-invalid", "event-conflict", "unsupported-media-type", "body-too-large", "idempotency-key-reused", "request-in-progress");

    private static object ExampleDocument => new
    {
        type = "EPCISDocument",
        schemaVersion = "2.0",
        creationDate = "2026-03-01T12:00:00Z",
        epcisBody = new
        {
            eventList = new object[]
            {
                new
                {
                    type = "ObjectEvent", eventID = CaptureJob.Example.Events[0].EventId, eventTime = "2026-03-01T12:00:00Z", eventTimeZoneOffset = "+00:00",
                    action = "OBSERVE", bizStep = "shipping", epcList = new[] { "urn:epc:id:sscc:4012345.0000000111" },
                },
            },
        },
    };

    private static async Task<Accepted<CaptureJob>> HandleAsync(Caller caller, HttpContext context, CaptureStore store, TimeProvider time)
    {
        caller.Require();
        var document = await BodyReader.ReadBytesAsync(context);
        var (job, receipts) = await store.StoreAsync(caller.Party, DocumentReader.Read(document), context.RequestAborted);
        return TypedResults.Accepted($"/epcis/v2/capture/{job}", CaptureJob.Of(job, time.GetUtcNow(), receipts));
    }
}
