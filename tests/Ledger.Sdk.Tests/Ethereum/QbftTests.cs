using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Ledger.Sdk.Ethereum;
using Ledger.Tests;

namespace Ledger.Sdk.Tests.Ethereum;

/// <summary>Real blocks of a four-validator Besu network.</summary>
public sealed class QbftTests
{
    [Fact]
    public void Real_blocks_have_their_hash_and_hold_their_seals() => ForEachBlock((record, header) =>
    {
        Assert.Equal(record.GetProperty("block").Text("hash"), header.BlockHash.ToString());
        Assert.Equal(header.Header.ExtraData.ToArray(), header.ExtraData.Encode());
        var check = header.VerifySeals(Validators(record));
        Assert.Null(check.Problem);
        Assert.Equal(3, check.Required);
        Assert.Equal(header.BlockHash, QbftHeader.Decode(header.Header.Encode()).BlockHash);
    });

    [Fact]
    public void Real_blocks_have_their_transactions_root_and_senders() => ForEachBlock((record, header) =>
    {
        var transactions = record.GetProperty("block").GetProperty("transactions").EnumerateArray().Select(t => (Json: t, Transaction: ReadTransaction(t))).ToList();
        foreach (var (json, transaction) in transactions)
        {
            Assert.Equal(json.Text("hash"), transaction.Hash.ToString());
            Assert.Equal(Address.Parse(json.Text("from")), transaction.RecoverSender());
        }
        Assert.Equal(header.Header.TransactionsRoot, PatriciaTrie.OfList(transactions.Select(t => t.Transaction.Encode())).Root);
    });

    [Fact]
    public void Real_blocks_have_their_receipts_root_and_bloom_and_prove_every_receipt() => ForEachBlock((record, header) =>
    {
        var receipts = record.GetProperty("receipts").EnumerateArray().Select(ReadReceipt).ToList();
        var trie = PatriciaTrie.OfList(receipts.Select(r => r.Encode()));
        Assert.Equal(header.Header.ReceiptsRoot, trie.Root);
        Assert.Equal(header.Header.LogsBloom, LogsBloom.Of(receipts.SelectMany(r => r.Logs)));
        for (var i = 0; i < receipts.Count; i++)
        {
            Assert.Equal(receipts[i].Bloom, LogsBloom.Of(receipts[i].Logs));
            var proven = TrieProof.Verify(trie.Root, PatriciaTrie.ListKey(i), trie.Prove(PatriciaTrie.ListKey(i)));
            Assert.Equal(receipts[i].Encode(), Receipt.Decode(proven.Value).Encode());
        }
    });

    [Fact]
    public void The_account_proof_holds_against_the_state_root()
    {
        var file = VectorFile.Read(Vectors.Require("qbft", "blocks.json"));
        var proof = file.GetProperty("proof");
        var block = file.GetProperty("blocks").EnumerateArray().Single(b => b.GetProperty("block").Text("number") == proof.Text("blockNumber"));
        var result = proof.GetProperty("result");
        byte[][] nodes = [.. result.GetProperty("accountProof").EnumerateArray().Select(n => Hex.Decode(n.GetString()!))];
        var proven = TrieProof.Verify(ReadHeader(block.GetProperty("block")).StateRoot, Keccak256.Hash(Address.Parse(proof.Text("address")).Span).Span, nodes);
        Assert.Null(proven.Problem);
        var account = AccountState.Decode(proven.Value);
        Assert.Equal(result.Text("nonce"), Hex.EncodeQuantity(account.Nonce));
        Assert.Equal(Number(result.Text("balance")), account.Balance);
        Assert.Equal(result.Text("storageHash"), account.StorageRoot.ToString());
        Assert.Equal(result.Text("codeHash"), account.CodeHash.ToString());
        Assert.Equal(proven.Value, account.Encode());
    }

    [Fact]
    public void Any_altered_byte_of_a_header_is_found()
    {
        var (record, original) = Blocks().Last();
        var validators = Validators(record);
        var encoded = original.Header.Encode();
        for (var i = 0; i < encoded.Length; i++)
        {
            var altered = encoded.ToArray();
            altered[i] ^= 0x01;
            QbftHeader header;
            try
            {
                header = QbftHeader.Decode(altered);
            }
            catch (FormatException)
            {
                continue;
            }
            Assert.True(header.BlockHash != original.BlockHash || !header.VerifySeals(validators).IsValid, $"byte {i}");
        }
    }

    [Fact]
    public void Seals_of_too_few_of_strangers_or_twice_of_one_are_refused()
    {
        var (record, header) = Blocks().First();
        var validators = Validators(record);
        var seals = header.ExtraData.Seals;
        Assert.Contains("3 are required", With(header, [.. seals.Take(2)]).VerifySeals(validators).Problem, StringComparison.Ordinal);
        Assert.Contains("second of", With(header, [.. seals.Take(2), seals[0]]).VerifySeals(validators).Problem, StringComparison.Ordinal);
        using var stranger = PrivateKey.Generate();
        var foreign = stranger.Sign(header.SealingHash).ToBytes();
        foreign[64] -= 27;
        Assert.Contains("no validator", With(header, [.. seals.Take(3), foreign]).VerifySeals(validators).Problem, StringComparison.Ordinal);
        Assert.Contains("other validators", header.VerifySeals([.. validators.Skip(1)]).Problem, StringComparison.Ordinal);
        Assert.Contains("no validators", header.VerifySeals([]).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(4, 3)]
    [InlineData(6, 4)]
    [InlineData(7, 5)]
    public void The_quorum_is_two_thirds_rounded_up(int validators, int quorum) => Assert.Equal(quorum, QbftHeader.Quorum(validators));

    [Fact]
    public void Votes_and_rounds_round_trip()
    {
        foreach (var vote in new[] { null, new QbftVote(Address.Zero, true), new QbftVote(Address.Zero, false) })
            foreach (var round in new uint[] { 0, 1, 0x80, 0x00FEDCBA })
            {
                var data = new QbftExtraData { Vote = vote, Round = round, Validators = [Address.Zero], Seals = [new byte[65]] };
                var decoded = QbftExtraData.Decode(data.Encode());
                Assert.Equal((vote, round), (decoded.Vote, decoded.Round));
                Assert.Equal(data.Encode(), decoded.Encode());
            }
    }

    private static QbftHeader With(QbftHeader header, IReadOnlyList<byte[]> seals) =>
        new(header.Header with { ExtraData = (header.ExtraData with { Seals = seals }).Encode() });

    private static IEnumerable<(JsonElement Record, QbftHeader Header)> Blocks() =>
        VectorFile.Read(Vectors.Require("qbft", "blocks.json")).GetProperty("blocks").EnumerateArray().Select(r => (r, new QbftHeader(ReadHeader(r.GetProperty("block")))));

    private static void ForEachBlock(Action<JsonElement, QbftHeader> check) => VectorFile.ForEach(
        VectorFile.Read(Vectors.Require("qbft", "blocks.json")).GetProperty("blocks").EnumerateArray(),
        r => r.GetProperty("block").Text("number"),
        r => check(r, new QbftHeader(ReadHeader(r.GetProperty("block")))));

    private static Address[] Validators(JsonElement record) => [.. record.GetProperty("validators").EnumerateArray().Select(v => Address.Parse(v.GetString()!))];

    private static BlockHeader ReadHeader(JsonElement b) => new()
    {
        ParentHash = Hash32.Parse(b.Text("parentHash")),
        UnclesHash = Hash32.Parse(b.Text("sha3Uncles")),
        Beneficiary = Address.Parse(b.Text("miner")),
        StateRoot = Hash32.Parse(b.Text("stateRoot")),
        TransactionsRoot = Hash32.Parse(b.Text("transactionsRoot")),
        ReceiptsRoot = Hash32.Parse(b.Text("receiptsRoot")),
        LogsBloom = new LogsBloom(Hex.Decode(b.Text("logsBloom"))),
        Difficulty = Number(b.Text("difficulty")),
        Number = Hex.DecodeQuantity(b.Text("number")),
        GasLimit = Hex.DecodeQuantity(b.Text("gasLimit")),
        GasUsed = Hex.DecodeQuantity(b.Text("gasUsed")),
        Timestamp = Hex.DecodeQuantity(b.Text("timestamp")),
        ExtraData = Hex.Decode(b.Text("extraData")),
        MixHash = Hash32.Parse(b.Text("mixHash")),
        Nonce = Hex.DecodeQuantity(b.Text("nonce")),
        BaseFeePerGas = b.TryGetProperty("baseFeePerGas", out var fee) ? Number(fee.GetString()!) : null,
    };

    private static Transaction ReadTransaction(JsonElement t)
    {
        var type = (TransactionType)Hex.DecodeQuantity(t.Text("type"));
        var v = Number(t.Text("v"));
        return new Transaction
        {
            Type = type,
            ChainId = type == TransactionType.Legacy && v < 35 ? null : Hex.DecodeQuantity(t.Text("chainId")),
            Nonce = Hex.DecodeQuantity(t.Text("nonce")),
            GasPrice = Number(t.Text("gasPrice")),
            MaxFeePerGas = t.TryGetProperty("maxFeePerGas", out var fee) ? Number(fee.GetString()!) : 0,
            MaxPriorityFeePerGas = t.TryGetProperty("maxPriorityFeePerGas", out var tip) ? Number(tip.GetString()!) : 0,
            GasLimit = Hex.DecodeQuantity(t.Text("gas")),
            To = t.GetProperty("to").GetString() is { } to ? Address.Parse(to) : null,
            Value = Number(t.Text("value")),
            Data = Hex.Decode(t.Text("input")),
            Signature = new Signature(Word(t.Text("r")), Word(t.Text("s")), type == TransactionType.Legacy ? (int)((v - (v < 35 ? 27 : 35)) % 2) : (int)v),
        };
    }

    private static Receipt ReadReceipt(JsonElement r) => new()
    {
        Type = (byte)Hex.DecodeQuantity(r.Text("type")),
        Succeeded = r.Text("status") == "0x1",
        CumulativeGasUsed = Hex.DecodeQuantity(r.Text("cumulativeGasUsed")),
        Bloom = new LogsBloom(Hex.Decode(r.Text("logsBloom"))),
        Logs = [.. r.GetProperty("logs").EnumerateArray().Select(l => new LogEntry(
            Address.Parse(l.Text("address")), [.. l.GetProperty("topics").EnumerateArray().Select(t => Hash32.Parse(t.GetString()!))], Hex.Decode(l.Text("data"))))],
    };

    private static BigInteger Number(string hex) => BigInteger.Parse("0" + hex[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static Hash32 Word(string quantity) => Hash32.Parse("0x" + quantity[2..].PadLeft(64, '0'));
}
