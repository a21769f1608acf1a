using System.Text.Json;
using Ledger.Sdk.Ethereum;

namespace Ledger.Cli.Tests;

public sealed class KeysCommandTests
{
    [Fact]
    public async Task A_new_key_file_opens_with_its_password_only_and_is_never_overwritten()
    {
        using var folder = new Folder();
        var made = await Cli.RunAsync("keys", "new", "--out", folder["a.json"], "--password-file", folder["password"], "--json");
        Assert.Equal((0, ""), (made.Code, made.Error));
        var address = JsonDocument.Parse(made.Output).RootElement.GetProperty("address").GetString();
        Assert.Equal(KeyFile.Load(folder["a.json"], "correct horse").Address, Address.Parse(address!));

        var shown = await Cli.RunAsync("keys", "show", folder["a.json"], "--password-file", folder["password"]);
        Assert.Equal((0, KeyFile.Load(folder["a.json"], "correct horse").Address + Environment.NewLine), (shown.Code, shown.Output));

        await File.WriteAllTextAsync(folder["wrong"], "battery staple");
        var wrong = await Cli.RunAsync("keys", "show", folder["a.json"], "--password-file", folder["wrong"], "--json");
        Assert.Equal(1, wrong.Code);
        Assert.Equal("key-file-wrong-password", JsonDocument.Parse(wrong.Error).RootElement.GetProperty("code").GetString());

        var before = await File.ReadAllBytesAsync(folder["a.json"]);
        Assert.Equal(1, (await Cli.RunAsync("keys", "new", "--out", folder["a.json"], "--password-file", folder["password"])).Code);
        Assert.Equal(before, await File.ReadAllBytesAsync(folder["a.json"]));
    }

    [Fact]
    public async Task No_password_is_taken_as_an_argument_and_none_is_made_up()
    {
        using var folder = new Folder();
        Assert.Equal(1, (await Cli.RunAsync("keys", "new", "--out", folder["a.json"], "--password", "secret")).Code);
        var silent = await Cli.RunAsync("keys", "new", "--out", folder["a.json"], "--json");
        Assert.Equal(1, silent.Code);
        Assert.Contains("password-missing", silent.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["a.json"]));
    }
}
