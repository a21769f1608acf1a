using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Ledger.Api.Http;

namespace Ledger.Api.Deliveries;

/// <summary>Sends what is in the outbox: each webhook's deliveries in order, one after another; webhooks side by side, so that a slow receiver makes no other wait.</summary>
/// <remarks>A delivery is settled after the receiver's answer, so one that was cut short is sent again, under the same id: at least once, never lost.</remarks>
public sealed class DeliveryJob(
    DeliveryStore store, WebhookSender sender, IEnumerable<DeliveryKind> kinds, DeliverySignal signal, TimeProvider time, ILogger<DeliveryJob> logger) : BackgroundService
{
    private const int Slots = 64;

    /// <summary>So many slots of one party, so that its slow receivers leave room for others'.</summary>
    private const int SlotsOfParty = 16;

    /// <summary>After so many deliveries a webhook lets others have a turn.</summary>
    private const int Turn = 50;

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Tidying = TimeSpan.FromHours(1);
    private static readonly Counter<long> Delivered = Telemetry.Meter.CreateCounter<long>("ledger.delivery.delivered", description: "Webhook requests that receivers took.");
    private static readonly Counter<long> Failed = Telemetry.Meter.CreateCounter<long>("ledger.delivery.failed", description: "Webhook requests that failed.");

    private readonly Dictionary<string, DeliveryKind> kinds = kinds.ToDictionary(kind => kind.Name);
    private readonly ConcurrentDictionary<string, (long Party, Task Task)> running = new();
    private DateTimeOffset tidied = DateTimeOffset.MinValue;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await StartTurnsAsync(stoppingToken);
                await TidyAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(exception, "Looking for deliveries failed");
            }
            await signal.WaitAsync(Idle, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await Task.WhenAll(running.Values.Select(entry => entry.Task)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task TidyAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now - tidied < Tidying) return;
        await store.ForgetAsync(cancellationToken);
        tidied = now;
    }

    /// <summary>Starts on every webhook that is due and has a free slot, and waits for none of them.</summary>
    private async Task StartTurnsAsync(CancellationToken cancellationToken)
    {
        foreach (var (id, party) in await store.DueAsync(Slots * 4, cancellationToken))
        {
            if (running.Count >= Slots) return;
            if (running.ContainsKey(id) || running.Values.Count(entry => entry.Party == party) >= SlotsOfParty) continue;
            var turn = Task.Run(() => ServeAsync(id, cancellationToken), CancellationToken.None);
            running[id] = (party, turn);
            _ = turn.ContinueWith(_ => End(id), TaskScheduler.Default);
        }
    }

    private void End(string id)
    {
        running.TryRemove(id, out _);
        signal.Set();
    }

    /// <summary>Serves everything that is due now, and returns when it is settled; how many requests receivers took.</summary>
    public async Task<int> DrainAsync(CancellationToken cancellationToken)
    {
        var due = await store.DueAsync(int.MaxValue, cancellationToken);
        return (await Task.WhenAll(due.Select(webhook => ServeAsync(webhook.Id, cancellationToken)))).Sum();
    }

    private async Task<int> ServeAsync(string id, CancellationToken cancellationToken)
    {
        var taken = 0;
        try
        {
            while (taken < Turn && await store.HoldAsync(id, cancellationToken) is { } webhook)
            {
                if (await store.HeadAsync(id, cancellationToken) is not { } delivery || !await SendAsync(webhook, delivery, cancellationToken)) break;
                taken++;
            }
            return taken;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning(exception, "Serving a webhook failed webhook={Webhook}", id);
            await store.PostponeAsync(id);
            return taken;
        }
        finally
        {
            await store.ReleaseAsync(id);
        }
    }

    private async Task<bool> SendAsync(Webhook webhook, Delivery delivery, CancellationToken cancellationToken)
    {
        var part = delivery.Items.Skip(delivery.Sent).Take(webhook.Largest).ToList();
        if (await kinds[webhook.Kind].MakeAsync(new DeliveryPart(webhook.Id, webhook.Party, part), cancellationToken) is not { } body)
        {
            await store.WithdrawnAsync(webhook, delivery);
            return true;
        }
        // A later part of a delivery that was too large in one is told apart from the first, and is the same at every attempt.
        var request = new WebhookRequest(delivery.Sent == 0 ? delivery.Id : $"{delivery.Id}.{delivery.Sent}", delivery.Attempts + 1,
            new Uri(webhook.Destination), store.TokenOf(webhook), body.ContentType, body.Bytes);
        var started = Stopwatch.GetTimestamp();
        var result = await sender.SendAsync(request, cancellationToken);
        logger.LogInformation("Sent webhook={Webhook} delivery={Delivery} attempt={Attempt} host={Host} status={Status} error={Error} ms={Milliseconds}",
            webhook.Id, request.Id, request.Attempt, request.Destination.Host, result.Status, result.Error, (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        (result.Error is null ? Delivered : Failed).Add(1);
        if (result.Error is null) await store.AcceptedAsync(webhook, delivery, part.Count, result.Status!.Value);
        else if (result.Status == 413 && part.Count > 1) await store.TooLargeAsync(webhook, delivery, part.Count);
        else await store.FailedAsync(webhook, delivery, result);
        return result.Error is null || (result.Status == 413 && part.Count > 1);
    }
}
