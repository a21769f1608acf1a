using System.Globalization;
using Ledger.Sdk.Custody;

namespace Ledger.Sdk.Provenance;

/// <summary>Where goods come from, what became of them, who held them when, and the proofs.</summary>
public sealed class ProvenanceClient
{
    private readonly LedgerClient ledger;

    internal ProvenanceClient(LedgerClient ledger) => this.ledger = ledger;

    /// <summary>Where a unit came from: through packing, splits, merges and transformations.</summary>
    public Task<Trace> TraceBackAsync(string epc, CancellationToken cancellationToken = default) =>
        ledger.ReadAsync<Trace>($"/units/{Uri.EscapeDataString(epc)}/trace?direction=back", cancellationToken);

    /// <summary>What became of a unit.</summary>
    public Task<Trace> TraceForwardAsync(string epc, CancellationToken cancellationToken = default) =>
        ledger.ReadAsync<Trace>($"/units/{Uri.EscapeDataString(epc)}/trace?direction=forward", cancellationToken);

    /// <summary>Everything that happened to a unit, oldest first.</summary>
    public async Task<IReadOnlyList<CustodyStep>> TimelineAsync(string epc, CancellationToken cancellationToken = default)
    {
        var steps = new List<CustodyStep>();
        var path = $"/units/{Uri.EscapeDataString(epc)}/custody";
        string? next = null;
        do
        {
            var page = await ledger.ReadAsync<Page<CustodyStep>>(
                next is null ? path : $"{path}?cursor={Uri.EscapeDataString(next)}", cancellationToken).ConfigureAwait(false);
            steps.AddRange(page.Items);
            next = page.Next;
        }
        while (next is not null);
        return steps;
    }

    /// <summary>Who held a unit at a moment.</summary>
    public Task<CustodianAt> CustodianAsync(string epc, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        ledger.ReadAsync<CustodianAt>(
            string.Create(CultureInfo.InvariantCulture, $"/units/{Uri.EscapeDataString(epc)}/custodian?at={at.ToUnixTimeSeconds()}"),
            cancellationToken);

    /// <summary>The proof bundle of a hand-off, by its id (transaction hash and log index) or its operation's id.</summary>
    public async Task<string> HandOffProofAsync(string id, CancellationToken cancellationToken = default) =>
        await ledger.GetTextAsync($"/handoffs/{Uri.EscapeDataString(id)}/proof", cancellationToken).ConfigureAwait(false);

    /// <summary>The proof bundle of a captured event, by its eventID.</summary>
    public async Task<string> EventProofAsync(string eventId, CancellationToken cancellationToken = default) =>
        await ledger.GetTextAsync($"/epcis/v2/events/{Uri.EscapeDataString(eventId)}/proof", cancellationToken).ConfigureAwait(false);
}
