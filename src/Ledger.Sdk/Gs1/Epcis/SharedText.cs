using System.Runtime.InteropServices;
using System.Text;

namespace Ledger.Sdk.Gs1.Epcis;

/// <summary>One string for a short text that comes with event after event, such as a business step or a place: a small table for all threads.</summary>
internal static class SharedText
{
    private const int Size = 1024;
    private const int LongestText = 96;

    private static readonly string?[] Table = new string?[Size];

    /// <summary>The text of these bytes of UTF-8.</summary>
    public static string Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > LongestText) return Encoding.UTF8.GetString(utf8);
        ref var place = ref Table[Slot(utf8)];
        if (Volatile.Read(ref place) is { } found && found.Length == utf8.Length && Ascii.Equals(utf8, found)) return found;
        var made = Encoding.UTF8.GetString(utf8);
        Volatile.Write(ref place, made);
        return made;
    }

    /// <summary>By the length and both ends: what collides is only made again.</summary>
    private static int Slot(ReadOnlySpan<byte> utf8)
    {
        ulong first = utf8[0], last = utf8[^1];
        if (utf8.Length >= 8) (first, last) = (MemoryMarshal.Read<ulong>(utf8), MemoryMarshal.Read<ulong>(utf8[^8..]));
        return (int)(unchecked((first * 31 + last + (ulong)utf8.Length) * 0x9E37_79B9_7F4A_7C15) >> 54);
    }
}
