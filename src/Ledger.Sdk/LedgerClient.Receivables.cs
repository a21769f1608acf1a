using System.Runtime.CompilerServices;
using Ledger.Sdk.Receivables;

namespace Ledger.Sdk;

/// <content>Reading receivables.</content>
public sealed partial class LedgerClient
{
    /// <summary>What the party owes, owns or was the first to own, by due date. Sign in first.</summary>
    /// <param name="status">open, due, overdue or settled; all where null.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    public async IAsyncEnumerable<ReceivableRecord> ReceivablesAsync(
        string? status = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (string? cursor = ""; cursor is not null;)
        {
            string[] query = [status is null ? "" : $"status={Uri.EscapeDataString(status)}", cursor.Length == 0 ? "" : $"cursor={Uri.EscapeDataString(cursor)}"];
            var page = await ReadAsync<Page<ReceivableRecord>>(
                $"/receivables?{string.Join('&', query.Where(part => part.Length > 0))}", cancellationToken).ConfigureAwait(false);
            foreach (var record in page.Items) yield return record;
            cursor = page.Next;
        }
    }

    /// <summary>A receivable with its notes and the evidence behind it.</summary>
    public Task<ReceivableDetail> ReceivableAsync(ReceivableId id, CancellationToken cancellationToken = default) =>
        ReadAsync<ReceivableDetail>($"/receivables/{id}", cancellationToken);

    /// <summary>The lender's check: every question with its verdict and its proof.</summary>
    /// <param name="id">The receivable.</param>
    /// <param name="amount">What the caller thinks of funding, in minor units; what is outstanding where null.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public Task<DueDiligence> CheckReceivableAsync(ReceivableId id, ulong? amount = null, CancellationToken cancellationToken = default) =>
        ReadAsync<DueDiligence>($"/receivables/{id}/due-diligence{(amount is { } sum ? $"?amount={sum}" : "")}", cancellationToken);
}
