using System.Buffers.Binary;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Receivables;

/// <summary>A receivable: what a nullifier of its debtor stands for.</summary>
public readonly record struct ReceivableId(Hash32 Value)
{
    /// <summary>The receivable that a debtor's nullifier stands for: keccak256(abi.encode(debtor, nullifier)).</summary>
    public static ReceivableId Of(PartyId debtor, Hash32 nullifier)
    {
        Span<byte> words = stackalloc byte[64];
        words.Clear();
        BinaryPrimitives.WriteUInt64BigEndian(words[24..], debtor.Value);
        nullifier.Span.CopyTo(words[32..]);
        return new ReceivableId(Keccak256.Hash(words));
    }

    /// <summary>Parses <c>0x</c> and 64 hexadecimal digits.</summary>
    /// <exception cref="FormatException">Anything else.</exception>
    public static ReceivableId Parse(string text) => new(Hash32.Parse(text));

    /// <summary><c>0x</c> and 64 lower-case digits.</summary>
    public override string ToString() => Value.ToString();
}
