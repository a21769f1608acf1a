using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Orders;

/// <summary>What a hand-off, or devices, say was received for an order; its hash is the document of the hand-off, so giver and receiver
/// sign it.</summary>
/// <param name="Order">The order.</param>
/// <param name="Milestone">Index into the terms' milestones.</param>
/// <param name="Quantity">Accepted, in the unit of the terms' quantity: a part is a partial or short delivery.</param>
/// <param name="Invoice">What the seller asks for it, in minor units of the cash.</param>
/// <param name="Nullifier">For the receivable that is born, see <see cref="Ledger.Sdk.Receivables.Nullifier"/>; not used where the escrow
/// pays.</param>
/// <param name="Document">Commitment to the invoice and the receipt; makes every delivery another.</param>
public sealed record Delivery(OrderId Order, ulong Milestone, ulong Quantity, ulong Invoice, Hash32 Nullifier, Hash32 Document)
{
    /// <summary>The EIP-712 hash: the document of its hand-off.</summary>
    public Hash32 Hash() => RecordSchema.Of(typeof(Delivery)).HashStruct(this);
}
