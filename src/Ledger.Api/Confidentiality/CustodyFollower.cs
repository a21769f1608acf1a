using System.Data.Common;
using Dapper;
using Ledger.Api.Relay;
using Ledger.Indexer.Queries;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Confidentiality;

/// <summary>Keeps the audience <c>custody</c> current: whoever gets custody of a unit is given the keys of the events that name it.</summary>
/// <remarks>Where the API holds no key that opens an event, because every reader keeps its own, its owner has to share it.</remarks>
public sealed class CustodyFollower(
    Database database, PartyKeys keys, Sharer sharer, CurrentDeployment deployment, LedgerApiOptions options, TimeProvider time, ILogger<CustodyFollower> logger) : BackgroundService
{
    private const int Batch = 200;

    /// <summary>A capture that runs now may have read who has custody before a hand-off was known; so long hand-offs are looked at again.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(2);

    private readonly Lease lease = new(database, time, $"custody {deployment.Key}");

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (keys.IsReady && await lease.HoldAsync(stoppingToken)) await FollowAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(exception, "Following custody failed chain={Chain}", deployment.Manifest.ChainId);
            }
            await Task.Delay(options.AnchorInterval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await lease.ReleaseAsync();
    }

    /// <summary>Gives the keys of what was handed over since the last time; returns how many events were shared.</summary>
    public async Task<int> FollowAsync(CancellationToken cancellationToken)
    {
        var shared = 0;
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var place = await connection.QuerySingleOrDefaultAsync<(ulong Block, ulong LogIndex)>("select block, log_index from captured.custody_follow where chain = @Key", new { deployment.Key });
        var (seen, settled) = (place, place);
        while (await HolderQueries.ChangesAsync(connection, seen.Block, seen.LogIndex, Batch) is { Count: > 0 } changes)
        {
            foreach (var change in changes)
            {
                foreach (var (number, by) in await OwedAsync(connection, change))
                    if (await sharer.ShareAsync(number, new PartyId(by), new PartyId(change.Party), custodyOnly: true, cancellationToken)) shared++;
                await using var writing = await database.OpenAsync(Access.Captured, cancellationToken);
                await OwedShares.NoteAsync(writing, change, ReaderTerms.OfEpc(keys.Master, change.Unit.Span), time.GetUtcNow().ToUnixTimeSeconds());
            }
            seen = (changes[^1].Block, changes[^1].LogIndex);
            var old = (ulong)(time.GetUtcNow() - Settled).ToUnixTimeSeconds();
            if (changes.LastOrDefault(change => change.Time < old) is { } last) settled = (last.Block, last.LogIndex);
        }
        if (settled != place) await KeepAsync(settled, cancellationToken);
        if (shared > 0) logger.LogInformation("Shared along the chain of custody events={Events}", shared);
        return shared;
    }

    /// <summary>Events that name the unit, are for the chain of custody, and can't be read by the party yet, each with a party whose key the API holds.</summary>
    private async Task<IReadOnlyList<(long Number, ulong By)>> OwedAsync(DbConnection connection, CustodyChange change) =>
        (await connection.QueryAsync<(long Number, ulong By)>("""
            select n.event, min(k.party) from
              (select event from captured.event_of_epc where epc = substr(@Unit, 1, 16) union select event from captured.event_term where term = @term) n
            join captured.sealed_part p on p.event = n.event join captured.content_key c on c.id = p.content_key and c.custody = 1
            join captured.key_wrap w on w.content_key = c.id and w.event in (0, n.event) join captured.encryption_key k on k.id = w.encryption_key and k.held = 2
            where not exists (select 1 from captured.key_wrap v join captured.encryption_key t on t.id = v.encryption_key
              where v.content_key = c.id and v.event in (0, n.event) and t.party = @Party)
            group by n.event
            """, new { change.Unit, term = keys.Master.BlindTerm("epc", change.Unit.Span), change.Party })).AsList();

    private async Task KeepAsync((ulong Block, ulong LogIndex) place, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(Access.Captured, cancellationToken);
        await connection.ExecuteAsync("""
            insert into captured.custody_follow (chain, block, log_index) values (@Key, @Block, @LogIndex)
            on conflict (chain) do update set block = excluded.block, log_index = excluded.log_index
            """, new { deployment.Key, place.Block, place.LogIndex });
    }
}
