using System.Text.Json;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Receivables;
using Ledger.Sdk.Parties;

namespace Ledger.Cli.Tests;

public sealed class OrderEndCommandTests : IDisposable
{
    private static readonly Hash32 Word = Keccak256.Hash("word"u8);
    private readonly OrderBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task An_arbiter_decides_a_disputed_order_with_one_command()
    {
        await bench.AgreeAsync("--arbiter", "3");
        bench.Show(OrderStatus.Disputed);
        var decided = await bench.RunAsync("arbiter", "arbitrate", bench.Order, "--amount", "150000", "--document", $"{Word}");
        Assert.Equal((0, ""), (decided.Code, decided.Error));
        var (award, signers) = bench.Last<Closing>();
        Assert.Equal((bench.Terms.Id(), 5U, 150_000UL, Word, "arbitrate"), (award.Order, award.Seq, award.Amount, award.Document, award.Function));
        Assert.Equal([bench.AddressOf("arbiter")], signers);
        Assert.Contains("wrong-signer", (await bench.RunAsync("buyer", "arbitrate", bench.Order, "--amount", "1")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_without_an_arbiter_says_that_both_have_to_end_it()
    {
        await bench.AgreeAsync();
        var refused = await bench.RunAsync("arbiter", "arbitrate", bench.Order, "--amount", "1");
        Assert.Equal(1, refused.Code);
        Assert.Contains("not-of-order: The order has no arbiter. Buyer and beneficiary close it together.", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_seller_has_another_party_paid()
    {
        await bench.AgreeAsync();
        bench.Show(OrderStatus.Funded);
        Assert.Equal(0, (await bench.RunAsync("seller", "assign", bench.Order, "--to", "3")).Code);
        var (assigned, signers) = bench.Last<Assignment>();
        Assert.Equal((new PartyId(1), new PartyId(3), 5U), (assigned.From, assigned.To, assigned.Seq));
        Assert.Equal([bench.AddressOf("seller")], signers);
        Assert.Contains("wrong-signer", (await bench.RunAsync("buyer", "assign", bench.Order, "--to", "3")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Both_sides_end_an_order_with_a_last_payment()
    {
        await bench.AgreeAsync("--credit-days", "30");
        Assert.Equal(0, (await bench.RunAsync("buyer", "close", bench.Order, "--amount", "400000", "--nullifier", $"{Word}", "--out", bench.Folder["closing.json"])).Code);
        await bench.RunAsync("seller", "sign", bench.Folder["closing.json"]);
        Assert.Equal(0, (await bench.LedgerAsync("order", "submit", bench.Folder["closing.json"])).Code);
        var (closing, signers) = bench.Last<Closing>();
        Assert.Equal((400_000UL, Word, "close"), (closing.Amount, closing.Nullifier, closing.Function));
        Assert.Equal([bench.AddressOf("buyer"), bench.AddressOf("seller")], signers);
    }

    [Fact]
    public async Task An_order_is_shown_with_its_escrow_milestones_and_next_step_by_its_id_or_its_file()
    {
        await bench.AgreeAsync();
        Assert.Contains("Next: the buyer pays the price into the escrow (ledger order fund).", (await bench.RunAsync("buyer", "show", bench.Order)).Output, StringComparison.Ordinal);
        bench.Show(OrderStatus.InDelivery, accepted: 200);
        var shown = (await bench.RunAsync("buyer", "show", $"{bench.Terms.Id()}")).Output;
        Assert.Contains("Party 2 buys 500 from party 1 for 10,000.00 CNY, out of the escrow, by 2096-12-31 00:00:00 UTC: in delivery.", shown, StringComparison.Ordinal);
        Assert.Contains("In the escrow 6,000.00 CNY, paid 4,000.00 CNY, given back 0.00 CNY; party 1 is paid.", shown, StringComparison.Ordinal);
        Assert.Contains("200 of 500", shown, StringComparison.Ordinal);
        Assert.Contains("Next: party 1 hands 300 over to party 2 at milestone 0 (ledger order deliver).", shown, StringComparison.Ordinal);
        bench.Show(OrderStatus.Disputed);
        Assert.Contains("Next: party 2 may lift the dispute (ledger order dispute --lift), or both sides end the order (ledger order close).", (await bench.RunAsync("buyer", "show", bench.Order)).Output, StringComparison.Ordinal);
        bench.Show(OrderStatus.Closed, accepted: 500);
        Assert.Contains("Next: nothing, the order is closed.", (await bench.RunAsync("buyer", "show", bench.Order)).Output, StringComparison.Ordinal);
        var json = JsonDocument.Parse((await bench.RunAsync("buyer", "show", bench.Order, "--json")).Output).RootElement;
        Assert.Equal("closed", json.GetProperty("order").GetProperty("status").GetString());
    }

    [Fact]
    public async Task An_arrival_that_waits_for_its_match_and_what_was_matched_are_told()
    {
        await bench.AgreeAsync("--attester", "3", "--arbiter", "3");
        var seen = new ChainEvent("Orders", "Arrived", default, 8, 0, 1_772_300_000);
        bench.Show(OrderStatus.Funded, change: detail => detail with { Deliveries = [new DeliveryRecord(Word, [], 1_772_400_000, seen)] });
        Assert.Contains("Next: devices have attested an arrival: anyone matches it after 2026-03-01 21:20:00 UTC (ledger order match)", (await bench.RunAsync("buyer", "show", bench.Order)).Output, StringComparison.Ordinal);
        bench.Show(OrderStatus.InDelivery, 200, detail => detail with
        {
            Deliveries = [new DeliveryRecord(Word, [], 1_772_400_000, seen)],
            Matches = [new MatchRecord(Word, 0, 200, 450_000, 400_000, 400_000, seen with { Name = "Matched" })],
        });
        var shown = (await bench.RunAsync("buyer", "show", bench.Order)).Output;
        Assert.Contains("200 accepted at milestone 0, worth 4,000.00 CNY, invoiced 4,500.00 CNY, paid 4,000.00 CNY.", shown, StringComparison.Ordinal);
        Assert.Contains("hands 300 over", shown, StringComparison.Ordinal);
        bench.Show(OrderStatus.Disputed);
        Assert.Contains("or party 3 decides it (ledger order arbitrate).", (await bench.RunAsync("buyer", "show", bench.Order)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Orders_are_listed_by_their_status()
    {
        await bench.AgreeAsync();
        var order = bench.Show(OrderStatus.InDelivery, 200).Order;
        bench.Api.Canned["GET /orders"] = JsonSerializer.Serialize(new Page<OrderRecord>([order], null, new AsOf(9, default, 0)), LedgerJson.Options);
        var listed = (await bench.RunAsync("buyer", "list", "--status", "in-delivery")).Output;
        Assert.Contains("in delivery", listed, StringComparison.Ordinal);
        Assert.Contains($"{order.Id}", listed, StringComparison.Ordinal);
        Assert.StartsWith("?status=in-delivery", bench.Api.Asked[^1].Query, StringComparison.Ordinal);
        var refused = await bench.RunAsync("buyer", "list", "--status", "lost");
        Assert.Equal(1, refused.Code);
        Assert.Contains("The statuses are agreed, funded, in-delivery, disputed, closed.", refused.Error, StringComparison.Ordinal);
    }
}
