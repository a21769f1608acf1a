using System.Text;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Custody;

/// <summary>A unit in custody on chain: the Keccak-256 hash of its canonical EPC URN, or the derived id of a part that was split off.</summary>
public readonly record struct UnitId(Hash32 Value)
{
    /// <summary>The id of the unit with this canonical EPC URN, such as <c>urn:epc:id:sgtin:0614141.107346.2018</c>.</summary>
    public static UnitId Of(string epcUrn) => new(GoodsIds.Hash(epcUrn));

    /// <summary>The id of the part that a <see cref="Split"/> of this unit at <paramref name="seq"/> creates: keccak256(abi.encode(unit, seq)).</summary>
    public UnitId Part(uint seq) => new(GoodsIds.Part(Value, seq));

    /// <summary>Parses <c>0x</c> and 64 hexadecimal digits.</summary>
    /// <exception cref="FormatException">Anything else.</exception>
    public static UnitId Parse(string text) => new(Hash32.Parse(text));

    /// <summary><c>0x</c> and 64 lower-case digits.</summary>
    public override string ToString() => Value.ToString();
}

/// <summary>A lot on chain: the Keccak-256 hash of its canonical class URN, such as <c>urn:epc:class:lgtin:4012345.012345.998877</c>.</summary>
public readonly record struct LotId(Hash32 Value)
{
    /// <summary>The zero id: a unit of no lot, such as a pallet.</summary>
    public static LotId None => default;

    /// <summary>The id of the lot with this canonical class URN.</summary>
    public static LotId Of(string classUrn) => new(GoodsIds.Hash(classUrn));

    /// <summary>Parses <c>0x</c> and 64 hexadecimal digits.</summary>
    /// <exception cref="FormatException">Anything else.</exception>
    public static LotId Parse(string text) => new(Hash32.Parse(text));

    /// <summary><c>0x</c> and 64 lower-case digits.</summary>
    public override string ToString() => Value.ToString();
}

/// <summary>A title note: a quantity of a lot that one party owns. The first note of a lot has the lot's id.</summary>
public readonly record struct NoteId(Hash32 Value)
{
    /// <summary>The first note of a lot, owned by its issuer when the lot is registered.</summary>
    public static NoteId RootOf(LotId lot) => new(lot.Value);

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
    public static Hash32 Hash(string urn)
    {
        ArgumentException.ThrowIfNullOrEmpty(urn);
        return Keccak256.Hash(Encoding.UTF8.GetBytes(urn));
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
