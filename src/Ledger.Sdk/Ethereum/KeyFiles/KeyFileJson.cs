using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Ledger.Sdk.Ethereum;

/// <summary>What a key file holds.</summary>
internal sealed record KeyFileContent(KeyDerivation Derivation, byte[] Salt, byte[] Iv, byte[] Ciphertext, byte[] Mac, Address? Address);

/// <summary>The JSON of key files; names are compared without case, since wallets differ, and hexadecimal text may lack its prefix.</summary>
internal static class KeyFileJson
{
    public static string Write(Address address, KeyFileContent content)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", 3);
            writer.WriteString("id", Guid.NewGuid());
            writer.WriteString("address", Convert.ToHexStringLower(address.Span));
            writer.WriteStartObject("crypto");
            writer.WriteString("cipher", "aes-128-ctr");
            writer.WriteStartObject("cipherparams");
            writer.WriteString("iv", Convert.ToHexStringLower(content.Iv));
            writer.WriteEndObject();
            writer.WriteString("ciphertext", Convert.ToHexStringLower(content.Ciphertext));
            writer.WriteString("kdf", content.Derivation.Name);
            writer.WriteStartObject("kdfparams");
            writer.WriteNumber("dklen", 32);
            content.Derivation.Write(writer);
            writer.WriteString("salt", Convert.ToHexStringLower(content.Salt));
            writer.WriteEndObject();
            writer.WriteString("mac", Convert.ToHexStringLower(content.Mac));
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    public static KeyFileContent Read(string json)
    {
        if (json.Length > KeyFile.MaximumSize) throw Malformed($"it is larger than {KeyFile.MaximumSize} bytes");
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json);
        }
        catch (JsonException)
        {
            throw Malformed("it is no JSON");
        }
        using (document)
        {
            try
            {
                return Read(document.RootElement);
            }
            catch (InvalidOperationException)
            {
                // What the reader says of half a surrogate pair.
                throw Malformed("it holds text that is not Unicode");
            }
        }
    }

    public static LedgerException Malformed(string why) => new(
        "key-file-malformed",
        $"The key file can't be read: {why}.",
        "Key files are Web3 Secret Storage, version 3, as geth and most wallets write them.");

    private static KeyFileContent Read(JsonElement root)
    {
        if (Integer(root, "version") is var version && version != 3) throw Unsupported("version", version.ToString(CultureInfo.InvariantCulture));
        var crypto = Member(root, "crypto");
        if (Text(crypto, "cipher") is var cipher && cipher != "aes-128-ctr") throw Unsupported("cipher", cipher);
        var parameters = Member(crypto, "kdfparams");
        // Only the first 32 bytes are used, and PBKDF2 gives the same however long the whole is.
        if (Integer(parameters, "dklen") is < 32 or > 64) throw Malformed("dklen is not 32");
        var derivation = Derivation(Text(crypto, "kdf"), parameters);
        if (!derivation.IsBounded)
            throw new LedgerException(
                "key-file-too-costly",
                $"The key file asks for {derivation}, which is illegal or more than is borne.",
                "Write the key file anew with ordinary parameters.");
        return new KeyFileContent(
            derivation,
            Bytes(parameters, "salt", 0, 1024),
            Bytes(Member(crypto, "cipherparams"), "iv", 16, 16),
            Bytes(crypto, "ciphertext", 32, 32),
            Bytes(crypto, "mac", 32, 32),
            TryMember(root, "address") is null ? null : new Address(Bytes(root, "address", 20, 20)));
    }

    private static KeyDerivation Derivation(string name, JsonElement parameters) => name switch
    {
        "scrypt" => new KeyDerivation.Scrypted(Integer(parameters, "n"), Integer(parameters, "r"), Integer(parameters, "p")),
        "pbkdf2" when Text(parameters, "prf") is var prf && prf != "hmac-sha256" => throw Unsupported("prf", prf),
        "pbkdf2" => new KeyDerivation.Pbkdf2(Integer(parameters, "c")),
        _ => throw Unsupported("kdf", name),
    };

    private static JsonElement? TryMember(JsonElement parent, string name)
    {
        if (parent.ValueKind != JsonValueKind.Object) throw Malformed($"'{name}' has no object around it");
        foreach (var member in parent.EnumerateObject())
            if (member.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return member.Value;
        return null;
    }

    private static JsonElement Member(JsonElement parent, string name) => TryMember(parent, name) ?? throw Malformed($"'{name}' is missing");

    private static int Integer(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number)
            ? number
            : throw Malformed($"'{name}' is no 32-bit number");

    private static string Text(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : throw Malformed($"'{name}' is no text");

    private static byte[] Bytes(JsonElement parent, string name, int minimum, int maximum)
    {
        var text = Text(parent, name);
        if (!text.StartsWith("0x", StringComparison.Ordinal)) text = "0x" + text;
        return Hex.TryDecode(text, out var bytes) && bytes.Length >= minimum && bytes.Length <= maximum
            ? bytes
            : throw Malformed($"'{name}' is no hexadecimal text of {minimum} to {maximum} bytes");
    }

    private static LedgerException Unsupported(string what, string value) => new(
        "key-file-unsupported",
        $"The key file's {what} '{(value.Length > 40 ? value[..40] : value)}' is not supported.",
        "Supported are version 3, aes-128-ctr, scrypt, and pbkdf2 with hmac-sha256.");
}
