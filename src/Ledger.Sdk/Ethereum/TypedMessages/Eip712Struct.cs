using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Ledger.Sdk.Ethereum;

/// <summary>Computes <c>hashStruct</c> of one EIP-712 struct field by field, without allocating: construct, add in order, hash.</summary>
/// <example><code>
/// var fields = new Eip712Struct(TypeHash);
/// fields.Add(From); fields.Add(Unit); fields.AddArray(Seqs);
/// return fields.Hash();
/// </code></example>
public ref struct Eip712Struct
{
    private const int MaximumWords = 32;
    private Words words;
    private int count;

    /// <summary>Starts the struct whose type has this hash, see <see cref="Eip712.TypeHash"/>.</summary>
    public Eip712Struct(Hash32 typeHash)
    {
        words = default;
        Add(typeHash);
    }

    /// <summary>Adds a <c>uint8</c> … <c>uint64</c>.</summary>
    public void Add(ulong value) => AbiWord.Write(Next(), value);

    /// <summary>Adds a <c>uint256</c> or <c>int256</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value does not fit 256 bits.</exception>
    public void Add(BigInteger value) => AbiWord.Write(Next(), value);

    /// <summary>Adds a <c>bool</c>.</summary>
    public void Add(bool value) => AbiWord.Write(Next(), value ? 1UL : 0);

    /// <summary>Adds an <c>address</c>.</summary>
    public void Add(Address value) => AbiWord.Write(Next(), value);

    /// <summary>Adds a <c>bytes32</c>, or the hash of a nested struct.</summary>
    public void Add(Hash32 value) => value.Span.CopyTo(Next());

    /// <summary>Adds a <c>bytes1</c> … <c>bytes32</c>, padded on the right.</summary>
    public void AddFixedBytes(ReadOnlySpan<byte> value) => value.CopyTo(Next());

    /// <summary>Adds <c>bytes</c>, which EIP-712 hashes.</summary>
    public void AddBytes(ReadOnlySpan<byte> value) => Add(Keccak256.Hash(value));

    /// <summary>Adds a <c>string</c>, which EIP-712 hashes.</summary>
    public void AddString(string value) => AddBytes(Encoding.UTF8.GetBytes(value));

    /// <summary>Adds a <c>bytes32[]</c>, or the hashes of an array of structs.</summary>
    public void AddArray(ReadOnlySpan<Hash32> values) => AddBytes(MemoryMarshal.AsBytes(values));

    /// <summary>Adds a <c>uint8[]</c> … <c>uint64[]</c>.</summary>
    public void AddArray(ReadOnlySpan<ulong> values)
    {
        var encoded = new byte[32 * values.Length];
        for (var i = 0; i < values.Length; i++) AbiWord.Write(encoded.AsSpan(32 * i, 32), values[i]);
        AddBytes(encoded);
    }

    /// <summary>Adds a <c>uint8[]</c> … <c>uint32[]</c>.</summary>
    public void AddArray(ReadOnlySpan<uint> values)
    {
        var encoded = new byte[32 * values.Length];
        for (var i = 0; i < values.Length; i++) AbiWord.Write(encoded.AsSpan(32 * i, 32), values[i]);
        AddBytes(encoded);
    }

    /// <summary>The hash of the type and the fields added so far.</summary>
    public readonly Hash32 Hash() => Keccak256.Hash(((ReadOnlySpan<byte>)words)[..(32 * count)]);

    [UnscopedRef]
    private Span<byte> Next() => count < MaximumWords
        ? ((Span<byte>)words).Slice(32 * count++, 32)
        : throw new InvalidOperationException($"More than {MaximumWords - 1} fields: hash them with TypedData.");

    [InlineArray(32 * MaximumWords)]
    private struct Words
    {
        private byte first;
    }
}
