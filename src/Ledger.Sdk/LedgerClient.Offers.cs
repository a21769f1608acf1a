using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk;

/// <content>Offers.</content>
public sealed partial class LedgerClient
{
    /// <summary>Offers for notes: asked for, made, compared, accepted. Sign in first.</summary>
    public OffersClient Offers => new(this);

    /// <summary>Debtors pay early. Sign in first.</summary>
    public EarlyPaymentsClient EarlyPayments => new(this);

    /// <summary>The party that this client is signed in as.</summary>
    public async Task<PartyId> GetSignedInPartyAsync(CancellationToken cancellationToken = default) =>
        (await GetAsync<Speaker>("/session", cancellationToken).ConfigureAwait(false)).Party;

    /// <summary>A path that waits until the API's projections hold what this client has written.</summary>
    internal string Fresh(string path) => Volatile.Read(ref lastBlock) is > 0 and var block ? $"{path}?minBlock={block}" : path;

    /// <summary>An operation once it is past submitted; reads wait for its block from here on.</summary>
    internal async Task<Operation> FinishAsync(Operation operation, CancellationToken cancellationToken)
    {
        while (operation.Status == OperationState.Submitted)
            operation = await GetAsync<Operation>($"/operations/{operation.Id}?wait=10", cancellationToken).ConfigureAwait(false);
        for (var seen = Volatile.Read(ref lastBlock); operation.Block > seen; seen = Volatile.Read(ref lastBlock))
            Interlocked.CompareExchange(ref lastBlock, operation.Block.Value, seen);
        return operation;
    }

    private sealed record Speaker(PartyId Party);
}
