using System.Text.Json;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Banking;

/// <summary>What became of a bank's file of statements or notifications.</summary>
/// <param name="File">SHA-256 of the file.</param>
/// <param name="Preview">Whether it was only looked at.</param>
/// <param name="Statements">What is in it.</param>
/// <param name="Movements">Booked movements.</param>
/// <param name="New">Of them, those that were not here before.</param>
/// <param name="ToIssue">New credits that are to be issued to a party.</param>
/// <param name="PayoutsPaid">New debits that paid a payout.</param>
/// <param name="NotBooked">Pending movements and those for information: they are taken once they are booked.</param>
/// <param name="Unmatched">What was matched to nothing, with the reason; the first 1,000.</param>
public sealed record StatementReport(
    Hash32 File, bool Preview, IReadOnlyList<StatementSummary> Statements, long Movements, long New, long ToIssue, long PayoutsPaid, long NotBooked, IReadOnlyList<UnmatchedMovement> Unmatched)
{
    /// <summary>How many unmatched movements are shown.</summary>
    public const int MostUnmatched = 1000;
}

/// <summary>One statement of a file; balances in decimal text.</summary>
public sealed record StatementSummary(string Id, string Account, string Currency, string? Opening, string? Closing, long Movements);

/// <summary>A movement that nothing on the ledger answers to.</summary>
/// <param name="Statement">Where it stands.</param>
/// <param name="Entry">The entry's number there.</param>
/// <param name="Reference">The bank's reference; null for none.</param>
/// <param name="Amount">Minor units.</param>
/// <param name="Credit">Money came in.</param>
/// <param name="Why">Why nothing answers to it.</param>
public sealed record UnmatchedMovement(string Statement, int Entry, string? Reference, ulong Amount, bool Credit, string Why);

/// <summary>A booked movement that was imported.</summary>
/// <param name="Id">Its number here, rising.</param>
/// <param name="Account">The bank's account.</param>
/// <param name="Reference">The bank's reference.</param>
/// <param name="Statement">The statement that brought it.</param>
/// <param name="Amount">Minor units.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Credit">Money came in.</param>
/// <param name="State"><c>to-issue</c>, <c>issued</c>, <c>payout-paid</c> or <c>unmatched</c>.</param>
/// <param name="BankRef">What a Mint of it carries.</param>
/// <param name="Booked">Booking date.</param>
/// <param name="Party">Who gets the money.</param>
/// <param name="Payout">The payout that it paid.</param>
/// <param name="Counterparty">Who paid, or was paid.</param>
/// <param name="Remittance">What the payer wrote.</param>
/// <param name="Why">Why nothing answers to it.</param>
/// <param name="Draft">An unsigned <c>Mint</c> for the bank to sign, while it is to be issued.</param>
public sealed record ImportedMovement(
    string Id, string Account, string Reference, string Statement, ulong Amount, string Currency, bool Credit, string State, Hash32 BankRef, DateOnly? Booked = null, PartyId? Party = null, string? Payout = null,
    string? Counterparty = null, string? Remittance = null, string? Why = null, JsonElement? Draft = null);

/// <summary>What a party asks its bank to pay out.</summary>
/// <param name="Bank">A bank that has issued as much.</param>
/// <param name="Amount">Minor units of the ledger's currency.</param>
/// <param name="Name">Whose account is credited.</param>
/// <param name="Account">IBAN, or another id of the account.</param>
/// <param name="Bic">Its bank.</param>
/// <param name="Remittance">What it is for.</param>
public sealed record PayoutRequest(PartyId Bank, ulong Amount, string Name, string Account, string? Bic = null, string? Remittance = null);

/// <summary>A payout that was asked for.</summary>
/// <param name="Id">Its id, which is the payment's EndToEndId.</param>
/// <param name="Party">Who asked.</param>
/// <param name="Bank">Whom.</param>
/// <param name="Amount">Minor units.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Name">Whose account is credited.</param>
/// <param name="Account">The account.</param>
/// <param name="State"><c>requested</c>; <c>burned</c> once the money is gone from the ledger; <c>ordered</c> once a pain.001 has it; <c>paid</c> once a
/// statement shows it.</param>
/// <param name="Reference">What the Burn carries: <see cref="BankReference.OfPayout"/>.</param>
/// <param name="Created">When it was asked for.</param>
/// <param name="Bic">Its bank.</param>
/// <param name="Remittance">What it is for.</param>
/// <param name="Payment">The order that has it.</param>
/// <param name="Draft">An unsigned <c>Burn</c> for party and bank to sign, while it is only requested.</param>
public sealed record Payout(
    string Id, PartyId Party, PartyId Bank, ulong Amount, string Currency, string Name, string Account, string State, Hash32 Reference, DateTimeOffset Created, string? Bic = null, string? Remittance = null,
    string? Payment = null, JsonElement? Draft = null);

/// <summary>Which account a bank pays from, and when.</summary>
public sealed record PaymentOrderRequest(string Name, string Account, string? Bic = null, DateOnly? Execution = null);

/// <summary>A pain.001 that was ordered; the document itself is read at <c>/exports/pain.001?order=</c>.</summary>
public sealed record PaymentOrder(string Id, long Payments, string Sum, string Currency, DateOnly Execution, DateTimeOffset Created);
