using System.Data.Common;
using Dapper;
using Ledger.Indexer.Storage;
using Ledger.Indexer.Sync;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;

namespace Ledger.Api.Http;

/// <summary>The block that the projections stand at.</summary>
public static class Head
{
    /// <summary>What the OpenAPI document shows.</summary>
    public static AsOf Example { get; } = new(1042, Keccak256.Hash("block"u8), 1_772_366_400);

    /// <summary>Reads it, for <see cref="RequireAsync(ReadAnswers)"/>.</summary>
    internal const string Sql = "select block, block_hash, block_time from projection.chain where id = 1";

    /// <summary>The newest block that answers take into account; null before the first one. Read it in the transaction of the query.</summary>
    public static async Task<AsOf?> ReadAsync(DbConnection connection) => Of(await connection.QuerySingleOrDefaultAsync<(long Block, byte[] Hash, long Time)?>(Sql));

    /// <summary>As <see cref="ReadAsync"/>, an error before the first block.</summary>
    /// <exception cref="LedgerException"><c>not-indexed-yet</c>.</exception>
    public static async Task<AsOf> RequireAsync(DbConnection connection) => await ReadAsync(connection) ?? throw NotIndexed();

    /// <summary>The next of the answers, to <see cref="Sql"/>.</summary>
    /// <exception cref="LedgerException"><c>not-indexed-yet</c>.</exception>
    internal static async Task<AsOf> RequireAsync(ReadAnswers answers) => Of(await answers.FirstAsync<(long Block, byte[] Hash, long Time)?>()) ?? throw NotIndexed();

    private static AsOf? Of((long Block, byte[] Hash, long Time)? row) =>
        row is { } found ? new AsOf((ulong)found.Block, new Hash32(found.Hash), (ulong)found.Time) : null;

    private static LedgerException NotIndexed() => new("not-indexed-yet", "No block was indexed yet.", "Ask again in a moment; /index/status says how far the index is.");
}

/// <summary><c>?minBlock=</c>: waits until the projections have reached a block, so that a writer reads its own writes.</summary>
public static class MinBlock
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    private sealed record Mark;

    /// <summary>Makes every route of the group take <c>?minBlock=</c>.</summary>
    public static RouteGroupBuilder WaitsForBlock(this RouteGroupBuilder group) => group.WithMetadata(new Mark());

    /// <summary>Waits before anything of the request is looked at: who calls is told by the projections, too.</summary>
    public static void UseMinBlock(this IApplicationBuilder app) => app.Use(static async (context, next) =>
    {
        if (context.Request.Query.TryGetValue("minBlock", out var text) && context.GetEndpoint()?.Metadata.GetMetadata<Mark>() is not null)
            await WaitAsync(context, ulong.TryParse(text, out var block) ? block : throw Malformed(text.ToString()));
        await next(context);
    });

    private static async Task WaitAsync(HttpContext context, ulong block)
    {
        var services = context.RequestServices;
        var indexer = services.GetService<IndexerService>();
        var (database, time) = (services.GetRequiredService<Database>(), services.GetRequiredService<TimeProvider>());
        for (var start = time.GetTimestamp(); ;)
        {
            await using (var connection = await database.OpenAsync(cancellationToken: context.RequestAborted))
                if (await Head.ReadAsync(connection) is { } reached && reached.Block >= block) return;
            // Once: who waits for a block that never comes does not keep the node busy.
            indexer?.Look();
            indexer = null;
            if (time.GetElapsedTime(start) > Longest)
                throw new LedgerException("not-indexed-yet", $"Block {block} was not indexed within {Longest.TotalSeconds} s.", "Ask again in a moment; /index/status says how far the index is.");
            await Task.Delay(Pause, time, context.RequestAborted);
        }
    }

    private static LedgerException Malformed(string text) => new("malformed-request", $"minBlock is a block number, not '{text}'.");
}
