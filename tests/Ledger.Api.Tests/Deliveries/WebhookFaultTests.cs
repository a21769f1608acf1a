using System.Net;
using System.Net.Sockets;
using System.Text;
using Ledger.Api.Deliveries;
using Microsoft.AspNetCore.Http;

namespace Ledger.Api.Tests.Deliveries;

/// <summary>What hostile and broken receivers do to the outbox: nothing is lost, nothing goes inside, and nobody else waits.</summary>
public sealed class WebhookFaultTests
{
    private static readonly IPAddress Public = IPAddress.Parse("93.184.216.34");

    [Fact]
    public async Task An_answer_that_drips_without_end_is_cut_off_and_the_delivery_waits_while_others_go_out()
    {
        await using var rig = await DeliveryRig.StartAsync();
        rig.Receiver.Answer = async (context, request) =>
        {
            while (request.Path == "/drip" && !context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.WriteAsync("x");
                await context.Response.Body.FlushAsync();
                await Task.Delay(20);
            }
        };
        await AttemptAsync(rig, "/drip", "The receiver did not answer within 0.7 s.");
    }

    [Fact]
    public async Task Headers_that_drip_without_end_are_cut_off_and_the_delivery_waits_while_others_go_out()
    {
        await using var rig = await DeliveryRig.StartAsync();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var dripping = DripAsync(listener);
        await AttemptAsync(rig, "/drip", "The receiver did not answer within 0.7 s.", $"http://{listener.LocalEndpoint}");
        await dripping;
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_inside_is_not_followed_and_the_delivery_waits(int status)
    {
        await using var rig = await DeliveryRig.StartAsync();
        await using var inside = await Receiver.StartAsync();
        rig.Receiver.Answer = (context, request) =>
        {
            if (request.Path == "/drip") (context.Response.StatusCode, context.Response.Headers.Location) = (status, inside.Url + "/latest/meta-data");
            return Task.CompletedTask;
        };
        await AttemptAsync(rig, "/drip", $"The receiver answered {status}: redirects are not followed.");
        Assert.Empty(inside.Requests);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("fd00::1")]
    public async Task A_name_that_leads_inside_after_it_was_checked_is_refused_at_every_attempt(string address)
    {
        var lookups = 0;
        var guard = new DestinationGuard(false, (_, _) => Task.FromResult<IPAddress[]>(lookups++ == 0 ? [Public] : lookups % 2 == 0 ? [IPAddress.Parse(address)] : [Public, IPAddress.Parse(address)]));
        await using var rig = await DeliveryRig.StartAsync(guard: guard);
        var url = $"https://rebound.example:{new Uri(rig.Receiver.Url).Port}";
        Assert.Equal(new Uri(url + "/hook"), await guard.CheckAsync(url + "/hook", "dest", TestContext.Current.CancellationToken));
        await rig.AddWebhookAsync("w", url: url);
        await rig.EnqueueAsync("w", "[1]");
        await rig.PassAsync(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(5));
        var (_, state, attempts, error) = Assert.Single(await rig.DeliveriesAsync("w"));
        Assert.Equal((DeliveryState.Waiting, $"'rebound.example' leads to {IPAddress.Parse(address)}, which is not public."), (state, error));
        Assert.InRange(attempts, 3, 6);
        Assert.Equal(attempts + 1, lookups);
        Assert.Empty(rig.Receiver.Requests);
    }

    [Theory]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("017700000001")]
    [InlineData("0177.0.0.1")]
    [InlineData("0x7f.1")]
    [InlineData("127.1")]
    [InlineData("127.0.0.1.")]
    [InlineData("0300.0250.0.1")]
    [InlineData("0")]
    [InlineData("127\u30020\u30020\u30021")]
    [InlineData("\u2460\u2461\u2466.0.0.1")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[::ffff:7f00:1]")]
    [InlineData("[0:0:0:0:0:ffff:a9fe:a9fe]")]
    [InlineData("[::127.0.0.1]")]
    [InlineData("[64:ff9b::10.0.0.1]")]
    [InlineData("[2002:7f00:1::1]")]
    [InlineData("[fe80::1]")]
    public async Task An_address_inside_in_another_spelling_is_refused_when_it_is_given_and_when_connecting(string host)
    {
        // A resolver that takes odd spellings for addresses, as those of C libraries do.
        var guard = new DestinationGuard(false, (name, _) => Task.FromResult<IPAddress[]>([IPAddress.TryParse(name, out var read) ? read : IPAddress.Loopback]));
        await using var rig = await DeliveryRig.StartAsync(guard: guard);
        var url = $"https://{host}:{new Uri(rig.Receiver.Url).Port}";
        var refused = await Assert.ThrowsAsync<Ledger.Sdk.LedgerException>(() => guard.CheckAsync(url + "/hook", "dest", TestContext.Current.CancellationToken));
        Assert.Equal("destination-refused", refused.Code);
        if (!Uri.TryCreate(url, UriKind.Absolute, out _)) return;
        await rig.AddWebhookAsync("w", url: url);
        await rig.EnqueueAsync("w", "[1]");
        await rig.NewJob().DrainAsync(CancellationToken.None);
        Assert.Contains("which is not public", Assert.Single(await rig.DeliveriesAsync("w")).Error, StringComparison.Ordinal);
        Assert.Empty(rig.Receiver.Requests);
    }

    /// <summary>Sends one delivery to the receiver at fault and one to another, and looks at what became of both.</summary>
    private static async Task AttemptAsync(DeliveryRig rig, string path, string error, string? url = null)
    {
        await rig.AddWebhookAsync("faulty", path: path, url: url);
        await rig.AddWebhookAsync("other", party: 3);
        foreach (var webhook in (string[])["faulty", "other"]) await rig.EnqueueAsync(webhook, "[1]");
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            var started = DateTime.UtcNow;
            await rig.NewJob().DrainAsync(CancellationToken.None);
            Assert.InRange(DateTime.UtcNow - started, TimeSpan.Zero, TimeSpan.FromSeconds(10));
            var faulty = Assert.Single(await rig.DeliveriesAsync("faulty"));
            Assert.Equal((DeliveryState.Waiting, attempt, error), (faulty.State, (int)faulty.Attempts, faulty.Error));
            rig.Time.Advance(TimeSpan.FromMinutes(1));
        }
        Assert.Equal(DeliveryState.Delivered, Assert.Single(await rig.DeliveriesAsync("other")).State);
    }

    /// <summary>Takes two connections and sends a header on each, a byte at a time, until the other side leaves.</summary>
    private static async Task DripAsync(TcpListener listener)
    {
        for (var i = 0; i < 2; i++)
        {
            using var client = await listener.AcceptTcpClientAsync();
            try
            {
                await client.GetStream().WriteAsync("HTTP/1.1 200 OK\r\nX-Drip: "u8.ToArray());
                for (; ; await Task.Delay(20)) await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("x"));
            }
            catch (IOException)
            {
                // It left.
            }
        }
    }
}
