using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Ledger.Api.Tests.Deliveries;

/// <summary>One request that a receiver got.</summary>
internal sealed record Received(string Path, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public string Id => Headers["Ledger-Delivery"];
}

/// <summary>A partner's endpoint on loopback that answers as the test decides.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication app;

    private Receiver(WebApplication app) => this.app = app;

    public ConcurrentQueue<Received> Requests { get; } = new();

    /// <summary>What to answer; 200 unless it is set.</summary>
    public Func<HttpContext, Received, Task> Answer { get; set; } = (_, _) => Task.CompletedTask;

    public string Url => app.Urls.First();

    public static async Task<Receiver> StartAsync(string url = "http://127.0.0.1:0")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var receiver = new Receiver(app);
        app.Urls.Add(url);
        app.Run(receiver.ReceiveAsync);
        await app.StartAsync();
        return receiver;
    }

    /// <summary>Answers every request with a status.</summary>
    public void AnswerWith(int status) => Answer = (context, _) =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };

    /// <summary>Waits until so many requests have come.</summary>
    public async Task<List<Received>> TakenAsync(int count)
    {
        for (var start = DateTime.UtcNow; Requests.Count < count; await Task.Delay(20))
            Assert.True(DateTime.UtcNow - start < TimeSpan.FromSeconds(20), $"{Requests.Count} of {count} requests came within 20 s.");
        return [.. Requests];
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var received = new Received(context.Request.Path, await reader.ReadToEndAsync(), context.Request.Headers.ToDictionary(pair => pair.Key, pair => pair.Value.ToString()));
        Requests.Enqueue(received);
        await Answer(context, received);
    }
}
