using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Ledger.Sdk.Gs1.Epcis.Query;

/// <summary>Writes answers: an EPCISQueryDocument in JSON, with one <c>@context</c> for all its events.</summary>
public static class QueryDocument
{
    internal static JsonSerializerOptions Json { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the answer to a query.</summary>
    /// <param name="to">Where to, UTF-8.</param>
    /// <param name="events">The events, in their order.</param>
    /// <param name="format">How identifiers and terms are written.</param>
    /// <param name="created">When the answer is made.</param>
    /// <param name="queryName">The query's name; SimpleEventQuery for one without.</param>
    /// <param name="subscriptionId">The subscription that is answered, if any.</param>
    public static void Write(IBufferWriter<byte> to, IReadOnlyList<AnsweredEvent> events, AnswerFormat format, DateTimeOffset created,
        string? queryName = null, string? subscriptionId = null)
    {
        var context = new MergedContext(events);
        var subscription = subscriptionId is null ? "" : $"\"subscriptionID\":{JsonSerializer.Serialize(subscriptionId, Json)},";
        Encoding.UTF8.GetBytes($$"""
            {"@context":{{context.Json}},"type":"EPCISQueryDocument","schemaVersion":"2.0","creationDate":"{{created.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}}","epcisBody":{"queryResults":{{{subscription}}"queryName":{{JsonSerializer.Serialize(queryName ?? "SimpleEventQuery", Json)}},"resultsBody":{"eventList":[
            """, to);
        var rewriter = new EventRewriter(format);
        for (var i = 0; i < events.Count; i++)
        {
            if (i > 0) to.Write(","u8);
            rewriter.Write(events[i], context.Differing(events[i].Context), to);
        }
        to.Write("]}}}}"u8);
    }
}
