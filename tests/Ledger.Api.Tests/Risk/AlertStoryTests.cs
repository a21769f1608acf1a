using System.Security.Cryptography;
using Ledger.Api.Tests.Financing;
using Ledger.Api.Tests.Money;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Receivables;
using Ledger.Sdk.Risk;

namespace Ledger.Api.Tests.Risk;

/// <summary>Each kind of alert, raised over the API by what parties do on a real chain: whom it is told, how much it matters and what its evidence is.
/// A margin call, a default and a freeze are raised by the stories of loans.</summary>
public sealed class AlertStoryTests : IAsyncLifetime
{
    private const string Lot = "urn:epc:class:lgtin:4012345.012345.998877";
    private const string Crate = "https://example.com/crate/apples";
    private ProductLedger ledger = null!;

    public async ValueTask InitializeAsync() => ledger = await ProductLedger.StartAsync();

    public ValueTask DisposeAsync() => ledger.DisposeAsync();

    [Fact]
    public async Task Money_that_is_late_diluted_disputed_or_too_much_of_one_debtor_is_told_with_its_figures()
    {
        var (late, sound) = (await ledger.OweAsync(days: 10), await ledger.OweAsync(days: 90));
        await ledger.SubmitAsync(await ledger.Seller.Ledger.Receivables.DiluteAsync(sound, NoteId.RootOf(sound), 1_000_001), ledger.Seller);
        var diluted = await LoanStory.AlertAsync(ledger.Seller, "dilution", $"party {ledger.Seller.Id}");
        Assert.Equal((AlertSeverity.Warning, 1_000_001UL, 2 * LoanStory.Face), (diluted.Severity, (ulong)diluted.Evidence["diluted30Days"]!, (ulong)diluted.Evidence["earned30Days"]!));

        await ledger.SubmitAsync(await ledger.Buyer.Ledger.Receivables.DisputeAsync(sound), ledger.Buyer);
        var disputed = await LoanStory.AlertAsync(ledger.Seller, "dispute-jump", $"party {ledger.Seller.Id}");
        Assert.Equal((AlertSeverity.Warning, LoanStory.Face - 1_000_001), (disputed.Severity, (ulong)disputed.Evidence["disputed30Days"]!));

        await BuyAsync(late, ledger.Seller);
        await BuyAsync(await OweAsync(ledger.Seller, ledger.Other, 6_000_000), ledger.Other);
        await BuyAsync(await OweAsync(ledger.Other, ledger.Seller, 6_000_000), ledger.Seller);
        var line = $"line {ledger.Lender.Id} {ledger.Buyer.Id}";
        var concentrated = await LoanStory.AlertAsync(ledger.Lender, "concentration", line);
        Assert.Equal(
            (AlertSeverity.Warning, LoanStory.Face, 0UL, LoanStory.Face, 22_000_000UL, 3),
            (concentrated.Severity, Figure(concentrated, "exposure"), Figure(concentrated, "lent"), Figure(concentrated, "owned"), Figure(concentrated, "exposureOfAll"), (int)concentrated.Evidence["debtors"]!));
        await ledger.LimitAsync(ledger.Buyer, 12_000_000);
        var more = await ledger.OweAsync(face: 800_000, days: 90);
        await BuyAsync(more, ledger.Seller);
        var near = await LoanStory.AlertAsync(ledger.Lender, "limit", line);
        Assert.Equal((AlertSeverity.Info, 10_800_000UL, 12_000_000UL), (near.Severity, Figure(near, "exposure"), Figure(near, "limit")));

        await ledger.PassAsync(TimeSpan.FromDays(10) + TimeSpan.FromHours(1));
        var due = await LoanStory.AlertAsync(ledger.Buyer, "due", $"receivable {late}");
        Assert.Equal((AlertSeverity.Info, LoanStory.Face), (due.Severity, Figure(due, "outstanding")));
        await ledger.PassAsync(TimeSpan.FromDays(1));
        var overdue = await LoanStory.AlertAsync(ledger.Lender, "overdue", $"receivable {late}");
        Assert.Equal((AlertSeverity.Warning, LoanStory.Face, Figure(due, "due")), (overdue.Severity, Figure(overdue, "outstanding"), Figure(overdue, "due")));
        Assert.Equal(["Limit", "LenderPolicy"], overdue.Acts.Select(act => act.Type));
        Assert.Empty((await LoanStory.AlertAsync(ledger.Buyer, "overdue", $"receivable {late}")).Acts);
        await ledger.PayAsync(late);
        await LoanStory.ResolvedAsync(ledger.Buyer, overdue);
        await LoanStory.ResolvedAsync(ledger.Buyer, due);
    }

    [Fact]
    public async Task A_lender_stops_lending_and_impairs_with_the_drafts_that_an_alert_leads_to()
    {
        var receivable = await ledger.OweAsync(days: 10);
        await ledger.LimitAsync(ledger.Buyer, LoanStory.Face);
        var note = await ledger.Seller.Ledger.Receivables.GetAsync(receivable);
        var loan = await ledger.OpenAsync(await ledger.Seller.Ledger.Financing.LendOnNoteAsync(ledger.Lender.Id, receivable, NoteId.RootOf(receivable), LoanStory.Terms with { Due = note.Receivable.Due }));
        await ledger.PassAsync(TimeSpan.FromDays(10) + TimeSpan.FromHours(1));
        var overdue = await LoanStory.AlertAsync(ledger.Lender, "overdue", $"position {loan.Id()}");
        Assert.Equal((AlertSeverity.Critical, true), (overdue.Severity, Figure(overdue, "owed") > LoanStory.Principal));
        foreach (var act in overdue.Acts.Where(act => act.Type != "LenderPolicy"))
            await ledger.SubmitAsync(await ledger.Lender.Ledger.Alerts.DraftAsync(act, ledger.Lender.Id), ledger.Lender);
        Assert.Equal(PositionStatus.Impaired, (await ledger.PositionAsync(loan.Id())).Position.Status);
        var exposure = Assert.Single((await ledger.Lender.Ledger.Financing.ListExposureAsync(ledger.Lender.Id, ledger.Buyer.Id)).Items);
        Assert.Equal((LoanStory.Principal, LoanStory.Principal), (exposure.Lent, exposure.Limit));
        Assert.Equal(AlertSeverity.Critical, (await LoanStory.AlertAsync(ledger.Lender, "default", $"position {loan.Id()}")).Severity);
    }

    [Fact]
    public async Task Pledged_goods_that_spoil_leave_or_are_sold_and_devices_that_fall_silent_are_told()
    {
        var loan = await PledgeAsync();
        var device = PrivateKey.Generate();
        await ledger.SubmitAsync((await ledger.Warehouse.Ledger.Parties.SetDeviceAsync(ledger.Warehouse.Id, device.Address, Sdk.Parties.Device.Condition)).Sign(device), ledger.Warehouse);
        await ledger.SubmitAsync((await ledger.Warehouse.Ledger.Custody.ReportConditionAsync(ledger.Warehouse.Id, Crate, Condition.Damaged, device: device.Address)).Sign(device));
        var spoiled = await LoanStory.AlertAsync(ledger.Lender, "collateral-condition", $"position {loan.Id()}");
        Assert.Equal((AlertSeverity.Critical, "damaged", device.Address), (spoiled.Severity, (string)spoiled.Evidence["condition"]!, Address.Parse((string)spoiled.Evidence["device"]!)));
        Assert.Equal(["Valuation"], (await LoanStory.AlertAsync(ledger.Warehouse, "collateral-condition", $"position {loan.Id()}")).Acts.Select(act => act.Type));

        await ledger.SubmitAsync(await ledger.Warehouse.Ledger.Custody.OfferAsync(ledger.Warehouse.Id, ledger.Seller.Id, Crate), ledger.Warehouse, ledger.Seller);
        var gap = await LoanStory.AlertAsync(ledger.Lender, "custody-gap", $"position {loan.Id()}");
        Assert.Equal((AlertSeverity.Critical, $"{ledger.Warehouse.Id}", $"{ledger.Seller.Id}"), (gap.Severity, gap.Evidence["from"]!.ToString(), gap.Evidence["to"]!.ToString()));
        Assert.Contains(gap.Acts, act => act.Type == "StatusChange");
        Assert.DoesNotContain((await LoanStory.AlertAsync(ledger.Seller, "custody-gap", $"position {loan.Id()}")).Acts, act => act.Type == "StatusChange");

        var terms = await AgreeAsync();
        await ledger.SubmitAsync(await ledger.Seller.Ledger.Orders.DeliverAsync(terms, new Delivery(terms.Id(), 0, 500, 1_000_000, Fresh(), Fresh()), Crate), ledger.Seller, ledger.Buyer);
        var twice = await LoanStory.AlertAsync(ledger.Lender, "same-goods", $"position {loan.Id()}");
        Assert.Equal((AlertSeverity.Critical, UnitId.Of(Crate).ToString(), terms.Id().ToString()), (twice.Severity, (string)twice.Evidence["unit"]!, (string)twice.Evidence["order"]!));
        var freeze = twice.Acts.Single(act => act.Type == "StatusChange");
        await ledger.SubmitAsync(await ledger.Lender.Ledger.Alerts.DraftAsync(freeze, ledger.Regulator.Id), ledger.Regulator);
        Assert.Equal(Sdk.Parties.PartyStatus.Frozen, (await ledger.Lender.Ledger.Parties.GetAsync(ledger.Seller.Id)).Status);

        await ledger.PassAsync(TimeSpan.FromHours(25));
        var silent = await LoanStory.AlertAsync(ledger.Warehouse, "device-silence", $"device {device.Address}");
        Assert.Equal((AlertSeverity.Warning, 1UL, "DeviceChange"), (silent.Severity, Figure(silent, "reports"), Assert.Single(silent.Acts).Type));
    }

    private static ulong Figure(Alert alert, string name) => (ulong)alert.Evidence[name]!;

    private static Hash32 Fresh() => new(RandomNumberGenerator.GetBytes(32));

    private async Task<ReceivableId> OweAsync(Actor debtor, Actor seller, ulong face)
    {
        var issue = await seller.Ledger.Receivables.IssueAsync(debtor.Id, seller.Id, face, DateTimeOffset.FromUnixTimeSeconds((long)ledger.Now).AddDays(90), Fresh());
        await ledger.SubmitAsync(issue, debtor, seller);
        return ((Issue)issue.Intent).Id();
    }

    private async Task BuyAsync(ReceivableId receivable, Actor seller) =>
        await ledger.SubmitAsync(await seller.Ledger.Receivables.SellAsync(seller.Id, ledger.Lender.Id, receivable, NoteId.RootOf(receivable), 500_000), seller, ledger.Lender);

    private async Task<OrderTerms> AgreeAsync()
    {
        var draft = await ledger.Seller.Ledger.Orders.AgreeAsync(
            ledger.Buyer.Id, ledger.Seller.Id, 1_000_000, 500, [new Milestone(ledger.Seller.Id, ledger.Buyer.Id, OrderTerms.Whole)],
            DateTimeOffset.FromUnixTimeSeconds((long)ledger.Now).AddDays(60), new OrderOptions(TimeSpan.FromDays(30), Fresh()));
        await ledger.SubmitAsync(draft, ledger.Buyer, ledger.Seller);
        return (OrderTerms)draft.Intent;
    }

    private async Task<Loan> PledgeAsync()
    {
        await ledger.LimitAsync(ledger.Seller, LoanStory.Face);
        var custody = ledger.Seller.Ledger.Custody;
        await ledger.SubmitAsync(await custody.RegisterLotAsync(ledger.Seller.Id, Lot, 10_000, new UnitOfMeasure("KGM")), ledger.Seller);
        await ledger.SubmitAsync(await custody.RegisterUnitsAsync(ledger.Seller.Id, Lot, [(Crate, 10_000)]), ledger.Seller);
        await ledger.SubmitAsync(await custody.OfferAsync(ledger.Seller.Id, ledger.Warehouse.Id, Crate), ledger.Seller, ledger.Warehouse);
        var title = Assert.Single((await custody.ListTitlesAsync(Lot)).Items);
        var options = new LoanOptions(Valuer: ledger.Warehouse.Id, Haircut: 8_000, MarginTime: TimeSpan.FromDays(3));
        return await ledger.OpenAsync(await ledger.Seller.Ledger.Financing.LendOnTitleAsync(ledger.Lender.Id, title, LoanStory.Terms with { Due = ledger.Now + 60 * Waterfall.Day }, options));
    }
}
