using System.Data;
using Dapper;
using Ledger.Api.Authentication;
using Ledger.Api.Http;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Orders;

/// <summary><c>GET /orders</c>: the orders that the caller buys, sells, is paid for, decides or attests, newest first.</summary>
public static class ListOrders
{
    private const string Below = "(o.block < @block or (o.block = @block and o.log_index < @log))";
    private static readonly string[] Roles = ["buyer", "seller", "beneficiary", "arbiter", "attester"];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/orders", HandleAsync)
        .WithName("ListOrders").WithTags("Orders").WithSummary("The orders that the caller buys, sells, is paid for, decides or attests, newest first")
        .WithDescription("?role= is buyer, seller, beneficiary, arbiter or attester; ?status= is agreed, funded, in-delivery, disputed or closed. Regulators see all, or those of ?party=.")
        .Needs(ApiScope.Query).Answers(new Page<OrderRecord>([ShowOrder.ExampleOrder], null, Head.Example))
        .Refuses("sign-in-required", "not-a-party", "role-required", "invalid-identifier", "invalid-cursor", "malformed-request", "not-indexed-yet");

    private static async Task<Ok<Page<OrderRecord>>> HandleAsync(
        Caller caller, string? party, string? role, string? status, string? cursor, Database database, Cursors cursors, CancellationToken cancellationToken)
    {
        if (role is not null && !Roles.Contains(role)) throw new LedgerException("malformed-request", $"?role= can't be '{role}'.", $"It is one of: {string.Join(", ", Roles)}.");
        var of = caller.Subject(party);
        var all = party is null && role is null && caller.SeesAll();
        var filter = Filter(Concern.Word<OrderStatus>("status", status));
        var scope = $"orders {of} {all} {role} {status}";
        var (block, log) = Concern.Position(cursors.Read(scope, cursor));
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var asOf = await Head.RequireAsync(connection);
        var rows = (await connection.QueryAsync<OrderRow>(Sql(all, role, filter), new { of = (long)of.Value, block, log })).AsList();
        var shown = rows.Take(Concern.PageSize).ToList();
        var milestones = await OrderRow.MilestonesAsync(connection, shown.Select(row => row.Id));
        var next = rows.Count > Concern.PageSize ? cursors.Write(scope, Concern.Position(shown[^1].Block, shown[^1].LogIndex)) : null;
        return TypedResults.Ok(new Page<OrderRecord>([.. shown.Select(row => row.ToRecord(milestones[row.Id]))], next, asOf));
    }

    private static string Filter(OrderStatus? status) => status switch
    {
        OrderStatus.Closed => "and o.closed = 1",
        OrderStatus.Disputed => "and o.closed = 0 and (o.buyer_disputes = 1 or o.seller_disputes = 1)",
        OrderStatus.InDelivery => "and o.closed = 0 and o.buyer_disputes = 0 and o.seller_disputes = 0 and o.matched <> 0",
        OrderStatus.Funded => "and o.closed = 0 and o.buyer_disputes = 0 and o.seller_disputes = 0 and o.matched = 0 and o.funded = 1",
        OrderStatus.Agreed => "and o.closed = 0 and o.buyer_disputes = 0 and o.seller_disputes = 0 and o.matched = 0 and o.funded = 0",
        _ => "",
    };

    /// <summary>One index walk for each role, those of arbiter and attester over indexes of orders that have one; an order in which the party has
    /// two roles comes once.</summary>
    private static string Sql(bool all, string? role, string filter)
    {
        string[] sources = all ? [""] : [.. (role is null ? Roles : [role]).Select(name => $"o.{name} = @of and{(name is "arbiter" or "attester" ? $" o.{name} <> 0 and" : "")}")];
        var walks = sources.Select((source, i) =>
            $"select {OrderRow.Columns} from (select id from (select o.id from projection.purchase_order o where {source} {Below} {filter} order by o.block desc, o.log_index desc limit {Concern.PageSize + 1}) walk{i}) found{i} join projection.purchase_order o on o.id = found{i}.id");
        return $"{string.Join(" union ", walks)} order by 26 desc, 27 desc limit {Concern.PageSize + 1}";
    }
}
