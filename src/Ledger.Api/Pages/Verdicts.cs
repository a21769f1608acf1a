using Ledger.Indexer.Queries;
using Ledger.Sdk.Ethereum;

namespace Ledger.Api.Pages;

/// <summary>How a hand-off compares with the document that both sides signed for.</summary>
internal enum Judgement
{
    /// <summary>The document is kept here, unchanged, about these goods, and anchored.</summary>
    Match,

    /// <summary>As <see cref="Match"/>, but the anchor is not in the chain yet.</summary>
    NotAnchored,

    /// <summary>The document is not kept on this server.</summary>
    Elsewhere,

    /// <summary>They signed for no document.</summary>
    NoDocument,

    /// <summary>The document names other goods.</summary>
    OtherGoods,

    /// <summary>What is kept here does not hash to what they signed.</summary>
    Altered,
}

/// <summary>The answer to the consumer's question, from the judgements of all hand-offs.</summary>
internal static class Verdicts
{
    public static Judgement Judge(UnitStep step, Record? record, TraceFacts facts)
    {
        if (step.Document is not { } document || document == Hash32.Zero) return Judgement.NoDocument;
        if (record is null) return Judgement.Elsewhere;
        if (!record.IsIntact) return Judgement.Altered;
        if (!About(step, facts).Any(record.Names.Contains)) return Judgement.OtherGoods;
        return record.Anchor is null ? Judgement.NotAnchored : Judgement.Match;
    }

    public static Verdict Of(TraceFacts facts, NameBook names, IReadOnlyList<Judgement> judged)
    {
        if (facts.Unit is null && facts.Lot is null)
            return new Verdict(Tone.Open, "Recorded, but never handed on here", "Documents name it, but nobody registered it on the chain or signed a hand-off, so there is nothing to compare them with.");
        if (facts.Unit is null) return new Verdict(Tone.Good, "A registered lot", $"{names.Party(facts.Lot!.Issuer)} signed for it. Each unit of it has its own journey.");
        var total = judged.Count;
        if (total == 0) return new Verdict(Tone.Open, "Never handed on", $"It was registered, and is still with {names.Party(facts.Unit.Custodian)}, who signed for that.");
        var wrong = judged.Count(judgement => judgement is Judgement.OtherGoods or Judgement.Altered);
        if (wrong > 0) return new Verdict(Tone.Bad, $"{Words.Count(wrong, "hand-off")} of {total} {(wrong == 1 ? "does" : "do")} not match what was recorded", "The journey below says which, and why. All were signed by giver and receiver.");
        var match = judged.Count(judgement => judgement is Judgement.Match or Judgement.NotAnchored);
        if (match < total) return Partly(match, total);
        return judged.Contains(Judgement.NotAnchored)
            ? new Verdict(Tone.Good, All(total), "Each was signed by giver and receiver. The newest documents will be anchored on the chain in a moment.")
            : new Verdict(Tone.Good, All(total), "Each was signed by giver and receiver, and no document was changed since.");
    }

    private static string All(int total) => total switch
    {
        1 => "The hand-off matches what was recorded",
        2 => "Both hand-offs match what was recorded",
        _ => $"All {total} hand-offs match what was recorded",
    };

    private static Verdict Partly(int match, int total) => match == 0
        ? new Verdict(Tone.Open, total == 1 ? "The hand-off was signed by both sides" : $"All {total} hand-offs were signed by both sides", "Their documents aren’t kept on this server, so whether they match can’t be compared here.")
        : new Verdict(Tone.Open, $"{match} of {total} hand-offs match what was recorded", $"All were signed by giver and receiver. The documents of {total - match} aren’t kept on this server, so they can’t be compared here.");

    /// <summary>What a document about this hand-off may name: the unit, its lot, and whatever it was packed in.</summary>
    private static IEnumerable<Hash32> About(UnitStep step, TraceFacts facts) =>
    [
        facts.Id, .. facts.Unit?.Lot is { } lot ? [lot] : (Hash32[])[], .. step.Other is { } via ? [via] : (Hash32[])[],
        .. facts.Steps.Where(other => other.Kind is "packed" or "unpacked").Select(other => other.Other).OfType<Hash32>(), .. facts.Inside,
    ];
}
