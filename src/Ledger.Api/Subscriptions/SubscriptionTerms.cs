using Ledger.Api.Http;
using Ledger.Sdk;
using Ledger.Sdk.Gs1.Epcis.Query;

namespace Ledger.Api.Subscriptions;

/// <summary>When a subscriber is told, and of what: the same for webhooks (from a body) and WebSockets (from the URL).</summary>
/// <param name="Schedule">When the query runs; null for a stream.</param>
/// <param name="ReportIfEmpty">Whether a run that finds nothing is told of.</param>
/// <param name="InitialRecordTime">Events captured from then on count; null for those from now on.</param>
public sealed record SubscriptionTerms(QuerySchedule? Schedule, bool ReportIfEmpty, DateTimeOffset? InitialRecordTime)
{
    /// <summary>Checks what was asked for: either a stream or a schedule (EPCIS 2.0, 8.2.5: exactly one of them).</summary>
    /// <exception cref="LedgerException"><c>subscription-invalid</c>; the message names the field.</exception>
    public static SubscriptionTerms Of(bool? stream, QuerySchedule? schedule, bool? reportIfEmpty, string? initialRecordTime)
    {
        if (stream == true && schedule is not null) throw Refused("stream: a subscription that streams has no schedule.");
        if (stream == false && schedule is null) throw Refused("stream: it is false, and there is no schedule.");
        if (stream is null && schedule is null) throw Refused("stream: it is missing, and so is schedule.");
        if (initialRecordTime is null) return new SubscriptionTerms(schedule, reportIfEmpty ?? false, null);
        return Times.TryIso(initialRecordTime, out var initial) ? new SubscriptionTerms(schedule, reportIfEmpty ?? false, initial)
            : throw Refused($"initialRecordTime: '{initialRecordTime}' is no time with zone.", "Write 2026-03-01T12:00:00Z.");
    }

    private static LedgerException Refused(string message, string hint = "Set stream to true to be told of each event at once, or give a schedule.") =>
        new("subscription-invalid", message, hint);
}
