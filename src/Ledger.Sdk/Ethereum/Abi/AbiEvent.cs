namespace Ledger.Sdk.Ethereum;

/// <summary>An event of a contract.</summary>
public sealed class AbiEvent
{
    private readonly AbiType[] dataTypes;

    internal AbiEvent(string name, IReadOnlyList<AbiParameter> parameters, bool anonymous)
    {
        (Name, Parameters, IsAnonymous) = (name, parameters, anonymous);
        Signature = ContractAbi.SignatureOf(name, parameters);
        Topic = Eip712.TypeHash(Signature);
        dataTypes = [.. parameters.Where(parameter => !parameter.Indexed).Select(parameter => parameter.Type)];
    }

    /// <summary>The name, without its types.</summary>
    public string Name { get; }

    /// <summary>The canonical signature, such as <c>Transfer(address,address,uint256)</c>.</summary>
    public string Signature { get; }

    /// <summary>All parameters in the order of their declaration.</summary>
    public IReadOnlyList<AbiParameter> Parameters { get; }

    /// <summary>Whether logs carry no signature topic.</summary>
    public bool IsAnonymous { get; }

    /// <summary>The hash of the signature: the first topic of its logs.</summary>
    public Hash32 Topic { get; }

    /// <summary>The values in the order of declaration; of an indexed array, tuple, string or bytes a log holds only the hash.</summary>
    /// <exception cref="FormatException">The topics or data are not those of this event.</exception>
    public object[] Decode(IReadOnlyList<Hash32> topics, ReadOnlySpan<byte> data)
    {
        var topic = IsAnonymous ? 0 : 1;
        if (topics.Count != topic + Parameters.Count - dataTypes.Length || !IsAnonymous && topics[0] != Topic)
            throw new FormatException($"ABI: the topics are not those of {Signature}.");
        var fromData = AbiCodec.Decode(dataTypes, data);
        var values = new object[Parameters.Count];
        var next = 0;
        for (var i = 0; i < values.Length; i++)
            values[i] = Parameters[i].Indexed ? FromTopic(Parameters[i].Type, topics[topic++]) : fromData[next++];
        return values;
    }

    private static object FromTopic(AbiType type, Hash32 topic) =>
        type.IsDynamic || type.Kind is AbiKind.FixedArray or AbiKind.Tuple ? topic : AbiValue.ReadWord(topic.Span, type);
}
