using System.Data.Common;
using Dapper;
using Ledger.Api.Documents;
using Ledger.Api.Subscriptions;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Confidentiality;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Confidentiality;

/// <summary>Shows one event to one more party: its keys are wrapped to that party's newest encryption key.</summary>
public sealed class Sharer(Database database, PartyKeys keys, EventViews views)
{
    /// <summary>Shares what a party may read of an event, with the keys that the API holds for it.</summary>
    /// <param name="number">The event.</param>
    /// <param name="by">The party that shares.</param>
    /// <param name="to">The party that gets to read.</param>
    /// <param name="custodyOnly">Whether only what the chain of custody may read is shared.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>False where the API holds no key that opens anything of it.</returns>
    public async Task<bool> ShareAsync(long number, PartyId by, PartyId to, bool custodyOnly, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var row = (await StoredEvent.ReadAsync(connection, [number]))[0];
        var contents = (await connection.QueryAsync<byte[]>($"""
            select distinct p.content_key from captured.sealed_part p join captured.content_key c on c.id = p.content_key where p.event = @number {(custodyOnly ? "and c.custody = 1" : "")}
            """, new { number })).AsList();
        var key = (await keys.NewestAsync([to], cancellationToken))[to];
        var shared = new List<SharedKey>();
        using (var opener = await SealOpener.ReadAsync(connection, keys, by, [number]))
            foreach (var content in contents)
            {
                using var secret = opener.SecretOf(content, row.Key.ToArray(), number);
                if (secret is not null) shared.Add(new SharedKey(content, secret.Wrap(EncryptionPublicKey.FromBytes(key.PublicKey))));
            }
        if (shared.Count > 0) await StoreAsync(row, key, shared, cancellationToken);
        return shared.Count > 0;
    }

    /// <summary>Stores keys that the sharing party has wrapped itself.</summary>
    /// <exception cref="LedgerException"><c>generation-stale</c>: not wrapped to the newest key of the party. <c>unknown-field</c>: a key that is none of this event's.</exception>
    public async Task ShareAsync(long number, PartyId to, long encryptionKey, IReadOnlyList<SharedKey> shared, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(shared);
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var key = (await keys.NewestAsync([to], cancellationToken))[to];
        if (key.Id != encryptionKey) throw new LedgerException("generation-stale", $"Party {to} has a newer encryption key.", "Read it again, and wrap to the last one.");
        var known = (await connection.QueryAsync<byte[]>("select distinct content_key from captured.sealed_part where event = @number", new { number })).Select(Convert.ToHexString).ToHashSet();
        if (shared.Any(each => !known.Contains(Convert.ToHexString(each.ContentKey))))
            throw new LedgerException("unknown-field", "A key was wrapped that is none of this event's.");
        await StoreAsync((await StoredEvent.ReadAsync(connection, [number]))[0], key, shared, cancellationToken);
    }

    private async Task StoreAsync(StoredEvent row, RegisteredKey key, IReadOnlyList<SharedKey> shared, CancellationToken cancellationToken)
    {
        var to = new PartyId(key.Party);
        await using var connection = await database.OpenAsync(Access.Captured, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var added = await connection.ExecuteAsync("""
            insert into captured.key_wrap (content_key, event, encryption_key, wrap) values (@ContentKey, @Number, @Id, @Wrap) on conflict (content_key, event, encryption_key) do nothing
            """, shared.Select(each => new { each.ContentKey, row.Number, key.Id, each.Wrap }));
        await FindByAsync(connection, to, row, row.EventTime);
        // Only the event as the party now sees it tells by which time it may be found.
        if (key.Held == (long)KeyHolder.Api && await views.OpenAsync(connection, to, [row]) is [var seen] && seen.Stored.EventTime != row.EventTime)
            await FindByAsync(connection, to, row, seen.Stored.EventTime);
        if (added > 0) await SharedEvents.NoteAsync(connection, to, row.Number);
        await OwedShares.RemoveAsync(connection, row.Number, to);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Whoever captured the event reads it, and so has all that it is found by.</summary>
    private static Task<int> FindByAsync(DbConnection connection, PartyId party, StoredEvent row, long time) => connection.ExecuteAsync("""
        delete from captured.event_reader where event = @Number and party = @Value;
        insert into captured.event_reader (party, event_time, event) values (@Value, @time, @Number);
        delete from captured.reader_term where event = @Number and party = @Value and @Value <> @Owner;
        insert into captured.reader_term (party, term, event_time, event)
        select @Value, o.term, @time, o.event from captured.reader_term o where o.event = @Number and o.party = @Owner and @Value <> @Owner
        """, new { party.Value, row.Number, Owner = (long)row.Party, time });
}
