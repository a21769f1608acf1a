using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Tests.Ethereum;

public sealed class TransactionTests
{
    [Theory]
    [InlineData("Legacy")]
    [InlineData("Eip155")]
    [InlineData("Berlin")]
    [InlineData("London")]
    [InlineData("Cancun")]
    public void Published_transactions_encode_sign_decode_and_recover(string fork) =>
        // The file leaves an encoding empty where the fields have none in that fork.
        VectorFile.ForEach(VectorFile.Ethereum("transactions.json").EnumerateArray().Where(c => c.Text("signed" + fork).Length > 0), c => c.Text("name"), testCase =>
        {
            using var key = PrivateKey.Parse(testCase.Text("privateKey"));
            var transaction = Read(testCase.GetProperty("transaction"), fork);
            Assert.Equal(testCase.Text("unsigned" + fork), Hex.Encode(transaction.Encode()));
            Assert.Equal(testCase.Text("unsigned" + fork), Hex.Encode(Transaction.Decode(transaction.Encode()).Encode()));
            var signed = transaction.Sign(key);
            var raw = testCase.Text("signed" + fork);
            Assert.Equal(raw, Hex.Encode(signed.Encode()));
            var decoded = Transaction.Decode(Hex.Decode(raw));
            Assert.Equal(raw, Hex.Encode(decoded.Encode()));
            Assert.Equal(key.Address, decoded.RecoverSender());
            Assert.Equal(signed.Hash, decoded.Hash);
            Assert.Equal(Keccak256.Hash(Hex.Decode(raw)), decoded.Hash);
        });

    [Fact]
    public void Published_CREATE2_addresses_are_found() =>
        VectorFile.ForEach(VectorFile.Ethereum("create2.json").EnumerateArray(), c => c.Text("sender"), testCase =>
        {
            foreach (var create in testCase.GetProperty("creates").EnumerateArray())
            {
                var hash = Keccak256.Hash(Hex.Decode(create.Text("initCode")));
                Assert.Equal(create.Text("initCodeHash"), hash.ToString());
                Assert.Equal(create.Text("address"), ContractAddress.Create2(Address.Parse(testCase.Text("sender")), Hash32.Parse(create.Text("salt")), hash).ToString());
            }
        });

    [Theory]
    [InlineData(0, "0xcd234A471b72ba2F1Ccf0A70FCABA648a5eeCD8d")]
    [InlineData(1, "0x343c43A37D37dfF08AE8C4A11544c718AbB4fCF8")]
    [InlineData(2, "0xf778B86FA74E846c4f0a1fBd1335FE81c00a0C91")]
    public void Created_contracts_have_the_known_addresses(ulong nonce, string expected) =>
        Assert.Equal(expected, ContractAddress.Create(Address.Parse("0x6ac7ea33f8831ea9dcc53393aaa88b25a785dbf0"), nonce).ToString());

    [Fact]
    public void A_signed_transaction_without_its_chain_is_refused() =>
        Assert.Throws<InvalidOperationException>(() => new Transaction { Type = TransactionType.DynamicFee }.Encode());

    [Fact]
    public void An_unsigned_transaction_has_no_hash_and_no_sender()
    {
        var transaction = new Transaction { ChainId = 1 };
        Assert.Throws<InvalidOperationException>(() => transaction.Hash);
        Assert.Throws<InvalidOperationException>(() => transaction.RecoverSender());
    }

    [Theory]
    [InlineData("0x")]
    [InlineData("0x04c0")]
    [InlineData("0x02")]
    [InlineData("0xc0")]
    [InlineData("0x02c0")]
    [InlineData("0x80")]
    public void Malformed_bytes_are_refused(string raw) => Assert.Throws<FormatException>(() => Transaction.Decode(Hex.Decode(raw)));

    [Fact]
    public void Every_truncation_of_a_transaction_is_refused()
    {
        using var key = PrivateKey.Generate();
        foreach (var type in Enum.GetValues<TransactionType>())
        {
            var raw = new Transaction { Type = type, ChainId = 20261, Nonce = 7, GasLimit = 50_000, To = key.Address, Data = new byte[100] }.Sign(key).Encode();
            for (var length = 0; length < raw.Length; length++) Assert.Throws<FormatException>(() => Transaction.Decode(raw.AsSpan(0, length)));
            Assert.Throws<FormatException>(() => Transaction.Decode([.. raw, 0]));
        }
    }

    private static Transaction Read(JsonElement fields, string fork) => new()
    {
        Type = fork switch { "Berlin" => TransactionType.AccessList, "London" => TransactionType.DynamicFee, "Cancun" => TransactionType.Blob, _ => TransactionType.Legacy },
        ChainId = fork == "Legacy" || fork == "Eip155" && Number(fields, "chainId").IsZero ? null : (ulong)Number(fields, "chainId"),
        Nonce = (ulong)Number(fields, "nonce"),
        GasPrice = Number(fields, "gasPrice"),
        MaxPriorityFeePerGas = Number(fields, "maxPriorityFeePerGas"),
        MaxFeePerGas = Number(fields, "maxFeePerGas"),
        MaxFeePerBlobGas = Number(fields, "maxFeePerBlobGas"),
        BlobVersionedHashes = fork == "Cancun" && fields.TryGetProperty("blobVersionedHashes", out var hashes) ? [.. hashes.EnumerateArray().Select(h => Hash32.Parse(h.GetString()!))] : [],
        GasLimit = (ulong)Number(fields, "gasLimit"),
        To = fields.TryGetProperty("to", out var to) && to.GetString() is { } address ? Address.Parse(address) : null,
        Value = Number(fields, "value"),
        Data = fields.TryGetProperty("data", out var data) ? Hex.Decode(data.GetString()!) : [],
        AccessList = fork is "Legacy" or "Eip155" || !fields.TryGetProperty("accessList", out var list) ? [] : [.. list.EnumerateArray().Select(Entry)],
    };

    private static AccessListEntry Entry(JsonElement entry) =>
        new(Address.Parse(entry.Text("address")), [.. entry.GetProperty("storageKeys").EnumerateArray().Select(k => Hash32.Parse(k.GetString()!))]);

    private static BigInteger Number(JsonElement fields, string name)
    {
        if (!fields.TryGetProperty(name, out var value)) return 0;
        return value.ValueKind == JsonValueKind.Number
            ? value.GetUInt64()
            : BigInteger.Parse("0" + value.GetString()![2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }
}
