using System.Text;
using System.Text.Json.Nodes;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Tests.Ethereum;

public sealed class KeyFileTests
{
    private static readonly KeyDerivation Quick = new KeyDerivation.Scrypted(16, 8, 1);

    [Fact]
    public void Key_files_of_ethereum_tests_open() =>
        VectorFile.ForEach(VectorFile.Ethereum("ethereum-tests-basic_tests.json").EnumerateObject().Select(p => p.Value), c => c.Text("priv"), testCase =>
        {
            using var key = KeyFile.Decrypt(testCase.GetProperty("json").GetRawText(), testCase.Text("password"));
            Assert.Equal("0x" + testCase.Text("priv"), Hex.Encode(key.ExportBytes()));
        });

    [Fact]
    public void Published_wallets_of_version_3_open() =>
        VectorFile.ForEach(VectorFile.Ethereum("wallets.json").EnumerateArray().Where(c => c.Text("type") == "keystore"), c => c.Text("name"), testCase =>
        {
            using var key = KeyFile.Decrypt(testCase.Text("content"), Encoding.UTF8.GetString(Hex.Decode(testCase.Text("password"))));
            Assert.Equal(testCase.Text("address"), key.Address.ToString());
        });

    [Theory]
    [InlineData("", "", 16, 1, 1, "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906")]
    [InlineData("password", "NaCl", 1024, 8, 16, "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640")]
    public void Scrypt_gives_the_vectors_of_RFC_7914(string password, string salt, int n, int r, int p, string expected) =>
        Assert.Equal(expected, Convert.ToHexStringLower(Scrypt.Derive(Encoding.ASCII.GetBytes(password), Encoding.ASCII.GetBytes(salt), n, r, p, 64)));

    [Fact]
    public void A_key_comes_back_from_its_file_under_either_derivation()
    {
        using var key = PrivateKey.Generate();
        foreach (var derivation in new[] { Quick, new KeyDerivation.Pbkdf2(10), KeyDerivation.Light })
        {
            using var back = KeyFile.Decrypt(KeyFile.Encrypt(key, "pass wörd", derivation), "pass wörd");
            Assert.Equal(key.ExportBytes(), back.ExportBytes());
        }
    }

    [Fact]
    public void A_saved_file_is_its_owners_alone_and_never_overwritten()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using var key = PrivateKey.Generate();
            KeyFile.Save(path, key, "p", Quick);
            if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            Assert.Throws<IOException>(() => KeyFile.Save(path, key, "p", Quick));
            using var back = KeyFile.Load(path, "p");
            Assert.Equal(key.Address, back.Address);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_wrong_password_says_so() => Assert.Equal("key-file-wrong-password", Code(_ => { }, password: "other"));

    [Theory]
    [InlineData("ciphertext", "key-file-wrong-password")]
    [InlineData("mac", "key-file-wrong-password")]
    public void Altered_ciphertext_or_MAC_does_not_open(string field, string code) => Assert.Equal(code, Code(file =>
    {
        var text = (string)file["crypto"]![field]!;
        file["crypto"]![field] = (text[0] == '0' ? "1" : "0") + text[1..];
    }));

    [Fact]
    public void An_altered_address_is_found() =>
        Assert.Equal("key-file-wrong-address", Code(file => file["address"] = new string('1', 40)));

    [Theory]
    [InlineData(1 << 30, 8, 1)]
    [InlineData(1 << 18, 1 << 20, 1)]
    [InlineData(1 << 18, 8, 1 << 20)]
    [InlineData(1000, 8, 1)]
    [InlineData(0, 8, 1)]
    [InlineData(16, 0, 1)]
    [InlineData(16, 8, -1)]
    public void Hostile_scrypt_parameters_are_refused_before_memory_is_taken(int n, int r, int p) =>
        Assert.Equal("key-file-too-costly", Code(file => (file["crypto"]!["kdfparams"]!["n"], file["crypto"]!["kdfparams"]!["r"], file["crypto"]!["kdfparams"]!["p"]) = (n, r, p)));

    [Theory]
    [InlineData("version", "4", "key-file-unsupported")]
    [InlineData("crypto/cipher", "\"aes-256-gcm\"", "key-file-unsupported")]
    [InlineData("crypto/kdf", "\"argon2\"", "key-file-unsupported")]
    [InlineData("crypto/kdfparams/dklen", "16", "key-file-malformed")]
    [InlineData("crypto/kdfparams/dklen", "2000000000", "key-file-malformed")]
    [InlineData("crypto/kdfparams/n", "\"many\"", "key-file-malformed")]
    [InlineData("crypto/kdfparams/salt", "\"xyz\"", "key-file-malformed")]
    [InlineData("crypto/cipherparams/iv", "\"00\"", "key-file-malformed")]
    [InlineData("crypto/ciphertext", "\"\"", "key-file-malformed")]
    [InlineData("crypto", "null", "key-file-malformed")]
    public void Malformed_files_say_what_is_wrong(string path, string value, string code) => Assert.Equal(code, Code(file =>
    {
        JsonNode node = file;
        var parts = path.Split('/');
        foreach (var part in parts[..^1]) node = node[part]!;
        node[parts[^1]] = JsonNode.Parse(value);
    }));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"version\":3}")]
    public void Other_text_is_refused(string json) => Assert.Equal("key-file-malformed", Assert.Throws<LedgerException>(() => KeyFile.Decrypt(json, "p")).Code);

    private static string Code(Action<JsonNode> alter, string password = "password")
    {
        using var key = PrivateKey.Generate();
        var file = JsonNode.Parse(KeyFile.Encrypt(key, "password", Quick))!;
        alter(file);
        return Assert.Throws<LedgerException>(() => KeyFile.Decrypt(file.ToJsonString(), password)).Code;
    }
}
