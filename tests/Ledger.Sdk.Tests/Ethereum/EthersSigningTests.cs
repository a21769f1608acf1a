using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Tests.Ethereum;

public sealed class EthersSigningTests
{
    [Fact]
    public void Typed_data_encode_hash_and_sign() =>
        VectorFile.ForEach(EthersTestcases.Read("eip712"), c => c.Text("name"), TypedDataTests.Check);

    [Fact]
    public void RLP_encodes_and_decodes() => VectorFile.ForEach(EthersTestcases.Read("rlp-coder"), c => c.Text("name"), RlpTests.CheckHex);

    [Fact]
    public void Hashes_agree() => VectorFile.ForEach(EthersTestcases.Read("hashes"), c => c.Text("data"), testCase =>
        Assert.Equal(testCase.Text("keccak256"), Keccak256.Hash(Hex.Decode(testCase.Text("data"))).ToString()));

    [Fact]
    public void Accounts_have_their_addresses_and_checksums() => VectorFile.ForEach(EthersTestcases.Read("accounts"), c => c.Text("name"), testCase =>
    {
        Assert.Equal(testCase.Text("checksumAddress"), Address.Parse(testCase.Text("address")).ToString());
        if (!testCase.TryGetProperty("privateKey", out var secret)) return;
        using var key = PrivateKey.Parse(secret.GetString()!);
        Assert.Equal(testCase.Text("checksumAddress"), key.Address.ToString());
    });

    [Fact]
    public void Wallets_of_version_3_open() =>
        VectorFile.ForEach(EthersTestcases.Read("wallets").Where(c => c.Text("type") == "secret-storage"), c => c.Text("name"), testCase =>
        {
            using var key = KeyFile.Decrypt(testCase.Text("json"), testCase.Text("password"));
            Assert.Equal(testCase.Text("privateKey"), Hex.Encode(key.ExportBytes()));
        });

    [Theory]
    [InlineData("", null)]
    [InlineData("ChainId5", 5UL)]
    public void Legacy_transactions_encode_sign_and_decode(string suffix, ulong? chainId) =>
        // A gas limit beyond 64 bits, as some cases have it, is accepted by no client.
        VectorFile.ForEach(EthersTestcases.Read("transactions").Where(c => !c.TryGetProperty("v", out _) && Number(c, "gasLimit") <= ulong.MaxValue), c => c.Text("name"), testCase =>
        {
            using var key = PrivateKey.Parse(testCase.Text("privateKey"));
            var transaction = Read(testCase) with { Type = TransactionType.Legacy, ChainId = chainId };
            Check(transaction, key, testCase.Text("unsignedTransaction" + suffix), testCase.Text("signedTransaction" + suffix));
        });

    [Fact]
    public void Typed_transactions_encode_sign_and_decode() =>
        VectorFile.ForEach(EthersTestcases.Read("typed-transactions"), c => c.Text("name"), testCase =>
        {
            using var key = PrivateKey.Parse(testCase.Text("key"));
            var fields = testCase.GetProperty("tx");
            var transaction = Read(fields) with
            {
                Type = (TransactionType)fields.GetProperty("type").GetInt32(),
                ChainId = (ulong)Number(fields, "chainId"),
                AccessList = fields.TryGetProperty("accessList", out var list) ? [.. list.EnumerateArray().Select(Entry)] : [],
            };
            Check(transaction, key, testCase.Text("unsigned"), testCase.Text("signed"));
        });

    private static void Check(Transaction transaction, PrivateKey key, string unsigned, string signed)
    {
        Assert.Equal(unsigned, Hex.Encode(transaction.Encode()));
        Assert.Equal(signed, Hex.Encode(transaction.Sign(key).Encode()));
        var decoded = Transaction.Decode(Hex.Decode(signed));
        Assert.Equal(key.Address, decoded.RecoverSender());
        Assert.Equal(signed, Hex.Encode(decoded.Encode()));
        Assert.Equal(unsigned, Hex.Encode(Transaction.Decode(Hex.Decode(unsigned)).Encode()));
    }

    private static Transaction Read(JsonElement fields) => new()
    {
        Nonce = (ulong)Number(fields, "nonce"),
        GasPrice = Number(fields, "gasPrice"),
        // The cases leave the two fees equal where only one is given.
        MaxPriorityFeePerGas = Number(fields, "maxPriorityFeePerGas"),
        MaxFeePerGas = Number(fields, "maxFeePerGas"),
        GasLimit = (ulong)Number(fields, "gasLimit"),
        To = fields.TryGetProperty("to", out var to) && to.GetString() is { Length: > 2 } address ? Address.Parse(address) : null,
        Value = Number(fields, "value"),
        Data = fields.TryGetProperty("data", out var data) ? Hex.Decode(data.GetString()!) : [],
    };

    private static AccessListEntry Entry(JsonElement entry) => entry.ValueKind == JsonValueKind.Array
        ? new(Address.Parse(entry[0].GetString()!), [.. entry[1].EnumerateArray().Select(k => Hash32.Parse(k.GetString()!))])
        : new(Address.Parse(entry.Text("address")), [.. entry.GetProperty("storageKeys").EnumerateArray().Select(k => Hash32.Parse(k.GetString()!))]);

    private static BigInteger Number(JsonElement fields, string name)
    {
        if (!fields.TryGetProperty(name, out var value)) return 0;
        return value.ValueKind == JsonValueKind.Number
            ? value.GetUInt64()
            : BigInteger.Parse("0" + value.GetString()![2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }
}
