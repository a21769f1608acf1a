namespace Ledger.Sdk.Ethereum;

/// <summary>A log as a receipt holds it.</summary>
public sealed record LogEntry(Address Address, IReadOnlyList<Hash32> Topics, ReadOnlyMemory<byte> Data);

/// <summary>The part of a transaction receipt that consensus fixes: what the receipts root covers.</summary>
/// <remarks>Yellow Paper section 4.3.1, EIP-658 (status), EIP-2718 (typed envelope).</remarks>
public sealed record Receipt
{
    /// <summary>The transaction's EIP-2718 type; 0 has no type byte.</summary>
    public byte Type { get; init; }

    /// <summary>Whether the transaction succeeded; meaningless where <see cref="PostState"/> is given.</summary>
    public bool Succeeded { get; init; }

    /// <summary>The state root of receipts from before EIP-658; otherwise null.</summary>
    public Hash32? PostState { get; init; }

    /// <summary>Gas used in the block up to and including this transaction.</summary>
    public ulong CumulativeGasUsed { get; init; }

    /// <summary>The filter of the logs.</summary>
    public LogsBloom Bloom { get; init; } = new();

    /// <summary>The logs in order.</summary>
    public IReadOnlyList<LogEntry> Logs { get; init; } = [];

    /// <summary>The bytes that stand in the receipts trie.</summary>
    public byte[] Encode()
    {
        var writer = new RlpWriter(512);
        if (Type != 0) writer.WriteEncoded([Type]);
        writer.BeginList();
        if (PostState is { } root) writer.Write(root);
        else writer.Write(Succeeded ? 1UL : 0);
        writer.Write(CumulativeGasUsed).Write(Bloom.Span).BeginList();
        foreach (var log in Logs)
        {
            writer.BeginList().Write(log.Address.Span).BeginList();
            foreach (var topic in log.Topics) writer.Write(topic);
            writer.EndList().Write(log.Data.Span).EndList();
        }
        return writer.EndList().EndList().ToArray();
    }

    /// <summary>Decodes the bytes of the receipts trie.</summary>
    /// <exception cref="FormatException">Not the encoding of a receipt.</exception>
    public static Receipt Decode(ReadOnlySpan<byte> encoded)
    {
        if (encoded.IsEmpty) throw new FormatException("Receipt: no data.");
        // EIP-2718: types go up to 0x7f, lists start at 0xc0.
        var type = encoded[0] is >= 1 and <= 0x7F ? encoded[0] : (byte)0;
        var reader = new RlpReader(type == 0 ? encoded : encoded[1..]);
        var fields = reader.ReadList();
        reader.RequireEnd();
        var outcome = fields.ReadBytes();
        if (!(outcome.Length is 0 or 32 || outcome is [1])) throw new FormatException("Receipt: the status is neither 0 nor 1 nor a state root.");
        var receipt = new Receipt
        {
            Type = type,
            Succeeded = outcome.Length == 1,
            PostState = outcome.Length == 32 ? new Hash32(outcome) : null,
            CumulativeGasUsed = fields.ReadUInt64(),
            Bloom = new LogsBloom(fields.ReadBytes()),
            Logs = ReadLogs(fields.ReadList()),
        };
        fields.RequireEnd();
        return receipt;
    }

    private static List<LogEntry> ReadLogs(RlpReader list)
    {
        var logs = new List<LogEntry>();
        while (!list.AtEnd)
        {
            var log = list.ReadList();
            var address = log.ReadAddress();
            var topicList = log.ReadList();
            var topics = new List<Hash32>(4);
            while (!topicList.AtEnd) topics.Add(topicList.ReadHash32());
            logs.Add(new LogEntry(address, topics, log.ReadBytes().ToArray()));
            log.RequireEnd();
        }
        return logs;
    }
}
