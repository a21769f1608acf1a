using System.Text.Json;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Orders;

/// <summary>An intent about an order, whose terms go with the call.</summary>
public abstract record OrderIntent : OrdersIntent
{
    /// <summary>The terms as they were agreed: enclosed.</summary>
    public required OrderTerms Terms { get; init; }

    /// <summary>The order that the message names.</summary>
    public abstract OrderId Order { get; init; }

    internal override bool HasEnclosures => true;

    /// <inheritdoc/>
    public override byte[] Calldata(IReadOnlyList<byte[]> signatures)
    {
        ArgumentNullException.ThrowIfNull(signatures);
        var call = StartCall();
        Terms.Schema.WriteTo(call, Terms);
        Schema.WriteTo(call, this);
        foreach (var signature in signatures) call.WriteBytes(signature);
        return call.ToArray();
    }

    /// <inheritdoc/>
    public override void Check()
    {
        Terms.Check();
        CheckSame("order", Order.Value, "terms", Terms.Id().Value);
    }

    internal override void PrintEnclosures(Utf8JsonWriter writer) => EnclosureReader.Print(writer, "terms", Terms);

    internal override Intent ReadEnclosures(EnclosureReader reader) => this with { Terms = reader.TakeRecord<OrderTerms>("terms") };
}

/// <summary>The buyer pays the whole price into the escrow.</summary>
public sealed record Funding(ulong Amount, OrderId Order, uint Epoch, ulong Deadline) : OrderIntent
{
    /// <inheritdoc/>
    public override string Function => "fund";

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) => [Signer(domain, "buyer", Terms.Buyer, Epoch)];

    /// <inheritdoc/>
    public override void Check()
    {
        base.Check();
        if (Terms.Tenor != 0 || Amount != Terms.Price)
            throw new LedgerException(
                "wrong-funding", $"{Amount} is not what the order asks for: {Terms.Price}, and only where it has no tenor.", "Fund the whole price.");
    }
}

/// <summary>Buyer or seller stops all matching, or lifts what it has raised.</summary>
public sealed record OrderDispute(
    OrderId Order, PartyId By, uint Seq, bool Disputed, Hash32 Reason, uint Epoch, ulong Deadline) : OrderIntent
{
    /// <inheritdoc/>
    public override string Function => "setDispute";

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) => [Signer(domain, "by", By, Epoch)];

    /// <inheritdoc/>
    public override void Check()
    {
        base.Check();
        if (By != Terms.Buyer && By != Terms.Seller)
            throw new LedgerException("not-of-order", $"Party {By} is neither buyer nor seller.", "One of them raises a dispute.");
    }
}

/// <summary>The buyer and the beneficiary end the order, or the arbiter ends a disputed one.</summary>
/// <param name="Order">The order.</param>
/// <param name="Seq">The order's current seq.</param>
/// <param name="Amount">What the beneficiary still gets; zero: a cancellation. The buyer gets the rest of the escrow back.</param>
/// <param name="Nullifier">For the receivable, where the order is on credit.</param>
/// <param name="Document">Commitment to what was settled, or zero.</param>
/// <param name="BuyerEpoch">The buyer's epoch; zero where the arbiter signs.</param>
/// <param name="Epoch">The beneficiary's or the arbiter's epoch.</param>
/// <param name="Deadline">Unix seconds after which it counts for nothing.</param>
public sealed record Closing(
    OrderId Order, uint Seq, ulong Amount, Hash32 Nullifier, Hash32 Document, uint BuyerEpoch, uint Epoch, ulong Deadline) : OrderIntent
{
    /// <summary>Who is paid, the seller unless the proceeds were assigned: enclosed, so that it is known whose key signs.</summary>
    public required PartyId Beneficiary { get; init; }

    private bool IsArbiters => BuyerEpoch == 0;

    /// <inheritdoc/>
    public override string Function => IsArbiters ? "arbitrate" : "close";

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) => IsArbiters
        ? [Signer(domain, "arbiter", Terms.Arbiter, Epoch)]
        : [Signer(domain, "buyer", Terms.Buyer, BuyerEpoch), Signer(domain, "beneficiary", Beneficiary, Epoch)];

    internal override void PrintEnclosures(Utf8JsonWriter writer)
    {
        base.PrintEnclosures(writer);
        writer.WritePropertyName("beneficiary");
        WordTypes.Of<PartyId>().Print(writer, Beneficiary);
    }

    internal override Intent ReadEnclosures(EnclosureReader reader) =>
        (Closing)base.ReadEnclosures(reader) with { Beneficiary = reader.TakeWord<PartyId>("beneficiary") };
}

/// <summary>The beneficiary makes another party the beneficiary of all further payments.</summary>
/// <param name="Order">The order.</param>
/// <param name="From">The beneficiary.</param>
/// <param name="To">The new one.</param>
/// <param name="Seq">The order's current seq.</param>
/// <param name="Via">The only account that may submit this; zero: anyone.</param>
/// <param name="Epoch">The beneficiary's epoch.</param>
/// <param name="Deadline">Unix seconds after which it counts for nothing.</param>
public sealed record Assignment(
    OrderId Order, PartyId From, PartyId To, uint Seq, Address Via, uint Epoch, ulong Deadline) : OrderIntent
{
    /// <inheritdoc/>
    public override string Function => "assignProceeds";

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) => [Signer(domain, "from", From, Epoch)];
}

/// <summary>Ends an order that nobody finished, seven days and the dispute window after its date. Anyone may: nobody signs.</summary>
/// <param name="Order">The order.</param>
/// <param name="Nonce">Makes each call an operation of its own; the chain does not see it.</param>
public sealed record Expire(OrderId Order, Hash32 Nonce) : OrderIntent
{
    /// <inheritdoc/>
    public override string Function => "expire";

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) => [];

    /// <inheritdoc/>
    public override byte[] Calldata(IReadOnlyList<byte[]> signatures)
    {
        var call = StartCall();
        Terms.Schema.WriteTo(call, Terms);
        return call.ToArray();
    }
}
