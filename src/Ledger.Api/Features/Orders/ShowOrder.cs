using System.Data;
using System.Data.Common;
using Dapper;
using Ledger.Api.Authentication;
using Ledger.Api.Http;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Orders;

/// <summary><c>GET /orders/{id}</c>: one order with what was delivered, matched and paid.</summary>
public static class ShowOrder
{
    private const int Most = 100;
    private const string Where = "block, log_index as LogIndex, time, tx_hash as TxHash";

    internal static OrderRecord ExampleOrder { get; } = new(
        new OrderId(Keccak256.Hash("order"u8)),
        new OrderTerms(new PartyId(3), new PartyId(2), 1_000_000, 500, 5_184_000, 1_775_000_000, default, default, 0, 0, Keccak256.Hash("terms"u8),
            [new PartyId(2), new PartyId(4)], [new PartyId(4), new PartyId(3)], [2_000, 8_000], 1, 1, 1_772_400_000),
        OrderStatus.InDelivery, new PartyId(2), 0, 200_000, 200_000, 0, 1, [], 1_772_366_400, 1042, Keccak256.Hash("transaction"u8));

    private static readonly ChainEvent ExampleEvent = new("Orders", "Matched", Keccak256.Hash("transaction"u8), 1042, 3, 1_772_366_400);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/orders/{id}", HandleAsync)
        .WithName("ShowOrder").WithTags("Orders").WithSummary("One order: its terms, and what was delivered, matched and paid")
        .WithDescription("For buyer, seller, beneficiary, arbiter, attester, givers and receivers of its milestones, whoever lent on its proceeds, owned or lent on a receivable that it gave birth to, and regulators.")
        .Needs(ApiScope.Query).Answers(Example()).Refuses("sign-in-required", "not-a-party", "malformed-hex", "not-found", "not-indexed-yet");

    private static OrderDetail Example() => new(
        ExampleOrder, [new MilestoneRecord(0, new PartyId(2), new PartyId(4), 2_000, 500)],
        [new DeliveryRecord(Keccak256.Hash("delivery"u8), [new UnitId(Keccak256.Hash("unit"u8))], null, ExampleEvent with { Name = "Delivered", LogIndex = 2 })],
        [new MatchRecord(Keccak256.Hash("delivery"u8), 0, 500, 200_000, 200_000, 200_000, ExampleEvent)],
        [new OrderPaymentRecord(new PartyId(2), 200_000, new ReceivableId(Keccak256.Hash("receivable"u8)), ExampleEvent with { Name = "OrderPaid", LogIndex = 5 })],
        [new OrderStep(OrderStepType.Agreed, new PartyId(3), new PartyId(2), 1_000_000, null, ExampleEvent with { Name = "OrderAgreed", LogIndex = 0 })], Head.Example);

    private static async Task<Ok<OrderDetail>> HandleAsync(string id, Caller caller, Database database, CancellationToken cancellationToken)
    {
        var asked = Concern.Id(id);
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var asOf = await Head.RequireAsync(connection);
        var row = await connection.QuerySingleOrDefaultAsync<OrderRow>($"select {OrderRow.Columns} from projection.purchase_order o where o.id = @asked", new { asked });
        if (row is null) throw Concern.NotFound("order", asked);
        var milestones = (await OrderRow.MilestonesAsync(connection, [asked]))[asked].OrderBy(step => step.Number).ToList();
        if (!caller.SeesAll() && !Concerns(row, milestones, caller.Party.Value) && !await FinancedAsync(connection, row, caller.Party.Value)) throw Concern.NotFound("order", asked);
        return TypedResults.Ok(await DetailAsync(connection, row, milestones, asOf));
    }

    private static bool Concerns(OrderRow row, List<OrderRow.Milestone> milestones, ulong party) =>
        party == row.Buyer || party == row.Seller || party == row.Beneficiary || party == row.Arbiter || party == row.Attester
        || milestones.Any(step => party == step.Giver || party == step.Receiver);

    private static async Task<bool> FinancedAsync(DbConnection connection, OrderRow row, ulong party) => await connection.ExecuteScalarAsync<long>(
        """
        select case when exists (select 1 from projection.position where collateral = @Id and lender = @party)
          or exists (select 1 from projection.receivable r join projection.position p on p.collateral = r.id where r.order_id = @Id and p.lender = @party)
          or exists (select 1 from projection.receivable r join projection.receivable_entry e on e.receivable = r.id
            where r.order_id = @Id and (e.from_party = @party or e.to_party = @party))
        then 1 else 0 end
        """, new { row.Id, party = (long)party }) == 1;

    private static async Task<OrderDetail> DetailAsync(DbConnection connection, OrderRow row, List<OrderRow.Milestone> milestones, AsOf asOf)
    {
        var accepted = (await connection.QueryAsync<(ulong Milestone, ulong Quantity)>(
            "select milestone, cast(sum(quantity) as bigint) from projection.order_match where order_id = @Id group by milestone", row)).ToDictionary(sum => sum.Milestone, sum => sum.Quantity);
        var deliveries = await connection.QueryAsync<DeliveryRow>($"select delivery, kind, units, matchable_after as MatchableAfter, {Where} from projection.order_delivery {Newest}", row);
        var matches = await connection.QueryAsync<MatchRow>($"select delivery, milestone, quantity, invoice, due, paid, {Where} from projection.order_match {Newest}", row);
        var payments = await connection.QueryAsync<PaymentRow>($"select beneficiary, amount, receivable, {Where} from projection.order_payment {Newest}", row);
        var history = await connection.QueryAsync<EntryRow>($"select kind, party, to_party as ToParty, amount, reason, {Where} from projection.order_entry {Newest}", row);
        return new OrderDetail(
            row.ToRecord(milestones),
            [.. milestones.Select(step => new MilestoneRecord(step.Number, new PartyId(step.Giver), new PartyId(step.Receiver), step.Share, accepted.GetValueOrDefault(step.Number)))],
            [.. deliveries.Select(delivery => delivery.ToRecord())], [.. matches.Select(match => match.ToRecord())],
            [.. payments.Select(payment => payment.ToRecord())], [.. history.Select(entry => entry.ToRecord())], asOf);
    }

    private static string Newest => $"where order_id = @Id order by block desc, log_index desc limit {Most}";

    private static ChainEvent At(string name, ulong block, ulong logIndex, ulong time, Hash32 transaction) => new("Orders", name, transaction, block, logIndex, time);

    private static PartyId? Party(ulong? number) => number is { } party ? new PartyId(party) : null;

    private sealed record DeliveryRow(Hash32 Delivery, long Kind, byte[] Units, ulong? MatchableAfter, ulong Block, ulong LogIndex, ulong Time, Hash32 TxHash)
    {
        public DeliveryRecord ToRecord() => new(Delivery, [.. Units.Chunk(32).Select(unit => new UnitId(new Hash32(unit)))], MatchableAfter,
            At(Kind == 1 ? "Delivered" : "Arrived", Block, LogIndex, Time, TxHash));
    }

    private sealed record MatchRow(Hash32 Delivery, ulong Milestone, ulong Quantity, ulong Invoice, ulong Due, ulong Paid, ulong Block, ulong LogIndex, ulong Time, Hash32 TxHash)
    {
        public MatchRecord ToRecord() => new(Delivery, Milestone, Quantity, Invoice, Due, Paid, At("Matched", Block, LogIndex, Time, TxHash));
    }

    private sealed record PaymentRow(ulong Beneficiary, ulong Amount, Hash32? Receivable, ulong Block, ulong LogIndex, ulong Time, Hash32 TxHash)
    {
        public OrderPaymentRecord ToRecord() => new(new PartyId(Beneficiary), Amount, Receivable is { } id ? new ReceivableId(id) : null, At("OrderPaid", Block, LogIndex, Time, TxHash));
    }

    private sealed record EntryRow(long Kind, ulong? Party, ulong? ToParty, ulong? Amount, Hash32? Reason, ulong Block, ulong LogIndex, ulong Time, Hash32 TxHash)
    {
        public OrderStep ToRecord()
        {
            var type = (OrderStepType)Kind;
            return new OrderStep(type, ShowOrder.Party(Party), ShowOrder.Party(ToParty), Amount, Reason == Hash32.Zero ? null : Reason,
                At(type == OrderStepType.Agreed ? "OrderAgreed" : type.ToString(), Block, LogIndex, Time, TxHash));
        }
    }
}
