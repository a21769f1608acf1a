using Ledger.Sdk;
using Ledger.Sdk.Ethereum;

namespace Ledger.Api.Relay;

/// <summary>The row of an operation.</summary>
public sealed record OperationRow
{
    /// <summary>The columns, for a <c>select</c>.</summary>
    internal const string Columns = """
        number, id, type, target, data, gas, state, created, updated, tx_hash as TxHash, block, block_hash as BlockHash,
        error_code as ErrorCode, error_message as ErrorMessage, error_hint as ErrorHint
        """;

    public long Number { get; init; }
    public byte[] Id { get; init; } = [];
    public string Type { get; init; } = "";
    public byte[] Target { get; init; } = [];
    public byte[] Data { get; init; } = [];
    public long Gas { get; init; }
    public RelayState State { get; init; }
    public long Created { get; init; }
    public long Updated { get; init; }
    public byte[]? TxHash { get; init; }
    public long? Block { get; init; }
    public byte[]? BlockHash { get; init; }
    public string? ErrorCode { get; init; }
    public string? ErrorMessage { get; init; }
    public string? ErrorHint { get; init; }

    /// <summary>What clients see.</summary>
    public Operation ToResource() => new(
        new Hash32(Id), Type, Status, TxHash is null ? null : new Hash32(TxHash), Block is { } block ? (ulong)block : null,
        ErrorCode is null ? null : new OperationError(ErrorCode, ErrorMessage ?? "", ErrorHint));

    private OperationState Status => State switch
    {
        RelayState.Confirmed => OperationState.Confirmed,
        RelayState.Finalized => OperationState.Finalized,
        RelayState.Failed => OperationState.Failed,
        _ => OperationState.Submitted,
    };
}
