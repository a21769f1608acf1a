using System.Collections.Frozen;

namespace Ledger.Sdk.Gs1;

/// <summary>How the element strings of a GS1 key map to the parts of its EPC URN: EPC Tag Data Standard sections 6 and 7.</summary>
/// <param name="Kind">What the identifier names.</param>
/// <param name="Urn">The URN up to the first part.</param>
/// <param name="Key">The AI of the key.</param>
/// <param name="Serial">The AI of the serial part where it is one of its own; empty where the serial is part of the key's value or there is
/// none.</param>
/// <param name="Layout">How the key's digits are divided.</param>
internal sealed record EpcScheme(EpcKind Kind, string Urn, string Key, string Serial, EpcLayout Layout)
{
    private const string Id = "urn:epc:id:";
    private const string Class = "urn:epc:class:";
    private const string Pattern = "urn:epc:idpat:";

    private static readonly EpcScheme[] All =
    [
        new(EpcKind.Sgtin, Id + "sgtin:", "01", "21", EpcLayout.Indicator),
        new(EpcKind.Lgtin, Class + "lgtin:", "01", "10", EpcLayout.Indicator),
        new(EpcKind.Upui, Id + "upui:", "01", "235", EpcLayout.Indicator),
        new(EpcKind.Gtin, Pattern + "sgtin:", "01", "", EpcLayout.Indicator),
        new(EpcKind.Sscc, Id + "sscc:", "00", "", EpcLayout.Extension),
        new(EpcKind.Sgln, Id + "sgln:", "414", "254", EpcLayout.Checked),
        new(EpcKind.Pgln, Id + "pgln:", "417", "", EpcLayout.Checked),
        new(EpcKind.Gsrn, Id + "gsrn:", "8018", "", EpcLayout.Checked),
        new(EpcKind.Gsrnp, Id + "gsrnp:", "8017", "", EpcLayout.Checked),
        new(EpcKind.Gsin, Id + "gsin:", "402", "", EpcLayout.Checked),
        new(EpcKind.Gdti, Id + "gdti:", "253", "", EpcLayout.CheckedSerial),
        new(EpcKind.GdtiType, Pattern + "gdti:", "253", "", EpcLayout.CheckedSerial),
        new(EpcKind.Sgcn, Id + "sgcn:", "255", "", EpcLayout.CheckedSerial),
        new(EpcKind.Gcn, Pattern + "sgcn:", "255", "", EpcLayout.CheckedSerial),
        new(EpcKind.Grai, Id + "grai:", "8003", "", EpcLayout.AssetSerial),
        new(EpcKind.GraiType, Pattern + "grai:", "8003", "", EpcLayout.AssetSerial),
        new(EpcKind.Giai, Id + "giai:", "8004", "", EpcLayout.Free),
        new(EpcKind.Ginc, Id + "ginc:", "401", "", EpcLayout.Free),
        new(EpcKind.Cpi, Id + "cpi:", "8010", "8011", EpcLayout.Free),
        new(EpcKind.CpiType, Pattern + "cpi:", "8010", "", EpcLayout.Free),
        new(EpcKind.Itip, Id + "itip:", "8006", "21", EpcLayout.Pieces),
        new(EpcKind.ItipType, Pattern + "itip:", "8006", "", EpcLayout.Pieces),
    ];

    private static readonly FrozenDictionary<string, EpcScheme> ByUrn = All.ToFrozenDictionary(s => s.Urn);
    private static readonly FrozenDictionary<EpcKind, EpcScheme> ByKind = All.ToFrozenDictionary(s => s.Kind);

    /// <summary>Whether the URN stands for a class, written with a final <c>*</c>.</summary>
    public bool IsPattern => Urn.StartsWith(Pattern, StringComparison.Ordinal);

    /// <summary>Digits of company prefix and reference together, without indicator, extension, check digit or filler.</summary>
    public int Digits => Key switch { "00" => 17, "8018" or "8017" => 17, "402" => 16, "01" or "8006" => 13, _ => 12 };

    public static EpcScheme? OfUrn(string prefix) => ByUrn.GetValueOrDefault(prefix == Pattern + "upui:" ? Pattern + "sgtin:" : prefix);

    public static EpcScheme? Of(EpcKind kind) => ByKind.GetValueOrDefault(kind);
}

/// <summary>The ways in which keys are divided.</summary>
internal enum EpcLayout
{
    /// <summary>Indicator, company prefix, item reference, check digit.</summary>
    Indicator,

    /// <summary>Extension digit, company prefix, serial reference, check digit.</summary>
    Extension,

    /// <summary>Company prefix, reference, check digit.</summary>
    Checked,

    /// <summary>As <see cref="Checked"/>, followed by a serial number in the same value.</summary>
    CheckedSerial,

    /// <summary>A zero, then as <see cref="CheckedSerial"/>.</summary>
    AssetSerial,

    /// <summary>Company prefix and free text.</summary>
    Free,

    /// <summary>A GTIN as <see cref="Indicator"/>, then piece and total of two digits each.</summary>
    Pieces,
}
