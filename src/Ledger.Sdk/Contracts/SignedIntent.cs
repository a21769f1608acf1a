using System.Text.Json;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Contracts;

/// <summary>An intent with all its signatures, in the order of <see cref="Intent.Signers"/>: what <c>POST /intents</c> takes.</summary>
/// <param name="Intent">The message.</param>
/// <param name="Signatures">65 bytes (r, s, v), 64 (ERC-2098), or whatever a contract account takes (ERC-1271).</param>
public sealed record SignedIntent(Intent Intent, IReadOnlyList<byte[]> Signatures)
{
    private const int MaxSignature = 4096;

    /// <summary>The call's data.</summary>
    public byte[] Calldata() => Intent.Calldata(Signatures);

    /// <summary>The JSON of <c>POST /intents</c>: type, message, enclosures where the call needs any, signatures.</summary>
    public string ToJson()
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            WriteTo(writer);
            writer.WriteEndObject();
        }
        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Reads the JSON of <c>POST /intents</c>.</summary>
    /// <exception cref="LedgerException">malformed-json, unknown-type, malformed-signature, wrong-signature-count, or as
    /// <see cref="IntentTypes.Parse"/>.</exception>
    public static SignedIntent Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Parse(document.RootElement);
        }
        catch (JsonException exception)
        {
            throw new LedgerException("malformed-json", $"The intent is no JSON: {exception.Message}", inner: exception);
        }
    }

    /// <inheritdoc cref="Parse(string)"/>
    public static SignedIntent Parse(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw new LedgerException("malformed-value", "An intent is an object with type, message and signatures.");
        JsonElement? type = null, message = null, enclosures = null, signatures = null;
        foreach (var property in json.EnumerateObject())
        {
            ref var slot = ref type;
            if (property.NameEquals("message")) slot = ref message;
            else if (property.NameEquals("enclosures")) slot = ref enclosures;
            else if (property.NameEquals("signatures")) slot = ref signatures;
            else if (!property.NameEquals("type")) throw new LedgerException(
                "unknown-field", $"{property.Name} is no field of an intent.", "Its fields are type, message, enclosures, signatures.");
            if (slot is not null) throw new LedgerException("duplicate-field", $"{property.Name} is given twice.");
            slot = property.Value;
        }
        if (type is not { ValueKind: JsonValueKind.String } || message is null || signatures is not { ValueKind: JsonValueKind.Array })
            throw new LedgerException("missing-field", "An intent needs type (text), message (object) and signatures (list).");
        var intent = IntentTypes.Parse(type.Value.GetString()!, message.Value, enclosures);
        var parsed = signatures.Value.EnumerateArray().Select(ParseSignature).ToArray();
        var expected = intent.Signers(default).Count;
        return parsed.Length == expected
            ? new SignedIntent(intent, parsed)
            : throw new LedgerException(
                "wrong-signature-count", $"{intent.Type} needs {expected} signatures, not {parsed.Length}.",
                $"In this order: {string.Join(", ", intent.Signers(default))}.");
    }

    /// <summary>The intent that a call's data carry; null where they are no call of a contract's intents, or not exactly as
    /// <see cref="Calldata"/> writes them.</summary>
    public static SignedIntent? TryDecode(LedgerContract contract, ReadOnlySpan<byte> data)
    {
        try
        {
            return IntentCalls.Decode(contract, data) is { } signed && data.SequenceEqual(signed.Calldata()) ? signed : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    internal void WriteTo(Utf8JsonWriter writer)
    {
        Intent.WriteTo(writer);
        writer.WriteStartArray("signatures");
        foreach (var signature in Signatures) writer.WriteStringValue(Hex.Encode(signature));
        writer.WriteEndArray();
    }

    private static byte[] ParseSignature(JsonElement json, int index)
    {
        if (json.ValueKind != JsonValueKind.String || !Hex.TryDecode(json.GetString(), out var bytes))
            throw new LedgerException(
                "malformed-hex", $"signatures[{index}] is no hexadecimal data.", "Give a string of 0x and an even number of digits.");
        return bytes.Length is >= 64 and <= MaxSignature
            ? bytes
            : throw new LedgerException(
                "malformed-signature", $"signatures[{index}] has {bytes.Length} bytes.",
                "A signature has 65 bytes (r, s, v) or 64 (ERC-2098); contract accounts may take more.");
    }
}
