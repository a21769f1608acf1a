using System.Buffers.Binary;

namespace Ledger.Sdk.Ethereum;

/// <summary>The RLP of block headers.</summary>
internal static class BlockHeaderCodec
{
    public static byte[] Encode(BlockHeader header)
    {
        Span<byte> nonce = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(nonce, header.Nonce);
        var writer = new RlpWriter(640).BeginList()
            .Write(header.ParentHash).Write(header.UnclesHash).Write(header.Beneficiary.Span)
            .Write(header.StateRoot).Write(header.TransactionsRoot).Write(header.ReceiptsRoot).Write(header.LogsBloom.Span)
            .Write(header.Difficulty).Write(header.Number).Write(header.GasLimit).Write(header.GasUsed).Write(header.Timestamp)
            .Write(header.ExtraData.Span).Write(header.MixHash).Write(nonce);
        RequireNoGap(header);
        if (header.BaseFeePerGas is { } baseFee) writer.Write(baseFee);
        if (header.WithdrawalsRoot is { } withdrawals) writer.Write(withdrawals);
        if (header.BlobGasUsed is { } blobGas) writer.Write(blobGas);
        if (header.ExcessBlobGas is { } excess) writer.Write(excess);
        if (header.ParentBeaconBlockRoot is { } beacon) writer.Write(beacon);
        if (header.RequestsHash is { } requests) writer.Write(requests);
        return writer.EndList().ToArray();
    }

    public static BlockHeader Decode(ReadOnlySpan<byte> encoded)
    {
        var reader = new RlpReader(encoded);
        var fields = reader.ReadList();
        reader.RequireEnd();
        var header = new BlockHeader
        {
            ParentHash = fields.ReadHash32(),
            UnclesHash = fields.ReadHash32(),
            Beneficiary = fields.ReadAddress(),
            StateRoot = fields.ReadHash32(),
            TransactionsRoot = fields.ReadHash32(),
            ReceiptsRoot = fields.ReadHash32(),
            LogsBloom = new LogsBloom(fields.ReadBytes()),
            Difficulty = fields.ReadUInt256(),
            Number = fields.ReadUInt64(),
            GasLimit = fields.ReadUInt64(),
            GasUsed = fields.ReadUInt64(),
            Timestamp = fields.ReadUInt64(),
            ExtraData = fields.ReadBytes().ToArray(),
            MixHash = fields.ReadHash32(),
            Nonce = BinaryPrimitives.ReadUInt64BigEndian(fields.ReadBytes(8)),
            BaseFeePerGas = fields.AtEnd ? null : fields.ReadUInt256(),
            WithdrawalsRoot = fields.AtEnd ? null : fields.ReadHash32(),
            BlobGasUsed = fields.AtEnd ? null : fields.ReadUInt64(),
            ExcessBlobGas = fields.AtEnd ? null : fields.ReadUInt64(),
            ParentBeaconBlockRoot = fields.AtEnd ? null : fields.ReadHash32(),
            RequestsHash = fields.AtEnd ? null : fields.ReadHash32(),
        };
        fields.RequireEnd();
        return header;
    }

    // The position in the list is the only name a field has, so a gap would shift every later one.
    private static void RequireNoGap(BlockHeader header)
    {
        bool[] present =
        [
            header.BaseFeePerGas is not null, header.WithdrawalsRoot is not null, header.BlobGasUsed is not null,
            header.ExcessBlobGas is not null, header.ParentBeaconBlockRoot is not null, header.RequestsHash is not null,
        ];
        var count = Array.IndexOf(present, false);
        if (count >= 0 && Array.IndexOf(present, true, count) >= 0)
            throw new InvalidOperationException("A header has a later fork's field but lacks one of an earlier fork.");
    }
}
