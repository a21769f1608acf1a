using System.Buffers;
using Ledger.Api.Documents;
using Ledger.Api.Queries;
using Ledger.Sdk.Gs1.Epcis.Query;

namespace Ledger.Api.Subscriptions;

/// <summary>Which subscription a document answers, and how it writes identifiers and terms.</summary>
/// <param name="Id">Its subscriptionID.</param>
/// <param name="Query">Its queryName.</param>
/// <param name="Format">The forms.</param>
public sealed record SubscriptionDocument(string Id, string Query, AnswerFormat Format)
{
    /// <summary>The forms that the headers of a subscription named: Digital Links, and terms as captured, where they named none.</summary>
    public static AnswerFormat FormatOf(string? epc, string? cbv) =>
        new(epc is null ? EpcFormat.DigitalLink : AnswerFormat.ParseEpc(epc) ?? EpcFormat.DigitalLink, cbv is null ? CbvFormat.NoPreference : AnswerFormat.ParseCbv(cbv) ?? CbvFormat.NoPreference);

    /// <summary>The EPCISQueryDocument that tells of some events.</summary>
    public byte[] Write(IReadOnlyList<VisibleEvent> events, DateTimeOffset now)
    {
        var buffer = new ArrayBufferWriter<byte>(512 + events.Sum(seen => seen.Json.Length + 256));
        QueryDocument.Write(buffer, [.. events.Select(Answers.Of)], Format, now, Query, Id);
        return buffer.WrittenSpan.ToArray();
    }
}
