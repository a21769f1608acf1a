using Ledger.Sdk.Gs1;

namespace Ledger.Devnet.Story;

/// <summary>Which lot each item belongs to and how large each lot must be, read out of all events before the first is told.</summary>
/// <remarks>A lot is registered once with its whole quantity, while documents speak of it piece by piece.</remarks>
internal sealed class LotPlan
{
    private const byte MostDecimals = 6;
    private readonly Dictionary<string, string> lotOfItem = [];
    private readonly Dictionary<string, LotSize> sizes = [];
    private readonly Dictionary<string, ulong> bulks = [];

    /// <summary>Reads the lots out of the events.</summary>
    public LotPlan(IReadOnlyList<StoryEvent> events)
    {
        foreach (var e in events.Where(e => e.Lot is not null))
            foreach (var item in e.Inputs.IsEmpty ? e.Named.Items : e.Outputs.Items)
            {
                if (Epc.TryParse(item, out var epc) && epc.Kind == EpcKind.Sgtin)
                    lotOfItem.TryAdd(epc.CanonicalUri, Epc.Identity($"https://id.gs1.org/01/{epc.PrimaryKey.Value}/10/{Uri.EscapeDataString(e.Lot!)}"));
            }
        var quantities = events.SelectMany(e => e.AllQuantities).Where(quantity => IsLot(quantity.Class)).GroupBy(quantity => Epc.Identity(quantity.Class));
        foreach (var lot in quantities)
        {
            // Documents of one company may count pieces of a lot that another weighs; the first unit of measure stands.
            var uom = lot.First().Uom;
            var largest = lot.Where(quantity => quantity.Uom == uom).Max(quantity => quantity.Amount);
            var decimals = lot.Max(quantity => Decimals(quantity.Amount));
            var size = new LotSize(0, uom, decimals);
            sizes[lot.Key] = size with { Quantity = Math.Max(1, size.Amount(largest)) };
            bulks[lot.Key] = sizes[lot.Key].Quantity;
        }
        foreach (var lot in lotOfItem.GroupBy(entry => entry.Value))
            sizes[lot.Key] = sizes.GetValueOrDefault(lot.Key) is { } bulk ? bulk with { Quantity = bulk.Quantity + bulk.Amount(lot.Count()) } : new LotSize((ulong)lot.Count(), "", 0);
    }

    /// <summary>The lot an item belongs to; null where no event tells one.</summary>
    public string? LotOf(string item) => lotOfItem.GetValueOrDefault(item);

    /// <summary>The size of a lot that the events name.</summary>
    public LotSize SizeOf(string lot) => sizes[lot];

    /// <summary>What of a lot is counted by quantity; the rest are single items.</summary>
    public ulong BulkOf(string lot) => bulks[lot];

    /// <summary>Whether a class is a lot, and not just a kind of goods.</summary>
    public static bool IsLot(string goodsClass) => Epc.TryParse(goodsClass, out var epc) && epc.Kind is EpcKind.Lgtin;

    private static byte Decimals(decimal amount) => Math.Min(amount.Scale, MostDecimals);
}
