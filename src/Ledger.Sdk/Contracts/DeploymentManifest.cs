using System.Text.Json;
using System.Text.Json.Serialization;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Contracts;

/// <summary>Which contracts on which chain a ledger consists of: written by the deployment, read by everything else.</summary>
/// <param name="ChainId">EIP-155 chain id.</param>
/// <param name="GenesisHash">The hash of block 0: two chains may share an id.</param>
/// <param name="DeploymentBlock">The first block with a contract of the ledger; nothing before it concerns the ledger.</param>
/// <param name="Registry">The Registry.</param>
/// <param name="Goods">The Goods contract.</param>
/// <param name="Anchors">The Anchors contract.</param>
/// <param name="Finality">When a block counts as final.</param>
/// <param name="Development">Declares a chain for development, where well-known keys are allowed.</param>
public sealed record DeploymentManifest(
    ulong ChainId, Hash32 GenesisHash, ulong DeploymentBlock, Address Registry, Address Goods, Address Anchors, FinalityRule Finality,
    bool Development = false)
{
    private const int CurrentVersion = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    };

    /// <summary>A contract's address.</summary>
    public Address AddressOf(LedgerContract contract) => contract switch
    {
        LedgerContract.Registry => Registry,
        LedgerContract.Goods => Goods,
        _ => Anchors,
    };

    /// <summary>Where signatures for a contract count.</summary>
    public IntentDomain DomainOf(LedgerContract contract) => new(ChainId, AddressOf(contract));

    /// <summary>The JSON of the manifest.</summary>
    public string ToJson() => JsonSerializer.Serialize(
        new File(
            CurrentVersion, ChainId, GenesisHash.ToString(), DeploymentBlock, new Addresses($"{Registry}", $"{Goods}", $"{Anchors}"),
            Finality.ToString(), Development), Json);

    /// <summary>Reads the JSON of a manifest.</summary>
    /// <exception cref="LedgerException">malformed-manifest.</exception>
    public static DeploymentManifest Parse(string json)
    {
        try
        {
            var file = JsonSerializer.Deserialize<File>(json, Json) ?? throw new FormatException("It is null.");
            if (file.Version != CurrentVersion) throw new FormatException($"Its version is {file.Version}, not {CurrentVersion}.");
            return new DeploymentManifest(
                file.ChainId, Hash32.Parse(file.GenesisHash), file.DeploymentBlock,
                Address.Parse(file.Contracts.Registry), Address.Parse(file.Contracts.Goods),
                Address.Parse(file.Contracts.Anchors), FinalityRule.Parse(file.Finality), file.Development);
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            throw new LedgerException(
                "malformed-manifest", $"This is no manifest of a deployment: {exception.Message}",
                "Take the file that `ledger deploy --out` wrote.", exception);
        }
    }

    /// <summary>Reads a manifest from a file.</summary>
    /// <exception cref="LedgerException">malformed-manifest.</exception>
    public static async Task<DeploymentManifest> ReadAsync(string path, CancellationToken cancellationToken = default) =>
        Parse(await System.IO.File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false));

    /// <summary>Writes the manifest to a file, whole or not at all.</summary>
    public async Task WriteAsync(string path, CancellationToken cancellationToken = default)
    {
        var temporary = path + ".new";
        await System.IO.File.WriteAllTextAsync(temporary, ToJson() + "\n", cancellationToken).ConfigureAwait(false);
        System.IO.File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Checks that a node's chain is this one and has the contracts.</summary>
    /// <exception cref="ChainMismatchException">Another chain id or genesis block, or no code at an address.</exception>
    public async Task ValidateAsync(EthereumClient node, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(node);
        var chainId = await node.GetChainIdAsync(cancellationToken).ConfigureAwait(false);
        if (chainId != ChainId)
            throw new ChainMismatchException(
                $"The node is on chain {chainId}, the manifest is of chain {ChainId}.",
                "Use the node of that chain, or the manifest of this one.");
        var genesis = await node.GetBlockAsync(0, cancellationToken: cancellationToken).ConfigureAwait(false);
        if (genesis?.Hash != GenesisHash)
            throw new ChainMismatchException(
                $"The node's chain starts with block {genesis?.Hash}, the manifest's with {GenesisHash}.",
                "The chain was started anew: deploy again.");
        foreach (var contract in Enum.GetValues<LedgerContract>())
            if ((await node.GetCodeAsync(AddressOf(contract), cancellationToken: cancellationToken).ConfigureAwait(false)).Length == 0)
                throw new ChainMismatchException(
                    $"The node has no code at {AddressOf(contract)}, where {contract} should be.",
                    "The chain lost the deployment: deploy again.");
    }

    private sealed record File(
        int Version, ulong ChainId, string GenesisHash, ulong DeploymentBlock, Addresses Contracts, string Finality,
        bool Development = false);

    // The contracts' own names, not camelCase: they are names, not fields.
    private sealed record Addresses(
        [property: JsonPropertyName("Registry")] string Registry,
        [property: JsonPropertyName("Goods")] string Goods,
        [property: JsonPropertyName("Anchors")] string Anchors);
}
