using System.Text.Json;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Credit;

/// <summary>What is known of one side of a party's business: as a buyer, what it paid; as a seller, what it delivered.</summary>
/// <param name="Counterparties">Counterparties that count: under no common control, and no contracts.</param>
/// <param name="Kept">Amounts that it paid, or delivered, in time, after what counterparties sent back was taken off.</param>
/// <param name="Counted">What of them counts: of no counterparty more than a quarter.</param>
/// <param name="Late">Amounts that were late; no cap protects from these.</param>
/// <param name="LateDays">The mean of days late, weighted by amounts over all of <paramref name="Kept"/> and <paramref name="Late"/>, in 1/100 day.</param>
/// <param name="InTime"><paramref name="Counted"/> of <paramref name="Counted"/> and <paramref name="Late"/>, in 1/10,000; null where there is neither.</param>
/// <param name="Concentration">The Herfindahl-Hirschman index of <paramref name="Kept"/> over counterparties, in 1/10,000: 10,000 is one counterparty.</param>
/// <param name="Effective">As how many equal counterparties they count, in 1/100: captive ones count as one together.</param>
/// <param name="Excluded">Amounts with parties under common control, or that money sent back undid.</param>
public sealed record SideFeatures(
    ulong Counterparties, ulong Kept, ulong Counted, ulong Late, ulong LateDays, ulong? InTime, ulong Concentration, ulong Effective, ulong Excluded);

/// <summary>What a party's credit is judged by, computed from the chain alone. Amounts are minor units of the ledger's cash; rates are in 1/10,000.</summary>
/// <param name="TenureDays">Whole days since it was admitted.</param>
/// <param name="Frozen">Whether it is frozen or retired.</param>
/// <param name="Paying">As a debtor.</param>
/// <param name="Open">What it owes and is not due.</param>
/// <param name="Overdue">What it owes since a day before today.</param>
/// <param name="OverdueDays">The mean of days overdue, weighted by amounts, in 1/100 day.</param>
/// <param name="DisputedBuying">Of what it bought, what it or the seller disputed.</param>
/// <param name="Delivering">As a seller.</param>
/// <param name="Sold">Face amounts of what it earned, and what escrows paid it.</param>
/// <param name="DilutionRate">Of what it earned on credit, what was given up by credit notes; null where it earned nothing so.</param>
/// <param name="DisputeRate">Of what it sold, what was disputed; null where it sold nothing.</param>
/// <param name="Received">Units that it took into custody.</param>
/// <param name="Excursions">Conditions that its devices attested of them; null where it never held a unit.</param>
/// <param name="Borrowed">Principal of its loans.</param>
/// <param name="Repaid">Principal of them that was paid back.</param>
/// <param name="Impaired">What was owed of its loans when they were impaired.</param>
/// <param name="Defaulted">What was owed of its loans when they defaulted.</param>
/// <param name="Recovered">What came in after that.</param>
/// <param name="Recourses">Loans for which lenders came back to it.</param>
public sealed record CreditFeatures(
    ulong TenureDays, bool Frozen, SideFeatures Paying, ulong Open, ulong Overdue, ulong OverdueDays, ulong? DisputedBuying, SideFeatures Delivering,
    ulong Sold, ulong? DilutionRate, ulong? DisputeRate, ulong Received, ulong Excursions, ulong Borrowed, ulong Repaid, ulong Impaired,
    ulong Defaulted, ulong Recovered, ulong Recourses)
{
    /// <summary>What an attestation commits to: Keccak-256 of the features as this SDK writes them, in UTF-8.</summary>
    public Hash32 Hash() => Keccak256.Hash(JsonSerializer.SerializeToUtf8Bytes(this, LedgerJson.Options));
}
