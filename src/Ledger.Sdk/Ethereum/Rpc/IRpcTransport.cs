namespace Ledger.Sdk.Ethereum;

/// <summary>Carries one request body to a node and brings the answer back; knows nothing of methods, retries or overall timeouts.</summary>
internal interface IRpcTransport : IAsyncDisposable
{
    /// <summary>True where a batch goes as one array; false where requests are sent one by one over a connection that keeps many in flight.</summary>
    bool SupportsBatches { get; }

    /// <summary>Sends a body whose request carries <paramref name="id"/> (the first id of a batch); the caller disposes the answer.</summary>
    /// <exception cref="RpcException">No answer, or one that is no success of the transport.</exception>
    Task<PooledBytes> SendAsync(ReadOnlyMemory<byte> body, ulong id, CancellationToken cancellationToken);
}
