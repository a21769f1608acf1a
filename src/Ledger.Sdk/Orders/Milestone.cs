using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Orders;

/// <summary>A hand-over that earns a part of the price: at dispatch, at receipt.</summary>
/// <param name="Giver">Who hands the goods over.</param>
/// <param name="Receiver">Who receives them.</param>
/// <param name="Share">Its part of the price in 1/10,000; all together 10,000.</param>
public readonly record struct Milestone(PartyId Giver, PartyId Receiver, ulong Share);

/// <summary>What an order may say besides price and milestones.</summary>
/// <param name="Tenor">Zero: paid from the escrow. Else a receivable is born with each match, due so much later.</param>
/// <param name="Document">Salted commitment to the confidential terms, or zero.</param>
/// <param name="Arbiter">Decides disputes; zero: only both together do.</param>
/// <param name="Attester">Whose devices attest arrivals; zero: none do.</param>
/// <param name="Quorum">How many of its devices.</param>
/// <param name="DisputeWindow">From their attestation until it is matched.</param>
public sealed record OrderOptions(
    TimeSpan Tenor = default, Hash32 Document = default, PartyId Arbiter = default, PartyId Attester = default, ulong Quorum = 0,
    TimeSpan DisputeWindow = default);
