using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Tests.Ethereum.Rpc;

/// <summary>Writes typed results as the execution API would, so that a test can compare them with what came.</summary>
internal static class RoundTrip
{
    /// <summary>Members without a place in the typed results: repeated elsewhere, or of no use.</summary>
    private static readonly HashSet<string> Ignored = ["totalDifficulty", "blobGasPrice"];

    /// <summary>Asserts that every member of what the node sent comes back from the typed result.</summary>
    public static void Check(JsonNode sent, JsonNode typed, string path = "")
    {
        switch (sent)
        {
            case JsonObject members:
                foreach (var (name, value) in members.Where(static m => !Ignored.Contains(m.Key)))
                {
                    if (name == "blockTimestamp" && typed[name] is null) continue;
                    if (value is null) Assert.True(typed[name] is null, $"{path}.{name} should be null");
                    else Check(value, typed[name] ?? throw new InvalidOperationException($"{path}.{name} was lost"), $"{path}.{name}");
                }

                break;
            case JsonArray items:
                Assert.Equal(items.Count, ((JsonArray)typed).Count);
                for (var i = 0; i < items.Count; i++) Check(items[i]!, typed[i]!, $"{path}[{i}]");
                break;
            default:
                Assert.Equal((path, sent.ToString()), (path, typed.ToString()));
                break;
        }
    }

    public static JsonObject Of(Block b) => new()
    {
        ["hash"] = Text(b.Hash),
        ["number"] = Text(b.Number),
        ["parentHash"] = Text(b.ParentHash),
        ["sha3Uncles"] = Text(b.UnclesHash),
        ["miner"] = Text(b.Beneficiary),
        ["stateRoot"] = Text(b.StateRoot),
        ["transactionsRoot"] = Text(b.TransactionsRoot),
        ["receiptsRoot"] = Text(b.ReceiptsRoot),
        ["logsBloom"] = Hex.Encode(b.LogsBloom),
        ["difficulty"] = Text(b.Difficulty),
        ["gasLimit"] = Text(b.GasLimit),
        ["gasUsed"] = Text(b.GasUsed),
        ["timestamp"] = Text(b.Timestamp),
        ["extraData"] = Hex.Encode(b.ExtraData),
        ["mixHash"] = Text(b.MixHash),
        ["nonce"] = "0x" + b.Nonce.ToString("x16", CultureInfo.InvariantCulture),
        ["baseFeePerGas"] = Text(b.BaseFeePerGas),
        ["withdrawalsRoot"] = Text(b.WithdrawalsRoot),
        ["blobGasUsed"] = Text(b.BlobGasUsed),
        ["excessBlobGas"] = Text(b.ExcessBlobGas),
        ["parentBeaconBlockRoot"] = Text(b.ParentBeaconBlockRoot),
        ["requestsHash"] = Text(b.RequestsHash),
        ["size"] = Text(b.Size),
        ["uncles"] = Array(b.Uncles, h => Text(h)),
        ["transactions"] = b.Transactions is null ? Array(b.TransactionHashes, h => Text(h)) : Array(b.Transactions, Of),
        ["withdrawals"] = b.Withdrawals is null ? null : Array(b.Withdrawals, w => new JsonObject
        {
            ["index"] = Text(w.Index),
            ["validatorIndex"] = Text(w.ValidatorIndex),
            ["address"] = Text(w.Address),
            ["amount"] = Text(w.Amount),
        }),
    };

    public static JsonObject Of(RpcTransaction t) => new()
    {
        ["hash"] = Text(t.Hash),
        ["type"] = Text(t.Type),
        ["chainId"] = Text(t.ChainId),
        ["nonce"] = Text(t.Nonce),
        ["from"] = Text(t.From),
        ["to"] = t.To is { } to ? Text(to) : null,
        ["value"] = Text(t.Value),
        ["gas"] = Text(t.Gas),
        ["gasPrice"] = Text(t.GasPrice),
        ["maxFeePerGas"] = Text(t.MaxFeePerGas),
        ["maxPriorityFeePerGas"] = Text(t.MaxPriorityFeePerGas),
        ["maxFeePerBlobGas"] = Text(t.MaxFeePerBlobGas),
        ["input"] = Hex.Encode(t.Input),
        ["v"] = Text(t.V),
        ["yParity"] = Text(t.YParity),
        ["r"] = Text(Number(t.R)),
        ["s"] = Text(Number(t.S)),
        ["blockHash"] = Text(t.BlockHash),
        ["blockNumber"] = Text(t.BlockNumber),
        ["transactionIndex"] = Text(t.TransactionIndex),
        ["accessList"] = t.AccessList is null ? null : Array(t.AccessList, e => new JsonObject { ["address"] = Text(e.Address), ["storageKeys"] = Array(e.StorageKeys, k => Text(k)) }),
        ["blobVersionedHashes"] = t.BlobVersionedHashes is null ? null : Array(t.BlobVersionedHashes, h => Text(h)),
        ["authorizationList"] = t.AuthorizationList is null ? null : Array(t.AuthorizationList, a => new JsonObject
        {
            ["chainId"] = Text(a.ChainId),
            ["address"] = Text(a.Address),
            ["nonce"] = Text(a.Nonce),
            ["yParity"] = Text(a.YParity),
            ["r"] = Text(Number(a.R)),
            ["s"] = Text(Number(a.S)),
        }),
    };

    public static JsonObject Of(TransactionReceipt r) => new()
    {
        ["transactionHash"] = Text(r.TransactionHash),
        ["transactionIndex"] = Text(r.TransactionIndex),
        ["blockHash"] = Text(r.BlockHash),
        ["blockNumber"] = Text(r.BlockNumber),
        ["type"] = Text(r.Type),
        ["from"] = Text(r.From),
        ["to"] = r.To is { } to ? Text(to) : null,
        ["contractAddress"] = r.ContractAddress is { } c ? Text(c) : null,
        ["status"] = r.Status is { } status ? Text(status ? 1UL : 0UL) : null,
        ["root"] = Text(r.Root),
        ["cumulativeGasUsed"] = Text(r.CumulativeGasUsed),
        ["gasUsed"] = Text(r.GasUsed),
        ["effectiveGasPrice"] = Text(r.EffectiveGasPrice),
        ["logsBloom"] = Hex.Encode(r.LogsBloom),
        ["logs"] = Array(r.Logs, Of),
        ["blobGasUsed"] = Text(r.BlobGasUsed),
        ["revertReason"] = r.RevertReason is { } reason ? Hex.Encode(reason) : null,
    };

    public static JsonObject Of(Log l) => new()
    {
        ["address"] = Text(l.Address),
        ["topics"] = Array(l.Topics, t => Text(t)),
        ["data"] = Hex.Encode(l.Data),
        ["blockNumber"] = Text(l.BlockNumber),
        ["blockHash"] = Text(l.BlockHash),
        ["transactionHash"] = Text(l.TransactionHash),
        ["transactionIndex"] = Text(l.TransactionIndex),
        ["logIndex"] = Text(l.LogIndex),
        ["blockTimestamp"] = Text(l.BlockTimestamp),
        ["removed"] = l.Removed,
    };

    public static JsonObject Of(AccountProof p) => new()
    {
        ["address"] = Text(p.Address),
        ["balance"] = Text(p.Balance),
        ["nonce"] = Text(p.Nonce),
        ["codeHash"] = Text(p.CodeHash),
        ["storageHash"] = Text(p.StorageHash),
        ["accountProof"] = Array(p.Proof, n => Hex.Encode(n)),
        ["storageProof"] = Array(p.Storage, s => new JsonObject { ["key"] = Text(Number(s.Key)), ["value"] = Text(Number(s.Value)), ["proof"] = Array(s.Proof, n => Hex.Encode(n)) }),
    };

    public static JsonArray Array<T>(IEnumerable<T> items, Func<T, JsonNode> text) => new([.. items.Select(text)]);

    private static JsonNode Text(Hash32 hash) => hash.ToString();

    private static JsonNode? Text(Hash32? hash) => hash?.ToString();

    private static JsonNode Text(Address address) => Hex.Encode(address.Span);

    private static JsonNode Text(ulong number) => Hex.EncodeQuantity(number);

    private static JsonNode? Text(ulong? number) => number is { } value ? Hex.EncodeQuantity(value) : null;

    private static JsonNode Text(BigInteger number) => number.IsZero ? "0x0" : "0x" + number.ToString("x", CultureInfo.InvariantCulture).TrimStart('0');

    private static JsonNode? Text(BigInteger? number) => number is { } value ? Text(value) : null;

    private static BigInteger Number(Hash32 word) => new(word.Span, isUnsigned: true, isBigEndian: true);
}
