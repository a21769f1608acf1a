using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Receivables;

/// <content>What can be read; the client must be signed in as a party that it concerns.</content>
public sealed partial class ReceivablesClient
{
    /// <summary>A page of what the caller owes, owns or was the first to own, by due date.</summary>
    public Task<Page<ReceivableRecord>> ListAsync(
        PartyId? debtor = null, PartyId? owner = null, PartyId? seller = null, ReceivableStatus? status = null, string? cursor = null,
        CancellationToken cancellationToken = default) =>
        Ledger.ReadAsync<Page<ReceivableRecord>>(
            Query.Path("/receivables", ("debtor", debtor), ("owner", owner), ("seller", seller), ("status", status?.ToString().ToLowerInvariant()), ("cursor", cursor)),
            cancellationToken);

    /// <summary>One receivable, who owns it, and what stands behind it.</summary>
    public Task<ReceivableDetail> GetAsync(ReceivableId receivable, CancellationToken cancellationToken = default) =>
        Ledger.ReadAsync<ReceivableDetail>($"/receivables/{receivable}", cancellationToken);

    /// <summary>Which of its notes came of which.</summary>
    public Task<Provenance> GetProvenanceAsync(ReceivableId receivable, CancellationToken cancellationToken = default) =>
        Ledger.ReadAsync<Provenance>($"/receivables/{receivable}/provenance", cancellationToken);

    /// <summary>A page of what happened to it, oldest first.</summary>
    public Task<Page<ReceivableStep>> GetStatementAsync(ReceivableId receivable, string? cursor = null, CancellationToken cancellationToken = default) =>
        Ledger.ReadAsync<Page<ReceivableStep>>(Query.Path($"/receivables/{receivable}/statement", ("cursor", cursor)), cancellationToken);

    /// <summary>The lender's check: every question with its verdict and its proof.</summary>
    /// <param name="receivable">The receivable.</param>
    /// <param name="amount">What the caller thinks of funding, in minor units; null for what is outstanding.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public Task<DueDiligence> DueDiligenceAsync(ReceivableId receivable, ulong? amount = null, CancellationToken cancellationToken = default) =>
        Ledger.ReadAsync<DueDiligence>(Query.Path($"/receivables/{receivable}/due-diligence", ("amount", amount)), cancellationToken);
}
