using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Tests.Ethereum;

public sealed class TypedDataTests
{
    // The example of EIP-712 itself, with its published digest and signature.
    private const string Mail = """
        {"types":{"EIP712Domain":[{"name":"name","type":"string"},{"name":"version","type":"string"},{"name":"chainId","type":"uint256"},
        {"name":"verifyingContract","type":"address"}],"Person":[{"name":"name","type":"string"},{"name":"wallet","type":"address"}],
        "Mail":[{"name":"from","type":"Person"},{"name":"to","type":"Person"},{"name":"contents","type":"string"}]},"primaryType":"Mail",
        "domain":{"name":"Ether Mail","version":"1","chainId":1,"verifyingContract":"0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC"},
        "message":{"from":{"name":"Cow","wallet":"0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826"},
        "to":{"name":"Bob","wallet":"0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB"},"contents":"Hello, Bob!"}}
        """;

    [Fact]
    public void The_example_of_EIP_712_has_the_published_digest_and_signature()
    {
        var data = TypedData.Parse(Mail);
        Assert.Equal("Mail(Person from,Person to,string contents)Person(string name,address wallet)", data.Types.EncodeType("Mail"));
        Assert.Equal("0xf2cee375fa42b42143804025fc449deafd50cc031ca257e0b194a650a912090f", data.DomainSeparator.ToString());
        Assert.Equal("0xbe609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2", data.Digest.ToString());
        using var cow = PrivateKey.FromBytes(Keccak256.Hash("cow"u8).Span);
        var signature = cow.Sign(data.Digest);
        Assert.Equal("0x4355c47d63924e8a72e509b65029052eb6c299d53a04e167c5775fd466751c9d", signature.R.ToString());
        Assert.Equal("0x07299936d304c153f6443dfa05f40ff007d72911b6f72307f996231605b91562", signature.S.ToString());
        Assert.Equal(28, signature.V);
        Assert.Equal(cow.Address, signature.Recover(data.Digest));
    }

    [Fact]
    public void Struct_hashing_by_hand_agrees_with_the_document()
    {
        var domain = Eip712.DomainSeparator("Ether Mail", "1", 1, Address.Parse("0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC"));
        var mail = new Eip712Struct(Eip712.TypeHash("Mail(Person from,Person to,string contents)Person(string name,address wallet)"));
        mail.Add(Person("Cow", "0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826"));
        mail.Add(Person("Bob", "0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB"));
        mail.AddString("Hello, Bob!");
        Assert.Equal(TypedData.Parse(Mail).Digest, Eip712.Digest(domain, mail.Hash()));

        static Hash32 Person(string name, string wallet)
        {
            var person = new Eip712Struct(Eip712.TypeHash("Person(string name,address wallet)"));
            person.AddString(name);
            person.Add(Address.Parse(wallet));
            return person.Hash();
        }
    }

    [Fact]
    public void Published_typed_data_encode_and_hash() =>
        VectorFile.ForEach(VectorFile.Ethereum("typed-data.json").EnumerateArray(), c => c.Text("name"), Check);

    internal static void Check(JsonElement testCase)
    {
        var data = new TypedData(
            Domain(testCase.GetProperty("domain")), TypedDataTypes.Parse(testCase.GetProperty("types")), testCase.Text("primaryType"), testCase.GetProperty("data"));
        Assert.Equal(testCase.Text("encoded"), Hex.Encode(data.EncodeData()));
        Assert.Equal(testCase.Text("digest"), data.Digest.ToString());
        if (!testCase.TryGetProperty("signature", out var signature)) return;
        using var key = PrivateKey.Parse(testCase.Text("privateKey"));
        Assert.Equal(signature.GetString(), key.Sign(data.Digest).ToString());
    }

    [Theory]
    [InlineData("\"chainId\":1", "\"chainId\":-1")]
    [InlineData("\"contents\":\"Hello", "\"subject\":\"Hello")]
    [InlineData("0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB", "0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBB")]
    [InlineData("\"type\":\"Person\"", "\"type\":\"Company\"")]
    [InlineData("\"primaryType\":\"Mail\"", "\"primaryType\":\"Male\"")]
    [InlineData("Hello, Bob!", "\\ud800")]
    [InlineData("\"primaryType\":\"Mail\"", "\"primaryType\":\"\\ud800\"")]
    public void A_message_that_does_not_match_its_type_is_refused(string from, string to) =>
        Assert.Throws<FormatException>(() => TypedData.Parse(Mail.Replace(from, to, StringComparison.Ordinal)).Digest);

    [Fact]
    public void Types_that_refer_to_themselves_encode()
    {
        var data = TypedData.Parse("""
            {"types":{"Node":[{"name":"id","type":"uint8"},{"name":"children","type":"Node[]"}]},"primaryType":"Node","domain":{"name":"t"},
            "message":{"id":1,"children":[{"id":2,"children":[]}]}}
            """);
        Assert.Equal("Node(uint8 id,Node[] children)", data.Types.EncodeType("Node"));
        Assert.Equal(96, data.EncodeData().Length);
    }

    private static Eip712Domain Domain(JsonElement domain) => new(
        domain.TryGetProperty("name", out var name) ? name.GetString() : null,
        domain.TryGetProperty("version", out var version) ? version.GetString() : null,
        domain.TryGetProperty("chainId", out var chainId) ? Number(chainId) : null,
        domain.TryGetProperty("verifyingContract", out var contract) ? Address.Parse(contract.GetString()!) : null,
        domain.TryGetProperty("salt", out var salt) ? Hash32.Parse(salt.GetString()!) : null);

    private static BigInteger Number(JsonElement value) =>
        BigInteger.Parse(value.ValueKind == JsonValueKind.Number ? value.GetRawText() : value.GetString()!, CultureInfo.InvariantCulture);
}
