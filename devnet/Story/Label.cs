using Ledger.Sdk.Gs1;

namespace Ledger.Devnet.Story;

/// <summary>What people call a unit or lot.</summary>
/// <param name="Name">Such as "Organic mozzarella 125 g #2609020001", "pallet 195211020000000173".</param>
/// <param name="Product">Such as "Organic mozzarella 125 g"; null where no document names it.</param>
internal sealed record Label(string Name, string? Product)
{
    /// <summary>One name, a few, or "32 × Organic mozzarella 125 g" for many.</summary>
    public static string Of(IReadOnlyCollection<Holding> holdings) => holdings.Count switch
    {
        <= 3 => string.Join(", ", holdings.Select(Named)),
        _ when holdings.Select(holding => holding.Label.Product).Distinct().ToList() is [{ } product] => $"{holdings.Count} × {product}",
        _ => $"{holdings.Count} units ({Named(holdings.First())}, …)",
    };

    private static string Named(Holding holding) => holding.Lot is { } lot && holding.Identity == lot.Identity
        ? $"{lot.Size.Show(holding.Amount)} of {lot}"
        : holding.Contents.Count > 0 ? $"{holding} with {holding.All.Count() - 1} inside" : holding.ToString();
}

/// <summary>Gives goods the names that the documents' master data has for them.</summary>
internal sealed class Labels
{
    private readonly Dictionary<string, string> products = [];

    /// <summary>Takes the names of item classes out of the documents' master data.</summary>
    /// <param name="names">By identifier, such as <c>urn:epc:idpat:sgtin:9521102.000125.*</c>.</param>
    public Labels(IReadOnlyDictionary<string, string> names)
    {
        foreach (var (identifier, name) in names)
        {
            var item = identifier.Replace(":idpat:", ":id:", StringComparison.Ordinal).Replace("*", "0", StringComparison.Ordinal);
            if (Epc.TryParse(item, out var epc) && epc.PrimaryKey.Code == "01") products[epc.PrimaryKey.Value] = name;
        }
    }

    /// <summary>The label of an identity; the text itself where it is no GS1 Digital Link URI.</summary>
    public Label Of(string identity)
    {
        if (!Uri.TryCreate(identity, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")) return new Label(identity, null);
        var parts = uri.AbsolutePath.Trim('/').Split('/').Select(Uri.UnescapeDataString).ToArray();
        var product = parts is ["01", var key, ..] ? products.GetValueOrDefault(key) : null;
        return new Label(parts switch
        {
            ["01", var gtin, "21", var serial] => product is null ? $"item {gtin} #{serial}" : $"{product} #{serial}",
            ["01", var gtin, "10", var lot] => product is null ? $"lot {lot} of {gtin}" : $"{product}, lot {lot}",
            ["01", var gtin] => product ?? $"goods {gtin}",
            ["00", var sscc] => $"pallet {sscc}",
            ["8003", var asset] => $"returnable asset {asset}",
            ["8004", var asset] => $"asset {asset}",
            _ => string.Join('/', parts),
        }, product);
    }
}
