using System.Text;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Gs1;
using Ledger.Sdk.Receivables;

namespace Ledger.Sdk.Custody;

/// <summary>A unit in custody on chain: the Keccak-256 hash of what identifies it, or the derived id of a part that was split
/// off.</summary>
/// <remarks>What is hashed is <see cref="Epc.Identity"/>: the canonical GS1 Digital Link URI, so that every form of one identifier meets in
/// one id.</remarks>
public readonly record struct UnitId(Hash32 Value)
{
    /// <summary>The id of the unit with this EPC: a URN such as <c>urn:epc:id:sgtin:0614141.107346.2018</c>, a Digital Link, element
    /// strings, or any other URI.</summary>
    /// <exception cref="InvalidIdentifierException">A malformed GS1 identifier, or no URI at all.</exception>
    public static UnitId Of(string epc) => new(GoodsIds.Hash(epc));

    /// <summary>As <see cref="Of"/>, of what <see cref="Epc.Identity"/> gave.</summary>
    public static UnitId OfIdentity(string identity) => new(GoodsIds.HashIdentity(identity));

    /// <summary>As <see cref="Of"/>, and an id of 0x and 64 digits stands for itself.</summary>
    /// <exception cref="InvalidIdentifierException">None of these.</exception>
    public static UnitId From(string epcOrId) => Hash32.TryParse(epcOrId, out var id) ? new UnitId(id) : Of(epcOrId);

    /// <summary>The id of the part that a <see cref="Split"/> of this unit at <paramref name="seq"/> creates: keccak256(abi.encode(unit,
    /// seq)).</summary>
    public UnitId Part(uint seq) => new(GoodsIds.Part(Value, seq));

    /// <summary>Parses <c>0x</c> and 64 hexadecimal digits.</summary>
    /// <exception cref="FormatException">Anything else.</exception>
    public static UnitId Parse(string text) => new(Hash32.Parse(text));

    /// <summary><c>0x</c> and 64 lower-case digits.</summary>
    public override string ToString() => Value.ToString();
}

/// <summary>A lot on chain: the Keccak-256 hash of what identifies it, such as <c>urn:epc:class:lgtin:4012345.012345.998877</c> in any
/// form.</summary>
public readonly record struct LotId(Hash32 Value)
{
    /// <summary>The zero id: a unit of no lot, such as a pallet.</summary>
    public static LotId None => default;

    /// <summary>The id of the lot with this class identifier, in any form.</summary>
    /// <exception cref="InvalidIdentifierException">A malformed GS1 identifier, or no URI at all.</exception>
    public static LotId Of(string epc) => new(GoodsIds.Hash(epc));

    /// <summary>As <see cref="Of"/>, and an id of 0x and 64 digits stands for itself.</summary>
    /// <exception cref="InvalidIdentifierException">None of these.</exception>
    public static LotId From(string epcOrId) => Hash32.TryParse(epcOrId, out var id) ? new LotId(id) : Of(epcOrId);

    /// <summary>Parses <c>0x</c> and 64 hexadecimal digits.</summary>
    /// <exception cref="FormatException">Anything else.</exception>
    public static LotId Parse(string text) => new(Hash32.Parse(text));

    /// <summary><c>0x</c> and 64 lower-case digits.</summary>
    public override string ToString() => Value.ToString();
}

/// <summary>A title note, a quantity of a lot that one party owns; or a note of a receivable, an amount of it that one party owns. The first
/// one has the lot's or the receivable's id.</summary>
public readonly record struct NoteId(Hash32 Value)
{
    /// <summary>The first note of a lot, owned by its issuer when the lot is registered.</summary>
    public static NoteId RootOf(LotId lot) => new(lot.Value);

    /// <summary>The first note of a receivable, owned by the creditor when it is born.</summary>
    public static NoteId RootOf(ReceivableId receivable) => new(receivable.Value);

    /// <summary>The id of the part that a partial <c>Move</c> or <c>Sale</c> of this note of a receivable at
    /// <paramref name="seq"/> creates: keccak256(abi.encode(receivable, note, seq)).</summary>
    public NoteId Part(ReceivableId receivable, uint seq)
    {
        Span<byte> words = stackalloc byte[96];
        words.Clear();
        receivable.Value.Span.CopyTo(words);
        Value.Span.CopyTo(words[32..]);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(words[92..], seq);
        return new NoteId(Keccak256.Hash(words));
    }

    /// <summary>The id of the note that a partial <see cref="TitleMove"/> of this note at <paramref name="seq"/> creates.</summary>
    public NoteId Part(uint seq) => new(GoodsIds.Part(Value, seq));

    /// <summary>Parses <c>0x</c> and 64 hexadecimal digits.</summary>
    /// <exception cref="FormatException">Anything else.</exception>
    public static NoteId Parse(string text) => new(Hash32.Parse(text));

    /// <summary><c>0x</c> and 64 lower-case digits.</summary>
    public override string ToString() => Value.ToString();
}

internal static class GoodsIds
{
    public static Hash32 Hash(string epc)
    {
        ArgumentException.ThrowIfNullOrEmpty(epc);
        return HashIdentity(Epc.Identity(epc));
    }

    public static Hash32 HashIdentity(string identity)
    {
        var length = Encoding.UTF8.GetMaxByteCount(identity.Length);
        Span<byte> text = length <= 1024 ? stackalloc byte[1024] : new byte[length];
        return Keccak256.Hash(text[..Encoding.UTF8.GetBytes(identity, text)]);
    }

    public static Hash32 Part(Hash32 id, uint seq)
    {
        Span<byte> words = stackalloc byte[64];
        words.Clear();
        id.Span.CopyTo(words);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(words[60..], seq);
        return Keccak256.Hash(words);
    }
}
