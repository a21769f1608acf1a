using Ledger.Sdk.Contracts;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Financing;

/// <content>What can be read; the client must be signed in as a party that it concerns.</content>
public sealed partial class FinancingClient
{
    /// <summary>A page of the loans that the caller gave or took, newest first.</summary>
    /// <param name="status">Only those that stand so.</param>
    /// <param name="cursor">Where the last page ended.</param>
    /// <param name="role"><c>lender</c> or <c>borrower</c>: only those in which the caller is that; <c>valuer</c>: those whose goods it values.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public Task<Page<PositionRecord>> ListPositionsAsync(
        PositionStatus? status = null, string? cursor = null, string? role = null, CancellationToken cancellationToken = default) =>
        Ledger.ReadAsync<Page<PositionRecord>>(
            Query.Path("/positions", ("role", role), ("status", status?.ToString().ToLowerInvariant()), ("cursor", cursor)), cancellationToken);

    /// <summary>One loan with its collateral and history.</summary>
    public Task<PositionDetail> GetPositionAsync(PositionId position, CancellationToken cancellationToken = default) =>
        Ledger.ReadAsync<PositionDetail>($"/positions/{position}", cancellationToken);

    /// <summary>A page of what a lender, the caller unless it is the debtor, has at stake with debtors.</summary>
    public Task<Page<ExposureRecord>> ListExposureAsync(PartyId? lender = null, PartyId? debtor = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        Ledger.ReadAsync<Page<ExposureRecord>>(Query.Path("/exposure", ("lender", lender), ("debtor", debtor), ("cursor", cursor)), cancellationToken);
}
