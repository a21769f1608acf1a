using System.Data.Common;
using Dapper;
using Ledger.Api.Deliveries;
using Ledger.Api.Documents;
using Ledger.Indexer.Storage;

namespace Ledger.Api.Subscriptions;

/// <summary>Makes what subscribers are sent: an EPCISQueryDocument of events, as the party may see them at that moment.</summary>
public sealed class SubscriptionBodies(Database database, EventViews views, TimeProvider time)
{
    /// <summary>The body of a delivery; null where the party may see none of its events any more, or the subscription has ended.</summary>
    public async Task<DeliveryBody?> MakeAsync(DeliveryPart part, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<(string Query, string? EpcFormat, string? CbvFormat)?>(
            "select query, epc_format, cbv_format from captured.subscription where id = @Webhook", new { part.Webhook });
        if (row is not { } subscription) return null;
        var seen = await views.OpenAsync(connection, part.Party, await StoredEvent.ReadAsync(connection, [.. part.Items.Select(item => item.GetInt64())]));
        var document = new SubscriptionDocument(part.Webhook, subscription.Query, SubscriptionDocument.FormatOf(subscription.EpcFormat, subscription.CbvFormat));
        return seen.Count == 0 && part.Items.Count > 0 ? null
            : new DeliveryBody("application/json", document.Write(seen, time.GetUtcNow()));
    }
}
