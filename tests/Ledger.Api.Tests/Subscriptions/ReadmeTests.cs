using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ledger.Api.Tests.Confidentiality;
using Ledger.Api.Tests.Deliveries;
using Ledger.Api.Tests.Documents;
using Ledger.Sdk.Webhooks;

namespace Ledger.Api.Tests.Subscriptions;

/// <summary>What README shows of subscriptions, with curl as it is printed, against a receiver that checks the signature.</summary>
public sealed partial class ReadmeTests
{
    private const string Token = "a token of your own";
    private const string Id = "urn:uuid:8bd8b1a8-3a34-4d6b-9b0a-0000000000a1";

    [Fact]
    public async Task A_subscription_made_as_readme_shows_it_tells_of_an_event_with_a_signature_that_holds()
    {
        await using var world = await PrivacyWorld.StartAsync(configure: options => options.WebhooksToLoopback = true);
        await using var receiver = await Receiver.StartAsync();
        var issued = await world.Shop.PostAsJsonAsync("/api-keys", new { name = "goods in", scopes = new[] { "query", "subscribe" } });
        var key = (string)(await issued.Content.ReadFromJsonAsync<JsonObject>())!["key"]!;
        var readme = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md"));
        var commands = Block().Match(readme).Groups[1].Value.Split('\n').Where(line => line.StartsWith("curl ", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, commands.Count);
        var script = string.Join('\n', commands).Replace("https://partner.example.com/epcis", receiver.Url + "/epcis", StringComparison.Ordinal);
        await RunAsync($"key='{key}' api='{world.Host.Client.BaseAddress!.ToString().TrimEnd('/')}'\n{script}");
        await PrivacyWorld.CaptureAsync(world.Farm, Samples.Document(Samples.Event(Id, "urn:epc:id:sgtin:9506000.013435.9", "receiving"), Samples.Event(Id.Replace("a1", "a2"), "urn:epc:id:sgtin:9506000.013435.9")));
        for (var start = DateTime.UtcNow; receiver.Requests.IsEmpty; await Task.Delay(50))
            Assert.True(DateTime.UtcNow - start < TimeSpan.FromSeconds(30), "Nothing was told within 30 s.");
        var told = receiver.Requests.First();
        Assert.Equal("/epcis", told.Path);
        Assert.StartsWith("application/json", told.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Equal([Id], SubscriptionRig.EventIds(told.Body));
        Assert.True(WebhookSignature.Verify(Token, told.Headers[WebhookSignature.Gs1Header], Encoding.UTF8.GetBytes(told.Body), DateTimeOffset.UtcNow, TimeSpan.FromMinutes(5)));
    }

    private static async Task RunAsync(string script)
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (shell.StandardOutput.ReadToEndAsync(), shell.StandardError.ReadToEndAsync());
        await shell.WaitForExitAsync();
        Assert.True(shell.ExitCode == 0, $"{await output}\n{await errors}");
    }

    [GeneratedRegex("^## Be told of events$.*?^```sh$(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
