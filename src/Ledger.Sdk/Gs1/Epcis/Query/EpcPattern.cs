namespace Ledger.Sdk.Gs1.Epcis.Query;

/// <summary>
/// One value of a parameter MATCH_ (EPCIS 2.0, 8.2.7.1.1): a pure identity pattern, whose wildcards stand for whole parts at its end, or
/// any other URI, which matches itself in whatever form it is written. Wildcards anywhere else stand for themselves.
/// </summary>
/// <remarks>
/// A class names its instances where instances are asked for, because <c>urn:epc:idpat:sgtin:9521102.000125.*</c> and
/// <c>https://id.gs1.org/01/09521102001258</c> are one identifier.
/// </remarks>
internal sealed class EpcPattern
{
    private const string Stem = "urn:epc:idpat:";

    private readonly EpcKind kind;
    private readonly EpcKind classKind;
    private readonly string prefix;
    private readonly int position;
    private readonly string keyAi;

    private EpcPattern(EpcKind kind, EpcKind classKind, string keyAi, string prefix, int position) =>
        (this.kind, this.classKind, this.keyAi, this.prefix, this.position) = (kind, classKind, keyAi, prefix, position);

    /// <summary>The text that the identifier must be equal to; null for a pattern.</summary>
    public string? Identity { get; private init; }

    /// <summary>The class whose instances match, in canonical form; null where there is none.</summary>
    public string? Class { get; private init; }

    /// <summary>Reads a value; null where it claims to be a pattern but is none.</summary>
    public static EpcPattern? Parse(string text)
    {
        if (!text.StartsWith(Stem, StringComparison.Ordinal)) return Literal(text);
        var colon = text.IndexOf(':', Stem.Length);
        if (colon < 0) return null;
        var parts = text[(colon + 1)..].Split('.');
        var first = Array.IndexOf(parts, "*");
        if (first < 0)
            return Literal($"urn:epc:{(text.AsSpan(Stem.Length).StartsWith("lgtin:") ? "class" : "id")}:{text[Stem.Length..]}");
        if (Array.Exists(parts[first..], p => p != "*") || Scheme(text[Stem.Length..colon]) is not { } scheme) return null;
        if (parts.Length != Parts(scheme)) return null;
        // All parts but the last: the class in full.
        if (first == parts.Length - 1 && first > 1 && Epc.TryParse(text, out var named)) return Literal(named.CanonicalUri);
        return Of(scheme, parts, first);
    }

    /// <summary>Whether an identifier of an event matches.</summary>
    /// <param name="text">As the event has it: a URN tells where the company prefix ends.</param>
    /// <param name="identity">Its canonical form.</param>
    /// <param name="classes">Whether classes are asked for, not instances.</param>
    public bool Matches(string text, string identity, bool classes)
    {
        if (Identity is not null && Identity == identity) return true;
        if (Class is not null && !classes) return ClassOf(identity) == Class;
        if (Identity is not null || !Epc.TryParse(identity, out var epc)) return false;
        return (epc.Kind == kind || (classes && epc.Kind == classKind)) && epc.PrimaryKey.Code == keyAi
            && epc.PrimaryKey.Value.AsSpan(position).StartsWith(prefix) && (Moved is null || epc.PrimaryKey.Value[0] == Moved)
            && (Company is null || !text.StartsWith("urn:", StringComparison.Ordinal) || text.Contains($":{Company}.", StringComparison.Ordinal));
    }

    /// <summary>The class of an instance in canonical form, such as the GTIN of an SGTIN; null where it has none.</summary>
    public static string? ClassOf(string identity)
    {
        if (!identity.StartsWith(DigitalLink.CanonicalStem, StringComparison.Ordinal)) return null;
        var path = identity.AsSpan(DigitalLink.CanonicalStem.Length + 1);
        var slash = path.IndexOf('/');
        if (slash < 0) return null;
        var value = path[(slash + 1)..];
        var end = value.IndexOf('/');
        var length = path[..slash] switch
        {
            "01" or "8006" => end >= 0 && value[end..].StartsWith("/21/") ? end : -1,
            "8010" => end,
            "253" or "255" => value.Length > 13 ? 13 : -1,
            "8003" => value.Length > 14 ? 14 : -1,
            _ => -1,
        };
        return length < 0 ? null : identity[..(DigitalLink.CanonicalStem.Length + 1 + slash + 1 + length)];
    }

    /// <summary>The indicator or extension digit, which a key has in front of the company prefix and a URN behind it.</summary>
    private char? Moved { get; init; }

    private string? Company { get; init; }

    private static EpcPattern Literal(string text)
    {
        var identity = Epc.IdentityOrText(text);
        return new EpcPattern(EpcKind.Other, EpcKind.Other, "", "", 0) { Identity = identity, Class = IsClass(identity) ? identity : null };
    }

    /// <summary>Whether this is a class whose instances have numbers of their own.</summary>
    public static bool IsClass(string identity) => Epc.TryParse(identity, out var epc) && epc.Kind
        is EpcKind.Gtin or EpcKind.GraiType or EpcKind.GdtiType or EpcKind.Gcn or EpcKind.CpiType or EpcKind.ItipType;

    private static EpcPattern? Of(EpcScheme scheme, string[] parts, int fixedParts)
    {
        var isMoved = scheme.Layout is EpcLayout.Indicator or EpcLayout.Extension or EpcLayout.Pieces;
        var position = isMoved || scheme.Layout == EpcLayout.AssetSerial ? 1 : 0;
        if (fixedParts > 0 && (parts[0].Length is < 6 or > 12 || parts[0].AsSpan().ContainsAnyExceptInRange('0', '9'))) return null;
        var reference = fixedParts > 1 ? parts[1] : "";
        var moved = isMoved && reference.Length > 0;
        return new EpcPattern(scheme.Kind, ClassKind(scheme.Kind), scheme.Key,
            (fixedParts > 0 ? parts[0] : "") + (moved ? reference[1..] : reference), position)
        { Moved = moved ? reference[0] : null, Company = fixedParts > 0 ? parts[0] : null };
    }

    private static EpcScheme? Scheme(string name) => EpcScheme.OfUrn($"urn:epc:{(name == "lgtin" ? "class" : "id")}:{name}:");

    private static EpcKind ClassKind(EpcKind kind) => kind switch
    {
        EpcKind.Sgtin => EpcKind.Gtin,
        EpcKind.Grai => EpcKind.GraiType,
        EpcKind.Gdti => EpcKind.GdtiType,
        EpcKind.Sgcn => EpcKind.Gcn,
        EpcKind.Cpi => EpcKind.CpiType,
        EpcKind.Itip => EpcKind.ItipType,
        _ => kind,
    };

    private static int Parts(EpcScheme scheme) => scheme.Layout switch
    {
        EpcLayout.Pieces => 5,
        EpcLayout.Indicator or EpcLayout.CheckedSerial or EpcLayout.AssetSerial => 3,
        _ => scheme.Kind is EpcKind.Sgln or EpcKind.Cpi ? 3 : 2,
    };
}
