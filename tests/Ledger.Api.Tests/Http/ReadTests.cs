using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Tests.Http;

public sealed class ReadTests
{
    [Theory]
    [InlineData("urn%3Aepc%3Aid%3Asgtin%3A9506000.013435.A%252FB")]
    [InlineData("urn:epc:id:sgtin:9506000.013435.A%2FB")]
    [InlineData("https%3A%2F%2Fid.gs1.org%2F01%2F09506000134352%2F21%2FA%252FB")]
    [InlineData("(01)09506000134352(21)A%2FB")]
    [InlineData("%2801%2909506000134352%2821%29A%2525")]
    public async Task A_unit_whose_serial_number_has_a_slash_or_a_percent_sign_is_asked_for_in_every_form(string epc)
    {
        await using var host = await ApiHost.StartAsync();
        await host.ReachBlockAsync(1);
        Assert.Equal((404, "not-found"), await ApiHost.ProblemAsync(await host.Client.GetAsync("/units/" + epc)));
        foreach (var part in (string[])["custody", "custodian", "trace"]) Assert.Equal((404, "not-found"), await ApiHost.ProblemAsync(await host.Client.GetAsync($"/units/{epc}/{part}")));
        Assert.Equal((404, "not-found"), await ApiHost.ProblemAsync(await host.Client.GetAsync("/lots/" + epc.Replace("(21)", "(10)"))));
    }

    [Fact]
    public async Task An_answer_names_the_block_that_it_is_as_of_and_none_is_given_before_the_first()
    {
        await using var host = await ApiHost.StartAsync();
        Assert.Equal((504, "not-indexed-yet"), await ApiHost.ProblemAsync(await host.Client.GetAsync("/parties")));
        await host.ReachBlockAsync(7);
        var page = (await host.Client.GetFromJsonAsync<JsonObject>("/parties"))!;
        Assert.Equal(7, (int)page["asOf"]!["block"]!);
    }

    [Fact]
    public async Task MinBlock_waits_for_the_block_and_gives_up_after_five_seconds()
    {
        await using var host = await ApiHost.StartAsync();
        await host.ReachBlockAsync(7);
        var waiting = host.Client.GetFromJsonAsync<JsonObject>("/parties?minBlock=9");
        await Task.Delay(200);
        Assert.False(waiting.IsCompleted);
        await host.ReachBlockAsync(9);
        Assert.Equal(9, (int)(await waiting)!["asOf"]!["block"]!);
        var clock = Stopwatch.StartNew();
        Assert.Equal((504, "not-indexed-yet"), await ApiHost.ProblemAsync(await host.Client.GetAsync("/parties?minBlock=10")));
        Assert.InRange(clock.Elapsed.TotalSeconds, 4, 10);
        Assert.Equal((400, "malformed-request"), await ApiHost.ProblemAsync(await host.Client.GetAsync("/parties?minBlock=soon")));
    }

    [Fact]
    public async Task MinBlock_waits_before_it_is_asked_who_calls()
    {
        using var key = PrivateKey.Generate();
        await using var host = await ApiHost.StartAsync();
        await host.ReachBlockAsync(7);
        using var client = await host.SignInAsync(key);
        var waiting = client.GetAsync("/receivables?minBlock=9");
        await Task.Delay(200);
        Assert.False(waiting.IsCompleted);
        await host.AddPartyAsync(2, key.Address, PartyRoles.Bank);
        await host.ReachBlockAsync(9);
        Assert.Equal(200, (int)(await waiting).StatusCode);
    }

    [Fact]
    public async Task A_list_is_read_page_by_page_and_a_forged_or_foreign_cursor_is_refused()
    {
        await using var host = await ApiHost.StartAsync();
        await host.ReachBlockAsync(7);
        for (ulong id = 1; id <= 205; id++) await host.AddPartyAsync(id, new Address(Keccak256.Hash(BitConverter.GetBytes(id)).Span[12..]), PartyRoles.Carrier);
        var seen = new List<int>();
        string? cursor = null;
        do
        {
            var page = (await host.Client.GetFromJsonAsync<JsonObject>("/parties" + (cursor is null ? "" : $"?cursor={cursor}")))!;
            seen.AddRange(page["items"]!.AsArray().Select(item => (int)item!["id"]!));
            cursor = (string?)page["next"];
            if (cursor is null) continue;
            var forged = cursor[..^2] + (cursor[^2] == 'A' ? "B" : "A") + cursor[^1];
            Assert.Equal((400, "invalid-cursor"), await ApiHost.ProblemAsync(await host.Client.GetAsync($"/parties?cursor={forged}")));
            Assert.Equal((400, "invalid-cursor"), await ApiHost.ProblemAsync(await host.Client.GetAsync($"/handoffs?cursor={cursor}")));
        }
        while (cursor is not null);
        Assert.Equal(Enumerable.Range(1, 205), seen);
        Assert.Equal((400, "invalid-cursor"), await ApiHost.ProblemAsync(await host.Client.GetAsync("/parties?cursor=3")));
    }

    [Fact]
    public async Task A_server_whose_node_is_away_lives_but_is_not_ready()
    {
        await using var host = await ApiHost.StartAsync();
        Assert.True((await host.Client.GetAsync("/health")).IsSuccessStatusCode);
        var ready = await host.Client.GetAsync("/health/ready");
        Assert.Equal(503, (int)ready.StatusCode);
        Assert.Contains("node does not answer", await ready.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/parties/two", 400, "invalid-identifier")]
    [InlineData("/handoffs/7", 400, "invalid-identifier")]
    [InlineData("/handoffs?party=0", 400, "invalid-identifier")]
    [InlineData("/units/urn:epc:id:sgtin:9506000.013435.1/custodian?at=noon", 400, "malformed-time")]
    [InlineData("/units/urn:epc:id:sgtin:9506000.013435.1/trace?direction=up", 400, "malformed-request")]
    [InlineData("/operations/7", 400, "malformed-hex")]
    public async Task A_malformed_path_or_query_is_refused(string path, int status, string code)
    {
        await using var host = await ApiHost.StartAsync();
        Assert.Equal((status, code), await ApiHost.ProblemAsync(await host.Client.GetAsync(path)));
    }
}
