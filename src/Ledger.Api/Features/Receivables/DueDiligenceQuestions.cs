using System.Globalization;
using Ledger.Sdk.Cash;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;
using static Ledger.Api.Features.Receivables.EvidenceReader;

namespace Ledger.Api.Features.Receivables;

/// <summary>Answers the questions of the lender's check from the facts. Yes always speaks for funding.</summary>
internal sealed class DueDiligenceQuestions(DueDiligenceFacts facts, Currency currency, ulong amount)
{
    private ReceivableRow Row => facts.Row;

    /// <summary>The questions in their order.</summary>
    public IReadOnlyList<DueDiligenceQuestion> All() =>
    [
        Signed(), Undisputed(), HandedOver(), Matched(), Unencumbered(), Unfinanced(), NobodyFrozen(), NotOverdue(), WithinLimit(), Debtor(), Assignor(),
    ];

    private DueDiligenceQuestion Signed()
    {
        List<Proof> proofs = [new("The receivable was issued, which takes the debtor's signature.", Row.Issue)];
        if (facts.Agreed is { } agreed) proofs.Add(new("The debtor agreed to the order that it came of.", agreed, Link($"/orders/{Row.OrderId}")));
        if (facts.KeyChange is { } change) proofs.Add(new("The debtor's key has changed since; a debt belongs to the party, not to its key.", change.Event("Registry", "KeySet")));
        return new("debtor-signed", "Does the debtor's signature stand?", Verdict.Yes,
            $"Party {Row.Debtor} signed {WhatWasSigned()} and the contract checked it on {Day(Row.Time)}.", proofs);
    }

    private string WhatWasSigned() =>
        Row.OrderId is null ? "the receivable itself"
        : facts.Deliveries.Count == 0 ? "the order, which ended by both sides' word or its arbiter's,"
        : facts.Deliveries.All(delivery => delivery.IsAttested) ? $"the order, by which devices of party {facts.Deliveries[0].Attester} attest arrivals,"
        : "the order, and the receiver the delivery,";

    private DueDiligenceQuestion Undisputed()
    {
        var last = facts.Entries.FirstOrDefault(entry => entry.Type is ReceivableStepType.Disputed or ReceivableStepType.DisputeLifted);
        var finding = Row.Disputed == 1 ? $"The debtor disputes it since {Day(last?.Time ?? Row.Time)}."
            : last is null ? "The debtor has never disputed it." : $"The debtor lifted its dispute on {Day(last.Time)}.";
        return new("not-disputed", "Is it undisputed?", Row.Disputed == 1 ? Verdict.No : Verdict.Yes, finding, last is null ? [] : [new("The debtor's last word.", last.Event)]);
    }

    private DueDiligenceQuestion HandedOver()
    {
        const string Code = "goods-handed-over", Question = "Were the goods handed over in good condition?";
        if (Row.OrderId is null) return new(Code, Question, Verdict.Unknown, "It was signed without an order: the chain does not say which goods it is for.", []);
        List<Proof> proofs =
        [
            .. facts.HandOffs.Select(handOff => new Proof($"Party {handOff.From} handed {handOff.Units} {(handOff.Units == 1 ? "unit" : "units")} to party {handOff.To} on {Day(handOff.Event.Time)}.", handOff.Event, handOff.Proof)),
            .. facts.Deliveries.Where(delivery => delivery.IsAttested).Select(delivery => new Proof(
                $"At least {delivery.Quorum} {(delivery.Quorum == 1 ? "device" : "devices")} of party {delivery.Attester} attested the arrival on {Day(delivery.Time)}.", delivery.ToEvidence().Event)),
        ];
        if (proofs.Count == 0) return new(Code, Question, Verdict.Unknown, "No delivery of the order carries its document: it was agreed when the order was closed.", []);
        var bad = facts.Conditions.Where(condition => condition != Condition.Sound).ToList();
        var condition = facts.Conditions.Count == 0 ? "" : bad.Count == 0 ? " All units are sound as last reported."
            : $" {bad.Count} of {facts.Conditions.Count} units are not sound: {string.Join(", ", bad.Distinct().Select(Word))}.";
        return new(Code, Question, bad.Count == 0 ? Verdict.Yes : Verdict.No, proofs[0].What + condition, proofs);
    }

    private DueDiligenceQuestion Matched()
    {
        const string Code = "amount-matched", Question = "Is the amount matched with order and receipt?";
        if (facts.Match is not { } match)
            return new(Code, Question, Verdict.Unknown, Row.OrderId is null ? "The two signed the amount without an order." : "The two, or the arbiter, agreed the amount when the order was closed.",
                [new("The amount is what the debtor signed.", Row.Issue)]);
        var more = match.Invoice > match.Paid ? $" The invoice asked for {currency.Format(match.Invoice)}; what is above is not owed." : "";
        return new(Code, Question, match.Paid == Row.Face ? Verdict.Yes : Verdict.No,
            $"{match.Quantity} accepted are worth {currency.Format(match.Due)} by the order, and {currency.Format(match.Paid)} became the receivable.{more}", [new("Order, receipt and invoice were matched.", match.Event, Link($"/orders/{Row.OrderId}"))]);
    }

    private DueDiligenceQuestion Unencumbered()
    {
        // What a loan held has ended with the last note.
        var held = facts.Notes.Count == 0 ? [] : facts.Pledges.Where(pledge => pledge.Held == 1).ToList();
        var facility = facts.Parties.FirstOrDefault(party => party.IsFacility == 1)?.Id;
        var owners = facts.Notes.Select(note => note.Owner).Distinct().ToList();
        var taken = held.Count > 0 || (facility is { } id && owners.Contains(id));
        List<Proof> proofs = [new("Who owns it now.", null, Link($"/receivables/{Row.Id}/provenance")), .. held.Select(pledge => new Proof($"It secures a loan of party {pledge.Lender}.", pledge.Event, Link($"/positions/{pledge.Position}")))];
        var finding = taken ? $"The Facility holds it: {held.Count} of its notes secure a loan."
            : facts.Notes.Count == 0 ? "No note of it is left." : $"{Parties(owners)} own{(owners.Count == 1 ? "s" : "")} it, and no loan holds any of it.";
        return new("unencumbered", "Is it unencumbered?", taken || facts.Notes.Count == 0 ? Verdict.No : Verdict.Yes, finding, proofs);
    }

    private DueDiligenceQuestion Unfinanced()
    {
        var sold = facts.Entries.Where(entry => entry.Type is ReceivableStepType.Sold or ReceivableStepType.Retired).ToList();
        List<Proof> proofs =
        [
            .. sold.Select(entry => new Proof($"{currency.Format(entry.Amount)} of it {(entry.Type == ReceivableStepType.Sold ? "were sold" : "were bought back by the debtor")} for {currency.Format(entry.Price ?? 0)}.", entry.Event)),
            .. facts.Pledges.Select(pledge => new Proof($"It secure{(pledge.Held == 1 ? "s" : "d")} a loan of {currency.Format(pledge.Principal)} of party {pledge.Lender}.", pledge.Event, Link($"/positions/{pledge.Position}"))),
        ];
        var clean = Row is { Sales: 0, Pledges: 0, Retired: 0 };
        return new("not-financed", "Has no part of it been financed before?", clean ? Verdict.Yes : Verdict.No,
            clean ? "No note of it was ever sold, pledged or retired." : $"{Row.Sales} sales, {Row.Pledges} pledges, {currency.Format(Row.Retired)} retired.", proofs.Count > 0 ? proofs : [new("Everything that happened to it.", null, Link($"/receivables/{Row.Id}/statement"))]);
    }

    private DueDiligenceQuestion NobodyFrozen()
    {
        var stopped = facts.Parties.Where(party => (PartyStatus)party.Status != PartyStatus.Active && party.IsFacility == 0).ToList();
        var finding = stopped.Count == 0 ? $"Debtor, first owner and owners are active: {Parties(facts.Parties.Select(party => party.Id))}."
            : string.Join(" ", stopped.Select(party => $"Party {party.Id} is {((PartyStatus)party.Status).ToString().ToLowerInvariant()}."));
        return new("nobody-frozen", "Is nobody in the chain frozen?", stopped.Count == 0 ? Verdict.Yes : Verdict.No, finding,
            [.. (stopped.Count == 0 ? facts.Parties : stopped).Select(party => new Proof($"Party {party.Id} in the registry.", null, Link($"/parties/{party.Id}")))]);
    }

    private DueDiligenceQuestion NotOverdue()
    {
        var record = Row.ToRecord(facts.AsOf.Time);
        var finding = record.Status switch
        {
            ReceivableStatus.Settled => "Nothing is owed any more.",
            ReceivableStatus.Overdue => $"It is overdue by {record.DaysOverdue} days.",
            ReceivableStatus.Due => "It is due.",
            _ => $"{currency.Format(Row.Outstanding)} are due on {Day(Row.Due)}, in {(Row.Due - facts.AsOf.Time) / ReceivableRow.Day} days.",
        };
        return new("not-overdue", "Is it still to be paid, and not overdue?", record.Status is ReceivableStatus.Open or ReceivableStatus.Due ? Verdict.Yes : Verdict.No, finding,
            [new("The due date was signed.", Row.Issue), new("What has been paid.", null, Link($"/receivables/{Row.Id}/statement"))]);
    }

    private DueDiligenceQuestion WithinLimit()
    {
        var (line, exposure) = (facts.Credit, Exposure());
        var share = $"Party {Row.Debtor} would be {Percent(exposure.ConcentrationAfter)} of what you have out.";
        var (verdict, finding) = line.CreditLimit == 0 ? (Verdict.Unknown, $"You have signed no limit for party {Row.Debtor}: you can buy, not lend. {share}")
            : exposure.LentAfter > line.CreditLimit ? (Verdict.No, $"{currency.Format(exposure.LentAfter)} would exceed your limit of {currency.Format(line.CreditLimit)}. {share}")
            : (Verdict.Yes, $"{currency.Format(exposure.LentAfter)} of your limit of {currency.Format(line.CreditLimit)} would be used. {share}");
        return new("within-limit", "Does your limit for the debtor suffice?", verdict, finding, [new("Your exposure and limit.", null, Link($"/exposure?lender={facts.Lender}&debtor={Row.Debtor}"))]);
    }

    private DueDiligenceQuestion Debtor()
    {
        var record = facts.RecordOf(Row.Debtor);
        var verdict = facts.OverdueNow > 0 || record.SettledLate * 10 > record.Settled ? Verdict.No : record.Settled == 0 ? Verdict.Unknown : Verdict.Yes;
        return new("debtor-record", "Does the debtor pay on time?", verdict,
            $"{record.Settled} of {record.Issued} paid, {record.SettledLate} of them late{(record.SettledLate == 0 ? "" : $" by {record.DaysLate / record.SettledLate} days on average")}; {facts.OverdueNow} overdue now; disputed {record.Disputes} times.",
            [new("Each of them with its dates.", null, Link($"/receivables?debtor={Row.Debtor}"))]);
    }

    private DueDiligenceQuestion Assignor()
    {
        var record = facts.RecordOf(Row.Seller);
        var verdict = record.Defaulted > 0 || record.GivenLate * 10 > record.GivenSettled || record.GivenDisputes * 20 > record.Given ? Verdict.No
            : record.GivenSettled == 0 ? Verdict.Unknown : Verdict.Yes;
        return new("assignor-record", "Are the first owner's receivables good?", verdict,
            $"{record.GivenSettled} of {record.Given} were paid, {record.GivenLate} of them late; {currency.Format(record.GivenDilutedAmount)} given up by credit notes; disputed {record.GivenDisputes} times; {record.Defaulted} of {record.Loans} loans defaulted.",
            [new("Each of them with its dates.", null, Link($"/receivables?seller={Row.Seller}"))]);
    }

    /// <summary>The lender's stake, before and after.</summary>
    public ExposureCheck Exposure()
    {
        var (line, lent) = (facts.Credit, facts.RecordOf(facts.Lender.Value).Lent);
        var (with, all) = ((UInt128)line.Exposure + line.Owned, (UInt128)lent + facts.OwnedInAll);
        return new ExposureCheck(
            facts.Lender, new PartyId(Row.Debtor), line.CreditLimit, line.Exposure, line.Owned, (ulong)UInt128.Min((UInt128)line.Exposure + amount, ulong.MaxValue),
            Share(with, all), Share(with + amount, all + amount));
    }

    private static ulong Share(UInt128 part, UInt128 whole) => whole == 0 ? 0 : (ulong)UInt128.Min(part * 10_000 / whole, 10_000);

    private static string Percent(ulong share) => string.Create(CultureInfo.InvariantCulture, $"{share / 100}.{share % 100:00} %");

    private static string Word(Condition condition) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(condition.ToString());

    private static string Parties(IEnumerable<ulong> parties) => string.Join(", ", parties.Select(party => $"party {party}")) is var text && text.Length > 0 ? char.ToUpperInvariant(text[0]) + text[1..] : "Nobody";

    private static string Day(ulong time) => DateTimeOffset.FromUnixTimeSeconds((long)Math.Min(time, 253_402_300_799)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
