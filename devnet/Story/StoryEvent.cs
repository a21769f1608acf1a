namespace Ledger.Devnet.Story;

/// <summary>What one EPCIS event says that matters to custody. Vocabulary words are bare (<c>shipping</c>), whatever form the document used.</summary>
internal sealed record StoryEvent
{
    /// <summary>The document's path below the folder.</summary>
    public required string Document { get; init; }

    /// <summary>Such as <c>ObjectEvent</c>.</summary>
    public required string Type { get; init; }

    /// <summary><c>ADD</c>, <c>OBSERVE</c>, <c>DELETE</c>; null for a transformation.</summary>
    public string? Action { get; init; }

    /// <summary><c>bizStep</c>.</summary>
    public string? Step { get; init; }

    /// <summary><c>disposition</c>.</summary>
    public string? Disposition { get; init; }

    /// <summary><c>eventTime</c>.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>What the event is about, one by one and by class: epcList and quantityList, or those of the children.</summary>
    public Goods Named { get; init; } = Goods.None;

    /// <summary>What went into a transformation.</summary>
    public Goods Inputs { get; init; } = Goods.None;

    /// <summary>What came out of it.</summary>
    public Goods Outputs { get; init; } = Goods.None;

    /// <summary><c>parentID</c>.</summary>
    public string? Parent { get; init; }

    /// <summary><c>possessing_party</c> of the source list.</summary>
    public string? From { get; init; }

    /// <summary><c>possessing_party</c> of the destination list.</summary>
    public string? To { get; init; }

    /// <summary><c>owning_party</c> of the source list.</summary>
    public string? Seller { get; init; }

    /// <summary><c>owning_party</c> of the destination list.</summary>
    public string? Buyer { get; init; }

    /// <summary><c>readPoint</c>, else <c>bizLocation</c>.</summary>
    public string? Place { get; init; }

    /// <summary><c>lotNumber</c> of the instance or lot master data.</summary>
    public string? Lot { get; init; }

    /// <summary>What a sensor measured when it reported that a limit was passed, such as <c>Temperature</c>; null where none did.</summary>
    public string? Alarm { get; init; }

    /// <summary>Whether it declares an earlier event to be wrong.</summary>
    public bool DeclaresError { get; init; }

    /// <summary>Every place and party it names, in the order of the document.</summary>
    public IReadOnlyList<string> Locations { get; init; } = [];

    /// <summary>Goods of every list.</summary>
    public IEnumerable<string> AllItems => [.. Parent is null ? [] : (string[])[Parent], .. Named.Items, .. Inputs.Items, .. Outputs.Items];

    /// <summary>Quantities of every list.</summary>
    public IEnumerable<Quantity> AllQuantities => [.. Named.Quantities, .. Inputs.Quantities, .. Outputs.Quantities];

    /// <summary>The event in a few words, for the screen.</summary>
    public override string ToString() => $"{Step ?? Type} in {Document}";
}

/// <summary>Goods named one by one (EPCs) and by class with a quantity.</summary>
internal sealed record Goods(IReadOnlyList<string> Items, IReadOnlyList<Quantity> Quantities)
{
    /// <summary>Nothing named.</summary>
    public static Goods None { get; } = new([], []);

    /// <summary>Whether nothing is named.</summary>
    public bool IsEmpty => Items.Count == 0 && Quantities.Count == 0;
}

/// <summary>An amount of an EPC class; one piece where the document gives none.</summary>
/// <param name="Class">Such as <c>urn:epc:class:lgtin:4012345.012345.998877</c>.</param>
/// <param name="Amount">In <paramref name="Uom"/>.</param>
/// <param name="Uom">UN/ECE Recommendation 20 code; empty for pieces.</param>
internal sealed record Quantity(string Class, decimal Amount, string Uom);
