using Ledger.Api.Relay;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;

namespace Ledger.Api.Imports;

/// <summary>The latest due date that imports take: the contract's cap on tenors, or a stricter one of this server's own.</summary>
internal sealed class TenorCap(EthereumClient client, CurrentDeployment deployment, LedgerApiOptions options)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // The contract never changes it, so that it is read once.
    private long contracts;

    /// <summary>The latest due date for what is issued now, Unix seconds.</summary>
    /// <remarks>Where the node is away and the cap was never read, the server's own alone counts: the contract judges again when the receivable is issued.</remarks>
    public async Task<ulong> LatestDueAsync(ulong now, CancellationToken cancellationToken)
    {
        var cap = Math.Min(await OfContractAsync(cancellationToken), options.LongestTenor is { } own ? (ulong)own.TotalSeconds : ulong.MaxValue);
        return cap > ulong.MaxValue - now ? ulong.MaxValue : now + cap;
    }

    private async Task<ulong> OfContractAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref contracts) is > 0 and var known) return (ulong)known;
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        soon.CancelAfter(Patience);
        try
        {
            var read = await new ReceivablesContract(client, deployment.Manifest.Receivables).MaxTenorAsync(cancellationToken: soon.Token);
            Volatile.Write(ref contracts, (long)read.TotalSeconds);
            return (ulong)read.TotalSeconds;
        }
        catch (Exception exception) when (exception is LedgerException or HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return ulong.MaxValue;
        }
    }
}
