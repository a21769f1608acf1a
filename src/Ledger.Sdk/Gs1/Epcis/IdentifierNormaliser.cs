using Ledger.Sdk.Gs1.Rules;

namespace Ledger.Sdk.Gs1.Epcis;

/// <summary>
/// Writes GS1 identifiers as the constrained canonical Digital Link URI of the CBV event hash. Unlike <see cref="Epc"/> it copies serial
/// numbers as written and checks no check digits, because the hash must not depend on them.
/// </summary>
internal static class IdentifierNormaliser
{
    private const string Stem = "https://id.gs1.org/";

    /// <summary>Appends the canonical form; false, with nothing written, where the text is no GS1 identifier.</summary>
    public static bool TryAppend(ReadOnlySpan<byte> text, PrehashBuffer to)
    {
        if (text.Length > 512) return false;
        Span<char> characters = stackalloc char[text.Length];
        if (!System.Text.Encoding.UTF8.TryGetChars(text, characters, out var length)) return false;
        ReadOnlySpan<char> identifier = characters[..length];
        Span<char> written = stackalloc char[640];
        var writer = new Line(written);
        var done = identifier.StartsWith("urn:epc:") ? Urn(identifier[8..], ref writer)
            : identifier.StartsWith("http://") || identifier.StartsWith("https://") ? Link(identifier, ref writer) : false;
        if (!done) return false;
        Span<byte> utf8 = stackalloc byte[1024];
        if (!System.Text.Encoding.UTF8.TryGetBytes(writer.Text, utf8, out var count)) return false;
        to.Append(utf8[..count]);
        return true;
    }

    private static bool Urn(ReadOnlySpan<char> text, ref Line to)
    {
        var pattern = text.StartsWith("idpat:");
        var rest = text[(text.IndexOf(':') + 1)..];
        if (!pattern && !text.StartsWith("id:") && !text.StartsWith("class:lgtin:")) return false;
        var colon = rest.IndexOf(':');
        if (colon < 0 || (pattern && !rest.EndsWith(".*"))) return false;
        var scheme = rest[..colon];
        var body = rest[(colon + 1)..];
        if (pattern) body = body[..^2];
        var dot = body.IndexOf('.');
        if (dot is < 6 or > 12 || !IsDigits(body[..dot])) return false;
        to.Add(Stem);
        return new UrnParts(body[..dot], body[(dot + 1)..], pattern).Write(scheme, ref to);
    }

    private static bool Link(ReadOnlySpan<char> text, ref Line to)
    {
        var path = text[(text.IndexOf("//") + 2)..];
        if (path.IndexOfAny('?', '#') is >= 0 and var end) path = path[..end];
        // Pairs from the end up to the primary key: at most key, 22, 10 and 21.
        Span<Range> segments = stackalloc Range[64];
        var count = path.Split(segments, '/');
        if (count >= 64) return false;
        for (var key = count - 2; key >= 1 && key >= count - 8; key -= 2)
        {
            var ai = LinkNames.Number(path[segments[key]]);
            if (ai.IsEmpty) return false;
            if (ai is "22" or "10" or "21" or "235" or "254" or "8011") continue;
            to.Add(Stem);
            return LinkPath.Write(ai, path, segments[(key + 1)..count], ref to);
        }
        return false;
    }

    public static bool IsDigits(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9');

    /// <summary>Company prefix and what follows it.</summary>
    private readonly ref struct UrnParts(ReadOnlySpan<char> prefix, ReadOnlySpan<char> rest, bool pattern)
    {
        private readonly ReadOnlySpan<char> prefix = prefix;
        private readonly ReadOnlySpan<char> rest = rest;

        public bool Write(ReadOnlySpan<char> scheme, ref Line to) => scheme switch
        {
            "sgtin" => Gtin(pattern ? "" : "/21/", ref to),
            "lgtin" => Gtin("/10/", ref to),
            "upui" => Gtin(pattern ? "" : "/235/", ref to),
            "itip" => Pieces(ref to),
            "sscc" => Moved(rest, "00/", ref to, 17),
            "sgln" => Location(ref to),
            "pgln" => Plain("417/", 12, ref to),
            "gsrn" => Plain("8018/", 17, ref to),
            "gsrnp" => Plain("8017/", 17, ref to),
            "gsin" => Plain("402/", 16, ref to),
            "grai" => Serial("8003/0", ref to),
            "gdti" => Serial("253/", ref to),
            "sgcn" => Serial("255/", ref to),
            "giai" => Free("8004/", ref to),
            "ginc" => Free("401/", ref to),
            "cpi" => Component(ref to),
            _ => false,
        };

        private bool Gtin(ReadOnlySpan<char> qualifier, ref Line to)
        {
            var dot = pattern ? rest.Length : rest.IndexOf('.');
            if (dot < 0 || !Moved(rest[..dot], "01/", ref to, 13)) return false;
            if (pattern) return true;
            to.Add(qualifier);
            to.Add(rest[(dot + 1)..]);
            return dot + 1 < rest.Length;
        }

        /// <summary>The first digit of the reference stands before the prefix.</summary>
        private bool Moved(ReadOnlySpan<char> reference, ReadOnlySpan<char> key, ref Line to, int digits)
        {
            if (!IsDigits(reference) || prefix.Length + reference.Length != digits) return false;
            to.Add(key);
            var start = to.Length;
            to.Add(reference[..1]);
            to.Add(prefix);
            to.Add(reference[1..]);
            to.AddCheckDigit(start);
            return true;
        }

        private bool Pieces(ref Line to)
        {
            var dot = rest.IndexOf('.');
            if (dot < 0 || rest.Length < dot + 6 || rest[dot + 3] != '.') return false;
            if (!Moved(rest[..dot], "8006/", ref to, 13) || !IsDigits(rest.Slice(dot + 1, 2)) || !IsDigits(rest.Slice(dot + 4, 2)))
                return false;
            to.Add(rest.Slice(dot + 1, 2));
            to.Add(rest.Slice(dot + 4, 2));
            if (pattern) return rest.Length == dot + 6;
            if (rest.Length < dot + 8 || rest[dot + 6] != '.') return false;
            to.Add("/21/");
            to.Add(rest[(dot + 7)..]);
            return true;
        }

        private bool Plain(ReadOnlySpan<char> key, int digits, ref Line to) => Digits(rest, key, digits, 0, ref to);

        private bool Digits(ReadOnlySpan<char> reference, ReadOnlySpan<char> key, int digits, int zeros, ref Line to)
        {
            if ((!reference.IsEmpty && !IsDigits(reference)) || prefix.Length + reference.Length != digits) return false;
            to.Add(key);
            var start = to.Length - zeros;
            to.Add(prefix);
            to.Add(reference);
            to.AddCheckDigit(start);
            return true;
        }

        private bool Location(ref Line to)
        {
            var dot = rest.IndexOf('.');
            if (dot < 0 || dot + 1 == rest.Length || !Digits(rest[..dot], "414/", 12, 0, ref to)) return false;
            if (rest[(dot + 1)..] is "0") return true;
            to.Add("/254/");
            to.Add(rest[(dot + 1)..]);
            return true;
        }

        private bool Serial(ReadOnlySpan<char> key, ref Line to)
        {
            var dot = pattern ? rest.Length : rest.IndexOf('.');
            if (dot < 0 || !Digits(rest[..dot], key, 12, key[^1] == '0' ? 1 : 0, ref to)) return false;
            if (pattern) return true;
            to.Add(rest[(dot + 1)..]);
            return dot + 1 < rest.Length;
        }

        private bool Free(ReadOnlySpan<char> key, ref Line to)
        {
            if (pattern || rest.IsEmpty) return false;
            to.Add(key);
            to.Add(prefix);
            to.Add(rest);
            return true;
        }

        private bool Component(ref Line to)
        {
            var dot = pattern ? rest.Length : rest.IndexOf('.');
            if (dot < 1) return false;
            to.Add("8010/");
            to.Add(prefix);
            to.Add(rest[..dot]);
            if (pattern) return true;
            to.Add("/8011/");
            to.Add(rest[(dot + 1)..]);
            return IsDigits(rest[(dot + 1)..]);
        }
    }

    /// <summary>A line of text being written on the stack.</summary>
    internal ref struct Line(Span<char> room)
    {
        private readonly Span<char> room = room;

        public int Length { get; private set; }

        public readonly ReadOnlySpan<char> Text => room[..Length];

        public void Add(ReadOnlySpan<char> text)
        {
            text.CopyTo(room[Length..]);
            Length += text.Length;
        }

        public void AddCheckDigit(int start)
        {
            room[Length] = CheckDigit.Of(room[start..Length]);
            Length++;
        }
    }
}
