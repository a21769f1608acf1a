using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Provenance;

/// <summary>Hashes the fields of one event after another, several fields side by side, in memory that it keeps. Not for two threads at once.</summary>
internal sealed class FieldHasher
{
    private const int SaltInput = FieldCommitment.SaltSize + 8;

    // The preimages of the leaves one after another, of one event after the other, and where each starts, its name ends and it ends.
    private readonly List<(int Start, int Value, int End)> ranges = [];
    private int first;
    private byte[] preimages = new byte[4096];
    private byte[] saltInputs = [];
    private byte[] blocks = [];
    private int[] shortLeaves = [];
    private Hash32[] hashes = [];
    private Hash32[] once = [];
    private Hash32[] leaves = [];

    /// <summary>How many leaves the event has that was taken last.</summary>
    public int Count => ranges.Count - first;

    /// <summary>How many leaves all events have that were taken.</summary>
    public int Total => ranges.Count;

    /// <summary>Begins anew.</summary>
    public void Clear() => ranges.Clear();

    /// <summary>Takes an event. Salts and names are given and asked for before the next is taken.</summary>
    /// <exception cref="FormatException">It is no JSON object.</exception>
    public void Read(ReadOnlySpan<byte> captured, ReadOnlySpan<byte> context, Hash32 eventHash)
    {
        first = ranges.Count;
        var target = Reserve(9 + 96);
        "eventHash"u8.CopyTo(target);
        Add(9, WriteHash(eventHash, target[9..]));
        target = Reserve(7 + Math.Max(4, context.Length));
        "context"u8.CopyTo(target);
        if (context.IsEmpty) "null"u8.CopyTo(target[7..]);
        Add(7, context.IsEmpty ? 4 : EventMembers.WriteCompact(context, target[7..]));
        var members = new EventMembers(captured);
        while (members.Next())
        {
            target = Reserve(members.RawName.Length + members.RawValue.Length);
            var name = members.WriteName(target);
            Add(name, members.WriteValue(target[name..]));
        }
        if (saltInputs.Length < Total * SaltInput) Grow();
    }

    /// <summary>The name of a leaf in UTF-8.</summary>
    public ReadOnlySpan<byte> Name(int place) => preimages.AsSpan((ranges[first + place].Start + FieldCommitment.Header)..ranges[first + place].Value);

    /// <summary>Gives a leaf the salt of its group.</summary>
    public void SetGroupSalt(int place, ReadOnlySpan<byte> salt)
    {
        if (salt.Length != FieldCommitment.SaltSize) throw new ArgumentException($"A salt has {FieldCommitment.SaltSize} bytes.", nameof(salt));
        var input = saltInputs.AsSpan((first + place) * SaltInput, SaltInput);
        salt.CopyTo(input);
        BinaryPrimitives.WriteUInt64BigEndian(input[salt.Length..], (ulong)place);
    }

    /// <summary>The leaves of all events, after every one got its group's salt.</summary>
    public ReadOnlySpan<Hash32> Leaves()
    {
        Keccak256.HashMany(saltInputs.AsSpan(0, Total * SaltInput), SaltInput, hashes.AsSpan(0, Total));
        var few = 0;
        for (var place = 0; place < Total; place++)
        {
            var (start, _, end) = ranges[place];
            var preimage = preimages.AsSpan(start..end);
            hashes[place].Span[..FieldCommitment.SaltSize].CopyTo(preimage);
            if (preimage.Length >= Keccak256.Rate) once[place] = Keccak256.Hash(preimage);
            else
            {
                var block = blocks.AsSpan(few * Keccak256.Rate, Keccak256.Rate);
                preimage.CopyTo(block);
                Keccak256.PadBlock(block, preimage.Length);
                shortLeaves[few++] = place;
            }
        }
        Keccak256.HashBlocks(blocks, hashes.AsSpan(0, few));
        for (var i = 0; i < few; i++) once[shortLeaves[i]] = hashes[i];
        Keccak256.HashMany(MemoryMarshal.AsBytes(once.AsSpan(0, Total)), 32, leaves.AsSpan(0, Total));
        return leaves.AsSpan(0, Total);
    }

    /// <summary>The fields of one event, after every one got its group's salt.</summary>
    public EventField[] Fields()
    {
        Leaves();
        var fields = new EventField[Count];
        for (var place = 0; place < Count; place++)
        {
            var (start, value, end) = ranges[place];
            fields[place] = new EventField(
                Encoding.UTF8.GetString(Name(place)), Encoding.UTF8.GetString(preimages.AsSpan(value..end)),
                preimages.AsSpan(start, FieldCommitment.SaltSize).ToArray());
        }
        return fields;
    }

    private static int WriteHash(Hash32 hash, Span<byte> target)
    {
        var prefix = "\"ni:///sha-256;"u8;
        var suffix = "?ver=CBV2.0\""u8;
        prefix.CopyTo(target);
        Convert.TryToHexStringLower(hash.Span, target[prefix.Length..], out var digits);
        suffix.CopyTo(target[(prefix.Length + digits)..]);
        return prefix.Length + digits + suffix.Length;
    }

    /// <summary>Room for a name and a value behind the header of the next preimage.</summary>
    private Span<byte> Reserve(int size)
    {
        var start = Total > 0 ? ranges[^1].End : 0;
        var needed = start + FieldCommitment.Header + size;
        if (needed > preimages.Length) Array.Resize(ref preimages, Math.Max(needed, 2 * preimages.Length));
        return preimages.AsSpan(start + FieldCommitment.Header);
    }

    private void Add(int name, int value)
    {
        var start = Total > 0 ? ranges[^1].End : 0;
        FieldCommitment.WriteHeader(preimages.AsSpan(start), Count, name);
        var end = start + FieldCommitment.Header + name;
        ranges.Add((start, end, end + value));
    }

    private void Grow()
    {
        var count = Math.Max(16, 2 * Total);
        Array.Resize(ref saltInputs, count * SaltInput);
        blocks = new byte[count * Keccak256.Rate];
        shortLeaves = new int[count];
        hashes = new Hash32[count];
        once = new Hash32[count];
        leaves = new Hash32[count];
    }
}
