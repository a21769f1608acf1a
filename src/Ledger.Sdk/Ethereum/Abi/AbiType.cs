using System.Diagnostics.CodeAnalysis;

namespace Ledger.Sdk.Ethereum;

/// <summary>The kinds of ABI types.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "They are the names of ABI types.")]
public enum AbiKind { UInt, Int, Address, Bool, FixedBytes, Bytes, String, Array, FixedArray, Tuple }

/// <summary>A type of the contract ABI, such as <c>uint64</c>, <c>bytes32[]</c> or <c>(address,uint256)[2]</c>.</summary>
/// <remarks>Immutable. Values of each kind, as <see cref="AbiCodec"/> gives them, are listed there.</remarks>
public sealed class AbiType
{
    internal AbiType(AbiKind kind, string name, int size = 0, AbiType? element = null, IReadOnlyList<AbiParameter>? components = null)
    {
        (Kind, Name, Size, Element, Components) = (kind, name, size, element, components ?? []);
        IsDynamic = kind is AbiKind.Bytes or AbiKind.String or AbiKind.Array
            || kind == AbiKind.FixedArray && element!.IsDynamic
            || kind == AbiKind.Tuple && Components.Any(component => component.Type.IsDynamic);
        var words = IsDynamic ? 1 : kind switch
        {
            AbiKind.FixedArray => (long)size * element!.HeadWords,
            AbiKind.Tuple => Components.Sum(component => (long)component.Type.HeadWords),
            _ => 1,
        };
        if (words > MaximumHeadWords) throw new FormatException($"ABI: the type {name} is larger than any call could be.");
        HeadWords = (int)words;
    }

    private const long MaximumHeadWords = 1 << 20;

    /// <summary>What kind of type it is.</summary>
    public AbiKind Kind { get; }

    /// <summary>The canonical name as it stands in signatures: <c>uint256</c> for <c>uint</c>, tuples as their components in parentheses.</summary>
    public string Name { get; }

    /// <summary>Bits of an integer, bytes of a <c>bytesN</c>, elements of a fixed array; otherwise 0.</summary>
    public int Size { get; }

    /// <summary>The type of an array's elements; otherwise null.</summary>
    public AbiType? Element { get; }

    /// <summary>The fields of a tuple; otherwise empty.</summary>
    public IReadOnlyList<AbiParameter> Components { get; }

    /// <summary>Whether a value stands in the tail, referred to by an offset.</summary>
    public bool IsDynamic { get; }

    /// <summary>The words a value occupies in the head.</summary>
    public int HeadWords { get; }

    /// <summary>Parses a type; <c>uint</c> and <c>int</c> stand for 256 bits, <c>tuple(…)</c> for <c>(…)</c>.</summary>
    /// <exception cref="FormatException">No such type.</exception>
    public static AbiType Parse(string text) => AbiTypeParser.Parse(text, null);

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>A named value of a function, event, error or tuple.</summary>
/// <param name="Name">The name; empty where the source gave none.</param>
/// <param name="Type">Its type.</param>
/// <param name="Indexed">Whether an event carries it as a topic.</param>
public sealed record AbiParameter(string Name, AbiType Type, bool Indexed = false);
