using System.Diagnostics.Metrics;
using Ledger.Api.Http;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;

namespace Ledger.Api.Relay;

/// <summary>Brings stored operations to the chain and watches them until they are final.</summary>
/// <remarks>
/// Everything it knows is in the database before the node hears of it, so it may die at any point: the next one sends
/// the same bytes again. A nonce belongs to one operation for good; a replacement has the same nonce and so can't run twice.
/// </remarks>
public sealed class Relayer(
    RelayStore store, RelayKey key, TransactionSender sender, ReceiptWatch watch, EthereumClient client, ChainGuard guard, Lease lease, RelaySignal signal,
    CurrentDeployment deployment, LedgerApiOptions options, TimeProvider time, ILogger<Relayer> logger) : BackgroundService
{
    private const int Batch = 200;
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(250);
    private static readonly Counter<long> Signed = Telemetry.Meter.CreateCounter<long>("ledger.relay.signed", description: "Operations signed into transactions.");

    private readonly Dictionary<Hash32, long> sent = [];
    private bool started;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = Idle;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                pause = await lease.HoldAsync(stoppingToken) && await ConvergeAsync(stoppingToken) ? TimeSpan.FromMilliseconds(50) : Idle;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception)
            {
                logger.LogWarning(exception, "Relay turn failed chain={Chain}", deployment.Manifest.ChainId);
                pause = TimeSpan.FromSeconds(1);
            }
            await signal.WaitAsync(pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await lease.ReleaseAsync();
    }

    /// <summary>One turn: what is queued is signed, what is signed is sent, what is sent is looked for, what is found is watched until it is final.</summary>
    /// <returns>Whether something is under way.</returns>
    public async Task<bool> ConvergeAsync(CancellationToken cancellationToken)
    {
        if (!started) await BeginAsync(cancellationToken);
        var signed = await SignQueuedAsync(cancellationToken);
        var pending = await store.InStateAsync(RelayState.Submitted, Batch, cancellationToken);
        if (pending.Count > 0) await PursueAsync(pending, cancellationToken);
        await watch.FinalizeAsync(cancellationToken);
        return signed + pending.Count > 0;
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        await guard.CheckAsync(cancellationToken);
        var closed = await store.CloseOthersAsync(cancellationToken);
        logger.LogInformation("Relay started relayer={Relayer} chain={Chain} closed={Closed}", key.Address, deployment.Manifest.ChainId, closed);
        started = true;
    }

    private async Task<int> SignQueuedAsync(CancellationToken cancellationToken)
    {
        var queued = await store.InStateAsync(RelayState.Queued, Batch, cancellationToken);
        if (queued.Count == 0) return 0;
        var nonce = await client.GetTransactionCountAsync(key.Address, BlockTag.Latest, cancellationToken);
        var fees = await Fees.SuggestAsync(client, cancellationToken);
        await store.SignAsync(key.Address, nonce, queued, (operation, next) => sender.Sign(operation, next, fees), cancellationToken);
        Signed.Add(queued.Count);
        logger.LogInformation("Signed operations count={Count} chainNonce={Nonce}", queued.Count, nonce);
        return queued.Count;
    }

    /// <summary>Sends what this process has not sent, settles what is mined, and sends again or replaces what takes too long.</summary>
    private async Task PursueAsync(IReadOnlyList<OperationRow> pending, CancellationToken cancellationToken)
    {
        var attempts = (await store.TransactionsAsync(pending[0].Number, pending.Max(row => row.Number), RelayState.Submitted, cancellationToken))
            .GroupBy(row => row.Operation).ToDictionary(group => group.Key, Newest);
        var fresh = pending.Where(row => attempts.ContainsKey(row.Number)).Select(row => attempts[row.Number][^1]).Where(row => !sent.ContainsKey(row.Id)).ToList();
        var refused = await SendAsync(fresh, cancellationToken);
        var open = await watch.SettleAsync(pending, attempts, cancellationToken);
        foreach (var row in pending.Where(row => !open.Contains(row.Number) && attempts.ContainsKey(row.Number)))
            foreach (var attempt in attempts[row.Number]) sent.Remove(attempt.Id);
        var left = pending.Where(row => open.Contains(row.Number) && attempts.ContainsKey(row.Number)).ToList();
        await RequeueOvertakenAsync(left.Where(row => refused.Contains(row.Number)).ToList(), attempts, cancellationToken);
        var overtaken = await HurryAsync(left.Where(row => !refused.Contains(row.Number)).Select(row => (row, attempts[row.Number][^1])).ToList(), cancellationToken);
        await RequeueOvertakenAsync(overtaken, attempts, cancellationToken);
    }

    /// <summary>Only the transactions of an operation's last nonce count: an earlier one belongs to a try that failed.</summary>
    private static List<RelayTransaction> Newest(IEnumerable<RelayTransaction> transactions)
    {
        var all = transactions.ToList();
        var nonce = all.Max(row => row.Nonce);
        return all.Where(row => row.Nonce == nonce).ToList();
    }

    /// <summary>Sends transactions in the order of their nonces; returns the operations whose nonce the chain has used already.</summary>
    private async Task<HashSet<long>> SendAsync(List<RelayTransaction> transactions, CancellationToken cancellationToken)
    {
        var refused = new HashSet<long>();
        foreach (var row in transactions.OrderBy(row => row.Nonce))
        {
            if (!await sender.SendAsync(row, cancellationToken)) refused.Add(row.Operation);
            sent[row.Id] = time.GetTimestamp();
        }
        return refused;
    }

    /// <summary>Gives a new nonce to operations whose nonce went to a transaction that is not ours: the key was used elsewhere.</summary>
    /// <remarks>A node that merely lags still knows our transaction; an operation that it knows keeps its nonce.</remarks>
    private async Task RequeueOvertakenAsync(List<OperationRow> refused, Dictionary<long, List<RelayTransaction>> attempts, CancellationToken cancellationToken)
    {
        if (refused.Count == 0) return;
        var next = await client.GetTransactionCountAsync(key.Address, BlockTag.Latest, cancellationToken);
        var lost = new List<OperationRow>();
        foreach (var row in refused.Where(row => (ulong)attempts[row.Number][^1].Nonce < next))
        {
            var known = await Task.WhenAll(attempts[row.Number].Select(attempt => client.GetTransactionAsync(attempt.Id, cancellationToken)));
            if (Array.TrueForAll(known, transaction => transaction is null)) lost.Add(row with { State = RelayState.Queued, TxHash = null });
        }
        await store.UpdateAsync(lost, cancellationToken);
        foreach (var row in lost) logger.LogWarning("Requeued operation id={Id} nonce={Nonce}", new Hash32(row.Id), attempts[row.Number][^1].Nonce);
    }

    /// <summary>Sends again what was not mined in time: at a higher fee where fees are taken, otherwise the same bytes. Fills gaps below it first.</summary>
    /// <returns>The operations whose nonce the chain has used meanwhile.</returns>
    private async Task<List<OperationRow>> HurryAsync(List<(OperationRow Operation, RelayTransaction Last)> open, CancellationToken cancellationToken)
    {
        var late = open.Where(pair => sent.TryGetValue(pair.Last.Id, out var at) && time.GetElapsedTime(at) > options.ResendAfter).OrderBy(pair => pair.Last.Nonce).ToList();
        var overtaken = new List<OperationRow>();
        if (late.Count == 0) return overtaken;
        var next = await client.GetTransactionCountAsync(key.Address, BlockTag.Latest, cancellationToken);
        foreach (var row in await store.OfNoncesAsync(key.Address, next, (ulong)late[0].Last.Nonce, cancellationToken)) await sender.SendAsync(row, cancellationToken);
        var fees = await Fees.SuggestAsync(client, cancellationToken);
        foreach (var (operation, last) in late)
        {
            var row = fees.AreFree || (ulong)last.Nonce > next + 20 ? last : sender.Sign(operation, (ulong)last.Nonce, fees.Over(last.MaxFee)) with { Operation = last.Operation };
            if (row.Id != last.Id) await store.ReplaceAsync(key.Address, row, cancellationToken);
            if (!await sender.SendAsync(row, cancellationToken)) overtaken.Add(operation);
            sent.Remove(last.Id);
            sent[row.Id] = time.GetTimestamp();
            logger.LogWarning("Resent transaction operation={Id} nonce={Nonce} hash={Hash} replaced={Replaced}", new Hash32(operation.Id), row.Nonce, row.Id, row.Id != last.Id);
        }
        return overtaken;
    }
}
