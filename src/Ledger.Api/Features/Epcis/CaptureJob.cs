using Ledger.Api.Documents;
using Ledger.Api.Http;
using Ledger.Api.Queries;
using Ledger.Sdk.Ethereum;

namespace Ledger.Api.Features.Epcis;

/// <summary>Why an event was not captured: problem details (RFC 9457) with a JSON pointer.</summary>
/// <param name="Type">The standard's name of the exception: <c>epcisException:…</c>.</param>
/// <param name="Title">The same words for every problem of this code.</param>
/// <param name="Status">The HTTP status that it would have by itself.</param>
/// <param name="Detail">What is wrong.</param>
/// <param name="Code">The stable code.</param>
/// <param name="Pointer">JSON pointer (RFC 6901) to what is at fault.</param>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1720", Justification = "RFC 6901 calls it so.")]
public sealed record CaptureError(string Type, string Title, int Status, string Detail, string Code, string Pointer)
{
    internal static CaptureError Of(CaptureFault fault)
    {
        var kind = ProblemCatalog.Of(fault.Code);
        return new CaptureError(EpcisExceptions.TypeOf(kind.Code, kind.Status), kind.Title, kind.Status, fault.Detail, kind.Code, fault.Pointer);
    }
}

/// <summary>A capture job as EPCIS 2.0 has it, with a receipt for each event of a short document.</summary>
/// <param name="CaptureID">The job's id.</param>
/// <param name="CreatedAt">When the document came.</param>
/// <param name="FinishedAt">When it was stored.</param>
/// <param name="Running">Always false: a document is stored before it is acknowledged.</param>
/// <param name="Success">Whether every event was captured, now or before.</param>
/// <param name="CaptureErrorBehaviour"><c>rollback</c>: captured whole or not at all. <c>proceed</c>: captured but for the events that <paramref name="Errors"/> names.</param>
/// <param name="Errors">Why events were not captured; the first 1,000.</param>
/// <param name="EventCount">How many events the document has.</param>
/// <param name="CapturedCount">How many of them were new and stored.</param>
/// <param name="Events">What was captured: eventID, commitment and the salt that opens it. Absent for documents of more than 100 events.</param>
/// <param name="CaptureSignature">Who signed for it: the party, or the API for a party that had signed in.</param>
public sealed record CaptureJob(
    string CaptureID, DateTimeOffset CreatedAt, DateTimeOffset FinishedAt, bool Running, bool Success, string CaptureErrorBehaviour, IReadOnlyList<CaptureError> Errors,
    int EventCount, long CapturedCount, IReadOnlyList<EventReceipt>? Events, CaptureSeal? CaptureSignature = null)
{
    internal static CaptureJob Of(CaptureOutcome outcome) => new(
        outcome.Job, Kept(outcome.Created), Kept(outcome.Finished), false, outcome.Faults.Count == 0, outcome.Behaviour == Documents.CaptureErrorBehaviour.Proceed ? "proceed" : "rollback",
        [.. outcome.Faults.Select(CaptureError.Of)], outcome.Events, outcome.Captured, outcome.Receipts, outcome.CaptureSignature);

    /// <summary>A time as it is kept, so that the job's times are the same whenever it is asked for.</summary>
    private static DateTimeOffset Kept(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());

    internal static CaptureJob Example { get; } = new(
        "0198c5f0a1b27c3d8e4f5a6b7c8d9e0f", DateTimeOffset.FromUnixTimeSeconds(1_772_366_400), DateTimeOffset.FromUnixTimeSeconds(1_772_366_400), false, true, "rollback", [], 1, 1,
        [new EventReceipt("urn:uuid:00000000-0000-4000-8000-000000000001", Keccak256.Hash("commitment"u8), "0x00112233445566778899aabbccddeeff")],
        new CaptureSeal(Sdk.Provenance.CaptureSigner.Party, Address.Parse("0x00000000000000000000000000000000000000aa"), "0x" + new string('1', 130), Keccak256.Hash("hashes"u8), 1));
}

/// <summary>A row of <c>captured.capture_job</c>.</summary>
internal sealed record CaptureJobRow
{
    public const string Select = "select id, created, finished, behaviour, events, captured, first_event as FirstEvent, errors from captured.capture_job";

    public string Id { get; init; } = "";
    public long Created { get; init; }
    public long? Finished { get; init; }
    public string Behaviour { get; init; } = "";
    public long Events { get; init; }
    public long Captured { get; init; }
    public long? FirstEvent { get; init; }
    public string? Errors { get; init; }

    public CaptureJob ToResource(IReadOnlyList<EventReceipt>? receipts, CaptureSeal? signed = null)
    {
        var faults = Errors is null ? [] : System.Text.Json.JsonSerializer.Deserialize<List<CaptureFault>>(Errors, Json.Options)!;
        return new CaptureJob(
            Id, DateTimeOffset.FromUnixTimeMilliseconds(Created), DateTimeOffset.FromUnixTimeMilliseconds(Finished ?? Created), false, faults.Count == 0, Behaviour,
            [.. faults.Select(CaptureError.Of)], (int)Events, Captured, receipts, signed);
    }
}
