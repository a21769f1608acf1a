using System.Globalization;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Api.Tests.Money;

/// <summary>What a quorum of devices attests is paid for when the dispute window is over, by whoever asks for it.</summary>
public sealed class DeviceArrivalTests(OrderDesk desk) : IClassFixture<OrderDesk>
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(48);

    [Fact]
    public async Task An_arrival_that_a_quorum_attests_becomes_a_receivable_one_second_after_the_dispute_window_whoever_asks()
    {
        await desk.OpenAsync();
        PrivateKey[] devices = [await desk.DeviceAsync(desk.Ledger.Warehouse), await desk.DeviceAsync(desk.Ledger.Warehouse)];
        var before = await desk.CashAsync();
        var terms = await desk.AgreeAsync(Attested(OrderDesk.Month));
        var delivery = desk.Delivery(terms, OrderDesk.Quantity, OrderDesk.Price);
        await AttestAsync(terms, delivery, devices);

        var arrived = Assert.Single((await desk.ShowAsync(terms)).Deliveries);
        Assert.Equal((delivery.Hash(), "Arrived", arrived.Event.Time + (ulong)Window.TotalSeconds), (arrived.Delivery, arrived.Event.Name, arrived.MatchableAfter));
        Assert.Empty(arrived.Units);
        var last = arrived.MatchableAfter!.Value;
        await desk.Ledger.PassAsync(Window - TimeSpan.FromMinutes(2));
        await desk.NextBlockAtAsync(last);
        var refusal = await desk.Ledger.RefusedAsync("too-early", OrdersClient.MatchArrival(terms, delivery));
        var moment = DateTimeOffset.FromUnixTimeSeconds((long)last).ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
        Assert.Contains($"It is {moment}; that is possible after {moment} only.", refusal.Message, StringComparison.Ordinal);
        Assert.Empty((await desk.ShowAsync(terms)).Matches);
        await desk.NextBlockAtAsync(last + 1);
        using var anybody = new LedgerClient(desk.Ledger.Live.Api.Client);
        Assert.Contains((await anybody.SubmitAsync(OrdersClient.MatchArrival(terms, delivery))).Status, new[] { OperationState.Confirmed, OperationState.Finalized });
        await desk.Ledger.Live.IndexedAsync();

        var order = await desk.ShowAsync(terms);
        Assert.Equal((OrderStatus.Closed, OrderDesk.Price, OrderDesk.Price), (order.Order.Status, order.Order.Matched, order.Order.Paid));
        await ReceivableIsProvenByDevicesAsync(order, delivery);
        Assert.Equal(before, await desk.CashAsync());
        await desk.Ledger.RefusedAsync("order-closed", OrdersClient.MatchArrival(terms, delivery));
        Assert.Equal(terms.Id(), (await desk.Ledger.Warehouse.Ledger.Orders.GetAsync(terms.Id())).Order.Id);
        Assert.Contains(terms.Id(), (await desk.Ledger.Warehouse.Ledger.Orders.ListAsync(OrderStatus.Closed)).Items.Select(listed => listed.Id));
        await ProductLedger.RefusedAsync("not-found", () => desk.Ledger.Other.Ledger.Orders.GetAsync(terms.Id()));
        Assert.Empty((await desk.Ledger.Other.Ledger.Orders.ListAsync()).Items);
    }

    [Fact]
    public async Task A_part_that_devices_attest_is_paid_from_the_escrow_and_the_rest_by_the_hand_off()
    {
        await desk.OpenAsync();
        PrivateKey[] devices = [await desk.DeviceAsync(desk.Ledger.Warehouse), await desk.DeviceAsync(desk.Ledger.Warehouse)];
        var before = await desk.CashAsync();
        var terms = await desk.FundedAsync(Attested());
        var delivery = desk.Delivery(terms, 200, 400_000);
        await AttestAsync(terms, delivery, devices);
        await desk.Ledger.PassAsync(Window + TimeSpan.FromMinutes(1));
        await desk.Ledger.RefusedAsync("already-matched", await ArrivalAsync(terms, delivery, devices));
        await desk.Ledger.SubmitAsync(OrdersClient.MatchArrival(terms, delivery));
        await desk.Ledger.RefusedAsync("already-matched", OrdersClient.MatchArrival(terms, delivery));

        var part = await desk.ShowAsync(terms);
        Assert.Equal((OrderStatus.InDelivery, 600_000UL, 400_000UL, 200UL), (part.Order.Status, part.Order.Escrow, part.Order.Paid, part.Milestones[0].Accepted));
        Assert.Equal((before.Buyer - OrderDesk.Price, before.Seller + 400_000), await desk.CashAsync());
        await desk.DeliveredAsync(terms, 300, 600_000);
        var whole = await desk.ShowAsync(terms);
        Assert.Equal((OrderStatus.Closed, 0UL, OrderDesk.Price), (whole.Order.Status, whole.Order.Escrow, whole.Order.Paid));
        Assert.Equal(["Delivered", "Arrived"], whole.Deliveries.Select(found => found.Event.Name));
        Assert.Equal((before.Buyer - OrderDesk.Price, before.Seller + OrderDesk.Price), await desk.CashAsync());
    }

    [Fact]
    public async Task Too_few_devices_one_device_twice_and_devices_that_may_not_attest_this_change_nothing()
    {
        await desk.OpenAsync();
        var (warehouse, first) = (desk.Ledger.Warehouse, await desk.DeviceAsync(desk.Ledger.Warehouse));
        var (thermometer, foreign) = (await desk.DeviceAsync(warehouse, Device.Condition), await desk.DeviceAsync(desk.Seller));
        var revoked = await desk.DeviceAsync(warehouse, Device.Arrival | Device.Condition);
        await desk.Ledger.SubmitAsync(await warehouse.Ledger.Parties.SetDeviceAsync(warehouse.Id, revoked.Address, 0), warehouse);
        var terms = await desk.FundedAsync(Attested());
        var delivery = desk.Delivery(terms, OrderDesk.Quantity, OrderDesk.Price);

        Assert.Equal("no-quorum", await TryAsync(terms, delivery, [first], first));
        Assert.Equal("no-quorum", await TryAsync(terms, delivery, [first, first], first, first));
        foreach (var other in (PrivateKey[])[thermometer, foreign, revoked, PrivateKey.Generate()])
            await desk.Ledger.RefusedAsync("not-attesting", await ArrivalAsync(terms, delivery, first, other));
        var second = await desk.DeviceAsync(warehouse);
        Assert.Equal("wrong-signer", await TryAsync(terms, delivery, Sorted(first, second), first, first));
        await desk.Ledger.RefusedAsync("not-arrived", OrdersClient.MatchArrival(terms, delivery));
        var order = await desk.ShowAsync(terms);
        Assert.Equal((OrderStatus.Funded, OrderDesk.Price, 0), (order.Order.Status, order.Order.Escrow, order.Deliveries.Count));

        var listed = (await desk.Buyer.Ledger.Parties.ListDevicesAsync(warehouse.Id)).Items;
        Assert.Equal((Device.Arrival, 1U), listed.Single(device => device.Address == first.Address) is var found ? (found.Attests, found.Seq) : default);
        Assert.Equal((0U, 2U), listed.Single(device => device.Address == revoked.Address) is var gone ? (gone.Attests, gone.Seq) : default);
        Assert.DoesNotContain(foreign.Address, listed.Select(device => device.Address));
        await AttestAsync(terms, delivery, first, second);
    }

    [Fact]
    public async Task Goods_in_bad_condition_or_after_the_date_are_not_attested_and_not_paid_without_a_hand_off()
    {
        await desk.OpenAsync();
        PrivateKey[] devices = [await desk.DeviceAsync(desk.Ledger.Warehouse), await desk.DeviceAsync(desk.Ledger.Warehouse)];
        var terms = await desk.FundedAsync(Attested(), within: TimeSpan.FromDays(2));
        var delivery = desk.Delivery(terms, OrderDesk.Quantity, OrderDesk.Price);
        Assert.Equal("bad-condition", await TryAsync(terms, delivery, Sorted(devices), devices, Condition.TemperatureExcursion));
        await desk.Ledger.PassAsync(TimeSpan.FromDays(2));
        await desk.Ledger.RefusedAsync("too-late", await ArrivalAsync(terms, delivery, devices));
        await desk.Ledger.RefusedAsync("not-arrived", OrdersClient.MatchArrival(terms, delivery));
        Assert.Equal((OrderStatus.Funded, OrderDesk.Price), (await desk.ShowAsync(terms)).Order is var order ? (order.Status, order.Escrow) : default);
        // Both say what they make of it: the half is accepted, and that is paid.
        await desk.DeliveredAsync(terms, 250, OrderDesk.Price);
        Assert.Equal((500_000UL, 500_000UL), (await desk.ShowAsync(terms)).Order is var after ? (after.Escrow, after.Paid) : default);
    }

    [Fact]
    public async Task A_dispute_inside_the_window_holds_the_match_back_until_it_is_lifted()
    {
        await desk.OpenAsync();
        PrivateKey[] devices = [await desk.DeviceAsync(desk.Ledger.Warehouse), await desk.DeviceAsync(desk.Ledger.Warehouse)];
        var before = await desk.CashAsync();
        var terms = await desk.FundedAsync(Attested());
        var delivery = desk.Delivery(terms, OrderDesk.Quantity, OrderDesk.Price);
        await AttestAsync(terms, delivery, devices);
        var reason = desk.Fresh();
        await desk.Ledger.SubmitAsync(await desk.Buyer.Ledger.Orders.DisputeAsync(desk.Buyer.Id, terms, reason: reason), desk.Buyer);
        await desk.Ledger.PassAsync(Window + TimeSpan.FromDays(1));
        await desk.Ledger.RefusedAsync("order-is-disputed", OrdersClient.MatchArrival(terms, delivery));
        var disputed = await desk.ShowAsync(terms);
        Assert.Equal((OrderStatus.Disputed, OrderDesk.Price, desk.Buyer.Id), (disputed.Order.Status, disputed.Order.Escrow, Assert.Single(disputed.Order.DisputedBy)));
        Assert.Equal((OrderStepType.DisputeRaised, reason), (disputed.History[0].Type, disputed.History[0].Reason));
        await desk.Ledger.SubmitAsync(await desk.Buyer.Ledger.Orders.DisputeAsync(desk.Buyer.Id, terms, disputed: false), desk.Buyer);
        await desk.Ledger.SubmitAsync(OrdersClient.MatchArrival(terms, delivery));
        Assert.Equal(OrderStatus.Closed, (await desk.ShowAsync(terms)).Order.Status);
        Assert.Equal((before.Buyer - OrderDesk.Price, before.Seller + OrderDesk.Price), await desk.CashAsync());
        await desk.Ledger.RebuildsToTheSameAsync();
    }

    private async Task ReceivableIsProvenByDevicesAsync(OrderDetail order, Delivery delivery)
    {
        var payment = Assert.Single(order.Payments);
        var born = await desk.Seller.Ledger.Receivables.GetAsync(payment.Receivable!.Value);
        Assert.Equal((desk.Buyer.Id, desk.Seller.Id, OrderDesk.Price), (born.Receivable.Debtor, born.Receivable.Seller, born.Receivable.Outstanding));
        Assert.Equal(payment.Event.Time + (ulong)OrderDesk.Month.TotalSeconds, born.Receivable.Due);
        Assert.Equal((delivery.Hash(), OrderDesk.Quantity), (born.Evidence.Match!.Delivery, born.Evidence.Match.Quantity));
        Assert.Equal(order.Deliveries[0].Event, Assert.Single(born.Evidence.HandOffs).Event);
        var check = await desk.Seller.Ledger.Receivables.DueDiligenceAsync(payment.Receivable.Value);
        var goods = check.Questions.Single(question => question.Code == "goods-handed-over");
        Assert.Equal((Verdict.Yes, order.Deliveries[0].Event), (goods.Verdict, Assert.Single(goods.Proofs).Event));
        Assert.StartsWith($"At least 2 devices of party {desk.Ledger.Warehouse.Id} attested the arrival on ", goods.Finding, StringComparison.Ordinal);
        var signed = check.Questions.Single(question => question.Code == "debtor-signed");
        Assert.StartsWith($"Party {desk.Buyer.Id} signed the order, by which devices of party {desk.Ledger.Warehouse.Id} attest arrivals,", signed.Finding, StringComparison.Ordinal);
        Assert.Equal(Verdict.Yes, check.Questions.Single(question => question.Code == "amount-matched").Verdict);
    }

    private OrderOptions Attested(TimeSpan tenor = default) => new(tenor, Attester: desk.Ledger.Warehouse.Id, Quorum: 2, DisputeWindow: Window);

    private async Task AttestAsync(OrderTerms terms, Delivery delivery, params PrivateKey[] devices) =>
        await desk.Ledger.SubmitAsync(await ArrivalAsync(terms, delivery, devices));

    private async Task<SignedIntent> ArrivalAsync(OrderTerms terms, Delivery delivery, params PrivateKey[] devices)
    {
        var draft = await desk.Ledger.Warehouse.Ledger.Orders.ArriveAsync(terms, delivery, [.. devices.Select(device => device.Address)]);
        return devices.Aggregate(draft, (signed, device) => signed.Sign(device)).ToSigned();
    }

    private Task<string?> TryAsync(OrderTerms terms, Delivery delivery, PrivateKey[] named, params PrivateKey[] signing) =>
        TryAsync(terms, delivery, named, signing, Condition.Sound);

    /// <summary>The code by which the API refuses what the client would not have made.</summary>
    private async Task<string?> TryAsync(OrderTerms terms, Delivery delivery, PrivateKey[] named, PrivateKey[] signing, Condition condition)
    {
        var arrival = new Arrival(delivery.Hash(), condition, desk.Ledger.Now + 3600) { Terms = terms, Arrived = delivery, Devices = [.. named.Select(device => device.Address)] };
        return (await ApiHost.ProblemAsync(await desk.Ledger.Live.PostAsync(arrival, signing))).Code;
    }

    private static PrivateKey[] Sorted(params PrivateKey[] devices) => [.. devices.OrderBy(device => Hex.Encode(device.Address.Span), StringComparer.Ordinal)];
}
