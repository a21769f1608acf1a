using Ledger.Sdk.Cash;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Contracts;

/// <summary>Deploys the ledger's contracts to any EVM network, by standard JSON-RPC methods only.</summary>
public static class Deployment
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Deploys all contracts, and admits party 1, the first registrar, who then admits the contracts that settle: see
    /// <see cref="Settlement"/>.</summary>
    /// <param name="node">A node of the network.</param>
    /// <param name="deployer">Pays, and gets no rights by it. Nothing else may send with this key meanwhile.</param>
    /// <param name="registrar">The registrar's key, recovery key (zero for none) and identity commitment.</param>
    /// <param name="finality">When a block of this network counts as final.</param>
    /// <param name="development">Declares a chain for development, where well-known keys are allowed.</param>
    /// <param name="money">Currency and longest tenor; by default renminbi in fen, and a year.</param>
    /// <param name="cancellationToken">Stops waiting; what was sent stays sent.</param>
    /// <exception cref="LedgerException">deployment-failed, development-key, or what <see cref="RpcException"/> says.</exception>
    public static async Task<DeploymentManifest> DeployAsync(
        EthereumClient node, PrivateKey deployer, Registrar registrar, FinalityRule finality, bool development = false,
        MoneyRules? money = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(deployer);
        ArgumentNullException.ThrowIfNull(registrar);
        money ??= MoneyRules.Usual;
        money.Check();
        var chainId = await node.GetChainIdAsync(cancellationToken).ConfigureAwait(false);
        DevelopmentKeys.Refuse(deployer.Address, chainId, development);
        DevelopmentKeys.Refuse(registrar.Key, chainId, development);
        var genesis = await node.GetBlockAsync(0, cancellationToken: cancellationToken).ConfigureAwait(false)
            ?? throw new LedgerException("deployment-failed", "The node has no block 0.");
        var sender = await TransactionSender.CreateAsync(node, deployer, cancellationToken).ConfigureAwait(false);
        var nonce = sender.Nonce;
        Address At(ulong step) => ContractAddress.Create(deployer.Address, nonce + step);
        var manifest = new DeploymentManifest(
            chainId, genesis.Hash, 0, At(0), At(2), At(1), At(3), At(4), At(5), At(6), finality, money.Currency, development);
        // Each round asks contracts of those before it while it is created, so its gas can only be estimated once they are mined.
        IReadOnlyList<byte[]>[] rounds =
        [
            [Creation(LedgerContract.Registry, registrar.Key, registrar.Recovery, registrar.Identity), Creation(LedgerContract.Anchors)],
            [
                Creation(LedgerContract.Goods, manifest.Registry),
                Creation(LedgerContract.Cash, manifest.Registry, money.Currency.Code.ToBytes(), (ulong)money.Currency.Decimals),
            ],
            [Creation(LedgerContract.Receivables, manifest.Registry, manifest.Cash, manifest.Orders, (ulong)money.MaxTenor.TotalSeconds)],
            [Creation(LedgerContract.Orders, manifest.Registry, manifest.Cash, manifest.Goods, manifest.Receivables)],
            [Creation(LedgerContract.Facility, manifest.Registry, manifest.Cash, manifest.Orders)],
        ];
        var first = ulong.MaxValue;
        foreach (var round in rounds)
            first = Math.Min(first, await SendAsync(sender, round, cancellationToken).ConfigureAwait(false));
        return manifest with { DeploymentBlock = first };
    }

    private static async Task<ulong> SendAsync(TransactionSender sender, IReadOnlyList<byte[]> round, CancellationToken cancellationToken)
    {
        var hashes = new List<Hash32>();
        foreach (var creation in round)
            hashes.Add(await sender.SendAsync(null, creation, null, cancellationToken).ConfigureAwait(false));
        var receipts = await sender.WaitAsync(hashes, Patience, cancellationToken).ConfigureAwait(false);
        return receipts.Min(receipt => receipt.BlockNumber);
    }

    private static byte[] Creation(LedgerContract contract, params object[] arguments)
    {
        var artifact = ContractArtifact.Of(contract);
        return [.. artifact.Bytecode.Span, .. artifact.Abi.Constructor.Encode(arguments)];
    }
}

/// <summary>Party 1, who admits the others.</summary>
/// <param name="Key">The address of its key.</param>
/// <param name="Recovery">The key that may replace it; zero for none.</param>
/// <param name="Identity">Commitment of its GLN, LEI and name.</param>
public sealed record Registrar(Address Key, Address Recovery, Hash32 Identity);

/// <summary>What the money of a ledger is.</summary>
/// <param name="Currency">The currency and its minor unit.</param>
/// <param name="MaxTenor">The longest time from a receivable's birth to its due date.</param>
public sealed record MoneyRules(Currency Currency, TimeSpan MaxTenor)
{
    /// <summary>Renminbi in fen; a year, the longest that China's rules of 2025 allow for vouchers.</summary>
    public static MoneyRules Usual { get; } = new(Currency.Renminbi, TimeSpan.FromDays(365));

    internal void Check()
    {
        if (Currency.Decimals > Currency.MaxDecimals)
            throw new LedgerException("malformed-value", $"A currency has at most {Currency.MaxDecimals} decimal places.");
        if (MaxTenor < TimeSpan.FromSeconds(1)) throw new LedgerException("malformed-value", "The longest tenor is a second at least.");
    }
}
