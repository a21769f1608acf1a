using System.Text.Json;
using System.Text.Json.Serialization;
using Ledger.Sdk.Cash;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Contracts;

/// <summary>Which contracts on which chain a ledger consists of: written by the deployment, read by everything else.</summary>
/// <param name="ChainId">EIP-155 chain id.</param>
/// <param name="GenesisHash">The hash of block 0: two chains may share an id.</param>
/// <param name="DeploymentBlock">The first block with a contract of the ledger; nothing before it concerns the ledger.</param>
/// <param name="Registry">The Registry.</param>
/// <param name="Goods">The Goods contract.</param>
/// <param name="Anchors">The Anchors contract.</param>
/// <param name="Cash">The Cash contract.</param>
/// <param name="Receivables">The Receivables contract.</param>
/// <param name="Orders">The Orders contract.</param>
/// <param name="Facility">The Facility contract.</param>
/// <param name="Finality">When a block counts as final.</param>
/// <param name="Currency">What the Cash is; amounts are integers of its minor unit.</param>
/// <param name="Development">Declares a chain for development, where well-known keys are allowed.</param>
public sealed record DeploymentManifest(
    ulong ChainId, Hash32 GenesisHash, ulong DeploymentBlock, Address Registry, Address Goods, Address Anchors, Address Cash,
    Address Receivables, Address Orders, Address Facility, FinalityRule Finality, Currency Currency, bool Development = false)
{
    private const int CurrentVersion = 2;

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
        LedgerContract.Anchors => Anchors,
        LedgerContract.Cash => Cash,
        LedgerContract.Receivables => Receivables,
        LedgerContract.Orders => Orders,
        LedgerContract.Facility => Facility,
        _ => throw new ArgumentOutOfRangeException(nameof(contract)),
    };

    /// <summary>Where signatures for a contract count.</summary>
    public IntentDomain DomainOf(LedgerContract contract) => new(ChainId, AddressOf(contract));

    /// <summary>The JSON of the manifest.</summary>
    public string ToJson() => JsonSerializer.Serialize(
        new File(
            CurrentVersion, ChainId, GenesisHash.ToString(), DeploymentBlock,
            new Addresses($"{Registry}", $"{Goods}", $"{Anchors}", $"{Cash}", $"{Receivables}", $"{Orders}", $"{Facility}"),
            Finality.ToString(), Currency.Code.Code, Currency.Decimals, Development), Json);

    /// <summary>Reads the JSON of a manifest.</summary>
    /// <exception cref="LedgerException">malformed-manifest; outdated-manifest for a ledger without money.</exception>
    public static DeploymentManifest Parse(string json)
    {
        try
        {
            RefuseOld(json);
            var file = JsonSerializer.Deserialize<File>(json, Json) ?? throw new FormatException("It is null.");
            if (file.Version != CurrentVersion) throw new FormatException($"Its version is {file.Version}, not {CurrentVersion}.");
            var at = file.Contracts;
            return new DeploymentManifest(
                file.ChainId, Hash32.Parse(file.GenesisHash), file.DeploymentBlock,
                Address.Parse(at.Registry), Address.Parse(at.Goods), Address.Parse(at.Anchors), Address.Parse(at.Cash),
                Address.Parse(at.Receivables), Address.Parse(at.Orders), Address.Parse(at.Facility), FinalityRule.Parse(file.Finality),
                new Currency(CurrencyCode.Parse(file.Currency), file.Decimals), file.Development);
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

    private static void RefuseOld(string json)
    {
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("version", out var version)
            && version.ValueKind == JsonValueKind.Number && version.TryGetInt32(out var number) && number is > 0 and < CurrentVersion)
            throw new LedgerException(
                "outdated-manifest", $"The manifest has version {number}: it is of a ledger without money.",
                "Deploy the present contracts with `ledger deploy`; what the old ones hold stays readable with an older release.");
    }

    private sealed record File(
        int Version, ulong ChainId, string GenesisHash, ulong DeploymentBlock, Addresses Contracts, string Finality, string Currency,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] byte Decimals, bool Development = false);

    // The contracts' own names, not camelCase: they are names, not fields.
    private sealed record Addresses(
        [property: JsonPropertyName("Registry")] string Registry,
        [property: JsonPropertyName("Goods")] string Goods,
        [property: JsonPropertyName("Anchors")] string Anchors,
        [property: JsonPropertyName("Cash")] string Cash,
        [property: JsonPropertyName("Receivables")] string Receivables,
        [property: JsonPropertyName("Orders")] string Orders,
        [property: JsonPropertyName("Facility")] string Facility);
}
