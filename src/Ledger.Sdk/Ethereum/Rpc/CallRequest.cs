using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Ledger.Sdk.Ethereum;

/// <summary>A call to run without sending it: <c>eth_call</c> and <c>eth_estimateGas</c>.</summary>
public sealed record CallRequest
{
    /// <summary>Who calls; the zero address where null.</summary>
    public Address? From { get; init; }

    /// <summary>The contract, or null to run creation code.</summary>
    public Address? To { get; init; }

    /// <summary>Call data or creation code.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>Wei sent along.</summary>
    public BigInteger Value { get; init; }

    /// <summary>Gas limit, or null for the node's own.</summary>
    public ulong? Gas { get; init; }

    /// <summary>EIP-1559, wei per gas.</summary>
    public BigInteger? MaxFeePerGas { get; init; }

    /// <summary>EIP-1559, wei per gas.</summary>
    public BigInteger? MaxPriorityFeePerGas { get; init; }

    /// <summary>A call of a contract's function.</summary>
    public static CallRequest Of(Address to, ReadOnlyMemory<byte> data, Address? from = null) => new() { To = to, Data = data, From = from };

    /// <summary>Writes the object; the call data as <c>data</c>, the older name, which all nodes still take.</summary>
    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        if (From is { } from) writer.WriteString("from"u8, Hex.Encode(from.Span));
        if (To is { } to) writer.WriteString("to"u8, Hex.Encode(to.Span));
        if (!Data.IsEmpty) writer.WriteString("data"u8, Hex.Encode(Data.Span));
        if (!Value.IsZero) writer.WriteString("value"u8, Quantity(Value));
        if (Gas is { } gas) writer.WriteString("gas"u8, Hex.EncodeQuantity(gas));
        if (MaxFeePerGas is { } fee) writer.WriteString("maxFeePerGas"u8, Quantity(fee));
        if (MaxPriorityFeePerGas is { } tip) writer.WriteString("maxPriorityFeePerGas"u8, Quantity(tip));
        writer.WriteEndObject();
    }

    private static string Quantity(BigInteger value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        var digits = value.ToString("x", CultureInfo.InvariantCulture).TrimStart('0');
        return digits.Length == 0 ? "0x0" : "0x" + digits;
    }
}
