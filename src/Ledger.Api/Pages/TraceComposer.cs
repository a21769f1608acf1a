using Ledger.Api.Http;
using Ledger.Indexer.Queries;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Gs1;

namespace Ledger.Api.Pages;

/// <summary>Puts the facts into words. It compares every hand-off with the document that both sides signed for, and says where it can't.</summary>
internal sealed class TraceComposer(TraceFacts facts, NameBook names, Epc? epc)
{
    private const int Most = 12;

    private readonly List<Judgement> judged = [];

    /// <summary>The page's content.</summary>
    public TraceView Compose(string link, ulong chainId)
    {
        var steps = Steps();
        var records = facts.Records.Where(record => record.DeclaresError == 0).ToList();
        return new TraceView
        {
            Kind = epc is null ? "Goods without a GS1 code" : EpcWords.Kind(epc),
            Title = (epc is null ? null : names.Product(epc)) ?? (epc is null ? names.Goods(facts.Id).Name : EpcWords.Sentence(EpcWords.Label(epc))),
            Keys = [.. epc is null ? [new Fact("Id on the chain", facts.Id.ToString())] : EpcWords.Keys(epc), .. Amounts()],
            Link = link,
            Epc = Uri.EscapeDataString(epc?.CanonicalUri ?? facts.Id.ToString()),
            Alerts = Alerts(),
            Verdict = Verdicts.Of(facts, names, judged),
            Now = Now(),
            Steps = steps,
            Origins = Origins(),
            Contents = Contents(),
            Captured = records.Count,
            Anchored = records.Count(record => record.Anchor is not null),
            ChainId = chainId,
            AsOf = facts.AsOf,
        };
    }

    private IEnumerable<Fact> Amounts()
    {
        if (facts.Unit is { Lot: not null, Status: 1 } unit && (unit.Amount > 1 || unit.Uom is { Length: > 0 }))
            yield return new Fact("Amount", $"{Words.Amount(unit.Amount, (byte)(unit.Decimals ?? 0))} {Uoms.Name(unit.Uom)}".TrimEnd());
        if (facts.Unit is null && facts.Lot is { } lot)
            yield return new Fact("Registered", $"{Words.Amount(lot.Quantity, (byte)lot.Decimals)} {Uoms.Name(lot.Uom)}".TrimEnd());
        if (facts.Unit?.Lot is { } of && of != facts.Id) yield return new Fact("Lot", EpcOf(of)?.Elements[^1].Value ?? names.Goods(of).Name);
    }

    private Epc? EpcOf(Hash32 id) => names.Uri(id) is { } uri && Epc.TryParse(uri, out var found) ? found : null;

    private List<Verdict> Alerts()
    {
        var alerts = facts.Recalls.Select(recall => new Verdict(Tone.Bad,
            $"Recalled by {names.Party(recall.Party)} on {Words.Day(recall.Time)}",
            recall.Lot == facts.Unit?.Lot || recall.Lot == facts.Id
                ? "Don’t use it. Give it back where you got it. The whole lot is concerned."
                : $"Something that went into it was recalled: {names.Goods(recall.Lot).Name}. Don’t use it before you know more.")).ToList();
        if (facts.Unit is { Condition: > 0 } unit)
        {
            var report = facts.Steps.LastOrDefault(step => step.Kind == "condition-reported");
            var by = report is null ? "" : $" by {names.Party(report.To)} on {Words.Day((ulong)Happened(report, RecordOf(report)).ToUnixTimeSeconds())}";
            alerts.Add(new Verdict(Tone.Bad, $"Reported {ConditionWords((Condition)unit.Condition)}{by}", "Whoever had it reported this on the chain; it stays here until a later report says otherwise."));
        }
        if (facts.Records.Any(record => record.DeclaresError == 1))
            alerts.Add(new Verdict(Tone.Open, "A record about it was declared wrong", "Its sender withdrew what an earlier document said. The earlier one stays visible below."));
        return alerts;
    }

    private Holding? Now()
    {
        if (facts.Unit is not { Status: 1 } unit) return null;
        var last = facts.Steps.LastOrDefault(step => step.Kind is "registered" or "handed-off" or "split");
        return new Holding(names.Party(unit.Custodian), names.Colour(unit.Custodian), last is null ? At(unit.Time) : Happened(last, RecordOf(last)), unit.Parent is { } parent ? names.Goods(parent) : null);
    }

    private List<JourneyStep> Steps()
    {
        var journey = new List<(DateTimeOffset Order, JourneyStep Step)>();
        var last = DateTimeOffset.MinValue;
        var used = new HashSet<long>();
        var holder = facts.Unit?.RegisteredBy ?? facts.Lot?.Issuer ?? 0;
        if (facts.Unit is null && facts.Lot is { } lot)
            journey.Add((At(lot.Time), new JourneyStep(At(lot.Time), $"Lot registered by {names.Party(lot.Issuer)}", null, names.Colour(lot.Issuer), false, Tone.Good, $"Signed by {names.Party(lot.Issuer)}", EvidenceOf(lot.Block, lot.Time, lot.TxHash, null))));
        foreach (var step in facts.Steps)
        {
            var record = RecordOf(step);
            if (record is not null) used.Add(record.Number);
            if (step.Kind is "registered" or "handed-off") holder = step.To;
            var (tone, note) = Judge(step, record);
            // Steps keep the chain's order; what names no document stays right behind the step before it.
            var happened = Happened(step, record);
            last = record is null && last > DateTimeOffset.MinValue ? last : happened > last ? happened : last;
            journey.Add((last, new JourneyStep(
                happened, StepWords.Of(step, facts, names), names.Place(record?.ReadPoint, record?.BizLocation), names.Colour(holder), step.Kind == "handed-off", tone, note,
                EvidenceOf(step.Block, step.Time, step.TxHash, step.Kind is "handed-off" or "rejected" ? step.LogIndex : null))));
        }
        foreach (var record in facts.Records.Where(record => !used.Contains(record.Number)))
            journey.Add((At((ulong)Math.Max(0, record.Time)), Recorded(record)));
        return [.. journey.OrderBy(entry => entry.Order).Select(entry => entry.Step)];
    }

    /// <summary>When it happened, as the document that was signed for says; where there is none, when it reached the chain.</summary>
    private static DateTimeOffset Happened(UnitStep step, Record? record) => record is { IsIntact: true } ? At((ulong)Math.Max(0, record.Time)) : At(step.Time);

    private Record? RecordOf(UnitStep step) => step.Document is { } document ? facts.Records.FirstOrDefault(record => record.Commitment == document) : null;

    private JourneyStep Recorded(Record record)
    {
        var at = At((ulong)Math.Max(0, record.Time));
        var what = record.DeclaresError == 1 ? "Declared wrong: " + StepWords.BizStep(record) : EpcWords.Sentence(StepWords.BizStep(record));
        var holder = facts.Steps.LastOrDefault(step => step.Kind is "registered" or "handed-off" && Happened(step, RecordOf(step)) <= at)?.To ?? record.Party;
        var by = names.Party(record.Party);
        return record switch
        {
            { IsIntact: false } => new JourneyStep(at, what, names.Place(record.ReadPoint, record.BizLocation), names.Colour(holder), false, Tone.Bad, "The record kept here was changed", null),
            { Anchor: { } block } => new JourneyStep(at, what, names.Place(record.ReadPoint, record.BizLocation), names.Colour(holder), false, Tone.Good, $"Recorded by {by}, anchored in block {block}", ProofOf(record, (ulong)block)),
            _ => new JourneyStep(at, what, names.Place(record.ReadPoint, record.BizLocation), names.Colour(holder), false, Tone.Open, $"Recorded by {by}, not anchored yet", null),
        };
    }

    private static Evidence ProofOf(Record record, ulong block) =>
        new(block, null, "", $"/epcis/v2/events/{Uri.EscapeDataString(record.EventId)}/proof", $"event-{record.Number}.json");

    private (Tone Tone, string Note) Judge(UnitStep step, Record? record)
    {
        if (step.Kind == "handed-off")
        {
            var judgement = Verdicts.Judge(step, record, facts);
            judged.Add(judgement);
            return judgement switch
            {
                Judgement.Match => (Tone.Good, $"Signed by both. Matches the document, anchored in block {record!.Anchor}"),
                Judgement.NotAnchored => (Tone.Open, "Signed by both. Matches the document, which is not anchored yet"),
                Judgement.Elsewhere => (Tone.Open, "Signed by both. Its document isn’t kept here"),
                Judgement.NoDocument => (Tone.Open, "Signed by both, without a document"),
                Judgement.OtherGoods => (Tone.Bad, "Signed by both, but the document is about other goods"),
                _ => (Tone.Bad, "The document kept here was changed after it was signed"),
            };
        }
        if (step.Kind == "rejected") return (Tone.Bad, "Signed by both. Nothing moved");
        if (step.Kind == "condition-reported") return (step.Condition is > 0 ? Tone.Bad : Tone.Good, $"Signed by {names.Party(step.To)}");
        return (Tone.Good, record?.Anchor is { } block ? $"Signed by {names.Party(step.To)}. Document anchored in block {block}" : $"Signed by {names.Party(step.To)}");
    }

    private static Evidence EvidenceOf(ulong block, ulong time, Hash32 transaction, ulong? handOff) => new(
        block, At(time), transaction.ToString(), handOff is { } log ? $"/handoffs/{HandOffId.Write(transaction, log)}/proof" : "", $"hand-off-{block}-{handOff}.json");

    /// <summary>What it was made of, without what is merely packed in it.</summary>
    private List<Related> Origins()
    {
        if (facts.Back is not { } back) return [];
        var met = new HashSet<Hash32> { facts.Id };
        for (var known = 0; known < met.Count;)
        {
            known = met.Count;
            met.UnionWith(back.Links.Where(link => link.Kind != "packed" && met.Contains(link.To)).Select(link => link.From).ToList());
        }
        met.Remove(facts.Id);
        return [.. back.Nodes.Where(node => met.Contains(node.Id)).OrderByDescending(node => node.IsLot).Take(24).Select(node => names.Goods(node.Id, OriginWords(node, back))).DistinctBy(related => related.Name)];
    }

    private string OriginWords(TracedNode node, TraceResult back)
    {
        var link = back.Links.FirstOrDefault(link => link.From == node.Id && link.Kind != "packed");
        var recalled = node.Recalled ? ". Recalled!" : "";
        return link?.Kind switch
        {
            "transformed" => $"Used by {names.Party(link.By)} on {Words.Day(link.Time)}{recalled}",
            "split" => $"Divided by {names.Party(link.By)} on {Words.Day(link.Time)}{recalled}",
            "merged" => $"Merged by {names.Party(link.By)} on {Words.Day(link.Time)}{recalled}",
            _ => $"{(node.IsLot ? "Lot of" : "From")} {names.Party(node.Holder)}{recalled}",
        };
    }

    private List<Related> Contents()
    {
        var earlier = facts.Back?.Links.Where(link => link.Kind == "packed" && link.To == facts.Id && !facts.Inside.Contains(link.From)).Select(link => link.From).Distinct().ToList() ?? [];
        return
        [
            .. facts.Inside.Take(Most).Select(id => names.Goods(id, "Inside it")), .. More(facts.Inside.Count, "inside it"),
            .. earlier.Take(Most).Select(id => names.Goods(id, "Was inside it, taken out since")), .. More(earlier.Count, "that were inside it"),
            .. facts.Made.Select(id => names.Goods(id, "Made from it")),
        ];
    }

    private static IEnumerable<Related> More(int count, string words) => count > Most ? [new Related("and more", null, words)] : [];

    private static string ConditionWords(Condition condition) => condition switch
    {
        Condition.Damaged => "damaged",
        Condition.Shortage => "short",
        Condition.TemperatureExcursion => "outside its temperature range",
        Condition.Tampered => "tampered with",
        Condition.Disputed => "disputed",
        Condition.Lost => "lost",
        Condition.Destroyed => "destroyed",
        _ => "changed",
    };

    private static DateTimeOffset At(ulong seconds) => DateTimeOffset.FromUnixTimeSeconds((long)Math.Min(seconds, 253_402_300_799));
}
