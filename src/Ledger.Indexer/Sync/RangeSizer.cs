namespace Ledger.Indexer.Sync;

/// <summary>How many blocks to ask for at once: halved when the node fails, more when it copes, bounded by what fits in memory.</summary>
internal sealed class RangeSizer(ulong first = RangeSizer.First, ulong most = RangeSizer.Most)
{
    public const ulong First = 1_000;
    public const ulong Most = 20_000;

    private const int FullRange = 5_000;

    /// <summary>Blocks of the next range.</summary>
    public ulong Blocks { get; private set; } = Math.Min(first, most);

    /// <summary>A range of this many blocks held that many events.</summary>
    public void Succeeded(ulong blocks, int events)
    {
        if (events > FullRange) Blocks = Math.Max(1, blocks * FullRange / (ulong)events);
        else if (blocks >= Blocks && events < FullRange / 2) Blocks = Math.Min(most, Blocks * 2);
    }

    /// <summary>A range failed.</summary>
    public void Failed() => Blocks = Math.Max(1, Blocks / 2);
}
