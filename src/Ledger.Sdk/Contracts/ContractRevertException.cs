using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk;

/// <summary>A contract refused a call; the code is the custom error's name in kebab-case, such as <c>stale-sequence</c>.</summary>
public sealed class ContractRevertException : LedgerException
{
    private ContractRevertException(
        DecodedError? error, ReadOnlyMemory<byte> data, string code, string message, string? hint, Exception? inner)
        : base(code, message, hint, inner) => (Error, Data) = (error, data);

    /// <summary>The error's name and named values; null where the data are of no error that the contract declares.</summary>
    public DecodedError? Error { get; }

    /// <summary>What the contract returned.</summary>
    public new ReadOnlyMemory<byte> Data { get; }

    /// <summary>The exception for the data of a revert.</summary>
    /// <param name="contract">The contract that was called.</param>
    /// <param name="data">What it returned.</param>
    /// <param name="inner">The node's answer, or null.</param>
    public static ContractRevertException Of(Contracts.LedgerContract contract, ReadOnlyMemory<byte> data, Exception? inner = null)
    {
        if (Decode(contract, data.Span) is not { } error)
            return new ContractRevertException(
                null, data, "contract-reverted",
                data.IsEmpty
                    ? $"{contract} refused without a reason."
                    : $"{contract} refused with data that it does not declare: {Hex.Encode(data.Span)}.",
                "Check the address and version of the contract.", inner);
        var (message, hint) = Contracts.RevertMessages.Of(error);
        var code = error.Name is "Error" or "Panic" ? "contract-reverted" : CodeOf(error.Name);
        return new ContractRevertException(error, data, code, message, hint, inner);
    }

    // A contract that calls another passes on what that refused with, and need not declare it.
    private static DecodedError? Decode(Contracts.LedgerContract contract, ReadOnlySpan<byte> data)
    {
        if (Contracts.ContractArtifact.Of(contract).Abi.DecodeError(data) is { } own) return own;
        foreach (var other in Enum.GetValues<Contracts.LedgerContract>())
            if (Contracts.ContractArtifact.Of(other).Abi.DecodeError(data) is { } passedOn) return passedOn;
        return null;
    }

    private static string CodeOf(string name) =>
        string.Concat(name.Select((letter, i) => char.IsUpper(letter) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(letter) : letter.ToString()));
}
