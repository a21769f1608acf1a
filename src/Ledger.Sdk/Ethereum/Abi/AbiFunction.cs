namespace Ledger.Sdk.Ethereum;

/// <summary>A function of a contract, or its constructor (empty name, empty selector).</summary>
public sealed class AbiFunction
{
    private readonly byte[] selector;
    private readonly AbiType[] inputTypes;
    private readonly AbiType[] outputTypes;

    internal AbiFunction(string name, IReadOnlyList<AbiParameter> inputs, IReadOnlyList<AbiParameter> outputs, string mutability)
    {
        (Name, Inputs, Outputs, Mutability) = (name, inputs, outputs, mutability);
        inputTypes = [.. inputs.Select(input => input.Type)];
        outputTypes = [.. outputs.Select(output => output.Type)];
        Signature = ContractAbi.SignatureOf(name, inputs);
        selector = name.Length == 0 ? [] : Eip712.TypeHash(Signature).Span[..4].ToArray();
    }

    /// <summary>The name, without its types.</summary>
    public string Name { get; }

    /// <summary>The canonical signature, such as <c>transfer(address,uint256)</c>.</summary>
    public string Signature { get; }

    /// <summary>What the function takes.</summary>
    public IReadOnlyList<AbiParameter> Inputs { get; }

    /// <summary>What the function returns.</summary>
    public IReadOnlyList<AbiParameter> Outputs { get; }

    /// <summary><c>pure</c>, <c>view</c>, <c>nonpayable</c> or <c>payable</c>.</summary>
    public string Mutability { get; }

    /// <summary>The first four bytes of the signature's hash.</summary>
    public ReadOnlySpan<byte> Selector => selector;

    /// <summary>Call data written field by field; end with <see cref="AbiWriter.ToArray"/>.</summary>
    public AbiWriter Call() => new(selector);

    /// <summary>Call data: the selector and the arguments.</summary>
    /// <exception cref="ArgumentException">Another number of arguments, or one that does not fit its type.</exception>
    public byte[] Encode(params IReadOnlyList<object> arguments)
    {
        var writer = new AbiWriter(selector);
        AbiCodec.WriteAll(writer, inputTypes, arguments);
        return writer.ToArray();
    }

    /// <summary>The arguments of call data.</summary>
    /// <exception cref="FormatException">Another selector, or not the encoding of such arguments.</exception>
    public object[] DecodeInputs(ReadOnlySpan<byte> callData) => callData.StartsWith(selector)
        ? AbiCodec.Decode(inputTypes, callData[selector.Length..])
        : throw new FormatException($"ABI: the data are no call of {Signature}.");

    /// <summary>The returned values.</summary>
    /// <exception cref="FormatException">Not the encoding of such values; an account without code returns no data at all.</exception>
    public object[] DecodeOutputs(ReadOnlySpan<byte> returned) => AbiCodec.Decode(outputTypes, returned);
}
