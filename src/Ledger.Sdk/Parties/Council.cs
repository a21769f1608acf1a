using System.Numerics;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Parties;

/// <summary>A key that several parties hold together (ERC-1271): it signs what enough of them have signed. Admitted as a regulator without a
/// recovery key, it is a council of guardians whose quorum freezes.</summary>
/// <param name="Key">The contract: the key of the party that the council acts for.</param>
/// <param name="Members">Whose present keys count, while they are active; rising.</param>
/// <param name="Threshold">How many of them have to sign.</param>
/// <remarks>Members and threshold are fixed for good. Another council is another contract, which the party takes as its key.</remarks>
public sealed record Council(Address Key, IReadOnlyList<PartyId> Members, int Threshold)
{
    private const int SignatureLength = 65;

    /// <summary>Deploys a council of parties of a ledger.</summary>
    /// <param name="node">A node of the network.</param>
    /// <param name="deployer">Pays, and gets no rights by it.</param>
    /// <param name="manifest">The ledger.</param>
    /// <param name="members">Parties of it, each once, in whatever order.</param>
    /// <param name="threshold">How many have to sign: 1 to the number of members.</param>
    /// <param name="cancellationToken">Stops waiting; what was sent stays sent.</param>
    /// <exception cref="LedgerException">malformed-value, unknown-party, development-key, deployment-failed.</exception>
    public static async Task<Council> DeployAsync(
        EthereumClient node, PrivateKey deployer, DeploymentManifest manifest, IReadOnlyList<PartyId> members, int threshold,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(deployer);
        ArgumentNullException.ThrowIfNull(manifest);
        PartyId[] named = [.. members.Order()];
        if (threshold < 1 || threshold > named.Length || named.Distinct().Count() != named.Length)
            throw new LedgerException(
                "malformed-value", $"A council of {named.Length} with {threshold} to sign is none.",
                "Name each member once, and no more signers than members, at least 1.");
        var registry = new RegistryContract(node, manifest.Registry);
        foreach (var member in named)
            if ((await registry.PartyAsync(member, cancellationToken: cancellationToken).ConfigureAwait(false)).Status == default)
                throw new LedgerException("unknown-party", $"There is no party {member}.", "Members are admitted first.");
        DevelopmentKeys.Refuse(deployer.Address, manifest.ChainId, manifest.Development);
        var sender = await TransactionSender.CreateAsync(node, deployer, cancellationToken).ConfigureAwait(false);
        var key = ContractAddress.Create(deployer.Address, sender.Nonce);
        var artifact = ContractArtifact.Council;
        byte[] creation =
        [
            .. artifact.Bytecode.Span,
            .. artifact.Abi.Constructor.Encode(manifest.Registry, named.Select(member => member.Value).ToArray(), (ulong)threshold),
        ];
        var hash = await sender.SendAsync(null, creation, null, cancellationToken).ConfigureAwait(false);
        await sender.WaitAsync([hash], TimeSpan.FromMinutes(2), cancellationToken).ConfigureAwait(false);
        return new Council(key, named, threshold);
    }

    /// <summary>The council that is a key.</summary>
    /// <exception cref="LedgerException">no-contract: the key is no council.</exception>
    public static async Task<Council> ReadAsync(EthereumClient node, Address key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(node);
        async Task<object> ViewAsync(string name)
        {
            var function = ContractArtifact.Council.Abi.Function(name);
            try
            {
                return function.DecodeOutputs(await node.CallAsync(CallRequest.Of(key, function.Encode()), null, cancellationToken).ConfigureAwait(false))[0];
            }
            catch (Exception exception) when (exception is RpcException { RevertData: not null } or FormatException)
            {
                throw new LedgerException("no-contract", $"{key} is no council.", "Name a party whose key is one.", exception);
            }
        }
        var members = (object[])await ViewAsync("members").ConfigureAwait(false);
        var threshold = (BigInteger)await ViewAsync("threshold").ConfigureAwait(false);
        return new Council(key, [.. members.Select(member => new PartyId((ulong)(BigInteger)member))], (int)threshold);
    }

    /// <summary>The council's signature: those of members, in the order that the contract asks for.</summary>
    /// <param name="signatures">65 bytes of each member that signed the digest.</param>
    /// <exception cref="LedgerException">wrong-signer: not a member. missing-signature: too few.</exception>
    public byte[] Join(IReadOnlyDictionary<PartyId, byte[]> signatures)
    {
        ArgumentNullException.ThrowIfNull(signatures);
        foreach (var (member, signature) in signatures)
            if (!Members.Contains(member) || signature.Length != SignatureLength)
                throw new LedgerException(
                    "wrong-signer", $"Party {member} is no member of the council, or its signature has not {SignatureLength} bytes.",
                    $"Members are {string.Join(", ", Members)}.");
        return signatures.Count >= Threshold
            ? [.. signatures.OrderBy(given => given.Key).SelectMany(given => given.Value)]
            : throw new LedgerException(
                "missing-signature", $"{signatures.Count} of {Threshold} members have signed.", "Pass the draft on to another member.");
    }
}
