using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Contracts;

/// <summary>One deployed contract behind a node: what its binding needs.</summary>
internal sealed class ContractClient(EthereumClient node, LedgerContract contract, Address address)
{
    private readonly ContractAbi abi = ContractArtifact.Of(contract).Abi;

    public Address Address => address;

    /// <summary>Calls a view and returns a reader of what it returns.</summary>
    /// <exception cref="ContractRevertException">The contract refused.</exception>
    /// <exception cref="LedgerException">no-contract: there is no such contract at this address.</exception>
    public Task<byte[]> CallAsync(string function, BlockTag? at, CancellationToken cancellationToken, params object[] arguments) =>
        CallAsync(abi.Function(function).Encode(arguments), at, cancellationToken);

    /// <summary>As <see cref="CallAsync(string, BlockTag?, CancellationToken, object[])"/>, of a function that takes a struct.</summary>
    public Task<byte[]> CallRecordAsync(string function, object record, BlockTag? at, CancellationToken cancellationToken)
    {
        var call = abi.Function(function).Call();
        RecordSchema.Of(record.GetType()).WriteTo(call, record);
        return CallAsync(call.ToArray(), at, cancellationToken);
    }

    /// <summary>Runs an intent against the newest state without sending it.</summary>
    /// <exception cref="ContractRevertException">The contract would refuse it.</exception>
    public async Task SimulateAsync(SignedIntent intent, CancellationToken cancellationToken)
    {
        if (intent.Intent.Target != contract)
            throw new ArgumentException($"{intent.Intent.Type} is for {intent.Intent.Target}.", nameof(intent));
        try
        {
            await node.CallAsync(CallRequest.Of(address, intent.Calldata()), null, cancellationToken).ConfigureAwait(false);
        }
        catch (RpcException exception) when (exception.RevertData is { } data)
        {
            throw ContractRevertException.Of(contract, data, exception);
        }
    }

    private async Task<byte[]> CallAsync(byte[] call, BlockTag? at, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await node.CallAsync(CallRequest.Of(address, call), at, cancellationToken).ConfigureAwait(false);
            return answer.Length > 0 ? answer : throw NoContract();
        }
        catch (RpcException exception) when (exception.RevertData is { } data)
        {
            throw ContractRevertException.Of(contract, data, exception);
        }
    }

    private LedgerException NoContract() =>
        new("no-contract", $"There is no {contract} contract at {address}.", "Check the manifest: it must be of this chain.");
}
