using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;
using Ledger.Sdk.Gs1.Rules;

namespace Ledger.Sdk.Gs1;

/// <summary>Reads what GS1 Digital Link: Compression packs into the path of a URI: a bit string in the URI-safe base 64 alphabet.</summary>
public static class CompressedLink
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private const int Longest = 1024;

    private static readonly SearchValues<char> Symbol = SearchValues.Create(Alphabet);

    /// <summary>Sequences of AIs that one byte with a hexadecimal letter stands for (the standard's table of optimisations).</summary>
    private static readonly Dictionary<int, string[]> Sequences = Optimisations();

    /// <summary>
    /// The path and query, such as <c>/01/09506000134376/10/LOT01?17=271231</c>, that a compressed path stands for: either one segment, or a key
    /// and its value in clear with everything else packed into a third.
    /// </summary>
    public static bool TryExpand(string path, out string expanded)
    {
        expanded = "";
        var segments = path.Split('/');
        if (segments is not (["", _] or ["", _, _, _]) || segments[^1].Length is 0 or > Longest || segments[^1].AsSpan().ContainsAnyExcept(Symbol)) return false;
        var elements = new List<AiValue>();
        var others = new StringBuilder();
        if (segments.Length == 4)
        {
            if (ApplicationIdentifiers.Find(segments[1]) is not { IsPrimaryKey: true } key || ElementString.Add(key, Percent.Decode(segments[2]), elements) is not null) return false;
        }
        if (!new Bits(segments[^1]).Read(elements, others) || !DigitalLink.TryGenerate(new ElementString(elements), "", out var uri, out _)) return false;
        expanded = others.Length == 0 ? uri! : $"{uri}{(uri!.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{others}";
        return true;
    }

    private static Dictionary<int, string[]> Optimisations()
    {
        var all = new Dictionary<int, string[]>();
        string[] first = ["01,22", "01,10", "01,21", "01,17", "01,7003", "01,30", "01,10,21,17", "01,15", "01,11", "01,16", "01,91", "01,10,15"];
        for (var i = 0; i < first.Length; i++) all[((i / 6) << 4) + 10 + (i % 6)] = first[i].Split(',');
        for (var i = 0; i < 6; i++) (all[0x2A + i], all[0x3A + i]) = (["01", $"310{i}"], ["01", $"320{i}"]);
        (all[0x9A], all[0x9B], all[0x9C], all[0x9D]) = (["8010", "8011"], ["8017", "8019"], ["8018", "8019"], ["414", "254"]);
        for (var i = 0; i < 10; i++) (all[0xA0 + i], all[0xC0 + i]) = (["01", $"392{i}"], ["255", $"390{i}"]);
        for (var i = 0; i < 4; i++) all[0xCA + i] = ["255", $"394{i}"];
        return all;
    }

    /// <summary>The parts of a value as they are packed: neighbours of the same kind are one.</summary>
    private static List<Part> PartsOf(ApplicationIdentifier ai)
    {
        var parts = new List<Part>();
        foreach (var component in ai.Components)
        {
            var isNumeric = component.Rules[0] == Linters.Find("csetnumeric");
            var isFixed = component.MinLength == component.MaxLength && !component.IsOptional;
            var joins = parts.Count > 0 && parts[^1].IsNumeric == isNumeric && (parts[^1].IsFixed == isFixed || !isNumeric);
            var next = new Part(isNumeric, isFixed && (!joins || parts[^1].IsFixed), component.MaxLength + (joins ? parts[^1].Length : 0));
            if (joins) parts[^1] = next;
            else parts.Add(next);
        }
        return parts;
    }

    private readonly record struct Part(bool IsNumeric, bool IsFixed, int Length);

    /// <summary>A cursor over the bits; every read past the end fails.</summary>
    private sealed class Bits(string text)
    {
        private readonly int length = 6 * text.Length;
        private int at;
        private bool broken;

        public bool Read(List<AiValue> elements, StringBuilder others)
        {
            while (length - at > 8 && !broken)
            {
                var pair = Small(8);
                if ((pair >> 4) == 0xF) ReadOther(others);
                else if (Sequences.TryGetValue(pair, out var sequence))
                    foreach (var code in sequence) ReadElement(code, elements);
                else if (pair >> 4 <= 9 && (pair & 15) <= 9) ReadElement(Code(pair), elements);
                else return false;
            }
            return !broken && elements.Count > 0;
        }

        private string Code(int pair)
        {
            var code = $"{pair >> 4}{pair & 15}";
            while (code.Length < 4 && ApplicationIdentifiers.Find(code) is null) code += Small(4).ToString(CultureInfo.InvariantCulture);
            return code;
        }

        private void ReadElement(string code, List<AiValue> elements)
        {
            if (ApplicationIdentifiers.Find(code) is not { } ai)
            {
                broken = true;
                return;
            }
            var value = new StringBuilder();
            foreach (var part in PartsOf(ai))
            {
                var encoding = part.IsNumeric ? 0 : Small(3);
                value.Append(Characters(encoding, part.IsFixed ? part.Length : Small(LengthBits(part.Length))));
            }
            broken |= ElementString.Add(ai, value.ToString(), elements) is not null;
        }

        /// <summary>A parameter of the query that is no element string: 7 bits of length and the name, then the value.</summary>
        private void ReadOther(StringBuilder others)
        {
            at -= 4;
            var name = Characters(3, Small(7));
            var encoding = Small(3);
            var value = Characters(encoding, Small(7));
            if (broken || name.Length == 0) broken = true;
            else others.Append(others.Length == 0 ? "" : "&").Append(name).Append('=').Append(Percent.Encode(value));
        }

        private string Characters(int encoding, int count) => encoding switch
        {
            0 => Digits(count),
            1 => Symbols("0123456789abcdef", 4, count),
            2 => Symbols("0123456789ABCDEF", 4, count),
            3 => Symbols(Alphabet, 6, count),
            4 => Symbols(null, 7, count),
            _ => Broken(),
        };

        private string Symbols(string? alphabet, int width, int count)
        {
            if (at + (width * count) > length) return Broken();
            var value = new StringBuilder(count);
            for (var i = 0; i < count; i++)
            {
                var symbol = Small(width);
                value.Append(alphabet is null ? (char)symbol : alphabet[symbol]);
            }
            return value.ToString();
        }

        private string Digits(int count)
        {
            var width = (int)Math.Ceiling((count * Math.Log2(10)) + 0.01);
            if (count == 0) return "";
            if (at + width > length) return Broken();
            var number = BigInteger.Zero;
            for (var i = 0; i < width; i++) number = (number << 1) + Bit(at++);
            var digits = number.ToString(CultureInfo.InvariantCulture).PadLeft(count, '0');
            return digits.Length == count ? digits : Broken();
        }

        private int Small(int width)
        {
            if (at + width > length)
            {
                Broken();
                return 0;
            }
            var value = 0;
            for (var i = 0; i < width; i++) value = (value << 1) | Bit(at++);
            return value;
        }

        private int Bit(int index) => (Alphabet.IndexOf(text[index / 6], StringComparison.Ordinal) >> (5 - (index % 6))) & 1;

        private string Broken()
        {
            (broken, at) = (true, length);
            return "";
        }

        private static int LengthBits(int most) => (int)Math.Ceiling(Math.Log2(most) + 0.01);
    }
}
