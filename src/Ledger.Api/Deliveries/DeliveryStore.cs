using System.Data.Common;
using System.Text;
using System.Text.Json;
using Dapper;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.DataProtection;

namespace Ledger.Api.Deliveries;

/// <summary>The outbox of webhooks: what is to be sent, and which process sends it.</summary>
public sealed class DeliveryStore(Database database, IDataProtectionProvider protection, LedgerApiOptions options, TimeProvider time)
{
    /// <summary>How long a delivery is tried.</summary>
    public static readonly TimeSpan Tried = TimeSpan.FromDays(3);

    /// <summary>How long what was delivered, or died, can be seen and sent again.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private readonly IDataProtector protector = protection.CreateProtector("Ledger.Webhook.v1");
    private readonly string holder = Guid.NewGuid().ToString("n");

    /// <summary>A sender that died loses its webhooks after so long, which is longer than an attempt takes.</summary>
    private TimeSpan Held => options.WebhookTimeout * 3;

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Adds a webhook within the caller's transaction; the token is kept protected.</summary>
    public Task AddAsync(DbConnection connection, string id, PartyId party, string kind, Uri destination, string? token, int largest) => connection.ExecuteAsync("""
        insert into captured.webhook (id, party, kind, destination, secret, created, largest, failures) values (@id, @party, @kind, @destination, @secret, @Now, @largest, 0)
        """, new { id, party = party.Value, kind, destination = destination.AbsoluteUri, secret = token is null ? null : protector.Protect(Encoding.UTF8.GetBytes(token)), Now, largest });

    /// <summary>Removes a webhook with all that waits for it, within the caller's transaction.</summary>
    public static async Task RemoveAsync(DbConnection connection, string id)
    {
        await connection.ExecuteAsync("delete from captured.delivery where webhook = @id", new { id });
        await connection.ExecuteAsync("delete from captured.webhook where id = @id", new { id });
    }

    /// <summary>Puts deliveries into the outbox within the caller's transaction, so that they exist if and only if what they tell of does.</summary>
    /// <param name="items">One JSON array for each delivery.</param>
    public async Task EnqueueAsync(DbConnection connection, string webhook, IEnumerable<string> items)
    {
        await connection.ExecuteAsync("""
            insert into captured.delivery (id, webhook, items, sent, state, created, expires, attempts) values (@id, @webhook, @items, 0, 1, @Now, @expires, 0)
            """, items.Select(list => new { id = Guid.CreateVersion7().ToString(), webhook, items = list, Now, expires = Now + (long)Tried.TotalMilliseconds }));
        await connection.ExecuteAsync("update captured.webhook set next_attempt = coalesce(next_attempt, @Now) where id = @webhook", new { webhook, Now });
    }

    /// <summary>Webhooks whose turn it is, longest due first; those of parties that are not active wait. One that this process holds is among them: it may
    /// have been unable to let go of it when the database was away.</summary>
    public async Task<IReadOnlyList<(string Id, long Party)>> DueAsync(int most, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        return (await connection.QueryAsync<(string, long)>("""
            select w.id, w.party from captured.webhook w join projection.party p on p.id = w.party and p.status = 1
            where w.next_attempt <= @Now and (w.held_until is null or w.held_until <= @Now or w.holder = @holder) order by w.next_attempt limit @most
            """, new { Now, most, holder })).AsList();
    }

    /// <summary>Takes or keeps a webhook for this process; null while another has it, or where nothing is due.</summary>
    public async Task<Webhook?> HoldAsync(string id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(Access.Captured, cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<(string Id, long Party, string Kind, string Destination, byte[]? Secret, long Largest, long Failures)?>("""
            update captured.webhook set holder = @holder, held_until = @until
            where id = @id and next_attempt <= @Now and (held_until is null or held_until <= @Now or holder = @holder)
            returning id, party, kind, destination, secret, largest, failures
            """, new { id, holder, Now, until = Now + (long)Held.TotalMilliseconds });
        return row is { } found
            ? new Webhook(found.Id, new PartyId((ulong)found.Party), found.Kind, found.Destination, found.Secret, (int)found.Largest, (int)found.Failures) : null;
    }

    /// <summary>The token that signs a webhook's requests.</summary>
    public string? TokenOf(Webhook webhook) => webhook.Secret is { } secret ? Encoding.UTF8.GetString(protector.Unprotect(secret)) : null;

    /// <summary>The delivery that is next; null where none waits.</summary>
    public async Task<Delivery?> HeadAsync(string webhook, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var row = await connection.QueryFirstOrDefaultAsync<(long Number, string Id, string Items, long Sent, long Attempts, long Expires)?>("""
            select number, id, items, sent, attempts, expires from captured.delivery where webhook = @webhook and state = 1 order by number limit 1
            """, new { webhook });
        return row is { } found
            ? new Delivery(found.Number, found.Id, JsonSerializer.Deserialize<JsonElement[]>(found.Items)!, (int)found.Sent, (int)found.Attempts, found.Expires) : null;
    }

    /// <summary>Writes down that the receiver took a request with so many items.</summary>
    public async Task AcceptedAsync(Webhook webhook, Delivery delivery, int items, int status)
    {
        var state = delivery.Sent + items >= delivery.Items.Count ? DeliveryState.Delivered : DeliveryState.Waiting;
        await SettleAsync(webhook, delivery, state, delivery.Sent + items, status, null,
            "failures = 0, notified = @Now, next_attempt = @Now", new { Now });
    }

    /// <summary>Writes down a failure: the delivery waits for its next attempt, and those behind it with it; or it is dead.</summary>
    public async Task FailedAsync(Webhook webhook, Delivery delivery, WebhookResult result)
    {
        var dead = Now >= delivery.Expires;
        await SettleAsync(webhook, delivery, dead ? DeliveryState.Dead : DeliveryState.Waiting, delivery.Sent, result.Status, result.Error,
            "failures = failures + 1, next_attempt = @next, holder = null, held_until = null", new { next = dead ? Now : Now + (long)Backoff.After(webhook.Failures + 1).TotalMilliseconds });
    }

    /// <summary>Writes down that the receiver wants smaller requests: the same items are sent again at once, fewer at a time.</summary>
    public Task TooLargeAsync(Webhook webhook, Delivery delivery, int items) => SettleAsync(webhook, delivery, DeliveryState.Waiting, delivery.Sent, 413, "The receiver asked for smaller requests.",
        "largest = @largest, next_attempt = @Now", new { largest = items / 2, Now });

    /// <summary>Gives a delivery up, of which nothing may be told any more.</summary>
    public Task WithdrawnAsync(Webhook webhook, Delivery delivery) =>
        SettleAsync(webhook, delivery, DeliveryState.Dead, delivery.Sent, null, "The party may read nothing of it any more.", "next_attempt = @Now", new { Now });

    /// <summary>Lets a webhook go; it rests until something waits again.</summary>
    public async Task ReleaseAsync(string id)
    {
        await using var connection = await database.OpenAsync(Access.Captured);
        await using var transaction = await connection.BeginTransactionAsync();
        // The first statement takes the row's lock; only then does the second see every delivery that another transaction has added.
        await connection.ExecuteAsync("""
            update captured.webhook set held_until = case when holder = @holder then null else held_until end, holder = nullif(holder, @holder) where id = @id
            """, new { id, holder });
        await connection.ExecuteAsync("""
            update captured.webhook set next_attempt = null where id = @id and not exists (select 1 from captured.delivery d where d.webhook = @id and d.state = 1)
            """, new { id });
        await transaction.CommitAsync();
    }

    /// <summary>Puts a webhook off after a failure of our own.</summary>
    public async Task PostponeAsync(string id)
    {
        await using var connection = await database.OpenAsync(Access.Captured);
        await connection.ExecuteAsync("update captured.webhook set next_attempt = @next where id = @id and next_attempt is not null", new { id, next = Now + (long)Backoff.After(2).TotalMilliseconds });
    }

    /// <summary>Sends a delivery again from its beginning, before those that wait; false where the webhook has none of this id.</summary>
    public async Task<bool> RedeliverAsync(string webhook, string id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(Access.Captured, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var found = await connection.ExecuteAsync("update captured.delivery set state = 1, sent = 0, expires = @expires where webhook = @webhook and id = @id",
            new { webhook, id, expires = Now + (long)Tried.TotalMilliseconds });
        if (found == 1) await connection.ExecuteAsync("update captured.webhook set next_attempt = @Now, failures = 0 where id = @webhook", new { webhook, Now });
        await transaction.CommitAsync(cancellationToken);
        return found == 1;
    }

    /// <summary>Forgets what was settled long ago.</summary>
    public async Task<int> ForgetAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(Access.Captured, cancellationToken);
        return await connection.ExecuteAsync("delete from captured.delivery where state in (2, 3) and created < @before", new { before = Now - (long)Kept.TotalMilliseconds });
    }

    private async Task SettleAsync(Webhook webhook, Delivery delivery, DeliveryState state, int sent, int? status, string? error, string change, object values)
    {
        await using var connection = await database.OpenAsync(Access.Captured);
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteAsync("""
            update captured.delivery set state = @state, sent = @sent, attempts = attempts + 1, attempted = @Now, status = @status, error = @error where number = @Number
            """, new { delivery.Number, state = (int)state, sent, Now, status, error });
        var parameters = new DynamicParameters(values);
        parameters.Add("id", webhook.Id);
        await connection.ExecuteAsync($"update captured.webhook set {change} where id = @id", parameters);
        await transaction.CommitAsync();
    }
}
