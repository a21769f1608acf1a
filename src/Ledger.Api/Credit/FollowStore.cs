using System.Data.Common;
using Dapper;
using Ledger.Api.Relay;
using Ledger.Api.Risk;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Credit;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Credit;

/// <summary>What follows from the chain's final events, in the database: each party's conduct, the alerts, and how far that goes.</summary>
public sealed class FollowStore(Database database, CurrentDeployment deployment, AlertStore alerts)
{
    /// <summary>How far was followed; null before the first block.</summary>
    public async Task<ChainMoment?> ReachedAsync(DbConnection connection)
    {
        var row = await connection.QuerySingleOrDefaultAsync<(long Block, byte[] Hash, long Time)?>(
            "select block, block_hash, block_time from captured.follow where chain = @Key", new { deployment.Key });
        return row is { } found ? new ChainMoment((ulong)found.Block, new Hash32(found.Hash), (ulong)found.Time) : null;
    }

    /// <summary>Up to which notice of the maturity sweep the rules were told; 0 before the first.</summary>
    public async Task<long> NoticedAsync(DbConnection connection) =>
        await connection.QuerySingleOrDefaultAsync<long?>("select noticed from captured.follow where chain = @Key", new { deployment.Key }) ?? 0;

    /// <summary>How far the indexer got with what is final; null before it started.</summary>
    public static async Task<ulong?> FinalAsync(DbConnection connection) =>
        await connection.QuerySingleOrDefaultAsync<(long Block, long Finalized)?>("select block, finalized from projection.chain where id = 1") is { } row
            ? (ulong)Math.Min(row.Block, row.Finalized) : null;

    /// <summary>A state to go on from; null where there is none, or none that this version can read.</summary>
    public async Task<RiskEngine?> LoadAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        if (await connection.QuerySingleOrDefaultAsync<byte[]>("select state from captured.follow_state where chain = @Key", new { deployment.Key }) is not { } bytes) return null;
        try
        {
            return RiskEngine.Read(new MemoryStream(bytes));
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            return null;
        }
    }

    /// <summary>Keeps a state.</summary>
    public async Task KeepAsync(RiskEngine engine, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream();
        engine.Write(stream);
        await using var connection = await database.OpenAsync(Access.Captured, cancellationToken);
        await connection.ExecuteAsync("""
            insert into captured.follow_state (chain, block, state) values (@Key, @block, @state)
            on conflict (chain) do update set block = excluded.block, state = excluded.state
            """, new { deployment.Key, block = (long)engine.Fold.At!.Value.Block, state = stream.ToArray() });
    }

    /// <summary>Writes what blocks brought about, with how far that goes, unless another process has meanwhile.</summary>
    public async Task<bool> WriteAsync(
        (ChainMoment? At, long Noticed) before, (ChainMoment At, long Noticed) now, IReadOnlyList<PartyConduct> conducts, IReadOnlyList<AlertChange> changes, CancellationToken cancellationToken)
    {
        var at = now.At;
        await using var connection = await database.OpenAsync(Access.Captured, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var moved = await connection.ExecuteAsync("""
            insert into captured.follow (chain, block, block_hash, block_time, noticed) values (@Key, @block, @BlockHash, @time, @noticed)
            on conflict (chain) do update set block = excluded.block, block_hash = excluded.block_hash, block_time = excluded.block_time, noticed = excluded.noticed
            where captured.follow.block = @before and captured.follow.noticed = @noticedBefore
            """, new
        {
            deployment.Key,
            block = (long)at.Block,
            at.BlockHash,
            time = (long)at.Time,
            noticed = now.Noticed,
            before = (long)(before.At?.Block ?? 0),
            noticedBefore = before.Noticed,
        });
        if (moved == 0) return false;
        await connection.ExecuteAsync("""
            insert into captured.credit_conduct (chain, party, conduct) values (@Key, @party, @conduct) on conflict (chain, party) do update set conduct = excluded.conduct
            """, conducts.Select(conduct => new { deployment.Key, party = (long)conduct.Party.Value, conduct = conduct.ToBytes() }));
        await alerts.WriteAsync(connection, changes, at);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Forgets all that was followed: the chain is another than it was.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(Access.Captured, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        foreach (var table in (string[])["follow", "follow_state", "credit_conduct", "credit_attestation"])
            await connection.ExecuteAsync($"delete from captured.{table} where chain = @Key", new { deployment.Key });
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>What is known of a party, and as of when; null where nothing is.</summary>
    public async Task<(PartyConduct Conduct, ChainMoment At)?> FindAsync(PartyId party, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
        var bytes = await connection.QuerySingleOrDefaultAsync<byte[]>(
            "select conduct from captured.credit_conduct where chain = @Key and party = @party", new { deployment.Key, party = (long)party.Value });
        return bytes is not null && await ReachedAsync(connection) is { } at ? (PartyConduct.FromBytes(bytes), at) : null;
    }
}
