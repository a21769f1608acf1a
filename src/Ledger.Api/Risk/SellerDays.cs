namespace Ledger.Api.Risk;

/// <summary>What a seller earned day by day, and what of it went wrong; older days than are looked at are forgotten.</summary>
public sealed class SellerDays
{
    private const uint Kept = 210;
    private readonly SortedDictionary<uint, (UInt128 Earned, UInt128 Disputed, UInt128 Diluted)> days = [];

    /// <summary>Adds to a day.</summary>
    public void Add(uint day, ulong earned = 0, ulong disputed = 0, ulong diluted = 0)
    {
        var sum = days.GetValueOrDefault(day);
        days[day] = (sum.Earned + earned, sum.Disputed + disputed, sum.Diluted + diluted);
        while (days.Count > 0 && days.First().Key is var first && first + Kept < day) days.Remove(first);
    }

    /// <summary>The sums of the days from one to another, both included.</summary>
    public (UInt128 Earned, UInt128 Disputed, UInt128 Diluted) Sum(uint from, uint to)
    {
        (UInt128 Earned, UInt128 Disputed, UInt128 Diluted) sum = default;
        foreach (var (day, entry) in days)
            if (day >= from && day <= to) sum = (sum.Earned + entry.Earned, sum.Disputed + entry.Disputed, sum.Diluted + entry.Diluted);
        return sum;
    }

    internal void Write(BinaryWriter writer)
    {
        writer.Write(days.Count);
        foreach (var (day, entry) in days)
        {
            writer.Write(day);
            foreach (var sum in (ReadOnlySpan<UInt128>)[entry.Earned, entry.Disputed, entry.Diluted])
            {
                writer.Write((ulong)(sum >> 64));
                writer.Write(unchecked((ulong)sum));
            }
        }
    }

    internal static SellerDays Read(BinaryReader reader)
    {
        var read = new SellerDays();
        for (var count = reader.ReadInt32(); count > 0; count--) read.days[reader.ReadUInt32()] = (Sum(reader), Sum(reader), Sum(reader));
        return read;
    }

    private static UInt128 Sum(BinaryReader reader) => new(reader.ReadUInt64(), reader.ReadUInt64());
}
