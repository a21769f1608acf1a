namespace Ledger.Sdk.Credit;

/// <summary>All that one buyer and one seller did with each other, in that direction; sums of minor units.</summary>
public sealed class Trade
{
    /// <summary>Face amounts of the receivables that the buyer owes or owed.</summary>
    public UInt128 Face { get; set; }

    /// <summary>What of them the buyer paid, or bought back, up to the day they were due.</summary>
    public UInt128 PaidOnTime { get; set; }

    /// <summary>What of them the buyer paid on a later day.</summary>
    public UInt128 PaidLate { get; set; }

    /// <summary>Of what was paid late: amounts times whole days.</summary>
    public UInt128 LateDays { get; set; }

    /// <summary>What was given up by credit notes.</summary>
    public UInt128 Diluted { get; set; }

    /// <summary>What was open when the buyer first disputed a receivable, or either side an order.</summary>
    public UInt128 Disputed { get; set; }

    /// <summary>What escrows paid.</summary>
    public UInt128 Prepaid { get; set; }

    /// <summary>The worth of what the seller delivered up to the day that the order names.</summary>
    public UInt128 DeliveredOnTime { get; set; }

    /// <summary>The worth of what it delivered later.</summary>
    public UInt128 DeliveredLate { get; set; }

    /// <summary>Of what was delivered late: amounts times whole days.</summary>
    public UInt128 DeliveryLateDays { get; set; }

    /// <summary>Cash that went from the seller to the buyer.</summary>
    public UInt128 CashBack { get; set; }

    internal bool IsEmpty => (Face | PaidOnTime | PaidLate | Diluted | Disputed | Prepaid | DeliveredOnTime | DeliveredLate | CashBack) == 0;

    internal void Write(BinaryWriter writer)
    {
        foreach (var sum in (ReadOnlySpan<UInt128>)[Face, PaidOnTime, PaidLate, LateDays, Diluted, Disputed, Prepaid, DeliveredOnTime, DeliveredLate, DeliveryLateDays, CashBack])
            writer.Sum(sum);
    }

    internal static Trade Read(BinaryReader reader) => new()
    {
        Face = reader.Sum(),
        PaidOnTime = reader.Sum(),
        PaidLate = reader.Sum(),
        LateDays = reader.Sum(),
        Diluted = reader.Sum(),
        Disputed = reader.Sum(),
        Prepaid = reader.Sum(),
        DeliveredOnTime = reader.Sum(),
        DeliveredLate = reader.Sum(),
        DeliveryLateDays = reader.Sum(),
        CashBack = reader.Sum(),
    };
}
