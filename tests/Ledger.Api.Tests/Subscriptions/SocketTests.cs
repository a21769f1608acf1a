using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Ledger.Api.Tests.Subscriptions;

public sealed class SocketTests(SubscriptionTests.Host fixture) : IClassFixture<SubscriptionTests.Host>
{
    private static CancellationToken Soon => new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token;

    [Fact]
    public async Task A_socket_is_told_of_captured_events_that_fit_while_it_is_open()
    {
        using var socket = await OpenAsync("stream=true");
        for (var i = 0; i < 3; i++)
        {
            var ids = await fixture.CaptureAsync();
            var document = await ReadAsync(socket);
            Assert.Equal(ids, SubscriptionRig.EventIds(document));
            Assert.Equal("shipped", (string)JsonNode.Parse(document)!["epcisBody"]!["queryResults"]!["queryName"]!);
        }
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", Soon);
        Assert.Equal(WebSocketState.Closed, socket.State);
    }

    [Fact]
    public async Task A_client_that_lost_its_socket_resumes_after_the_event_it_saw_last()
    {
        var seen = await fixture.CaptureAsync();
        var missed = (await fixture.CaptureAsync()).Concat(await fixture.CaptureAsync()).ToList();
        using var socket = await OpenAsync($"stream=true&resume={Uri.EscapeDataString(seen[0])}");
        Assert.Equal(missed, SubscriptionRig.EventIds(await ReadAsync(socket)));
    }

    [Fact]
    public async Task A_scheduled_socket_reports_emptiness_if_asked_to()
    {
        using var socket = await OpenAsync("second=0/1&reportIfEmpty=true&initialRecordTime=2030-01-01T00:00:00Z");
        Assert.Empty(SubscriptionRig.EventIds(await ReadAsync(socket)));
        Assert.Empty(SubscriptionRig.EventIds(await ReadAsync(socket)));
    }

    [Theory]
    [InlineData("", "stream")]
    [InlineData("stream=maybe", "stream")]
    [InlineData("stream=true&second=1", "stream")]
    [InlineData("second=61", "schedule.second")]
    [InlineData("stream=true&colour=red", "colour")]
    [InlineData("stream=true&stream=true", "stream")]
    [InlineData("stream=true&resume=urn:uuid:none", "resume")]
    [InlineData("stream=true&initialRecordTime=noon", "initialRecordTime")]
    [InlineData("stream=true&reportIfEmpty=1", "reportIfEmpty")]
    public async Task What_makes_no_sense_is_refused_before_the_upgrade(string query, string named)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/epcis/v2/queries/shipped/events?{query}");
        AddHandshake(request);
        var response = await fixture.Farm.SendAsync(request, Soon);
        Assert.Equal((400, "subscription-invalid"), await ApiHost.ProblemAsync(response));
        Assert.StartsWith(named + ": ", (string)JsonNode.Parse(await response.Content.ReadAsStringAsync(Soon))!["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_socket_needs_a_party_signed_in_and_a_query_that_exists()
    {
        using var anonymous = new HttpRequestMessage(HttpMethod.Get, "/epcis/v2/queries/shipped/events?stream=true");
        AddHandshake(anonymous);
        Assert.Equal((401, "sign-in-required"), await ApiHost.ProblemAsync(await fixture.Api.Client.SendAsync(anonymous, Soon)));
        using var unknown = new HttpRequestMessage(HttpMethod.Get, "/epcis/v2/queries/none/events?stream=true");
        AddHandshake(unknown);
        Assert.Equal((404, "no-such-query"), await ApiHost.ProblemAsync(await fixture.Farm.SendAsync(unknown, Soon)));
    }

    [Fact]
    public async Task A_client_that_takes_too_long_is_closed_with_the_reason()
    {
        for (var i = 0; i < 5; i++) await CaptureLargeAsync();
        using var socket = await OpenAsync("stream=true&initialRecordTime=2020-01-01T00:00:00Z", query: "packed");
        await Task.Delay(TimeSpan.FromSeconds(2.5), TestContext.Current.CancellationToken);
        var buffer = new byte[1 << 20];
        while (socket.State == WebSocketState.Open) await socket.ReceiveAsync(buffer.AsMemory(), Soon);
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, socket.CloseStatus);
        Assert.StartsWith("Too slow", socket.CloseStatusDescription, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_party_has_so_many_sockets_and_no_more()
    {
        var open = new List<WebSocket>();
        try
        {
            for (var i = 0; i < 20; i++) open.Add(await OpenAsync("stream=true", fixture.Carrier));
            await Assert.ThrowsAsync<WebSocketException>(() => OpenAsync("stream=true", fixture.Carrier));
            await open[0].CloseAsync(WebSocketCloseStatus.NormalClosure, "", Soon);
            for (var start = DateTime.UtcNow; ; await Task.Delay(50, Soon))
            {
                try
                {
                    open.Add(await OpenAsync("stream=true", fixture.Carrier));
                    break;
                }
                catch (WebSocketException) when (DateTime.UtcNow - start < TimeSpan.FromSeconds(5))
                {
                    // The place of the closed one is about to be free.
                }
            }
        }
        finally
        {
            foreach (var socket in open) socket.Dispose();
        }
    }

    /// <summary>Captures 4 MB: a few of them fill all buffers on the way to a client.</summary>
    private async Task CaptureLargeAsync()
    {
        var large = $",\"example:note\":\"{new string('x', 20_000)}\"}}";
        var events = Enumerable.Range(0, 200).Select(_ => Documents.Samples.Event($"urn:uuid:{Guid.NewGuid()}", "urn:epc:id:sgtin:9506000.013435.1", "packing")[..^1] + large);
        var document = Documents.Samples.Document([.. events]).Replace("jsonld\"]", "jsonld\",{\"example\":\"https://ns.example.com/\"}]");
        var response = await fixture.Carrier.PostAsync("/epcis/v2/capture", ApiHost.JsonBody(document));
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Soon));
    }

    private Task<WebSocket> OpenAsync(string parameters, HttpClient? caller = null, string query = "shipped") => OpenAsync(fixture.Api, parameters, caller ?? fixture.Farm, query);

    internal static async Task<WebSocket> OpenAsync(ApiHost host, string parameters, HttpClient caller, string query)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", caller.DefaultRequestHeaders.Authorization!.ToString());
        socket.Options.SetBuffer(1024, 1024);
        await socket.ConnectAsync(new Uri($"{host.Client.BaseAddress!.AbsoluteUri.Replace("http:", "ws:")}epcis/v2/queries/{query}/events?{parameters}"), Soon);
        return socket;
    }

    private static void AddHandshake(HttpRequestMessage request)
    {
        request.Headers.Add("Connection", "Upgrade");
        request.Headers.Add("Upgrade", "websocket");
        request.Headers.Add("Sec-WebSocket-Version", "13");
        request.Headers.Add("Sec-WebSocket-Key", Convert.ToBase64String(new byte[16]));
    }

    internal static async Task<string> ReadAsync(WebSocket socket)
    {
        var (buffer, length) = (new byte[1 << 20], 0);
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), Soon);
            Assert.Equal(WebSocketMessageType.Text, part.MessageType);
            length += part.Count;
            if (part.EndOfMessage) return Encoding.UTF8.GetString(buffer, 0, length);
        }
    }
}
