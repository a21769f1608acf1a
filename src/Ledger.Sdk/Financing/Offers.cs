using System.Text.Json;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Sdk.Financing;

/// <summary>How a request for offers stands.</summary>
public enum AskState
{
    /// <summary>Offers may come in.</summary>
    Open,

    /// <summary>An offer was accepted, and the chain has still to take it.</summary>
    Accepted,

    /// <summary>An offer was executed.</summary>
    Funded,

    /// <summary>The holder closed it.</summary>
    Closed,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>The note changed in another way: it can't be financed as it was asked.</summary>
    NoteChanged,
}

/// <summary>How an offer stands.</summary>
public enum OfferState
{
    /// <summary>The holder may accept it.</summary>
    Open,

    /// <summary>The holder accepted it, and the chain has still to take it.</summary>
    Accepted,

    /// <summary>It was executed, and the index shows it.</summary>
    Funded,

    /// <summary>The lender took it back.</summary>
    Withdrawn,

    /// <summary>Its deadline has passed.</summary>
    Expired,

    /// <summary>One of the two raised its epoch: no signature from before counts.</summary>
    Cancelled,

    /// <summary>The note changed since.</summary>
    NoteChanged,
}

/// <summary>A holder's request for offers on a note.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Holder">Who owns the note.</param>
/// <param name="Debtor">Who owes.</param>
/// <param name="Receivable">The receivable.</param>
/// <param name="Note">The note.</param>
/// <param name="Seq">The note's sequence number when the holder asked, which offers bind.</param>
/// <param name="Amount">How much of the note.</param>
/// <param name="StillOpen">What of that is still to come from the debtor.</param>
/// <param name="Due">When the receivable is due, Unix seconds.</param>
/// <param name="Until">Until when offers are taken.</param>
/// <param name="Lenders">Whom it asks; null for anybody.</param>
/// <param name="State">How it stands.</param>
/// <param name="CreatedAt">Unix seconds.</param>
/// <param name="Offers">The holder sees all, the best first; a lender its own; null in lists.</param>
public sealed record FinancingAsk(
    ulong Id, PartyId Holder, PartyId Debtor, ReceivableId Receivable, NoteId Note, uint Seq, ulong Amount, ulong StillOpen, ulong Due, ulong Until,
    IReadOnlyList<PartyId>? Lenders, AskState State, ulong CreatedAt, IReadOnlyList<FinancingOffer>? Offers = null);

/// <summary>A lender's signed offer.</summary>
/// <param name="Id">The digest of its message, and of the operation that executes it.</param>
/// <param name="Ask">The request that it answers.</param>
/// <param name="Kind">A sale or a loan.</param>
/// <param name="Lender">Who signed it.</param>
/// <param name="Money">What the holder gets at once: price or principal.</param>
/// <param name="Deadline">Until when it can be executed, Unix seconds.</param>
/// <param name="State">How it stands.</param>
/// <param name="Recourse">Whether the holder owes what the note does not bring.</param>
/// <param name="Cost">What it costs the holder, as of now.</param>
/// <param name="Place">1 for the best of those that can be accepted; null where it can't be.</param>
/// <param name="Warnings">Codes of what speaks against it now: <c>insufficient-cash</c>, <c>limit-exceeded</c>, <c>debtor-frozen</c>,
/// <c>receivable-disputed</c>.</param>
/// <param name="Failure">Why the chain refused it, where it was accepted and refused.</param>
/// <param name="Draft">The intent with the lender's signature, to be signed and accepted.</param>
public sealed record FinancingOffer(
    Hash32 Id, ulong Ask, OfferKind Kind, PartyId Lender, ulong Money, ulong Deadline, OfferState State, bool Recourse, CostParts Cost, int? Place,
    IReadOnlyList<string> Warnings, OperationError? Failure, JsonElement Draft)
{
    /// <summary>The intent, with the lender's signature.</summary>
    public IntentDraft ToDraft() => IntentDraft.Parse(Draft.GetRawText());
}

/// <summary>What an offer costs, part by part: see <see cref="OfferCost"/>.</summary>
/// <param name="Received">What the holder gets at once.</param>
/// <param name="Fee">Fee.</param>
/// <param name="Interest">Interest to the due date of the receivable.</param>
/// <param name="Late">Late interest to then.</param>
/// <param name="Discount">What the lender keeps of the amount.</param>
/// <param name="Forgiven">What the holder does not owe, without recourse.</param>
/// <param name="Total">All together.</param>
/// <param name="AnnualRate">Total ÷ received, a year of 365 days, in 1/10,000, rounded up; null where nothing is received.</param>
/// <param name="Days">Days to the due date, rounded up; at least 1.</param>
public sealed record CostParts(
    ulong Received, ulong Fee, ulong Interest, ulong Late, long Discount, ulong Forgiven, long Total, long? AnnualRate, ulong Days)
{
    /// <summary>The parts of a cost.</summary>
    public static CostParts Of(OfferCost cost)
    {
        ArgumentNullException.ThrowIfNull(cost);
        return new CostParts(
            cost.Received, cost.Fee, cost.Interest, cost.Late, Clip(cost.Discount), cost.Forgiven, Clip(cost.Total), cost.AnnualBasisPoints,
            (cost.Seconds + Waterfall.Day - 1) / Waterfall.Day);
    }

    private static long Clip(Int128 value) => (long)Int128.Clamp(value, long.MinValue, long.MaxValue);
}

/// <summary>A version of a lender's policy.</summary>
/// <param name="Version">Counts from 1.</param>
/// <param name="Policy">The document.</param>
/// <param name="CreatedAt">Unix seconds.</param>
public sealed record PolicyVersion(ulong Version, LenderPolicy Policy, ulong CreatedAt);

/// <summary>What a policy makes of a request for offers.</summary>
/// <param name="Ask">The request.</param>
/// <param name="Refusals">Why it offers nothing; empty where it offers.</param>
/// <param name="Money">What it would pay.</param>
/// <param name="Cost">What that would cost the holder.</param>
/// <param name="Draft">The offer, for the lender to sign; null in a dry run.</param>
/// <param name="DebtorPoints">The debtor's credit points; null where it has none, or does not let the lender see them.</param>
/// <param name="AssignorPoints">The holder's.</param>
public sealed record PolicyResult(
    ulong Ask, IReadOnlyList<PolicyRefusals> Refusals, ulong? Money, CostParts? Cost, JsonElement? Draft, int? DebtorPoints = null, int? AssignorPoints = null);

/// <summary>What a policy would have offered.</summary>
/// <param name="Days">How far back.</param>
/// <param name="Asked">How many requests the lender could see.</param>
/// <param name="Offered">How many it would have answered.</param>
/// <param name="Money">What it would have paid in all.</param>
/// <param name="Refused">How often each reason stood against it.</param>
/// <param name="Results">One by one, oldest first.</param>
public sealed record PolicyDryRun(
    uint Days, int Asked, int Offered, ulong Money, IReadOnlyDictionary<string, int> Refused, IReadOnlyList<PolicyResult> Results);

/// <summary>What a lender may have out on a debtor, and has.</summary>
/// <param name="Lender">The lender.</param>
/// <param name="Debtor">The debtor.</param>
/// <param name="Limit">The limit that it signed for loans, on chain.</param>
/// <param name="Exposure">Principal that is out.</param>
/// <param name="Owned">What it owns in notes besides.</param>
/// <param name="Seq">How often the limit was set.</param>
public sealed record CreditLine(PartyId Lender, PartyId Debtor, ulong Limit, ulong Exposure, ulong Owned, uint Seq);
