using System.Text;
using System.Text.Json;
using Ledger.Tests;

namespace Ledger.Cli.Tests;

public sealed class VerifyCommandTests
{
    [Theory]
    [InlineData("hand-off.json")]
    [InlineData("rejection.json")]
    [InlineData("event.json")]
    [InlineData("event-2.json")]
    [InlineData("event-2-disclosed.json")]
    [InlineData("hand-off-qbft.json")]
    public async Task A_bundle_that_matches_ends_with_0_and_names_what_is_left_to_trust(string name)
    {
        var result = await Cli.RunAsync("verify", Bundle(name));
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Contains("Verified.", result.Output, StringComparison.Ordinal);
        Assert.Contains("What is left to trust:", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public async Task A_bundle_that_an_editor_saved_with_a_byte_order_mark_is_read(string encoding)
    {
        using var folder = new Folder();
        await File.WriteAllTextAsync(folder["saved.json"], await File.ReadAllTextAsync(Bundle("event-2.json")), Encoding.GetEncoding(encoding));
        Assert.NotEqual((byte)'{', (await File.ReadAllBytesAsync(folder["saved.json"]))[0]);
        Assert.Contains("Verified.", (await Cli.RunAsync("verify", folder["saved.json"])).Output, StringComparison.Ordinal);
        Assert.Equal((await Cli.RunAsync("disclose", Bundle("event-2.json"), "--fields", "bizStep")).Output, (await Cli.RunAsync("disclose", folder["saved.json"], "--fields", "bizStep")).Output);
    }

    [Fact]
    public async Task A_tampered_bundle_ends_with_1_and_says_why()
    {
        using var folder = new Folder();
        await File.WriteAllTextAsync(folder["t.json"], (await File.ReadAllTextAsync(Bundle("hand-off.json"))).Replace("\"to\": 3", "\"to\": 4", StringComparison.Ordinal));
        var result = await Cli.RunAsync("verify", folder["t.json"]);
        Assert.Equal(1, result.Code);
        Assert.Contains("NO  signature (to)", result.Output, StringComparison.Ordinal);
        var json = JsonDocument.Parse((await Cli.RunAsync("verify", folder["t.json"], "--json")).Output).RootElement;
        Assert.False(json.GetProperty("holds").GetBoolean());
        Assert.Contains("call", json.GetProperty("checks").EnumerateArray().Where(check => !check.GetProperty("holds").GetBoolean()).Select(check => check.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Seals_are_checked_against_the_validators_given()
    {
        using var folder = new Folder();
        Assert.Equal(0, (await Cli.RunAsync("verify", Bundle("hand-off-qbft.json"), "--validators", Bundle("validators.json"))).Code);
        await File.WriteAllTextAsync(folder["v.json"], "[\"0x00000000000000000000000000000000000000aa\"]");
        var others = await Cli.RunAsync("verify", Bundle("hand-off-qbft.json"), "--validators", folder["v.json"]);
        Assert.Equal(1, others.Code);
        Assert.Contains("NO  seals", others.Output, StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder["v.json"], "{}");
        Assert.Contains("malformed-validators", (await Cli.RunAsync("verify", Bundle("hand-off-qbft.json"), "--validators", folder["v.json"])).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_cannot_be_reached_ends_with_2_and_a_missing_file_with_1()
    {
        Assert.Equal(2, (await Cli.RunAsync("verify", Bundle("hand-off.json"), "--rpc", "http://127.0.0.1:1")).Code);
        Assert.Equal(1, (await Cli.RunAsync("verify", Bundle("no such file"))).Code);
    }

    private static string Bundle(string name) => Path.Combine(Repository.Root, "tests", "Ledger.Sdk.Tests", "Provenance", "Bundles", name);
}
