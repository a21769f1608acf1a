using System.Text.Json;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Orders;

/// <summary>A hand-off that matches and pays an order in the same transaction. Giver and receiver sign the hand-off, for the Goods contract;
/// its document is the hash of the delivery.</summary>
/// <remarks>In JSON it is the hand-off, with the terms and the delivery for enclosures.</remarks>
public record OrderHandOff : Intent
{
    private protected OrderHandOff(CustodyOffer offer) => Offer = offer;

    /// <summary>A hand-off for an order.</summary>
    public OrderHandOff(CustodyOffer offer, OrderTerms terms, Delivery delivery) => (Offer, Terms, Delivery) = (offer, terms, delivery);

    /// <summary>The hand-off.</summary>
    public CustodyOffer Offer { get; init; }

    /// <summary>The terms as they were agreed.</summary>
    public OrderTerms Terms { get; init; } = null!;

    /// <summary>What is delivered.</summary>
    public Delivery Delivery { get; init; } = null!;

    /// <inheritdoc/>
    public sealed override LedgerContract Contract => LedgerContract.Goods;

    /// <inheritdoc/>
    public sealed override LedgerContract Target => LedgerContract.Orders;

    /// <inheritdoc/>
    public override string Function => Offer is HandOff ? "deliver" : "deliverMany";

    /// <inheritdoc/>
    public override string Type => Offer.Type;

    /// <inheritdoc/>
    public sealed override string TypeString => Offer.TypeString;

    /// <inheritdoc/>
    public override ulong? ExpiresAt => Offer.Deadline;

    /// <inheritdoc/>
    public sealed override Hash32 StructHash(IntentDomain domain) => Offer.StructHash(domain);

    /// <summary>keccak256(digest ‖ function in UTF-8): the same hand-off may also be submitted by itself, or matched afterwards.</summary>
    public sealed override Hash32 OperationId(IntentDomain domain) =>
        Keccak256.Hash([.. Digest(domain).Span, .. System.Text.Encoding.UTF8.GetBytes(Function)]);

    /// <inheritdoc/>
    public sealed override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) => Offer.Signers(domain);

    /// <inheritdoc/>
    public sealed override byte[] Calldata(IReadOnlyList<byte[]> signatures)
    {
        ArgumentNullException.ThrowIfNull(signatures);
        var call = StartCall();
        Terms.Schema.WriteTo(call, Terms);
        RecordSchema.Of(typeof(Delivery)).WriteTo(call, Delivery);
        Offer.Schema.WriteTo(call, Offer);
        foreach (var signature in signatures) call.WriteBytes(signature);
        return call.ToArray();
    }

    /// <inheritdoc/>
    public sealed override void Check()
    {
        Terms.Check();
        Offer.Check();
        CheckDelivery(Terms, Delivery);
        if (Offer.Document != Delivery.Hash())
            throw new LedgerException(
                "not-this-delivery", $"The document of the hand-off is {Offer.Document}; the enclosed delivery has the hash {Delivery.Hash()}.",
                "The hand-off is signed with the delivery's hash for a document.");
        var milestone = (int)Delivery.Milestone;
        if (Offer.From != Terms.Givers[milestone] || Offer.To != Terms.Receivers[milestone])
            throw new LedgerException(
                "not-this-delivery",
                $"Party {Terms.Givers[milestone]} hands over to party {Terms.Receivers[milestone]} at this milestone, not {Offer.From} to {Offer.To}.",
                "Each milestone of the terms has its giver and receiver.");
    }

    internal sealed override bool HasEnclosures => true;

    internal sealed override void PrintMessage(Utf8JsonWriter writer) => Offer.PrintMessage(writer);

    internal sealed override void PrintEnclosures(Utf8JsonWriter writer)
    {
        EnclosureReader.Print(writer, "terms", Terms);
        EnclosureReader.Print(writer, "delivery", Delivery);
    }

    internal sealed override Intent ReadEnclosures(EnclosureReader reader) => this with
    {
        Terms = reader.TakeRecord<OrderTerms>("terms"),
        Delivery = reader.TakeRecord<Delivery>("delivery"),
    };

    internal static OrderHandOff Of(CustodyOffer offer) => new(offer);

    /// <summary>The hand-off that a call of the Orders contract carries; null for another call.</summary>
    internal static SignedIntent? TryRead(AbiFunction function, ref AbiReader reader)
    {
        if (function.Name is not ("deliver" or "deliverMany" or "matchHandOff")) return null;
        var terms = (OrderTerms)RecordSchema.Of(typeof(OrderTerms)).ReadFrom(ref reader);
        var delivery = (Delivery)RecordSchema.Of(typeof(Delivery)).ReadFrom(ref reader);
        var offer = (CustodyOffer)RecordSchema.Of(function.Name == "deliverMany" ? typeof(HandOffMany) : typeof(HandOff)).ReadFrom(ref reader);
        byte[][] signatures = [reader.ReadBytes().ToArray(), reader.ReadBytes().ToArray()];
        return new SignedIntent(
            function.Name == "matchHandOff" ? new HandOffMatch((HandOff)offer, terms, delivery) : new OrderHandOff(offer, terms, delivery),
            signatures);
    }

    internal static void CheckDelivery(OrderTerms terms, Delivery delivery)
    {
        CheckSame("delivery.order", delivery.Order.Value, "terms", terms.Id().Value);
        CheckAmount("delivery.quantity", delivery.Quantity);
        if (delivery.Milestone >= (ulong)terms.Shares.Count)
            throw new LedgerException("not-this-delivery", $"The order has no milestone {delivery.Milestone}.", "Milestones count from 0.");
    }
}

/// <summary>Matches and pays for a hand-off that was submitted to Goods alone, while the receiver still holds the unit.</summary>
public sealed record HandOffMatch : OrderHandOff
{
    private HandOffMatch(HandOff offer)
        : base(offer)
    {
    }

    /// <summary>The match of a hand-off that took place.</summary>
    public HandOffMatch(HandOff offer, OrderTerms terms, Delivery delivery)
        : base(offer, terms, delivery)
    {
    }

    /// <inheritdoc/>
    public override string Function => "matchHandOff";

    /// <inheritdoc/>
    public override string Type => nameof(HandOffMatch);

    /// <summary>The goods have moved, so its deadline no longer matters.</summary>
    public override ulong? ExpiresAt => null;

    internal static HandOffMatch Of(HandOff offer) => new(offer);
}
