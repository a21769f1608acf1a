using System.Data.Common;
using System.Text.Json;
using Dapper;
using Ledger.Api.Deliveries;
using Ledger.Api.Features.Epcis;
using Ledger.Api.Http;
using Ledger.Api.Queries;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Gs1.Epcis.Query;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Subscriptions;

/// <summary>What a subscriber asks for.</summary>
/// <param name="Query">The named query.</param>
/// <param name="Destination">Where its events are posted.</param>
/// <param name="Token">What signs them; null for unsigned.</param>
/// <param name="Schedule">When the query runs; null to be told of each event at once.</param>
/// <param name="ReportIfEmpty">Whether a run that finds nothing is told of.</param>
/// <param name="InitialRecordTime">Events captured from then on count; null for those from now on.</param>
/// <param name="EpcFormat">How identifiers are written, as the header <c>GS1-EPC-Format</c> says.</param>
/// <param name="CbvFormat">How CBV values are written.</param>
public sealed record NewSubscription(
    string Query, Uri Destination, string? Token, QuerySchedule? Schedule, bool ReportIfEmpty, DateTimeOffset? InitialRecordTime, string? EpcFormat, string? CbvFormat);

/// <summary>A row of <c>captured.subscription</c> with what a subscriber sees of its webhook.</summary>
public sealed record SubscriptionRow
{
    public string Id { get; init; } = "";
    public string Query { get; init; } = "";
    public string Destination { get; init; } = "";
    public bool HasToken { get; init; }
    public string? Schedule { get; init; }
    public bool ReportIfEmpty { get; init; }
    public string? EpcFormat { get; init; }
    public string? CbvFormat { get; init; }
    public long? InitialRecordTime { get; init; }
    public long MinRecordTime { get; init; }
    public long Created { get; init; }
    public long? Notified { get; init; }

    /// <summary>Its place in lists.</summary>
    public string Place => $"{Created:d19} {Id}";
}

/// <summary>Keeps subscriptions. Each belongs to a party, and no other sees it.</summary>
public sealed class SubscriptionStore(Database database, DeliveryStore deliveries, TimeProvider time)
{
    /// <summary>The kind of the webhooks behind subscriptions.</summary>
    public const string Kind = "epcis";

    /// <summary>How many a party may have.</summary>
    public const int MostOfParty = 200;

    /// <summary>Events in one request, at most.</summary>
    public const int Largest = 100;

    private const string Select = """
        select s.id, s.query, w.destination, w.secret is not null as HasToken, s.schedule, s.report_if_empty as ReportIfEmpty, s.epc_format as EpcFormat, s.cbv_format as CbvFormat,
          s.initial_record_time as InitialRecordTime, s.min_record_time as MinRecordTime, w.created, w.notified
        from captured.subscription s join captured.webhook w on w.id = s.id
        """;

    /// <summary>Adds a subscription; returns its id.</summary>
    /// <exception cref="LedgerException"><c>no-such-query</c>. <c>subscription-limit</c>.</exception>
    public async Task<string> AddAsync(PartyId party, NewSubscription wanted, CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid().ToString();
        var now = time.GetUtcNow();
        await using var connection = await database.OpenAsync(Access.Captured, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // An update, so that the query can't be deleted before the subscription is there.
        if (await connection.ExecuteAsync("update captured.named_query set created = created where name = @Query", new { wanted.Query }) == 0) throw BrowseQueries.NoSuchQuery(wanted.Query);
        if (await connection.ExecuteScalarAsync<long>("select count(*) from captured.webhook where party = @party and kind = @Kind", new { party = party.Value, Kind }) >= MostOfParty)
            throw new LedgerException("subscription-limit", $"Party {party} has {MostOfParty} subscriptions.", "End one with DELETE first.");
        var watermark = wanted.InitialRecordTime is { } initial ? await EventFeed.BeforeAsync(connection, initial) : await EventFeed.LastAsync(connection);
        await deliveries.AddAsync(connection, id, party, Kind, wanted.Destination, wanted.Token, Largest);
        await connection.ExecuteAsync("""
            insert into captured.subscription (id, query, schedule, report_if_empty, epc_format, cbv_format, initial_record_time, min_record_time, watermark, next_run, found)
            values (@id, @Query, @schedule, @empty, @EpcFormat, @CbvFormat, @initialTime, @minimum, @watermark, @next, 0)
            """, new
        {
            id,
            wanted.Query,
            schedule = wanted.Schedule is null ? null : JsonSerializer.Serialize(wanted.Schedule, Json.Options),
            empty = wanted.ReportIfEmpty ? 1 : 0,
            wanted.EpcFormat,
            wanted.CbvFormat,
            initialTime = wanted.InitialRecordTime?.ToUnixTimeMilliseconds(),
            minimum = (wanted.InitialRecordTime ?? now).ToUnixTimeMilliseconds(),
            watermark,
            next = wanted.Schedule?.Next(now).ToUnixTimeMilliseconds(),
        });
        await transaction.CommitAsync(cancellationToken);
        return id;
    }

    /// <summary>A party's subscriptions to a query, oldest first.</summary>
    /// <exception cref="LedgerException"><c>no-such-query</c>.</exception>
    public async Task<IReadOnlyList<SubscriptionRow>> ListAsync(PartyId party, string query, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        if (await NamedQueries.FindAsync(connection, query) is null) throw BrowseQueries.NoSuchQuery(query);
        return (await connection.QueryAsync<SubscriptionRow>($"{Select} where s.query = @query and w.party = @party order by w.created, s.id", new { query, party = party.Value })).AsList();
    }

    /// <summary>One of them; null where the party has none of this id.</summary>
    public async Task<SubscriptionRow?> FindAsync(PartyId party, string query, string id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<SubscriptionRow>($"{Select} where s.id = @id and s.query = @query and w.party = @party", new { id, query, party = party.Value });
    }

    /// <summary>Ends a subscription with all that waits for it.</summary>
    public async Task RemoveAsync(string id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(Access.Captured, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await RemoveAsync(connection, id);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Ends all subscriptions to a query, within the transaction that deletes the query.</summary>
    public static async Task RemoveAllAsync(DbConnection connection, string query)
    {
        foreach (var id in await connection.QueryAsync<string>("select id from captured.subscription where query = @query order by id", new { query })) await RemoveAsync(connection, id);
    }

    private static async Task RemoveAsync(DbConnection connection, string id)
    {
        await connection.ExecuteAsync("delete from captured.shared_event where subscription = @id; delete from captured.subscription where id = @id", new { id });
        await DeliveryStore.RemoveAsync(connection, id);
    }
}
