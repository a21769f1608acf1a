using System.Data;
using System.Data.Common;
using Dapper;
using Ledger.Api.Http;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.HandOffs;

/// <summary><c>GET /handoffs/{id}</c>: one hand-off, by transaction hash and log index, or by its operation's digest.</summary>
public static class ShowHandOff
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/handoffs/{id}", HandleAsync)
        .WithName("ShowHandOff").WithTags("Hand-offs").WithSummary("One hand-off")
        .Answers(HandOffEntry.Example with { AsOf = Head.Example }).Refuses("invalid-identifier", "not-found", "not-indexed-yet");

    private static async Task<Ok<HandOffEntry>> HandleAsync(string id, Database database, CancellationToken cancellationToken)
    {
        var asked = HandOffId.Parse(id);
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var asOf = await Head.RequireAsync(connection);
        var (transaction, index) = await ResolveAsync(connection, asked);
        var row = await connection.QueryFirstOrDefaultAsync<HandOffRow>(
            $"{HandOffRow.Select} where h.tx_hash = @transaction and (@index is null or h.log_index = @index) order by h.log_index", new { transaction, index = (long?)index })
            ?? throw new LedgerException("not-found", $"There is no hand-off '{id}' on this chain.", "It may not be indexed yet, or was refused: GET /operations/{digest} says so.");
        return TypedResults.Ok(row.ToResource(asOf));
    }

    /// <summary>The transaction of an id that may be an operation's digest.</summary>
    internal static async Task<HandOffId> ResolveAsync(DbConnection connection, HandOffId id)
    {
        if (id.LogIndex is not null) return id;
        var transaction = await connection.ExecuteScalarAsync<byte[]?>("select tx_hash from captured.operation where id = @Transaction", new { id.Transaction });
        return transaction is null ? id : new HandOffId(new Ledger.Sdk.Ethereum.Hash32(transaction), null);
    }
}
