using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Orders;

/// <summary>What buyer and seller agree on; the hash of it is the order's id, and every call about the order carries it.</summary>
/// <param name="Buyer">Who pays.</param>
/// <param name="Seller">Who is paid, until the proceeds are assigned.</param>
/// <param name="Price">Of the whole quantity, in minor units of the cash.</param>
/// <param name="Quantity">In the unit of measure that the confidential terms name.</param>
/// <param name="Tenor">Zero: paid from the escrow. Else a receivable is born with each match, due so many seconds later.</param>
/// <param name="DeliverBy">Last second for arrivals that devices attest; some time later an unfinished order expires.</param>
/// <param name="Arbiter">Decides disputes; zero: only both together do.</param>
/// <param name="Attester">Whose devices attest arrivals; zero: none do.</param>
/// <param name="Quorum">How many of its devices.</param>
/// <param name="DisputeWindow">Seconds from their attestation until it is matched.</param>
/// <param name="Document">Salted commitment to the confidential terms.</param>
/// <param name="Givers">Of each milestone, who hands the goods over: 1 to 8 milestones.</param>
/// <param name="Receivers">Of each milestone, who receives them.</param>
/// <param name="Shares">Of each milestone, its part of the price in 1/10,000; together 10,000.</param>
/// <param name="BuyerEpoch">The buyer's epoch.</param>
/// <param name="SellerEpoch">The seller's epoch.</param>
/// <param name="Deadline">Unix seconds after which the terms can't be agreed any more.</param>
public sealed record OrderTerms(
    PartyId Buyer,
    PartyId Seller,
    ulong Price,
    ulong Quantity,
    ulong Tenor,
    ulong DeliverBy,
    PartyId Arbiter,
    PartyId Attester,
    ulong Quorum,
    ulong DisputeWindow,
    Hash32 Document,
    IReadOnlyList<PartyId> Givers,
    IReadOnlyList<PartyId> Receivers,
    IReadOnlyList<ulong> Shares,
    uint BuyerEpoch,
    uint SellerEpoch,
    ulong Deadline) : OrdersIntent
{
    /// <summary>The most milestones that an order may have.</summary>
    public const int MaxMilestones = 8;

    /// <summary>The most devices that a quorum may ask for.</summary>
    public const ulong MaxDevices = 16;

    /// <summary>All shares together.</summary>
    public const ulong Whole = 10_000;

    private const ulong LongestWindow = 365 * 86_400;

    /// <inheritdoc/>
    public override string Function => "agree";

    /// <summary>The id of the order with these terms.</summary>
    public OrderId Id() => new(StructHash(default));

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) =>
        [Signer(domain, "buyer", Buyer, BuyerEpoch), Signer(domain, "seller", Seller, SellerEpoch)];

    /// <inheritdoc/>
    public override void Check()
    {
        CheckAmount("price", Price);
        CheckAmount("quantity", Quantity);
        if (Buyer == Seller) throw Bad("seller", "Buyer and seller must differ.");
        if (Shares.Count is < 1 or > MaxMilestones) throw Bad("shares", $"An order has 1 to {MaxMilestones} milestones.");
        CheckSameLength("givers", Givers.Count, "shares", Shares.Count);
        CheckSameLength("receivers", Receivers.Count, "shares", Shares.Count);
        if (Shares.Aggregate(UInt128.Zero, (sum, share) => sum + share) != Whole) throw Bad("shares", "Together they are 10,000.");
        if (Quorum > MaxDevices) throw Bad("quorum", $"At most {MaxDevices} devices attest.");
        if (DisputeWindow > LongestWindow) throw Bad("disputeWindow", "A year at most.");
        if (DeliverBy >= 1UL << 40) throw Bad("deliverBy", "Unix seconds, of 40 bits.");
    }

    private static LedgerException Bad(string field, string hint) => new("bad-terms", $"The terms cannot be executed: {field}.", hint);
}
