using System.Text.Json;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Contracts;

/// <summary>A compiled contract, as checked in under <c>contracts/abi</c> and embedded in this assembly.</summary>
public sealed class ContractArtifact
{
    private static readonly Dictionary<LedgerContract, Lazy<ContractArtifact>> All =
        Enum.GetValues<LedgerContract>().ToDictionary(
            contract => contract, contract => new Lazy<ContractArtifact>(() => new ContractArtifact($"{contract}")));

    private static readonly Lazy<ContractArtifact> CouncilArtifact = new(() => new ContractArtifact(nameof(Council)));

    private ContractArtifact(string name)
    {
        using var stream = typeof(ContractArtifact).Assembly.GetManifestResourceStream($"abi/{name}.json")
            ?? throw new InvalidOperationException($"contracts/abi/{name}.json was not embedded at build time.");
        using var document = JsonDocument.Parse(stream);
        Abi = ContractAbi.Parse(document.RootElement.GetProperty("abi"));
        Bytecode = Hex.Decode(document.RootElement.GetProperty("bytecode").GetString()!);
    }

    /// <summary>Functions, events and errors.</summary>
    public ContractAbi Abi { get; }

    /// <summary>The creation code, without constructor arguments.</summary>
    public ReadOnlyMemory<byte> Bytecode { get; }

    /// <summary>The artifact of the key that several parties hold together, which is no contract of the ledger's own.</summary>
    public static ContractArtifact Council => CouncilArtifact.Value;

    /// <summary>The artifact of one contract.</summary>
    public static ContractArtifact Of(LedgerContract contract) => All[contract].Value;
}
