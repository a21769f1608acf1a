using System.Text;
using System.Text.Json;

namespace Ledger.Sdk.Ethereum;

/// <summary>A full EIP-712 message: types, domain and message as wallets take them in <c>eth_signTypedData_v4</c>.</summary>
/// <remarks>For messages whose types are data. Code that knows its types uses <see cref="Eip712"/> and <see cref="Eip712Struct"/>.</remarks>
public sealed class TypedData
{
    private readonly TypedDataEncoder encoder;
    private readonly JsonElement message;

    /// <summary>Creates a message from its parts.</summary>
    /// <exception cref="FormatException">The types are malformed, or the primary type is missing.</exception>
    public TypedData(Eip712Domain domain, TypedDataTypes types, string primaryType, JsonElement message)
        : this(domain.Separator, types, primaryType, message)
    {
    }

    private TypedData(Hash32 domainSeparator, TypedDataTypes types, string primaryType, JsonElement message)
    {
        (DomainSeparator, Types, PrimaryType, this.message) = (domainSeparator, types, primaryType, message);
        encoder = new TypedDataEncoder(types);
        if (!types.IsStruct(primaryType)) throw new FormatException($"Typed data: the primary type '{primaryType}' is not defined.");
    }

    /// <summary>The struct types.</summary>
    public TypedDataTypes Types { get; }

    /// <summary>The type of the message.</summary>
    public string PrimaryType { get; }

    /// <summary>The hash of the domain.</summary>
    public Hash32 DomainSeparator { get; }

    /// <summary>What a key signs: <c>keccak256(0x19 ‖ 0x01 ‖ domainSeparator ‖ hashStruct(message))</c>.</summary>
    /// <exception cref="FormatException">The message does not match its type.</exception>
    public Hash32 Digest => Eip712.Digest(DomainSeparator, HashStruct());

    /// <summary>The hash of the message.</summary>
    /// <exception cref="FormatException">The message does not match its type.</exception>
    public Hash32 HashStruct() => Keccak256.Hash(EncodeData());

    /// <summary>The type hash and the encoded fields of the message.</summary>
    /// <exception cref="FormatException">The message does not match its type.</exception>
    public byte[] EncodeData()
    {
        try
        {
            return encoder.EncodeData(PrimaryType, message);
        }
        catch (InvalidOperationException e)
        {
            throw NotUnicode(e);
        }
    }

    /// <summary>Parses <c>{"types":…,"primaryType":…,"domain":…,"message":…}</c>.</summary>
    /// <remarks>A missing <c>EIP712Domain</c> type follows from the domain's fields.</remarks>
    /// <exception cref="FormatException">Not such a document, or the domain does not match its type.</exception>
    public static TypedData Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Parse(document.RootElement.Clone());
        }
        catch (JsonException e)
        {
            throw new FormatException("Typed data: not JSON.", e);
        }
        catch (InvalidOperationException e)
        {
            throw NotUnicode(e);
        }
    }

    /// <summary>As <see cref="Parse(string)"/>, from parsed JSON, which must outlive the result.</summary>
    public static TypedData Parse(JsonElement document)
    {
        var types = TypedDataTypes.Parse(Require(document, "types", JsonValueKind.Object));
        var domain = Require(document, "domain", JsonValueKind.Object);
        if (!types.IsStruct(TypedDataTypes.DomainType)) types = types.WithDomain(domain);
        var separator = Keccak256.Hash(new TypedDataEncoder(types).EncodeData(TypedDataTypes.DomainType, domain));
        var primaryType = Require(document, "primaryType", JsonValueKind.String).GetString()!;
        return new TypedData(separator, types, primaryType, Require(document, "message", JsonValueKind.Object));
    }

    // What the reader says of half a surrogate pair, which has no UTF-8 to hash.
    private static FormatException NotUnicode(InvalidOperationException e) => new("Typed data: text that is not Unicode.", e);

    private static JsonElement Require(JsonElement parent, string property, JsonValueKind kind) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(property, out var value) && value.ValueKind == kind
            ? value
            : throw new FormatException($"Typed data: '{property}' is missing or no {kind.ToString().ToLowerInvariant()}.");
}
