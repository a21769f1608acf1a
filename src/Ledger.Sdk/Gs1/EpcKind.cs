namespace Ledger.Sdk.Gs1;

/// <summary>What an identifier names: the schemes of the EPC Tag Data Standard, and the classes that EPCIS tracks by quantity.</summary>
public enum EpcKind
{
    /// <summary>A GS1 key that has no EPC URN, such as a Global Model Number or a payment slip.</summary>
    Other,

    /// <summary>A trade item as a class: a GTIN alone.</summary>
    Gtin,

    /// <summary>One trade item: GTIN and serial number.</summary>
    Sgtin,

    /// <summary>A lot of a trade item: GTIN and batch or lot number.</summary>
    Lgtin,

    /// <summary>A trade item with a third-party controlled serial number.</summary>
    Upui,

    /// <summary>A logistic unit.</summary>
    Sscc,

    /// <summary>A location, with or without extension.</summary>
    Sgln,

    /// <summary>A party.</summary>
    Pgln,

    /// <summary>A returnable asset, with serial number.</summary>
    Grai,

    /// <summary>A kind of returnable asset.</summary>
    GraiType,

    /// <summary>An individual asset.</summary>
    Giai,

    /// <summary>A service relation, the recipient's side.</summary>
    Gsrn,

    /// <summary>A service relation, the provider's side.</summary>
    Gsrnp,

    /// <summary>A document, with serial number.</summary>
    Gdti,

    /// <summary>A kind of document.</summary>
    GdtiType,

    /// <summary>A coupon, with serial number.</summary>
    Sgcn,

    /// <summary>A kind of coupon.</summary>
    Gcn,

    /// <summary>A component or part, with serial number.</summary>
    Cpi,

    /// <summary>A kind of component or part.</summary>
    CpiType,

    /// <summary>A consignment.</summary>
    Ginc,

    /// <summary>A shipment.</summary>
    Gsin,

    /// <summary>One piece of a trade item, with serial number.</summary>
    Itip,

    /// <summary>A piece of a trade item as a class.</summary>
    ItipType,

    /// <summary>A lot of pieces of a trade item; it has no EPC URN.</summary>
    ItipLot,
}
