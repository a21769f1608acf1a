using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ledger.Sdk.Ethereum;

/// <summary>20 bytes held in place: the address of a key or of a contract.</summary>
[InlineArray(20)]
[SuppressMessage("Design", "CA1815", Justification = "Equality is implemented below.")]
public struct Address : IEquatable<Address>
{
    private byte first;

    /// <summary>Copies 20 bytes.</summary>
    /// <exception cref="ArgumentException">Not 20 bytes.</exception>
    public Address(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != 20) throw new ArgumentException($"An address has 20 bytes, not {bytes.Length}.", nameof(bytes));
        bytes.CopyTo(MemoryMarshal.CreateSpan(ref first, 20));
    }

    /// <summary>The zero address.</summary>
    public static Address Zero => default;

    /// <summary>The bytes in place, without a copy.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Span => MemoryMarshal.CreateReadOnlySpan(in first, 20);

    /// <summary>A copy of the bytes.</summary>
    public readonly byte[] ToArray() => Span.ToArray();

    /// <summary>Parses <c>0x</c> and 40 digits; mixed case must carry a correct EIP-55 checksum.</summary>
    /// <exception cref="FormatException">Anything else.</exception>
    public static Address Parse(string text) =>
        TryParse(text, out var address) ? address : throw new FormatException("An address is 0x and 40 hexadecimal digits; mixed case must match the EIP-55 checksum.");

    /// <summary>As <see cref="Parse"/>, false instead of an exception.</summary>
    public static bool TryParse(string? text, out Address address)
    {
        address = default;
        if (!Hex.TryDecode(text, out var bytes) || bytes.Length != 20) return false;
        address = new Address(bytes);
        var digits = text.AsSpan(2);
        return !(digits.ContainsAnyInRange('a', 'f') && digits.ContainsAnyInRange('A', 'F')) || text == address.ToString();
    }

    /// <inheritdoc/>
    public readonly bool Equals(Address other) => Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is Address other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => MemoryMarshal.Read<int>(Span);

    /// <summary><c>0x</c> and 40 digits whose case is the EIP-55 checksum.</summary>
    public override readonly string ToString()
    {
        var digits = Convert.ToHexStringLower(Span);
        Span<byte> ascii = stackalloc byte[40];
        System.Text.Encoding.ASCII.GetBytes(digits, ascii);
        var hash = Keccak256.Hash(ascii);
        return string.Create(42, (digits, hash), static (text, state) =>
        {
            "0x".CopyTo(text);
            for (var i = 0; i < 40; i++)
            {
                var nibble = state.hash[i / 2] >> (i % 2 == 0 ? 4 : 0) & 15;
                text[i + 2] = nibble >= 8 ? char.ToUpperInvariant(state.digits[i]) : state.digits[i];
            }
        });
    }

    public static bool operator ==(Address left, Address right) => left.Equals(right);
    public static bool operator !=(Address left, Address right) => !left.Equals(right);
}
