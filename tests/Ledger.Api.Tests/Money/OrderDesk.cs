using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Tests.Money;

/// <summary>Orders of a buyer and a seller as they make them with the SDK. The ledger is one for all tests of a class, each with orders and goods of its own.</summary>
public sealed class OrderDesk : IAsyncDisposable
{
    public const ulong Price = 1_000_000, Quantity = 500;
    public static readonly TimeSpan Month = TimeSpan.FromDays(30);
    private readonly Lazy<Task<ProductLedger>> starting = new(ProductLedger.StartAsync);
    private Actor? arbiter;
    private int made;

    public ProductLedger Ledger { get; private set; } = null!;

    public Actor Buyer => Ledger.Buyer;

    public Actor Seller => Ledger.Seller;

    /// <summary>Starts the ledger, the first time.</summary>
    public async Task OpenAsync() => Ledger = await starting.Value;

    /// <summary>Who decides disputes.</summary>
    public async Task<Actor> ArbiterAsync() => arbiter ??= await Ledger.AdmitAsync(PartyRoles.Platform);

    /// <summary>Terms that both sign and the chain has; without milestones one, from the seller to the buyer.</summary>
    public async Task<OrderTerms> AgreeAsync(OrderOptions? options = null, ulong price = Price, ulong quantity = Quantity, TimeSpan? within = null, params IReadOnlyList<Milestone> milestones)
    {
        options ??= new OrderOptions();
        var draft = await Seller.Ledger.Orders.AgreeAsync(
            Buyer.Id, Seller.Id, price, quantity, milestones.Count > 0 ? milestones : [new Milestone(Seller.Id, Buyer.Id, OrderTerms.Whole)],
            DateTimeOffset.FromUnixTimeSeconds((long)Ledger.Now) + (within ?? 3 * Month), options with { Document = Fresh() });
        await Ledger.SubmitAsync(draft, Buyer, Seller);
        return (OrderTerms)draft.Intent;
    }

    /// <summary>The same, with the price in the escrow.</summary>
    public async Task<OrderTerms> FundedAsync(
        OrderOptions? options = null, ulong price = Price, ulong quantity = Quantity, TimeSpan? within = null, params IReadOnlyList<Milestone> milestones)
    {
        var terms = await AgreeAsync(options, price, quantity, within, milestones);
        await Ledger.SubmitAsync(await Buyer.Ledger.Orders.FundAsync(terms), Buyer);
        return terms;
    }

    /// <summary>A delivery with an invoice of its own.</summary>
    public Delivery Delivery(OrderTerms terms, ulong quantity, ulong invoice, ulong milestone = 0) =>
        new(terms.Id(), milestone, quantity, invoice, terms.Tenor == 0 ? default : Fresh(), Fresh());

    /// <summary>A hand-off that pays the order, of a unit that the seller has just made; giver and receiver have to sign it.</summary>
    public async Task<IntentDraft> DeliverAsync(OrderTerms terms, Delivery delivery) => await Seller.Ledger.Orders.DeliverAsync(terms, delivery, await MakeAsync());

    /// <summary>A delivery, signed by both and matched.</summary>
    public async Task<Delivery> DeliveredAsync(OrderTerms terms, ulong quantity, ulong invoice)
    {
        var delivery = Delivery(terms, quantity, invoice);
        await Ledger.SubmitAsync(await DeliverAsync(terms, delivery), Seller, Buyer);
        return delivery;
    }

    /// <summary>The EPC of a unit that the seller registers.</summary>
    public async Task<string> MakeAsync()
    {
        var epc = $"https://example.com/01/09506000134352/21/{++made}";
        await Ledger.SubmitAsync(await Seller.Ledger.Custody.RegisterUnitsAsync(Seller.Id, null, [(epc, 1)]), Seller);
        return epc;
    }

    /// <summary>A device of the party's that may attest this much.</summary>
    public async Task<PrivateKey> DeviceAsync(Actor party, uint attests = Device.Arrival)
    {
        var key = PrivateKey.Generate();
        await Ledger.SubmitAsync((await party.Ledger.Parties.SetDeviceAsync(party.Id, key.Address, attests)).Sign(key), party);
        return key;
    }

    /// <summary>The order, as the API shows it to the buyer; escrow, payments and what went back make the price wherever it was paid in.</summary>
    public async Task<OrderDetail> ShowAsync(OrderTerms terms)
    {
        var detail = await Buyer.Ledger.Orders.GetAsync(terms.Id());
        var funded = detail.History.Any(step => step.Type == OrderStepType.Funded);
        Assert.Equal(funded ? terms.Price : 0, detail.Order.Escrow + detail.Order.Refund + (terms.Tenor == 0 ? detail.Order.Paid : 0));
        Assert.Equal(detail.Order.Paid, detail.Payments.Aggregate(0UL, (sum, payment) => sum + payment.Amount));
        Assert.Equal(detail.Order.Matched, detail.Matches.Aggregate(0UL, (sum, match) => sum + match.Due));
        await Ledger.CashIsConservedAsync();
        return detail;
    }

    /// <summary>What buyer and seller have, to compare.</summary>
    public async Task<(ulong Buyer, ulong Seller)> CashAsync() => (await Ledger.CashOfAsync(Buyer), await Ledger.CashOfAsync(Seller));

    /// <summary>The next block has this time, and so has what is tried before it.</summary>
    public Task NextBlockAtAsync(ulong time) => Ledger.Live.Node.Rpc.CallAsync("evm_setNextBlockTimestamp", [time]);

    public Hash32 Fresh() => Keccak256.Hash(BitConverter.GetBytes(++made));

    public async ValueTask DisposeAsync()
    {
        if (starting.IsValueCreated) await (await starting.Value).DisposeAsync();
    }
}
