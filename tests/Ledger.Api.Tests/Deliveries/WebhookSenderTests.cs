using System.Net;
using System.Text;
using Ledger.Api.Deliveries;
using Ledger.Sdk.Webhooks;
using Microsoft.AspNetCore.Http;

namespace Ledger.Api.Tests.Deliveries;

public sealed class WebhookSenderTests : IAsyncLifetime
{
    private const string Token = "a token that nobody else has";
    private readonly FakeTime time = new();
    private Receiver receiver = null!;

    public async ValueTask InitializeAsync() => receiver = await Receiver.StartAsync();

    public ValueTask DisposeAsync() => receiver.DisposeAsync();

    [Fact]
    public async Task A_request_carries_its_id_its_attempt_and_a_signature_that_the_receiver_can_check()
    {
        var result = await SendAsync(new DestinationGuard(true), receiver.Url + "/hook?key=1");
        Assert.Equal(new WebhookResult(200, null), result);
        var request = Assert.Single(receiver.Requests);
        Assert.Equal(("/hook", "{\"a\":1}", "d1", "3"), (request.Path, request.Body, request.Id, request.Headers["Ledger-Attempt"]));
        Assert.Equal("application/json", request.Headers["Content-Type"]);
        Assert.Equal(new Uri(receiver.Url).Authority, request.Headers["Host"]);
        var signature = request.Headers[WebhookSignature.Header];
        Assert.True(WebhookSignature.Verify(Token, signature, Encoding.UTF8.GetBytes(request.Body), time.GetUtcNow(), TimeSpan.Zero));
        Assert.Equal(signature, request.Headers[WebhookSignature.Gs1Header]);
    }

    [Fact]
    public async Task A_redirect_is_a_failure_that_says_so_and_is_not_followed()
    {
        await using var inside = await Receiver.StartAsync();
        receiver.Answer = (context, _) =>
        {
            context.Response.Redirect(inside.Url + "/inside");
            return Task.CompletedTask;
        };
        var result = await SendAsync(new DestinationGuard(true), receiver.Url);
        Assert.Equal(302, result.Status);
        Assert.Contains("redirects are not followed", result.Error, StringComparison.Ordinal);
        Assert.Empty(inside.Requests);
    }

    [Fact]
    public async Task A_name_that_leads_inside_once_it_was_checked_is_refused_when_connecting()
    {
        var lookups = 0;
        var guard = new DestinationGuard(false, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(lookups++ == 0 ? "93.184.216.34" : "127.0.0.1")]));
        var url = $"https://rebound.example:{new Uri(receiver.Url).Port}/hook";
        await guard.CheckAsync(url, "dest", TestContext.Current.CancellationToken);
        var result = await SendAsync(guard, url);
        Assert.Null(result.Status);
        Assert.Contains("127.0.0.1, which is not public", result.Error, StringComparison.Ordinal);
        Assert.Empty(receiver.Requests);
    }

    [Fact]
    public async Task A_receiver_that_takes_too_long_to_answer_or_to_end_its_answer_has_failed()
    {
        receiver.Answer = (context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted);
        Assert.Contains("within 0.5 s", (await SendAsync(new DestinationGuard(true), receiver.Url, 0.5)).Error, StringComparison.Ordinal);
        receiver.Answer = async (context, _) =>
        {
            await context.Response.WriteAsync("drip");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };
        Assert.Contains("within 0.5 s", (await SendAsync(new DestinationGuard(true), receiver.Url, 0.5)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endless_answer_is_cut_off_and_only_its_status_counts()
    {
        receiver.Answer = async (context, _) =>
        {
            while (!context.RequestAborted.IsCancellationRequested) await context.Response.WriteAsync(new string('x', 4096));
        };
        Assert.Equal(new WebhookResult(200, null), await SendAsync(new DestinationGuard(true), receiver.Url));
    }

    [Fact]
    public async Task What_went_wrong_is_told_without_url_or_body()
    {
        receiver.Answer = async (context, _) =>
        {
            context.Response.StatusCode = 500;
            await context.Response.WriteAsync("the receiver's secret");
        };
        Assert.Equal(new WebhookResult(500, "The receiver answered 500."), await SendAsync(new DestinationGuard(true), receiver.Url + "/?key=secret"));
        Assert.Equal(new WebhookResult(null, "No connection: ConnectionRefused."), await SendAsync(new DestinationGuard(true), "http://127.0.0.1:1/?key=secret"));
    }

    private async Task<WebhookResult> SendAsync(DestinationGuard guard, string url, double seconds = 20)
    {
        using var sender = new WebhookSender(guard, TimeSpan.FromSeconds(seconds), time);
        return await sender.SendAsync(new WebhookRequest("d1", 3, new Uri(url), Token, "application/json", "{\"a\":1}"u8.ToArray()), TestContext.Current.CancellationToken);
    }
}
