namespace Ledger.Api.Exports;

/// <summary>What is open, by how long it is overdue: not due yet, 1–30 days, 31–60, 61–90, more.</summary>
internal sealed class AgingBuckets
{
    private const ulong Day = 86_400;

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["current", "days1To30", "days31To60", "days61To90", "over90"];

    private readonly Int128[] sums = new Int128[Names.Count];

    /// <summary>How many days a debt is overdue: a day that has begun counts; 0 up to its due second.</summary>
    public static long DaysOverdue(ulong due, ulong now) => now <= due ? 0 : (long)((now - due + Day - 1) / Day);

    /// <summary>The place of its bucket.</summary>
    public static int Of(long daysOverdue) => daysOverdue switch { <= 0 => 0, <= 30 => 1, <= 60 => 2, <= 90 => 3, _ => 4 };

    /// <summary>How many debts there are.</summary>
    public long Count { get; private set; }

    /// <summary>All together.</summary>
    public Int128 Total => sums.Aggregate((Int128)0, (sum, one) => sum + one);

    /// <summary>The sum of a bucket.</summary>
    public Int128 this[int bucket] => sums[bucket];

    /// <summary>Counts a debt.</summary>
    public void Add(int bucket, Int128 amount)
    {
        sums[bucket] += amount;
        Count++;
    }
}
