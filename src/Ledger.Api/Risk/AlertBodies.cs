using System.Text.Json;
using Dapper;
using Ledger.Api.Deliveries;
using Ledger.Api.Features.Parties;
using Ledger.Api.Http;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Risk;

namespace Ledger.Api.Risk;

/// <summary>What a webhook is sent.</summary>
/// <param name="Type">Always <c>ledger.alerts</c>.</param>
/// <param name="Webhook">The webhook's id.</param>
/// <param name="Notices">What was raised and resolved, in order.</param>
public sealed record AlertDelivery(string Type, string Webhook, IReadOnlyList<AlertNotice> Notices);

/// <summary>Makes what webhooks are sent of alerts, as the party may see them at that moment.</summary>
public sealed class AlertBodies(Database database, AlertReader reader)
{
    /// <summary>The body; null where nothing is left to tell.</summary>
    public async Task<DeliveryBody?> MakeAsync(DeliveryPart part, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var party = await connection.QuerySingleOrDefaultAsync<(long Roles, long Status)?>("select roles, status from projection.party where id = @Value", part.Party);
        if (party is not { } found) return null;
        var caller = new Caller(Address.Zero, part.Party, (PartyRoles)found.Roles, (PartyStatus)found.Status);
        var notices = await reader.NoticesAsync(connection, caller, part.Items.Select(item => item.GetInt64()));
        return notices.Count == 0 ? null : new DeliveryBody("application/json", JsonSerializer.SerializeToUtf8Bytes(new AlertDelivery("ledger.alerts", part.Webhook, notices), Json.Options));
    }
}
