using System.Numerics;

namespace Ledger.Sdk.Ethereum;

/// <summary>Decodes transactions, see <see cref="TransactionCodec"/>.</summary>
internal static class TransactionDecoder
{
    public static Transaction Decode(ReadOnlySpan<byte> raw)
    {
        if (raw.IsEmpty) throw new FormatException("Transaction: no data.");
        if (raw[0] >= 0xC0) return Legacy(raw);
        return raw[0] is 1 or 2 or 3
            ? Typed((TransactionType)raw[0], raw[1..])
            : throw new FormatException($"Transaction: the type 0x{raw[0]:x2} is not supported (legacy, EIP-2930, EIP-1559 and EIP-4844 are).");
    }

    private static Transaction Legacy(ReadOnlySpan<byte> raw)
    {
        var fields = Only(raw);
        var transaction = new Transaction { Type = TransactionType.Legacy, Nonce = fields.ReadUInt64(), GasPrice = fields.ReadUInt256() };
        transaction = Call(transaction, ref fields);
        if (fields.AtEnd) return transaction;
        var v = fields.ReadUInt256();
        var (r, s) = (fields.ReadUInt256(), fields.ReadUInt256());
        fields.RequireEnd();
        if (r.IsZero && s.IsZero) return transaction with { ChainId = Chain(v) };
        if (v == 27 || v == 28) return transaction with { Signature = Signature(r, s, (int)v - 27) };
        if (v < 35) throw new FormatException($"Transaction: v is {v}.");
        return transaction with { ChainId = Chain((v - 35) / 2), Signature = Signature(r, s, v.IsEven ? 1 : 0) };
    }

    private static Transaction Typed(TransactionType type, ReadOnlySpan<byte> payload)
    {
        var fields = Only(payload);
        var transaction = new Transaction { Type = type, ChainId = fields.ReadUInt64(), Nonce = fields.ReadUInt64() };
        transaction = type == TransactionType.AccessList
            ? transaction with { GasPrice = fields.ReadUInt256() }
            : transaction with { MaxPriorityFeePerGas = fields.ReadUInt256(), MaxFeePerGas = fields.ReadUInt256() };
        transaction = Call(transaction, ref fields) with { AccessList = AccessList(fields.ReadList()) };
        if (type == TransactionType.Blob) transaction = Blobs(transaction, ref fields);
        if (fields.AtEnd) return transaction;
        var parity = fields.ReadUInt64();
        if (parity > 1) throw new FormatException($"Transaction: the y parity is {parity}.");
        var signature = Signature(fields.ReadUInt256(), fields.ReadUInt256(), (int)parity);
        fields.RequireEnd();
        return transaction with { Signature = signature };
    }

    private static RlpReader Only(ReadOnlySpan<byte> data)
    {
        var reader = new RlpReader(data);
        var fields = reader.ReadList();
        reader.RequireEnd();
        return fields;
    }

    private static Transaction Call(Transaction transaction, ref RlpReader fields)
    {
        var gasLimit = fields.ReadUInt64();
        var to = fields.ReadBytes();
        if (to.Length is not (0 or 20)) throw new FormatException($"Transaction: a recipient of {to.Length} bytes.");
        Address? recipient = to.IsEmpty ? null : new Address(to);
        return transaction with { GasLimit = gasLimit, To = recipient, Value = fields.ReadUInt256(), Data = fields.ReadBytes().ToArray() };
    }

    private static Transaction Blobs(Transaction transaction, ref RlpReader fields)
    {
        if (transaction.To is null) throw new FormatException("Transaction: a blob transaction without a recipient.");
        var maxFee = fields.ReadUInt256();
        var hashes = new List<Hash32>();
        for (var list = fields.ReadList(); !list.AtEnd;) hashes.Add(list.ReadHash32());
        return transaction with { MaxFeePerBlobGas = maxFee, BlobVersionedHashes = hashes };
    }

    private static List<AccessListEntry> AccessList(RlpReader list)
    {
        var entries = new List<AccessListEntry>();
        while (!list.AtEnd)
        {
            var entry = list.ReadList();
            var address = entry.ReadAddress();
            var keys = entry.ReadList();
            entry.RequireEnd();
            var storageKeys = new List<Hash32>();
            while (!keys.AtEnd) storageKeys.Add(keys.ReadHash32());
            entries.Add(new AccessListEntry(address, [.. storageKeys]));
        }
        return entries;
    }

    private static ulong Chain(BigInteger value) =>
        value <= ulong.MaxValue ? (ulong)value : throw new FormatException($"Transaction: the chain id {value} has more than 64 bits.");

    private static Signature Signature(BigInteger r, BigInteger s, int yParity)
    {
        try
        {
            return new Signature(Word(r), Word(s), yParity);
        }
        catch (ArgumentException e)
        {
            throw new FormatException("Transaction: r or s is out of range, or s is in the upper half (EIP-2).", e);
        }
    }

    private static Hash32 Word(BigInteger value)
    {
        Span<byte> word = stackalloc byte[32];
        AbiWord.Write(word, value);
        return new Hash32(word);
    }
}
