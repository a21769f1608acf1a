using System.Diagnostics.CodeAnalysis;
using Ledger.Sdk.Gs1.Rules;

namespace Ledger.Sdk.Gs1;

/// <summary>
/// One GS1 identifier of a thing, a class, a place or a party. Whatever form it was read from (EPC URN, Digital Link on any domain,
/// element strings), equal identifiers are equal here and have one <see cref="CanonicalUri"/>.
/// </summary>
public sealed class Epc : IEquatable<Epc>
{
    /// <summary>
    /// Taken for the length of a company prefix where the form read does not tell it: most prefixes in use outside the U.S. have it.
    /// </summary>
    private const int UsualPrefixLength = 7;

    /// <summary>Digital Link 1.0 and 1.1 let a GTIN be as short as it is on its bar code, and such links are printed.</summary>
    private static readonly Gs1Options Links = new() { PermitShortGtin = true };

    private readonly int prefixLength;
    private string? canonicalKey;
    private string? urn;

    private Epc(EpcKind kind, IReadOnlyList<AiValue> elements, int prefixLength)
    {
        Kind = kind;
        Elements = elements;
        this.prefixLength = prefixLength;
    }

    /// <summary>What the identifier names.</summary>
    public EpcKind Kind { get; }

    /// <summary>
    /// The key and its qualifiers, as far as they identify: no consumer product variant, and of lot and serial only the serial.
    /// </summary>
    public IReadOnlyList<AiValue> Elements { get; }

    /// <summary>The key without qualifiers.</summary>
    public AiValue PrimaryKey => Elements[0];

    /// <summary>
    /// The identity as a path, such as <c>01/09506000134352/21/ABC</c>. It does not depend on the length of the company prefix.
    /// </summary>
    public string CanonicalKey => canonicalKey ??= string.Join('/', Elements.Select(e => $"{e.Code}/{Percent.Encode(e.Value)}"));

    /// <summary>
    /// The identity as canonical Digital Link URI, such as <c>https://id.gs1.org/01/09506000134352/21/ABC</c>: what unit ids hash.
    /// </summary>
    public string CanonicalUri => $"{DigitalLink.CanonicalStem}/{CanonicalKey}";

    /// <summary>
    /// The EPC URN; null for keys that have none. Where <see cref="IsCompanyPrefixKnown"/> is false it supposes a company prefix of
    /// seven digits (eight for a GTIN-8), so it may differ from the issuer's own URN and must not serve as identity.
    /// </summary>
    public string? Urn => urn ??= EpcScheme.Of(Kind) is { } scheme ? WriteUrn(scheme, Elements, prefixLength) : null;

    /// <summary>Whether the form read told where the company prefix ends.</summary>
    public bool IsCompanyPrefixKnown => prefixLength > 0;

    /// <summary>Whether this is one thing, as opposed to a class, a lot or a kind.</summary>
    public bool IsInstance => Kind is not (EpcKind.Other or EpcKind.Gtin or EpcKind.Lgtin or EpcKind.GraiType or EpcKind.GdtiType
        or EpcKind.Gcn or EpcKind.CpiType or EpcKind.ItipType or EpcKind.ItipLot);

    /// <summary>
    /// Reads an EPC URN, a Digital Link on any domain, element strings, or the digits of a GTIN-8, -12, -13 or -14; a GTIN may be as short in
    /// a link, too.
    /// </summary>
    /// <exception cref="InvalidIdentifierException">The text is no GS1 identifier.</exception>
    public static Epc Parse(string text) => TryParse(text, out var epc, out var error) ? epc : throw error;

    /// <summary>As <see cref="Parse"/>, with the error as a result.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Epc? epc, [NotNullWhen(false)] out InvalidIdentifierException? error)
    {
        epc = null;
        if (text is not null && IsUrn(text))
        {
            error = EpcUrn.Read(text, out var scheme, out var elements, out var prefixLength);
            if (error is null) epc = new Epc(scheme!.Kind, elements, prefixLength);
        }
        else if (text is not null && IsWeb(text))
        {
            if (DigitalLink.TryParse(text, Links, out var link, out error)) epc = Of(link!.Path);
        }
        else if (text is not null && IsBareGtin(text))
            error = (epc = FromGtin(text, out var wrong)) is null ? wrong : null;
        else if (ElementString.TryParse(text, null, out var strings, out error))
            error = (epc = Of(strings!)) is null ? NoKey() : null;
        return epc is not null;
    }

    /// <summary>As <see cref="Parse"/>, false instead of an exception.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Epc? epc) => TryParse(text, out epc, out _);

    /// <summary>The identifier that these element strings hold; null if none of them is a primary key.</summary>
    public static Epc? Of(ElementString strings)
    {
        var key = strings.Elements.FirstOrDefault(e => e.Ai.IsPrimaryKey);
        if (key.Ai is null) return null;
        var qualifiers = key.Ai.QualifierSequences.SelectMany(s => s).Distinct()
            .Select(code => strings.Elements.FirstOrDefault(e => e.Code == code)).Where(e => e.Ai is not null);
        return Of([key, .. qualifiers]);
    }

    /// <summary>
    /// The text that identifies the thing named: <see cref="CanonicalUri"/> for a GS1 identifier in any form, and any other URI as it is,
    /// among them Digital Links of assets (8003) with a wrong check digit, because public documents use such.
    /// </summary>
    /// <exception cref="InvalidIdentifierException">Neither: a malformed GS1 identifier, or no URI at all.</exception>
    public static string Identity(string text) => TryIdentity(text, out var identity, out var error) ? identity : throw error;

    /// <summary>
    /// As <see cref="Identity"/>, and the text itself where that would throw: for identifiers of captured documents, which are facts.
    /// </summary>
    public static string IdentityOrText(string text) => TryIdentity(text, out var identity, out _) ? identity : text;

    /// <summary>As <see cref="Identity"/>, with the error as a result.</summary>
    public static bool TryIdentity(string text, [NotNullWhen(true)] out string? identity,
        [NotNullWhen(false)] out InvalidIdentifierException? error)
    {
        if (IdentityMemo.TryGet(text, out identity))
        {
            error = null;
            return true;
        }
        error = null;
        identity = PlainUrn.Identity(text) ?? (TryParse(text, out var epc, out error) ? epc.CanonicalUri
            : IsOtherWeb(text, error) || EpcUrn.IsOtherScheme(text) || IsOtherUri(text) || IsLooseAsset(text, error) ? text
            : null);
        if (identity is not null)
        {
            error = null;
            IdentityMemo.Add(text, identity);
        }
        return identity is not null;
    }

    /// <summary>Valid documents of GS1 and OpenEPCIS hold asset identifiers (8003) without the zero or the right check digit.</summary>
    private static bool IsLooseAsset(string text, InvalidIdentifierException error) => error.Rule is "INCORRECT_CHECK_DIGIT" or "NOT_ZERO"
        && IsWeb(text) && (text.Contains("/8003/", StringComparison.Ordinal) || text.Contains("/grai/", StringComparison.Ordinal));

    /// <summary>A URI of the web without a GS1 key in its path, on whatever host, or without a path.</summary>
    private static bool IsOtherWeb(string text, InvalidIdentifierException error)
    {
        if (!IsWeb(text) || IsAtGs1(text)) return false;
        if (error.Rule == DigitalLinkReader.NoKey) return true;
        var host = text.IndexOf("//", StringComparison.Ordinal) + 2;
        var path = text.AsSpan(host).IndexOfAny("/?#") is >= 0 and var length ? text[(host + length)..] : "";
        return Uri.TryCreate(text, UriKind.Absolute, out _)
            && !DigitalLink.TryParse($"https://host{(path.StartsWith('/') ? "" : "/")}{path}", Links, out _, out var inPath)
            && inPath!.Rule == DigitalLinkReader.NoKey;
    }

    /// <summary>Whether the host is GS1's own, not one whose name only begins alike.</summary>
    private static bool IsAtGs1(string text) =>
        text.StartsWith(DigitalLink.CanonicalStem, StringComparison.OrdinalIgnoreCase) && (text.Length == DigitalLink.CanonicalStem.Length || text[DigitalLink.CanonicalStem.Length] is '/' or '?' or '#');

    private static bool IsOtherUri(string text) => !IsWeb(text) && !text.StartsWith("urn:epc:", StringComparison.OrdinalIgnoreCase)
        && text.Contains(':', StringComparison.Ordinal) && char.IsAsciiLetter(text[0]) && Uri.TryCreate(text, UriKind.Absolute, out _);

    /// <inheritdoc/>
    public bool Equals(Epc? other) => other is not null && other.CanonicalKey == CanonicalKey;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Epc);

    /// <inheritdoc/>
    public override int GetHashCode() => CanonicalKey.GetHashCode(StringComparison.Ordinal);

    /// <summary>The canonical URI.</summary>
    public override string ToString() => CanonicalUri;

    private static Epc Of(IReadOnlyList<AiValue> path)
    {
        var (key, qualifiers) = (path[0], path.Skip(1).Where(e => e.Code != "22" && e is not { Code: "254", Value: "0" }).ToList());
        if (qualifiers.Exists(q => q.Code == "21")) qualifiers.RemoveAll(q => q.Code == "10");
        return new Epc(KindOf(key, qualifiers), [key, .. qualifiers], 0);
    }

    private static EpcKind KindOf(AiValue key, List<AiValue> qualifiers)
    {
        var qualifier = qualifiers.Count == 0 ? "" : qualifiers.Count == 1 ? qualifiers[0].Code : "many";
        return (key.Code, qualifier) switch
        {
            ("01", "") => EpcKind.Gtin,
            ("01", "21") => EpcKind.Sgtin,
            ("01", "10") => EpcKind.Lgtin,
            ("01", "235") => EpcKind.Upui,
            ("00", "") => EpcKind.Sscc,
            ("414", "" or "254") => EpcKind.Sgln,
            ("417", "") => EpcKind.Pgln,
            ("8003", "") => key.Value.Length > 14 ? EpcKind.Grai : EpcKind.GraiType,
            ("253", "") => key.Value.Length > 13 ? EpcKind.Gdti : EpcKind.GdtiType,
            ("255", "") => key.Value.Length > 13 ? EpcKind.Sgcn : EpcKind.Gcn,
            ("8004", "") => EpcKind.Giai,
            ("401", "") => EpcKind.Ginc,
            ("402", "") => EpcKind.Gsin,
            ("8017", "") => EpcKind.Gsrnp,
            ("8018", "") => EpcKind.Gsrn,
            ("8010", "") => EpcKind.CpiType,
            ("8010", "8011") => EpcKind.Cpi,
            ("8006", "") => EpcKind.ItipType,
            ("8006", "21") => EpcKind.Itip,
            ("8006", "10") => EpcKind.ItipLot,
            _ => EpcKind.Other,
        };
    }

    private static Epc? FromGtin(string digits, out InvalidIdentifierException? error)
    {
        var elements = new List<AiValue>();
        error = ElementString.Add(ApplicationIdentifiers.Find("01")!, digits.PadLeft(14, '0'), elements);
        return error is null ? new Epc(EpcKind.Gtin, elements, 0) : null;
    }

    private static string? WriteUrn(EpcScheme scheme, IReadOnlyList<AiValue> elements, int prefixLength)
    {
        if (prefixLength > 0) return EpcUrn.Write(scheme, elements, prefixLength);
        var isGtin8 = scheme.Layout == EpcLayout.Indicator && elements[0].Value.StartsWith("000000", StringComparison.Ordinal);
        return EpcUrn.Write(scheme, elements, isGtin8 ? UsualPrefixLength + 1 : UsualPrefixLength)
            ?? EpcUrn.Write(scheme, elements, UsualPrefixLength - 1);
    }

    /// <summary>14 digits that start 01 could be a scan, but no element string (01) is that short.</summary>
    internal static bool IsBareGtin(string text) => text.Length is 8 or 12 or 13 or 14 && CharacterRules.Numeric(text) is null;

    internal static bool IsUrn(string text) => text.StartsWith("urn:", StringComparison.OrdinalIgnoreCase);

    internal static bool IsWeb(string text) =>
        text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    private static InvalidIdentifierException NoKey() =>
        new("identifier-unsupported", "None of the element strings is a GS1 key.", "Add the key, such as (01) and a GTIN.");
}
