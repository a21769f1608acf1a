using System.Text.Json;
using Ledger.Api.Documents;

namespace Ledger.Api.Subscriptions;

/// <summary>Placeholder until the answers of queries arrive.</summary>
public static class QueryDocument
{
    /// <summary>Writes it.</summary>
    public static byte[] Write(string query, string subscription, IReadOnlyList<VisibleEvent> events, DateTimeOffset now)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WritePropertyName("@context");
            json.WriteRawValue(events.Count > 0 ? events[0].Context : "[\"https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld\"]");
            json.WriteString("type", "EPCISQueryDocument");
            json.WriteString("schemaVersion", "2.0");
            json.WriteString("creationDate", now.UtcDateTime);
            json.WriteStartObject("epcisBody");
            json.WriteStartObject("queryResults");
            json.WriteString("subscriptionID", subscription);
            json.WriteString("queryName", query);
            json.WriteStartObject("resultsBody");
            json.WriteStartArray("eventList");
            foreach (var seen in events) json.WriteRawValue(seen.Json.Span);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return buffer.ToArray();
    }
}
