using System.Buffers.Binary;
using Ledger.Sdk.Ethereum;

namespace Ledger.Indexer.Projections;

/// <summary>The forms of a key: as a column value, as bytes in the undo journal, and as text in messages.</summary>
internal sealed record KeyForm<TKey>(Func<TKey, object> ToColumn, Func<TKey, byte[]> ToJournal, Func<byte[], TKey> FromJournal,
    Func<TKey, string> Show);

/// <summary>The kinds of keys.</summary>
internal static class KeyForms
{
    public static KeyForm<Hash32> Hash { get; } = new(key => key.ToArray(), key => key.ToArray(), bytes => new Hash32(bytes),
        key => key.ToString());

    public static KeyForm<Address> Address { get; } = new(key => key.ToArray(), key => key.ToArray(), bytes => new Address(bytes),
        key => key.ToString());

    public static KeyForm<ulong> Number { get; } = new(
        key => unchecked((long)key),
        key =>
        {
            var bytes = new byte[8];
            BinaryPrimitives.WriteUInt64BigEndian(bytes, key);
            return bytes;
        },
        bytes => BinaryPrimitives.ReadUInt64BigEndian(bytes),
        key => key.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Two numbers as 16 bytes.</summary>
    public static KeyForm<(ulong First, ulong Second)> Pair { get; } = new(
        key => Bytes(key), Bytes,
        bytes => (BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(8))),
        key => $"{key.First} and {key.Second}");

    public static byte[] Bytes((ulong First, ulong Second) pair)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, pair.First);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(8), pair.Second);
        return bytes;
    }
}
