using System.Buffers.Binary;
using Ledger.Sdk.Ethereum;

namespace Ledger.Api.Imports;

/// <summary>Which keys were seen: 8 bytes of each, so that a million take 16 MB.</summary>
/// <remarks>The keys are hashes. Two of a million share 8 bytes once in 30 million files; then one row is refused that is none the worse
/// for being sent in another file.</remarks>
internal sealed class DuplicateSet
{
    private ulong[] slots = new ulong[1024];
    private int count;

    /// <summary>Adds a key; false where it was seen before.</summary>
    public bool Add(Hash32 key)
    {
        var value = Math.Max(1, BinaryPrimitives.ReadUInt64BigEndian(key.Span));
        if (!Insert(slots, value)) return false;
        if (++count * 4L <= slots.Length * 3L) return true;
        var larger = new ulong[slots.Length * 2];
        foreach (var slot in slots)
            if (slot != 0) Insert(larger, slot);
        slots = larger;
        return true;
    }

    private static bool Insert(ulong[] into, ulong value)
    {
        var mask = into.Length - 1;
        for (var at = (int)(value & (ulong)mask); ; at = (at + 1) & mask)
        {
            if (into[at] == value) return false;
            if (into[at] != 0) continue;
            into[at] = value;
            return true;
        }
    }
}
