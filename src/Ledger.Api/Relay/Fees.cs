using System.Numerics;
using Ledger.Sdk.Ethereum;

namespace Ledger.Api.Relay;

/// <summary>What a transaction offers for its gas, in wei per gas. All zero where the network takes no fees.</summary>
/// <param name="Max">The most that is paid.</param>
/// <param name="Tip">What the proposer gets of it; null on a chain without a base fee (EIP-1559).</param>
public sealed record Fees(BigInteger Max, BigInteger? Tip)
{
    /// <summary>Whether gas is free.</summary>
    public bool AreFree => Max.IsZero;

    /// <summary>What the node suggests now: room for the base fee to double.</summary>
    public static async Task<Fees> SuggestAsync(EthereumClient client, CancellationToken cancellationToken)
    {
        var price = await client.GetGasPriceAsync(cancellationToken);
        var head = await client.GetBlockAsync(BlockTag.Latest, cancellationToken: cancellationToken);
        if (head?.BaseFeePerGas is not { } baseFee) return new Fees(price, null);
        // A base fee of zero means free gas: any tip would demand a balance that accounts of such networks lack.
        if (baseFee.IsZero) return new Fees(0, 0);
        var tip = BigInteger.Max(price - baseFee, 0);
        return new Fees(2 * baseFee + tip, tip);
    }

    /// <summary>At least an eighth more than <paramref name="former"/>, as nodes want of a replacement (they ask for 10 %), and no less than is suggested now.</summary>
    public Fees Over(BigInteger former)
    {
        var least = former + former / 8 + 1;
        if (Max >= least) return this;
        return new Fees(least, Tip is { } tip ? BigInteger.Min(least, BigInteger.Max(tip + tip / 8 + 1, least - Max)) : null);
    }
}
