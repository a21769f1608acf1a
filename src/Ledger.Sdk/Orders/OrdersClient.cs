using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Orders;

/// <summary>Orders, and the hand-offs that pay them: each changing method returns a draft to be signed and submitted.</summary>
/// <example><code>
/// var agreed = await ledger.Orders.AgreeAsync(buyer, seller, 1_000_000, 500, [new Milestone(seller, buyer, 10_000)], deliverBy);
/// var terms = (OrderTerms)agreed.Intent;
/// await ledger.SubmitAsync(agreed.Sign(buyerKey).Sign(sellerKey));
/// var delivery = new Delivery(terms.Id(), 0, 500, 1_000_000, default, invoiceCommitment);
/// await ledger.SubmitAsync((await ledger.Orders.DeliverAsync(terms, delivery, epc)).Sign(sellerKey).Sign(buyerKey));
/// </code></example>
public sealed partial class OrdersClient : MoneyClient
{
    internal OrdersClient(LedgerClient ledger)
        : base(ledger)
    {
    }

    /// <summary>Terms for buyer and seller to sign.</summary>
    /// <param name="buyer">Who pays.</param>
    /// <param name="seller">Who is paid.</param>
    /// <param name="price">Of the whole quantity, in minor units of the cash.</param>
    /// <param name="quantity">In the unit of measure that the confidential terms name.</param>
    /// <param name="milestones">1 to 8.</param>
    /// <param name="deliverBy">Until when; some time later an unfinished order expires.</param>
    /// <param name="options">Credit, arbiter, devices; by default none.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    public async Task<IntentDraft> AgreeAsync(
        PartyId buyer, PartyId seller, ulong price, ulong quantity, IReadOnlyList<Milestone> milestones, DateTimeOffset deliverBy,
        OrderOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(milestones);
        options ??= new OrderOptions();
        var terms = new OrderTerms(
            buyer, seller, price, quantity, (ulong)options.Tenor.TotalSeconds, (ulong)deliverBy.ToUnixTimeSeconds(), options.Arbiter,
            options.Attester, options.Quorum, (ulong)options.DisputeWindow.TotalSeconds, options.Document,
            [.. milestones.Select(milestone => milestone.Giver)], [.. milestones.Select(milestone => milestone.Receiver)],
            [.. milestones.Select(milestone => milestone.Share)], await EpochAsync(buyer, cancellationToken).ConfigureAwait(false),
            await EpochAsync(seller, cancellationToken).ConfigureAwait(false), Deadline());
        return await DraftAsync(terms, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The buyer pays the whole price into the escrow.</summary>
    public async Task<IntentDraft> FundAsync(OrderTerms terms, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(terms);
        var epoch = await EpochAsync(terms.Buyer, cancellationToken).ConfigureAwait(false);
        return await DraftAsync(
            new Funding(terms.Price, terms.Id(), epoch, Deadline()) { Terms = terms }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A hand-off that matches and pays the order in the same transaction; the milestone's giver and receiver sign.</summary>
    /// <param name="terms">The terms as they were agreed.</param>
    /// <param name="delivery">What is delivered.</param>
    /// <param name="epcs">One unit or more, in any form.</param>
    public Task<IntentDraft> DeliverAsync(OrderTerms terms, Delivery delivery, params IReadOnlyList<string> epcs) =>
        DeliverAsync(terms, delivery, epcs, CancellationToken.None);

    /// <inheritdoc cref="DeliverAsync(OrderTerms, Delivery, IReadOnlyList{string})"/>
    public async Task<IntentDraft> DeliverAsync(
        OrderTerms terms, Delivery delivery, IReadOnlyList<string> epcs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(delivery);
        ArgumentNullException.ThrowIfNull(epcs);
        OrderHandOff.CheckDelivery(terms, delivery);
        var (giver, receiver) = (terms.Givers[(int)delivery.Milestone], terms.Receivers[(int)delivery.Milestone]);
        var offer = epcs.Count == 1
            ? await Ledger.Custody.OfferAsync(giver, receiver, epcs[0], delivery.Hash(), cancellationToken).ConfigureAwait(false)
            : await Ledger.Custody.OfferAsync(giver, receiver, epcs, delivery.Hash(), cancellationToken).ConfigureAwait(false);
        var ordered = new OrderHandOff((CustodyOffer)offer.Intent, terms, delivery);
        ordered.Check();
        return offer with { Intent = ordered };
    }

    /// <summary>Matches a hand-off of one unit that was submitted without its order, while the receiver holds the unit.</summary>
    /// <exception cref="LedgerException">wrong-type: no hand-off of one unit.</exception>
    public static SignedIntent Match(SignedIntent handOff, OrderTerms terms, Delivery delivery)
    {
        ArgumentNullException.ThrowIfNull(handOff);
        var match = new HandOffMatch(
            handOff.Intent as HandOff ?? throw new LedgerException("wrong-type", $"A {handOff.Intent.Type} is no hand-off of one unit."), terms, delivery);
        match.Check();
        return handOff with { Intent = match };
    }

    /// <summary>The same of a signed delivery whose hand-off alone was submitted.</summary>
    public static SignedIntent Match(SignedIntent delivery)
    {
        var ordered = Ordered(delivery);
        return Match(HandOffOf(delivery), ordered.Terms, ordered.Delivery);
    }

    /// <summary>The hand-off of a signed delivery without its order: it moves the goods and pays nothing.</summary>
    /// <exception cref="LedgerException">wrong-type: no delivery.</exception>
    public static SignedIntent HandOffOf(SignedIntent delivery) => new(Ordered(delivery).Offer, delivery.Signatures);

    /// <summary>Matches what devices have attested, once the dispute window is over; nobody signs.</summary>
    public static SignedIntent MatchArrival(OrderTerms terms, Delivery delivery)
    {
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(delivery);
        return Unsigned(new MatchArrival(terms.Id(), delivery.Hash(), Nonce()) { Terms = terms, Arrived = delivery });
    }

    /// <summary>The attestation of an arrival, for each of the devices to sign.</summary>
    public Task<IntentDraft> ArriveAsync(
        OrderTerms terms, Delivery delivery, IReadOnlyList<Address> devices, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        var sorted = devices.OrderBy(device => Hex.Encode(device.Span), StringComparer.Ordinal).ToArray();
        return DraftAsync(
            new Arrival(delivery.Hash(), Condition.Sound, Deadline()) { Terms = terms, Arrived = delivery, Devices = sorted }, cancellationToken);
    }

    /// <summary>Buyer or seller stops all matching, or lifts what it has raised.</summary>
    public async Task<IntentDraft> DisputeAsync(
        PartyId by, OrderTerms terms, bool disputed = true, Hash32 reason = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(terms);
        var (state, epoch) = (await StateAsync(terms, cancellationToken).ConfigureAwait(false), await EpochAsync(by, cancellationToken).ConfigureAwait(false));
        return await DraftAsync(
            new OrderDispute(terms.Id(), by, state.Seq, disputed, reason, epoch, Deadline()) { Terms = terms }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Buyer and beneficiary end the order: with nothing more, a cancellation; or with a last payment.</summary>
    public async Task<IntentDraft> CloseAsync(
        OrderTerms terms, ulong amount = 0, Hash32 nullifier = default, Hash32 document = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(terms);
        var state = await StateAsync(terms, cancellationToken).ConfigureAwait(false);
        var beneficiary = new PartyId(state.Beneficiary);
        var closing = new Closing(
            terms.Id(), state.Seq, amount, nullifier, document, await EpochAsync(terms.Buyer, cancellationToken).ConfigureAwait(false),
            await EpochAsync(beneficiary, cancellationToken).ConfigureAwait(false), Deadline())
        { Terms = terms, Beneficiary = beneficiary };
        return await DraftAsync(closing, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The arbiter ends a disputed order.</summary>
    /// <exception cref="LedgerException">not-of-order: it has no arbiter.</exception>
    public async Task<IntentDraft> ArbitrateAsync(
        OrderTerms terms, ulong amount, Hash32 nullifier = default, Hash32 document = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(terms);
        if (terms.Arbiter == default) throw new LedgerException("not-of-order", "The order has no arbiter.", "Buyer and beneficiary close it together.");
        var state = await StateAsync(terms, cancellationToken).ConfigureAwait(false);
        var epoch = await EpochAsync(terms.Arbiter, cancellationToken).ConfigureAwait(false);
        var closing = new Closing(terms.Id(), state.Seq, amount, nullifier, document, 0, epoch, Deadline())
        {
            Terms = terms,
            Beneficiary = new PartyId(state.Beneficiary),
        };
        return await DraftAsync(closing, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The beneficiary makes another party the beneficiary of all further payments.</summary>
    public async Task<IntentDraft> AssignAsync(OrderTerms terms, PartyId to, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(terms);
        var state = await StateAsync(terms, cancellationToken).ConfigureAwait(false);
        var from = new PartyId(state.Beneficiary);
        var epoch = await EpochAsync(from, cancellationToken).ConfigureAwait(false);
        return await DraftAsync(
            new Assignment(terms.Id(), from, to, state.Seq, default, epoch, Deadline()) { Terms = terms }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends an order that nobody finished in time; nobody signs.</summary>
    public static SignedIntent Expire(OrderTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return Unsigned(new Expire(terms.Id(), Nonce()) { Terms = terms });
    }

    private static OrderHandOff Ordered(SignedIntent delivery)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        return delivery.Intent as OrderHandOff
            ?? throw new LedgerException("wrong-type", $"A {delivery.Intent.Type} is no delivery of an order.", "Give what DeliverAsync made.");
    }

    private async Task<OrderHead> StateAsync(OrderTerms terms, CancellationToken cancellationToken) =>
        (await Ledger.ReadAsync<OrderState>($"/orders/{terms.Id()}", cancellationToken).ConfigureAwait(false)).Order;

    private sealed record OrderState(OrderHead Order);

    private sealed record OrderHead(ulong Beneficiary, uint Seq);
}
