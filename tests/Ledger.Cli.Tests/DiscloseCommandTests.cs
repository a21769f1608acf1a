using Ledger.Tests;

namespace Ledger.Cli.Tests;

public sealed class DiscloseCommandTests
{
    private static string Bundle => Path.Combine(Repository.Root, "tests", "Ledger.Sdk.Tests", "Provenance", "Bundles", "event-2.json");

    [Theory]
    [InlineData("eventTime,bizStep")]
    [InlineData("eventTime, bizStep", "--out")]
    public async Task The_named_fields_alone_are_shown_and_verify(string fields, params string[] rest)
    {
        using var folder = new Folder();
        var result = await Cli.RunAsync(["disclose", Bundle, "--fields", fields, .. rest, .. rest.Select(_ => folder["part.json"])]);
        Assert.Equal((0, ""), (result.Code, result.Error));
        if (rest.Length == 0) await File.WriteAllTextAsync(folder["part.json"], result.Output);
        else Assert.Contains("shows eventTime, bizStep; 8 of 10 fields are withheld", result.Output, StringComparison.Ordinal);
        var text = await File.ReadAllTextAsync(folder["part.json"]);
        Assert.DoesNotContain("OBSERVE", text, StringComparison.Ordinal);
        Assert.DoesNotContain("eventHash", text, StringComparison.Ordinal);
        var verified = await Cli.RunAsync("verify", folder["part.json"]);
        Assert.Equal(0, verified.Code);
        Assert.Contains("the fields eventTime, bizStep are shown, 8 of 10 are withheld; who captured it is not shown", verified.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hidden_field_takes_the_event_hash_with_it()
    {
        var result = await Cli.RunAsync("disclose", Bundle, "--hide", "bizStep");
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.DoesNotContain("shipping", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("ni:///sha-256", result.Output, StringComparison.Ordinal);
        Assert.Contains("OBSERVE", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_event_hash_is_shown_beside_withheld_fields_only_with_a_warning()
    {
        using var folder = new Folder();
        var result = await Cli.RunAsync("disclose", Bundle, "--fields", "eventHash,eventTime", "--out", folder["part.json"]);
        Assert.Equal(0, result.Code);
        Assert.Contains("whoever guesses the withheld fields", result.Error, StringComparison.Ordinal);
        Assert.Contains("party 2 captured it and signed for that", (await Cli.RunAsync("verify", folder["part.json"])).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unknown-field", "--fields", "eventTime,quantityList")]
    [InlineData("bad-input")]
    [InlineData("bad-input", "--fields", "eventTime", "--hide", "bizStep")]
    public async Task What_cannot_be_done_says_what_the_bundle_shows(string code, params string[] arguments)
    {
        var result = await Cli.RunAsync(["disclose", Bundle, .. arguments]);
        Assert.Equal((1, ""), (result.Code, result.Output));
        Assert.Contains($"error {code}", result.Error, StringComparison.Ordinal);
        Assert.Contains("epcList", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_altered_part_does_not_verify()
    {
        using var folder = new Folder();
        var part = (await Cli.RunAsync("disclose", Bundle, "--fields", "eventTime,bizStep")).Output;
        await File.WriteAllTextAsync(folder["part.json"], part.Replace("shipping", "sampling", StringComparison.Ordinal));
        var verified = await Cli.RunAsync("verify", folder["part.json"]);
        Assert.Equal(1, verified.Code);
        Assert.Contains("NO  fields", verified.Output, StringComparison.Ordinal);
    }
}
