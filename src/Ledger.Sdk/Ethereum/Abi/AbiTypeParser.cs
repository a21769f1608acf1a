using System.Globalization;

namespace Ledger.Sdk.Ethereum;

/// <summary>Turns the text of a type into an <see cref="AbiType"/>.</summary>
internal static class AbiTypeParser
{
    // Deeper than the compiler allows, shallow enough that hostile text can't exhaust the stack.
    private const int MaximumDepth = 32;

    /// <summary>Parses a type whose <c>tuple</c>, if it is one, has the given components (JSON ABI) or carries them itself.</summary>
    public static AbiType Parse(string text, IReadOnlyList<AbiParameter>? components) => Parse(text.AsSpan(), components, 0);

    private static AbiType Parse(ReadOnlySpan<char> text, IReadOnlyList<AbiParameter>? components, int depth)
    {
        if (depth > MaximumDepth) throw new FormatException($"ABI: a type nested more than {MaximumDepth} levels.");
        if (text is [.., ']'])
        {
            var open = text.LastIndexOf('[');
            if (open < 0) throw Unknown(text);
            return Array(Parse(text[..open], components, depth + 1), text[(open + 1)..^1]);
        }
        if (text is "tuple") return Tuple(components ?? throw Unknown(text));
        if (text.StartsWith("tuple(", StringComparison.Ordinal)) text = text[5..];
        if (text is ['(', .., ')']) return Tuple(Components(text[1..^1], depth));
        return Elementary(text);
    }

    private static AbiType Array(AbiType element, ReadOnlySpan<char> length) => length.IsEmpty
        ? new AbiType(AbiKind.Array, element.Name + "[]", element: element)
        : new AbiType(AbiKind.FixedArray, $"{element.Name}[{length}]", Number(length), element);

    private static AbiType Tuple(IReadOnlyList<AbiParameter> components) =>
        new(AbiKind.Tuple, $"({string.Join(',', components.Select(component => component.Type.Name))})", components: components);

    private static List<AbiParameter> Components(ReadOnlySpan<char> text, int depth)
    {
        var components = new List<AbiParameter>();
        if (text.Trim().IsEmpty) return components;
        var (level, start) = (0, 0);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || text[i] == ',' && level == 0)
            {
                components.Add(Component(text[start..i].Trim(), depth));
                start = i + 1;
            }
            else if (text[i] == '(') level++;
            else if (text[i] == ')' && --level < 0) throw Unknown(text);
        }
        return level == 0 ? components : throw Unknown(text);
    }

    // A component may carry a name: "uint64 amount".
    private static AbiParameter Component(ReadOnlySpan<char> text, int depth)
    {
        var end = text.LastIndexOfAny(')', ']');
        var space = text[(end + 1)..].IndexOf(' ');
        return space < 0
            ? new AbiParameter("", Parse(text, null, depth + 1))
            : new AbiParameter(text[(end + 1 + space)..].Trim().ToString(), Parse(text[..(end + 1 + space)], null, depth + 1));
    }

    private static AbiType Elementary(ReadOnlySpan<char> text) => text switch
    {
        "address" => new AbiType(AbiKind.Address, "address"),
        "bool" => new AbiType(AbiKind.Bool, "bool"),
        "bytes" => new AbiType(AbiKind.Bytes, "bytes"),
        "string" => new AbiType(AbiKind.String, "string"),
        "function" => new AbiType(AbiKind.FixedBytes, "function", 24),
        "uint" => new AbiType(AbiKind.UInt, "uint256", 256),
        "int" => new AbiType(AbiKind.Int, "int256", 256),
        _ when text.StartsWith("uint", StringComparison.Ordinal) => Integer(AbiKind.UInt, text, text[4..]),
        _ when text.StartsWith("int", StringComparison.Ordinal) => Integer(AbiKind.Int, text, text[3..]),
        _ when text.StartsWith("bytes", StringComparison.Ordinal) && Number(text[5..]) is >= 1 and <= 32 and var size =>
            new AbiType(AbiKind.FixedBytes, text.ToString(), size),
        _ => throw Unknown(text),
    };

    private static AbiType Integer(AbiKind kind, ReadOnlySpan<char> text, ReadOnlySpan<char> bits) =>
        Number(bits) is >= 8 and <= 256 and var size && size % 8 == 0 ? new AbiType(kind, text.ToString(), size) : throw Unknown(text);

    private static int Number(ReadOnlySpan<char> digits) =>
        digits is not ['0', _, ..] && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Unknown(digits);

    private static FormatException Unknown(ReadOnlySpan<char> text) => new($"ABI: no such type: '{(text.Length > 80 ? text[..80] : text)}'.");
}
