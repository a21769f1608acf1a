using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using Ledger.Sdk.Cash;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;

namespace Ledger.Indexer.Tests.Simulation;

/// <summary>A block as a node would serve it: the JSON of header, logs and receipts, made once.</summary>
internal sealed record SimulatedBlock(ulong Number, Hash32 Hash, Hash32 Parent, ulong Time, byte[] Header, IReadOnlyList<byte[]> Logs, IReadOnlyList<(string Hash, byte[] Receipt)> Receipts);

/// <summary>A chain in memory whose blocks hold events of the ledger's contracts: consistent hashes, blooms and receipts, and reorganisations at will.</summary>
internal sealed class SimulatedChain
{
    private readonly List<SimulatedBlock> blocks = [];
    private readonly Lock changing = new();
    private readonly ulong salt;
    private ulong fork;

    public SimulatedChain(ulong salt = 0, ulong finalityDepth = 64)
    {
        this.salt = salt;
        Append([]);
        Manifest = new DeploymentManifest(31337, blocks[0].Hash, 1, AddressOf(1), AddressOf(2), AddressOf(3), AddressOf(4), AddressOf(5), AddressOf(6), AddressOf(7),
            FinalityRule.OfDepth(finalityDepth), Currency.Renminbi);
    }

    public DeploymentManifest Manifest { get; }

    public ulong Head => (ulong)Blocks.Count - 1;

    /// <summary>Whether logs carry their block's time; Besu's do not.</summary>
    public bool LogTimestamps { get; init; } = true;

    /// <summary>The chain at this moment.</summary>
    public IReadOnlyList<SimulatedBlock> Blocks
    {
        get
        {
            lock (changing) return [.. blocks];
        }
    }

    public SimulatedBlock? At(ulong number)
    {
        lock (changing) return number < (ulong)blocks.Count ? blocks[(int)number] : null;
    }

    public IReadOnlyList<SimulatedBlock> Range(ulong from, ulong to)
    {
        lock (changing) return blocks.Skip((int)from).Take((int)(to - from + 1)).ToList();
    }

    /// <summary>Mines a block with these transactions, each a list of events.</summary>
    public void Mine(params IReadOnlyList<LedgerEvent>[] transactions)
    {
        lock (changing) Append(transactions);
    }

    /// <summary>Drops the newest blocks; what is mined next differs from them even with the same events.</summary>
    public void Drop(int depth)
    {
        lock (changing)
        {
            blocks.RemoveRange(blocks.Count - depth, depth);
            fork++;
        }
    }

    private static Address AddressOf(byte last) => new([.. new byte[19], last]);

    private void Append(IReadOnlyList<LedgerEvent>[] transactions)
    {
        var number = (ulong)blocks.Count;
        var parent = blocks.Count == 0 ? Hash32.Zero : blocks[^1].Hash;
        var time = 1_700_000_000 + 2 * number;
        var hashes = transactions.Select((_, index) => Seeded(number, (ulong)index + 1)).ToArray();
        var bloom = new LogsBloom();
        var encoded = transactions.Select(events => events.Select(logged => (Address: Manifest.AddressOf(logged.Contract), Log: EventEncoder.Encode(logged))).ToList()).ToList();
        foreach (var (address, log) in encoded.SelectMany(logs => logs))
        {
            bloom.Add(address.Span);
            foreach (var topic in log.Topics) bloom.Add(topic.Span);
        }
        var hash = Keccak256.Hash([.. parent.Span, .. Seeded(number, 0).Span, .. bloom.Span]);
        var (logs, receipts, logIndex) = (new List<byte[]>(), new List<(string, byte[])>(), 0UL);
        for (var i = 0; i < transactions.Length; i++)
        {
            var own = new JsonArray();
            foreach (var (address, log) in encoded[i])
            {
                var json = LogJson(address, log.Topics, log.Data, number, hash, time, hashes[i], (ulong)i, logIndex++);
                logs.Add(Utf8(json));
                own.Add(json);
            }
            receipts.Add((hashes[i].ToString(), Utf8(ReceiptJson(number, hash, hashes[i], (ulong)i, own))));
        }
        blocks.Add(new SimulatedBlock(number, hash, parent, time, Utf8(HeaderJson(number, hash, parent, time, bloom, hashes)), logs, receipts));
    }

    private static byte[] Utf8(JsonNode json) => Encoding.UTF8.GetBytes(json.ToJsonString());

    private Hash32 Seeded(ulong number, ulong index)
    {
        Span<byte> seed = stackalloc byte[32];
        BinaryPrimitives.WriteUInt64BigEndian(seed, salt);
        BinaryPrimitives.WriteUInt64BigEndian(seed[8..], fork);
        BinaryPrimitives.WriteUInt64BigEndian(seed[16..], number);
        BinaryPrimitives.WriteUInt64BigEndian(seed[24..], index);
        return Keccak256.Hash(seed);
    }

    private JsonObject LogJson(Address address, Hash32[] topics, byte[] data, ulong number, Hash32 block, ulong time, Hash32 transaction, ulong index, ulong logIndex)
    {
        var json = new JsonObject
        {
            ["address"] = Hex.Encode(address.Span),
            ["topics"] = new JsonArray([.. topics.Select(topic => JsonValue.Create(topic.ToString()))]),
            ["data"] = Hex.Encode(data),
            ["blockHash"] = block.ToString(),
            ["blockNumber"] = Hex.EncodeQuantity(number),
            ["transactionHash"] = transaction.ToString(),
            ["transactionIndex"] = Hex.EncodeQuantity(index),
            ["logIndex"] = Hex.EncodeQuantity(logIndex),
            ["removed"] = false,
        };
        if (LogTimestamps) json["blockTimestamp"] = Hex.EncodeQuantity(time);
        return json;
    }

    private static JsonObject ReceiptJson(ulong number, Hash32 block, Hash32 transaction, ulong index, JsonArray logs) => new()
    {
        ["transactionHash"] = transaction.ToString(),
        ["transactionIndex"] = Hex.EncodeQuantity(index),
        ["blockHash"] = block.ToString(),
        ["blockNumber"] = Hex.EncodeQuantity(number),
        ["from"] = Hex.Encode(new byte[20]),
        ["to"] = Hex.Encode(new byte[20]),
        ["contractAddress"] = null,
        ["cumulativeGasUsed"] = "0x5208",
        ["gasUsed"] = "0x5208",
        ["effectiveGasPrice"] = "0x0",
        ["logs"] = logs,
        ["logsBloom"] = Hex.Encode(new byte[256]),
        ["status"] = logs.Count > 0 ? "0x1" : "0x0",
        ["type"] = "0x2",
    };

    private static JsonObject HeaderJson(ulong number, Hash32 hash, Hash32 parent, ulong time, LogsBloom bloom, Hash32[] transactions) => new()
    {
        ["number"] = Hex.EncodeQuantity(number),
        ["hash"] = hash.ToString(),
        ["parentHash"] = parent.ToString(),
        ["timestamp"] = Hex.EncodeQuantity(time),
        ["logsBloom"] = Hex.Encode(bloom.Span),
        ["transactions"] = new JsonArray([.. transactions.Select(transaction => JsonValue.Create(transaction.ToString()))]),
        ["sha3Uncles"] = BlockHeader.NoUncles.ToString(),
        ["miner"] = Hex.Encode(new byte[20]),
        ["stateRoot"] = Hash32.Zero.ToString(),
        ["transactionsRoot"] = Hash32.Zero.ToString(),
        ["receiptsRoot"] = Hash32.Zero.ToString(),
        ["difficulty"] = "0x0",
        ["gasLimit"] = "0x5f5e100",
        ["gasUsed"] = "0x5208",
        ["extraData"] = "0x",
        ["mixHash"] = Hash32.Zero.ToString(),
        ["nonce"] = "0x0000000000000000",
        ["baseFeePerGas"] = "0x0",
        ["size"] = "0x200",
        ["uncles"] = new JsonArray(),
    };
}
