using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Ledger.Api.Tests.Queries;
using Ledger.Sdk.Gs1.Epcis;

namespace Ledger.Api.Tests.Documents;

/// <summary>What hostile and broken senders send: taken or refused with a reason, and never an internal error.</summary>
public sealed class OddInputTests
{
    private const string Xml = """
        <epcis:EPCISDocument xmlns:epcis="urn:epcglobal:epcis:xsd:2" xmlns:ex="https://ns.example.com/" schemaVersion="2.0" creationDate="2026-03-01T12:00:00Z"><EPCISBody><EventList>
        <ObjectEvent><eventTime>2026-03-01T12:00:00Z</eventTime><eventTimeZoneOffset>+00:00</eventTimeZoneOffset><epcList><epc>urn:epc:id:sgtin:9506000.013435.1</epc></epcList><action>ADD</action><ex:note>Käse</ex:note></ObjectEvent>
        </EventList></EPCISBody></epcis:EPCISDocument>
        """;

    private static readonly (string Name, int Status, byte[] Body)[] Json =
    [
        ("nothing", 400, []), ("null", 400, "null"u8.ToArray()), ("a list", 400, "[]"u8.ToArray()), ("a number", 400, "5"u8.ToArray()), ("a string", 400, "\"EPCISDocument\""u8.ToArray()), ("an empty object", 400, "{}"u8.ToArray()),
        ("no events", 202, Utf8(Samples.Document())), ("a byte order mark", 202, [0xef, 0xbb, 0xbf, .. Utf8(With("1"))]), ("UTF-16", 400, [0xff, 0xfe, .. Encoding.Unicode.GetBytes(With("1"))]), ("UTF-16 without mark", 400, Encoding.Unicode.GetBytes(With("1"))),
        ("no UTF-8", 400, Replaced(Utf8(With("\"?\"")), (byte)'?', 0xff)), ("no UTF-8 around the events", 400, Replaced(Utf8(With("1").Replace("\"type\":\"EPCISDocument\"", "\"sender\":\"?\",\"type\":\"EPCISDocument\"")), (byte)'?', 0xc0)),
        ("half a pair", 400, Utf8(With("\"\\ud800\""))), ("half a pair in a name", 400, Utf8(With("{\"ex:\\udc00\":1}"))), ("a pair", 202, Utf8(With("\"\\ud83e\\uddc0\""))), ("a null character", 400, Utf8(With("\"a\\u0000b\""))),
        ("a comment", 400, Utf8(With("1 /* one */"))), ("a comma too many", 400, Utf8(With("[1,]"))), ("a comma behind the events", 400, Utf8(With("1").Replace("}]}}", "},]}}", StringComparison.Ordinal))), ("two documents", 400, Utf8(With("1") + With("1"))), ("half a document", 400, Utf8(With("1")[..200])),
        ("not a number", 400, Utf8(With("NaN"))), ("a leading zero", 400, Utf8(With("01"))), ("single quotes", 400, Utf8(With("'a'"))), ("an exponent", 202, Utf8(Amount("1.5e3"))), ("a small exponent", 202, Utf8(Amount("1E-400"))), ("an exponent beyond measure", 400, Utf8(Amount("1e999999999999"))),
        ("many digits", 202, Utf8(Amount("0." + new string('3', 100_000)))), ("a negative amount", 202, Utf8(Amount("-1"))), ("minus zero", 202, Utf8(Amount("-0.0"))), ("an amount in quotes", 400, Utf8(Amount("\"7\""))),
        ("40 levels", 202, Utf8(With(Nested(40)))), ("80 levels", 400, Utf8(With(Nested(80)))), ("100,000 levels", 400, Utf8(With(Nested(100_000)))), ("100,000 open brackets", 400, Utf8(new string('[', 100_000))),
        ("a string of 30 MB", 202, Utf8(With($"\"{new string('x', 30_000_000)}\""))), ("a name of 1 MB", 202, Utf8(With($"{{\"ex:{new string('x', 1_000_000)}\":1}}"))), ("10,000 members", 202, Utf8(With("{" + string.Join(",", Enumerable.Range(0, 10_000).Select(i => $"\"ex:a{i}\":{i}")) + "}"))),
        .. Twice("root", "\"type\":\"EPCISDocument\""), .. Twice("body", "\"epcisBody\":{", "\"epcisBody\":{\"eventList\":[]},\"epcisBody\":{"), .. Twice("list", "\"eventList\":[", "\"eventList\":[],\"eventList\":["), .. Twice("event", "\"action\":\"ADD\""),
        .. Twice("escaped", "\"action\":\"ADD\"", "\"action\":\"ADD\",\"\\u0061ction\":\"ADD\""), .. Twice("context", "\"ex\":\"https://ns.example.com/\""), .. Twice("place", "\"id\":\"urn:epc:id:sgln:9506000.00001.0\""), .. Twice("amount", "\"quantity\":7"),
        ("extension twice", 400, Utf8(With("{\"ex:a\":1,\"ex:a\":1}"))), ("extension twice in a list", 400, Utf8(With("[{\"ex:a\":{\"b\":1,\"b\":2}}]"))),
    ];

    private static readonly (string Name, int Status, byte[] Body)[] Xmls =
    [
        ("UTF-8", 202, Utf8(Xml)), ("a mark", 202, [0xef, 0xbb, 0xbf, .. Utf8(Xml)]), ("UTF-16", 202, [0xff, 0xfe, .. Encoding.Unicode.GetBytes(Xml)]), ("UTF-16 big end first", 202, [0xfe, 0xff, .. Encoding.BigEndianUnicode.GetBytes(Xml)]),
        ("UTF-16 declared", 202, [0xff, 0xfe, .. Encoding.Unicode.GetBytes("<?xml version=\"1.0\" encoding=\"utf-16\"?>" + Xml)]), ("Latin-1", 202, Encoding.Latin1.GetBytes("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" + Xml)), ("Latin-1 undeclared", 400, Encoding.Latin1.GetBytes(Xml)),
        ("UTF-16 that is none", 400, Utf8("<?xml version=\"1.0\" encoding=\"utf-16\"?>" + Xml)), ("an encoding that nobody knows", 400, Utf8("<?xml version=\"1.0\" encoding=\"x-none\"?>" + Xml)), ("UTF-7", 400, Utf8("<?xml version=\"1.0\" encoding=\"utf-7\"?>" + Xml)),
        ("XML 1.1", 400, Utf8("<?xml version=\"1.1\"?>" + Xml)), ("blanks before the declaration", 400, Utf8(" <?xml version=\"1.0\"?>" + Xml)), ("instructions and comments", 202, Utf8("<?xml-stylesheet href=\"http://127.0.0.1:9/\"?><!-- a -->" + Xml.Replace("<action>ADD", "<?run me?><action>A<!-- b -->D<?do it?>D") + "<!-- c -->")),
        ("CDATA", 202, Utf8(Xml.Replace("<action>ADD", "<action><![CDATA[ADD]]>").Replace("urn:epc:id:sgtin:9506000.013435.1", "<![CDATA[urn:epc:id:sgtin:]]>9506000.013435.1"))), ("text between", 400, Utf8(Xml.Replace("<action>", "text<action>"))), ("two roots", 400, Utf8(Xml + Xml)), ("half", 400, Utf8(Xml[..300])),
        ("another namespace", 400, Utf8(Xml.Replace("xsd:2", "xsd:3"))), ("the namespace on all", 400, Utf8(Xml.Replace("xmlns:epcis=", "xmlns=").Replace("epcis:EPCISD", "EPCISD"))), ("another prefix", 202, Utf8(Xml.Replace("epcis:EPCISDocument", "e:EPCISDocument").Replace("xmlns:epcis", "xmlns:e"))),
        ("a default namespace", 202, Utf8(Xml.Replace("xmlns:epcis=", "xmlns=").Replace("epcis:EPCISD", "EPCISD").Replace("<EPCISBody>", "<EPCISBody xmlns=\"\">"))), ("a prefix bound again", 202, Utf8(Xml.Replace("<ex:note>", "<ex:note xmlns:ex=\"https://other.example.com/\">"))), ("a prefix that nobody declares", 400, Utf8(Xml.Replace("<ex:note>", "<no:note/><ex:note>"))),
        ("an attribute twice", 400, Utf8(Xml.Replace("schemaVersion", "creationDate=\"2026-03-01T12:00:00Z\" schemaVersion"))), ("xsi:type", 202, Utf8(Xml.Replace("<ex:note>", "<ex:note xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:x=\"http://www.w3.org/2001/XMLSchema\" xsi:type=\"x:string\">"))),
        ("xsi:type that is wrong", 400, Utf8(Xml.Replace("<ex:note>", "<ex:note xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:x=\"http://www.w3.org/2001/XMLSchema\" xsi:type=\"x:integer\">"))), ("xsi:nil", 400, Utf8(Xml.Replace("<action>ADD", "<action xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\">"))),
        ("a schema of its own", 202, Utf8(Xml.Replace("schemaVersion", "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"urn:x http://127.0.0.1:9/a.xsd\" schemaVersion"))), ("laughs", 400, Utf8(Laughs + Xml.Replace("Käse", "&i;"))), ("a file", 400, Utf8("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]>" + Xml.Replace("Käse", "&b;"))),
        ("a character that XML has not", 400, Utf8(Xml.Replace("Käse", "&#0;"))), ("a control character", 400, Utf8(Xml.Replace("Käse", "\u0001"))), ("half a pair", 400, Utf8(Xml.Replace("Käse", "&#xD800;"))), ("25 levels", 202, Utf8(Xml.Replace("Käse", Elements(25)))), ("100,000 levels", 400, Utf8(Xml.Replace("Käse", Elements(100_000)))), ("20 MB of text", 202, Utf8(Xml.Replace("Käse", new string('x', 20_000_000)))),
    ];

    private static string Laughs => "<!DOCTYPE a [<!ENTITY a \"ha\">" + string.Concat("bcdefghi".Select((c, i) => $"<!ENTITY {c} \"{string.Concat(Enumerable.Repeat($"&{(char)('a' + i)};", 10))}\">")) + "]>";

    [Theory]
    [MemberData(nameof(QueryHost.Engines), MemberType = typeof(QueryHost))]
    public async Task Every_body_is_taken_or_refused_with_a_reason(string engine)
    {
        await using var host = await QueryHost.StartAsync(engine);
        var wrong = new List<string>();
        foreach (var (type, cases) in new[] { ("application/json", Json), ("application/xml", Xmls) })
            foreach (var (name, status, body) in cases)
            {
                using var answer = await SendAsync(host, body, type);
                var text = await answer.Content.ReadAsStringAsync();
                var isRight = (int)answer.StatusCode == status && (status == 400 ? (string?)JsonNode.Parse(text)!["code"] is "epcis-invalid" && ((string)JsonNode.Parse(text)!["detail"]!).Length is > 10 and < 4_000 : (bool)JsonNode.Parse(text)!["success"]!);
                if (!isRight) wrong.Add($"{type} {name}: {(int)answer.StatusCode} {text[..Math.Min(300, text.Length)]}");
            }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Theory]
    [InlineData("events", null)]
    [InlineData("capture", "proceed")]
    public async Task No_body_is_an_internal_error_of_a_single_event_or_of_a_greedy_capture_either(string path, string? behaviour)
    {
        await using var host = await QueryHost.StartAsync();
        var wrong = new List<string>();
        foreach (var (type, (name, status, body)) in Json.Select(one => ("application/json", one)).Concat(Xmls.Select(one => ("application/xml", one))))
        {
            if (body.Length > 5_000_000) continue;
            using var answer = await SendAsync(host, body, type, path: path, behaviour: behaviour);
            // With proceed a fault of the event alone is told by the job; a document is no single event, unless it comes in XML.
            var isRight = (int)answer.StatusCode == 400 || (path == "capture" ? (int)answer.StatusCode == 202 : type == "application/xml" && (int)answer.StatusCode is 201 or 409);
            if (!isRight || (status == 202 && path == "capture" && (int)answer.StatusCode != 202)) wrong.Add($"{type} {name}: {(int)answer.StatusCode}");
            if (status == 400 && answer.IsSuccessStatusCode && (bool)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["success"]!) wrong.Add($"{type} {name}: captured");
        }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Theory]
    [InlineData("sqlite", "public")]
    [InlineData("sqlite", "private")]
    [InlineData("postgres", "public; what=private; extensions=private")]
    public async Task What_is_taken_is_answered_with_the_hash_that_it_came_with(string engine, string visibility)
    {
        await using var host = await QueryHost.StartAsync(engine);
        await host.Api.ReachBlockAsync(100);
        var (wrong, asked) = (new List<string>(), 0);
        foreach (var (type, (name, status, body)) in Json.Select(one => ("application/json", one)).Concat(Xmls.Select(one => ("application/xml", one))))
        {
            if (status != 202 || name == "no events" || body.Length > 5_000_000) continue;
            using var captured = await SendAsync(host, body, type, visibility);
            if (!captured.IsSuccessStatusCode || JsonNode.Parse(await captured.Content.ReadAsStringAsync())!["events"]!.AsArray() is not [var receipt]) continue;
            foreach (var (format, accept) in new[] { ("Never_Translates", "application/json"), ("Always_GS1_Digital_Link", "application/json"), ("Always_EPC_URN", "application/xml") })
            {
                // XML has no null character.
                if (accept == "application/xml" && name is "a null character") continue;
                using var request = new HttpRequestMessage(HttpMethod.Get, $"/epcis/v2/events/{Uri.EscapeDataString((string)receipt!["eventId"]!)}");
                request.Headers.Add("GS1-EPC-Format", format);
                request.Headers.Add("Accept", accept);
                using var answer = await host.Client.SendAsync(request);
                asked++;
                if (!answer.IsSuccessStatusCode) wrong.Add($"{name} as {accept}: {(int)answer.StatusCode}");
                else if (!EventHash.Compute(await answer.Content.ReadAsByteArrayAsync()).SequenceEqual(EventHash.Compute(body))) wrong.Add($"{name} as {accept} {format}: another hash");
            }
        }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.True(asked > 45, $"{asked}");
    }

    [Fact]
    public async Task A_body_in_pieces_is_one_and_a_compressed_one_is_refused_by_its_name()
    {
        await using var host = await QueryHost.StartAsync();
        using var pieces = new HttpRequestMessage(HttpMethod.Post, "/epcis/v2/capture") { Content = Typed(new ByteArrayContent(Utf8(With("1"))), "application/json") };
        pieces.Headers.TransferEncodingChunked = true;
        Assert.Equal(202, (int)(await host.Client.SendAsync(pieces)).StatusCode);
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) await gzip.WriteAsync(Utf8(With("1")));
        foreach (var path in (string[])["capture", "events"])
        {
            using var content = Typed(new ByteArrayContent(packed.ToArray()), "application/json");
            content.Headers.ContentEncoding.Add("gzip");
            var answer = await host.Client.PostAsync($"/epcis/v2/{path}", content);
            Assert.Equal((415, "unsupported-media-type"), await ApiHost.ProblemAsync(answer));
            Assert.Contains("gzip", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.Equal("identity", answer.Headers.GetValues("Accept-Encoding").Single());
        }
    }

    [Theory]
    [MemberData(nameof(QueryHost.Engines), MemberType = typeof(QueryHost))]
    public async Task No_character_in_a_question_is_an_internal_error(string engine)
    {
        await using var host = await QueryHost.StartAsync(engine);
        await host.CaptureAsync(With("1"));
        string[] texts = ["%00", "a%00b", "%ff", "%ed%a0%80", "%f4%90%80%80", "%EF%BF%BE", "%E2%80%8B", "%F0%9F%A7%80", "%25", "%", "%5C", "%27", "%22", "%0A", "%7C", "*", new string('x', 3000)];
        string[] places = ["events?EQ_bizStep={0}", "events?EQ_eventID={0}", "events?MATCH_anyEPC={0}", "events?EQ_readPoint={0}", "events?WD_bizLocation={0}", "events?EQ_ex:note={0}", "events?EQ_bizTransaction_po={0}", "events?EQ_bizTransaction_{0}=urn:x:y", "events?HASATTR_bizLocation={0}", "events?EQATTR_bizLocation_{0}=a",
            "events?EQATTR_bizLocation_city={0}", "events?eventType={0}", "events?orderBy={0}", "events?{0}=1", "events?nextPageToken={0}", "events?perPage={0}", "events/{0}", "events/{0}/proof", "epcs/{0}", "epcs/{0}/events", "bizSteps/{0}", "bizSteps/{0}/events", "readPoints/{0}/events", "bizLocations/{0}", "dispositions/{0}/events", "eventTypes/{0}/events", "queries/{0}", "queries/{0}/events", "capture/{0}", "queries/{0}/subscriptions", "queries/x/subscriptions/{0}"];
        var wrong = new List<string>();
        foreach (var path in places)
            foreach (var text in texts)
            {
                using var answer = await host.Client.GetAsync("/epcis/v2/" + string.Format(System.Globalization.CultureInfo.InvariantCulture, path, text));
                if ((int)answer.StatusCode >= 500) wrong.Add($"{path} {text[..Math.Min(20, text.Length)]}: {(int)answer.StatusCode}");
            }
        foreach (var text in (string[])["\\u0000", "a\\u0000b", "\\ud800", "\\udc00\\ud800", "\\uffff"])
            foreach (var body in (string[])[$$$"""{"name":"{{{text}}}","query":{"EQ_bizStep":["a"]}}""", $$$"""{"name":"q1","query":{"EQ_bizStep":["{{{text}}}"]}}""", $$$"""{"name":"q2","query":{"EQ_{{{text}}}":["a"]}}""", $$$"""{"name":"q3","query":{"@context":{"ex":"{{{text}}}"},"EQ_ex:a":["{{{text}}}"]}}"""])
            {
                using var answer = await host.Client.PostAsync("/epcis/v2/queries", ApiHost.JsonBody(body));
                if ((int)answer.StatusCode >= 500) wrong.Add($"{body}: {(int)answer.StatusCode}");
                if (body.Contains("\"q", StringComparison.Ordinal)) using (var run = await host.Client.GetAsync($"/epcis/v2/queries/{body[9..11]}/events")) if ((int)run.StatusCode >= 500) wrong.Add($"run {body}: {(int)run.StatusCode}");
                await host.Client.DeleteAsync($"/epcis/v2/queries/{body[9..11]}");
            }
        foreach (var text in (string[])["a\\u0000b", "\\uffff", "%"])
        {
            using var answer = await SendAsync(host, Utf8(With("1").Replace("\"epcisBody\"", $$$"""
                "epcisHeader":{"epcisMasterData":{"vocabularyList":[{"type":"urn:epcglobal:epcis:vtype:Location","vocabularyElementList":[{"id":"urn:epc:id:sgln:9506000.00001.0","attributes":[{"id":"urn:epcglobal:cbv:mda#name","attribute":"{{{text}}}"},{"id":"urn:x:c","attribute":{"{{{text}}}":1}}]}]}]}},"sender":"{{{text}}}","epcisBody"
                """)), "application/json");
            if ((int)answer.StatusCode >= 500) wrong.Add($"master data {text}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    private static async Task<HttpResponseMessage> SendAsync(QueryHost host, byte[] body, string type, string visibility = "public", string path = "capture", string? behaviour = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/epcis/v2/{path}") { Content = Typed(new ByteArrayContent(body), type) };
        request.Headers.Add("Ledger-Visibility", visibility);
        if (behaviour is not null) request.Headers.Add("GS1-Capture-Error-Behaviour", behaviour);
        return await host.Client.SendAsync(request);
    }

    private static ByteArrayContent Typed(ByteArrayContent content, string type)
    {
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return content;
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Replaced(byte[] text, byte found, byte replacement) => [.. text.Select(b => b == found ? replacement : b)];

    private static IEnumerable<(string, int, byte[])> Twice(string name, string part, string? replacement = null) => [($"{name} twice", 400, Utf8(Amount("7").Replace(part, replacement ?? $"{part},{part}")))];

    private static string Nested(int levels) => string.Concat(Enumerable.Repeat("{\"ex:a\":", levels)) + "1" + new string('}', levels);

    private static string Elements(int levels) => string.Concat(Enumerable.Repeat("<ex:a>", levels)) + string.Concat(Enumerable.Repeat("</ex:a>", levels));

    /// <summary>A document whose event has an extension of this value; its id tells which it is.</summary>
    private static string With(string value) => Document($$"""{"type":"ObjectEvent","eventTime":"2026-03-01T12:00:00Z","eventTimeZoneOffset":"+00:00","action":"ADD","epcList":["urn:epc:id:sgtin:9506000.013435.{{Math.Abs(value.GetHashCode(StringComparison.Ordinal))}}"],"readPoint":{"id":"urn:epc:id:sgln:9506000.00001.0"},"ex:note":{{value}} }""");

    private static string Amount(string quantity) => Document($$"""{"type":"ObjectEvent","eventTime":"2026-03-01T12:00:00Z","eventTimeZoneOffset":"+00:00","action":"ADD","quantityList":[{"epcClass":"urn:epc:class:lgtin:9506000.013435.L","quantity":{{quantity}} }],"readPoint":{"id":"urn:epc:id:sgln:9506000.00001.0"} }""");

    private static string Document(string one) => Samples.Document(one).Replace("jsonld\"]", "jsonld\",{\"ex\":\"https://ns.example.com/\"}]", StringComparison.Ordinal);
}
