using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Ledger.Sdk.Cash;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Sdk.Contracts;

/// <summary>Every C# type that a field of an intent or an event may have.</summary>
internal static class WordTypes
{
    /// <summary>The largest integer that a JSON number carries through every reader; larger ones are written as strings (RFC 8259 section
    /// 6).</summary>
    private const ulong LargestJsonNumber = (1UL << 53) - 1;

    private static readonly WordType<ulong> UInt64 = Number("uint64", ulong.MaxValue);
    private static readonly WordType<uint> UInt32 = Number("uint32", uint.MaxValue).As(value => (uint)value, value => value);
    private static readonly WordType<byte> UInt8 = Number("uint8", byte.MaxValue).As(value => (byte)value, value => value);

    private static readonly WordType<Hash32> Bytes32 = new(
        "bytes32",
        (value, word) => value.Span.CopyTo(word),
        word => new Hash32(word),
        (json, path) => new Hash32(Bytes(json, path, 32)),
        (writer, value) => writer.WriteStringValue(value.ToString()));

    private static readonly Dictionary<Type, object> ByType = new()
    {
        [typeof(ulong)] = UInt64,
        [typeof(uint)] = UInt32,
        [typeof(byte)] = UInt8,
        [typeof(Hash32)] = Bytes32,
        [typeof(PartyId)] = UInt64.As(value => new PartyId(value), id => id.Value),
        [typeof(PartyRoles)] = UInt32.As(value => (PartyRoles)value, roles => (uint)roles),
        [typeof(PartyStatus)] = UInt8.As(value => (PartyStatus)value, status => (byte)status),
        [typeof(Condition)] = UInt8.As(value => (Condition)value, condition => (byte)condition),
        [typeof(UnitId)] = Bytes32.As(value => new UnitId(value), id => id.Value),
        [typeof(LotId)] = Bytes32.As(value => new LotId(value), id => id.Value),
        [typeof(NoteId)] = Bytes32.As(value => new NoteId(value), id => id.Value),
        [typeof(OrderId)] = Bytes32.As(value => new OrderId(value), id => id.Value),
        [typeof(ReceivableId)] = Bytes32.As(value => new ReceivableId(value), id => id.Value),
        [typeof(PositionId)] = Bytes32.As(value => new PositionId(value), id => id.Value),
        [typeof(PositionAction)] = UInt8.As(value => (PositionAction)value, action => (byte)action),
        [typeof(CollateralKind)] = UInt8.As(value => (CollateralKind)value, kind => (byte)kind),
        [typeof(bool)] = new WordType<bool>(
            "bool", (value, word) => word[31] = value ? (byte)1 : (byte)0, ReadBool, ParseBool,
            (writer, value) => writer.WriteBooleanValue(value)),
        [typeof(Address)] = new WordType<Address>(
            "address", (value, word) => value.Span.CopyTo(word[12..]), word => new Address(Padded(word, 12)),
            (json, path) => new Address(Bytes(json, path, 20)), (writer, value) => writer.WriteStringValue(Hex.Encode(value.Span))),
        [typeof(UnitOfMeasure)] = new WordType<UnitOfMeasure>(
            "bytes3", (value, word) => value.ToBytes().CopyTo(word), ReadUom, ParseUom,
            (writer, value) => writer.WriteStringValue(value.Code)),
        [typeof(CurrencyCode)] = new WordType<CurrencyCode>(
            "bytes3", (value, word) => value.ToBytes().CopyTo(word), ReadCurrency, ParseCurrency,
            (writer, value) => writer.WriteStringValue(value.Code)),
    };

    public static bool Knows(Type type) => ByType.ContainsKey(type);

    public static WordType<T> Of<T>() =>
        ByType.TryGetValue(typeof(T), out var type)
            ? (WordType<T>)type
            : throw new NotSupportedException($"{typeof(T)} stands for no Solidity type.");

    private static WordType<ulong> Number(string name, ulong max) => new(
        name,
        (value, word) => BinaryPrimitives.WriteUInt64BigEndian(word[24..], value),
        word => BinaryPrimitives.ReadUInt64BigEndian(Padded(word, 24)) is var value && value <= max
            ? value
            : throw new FormatException($"{value} is out of range for {name}."),
        (json, path) => ParseNumber(json, path, name, max),
        PrintNumber);

    private static ReadOnlySpan<byte> Padded(ReadOnlySpan<byte> word, int padding) =>
        word[..padding].ContainsAnyExcept((byte)0) ? throw new FormatException("The padding of an ABI word is not zero.") : word[padding..];

    private static bool ReadBool(ReadOnlySpan<byte> word) =>
        Padded(word, 31)[0] switch { 0 => false, 1 => true, _ => throw new FormatException("A bool is 0 or 1.") };

    private static UnitOfMeasure ReadUom(ReadOnlySpan<byte> word)
    {
        if (word[3..].ContainsAnyExcept((byte)0)) throw new FormatException("The padding of an ABI word is not zero.");
        return UnitOfMeasure.FromBytes(word[..3]);
    }

    private static bool ParseBool(JsonElement json, string path) => json.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw new LedgerException("malformed-value", $"{path} must be true or false."),
    };

    private static UnitOfMeasure ParseUom(JsonElement json, string path)
    {
        try
        {
            var text = json.ValueKind == JsonValueKind.String ? json.GetString()! : throw new FormatException("Not a string.");
            return new UnitOfMeasure(text);
        }
        catch (FormatException exception)
        {
            throw new LedgerException(
                "malformed-value", $"{path} is no unit of measure.",
                "Give a UN/ECE Recommendation 20 code such as \"KGM\", or \"\" for pieces.", exception);
        }
    }

    private static CurrencyCode ReadCurrency(ReadOnlySpan<byte> word) => word[3..].ContainsAnyExcept((byte)0)
        ? throw new FormatException("The padding of an ABI word is not zero.")
        : CurrencyCode.Parse(Encoding.Latin1.GetString(word[..3]));

    private static CurrencyCode ParseCurrency(JsonElement json, string path) =>
        json.ValueKind == JsonValueKind.String && CurrencyCode.TryParse(json.GetString(), out var code)
            ? code
            : throw new LedgerException("malformed-value", $"{path} is no currency.", "Give an ISO 4217 code such as \"CNY\".");

    private static ulong ParseNumber(JsonElement json, string path, string name, ulong max)
    {
        var value = 0UL;
        var ok = json.ValueKind switch
        {
            JsonValueKind.Number => json.TryGetUInt64(out value),
            JsonValueKind.String => ulong.TryParse(json.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out value),
            _ => false,
        };
        return ok && value <= max
            ? value
            : throw new LedgerException(
                "malformed-number", $"{path} is no {name}.",
                "Give a whole number without sign, exponent or fraction, or the same digits as a string.");
    }

    private static void PrintNumber(Utf8JsonWriter writer, ulong value)
    {
        if (value <= LargestJsonNumber) writer.WriteNumberValue(value);
        else writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
    }

    private static byte[] Bytes(JsonElement json, string path, int length) =>
        json.ValueKind == JsonValueKind.String && Hex.TryDecode(json.GetString(), out var bytes) && bytes.Length == length
            ? bytes
            : throw new LedgerException(
                "malformed-hex", $"{path} is not {length} bytes in hexadecimal.", $"Give a string of 0x and {2 * length} digits.");
}
