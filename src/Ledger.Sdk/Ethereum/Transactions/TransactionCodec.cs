using System.Numerics;

namespace Ledger.Sdk.Ethereum;

/// <summary>Encodes transactions: EIP-155, EIP-2930, EIP-1559, EIP-4844 inside EIP-2718's envelope.</summary>
internal static class TransactionCodec
{
    public static byte[] Encode(Transaction transaction, Signature? signature)
    {
        var writer = new RlpWriter(256 + transaction.Data.Length);
        if (transaction.Type == TransactionType.Legacy) return Legacy(writer, transaction, signature);
        writer.WriteEncoded([(byte)transaction.Type]).BeginList();
        writer.Write(transaction.ChainId ?? throw new InvalidOperationException("A typed transaction names its chain."));
        writer.Write(transaction.Nonce);
        if (transaction.Type == TransactionType.AccessList) writer.Write(transaction.GasPrice);
        else writer.Write(transaction.MaxPriorityFeePerGas).Write(transaction.MaxFeePerGas);
        Call(writer, transaction);
        AccessList(writer, transaction.AccessList);
        if (transaction.Type == TransactionType.Blob) Blobs(writer, transaction);
        if (signature is { } given) Signed(writer, (ulong)given.YParity, given);
        return writer.EndList().ToArray();
    }

    private static byte[] Legacy(RlpWriter writer, Transaction transaction, Signature? signature)
    {
        if (transaction.AccessList.Count > 0) throw new InvalidOperationException("A legacy transaction has no access list.");
        writer.BeginList().Write(transaction.Nonce).Write(transaction.GasPrice);
        Call(writer, transaction);
        if (signature is { } given)
            // EIP-155: the chain is folded into v.
            Signed(writer, transaction.ChainId is { } chain ? (BigInteger)chain * 2 + 35 + given.YParity : given.V, given);
        else if (transaction.ChainId is { } chainId)
            writer.Write(chainId).Write(0UL).Write(0UL);
        return writer.EndList().ToArray();
    }

    private static void Call(RlpWriter writer, Transaction transaction) =>
        writer.Write(transaction.GasLimit).Write(transaction.To).Write(transaction.Value).Write(transaction.Data.Span);

    private static void AccessList(RlpWriter writer, IReadOnlyList<AccessListEntry> entries)
    {
        writer.BeginList();
        foreach (var entry in entries)
        {
            writer.BeginList().Write(entry.Address.Span).BeginList();
            foreach (var key in entry.StorageKeys) writer.Write(key);
            writer.EndList().EndList();
        }
        writer.EndList();
    }

    private static void Blobs(RlpWriter writer, Transaction transaction)
    {
        if (transaction.To is null) throw new InvalidOperationException("A blob transaction creates no contract.");
        writer.Write(transaction.MaxFeePerBlobGas).BeginList();
        foreach (var hash in transaction.BlobVersionedHashes) writer.Write(hash);
        writer.EndList();
    }

    private static void Signed(RlpWriter writer, BigInteger v, Signature signature) =>
        writer.Write(v).Write(signature.R.Span.TrimStart((byte)0)).Write(signature.S.Span.TrimStart((byte)0));
}
