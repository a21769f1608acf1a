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
}
