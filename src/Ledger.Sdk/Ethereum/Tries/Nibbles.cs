namespace Ledger.Sdk.Ethereum;

/// <summary>Half bytes, in which trie paths are counted, and their hex-prefix encoding.</summary>
/// <remarks>Yellow Paper appendix C.</remarks>
internal static class Nibbles
{
    public static byte[] Of(ReadOnlySpan<byte> bytes)
    {
        var nibbles = new byte[2 * bytes.Length];
        for (var i = 0; i < bytes.Length; i++) (nibbles[2 * i], nibbles[2 * i + 1]) = ((byte)(bytes[i] >> 4), (byte)(bytes[i] & 15));
        return nibbles;
    }

    public static byte[] EncodePath(ReadOnlySpan<byte> nibbles, bool isLeaf)
    {
        var odd = nibbles.Length % 2;
        var encoded = new byte[1 + nibbles.Length / 2];
        encoded[0] = (byte)((isLeaf ? 0x20 : 0) | (odd == 1 ? 0x10 | nibbles[0] : 0));
        for (var i = odd; i < nibbles.Length; i += 2) encoded[1 + i / 2] = (byte)(nibbles[i] << 4 | nibbles[i + 1]);
        return encoded;
    }

    /// <exception cref="FormatException">Not a hex-prefix encoding.</exception>
    public static byte[] DecodePath(ReadOnlySpan<byte> encoded, out bool isLeaf)
    {
        if (encoded.IsEmpty || encoded[0] >> 4 > 3 || (encoded[0] & 0x10) == 0 && (encoded[0] & 15) != 0)
            throw new FormatException("a path that is no hex-prefix encoding");
        isLeaf = (encoded[0] & 0x20) != 0;
        return Of(encoded)[((encoded[0] & 0x10) != 0 ? 1 : 2)..];
    }
}
