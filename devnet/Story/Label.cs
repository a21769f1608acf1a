namespace Ledger.Devnet.Story;

/// <summary>Short names of goods for the screen.</summary>
internal static class Label
{
    /// <summary>"item …12345/2018", "pallet …67895", "lot …/998877", "asset …"; the text itself where it is no GS1 Digital Link URI.</summary>
    public static string Of(string identity)
    {
        if (!Uri.TryCreate(identity, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")) return identity;
        var parts = uri.AbsolutePath.Trim('/').Split('/');
        return parts switch
        {
            ["01", var gtin, "21", var serial] => $"item {gtin}·{Uri.UnescapeDataString(serial)}",
            ["01", var gtin, "10", var lot] => $"lot {gtin}·{Uri.UnescapeDataString(lot)}",
            ["01", var gtin] => $"goods {gtin}",
            ["00", var sscc] => $"pallet {sscc}",
            ["8003", var asset] => $"returnable asset {asset}",
            ["8004", var asset] => $"asset {asset}",
            _ => uri.AbsolutePath.Trim('/'),
        };
    }

    /// <summary>One name, or "12 units (item …, …)" for many.</summary>
    public static string Of(IReadOnlyCollection<Holding> holdings) => holdings.Count switch
    {
        1 => Named(holdings.First()),
        <= 3 => string.Join(", ", holdings.Select(Named)),
        _ => $"{holdings.Count} units ({Named(holdings.First())}, …)",
    };

    private static string Named(Holding holding) => holding.Lot is { } lot && holding.Identity == lot.Identity
        ? $"{lot.Size.Show(holding.Amount)} of {lot}"
        : holding.Contents.Count > 0 ? $"{holding} with {Count(holding)} inside" : holding.ToString();

    private static int Count(Holding holding) => holding.Contents.Count + holding.Contents.Sum(Count);
}
