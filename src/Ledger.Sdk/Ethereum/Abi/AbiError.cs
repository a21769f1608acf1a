using System.Collections;
using System.Numerics;

namespace Ledger.Sdk.Ethereum;

/// <summary>A custom error of a contract.</summary>
public sealed class AbiError
{
    private readonly byte[] selector;
    private readonly AbiType[] types;

    internal AbiError(string name, IReadOnlyList<AbiParameter> parameters)
    {
        (Name, Parameters) = (name, parameters);
        Signature = ContractAbi.SignatureOf(name, parameters);
        selector = Eip712.TypeHash(Signature).Span[..4].ToArray();
        types = [.. parameters.Select(parameter => parameter.Type)];
    }

    /// <summary>The name, without its types.</summary>
    public string Name { get; }

    /// <summary>The canonical signature, such as <c>Expired(uint64)</c>.</summary>
    public string Signature { get; }

    /// <summary>What the error carries.</summary>
    public IReadOnlyList<AbiParameter> Parameters { get; }

    /// <summary>The first four bytes of the signature's hash.</summary>
    public ReadOnlySpan<byte> Selector => selector;

    /// <summary>Decodes the data of a revert.</summary>
    /// <exception cref="FormatException">Another selector, or not the encoding of such values.</exception>
    public DecodedError Decode(ReadOnlySpan<byte> revertData)
    {
        if (!revertData.StartsWith(selector)) throw new FormatException($"ABI: the data are no {Signature}.");
        var values = AbiCodec.Decode(types, revertData[4..]);
        return new DecodedError(Name, Signature, [.. values.Select((value, i) => new AbiArgument(Parameters[i].Name, value))]);
    }
}

/// <summary>A named value of a decoded error; values as in <see cref="AbiCodec"/>.</summary>
public sealed record AbiArgument(string Name, object Value);

/// <summary>A revert decoded to the error's name and its named values, in the order of declaration.</summary>
/// <remarks><c>Error(string)</c> of <c>require</c> has one argument <c>message</c>; <c>Panic(uint256)</c> has <c>code</c> and <c>meaning</c>.</remarks>
public sealed record DecodedError(string Name, string Signature, IReadOnlyList<AbiArgument> Arguments)
{
    /// <summary>The value of the argument with this name; null where there is none.</summary>
    public object? this[string name] => Arguments.FirstOrDefault(argument => argument.Name == name)?.Value;

    /// <summary>The error as a person reads it, such as <c>Expired(deadline: 17)</c>.</summary>
    public override string ToString() => $"{Name}({string.Join(", ", Arguments.Select(Text))})";

    internal static DecodedError Panic(BigInteger code) => new("Panic", "Panic(uint256)",
    [
        new AbiArgument("code", code),
        new AbiArgument("meaning", (code > 255 ? -1 : (int)code) switch
        {
            0x00 => "generic compiler panic",
            0x01 => "assertion failed",
            0x11 => "arithmetic overflow or underflow",
            0x12 => "division by zero",
            0x21 => "value out of the enum's range",
            0x22 => "storage byte array incorrectly encoded",
            0x31 => "pop of an empty array",
            0x32 => "array index out of bounds",
            0x41 => "too much memory allocated",
            0x51 => "call of an uninitialised function",
            _ => "unknown panic",
        }),
    ]);

    private static string Text(AbiArgument argument) => argument.Name.Length == 0 ? Text(argument.Value) : $"{argument.Name}: {Text(argument.Value)}";

    private static string Text(object value) => value switch
    {
        byte[] bytes => Hex.Encode(bytes),
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        IEnumerable items => $"[{string.Join(", ", items.Cast<object>().Select(item => Text(item)))}]",
        _ => value.ToString() ?? "",
    };
}
