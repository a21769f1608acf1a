using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;

namespace Ledger.Api.Relay;

/// <summary>Asks the node what a call would do, so that what can't succeed is refused before anything is stored.</summary>
public sealed class Preflight(EthereumClient client, CurrentDeployment deployment, TimeProvider time)
{
    /// <summary>The gas that the call needs, with room for the state to change a little before it is mined.</summary>
    /// <exception cref="LedgerException">The contract's refusal, under its own code; or the node is away.</exception>
    public async Task<ulong> EstimateAsync(Address from, Address to, byte[] data, CancellationToken cancellationToken)
    {
        try
        {
            var gas = await client.EstimateGasAsync(CallRequest.Of(to, data, from), cancellationToken);
            return gas + gas / 4 + 20_000;
        }
        catch (RpcException exception) when (deployment.Refusal(exception, to) is { } refusal)
        {
            throw refusal;
        }
    }

    /// <summary>Refuses an intent whose deadline has passed; the chain's own clock decides in the end.</summary>
    public void RefuseExpired(Intent intent)
    {
        if (intent.ExpiresAt is { } deadline && deadline < (ulong)time.GetUtcNow().ToUnixTimeSeconds())
            throw new LedgerException("expired", $"The deadline {deadline} has passed.", "Sign it again with a later deadline.");
    }
}
