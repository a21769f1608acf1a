using System.Diagnostics.CodeAnalysis;

namespace Ledger.Sdk.Ethereum;

/// <summary>The 2048-bit filter of addresses and topics in a receipt or block. Mutable while it is built.</summary>
/// <remarks>Yellow Paper section 4.4.3: three bits, from the low 11 bits of the first three byte pairs of the value's hash.</remarks>
public sealed class LogsBloom : IEquatable<LogsBloom>
{
    /// <summary>The size in bytes.</summary>
    public const int Size = 256;

    private readonly byte[] bytes = new byte[Size];

    /// <summary>An empty filter.</summary>
    public LogsBloom()
    {
    }

    /// <summary>Copies a filter of 256 bytes.</summary>
    /// <exception cref="FormatException">Another length.</exception>
    public LogsBloom(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size) throw new FormatException($"A logs bloom has {Size} bytes, not {bytes.Length}.");
        bytes.CopyTo(this.bytes);
    }

    /// <summary>The bytes in place.</summary>
    public ReadOnlySpan<byte> Span => bytes;

    /// <summary>The filter of some logs.</summary>
    public static LogsBloom Of(IEnumerable<LogEntry> logs)
    {
        var bloom = new LogsBloom();
        foreach (var log in logs)
        {
            bloom.Add(log.Address.Span);
            foreach (var topic in log.Topics) bloom.Add(topic.Span);
        }
        return bloom;
    }

    /// <summary>Adds an address or a topic.</summary>
    public void Add(ReadOnlySpan<byte> value)
    {
        var hash = Keccak256.Hash(value);
        for (var i = 0; i < 6; i += 2)
        {
            var (index, mask) = Bit(hash, i);
            bytes[index] |= mask;
        }
    }

    /// <summary>False where no log has this address or topic; true where one may have.</summary>
    public bool MayContain(ReadOnlySpan<byte> value)
    {
        var hash = Keccak256.Hash(value);
        for (var i = 0; i < 6; i += 2)
        {
            var (index, mask) = Bit(hash, i);
            if ((bytes[index] & mask) == 0) return false;
        }
        return true;
    }

    /// <inheritdoc/>
    public bool Equals([NotNullWhen(true)] LogsBloom? other) => other is not null && Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LogsBloom);

    /// <inheritdoc/>
    public override int GetHashCode() => Keccak256.Hash(bytes).GetHashCode();

    private static (int Index, byte Mask) Bit(Hash32 hash, int i)
    {
        var bit = (hash[i] << 8 | hash[i + 1]) & 2047;
        return (Size - 1 - bit / 8, (byte)(1 << bit % 8));
    }
}
