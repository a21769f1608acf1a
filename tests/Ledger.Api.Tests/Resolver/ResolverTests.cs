using System.Net;
using System.Text.Json.Nodes;
using Dapper;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Custody;

namespace Ledger.Api.Tests.Resolver;

/// <summary>What the resolver does beyond the given cases.</summary>
public sealed class ResolverTests(ResolverTests.Loaded loaded) : IClassFixture<ResolverTests.Loaded>
{
    private const string Gtin = "/01/09506000134376";
    private const string Site = "https://dalgiardino.com/medicinal-compound/";

    [Theory]
    [InlineData($"{Gtin}/21/HELLO", "pil.html?serial=HELLO")]
    [InlineData($"{Gtin}/10/LOT01", "pil.html?lot=LOT01")]
    [InlineData($"{Gtin}/10/LOT01/21/HELLO", "pil.html?serial=HELLO")]
    [InlineData($"{Gtin}/22/2A", "pil.html")]
    [InlineData($"{Gtin}/10/A%2FB%26c", "pil.html?lot=A%2FB%26c")]
    [InlineData($"{Gtin}/21/HELLO?linkType=https://gs1.org/voc/registerProduct", "register.html?register=en-GB&linkType=https://gs1.org/voc/registerProduct")]
    [InlineData($"{Gtin}?17=271231;3103=000189&a=b%20c", "pil.html?17=271231;3103=000189&a=b%20c")]
    public async Task The_most_granular_link_wins_and_the_query_goes_on_as_it_was_sent(string path, string location)
    {
        var host = await loaded.HostAsync();
        using var answer = await host.AskAsync(path);
        Assert.Equal((HttpStatusCode.TemporaryRedirect, Site + location), (answer.StatusCode, answer.Headers.Location!.OriginalString));
    }

    [Theory]
    [InlineData("en-GB,en;q=0.9,en-US;q=0.8,en-IE;q=0.7", "en-GB")]
    [InlineData("en,en-US;q=0.8,en-IE;q=0.7", "en-GB")]
    [InlineData("en-US,en;q=0.9,en-GB;q=0.8,en-IE;q=0.7", "en-US")]
    [InlineData("en-IE;q=0.9,en;q=0.8,en-GB;q=0.7,en-US;q=0.6", "en-IE")]
    [InlineData("en-US;q=0.1,en-ie;q=0.2", "en-IE")]
    [InlineData("en-AU", "en-GB")]
    [InlineData("fr-BE,fr-FR;q=0.8,fr;q=0.7", "non-English")]
    public async Task The_language_most_wanted_is_chosen(string languages, string expected)
    {
        var host = await loaded.HostAsync();
        using var answer = await host.AskAsync($"{Gtin}?linkType=gs1:registerProduct", ("Accept-Language", languages));
        Assert.StartsWith($"{Site}register.html?register={expected}&", answer.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData("/01/09506000134376/foo")]
    [InlineData("/01/09506000134376/21/S1/10/L1")]
    [InlineData("/01/09506000134376/17/261231")]
    [InlineData("/01/09506000134376/99/ABC")]
    [InlineData("/01/09506000134376/lot/ABC")]
    [InlineData("/02/09506000134376")]
    [InlineData("/9999/12345")]
    [InlineData("/01")]
    [InlineData("/01/09506000134376/10/LOT/01/09506000134352")]
    [InlineData("/01/9506000134376")]
    [InlineData("/01/09506000134376/10/")]
    [InlineData("/01/09506000134376/10/%0d%0aSet-Cookie:x")]
    [InlineData("/01/09506000134376?17=271399")]
    [InlineData("/01/09506000134376?9999999=1")]
    [InlineData("/01/09506000134376?10=LOT")]
    [InlineData("/00/123456789012345670")]
    [InlineData("/414/9506000134377")]
    public async Task What_breaks_the_syntax_is_refused_with_400(string path)
    {
        var host = await loaded.HostAsync();
        using var answer = await host.AskAsync(path);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("*", answer.Headers.GetValues("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task A_linkset_holds_every_level_and_fits_both_schemas_and_its_context_is_served()
    {
        var host = await loaded.HostAsync();
        using var answer = await host.AskAsync($"{Gtin}/10/L1/21/S1?linkType=all");
        var json = await answer.Content.ReadAsStringAsync();
        Assert.Equal("", string.Join('\n', SchemaCheck.Faults(Vectors.Require("gs1", "digitallink", "gs1-linkset-schema.json"), json)));
        var linkset = JsonNode.Parse(json)!["linkset"]!.AsArray();
        var root = host.Consumer.BaseAddress!.AbsoluteUri.TrimEnd('/');
        Assert.Equal([$"{root}{Gtin}/21/S1", $"{root}{Gtin}/10/L1", $"{root}{Gtin}"], linkset.Select(level => (string)level!["anchor"]!));
        Assert.Equal(Site + "certificate_2?lot=L1", (string)linkset[1]!["https://ref.gs1.org/voc/certificationInfo"]![1]!["href"]!);
        Assert.Equal(["href", "title"], linkset[0]!["https://ref.gs1.org/voc/defaultLink"]![0]!.AsObject().Select(pair => pair.Key));
        var context = answer.Headers.GetValues("Link").Single(link => link.Contains("json-ld#context"));
        using var served = await host.Consumer.GetAsync(context[1..context.IndexOf('>')]);
        Assert.Equal("application/ld+json", served.Content.Headers.ContentType!.MediaType);
        Assert.Equal("@graph", (string)JsonNode.Parse(await served.Content.ReadAsStringAsync())!["@context"]!["linkset"]!);
    }

    [Theory]
    [InlineData("", "application/linkset+json;q=0.9, text/html;q=0.5", 200, "application/linkset+json")]
    [InlineData("", "application/json", 200, "application/json")]
    [InlineData("", "application/ld+json", 200, "application/ld+json")]
    [InlineData("", "text/html, application/json;q=0.5", 307, null)]
    [InlineData("", "*/*", 307, null)]
    [InlineData("", "nonsense;;;", 307, null)]
    [InlineData("?linkType=gs1:pip", "application/json", 307, null)]
    [InlineData("?linktype=linkset", "application/ld+json", 200, "application/ld+json")]
    [InlineData("?linkType=linkset", "text/html,application/xhtml+xml,*/*;q=0.8", 200, "text/html")]
    [InlineData("?linkType=gs1:nope", "text/html", 404, "text/html")]
    public async Task The_Accept_header_decides_what_is_answered(string query, string accept, int status, string? type)
    {
        var host = await loaded.HostAsync();
        using var answer = await host.AskAsync(Gtin + query, ("Accept", accept));
        Assert.Equal((status, type), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal(["Accept", "Accept-Language"], answer.Headers.Vary.Where(name => name != "Accept-Encoding"));
    }

    [Fact]
    public async Task Links_that_nothing_tells_apart_are_offered_as_300_multiple_choices()
    {
        var host = await loaded.HostAsync();
        using var answer = await host.AskAsync($"{Gtin}/10/L1?linkType=gs1:certificationInfo");
        Assert.Equal(300, (int)answer.StatusCode);
        var json = await answer.Content.ReadAsStringAsync();
        Assert.Equal("", string.Join('\n', SchemaCheck.Faults(Vectors.Require("gs1", "digitallink", "gs1-linkset-schema.json"), json)));
        Assert.Equal(3, JsonNode.Parse(json)!["linkset"]![0]!["https://ref.gs1.org/voc/certificationInfo"]!.AsArray().Count);
        using var page = await host.AskAsync($"{Gtin}/10/L1?linkType=gs1:certificationInfo", ("Accept", "text/html"));
        Assert.Contains("Certificate 3</a>", await page.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_missing_link_type_is_404_and_says_which_there_are()
    {
        var host = await loaded.HostAsync();
        using var answer = await host.AskAsync($"{Gtin}?linkType=gs1:safetyInfo");
        Assert.Equal((404, "no-such-link"), await ApiHost.ProblemAsync(answer));
        Assert.Contains("gs1:pip, gs1:registerProduct", await answer.Content.ReadAsStringAsync());
        Assert.Contains("linkType=linkset", answer.Headers.GetValues("Link").Single());
        Assert.Equal((404, "no-such-link"), await ApiHost.ProblemAsync(await host.AskAsync("/01/09506000999999?linkType=linkset")));
    }

    [Fact]
    public async Task A_compressed_link_is_answered_as_the_uncompressed_one_and_names_it()
    {
        var host = await loaded.HostAsync();
        foreach (var path in new[] { "/ARFKk4XB0CDKWcnpq", "/01/09506000134376/EGUs5PTU" })
        {
            using var answer = await host.AskAsync($"{path}?a=b");
            Assert.Equal($"{Site}pil.html?lot=LOT01&a=b", answer.Headers.Location!.OriginalString);
            Assert.Contains($"{Gtin}/10/LOT01>; rel=\"owl:sameAs\"", answer.Headers.GetValues("Link").First());
        }
        using var linkset = await host.AskAsync("/ARFKk4XB0CDKWcnpq?linkType=linkset");
        Assert.EndsWith($"{Gtin}/10/LOT01", (string)JsonNode.Parse(await linkset.Content.ReadAsStringAsync())!["linkset"]![0]!["anchor"]!);
        Assert.Equal(404, (int)(await host.AskAsync("/no-link-at-all-but-long")).StatusCode);
    }

    [Fact]
    public async Task HEAD_answers_as_GET_without_a_body_and_any_origin_may_ask()
    {
        var host = await loaded.HostAsync();
        using var head = await host.AskAsync(HttpMethod.Head, Gtin, ("Origin", "https://app.example"));
        Assert.Equal((HttpStatusCode.TemporaryRedirect, Site + "pil.html"), (head.StatusCode, head.Headers.Location!.OriginalString));
        Assert.Equal("*", head.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Contains("Link", head.Headers.GetValues("Access-Control-Expose-Headers").Single());
        using var linkset = await host.AskAsync(HttpMethod.Head, $"{Gtin}?linkType=linkset");
        Assert.Equal((HttpStatusCode.OK, 0), (linkset.StatusCode, (await linkset.Content.ReadAsByteArrayAsync()).Length));
        foreach (var path in new[] { "/.well-known/gs1resolver", "/linkset-context", "/414/9506000134370" })
        {
            using var preflight = await host.AskAsync(HttpMethod.Options, path, ("Origin", "https://app.example"), ("Access-Control-Request-Method", "GET"));
            Assert.Equal((HttpStatusCode.NoContent, "GET, HEAD, OPTIONS"), (preflight.StatusCode, preflight.Headers.GetValues("Access-Control-Allow-Methods").Single()));
        }
    }

    [Fact]
    public async Task A_default_in_several_languages_answers_each_reader_in_his_and_others_with_the_first()
    {
        var host = await loaded.HostAsync();
        await host.SetAsync("01/09506000134352", """
            {"itemDescription":"Risotto","defaultLinktype":"gs1:pip","links":[
              {"linktype":"gs1:pip","href":"https://brand.example/en","title":"Risotto","hreflang":["en"]},
              {"linktype":"gs1:pip","href":"https://brand.example/es","title":"Risotto","hreflang":["es"]},
              {"linktype":"gs1:pip","href":"https://brand.example/data","title":"Risotto","type":"application/json"}]}
            """);
        foreach (var (language, expected) in new[] { ("es-MX", "es"), ("en", "en") })
            Assert.Equal($"https://brand.example/{expected}", (await host.AskAsync("/01/09506000134352", ("Accept-Language", language))).Headers.Location!.OriginalString);
        Assert.Equal("https://brand.example/en", (await host.AskAsync("/01/09506000134352")).Headers.Location!.OriginalString);
        var linkset = JsonNode.Parse(await (await host.AskAsync("/01/09506000134352?linkType=linkset")).Content.ReadAsStringAsync())!["linkset"]![0]!;
        Assert.Equal(3, linkset["https://ref.gs1.org/voc/defaultLinkMulti"]!.AsArray().Count);
        Assert.Single(linkset["https://ref.gs1.org/voc/defaultLink"]!.AsArray());
    }

    [Fact]
    public async Task What_the_ledger_knows_leads_to_its_trace_page_unless_the_owner_set_a_link()
    {
        var host = await loaded.HostAsync();
        await using (var connection = await host.Api.Database.OpenAsync(Access.Captured))
            foreach (var path in new[] { "01/09506000134369/21/K1", "01/09506000134376/21/K2" })
                await connection.ExecuteAsync("insert into captured.event_of_epc (epc, event_time, event) values (substr(@id, 1, 16), 1, 1)", new { id = UnitId.Of($"https://id.gs1.org/{path}").Value });
        var root = host.Consumer.BaseAddress!.AbsoluteUri.TrimEnd('/');
        foreach (var query in new[] { "", "?linkType=gs1:traceability", "?linkType=gs1:pip" })
            Assert.Equal($"{root}/trace/01/09506000134369/21/K1{query}", (await host.AskAsync($"/01/09506000134369/10/L/21/K1{query}")).Headers.Location!.OriginalString);
        Assert.Equal($"{root}/epcis/v2/epcs/https%3A%2F%2Fid.gs1.org%2F01%2F09506000134369%2F21%2FK1/events", (await host.AskAsync("/01/09506000134369/21/K1?linkType=gs1:epcis")).Headers.Location!.OriginalString);
        Assert.Equal(404, (int)(await host.AskAsync("/01/09506000134369")).StatusCode);
        foreach (var query in new[] { "", "&linkType=gs1:pip" })
            Assert.Equal($"{Site}pil.html?serial=K2{query}", (await host.AskAsync($"{Gtin}/21/K2{query.Replace('&', '?')}")).Headers.Location!.OriginalString);
        Assert.Equal($"{root}/trace{Gtin}/21/K2?linkType=gs1:traceability", (await host.AskAsync($"{Gtin}/21/K2?linkType=gs1:traceability")).Headers.Location!.OriginalString);
        var json = await (await host.AskAsync("/01/09506000134369/21/K1?linkType=linkset")).Content.ReadAsStringAsync();
        Assert.Equal("", string.Join('\n', SchemaCheck.Faults(Vectors.Require("gs1", "digitallink", "gs1-linkset-schema.json"), json)));
        Assert.Equal($"{root}/trace/01/09506000134369/21/K1", (string)JsonNode.Parse(json)!["linkset"]![0]!["https://ref.gs1.org/voc/defaultLink"]![0]!["href"]!);
    }

    /// <summary>One host for all tests here, with the Community Edition's data.</summary>
    public sealed class Loaded : IAsyncDisposable
    {
        private ResolverHost? host;

        public async Task<ResolverHost> HostAsync()
        {
            if (host is not null) return host;
            Vectors.Require("gs1", "digitallink");
            host = await ResolverHost.StartAsync();
            await host.LoadExampleAsync();
            return host;
        }

        public async ValueTask DisposeAsync()
        {
            if (host is not null) await host.DisposeAsync();
        }
    }
}
