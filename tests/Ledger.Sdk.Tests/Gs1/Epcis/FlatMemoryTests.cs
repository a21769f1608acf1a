using Ledger.Sdk.Gs1.Epcis;

namespace Ledger.Sdk.Tests.Gs1.Epcis;

/// <summary>Tests that weigh the memory of the whole process run alone.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

/// <summary>Long documents need no more memory than short ones.</summary>
[Collection(nameof(Alone))]
public sealed class FlatMemoryTests
{
    [Fact]
    public void A_document_of_many_events_is_read_in_the_memory_of_one()
    {
        var few = Weigh(2_000);
        Assert.InRange(Weigh(40_000), 0, few + 1_000_000);
    }

    /// <summary>The most memory in use while the document is read.</summary>
    private static long Weigh(int events)
    {
        using var document = new LongDocument(events);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var reader = EpcisDocumentReader.Open(document);
        var most = 0L;
        var read = 0;
        for (; reader.TryRead(out _); read++)
            if (read % (events / 4) == 0) most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
        Assert.Equal(events, read);
        return Math.Max(0, most);
    }
}
