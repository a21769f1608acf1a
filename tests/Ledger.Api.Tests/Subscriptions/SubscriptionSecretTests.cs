using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Ledger.Api.Tests.Deliveries;
using Ledger.Sdk.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ledger.Api.Tests.Subscriptions;

/// <summary>What signs a webhook: GS1's text calls it <c>signatureToken</c>, its schema requires <c>secret</c>.</summary>
public sealed class SubscriptionSecretTests(SubscriptionTests.Host fixture) : IClassFixture<SubscriptionTests.Host>
{
    private const string Path = "/epcis/v2/queries/shipped/subscriptions";
    private const string Token = "f00dfacef00dfacef00dfacef00dface";

    [Theory]
    [InlineData("signatureToken")]
    [InlineData("secret")]
    [InlineData("signatureToken", "secret")]
    public async Task Either_name_gives_what_signs_and_neither_is_shown(params string[] names)
    {
        await using var receiver = await Receiver.StartAsync();
        var body = new JsonObject { ["dest"] = receiver.Url, ["stream"] = true };
        foreach (var name in names) body[name] = Token;
        var created = await fixture.Farm.PostAsJsonAsync(Path, body);
        var answer = await created.Content.ReadAsStringAsync();
        Assert.True(created.StatusCode == HttpStatusCode.Created, answer);
        Assert.True((bool)JsonNode.Parse(answer)!["hasToken"]!);
        await fixture.CaptureAsync();
        var sent = (await receiver.TakenAsync(1))[0];
        Assert.True(WebhookSignature.Verify(Token, sent.Headers["GS1-Signature"], Encoding.UTF8.GetBytes(sent.Body), DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1)));
        foreach (var path in new[] { Path, $"{created.Headers.Location}", $"{created.Headers.Location}/deliveries" })
            Assert.DoesNotContain(Token, answer + await fixture.Farm.GetStringAsync(path), StringComparison.Ordinal);
        await fixture.Farm.DeleteAsync(created.Headers.Location);
    }

    [Fact]
    public async Task No_refusal_and_no_log_line_repeats_it()
    {
        using var log = new LogLines();
        fixture.Api.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        var long1025 = string.Concat(Enumerable.Repeat(Token, 33))[..1025];
        foreach (var (fields, code) in new[]
        {
            ($"\"secret\":\"{long1025}\"", "subscription-invalid"), ($"\"signatureToken\":\"{long1025}\"", "subscription-invalid"),
            ($"\"secret\":\"{Token}\",\"signatureToken\":\"{Token[1..]}\"", "subscription-invalid"), ($"\"secret\":[\"{Token}\"]", "malformed-json"),
            ($"\"secret\":{{\"{Token}\":1}}", "malformed-json"), ($"\"secret\":\"{Token}\\ud800\"", "malformed-json"), ($"\"secret\":\"{Token}\",\"secret\":\"{Token}\"", "malformed-json"),
            ($"\"secret\":\"{Token}\",\"colour\":\"red\"", "unknown-field"), ($"\"secret\":\"{Token}", "malformed-json"),
        })
        {
            var response = await fixture.Farm.PostAsync(Path, ApiHost.JsonBody($"{{\"dest\":\"https://partner.example/\",\"stream\":true,{fields}}}"));
            Assert.Equal((400, code), await ApiHost.ProblemAsync(response));
            Assert.DoesNotContain(Token, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        Assert.DoesNotContain(log.Lines, line => line.Contains(Token, StringComparison.Ordinal));
        var longest = await fixture.Farm.PostAsJsonAsync(Path, new { dest = "https://partner.example/", stream = true, secret = long1025[1..] });
        Assert.Equal(HttpStatusCode.Created, longest.StatusCode);
        Assert.DoesNotContain(log.Lines, line => line.Contains(Token, StringComparison.Ordinal));
        await fixture.Farm.DeleteAsync(longest.Headers.Location);
    }

    [Fact]
    public async Task The_document_of_the_interface_names_both()
    {
        var document = JsonNode.Parse(await fixture.Api.Client.GetStringAsync("/openapi/v1.json"))!;
        var post = document["paths"]!["/epcis/v2/queries/{queryName}/subscriptions"]!["post"]!;
        var schema = ((string)post["requestBody"]!["content"]!["application/json"]!["schema"]!["$ref"]!).Split('/')[^1];
        var properties = document["components"]!["schemas"]![schema]!["properties"]!.AsObject();
        Assert.Superset(new HashSet<string> { "dest", "signatureToken", "secret" }, properties.Select(property => property.Key).ToHashSet());
    }

    /// <summary>Everything that is logged, at every level.</summary>
    private sealed class LogLines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception) + exception);

        public void Dispose()
        {
        }
    }
}
