using Ledger.Sdk.Gs1;

namespace Ledger.Api.Pages;

/// <summary>Identifiers in plain words.</summary>
public static class EpcWords
{
    /// <summary>What kind of thing an identifier names.</summary>
    public static string Kind(Epc epc) => epc.Kind switch
    {
        EpcKind.Sgtin or EpcKind.Itip or EpcKind.Upui or EpcKind.Cpi => "Single item",
        EpcKind.Lgtin or EpcKind.ItipLot => "Lot",
        EpcKind.Gtin => "Product",
        EpcKind.Sscc => "Pallet or other logistic unit",
        EpcKind.Grai => "Returnable asset",
        EpcKind.Giai => "Asset",
        EpcKind.Gdti => "Document",
        EpcKind.Sgln => "Place",
        EpcKind.Ginc => "Consignment",
        EpcKind.Gsin => "Shipment",
        _ => "Item",
    };

    /// <summary>Such as <c>serial number ABC</c>, <c>lot 998877</c>, <c>pallet 340…</c>.</summary>
    public static string Label(Epc epc)
    {
        var last = epc.Elements[^1];
        return last.Code switch
        {
            "21" => $"serial number {last.Value}",
            "10" => $"lot {last.Value}",
            "00" => $"pallet {last.Value}",
            "01" => $"product {last.Value}",
            "8003" => $"returnable asset {last.Value}",
            "8004" => $"asset {last.Value}",
            "414" or "254" => $"place {last.Value}",
            _ => $"{last.Ai.Title} {last.Value}",
        };
    }

    /// <summary>The parts of an identifier.</summary>
    public static IReadOnlyList<Fact> Keys(Epc epc) => [.. epc.Elements.Select(element => new Fact(element.Code switch
    {
        "01" => "GTIN",
        "21" => "Serial number",
        "10" => "Lot",
        "00" => "SSCC",
        "8003" => "GRAI",
        "8004" => "GIAI",
        "414" => "GLN",
        _ => element.Ai.Title,
    }, element.Value))];

    /// <summary>A first letter in upper case.</summary>
    public static string Sentence(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
