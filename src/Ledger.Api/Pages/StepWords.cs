using Ledger.Indexer.Queries;
using Ledger.Sdk.Custody;

namespace Ledger.Api.Pages;

/// <summary>What happened, in plain words.</summary>
internal static class StepWords
{
    public static string Of(UnitStep step, TraceFacts facts, NameBook names)
    {
        var who = names.Party(step.To);
        var other = step.Other is { } id ? names.Goods(id).Name : "another";
        return step.Kind switch
        {
            "registered" => $"Registered by {who}",
            "handed-off" => step.Other is null ? $"{names.Party(step.From ?? 0)} handed it to {who}" : $"{names.Party(step.From ?? 0)} handed it to {who}, inside {other}",
            "rejected" => $"{who} refused it from {names.Party(step.From ?? 0)}",
            "packed" => $"Packed into {other}",
            "unpacked" => $"Taken out of {other}",
            "split" => step.From is null && step.Other is null ? $"Divided off for {who}" : "A part was divided off",
            "merged" => $"Merged with {other}",
            "transformed" => facts.Made.Count == 0 ? $"Used up by {who}" : $"Used by {who} to make {Made(facts, names)}",
            "condition-reported" => $"Reported {Condition(step.Condition)} by {who}",
            _ => step.Kind,
        };
    }

    /// <summary>The business step of a record, else the kind of event, in words.</summary>
    public static string BizStep(Record record)
    {
        var step = record.BizStep is { } given ? given[(given.LastIndexOfAny([':', '/', '#']) + 1)..] : record.Type.Replace("Event", " event", StringComparison.Ordinal);
        return step.Replace('_', ' ').ToLowerInvariant();
    }

    private static string Made(TraceFacts facts, NameBook names) =>
        names.Goods(facts.Made[0]).Name + (facts.Made.Count > 1 ? $" and {Words.Count(facts.Made.Count - 1, "other")}" : "");

    private static string Condition(ulong? condition) => (Sdk.Custody.Condition)(condition ?? 0) switch
    {
        Sdk.Custody.Condition.Sound => "in good condition",
        Sdk.Custody.Condition.Shortage => "short",
        Sdk.Custody.Condition.TemperatureExcursion => "outside its temperature range",
        Sdk.Custody.Condition.Tampered => "tampered with",
        var other => $"{other}".ToLowerInvariant(),
    };
}
