using System.Buffers.Binary;
using System.Text;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Provenance;

/// <summary>The salt of the group that a field belongs to: <see cref="FieldCommitment.SaltSize"/> random bytes that only those know who may read the group.</summary>
/// <param name="name">The field's name in UTF-8.</param>
public delegate ReadOnlySpan<byte> GroupSalt(ReadOnlySpan<byte> name);

/// <summary>What of a captured event goes on chain: the Merkle root over its salted fields, so that some can be shown and others withheld.</summary>
/// <remarks>
/// The first leaf is the CBV event hash, the second the document's <c>@context</c> (without it the prefixes of extensions, and so the event
/// hash, mean nothing), then each member of the event in its order. README.md beside this file has the bytes.
/// </remarks>
public static class FieldCommitment
{
    /// <summary>Bytes of a salt: 128 bits, so that nobody can guess a withheld field by trying.</summary>
    public const int SaltSize = 16;

    /// <summary>The name of the first leaf: a JSON string with the CBV event hash ID.</summary>
    public const string HashName = "eventHash";

    /// <summary>The name of the second leaf: the <c>@context</c> of the document, null where it has none.</summary>
    public const string ContextName = "context";

    /// <summary>Where the members of the event begin.</summary>
    public const int FirstMember = 2;

    internal const int Header = SaltSize + 4;

    /// <summary>Events hashed side by side: more of them would not fill the lanes any better.</summary>
    private const int Batch = 16;

    [ThreadStatic]
    private static FieldHasher? hasher;

    /// <summary>The commitment of an event whose fields all have one salt.</summary>
    /// <param name="captured">The event's JSON as captured; whitespace between tokens does not count.</param>
    /// <param name="context">The <c>@context</c> of its document, as JSON; empty where the document has none.</param>
    /// <param name="eventHash">The 32 bytes of its CBV 2.0 event hash.</param>
    /// <param name="salt">The salt.</param>
    /// <exception cref="FormatException">The event is no JSON object.</exception>
    public static Hash32 Compute(ReadOnlySpan<byte> captured, ReadOnlySpan<byte> context, Hash32 eventHash, ReadOnlySpan<byte> salt)
    {
        var work = Begin();
        work.Read(captured, context, eventHash);
        for (var place = 0; place < work.Count; place++) work.SetGroupSalt(place, salt);
        return MerkleTree.RootOfLeaves(work.Leaves());
    }

    /// <summary>The commitments of events of one document whose fields all have one salt, each event its own. Quicker than one by one.</summary>
    /// <param name="events">The events, with their hashes and salts.</param>
    /// <param name="context">The <c>@context</c> of their document, as JSON; empty where the document has none.</param>
    /// <param name="commitments">One for each event.</param>
    /// <exception cref="FormatException">An event is no JSON object.</exception>
    public static void Compute(ReadOnlySpan<CommittedEvent> events, ReadOnlySpan<byte> context, Span<Hash32> commitments)
    {
        Span<int> ends = stackalloc int[Batch];
        for (var start = 0; start < events.Length; start += Batch)
        {
            var some = events.Slice(start, Math.Min(Batch, events.Length - start));
            var work = Begin();
            for (var i = 0; i < some.Length; i++)
            {
                work.Read(some[i].Captured.Span, context, some[i].EventHash);
                for (var place = 0; place < work.Count; place++) work.SetGroupSalt(place, some[i].Salt);
                ends[i] = work.Total;
            }
            MerkleTree.RootsOfLeaves(work.Leaves(), ends[..some.Length], commitments.Slice(start, some.Length));
        }
    }

    /// <summary>The commitment of an event whose fields have the salts of their groups.</summary>
    /// <param name="captured">The event's JSON as captured; whitespace between tokens does not count.</param>
    /// <param name="context">The <c>@context</c> of its document, as JSON; empty where the document has none.</param>
    /// <param name="eventHash">The 32 bytes of its CBV 2.0 event hash.</param>
    /// <param name="saltOf">The salt of each field's group.</param>
    /// <exception cref="FormatException">The event is no JSON object.</exception>
    public static Hash32 Compute(ReadOnlySpan<byte> captured, ReadOnlySpan<byte> context, Hash32 eventHash, GroupSalt saltOf) =>
        MerkleTree.RootOfLeaves(Read(captured, context, eventHash, saltOf).Leaves());

    /// <summary>The fields in order, each with its own salt; the Merkle root over their leaves is the commitment.</summary>
    /// <inheritdoc cref="Compute(ReadOnlySpan{byte}, ReadOnlySpan{byte}, Hash32, GroupSalt)"/>
    public static IReadOnlyList<EventField> Fields(ReadOnlySpan<byte> captured, ReadOnlySpan<byte> context, Hash32 eventHash, GroupSalt saltOf) =>
        Read(captured, context, eventHash, saltOf).Fields();

    /// <summary>The leaf of one field: keccak256(keccak256(salt ‖ place ‖ length of the name ‖ name ‖ value)), place and length in two bytes, big-endian.</summary>
    /// <param name="place">Its place among the leaves, from 0.</param>
    /// <param name="salt">The field's own salt.</param>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its JSON value, without whitespace between tokens.</param>
    public static Hash32 Leaf(int place, ReadOnlySpan<byte> salt, string name, string value)
    {
        var preimage = new byte[Header + Encoding.UTF8.GetByteCount(name) + Encoding.UTF8.GetByteCount(value)];
        salt.CopyTo(preimage);
        var length = Encoding.UTF8.GetBytes(name, preimage.AsSpan(Header));
        WriteHeader(preimage, place, length);
        Encoding.UTF8.GetBytes(value, preimage.AsSpan(Header + length));
        return Keccak256.Hash(Keccak256.Hash(preimage).Span);
    }

    internal static void WriteHeader(Span<byte> preimage, int place, int nameLength)
    {
        BinaryPrimitives.WriteUInt16BigEndian(preimage[SaltSize..], checked((ushort)place));
        BinaryPrimitives.WriteUInt16BigEndian(preimage[(SaltSize + 2)..], checked((ushort)nameLength));
    }

    private static FieldHasher Begin()
    {
        var work = hasher ??= new FieldHasher();
        work.Clear();
        return work;
    }

    private static FieldHasher Read(ReadOnlySpan<byte> captured, ReadOnlySpan<byte> context, Hash32 eventHash, GroupSalt saltOf)
    {
        ArgumentNullException.ThrowIfNull(saltOf);
        var work = Begin();
        work.Read(captured, context, eventHash);
        for (var place = 0; place < work.Count; place++) work.SetGroupSalt(place, saltOf(work.Name(place)));
        return work;
    }
}

/// <summary>An event to be committed to.</summary>
/// <param name="Captured">Its JSON as captured.</param>
/// <param name="EventHash">The 32 bytes of its CBV 2.0 event hash.</param>
/// <param name="Salt"><see cref="FieldCommitment.SaltSize"/> random bytes.</param>
public readonly record struct CommittedEvent(ReadOnlyMemory<byte> Captured, Hash32 EventHash, byte[] Salt);

/// <summary>One field of an event with what opens its leaf.</summary>
/// <param name="Name">The member's name, or <see cref="FieldCommitment.HashName"/>, <see cref="FieldCommitment.ContextName"/> in the first two places.</param>
/// <param name="Value">The JSON value, without whitespace between tokens.</param>
/// <param name="Salt">The field's own salt.</param>
public sealed record EventField(string Name, string Value, byte[] Salt)
{
    /// <summary>The field's leaf.</summary>
    /// <param name="place">Its place among the leaves, from 0.</param>
    public Hash32 Leaf(int place) => FieldCommitment.Leaf(place, Salt, Name, Value);
}
