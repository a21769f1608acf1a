using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ledger.Sdk.Ethereum;

/// <summary>32 bytes held in place: a Keccak-256 hash, a block or transaction hash, a topic, a <c>bytes32</c>.</summary>
[InlineArray(32)]
[SuppressMessage("Design", "CA1815", Justification = "Equality is implemented below.")]
public struct Hash32 : IEquatable<Hash32>, IComparable<Hash32>
{
    private byte first;

    /// <summary>Copies 32 bytes.</summary>
    /// <exception cref="ArgumentException">Not 32 bytes.</exception>
    public Hash32(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != 32) throw new ArgumentException($"A hash has 32 bytes, not {bytes.Length}.", nameof(bytes));
        bytes.CopyTo(MemoryMarshal.CreateSpan(ref first, 32));
    }

    /// <summary>32 zero bytes.</summary>
    public static Hash32 Zero => default;

    /// <summary>The bytes in place, without a copy.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Span => MemoryMarshal.CreateReadOnlySpan(in first, 32);

    /// <summary>A copy of the bytes.</summary>
    public readonly byte[] ToArray() => Span.ToArray();

    /// <summary>Parses <c>0x</c> and 64 hexadecimal digits.</summary>
    /// <exception cref="FormatException">Anything else.</exception>
    public static Hash32 Parse(string text) =>
        TryParse(text, out var hash) ? hash : throw new FormatException("A 32-byte value is 0x and 64 hexadecimal digits.");

    /// <summary>As <see cref="Parse"/>, false instead of an exception.</summary>
    public static bool TryParse(string? text, out Hash32 hash)
    {
        hash = default;
        if (!Hex.TryDecode(text, out var bytes) || bytes.Length != 32) return false;
        hash = new Hash32(bytes);
        return true;
    }

    /// <inheritdoc/>
    public readonly bool Equals(Hash32 other) => Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is Hash32 other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => MemoryMarshal.Read<int>(Span);

    /// <summary>Orders as big-endian numbers do.</summary>
    public readonly int CompareTo(Hash32 other) => Span.SequenceCompareTo(other.Span);

    /// <summary><c>0x</c> and 64 lower-case digits.</summary>
    public override readonly string ToString() => Hex.Encode(Span);

    public static bool operator ==(Hash32 left, Hash32 right) => left.Equals(right);
    public static bool operator !=(Hash32 left, Hash32 right) => !left.Equals(right);
    public static bool operator <(Hash32 left, Hash32 right) => left.CompareTo(right) < 0;
    public static bool operator <=(Hash32 left, Hash32 right) => left.CompareTo(right) <= 0;
    public static bool operator >(Hash32 left, Hash32 right) => left.CompareTo(right) > 0;
    public static bool operator >=(Hash32 left, Hash32 right) => left.CompareTo(right) >= 0;
}
