using System.Text.Json;

namespace Ledger.Sdk.Orders;

/// <content>What can be read; the client must be signed in as a party that it concerns.</content>
public sealed partial class OrdersClient
{
    /// <summary>A page of the orders that the caller buys, sells, is paid for, decides or attests, newest first.</summary>
    public Task<Page<OrderRecord>> ListAsync(OrderStatus? status = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        Ledger.ReadAsync<Page<OrderRecord>>(
            Query.Path("/orders", ("status", status is null ? null : JsonNamingPolicy.KebabCaseLower.ConvertName($"{status}")), ("cursor", cursor)), cancellationToken);

    /// <summary>One order with what was delivered, matched and paid.</summary>
    public Task<OrderDetail> GetAsync(OrderId order, CancellationToken cancellationToken = default) =>
        Ledger.ReadAsync<OrderDetail>($"/orders/{order}", cancellationToken);
}
