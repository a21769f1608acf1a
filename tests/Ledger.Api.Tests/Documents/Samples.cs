using System.Text.RegularExpressions;

namespace Ledger.Api.Tests.Documents;

/// <summary>EPCIS 2.0 documents.</summary>
internal static class Samples
{
    public const string Context = """["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"]""";

    public static string Document(params string[] events) => $$$"""
        {"@context":{{{Context}}},"type":"EPCISDocument","schemaVersion":"2.0","creationDate":"2026-03-01T12:00:00Z",
        "epcisBody":{"eventList":[{{{string.Join(",", events)}}}]}}
        """;

    public static string Event(string id, string epc, string step = "shipping") =>
        $$$"""{"type":"ObjectEvent","eventID":"{{{id}}}","eventTime":"2026-03-01T12:00:00Z","eventTimeZoneOffset":"+00:00","epcList":["{{{epc}}}"],"action":"OBSERVE","bizStep":"{{{step}}}","readPoint":{"id":"urn:epc:id:sgln:9506000.00001.0"}}""";

    /// <summary>The event of an ID, byte for byte as it was captured, or as much of it as the client may see.</summary>
    public static async Task<string> CapturedAsync(HttpClient client, string eventId) => FirstOf(await (await AskAsync(client, eventId)).Content.ReadAsStringAsync());

    /// <summary>Asks for an event in the form in which it was captured.</summary>
    public static async Task<HttpResponseMessage> AskAsync(HttpClient client, string eventId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/epcis/v2/events/{Uri.EscapeDataString(eventId)}");
        request.Headers.Add("GS1-EPC-Format", "Never_Translates");
        return await client.SendAsync(request);
    }

    /// <summary>The first event of an answer without what was put in.</summary>
    public static string FirstOf(string answer)
    {
        var body = Regex.Match(answer, "\"eventList\":\\[\\{\"recordTime\":\"[^\"]*\",(?:\"ledger:withheld\":\\[[^]]*\\],)?(.*)\\]\\}\\}\\}\\}$", RegexOptions.Singleline).Groups[1].Value;
        var second = body.IndexOf(",{\"recordTime\"", StringComparison.Ordinal);
        return "{" + (second < 0 ? body : body[..second]);
    }
}
