using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Dapper;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Provenance;

namespace Ledger.Api.Tests.Resolver;

/// <summary>Links are the brand owner's data: signed, versioned, and nobody else's to change.</summary>
public sealed class LinkManagementTests
{
    private const string Path = "01/09506000134352";

    [Fact]
    public async Task A_party_signs_its_links_itself_and_anyone_can_check_that_later()
    {
        await using var host = await ResolverHost.StartAsync();
        var first = await PutSignedAsync(host, Document("a"), 1);
        Assert.Equal("\"1\"", first.Headers.ETag!.Tag);
        Assert.Equal((422, "wrong-signer"), await ApiHost.ProblemAsync(await PutSignedAsync(host, Document("b"), 1)));
        await PutSignedAsync(host, Document("b"), 2);
        foreach (var (version, site) in new[] { (1, "a"), (2, "b") })
        {
            var shown = (await host.Api.Client.GetFromJsonAsync<JsonObject>($"/links/{Path}?version={version}"))!;
            var text = (string)shown["document"]!;
            var message = new LinkSetMessage(new PartyId(2), (string)shown["link"]!, Keccak256.Hash(Encoding.UTF8.GetBytes(text)), (ulong)version);
            Assert.Contains($"https://brand.example/{site}", text);
            Assert.Equal("party", (string)shown["signedBy"]!);
            Assert.Equal(host.BrandKey.Address, Signature.Parse((string)shown["signature"]!).Recover(message.Digest(ApiHost.Manifest)));
        }
        Assert.Equal("https://brand.example/b", (await host.AskAsync("/" + Path)).Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task The_client_signs_each_version_and_counts_on_after_a_removal()
    {
        await using var host = await ResolverHost.StartAsync();
        using var ledger = new LedgerClient(host.Api.Client.BaseAddress!.AbsoluteUri);
        await ledger.SignInAsync(host.BrandKey);
        Assert.Equal(1, (await ledger.Links.SetAsync($"/{Path}/21/{{serial}}", Document("{serial}"), host.BrandKey)).Version);
        Assert.Equal("https://brand.example/A1", (await host.AskAsync($"/{Path}/21/A1")).Headers.Location!.OriginalString);
        Assert.True((await host.Brand.DeleteAsync($"/links/{Path}/21/%7Bserial%7D")).IsSuccessStatusCode);
        Assert.Null((await ledger.Links.GetAsync($"https://brand.example/{Path}/21/{{serial}}")).Document);
        var again = await ledger.Links.SetAsync($"/{Path}/21/{{serial}}", Document("b"), host.BrandKey);
        Assert.Equal((3, "party", host.BrandKey.Address), (again.Version, again.SignedBy, again.Signer));
    }

    [Fact]
    public async Task Without_a_signature_of_the_party_the_API_signs_and_says_so()
    {
        using var relayer = PrivateKey.Generate();
        await using var host = await ResolverHost.StartAsync(options => options.Use(ApiHost.Manifest, relayer));
        var set = (await (await host.SetAsync(Path, Document("a"))).Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.Equal(("api", relayer.Address), ((string)set["signedBy"]!, Address.Parse((string)set["signer"]!)));
        var message = new LinkSetMessage(new PartyId(2), $"https://id.gs1.org/{Path}", Keccak256.Hash(Encoding.UTF8.GetBytes(Document("a"))), 1);
        Assert.Equal(relayer.Address, Signature.Parse((string)set["signature"]!).Recover(message.Digest(ApiHost.Manifest)));
    }

    [Fact]
    public async Task A_machine_sets_links_with_an_API_key_for_that_and_with_no_other()
    {
        await using var host = await ResolverHost.StartAsync();
        foreach (var (scope, expected) in new[] { ("capture", 403), ("links", 200) })
        {
            var issued = (await (await host.Brand.PostAsJsonAsync("/api-keys", new { name = "PIM", scopes = new[] { scope } })).Content.ReadFromJsonAsync<JsonObject>())!;
            using var request = new HttpRequestMessage(HttpMethod.Put, $"/links/{Path}") { Content = ApiHost.JsonBody(Document("a")) };
            request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"pim:{issued["key"]}")));
            Assert.Equal(expected, (int)(await host.Consumer.SendAsync(request)).StatusCode);
        }
    }

    [Fact]
    public async Task Nobody_changes_anothers_links_until_a_registrar_frees_the_key()
    {
        await using var host = await ResolverHost.StartAsync();
        await host.SetAsync(Path, Document("a"));
        Assert.Equal((403, "not-the-owner"), await ApiHost.ProblemAsync(await host.SetAsync(Path, Document("evil"), host.Rival)));
        Assert.Equal((403, "not-the-owner"), await ApiHost.ProblemAsync(await host.SetAsync($"{Path}/10/L1", Document("evil"), host.Rival)));
        Assert.Equal((403, "not-the-owner"), await ApiHost.ProblemAsync(await host.Rival.DeleteAsync($"/links/{Path}")));
        Assert.Equal((403, "not-the-owner"), await ApiHost.ProblemAsync(await host.SetAsync(Path, Document("evil"), host.Registrar)));
        Assert.Equal((401, "sign-in-required"), await ApiHost.ProblemAsync(await host.SetAsync(Path, Document("evil"), host.Api.Client)));
        Assert.Equal("https://brand.example/a", (await host.AskAsync("/" + Path)).Headers.Location!.OriginalString);
        Assert.True((await host.Registrar.DeleteAsync($"/links/{Path}")).IsSuccessStatusCode);
        Assert.Equal(404, (int)(await host.AskAsync("/" + Path)).StatusCode);
        Assert.True((await host.SetAsync(Path, Document("b"), host.Rival)).IsSuccessStatusCode);
        Assert.Equal([1, 2, 3], await VersionsAsync(host));
    }

    [Fact]
    public async Task The_party_whose_identity_names_the_company_prefix_has_the_key_whoever_came_first()
    {
        await using var host = await ResolverHost.StartAsync();
        await host.SetAsync(Path, Document("squatter"), host.Rival);
        var (document, salt) = ("""{"name":"Dal Giardino","companyPrefix":"9506000"}""", Keccak256.Hash("salt"u8));
        await host.Api.AddPartyAsync(2, host.BrandKey.Address, PartyRoles.Producer, identity: Commitment.Of(salt, Encoding.UTF8.GetBytes(document)));
        Assert.True((await host.Brand.PutAsJsonAsync("/parties/2/identity", new { document, salt = salt.ToString() })).IsSuccessStatusCode);
        Assert.True((await host.SetAsync(Path, Document("brand"))).IsSuccessStatusCode);
        Assert.Equal((403, "not-the-owner"), await ApiHost.ProblemAsync(await host.SetAsync(Path, Document("squatter"), host.Rival)));
        Assert.Equal((403, "not-the-owner"), await ApiHost.ProblemAsync(await host.SetAsync("00/195060001234567890", Document("squatter"), host.Rival)));
        Assert.True((await host.SetAsync("01/04012345123456", Document("other"), host.Rival)).IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_change_of_what_has_changed_since_is_refused()
    {
        await using var host = await ResolverHost.StartAsync();
        host.Brand.DefaultRequestHeaders.IfNoneMatch.ParseAdd("*");
        Assert.True((await host.SetAsync(Path, Document("a"))).IsSuccessStatusCode);
        Assert.Equal((412, "links-changed"), await ApiHost.ProblemAsync(await host.SetAsync(Path, Document("b"))));
        host.Brand.DefaultRequestHeaders.IfNoneMatch.Clear();
        host.Brand.DefaultRequestHeaders.IfMatch.ParseAdd("\"1\"");
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => host.SetAsync(Path, Document($"c{i}"))));
        Assert.Equal([200, 412, 412, 412, 412], answers.Select(answer => (int)answer.StatusCode).Order());
        Assert.Equal([1, 2], await VersionsAsync(host));
    }

    [Theory]
    [InlineData("test_01_09506000134376.json", 3)]
    [InlineData("test_8004_095060001343.json", 1)]
    [InlineData("proposed_input.json", 1)]
    [InlineData("linkset.json", 1)]
    public async Task The_Community_Editions_files_are_taken_as_they_are(string file, int count)
    {
        await using var host = await ResolverHost.StartAsync();
        var answer = await host.Brand.PostAsync("/links", ApiHost.JsonBody(await File.ReadAllTextAsync(Vectors.Require("gs1", "digitallink", "resolver-ce", file))));
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, body);
        Assert.Equal(count, (int)JsonNode.Parse(body)!["count"]!);
        Assert.Equal(count, (await host.Api.Client.GetFromJsonAsync<JsonObject>("/links?party=2"))!["items"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("modelLinkset.json")]
    [InlineData("valid-gs1-example.json")]
    public async Task A_linkset_that_is_imported_comes_back_as_a_linkset_with_the_same_links(string file)
    {
        await using var host = await ResolverHost.StartAsync();
        var given = JsonNode.Parse(await File.ReadAllTextAsync(Vectors.Require("gs1", "digitallink", file)))!;
        var answer = await host.Brand.PostAsync("/links", ApiHost.JsonBody(given.ToJsonString(), "application/linkset+json"));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        var context = given["linkset"]![0]!.AsObject();
        var path = new Uri((string)context["anchor"]!).AbsolutePath;
        var back = JsonNode.Parse(await (await host.AskAsync(path + "?linkType=linkset")).Content.ReadAsStringAsync())!["linkset"]![0]!.AsObject();
        Assert.Equal(Hrefs(context), Hrefs(back));
        Assert.Equal((string?)context["itemDescription"], (string?)back["itemDescription"]);
    }

    [Fact]
    public async Task An_asset_is_found_by_the_prefix_of_its_number_and_an_import_is_taken_whole_or_not_at_all()
    {
        await using var host = await ResolverHost.StartAsync();
        var good = JsonNode.Parse(await File.ReadAllTextAsync(Vectors.Require("gs1", "digitallink", "resolver-ce", "test_8004_095060001343.json")))!;
        var bad = good.DeepClone();
        bad["anchor"] = "/8004/095060001344";
        bad["links"]![0]!["href"] = "javascript:alert(1)";
        Assert.Equal((400, "links-invalid"), await ApiHost.ProblemAsync(await host.Brand.PostAsync("/links", ApiHost.JsonBody(new JsonArray(good.DeepClone(), bad).ToJsonString()))));
        Assert.Equal(404, (int)(await host.AskAsync("/8004/095060001343999999")).StatusCode);
        await host.Brand.PostAsync("/links", ApiHost.JsonBody(good.ToJsonString()));
        Assert.Equal("https://dalgiardino.com/medicinal-compound/assets?giai=095060001343999999", (await host.AskAsync("/8004/095060001343999999")).Headers.Location!.OriginalString);
        Assert.Equal(404, (int)(await host.AskAsync("/8004/095060001342999999")).StatusCode);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,hi")]
    [InlineData("//evil.example/a")]
    [InlineData("/relative")]
    [InlineData("https://user:secret@brand.example/")]
    [InlineData("https://{serialnumber}/")]
    [InlineData("https://brand.example{serialnumber}.evil.example/")]
    [InlineData("https://brand.example/\\r\\nSet-Cookie: a=b")]
    [InlineData("https://brand.example/a b")]
    [InlineData("https://bränd.example/")]
    [InlineData("ftp://brand.example/")]
    [InlineData("https://")]
    public async Task A_link_that_leads_astray_is_never_registered(string href)
    {
        await using var host = await ResolverHost.StartAsync();
        var answer = await host.SetAsync($"{Path}/21/{{serialnumber}}", $$"""{"links":[{"linktype":"gs1:pip","href":"{{href}}","title":"t"}]}""");
        Assert.Equal((400, "links-invalid"), await ApiHost.ProblemAsync(answer));
    }

    [Theory]
    [InlineData("""{"links":[]}""", "links-invalid")]
    [InlineData("""{"links":[{"linktype":"gs1:pip","href":"https://a.example/"}]}""", "missing-field")]
    [InlineData("""{"links":[{"linktype":"gs1:pip","href":"https://a.example/","title":"t","hint":1}]}""", "unknown-field")]
    [InlineData("""{"links":[{"linktype":"gs1:defaultLink","href":"https://a.example/","title":"t"}]}""", "links-invalid")]
    [InlineData("""{"links":[{"linktype":"not a type","href":"https://a.example/","title":"t"}]}""", "links-invalid")]
    [InlineData("""{"links":[{"linktype":"gs1:pip","href":"https://a.example/","title":"t\u0007"}]}""", "links-invalid")]
    [InlineData("""{"links":[{"linktype":"gs1:pip","href":"https://a.example/","title":"t","type":"text"}]}""", "links-invalid")]
    [InlineData("""{"links":[{"linktype":"gs1:pip","href":"https://a.example/","title":"t","hreflang":["e"]}]}""", "links-invalid")]
    [InlineData("""{"defaultLinktype":"gs1:epil","links":[{"linktype":"gs1:pip","href":"https://a.example/","title":"t"}]}""", "links-invalid")]
    [InlineData("""{"anchor":"/01/09506000134376","links":[{"linktype":"gs1:pip","href":"https://a.example/","title":"t"}]}""", "links-invalid")]
    [InlineData("""{"links":[{"linktype":"gs1:pip","href":"https://a.example/","title":"t"}],"links":[]}""", "malformed-json")]
    public async Task A_document_that_breaks_a_rule_is_refused_and_changes_nothing(string document, string code)
    {
        await using var host = await ResolverHost.StartAsync();
        Assert.Equal((400, code), await ApiHost.ProblemAsync(await host.SetAsync(Path, document)));
        Assert.Empty(await VersionsAsync(host));
    }

    private static string Document(string site) => $$"""{"itemDescription":"Risotto","links":[{"linktype":"gs1:pip","href":"https://brand.example/{{site}}","title":"Risotto"}]}""";

    private static async Task<HttpResponseMessage> PutSignedAsync(ResolverHost host, string document, ulong version)
    {
        var message = new LinkSetMessage(new PartyId(2), $"https://id.gs1.org/{Path}", Keccak256.Hash(Encoding.UTF8.GetBytes(document)), version);
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/links/{Path}") { Content = ApiHost.JsonBody(document) };
        request.Headers.Add("Ledger-Links-Signature", host.BrandKey.Sign(message.Digest(ApiHost.Manifest)).ToString());
        return await host.Brand.SendAsync(request);
    }

    private static async Task<IReadOnlyList<long>> VersionsAsync(ResolverHost host)
    {
        await using var connection = await host.Api.Database.OpenAsync();
        return [.. await connection.QueryAsync<long>("select version from captured.link_set where path = @Path order by version", new { Path })];
    }

    private static IEnumerable<string> Hrefs(JsonObject context) => context.Where(pair => pair.Value is JsonArray && !pair.Key.EndsWith("defaultLinkMulti", StringComparison.Ordinal))
        .SelectMany(pair => pair.Value!.AsArray().Select(link => $"{pair.Key} {link!["href"]} {link["title"]}")).Distinct().Where(line => !line.Contains("voc/defaultLink ", StringComparison.Ordinal)).Order();
}
