namespace Ledger.Devnet.Story;

/// <summary>What became of a folder of documents.</summary>
internal sealed class Captured
{
    /// <summary>The events that were captured, each with its receipt.</summary>
    public Dictionary<StoryEvent, EventReceipt> Events { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>How many documents were captured.</summary>
    public int Documents { get; private set; }

    /// <summary>How many documents were refused.</summary>
    public int Refused { get; private set; }

    /// <summary>How many different events there are: documents may report one event twice.</summary>
    public int Distinct => Events.Values.Select(receipt => receipt.EventId).Distinct().Count();

    /// <summary>Takes note of one document.</summary>
    public void Add(DocumentFile file, IReadOnlyList<StoryEvent> events, CaptureResult result)
    {
        if (result.Refusal is not null)
        {
            Refused++;
            return;
        }
        if (events.Count != result.Receipts.Count)
            throw new InvalidOperationException($"{file.Name} has {events.Count} events, and the API captured {result.Receipts.Count}.");
        foreach (var (e, receipt) in events.Zip(result.Receipts)) Events[e] = receipt;
        Documents++;
    }
}
