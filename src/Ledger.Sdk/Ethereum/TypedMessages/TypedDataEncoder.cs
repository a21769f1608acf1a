using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace Ledger.Sdk.Ethereum;

/// <summary>EIP-712's <c>encodeData</c> over JSON values.</summary>
internal sealed class TypedDataEncoder(TypedDataTypes types)
{
    private readonly Dictionary<string, Hash32> typeHashes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AbiType> elementary = new(StringComparer.Ordinal);

    public byte[] EncodeData(string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object) throw new FormatException($"Typed data: a value of '{name}' is no object.");
        var fields = types.Fields(name);
        var data = new byte[32 * (1 + fields.Count)];
        TypeHash(name).Span.CopyTo(data);
        for (var i = 0; i < fields.Count; i++)
        {
            if (!value.TryGetProperty(fields[i].Name, out var field)) throw new FormatException($"Typed data: '{name}' lacks '{fields[i].Name}'.");
            Encode(data.AsSpan(32 * (i + 1), 32), fields[i].Type, field);
        }
        return data;
    }

    private Hash32 TypeHash(string name)
    {
        if (!typeHashes.TryGetValue(name, out var hash)) typeHashes[name] = hash = Eip712.TypeHash(types.EncodeType(name));
        return hash;
    }

    private void Encode(Span<byte> word, string type, JsonElement value)
    {
        if (type.EndsWith(']')) EncodeArray(type, value).Span.CopyTo(word);
        else if (types.IsStruct(type)) Keccak256.Hash(EncodeData(type, value)).Span.CopyTo(word);
        else if (type == "bytes") Keccak256.Hash(Hex.Decode(Text(type, value))).Span.CopyTo(word);
        else if (type == "string") Keccak256.Hash(Encoding.UTF8.GetBytes(Text(type, value))).Span.CopyTo(word);
        else EncodeWord(word, type, value);
    }

    private Hash32 EncodeArray(string type, JsonElement value)
    {
        var open = type.LastIndexOf('[');
        if (value.ValueKind != JsonValueKind.Array || open < 0) throw Mismatch(type, value);
        var count = value.GetArrayLength();
        var length = type[(open + 1)..^1];
        if (length.Length > 0 && length != count.ToString(CultureInfo.InvariantCulture)) throw new FormatException($"Typed data: {count} items for '{type}'.");
        var words = new byte[32 * count];
        var i = 0;
        foreach (var item in value.EnumerateArray()) Encode(words.AsSpan(32 * i++, 32), type[..open], item);
        return Keccak256.Hash(words);
    }

    private void EncodeWord(Span<byte> word, string name, JsonElement value)
    {
        if (!elementary.TryGetValue(name, out var type)) elementary[name] = type = AbiType.Parse(name);
        object parsed = type.Kind switch
        {
            AbiKind.UInt or AbiKind.Int => Integer(name, value),
            AbiKind.Bool when value.ValueKind is JsonValueKind.True or JsonValueKind.False => value.GetBoolean(),
            AbiKind.Address => Address.Parse(Text(name, value)),
            AbiKind.FixedBytes => Hex.Decode(Text(name, value)),
            _ => throw Mismatch(name, value),
        };
        try
        {
            AbiValue.WriteWord(word, type, parsed);
        }
        catch (ArgumentException e)
        {
            throw new FormatException($"Typed data: {e.Message}", e);
        }
    }

    private static BigInteger Integer(string type, JsonElement value)
    {
        var text = value.ValueKind == JsonValueKind.Number ? value.GetRawText() : Text(type, value);
        var hexadecimal = text.StartsWith("0x", StringComparison.Ordinal);
        // More digits than any 256-bit integer has; without the limit a long text would cost quadratic time.
        return text.Length <= 80 && BigInteger.TryParse(
            hexadecimal ? "0" + text[2..] : text,
            hexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture, out var number) && !(hexadecimal && text.Length == 2)
            ? number
            : throw Mismatch(type, value);
    }

    private static string Text(string type, JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Mismatch(type, value);

    private static FormatException Mismatch(string type, JsonElement value)
    {
        var raw = value.GetRawText();
        return new FormatException($"Typed data: no value of '{type}': {(raw.Length > 60 ? raw[..60] + "…" : raw)}");
    }
}
