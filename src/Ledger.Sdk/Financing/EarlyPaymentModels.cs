using System.Text.Json;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Sdk.Financing;

/// <summary>A debtor's programme of early payment.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Debtor">Who pays early.</param>
/// <param name="Cash">What it puts up.</param>
/// <param name="MinRate">The least it takes, a year in 1/10,000; 0: whatever is asked. Under fixed pricing, the rate.</param>
/// <param name="Pricing">Whose rate counts.</param>
/// <param name="Basis">Days of a year: 360 or 365.</param>
/// <param name="Cutoff">Until when suppliers name their rates, and the moment that discounts count from, Unix seconds.</param>
/// <param name="AllocatedAt">When the cash was divided; null before.</param>
/// <param name="Asks">The debtor sees all; a supplier its own.</param>
public sealed record EarlyPaymentProgramme(
    ulong Id, PartyId Debtor, ulong Cash, ulong MinRate, EarlyPaymentPricing Pricing, ulong Basis, ulong Cutoff, ulong? AllocatedAt, IReadOnlyList<EarlyPaymentEntry> Asks)
{
    /// <summary>What its prices follow from.</summary>
    public EarlyPaymentOffer ToOffer() => new(Cash, MinRate, Pricing, Basis, Cutoff);
}

/// <summary>What a supplier asks in a programme, and what it got.</summary>
/// <param name="Owner">The supplier.</param>
/// <param name="Receivable">The receivable.</param>
/// <param name="Note">Its note.</param>
/// <param name="Amount">What was still to come of it.</param>
/// <param name="Due">When it would be paid.</param>
/// <param name="Rate">What the supplier gives up at most, a year in 1/10,000.</param>
/// <param name="AwardRate">The rate that it got; null where it was not served, or not yet.</param>
/// <param name="Price">What the debtor pays now.</param>
/// <param name="Accepted">Whether the owner has signed it.</param>
/// <param name="Draft">The retirement, for owner and debtor to sign; null where there is none, or the note has changed since.</param>
public sealed record EarlyPaymentEntry(
    PartyId Owner, ReceivableId Receivable, NoteId Note, ulong Amount, ulong Due, ulong Rate, ulong? AwardRate, ulong? Price, bool Accepted, JsonElement? Draft)
{
    /// <summary>The retirement, with the owner's signature once it has accepted; null where there is none.</summary>
    public IntentDraft? ToDraft() => Draft is { } draft ? IntentDraft.Parse(draft.GetRawText()) : null;
}

/// <summary>What a note would bring at a programme's cut-off.</summary>
/// <param name="Amount">What is still to come of it.</param>
/// <param name="Due">When it would be paid without it, Unix seconds.</param>
/// <param name="Rate">The rate that is given up at most, a year in 1/10,000.</param>
/// <param name="Least">What is paid at that rate, where it is served.</param>
/// <param name="Most">What is paid at the lowest rate that the programme takes.</param>
public sealed record EarlyPaymentQuote(ulong Amount, ulong Due, ulong Rate, ulong Least, ulong Most);
