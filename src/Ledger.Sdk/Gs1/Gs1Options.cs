namespace Ledger.Sdk.Gs1;

/// <summary>How strictly element strings and Digital Links are read.</summary>
public sealed record Gs1Options
{
    /// <summary>The default: what the standard says.</summary>
    public static Gs1Options Standard { get; } = new();

    /// <summary>Accept application identifiers that are not assigned.</summary>
    public bool PermitUnknown { get; init; }

    /// <summary>Accept GTIN-8, -12 and -13 without leading zeros in a Digital Link.</summary>
    public bool PermitShortGtin { get; init; }

    /// <summary>Accept the names of AIs that Digital Link 1.0 had, such as <c>/gtin/…/ser/…</c>.</summary>
    public bool PermitNames { get; init; } = true;

    /// <summary>
    /// Refuse element strings whose mandatory companions are missing. Otherwise they are refused only where a primary key
    /// is there, since a symbol without one may be a part of several on one item.
    /// </summary>
    public bool Complete { get; init; }
}
