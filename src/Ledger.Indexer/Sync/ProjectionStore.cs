using System.Data.Common;
using Dapper;
using Ledger.Indexer.Projections.Rows;
using Ledger.Indexer.Projections;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk;
using Npgsql;

namespace Ledger.Indexer.Sync;

/// <summary>The one writer of projections: a range, or a rollback, and the checkpoint that goes with it, in one transaction.</summary>
internal sealed class ProjectionStore : IAsyncDisposable
{
    private readonly WriterLock writerLock;
    private readonly DbConnection connection;
    private readonly IBulkWriter writer;
    private readonly ProjectionState state = new();

    private ProjectionStore(WriterLock writerLock)
    {
        this.writerLock = writerLock;
        connection = writerLock.Connection;
        writer = BulkWriter.On(connection);
    }

    /// <summary>Opens the store for writing, or null where another indexer writes it.</summary>
    public static async Task<ProjectionStore?> TryOpenAsync(Database database, CancellationToken cancellationToken) =>
        await WriterLock.TryTakeAsync(database, cancellationToken) is { } taken ? new ProjectionStore(taken) : null;

    /// <summary>The checkpoint, or null in a new database.</summary>
    /// <exception cref="ChainMismatchException">The database projects another deployment.</exception>
    public async Task<Checkpoint?> ReadCheckpointAsync(DeploymentManifest manifest)
    {
        var row = await connection.QuerySingleOrDefaultAsync<ChainRow>(
            """
            select chain_id as ChainId, genesis, registry, goods, anchors, cash, receivables, orders, facility, block,
              block_hash as BlockHash, block_time as BlockTime, finalized
            from projection.chain where id = 1
            """);
        if (row is null) return null;
        if (row.ChainId != manifest.ChainId || row.Genesis != manifest.GenesisHash)
            throw new ChainMismatchException($"The database projects chain {row.ChainId} that begins with {row.Genesis}, the manifest is of chain {manifest.ChainId} that begins with {manifest.GenesisHash}.",
                "The chain was started anew, or this is the database of another one: run `rebuild` to project this chain, or name another database.");
        if (!row.Names(manifest))
            throw new ChainMismatchException($"The database projects the contracts at {row.Registry}, {row.Goods} and {row.Anchors}, the manifest names others.",
                "The contracts were deployed anew: run `rebuild` to project the new ones, or use the earlier manifest.");
        return new Checkpoint(row.Block, row.BlockHash, row.BlockTime, row.Finalized);
    }

    /// <summary>Begins a new database just below the deployment.</summary>
    public async Task<Checkpoint> InitializeAsync(DeploymentManifest manifest, Block before, ulong finalized,
        CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(
            """
            insert into projection.chain (id, chain_id, genesis, registry, goods, anchors, cash, receivables, orders, facility,
              deployment_block, block, block_hash, block_time, finalized)
            values (1, @ChainId, @GenesisHash, @Registry, @Goods, @Anchors, @Cash, @Receivables, @Orders, @Facility,
              @DeploymentBlock, @number, @hash, @time, @finalized)
            """,
            new
            {
                manifest.ChainId,
                manifest.GenesisHash,
                manifest.Registry,
                manifest.Goods,
                manifest.Anchors,
                manifest.Cash,
                manifest.Receivables,
                manifest.Orders,
                manifest.Facility,
                manifest.DeploymentBlock,
                number = before.Number,
                hash = before.Hash,
                time = before.Timestamp,
                finalized,
            },
            transaction);
        await writer.InsertAsync(BlockRow.Shape, [new BlockRow(before.Number, before.Hash, before.ParentHash, before.Timestamp, 0)
            .ToValues()], cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new Checkpoint(before.Number, before.Hash, before.Timestamp, finalized);
    }

    /// <summary>Applies the range after the checkpoint.</summary>
    public async Task<Checkpoint> ApplyAsync(Checkpoint checkpoint, FetchedRange range, ulong finalized,
        CancellationToken cancellationToken)
    {
        if (range.From != checkpoint.Block + 1
            || range.Parent != checkpoint.Hash) throw new InvalidOperationException("The range does not follow the checkpoint.");
        var last = range.Blocks[^1];
        var next = new Checkpoint(last.Number, last.Hash, last.Time, Math.Max(finalized, checkpoint.Finalized));
        await InTransactionAsync(
            checkpoint, next,
            async () =>
            {
                state.Journal.Start(0, revertible: false);
                await RangeApplier.ApplyAsync(state, writer, range, next.Finalized, cancellationToken);
                await state.FlushAsync(writer, cancellationToken);
            },
            cancellationToken);
        return next;
    }

    /// <summary>Takes back every block above a stored one.</summary>
    public async Task<Checkpoint> RollBackAsync(Checkpoint checkpoint, BlockRow to, CancellationToken cancellationToken)
    {
        var next = new Checkpoint(to.Number, to.Hash, to.Time, checkpoint.Finalized);
        await InTransactionAsync(checkpoint, next, () => Rollback.RunAsync(state, connection, writer, to.Number, cancellationToken),
            cancellationToken);
        return next;
    }

    /// <summary>Records that more blocks are final, and forgets how to take them back.</summary>
    public async Task<Checkpoint> FinalizeAsync(Checkpoint checkpoint, ulong finalized, CancellationToken cancellationToken)
    {
        var next = checkpoint with { Finalized = finalized };
        await InTransactionAsync(checkpoint, next, () => Task.CompletedTask, cancellationToken);
        return next;
    }

    /// <summary>Renews the planner's statistics, without which it would read whole tables after a backfill.</summary>
    public async Task AnalyzeAsync() => await connection.ExecuteAsync(
        connection is NpgsqlConnection
            ? "analyze " + string.Join(", ", state.Histories.Select(table => table.Shape.Name)
                .Concat(state.States.Select(table => table.Shape.Name)).Append("projection.packing"))
            : "pragma projection.analysis_limit = 1000; analyze projection");

    /// <summary>The stored blocks from the newest to the oldest that a reorganisation may reach, the finalized one last.</summary>
    public async Task<IReadOnlyList<BlockRow>> RevertibleAsync(Checkpoint checkpoint)
    {
        var rows = await connection.QueryAsync<StoredBlock>(
            "select number, hash, parent, time, events from projection.block where number >= @floor and number <= @Block order by number desc",
            new { floor = Math.Min(checkpoint.Finalized, checkpoint.Block), checkpoint.Block });
        var blocks = rows.Select(row => new BlockRow(row.Number, row.Hash, row.Parent, row.Time, row.Events)).ToList();
        if (blocks.Count == 0 || blocks[0].Number != checkpoint.Block)
            blocks.Insert(0, new BlockRow(checkpoint.Block, checkpoint.Hash, Hash32.Zero, checkpoint.Time, 0));
        return blocks;
    }

    /// <summary>The newest stored block up to a number, or null.</summary>
    public async Task<BlockRow?> StoredBlockAsync(ulong number) =>
        await connection.QueryFirstOrDefaultAsync<StoredBlock>(
            "select number, hash, parent, time, events from projection.block where number <= @number order by number desc limit 1",
                new { number })
        is { } row ? new BlockRow(row.Number, row.Hash, row.Parent, row.Time, row.Events) : null;

    public async ValueTask DisposeAsync()
    {
        (writer as IDisposable)?.Dispose();
        await writerLock.DisposeAsync();
    }

    private async Task InTransactionAsync(Checkpoint from, Checkpoint to, Func<Task> change, CancellationToken cancellationToken)
    {
        try
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var moved = await connection.ExecuteAsync(
                "update projection.chain set block = @Block, block_hash = @Hash, block_time = @Time, finalized = @Finalized where id = 1 and block = @fromBlock and block_hash = @fromHash",
                new { to.Block, to.Hash, to.Time, to.Finalized, fromBlock = from.Block, fromHash = from.Hash },
                transaction);
            if (moved != 1) throw new LedgerException("checkpoint-moved",
                $"The checkpoint is no longer at block {from.Block}: something else wrote the projections.");
            await change();
            if (to.Finalized > from.Finalized) await ForgetAsync(from.Finalized, to.Finalized);
            await transaction.CommitAsync(cancellationToken);
        }
        finally
        {
            state.Clear();
        }
    }

    private async Task ForgetAsync(ulong before, ulong finalized) => await connection.ExecuteAsync(
        """
        delete from projection.undo where block <= @finalized;
        delete from projection.block where number >= @before and number < @finalized and events = 0
        """,
        new { before, finalized });

    private sealed record ChainRow(ulong ChainId, Hash32 Genesis, Address Registry, Address Goods, Address Anchors, byte[]? Cash,
        byte[]? Receivables, byte[]? Orders, byte[]? Facility, ulong Block, Hash32 BlockHash, ulong BlockTime, ulong Finalized)
    {
        public bool Names(DeploymentManifest manifest) =>
            (Registry, Goods, Anchors) == (manifest.Registry, manifest.Goods, manifest.Anchors)
            && Is(Cash, manifest.Cash) && Is(Receivables, manifest.Receivables) && Is(Orders, manifest.Orders) && Is(Facility, manifest.Facility);

        private static bool Is(byte[]? stored, Address address) => stored is not null && new Address(stored) == address;
    }

    private sealed record StoredBlock(ulong Number, Hash32 Hash, Hash32 Parent, ulong Time, ulong Events);
}
