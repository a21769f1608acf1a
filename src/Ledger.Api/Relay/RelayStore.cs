using System.Data.Common;
using Dapper;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Ethereum;

namespace Ledger.Api.Relay;

/// <summary>A signed transaction of the relayer, as stored before it is sent.</summary>
public sealed record RelayTransaction
{
    public byte[] Hash { get; init; } = [];
    public long Nonce { get; init; }
    public long Operation { get; init; }
    public byte[] Raw { get; init; } = [];
    public long MaxFee { get; init; }
    public long SignedAt { get; init; }

    /// <summary>Hash as a value.</summary>
    public Hash32 Id => new(Hash);
}

/// <summary>The rows of the relay: operations, nonces and signed transactions of one deployment.</summary>
public sealed class RelayStore(Database database, CurrentDeployment deployment, TimeProvider time)
{
    private const string TransactionColumns = "hash, nonce, operation, raw, max_fee as MaxFee, signed as SignedAt";

    private byte[] Chain => deployment.Key.ToArray();

    private long Now => time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>The operation of a digest; null where there is none.</summary>
    public async Task<OperationRow?> FindAsync(Hash32 id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<OperationRow>($"select {OperationRow.Columns} from captured.operation where id = @id", new { id });
    }

    /// <summary>Stores an operation durably; one that failed before is queued again, any other is left as it is.</summary>
    public async Task<OperationRow> AddAsync(DbConnection connection, Hash32 id, string type, string intent, Address target, byte[] data, ulong gas)
    {
        await connection.ExecuteAsync("""
            insert into captured.operation (id, chain, type, intent, target, data, gas, state, created, updated)
            values (@id, @Chain, @type, @intent, @target, @data, @gas, 1, @Now, @Now)
            on conflict (id) do update
            set chain = excluded.chain, data = excluded.data, gas = excluded.gas, state = 1, updated = excluded.updated, tx_hash = null, block = null, block_hash = null,
              error_code = null, error_message = null, error_hint = null
            where captured.operation.state = 5
            """, new { id, Chain, type, intent, target, data, gas = (long)gas, Now });
        return await connection.QuerySingleAsync<OperationRow>($"select {OperationRow.Columns} from captured.operation where id = @id", new { id });
    }

    /// <summary>The operations of one state, oldest first.</summary>
    public async Task<IReadOnlyList<OperationRow>> InStateAsync(RelayState state, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        return (await connection.QueryAsync<OperationRow>(
            $"select {OperationRow.Columns} from captured.operation where chain = @Chain and state = @state and state < 4 order by number limit @limit",
            new { Chain, state = (int)state, limit })).AsList();
    }

    /// <summary>Signs queued operations into transactions: nonces, transactions and states change together or not at all.</summary>
    /// <param name="relayer">The relaying key's address.</param>
    /// <param name="chainNonce">The account's next nonce as the chain has it; never goes below it.</param>
    /// <param name="operations">What is queued.</param>
    /// <param name="sign">Signs one operation with a nonce.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    public async Task SignAsync(
        Address relayer, ulong chainNonce, IReadOnlyList<OperationRow> operations, Func<OperationRow, ulong, RelayTransaction> sign, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(Access.Captured, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync("insert into captured.relayer (chain, address, next_nonce) values (@Chain, @relayer, 0) on conflict do nothing", new { Chain, relayer });
        // The update locks the relayer's row first, so that what is still queued is read after any other process has committed.
        var first = await connection.ExecuteScalarAsync<long>("""
            update captured.relayer set next_nonce = case when next_nonce < @chainNonce then @chainNonce else next_nonce end
            where chain = @Chain and address = @relayer returning next_nonce
            """, new { Chain, relayer, chainNonce = (long)chainNonce });
        var queued = (await connection.QueryAsync<long>(
            "select number from captured.operation where chain = @Chain and state = 1 order by number limit 10000", new { Chain })).ToHashSet();
        var nonce = first;
        foreach (var operation in operations.Where(operation => queued.Contains(operation.Number)))
        {
            await InsertAsync(connection, relayer, sign(operation, (ulong)nonce) with { Operation = operation.Number, Nonce = nonce });
            nonce++;
        }
        await connection.ExecuteAsync("update captured.relayer set next_nonce = @nonce where chain = @Chain and address = @relayer", new { Chain, relayer, nonce });
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Stores a replacement: another transaction of the same nonce for the same operation.</summary>
    public async Task ReplaceAsync(Address relayer, RelayTransaction replacement, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(Access.Captured, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await InsertAsync(connection, relayer, replacement);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Every transaction signed for these operations, replacements included, by nonce and age.</summary>
    public async Task<IReadOnlyList<RelayTransaction>> TransactionsAsync(long firstOperation, long lastOperation, RelayState state, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        return (await connection.QueryAsync<RelayTransaction>($"""
            select {TransactionColumns} from captured.relay_transaction
            where operation in (select number from captured.operation where chain = @Chain and state = @state and state < 4 and number between @firstOperation and @lastOperation)
              and chain = @Chain
            order by nonce, signed
            """, new { Chain, state = (int)state, firstOperation, lastOperation })).AsList();
    }

    /// <summary>The newest transaction stored for each nonce from one on, below another.</summary>
    public async Task<IReadOnlyList<RelayTransaction>> OfNoncesAsync(Address relayer, ulong from, ulong below, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        return (await connection.QueryAsync<RelayTransaction>($"""
            select {TransactionColumns} from captured.relay_transaction
            where chain = @Chain and relayer = @relayer and nonce >= @from and nonce < @below order by nonce, signed
            """, new { Chain, relayer, from = (long)from, below = (long)below })).GroupBy(row => row.Nonce).Select(group => group.Last()).ToList();
    }

    /// <summary>Writes new states in one transaction.</summary>
    public async Task UpdateAsync(IReadOnlyList<OperationRow> operations, CancellationToken cancellationToken)
    {
        if (operations.Count == 0) return;
        await using var connection = await database.OpenAsync(Access.Captured, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync("""
            update captured.operation
            set state = @State, updated = @Now, tx_hash = @TxHash, block = @Block, block_hash = @BlockHash,
              error_code = @ErrorCode, error_message = @ErrorMessage, error_hint = @ErrorHint
            where number = @Number
            """, operations.Select(row => new
        {
            State = (int)row.State,
            Now,
            row.TxHash,
            row.Block,
            row.BlockHash,
            row.ErrorCode,
            row.ErrorMessage,
            row.ErrorHint,
            row.Number,
        }));
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Ends what was submitted to a deployment that no longer stands behind this server; returns how many.</summary>
    public async Task<int> CloseOthersAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(Access.Captured, cancellationToken);
        return await connection.ExecuteAsync("""
            update captured.operation set state = 5, updated = @Now, error_code = 'chain-replaced',
              error_message = 'The chain or deployment it was submitted to was replaced.', error_hint = 'Sign it for the new deployment.'
            where chain <> @Chain and state < 4
            """, new { Chain, Now });
    }

    private async Task InsertAsync(DbConnection connection, Address relayer, RelayTransaction row)
    {
        await connection.ExecuteAsync("""
            insert into captured.relay_transaction (hash, chain, relayer, nonce, operation, raw, max_fee, signed)
            values (@Hash, @Chain, @relayer, @Nonce, @Operation, @Raw, @MaxFee, @Now)
            """, new { row.Hash, Chain, relayer, row.Nonce, row.Operation, row.Raw, row.MaxFee, Now });
        await connection.ExecuteAsync(
            "update captured.operation set state = 2, tx_hash = @Hash, updated = @Now where number = @Operation", new { row.Hash, Now, row.Operation });
    }
}
