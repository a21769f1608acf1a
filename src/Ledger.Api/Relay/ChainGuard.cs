using Ledger.Sdk;
using Ledger.Sdk.Ethereum;

namespace Ledger.Api.Relay;

/// <summary>Makes sure, every few seconds, that the node's chain is still the one of this deployment.</summary>
/// <remarks>A call to an address without code succeeds and does nothing, so on a chain that was started anew every intent would seem to work.</remarks>
public sealed class ChainGuard(EthereumClient client, CurrentDeployment deployment, TimeProvider time)
{
    private static readonly TimeSpan Trusted = TimeSpan.FromSeconds(10);
    private long checkedAt;

    /// <summary>Checks chain id, genesis block and code, unless that was done moments ago.</summary>
    /// <exception cref="ChainMismatchException">It is another chain, or the contracts are gone.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var last = Volatile.Read(ref checkedAt);
        if (last != 0 && time.GetElapsedTime(last) < Trusted) return;
        await deployment.Manifest.ValidateAsync(client, cancellationToken);
        Volatile.Write(ref checkedAt, time.GetTimestamp());
    }
}
