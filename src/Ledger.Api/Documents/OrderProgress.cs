using System.Text.Json;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Gs1.Epcis;

namespace Ledger.Api.Documents;

/// <summary>An event that is stored already.</summary>
internal sealed record KnownEvent(Hash32 Hash, Hash32 Commitment, byte[] Salt);

/// <summary>How far the capture of one document is.</summary>
internal sealed class OrderProgress(CaptureOrder order, DateTimeOffset created)
{
    /// <summary>Receipts are given for documents of so many events.</summary>
    public const int MostReceipts = 100;

    private const int MostFaults = 1000;
    private const string ConflictCode = "event-conflict";

    private List<EventReceipt>? receipts = [];

    public CaptureOrder Order { get; } = order;

    public string Job { get; } = Guid.CreateVersion7().ToString("n");

    public DateTimeOffset Created { get; } = created;

    public DateTimeOffset Finished { get; set; }

    /// <summary>How many events it has, as far as that is known before it is written.</summary>
    public int Known { get; } = order.IsLong ? 0 : order.Slices.Sum(slice => slice.Count);

    public int Events { get; private set; }

    public long Captured { get; private set; }

    public long? FirstEvent { get; set; }

    /// <summary>Whether all events of a long document are looked up before they are written: one of them turned out to be stored already.</summary>
    public bool IsCareful { get; set; }

    public List<CaptureFault> Faults { get; } = [];

    /// <summary>Why the request is refused; null where it is not.</summary>
    public LedgerException? Refusal { get; private set; }

    /// <summary>Whether all of it is rejected: nothing is captured, and its job says why (EPCIS 2.0, 8.2.7: a failed capture job with <c>rollback</c>).</summary>
    public bool IsRejected { get; private set; }

    /// <summary>Says which of these events are new, and adds them to what is known; none of them where the document is refused or rejected.</summary>
    /// <param name="events">All events of a short document, so that all of it can still be undone; a slice of a long one, whose transaction is rolled back then.</param>
    /// <param name="known">What is stored already.</param>
    public List<CapturedEvent> Sift(IEnumerable<ReadEvent> events, Dictionary<Hash32, KnownEvent> known)
    {
        var fresh = new List<CapturedEvent>();
        foreach (var (index, captured, problems) in events)
        {
            Events++;
            if (captured is null) Refuse(new InvalidEpcisException(problems), problems);
            else if (!known.TryGetValue(captured.Key, out var same))
            {
                fresh.Add(captured);
                known.Add(captured.Key, new KnownEvent(captured.Hash, captured.Commitment, captured.Salt));
                Acknowledge(captured.EventId, captured.Commitment, captured.Salt);
            }
            else if (same.Hash == captured.Hash && !Order.MustBeNew) Acknowledge(captured.EventId, same.Commitment, same.Salt);
            else
            {
                var conflict = same.Hash == captured.Hash ? Exists(captured.EventId) : Conflict(captured.EventId);
                Refuse(conflict, [new EpcisProblem($"/epcisBody/eventList/{index}", conflict.Message)]);
            }
        }
        if (Refusal is not null || IsRejected)
        {
            foreach (var captured in fresh) known.Remove(captured.Key);
            fresh.Clear();
            (Captured, FirstEvent, receipts) = (0, null, Events > MostReceipts ? null : []);
        }
        Captured += fresh.Count;
        return fresh;
    }

    public void Restart()
    {
        (Events, Captured, FirstEvent, Refusal, IsRejected, receipts) = (0, 0, null, null, false, []);
        Faults.Clear();
    }

    public JobRow ToRow(KeptSignature signature) => new(
        Job, Order.Party.Value, Created.ToUnixTimeMilliseconds(), Finished.ToUnixTimeMilliseconds(), Faults.Count == 0,
        Order.Behaviour == CaptureErrorBehaviour.Proceed ? "proceed" : "rollback", Events, Captured, FirstEvent,
        Faults.Count == 0 ? null : JsonSerializer.Serialize(Order.Sealing is null ? Faults : Faults.Select(fault => fault.WithoutContent()), Http.Json.Options), Order.Hash, signature);

    public CaptureOutcome Outcome() => new(Job, Created, Finished, Order.Behaviour, Events, Captured, Faults, receipts, Captured > 0 ? Order.Claim?.Seal : null);

    private void Acknowledge(string eventId, Hash32 commitment, byte[] salt)
    {
        if (Events > MostReceipts) receipts = null;
        receipts?.Add(EventReceipt.Of(eventId, commitment, salt));
    }

    private void Refuse(LedgerException reason, IReadOnlyList<EpcisProblem> problems)
    {
        if (Order.Behaviour == CaptureErrorBehaviour.Rollback)
        {
            // What was there before is found while the document is captured, so its job tells of it; the interface for one event has no job.
            if (reason.Code == ConflictCode && !Order.MustBeNew) IsRejected = true;
            else Refusal ??= reason;
        }
        Faults.AddRange(problems.Take(MostFaults - Faults.Count).Select(problem => new CaptureFault(reason.Code, problem.Pointer, problem.Message)));
    }

    private static LedgerException Conflict(string eventId) => new(
        ConflictCode, $"The event {eventId} was captured before with other content.", "Captured events never change: send a correction with an errorDeclaration and an eventID of its own.");

    private static LedgerException Exists(string eventId) => new("event-exists", $"The event {eventId} was captured before.");
}
