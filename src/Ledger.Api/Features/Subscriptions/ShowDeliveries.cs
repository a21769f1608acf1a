using Dapper;
using Ledger.Api.Authentication;
using Ledger.Api.Deliveries;
using Ledger.Api.Http;
using Ledger.Api.Subscriptions;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Subscriptions;

/// <summary>What became of one delivery.</summary>
/// <param name="DeliveryID">What the receiver sees in <c>Ledger-Delivery</c>, the same at every attempt.</param>
/// <param name="State">waiting, delivered or dead.</param>
/// <param name="Events">How many events it holds.</param>
/// <param name="CreatedAt">When it was decided on.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="LastAttemptAt">When it was last tried.</param>
/// <param name="LastStatus">The HTTP status of the receiver's last answer; null where none came.</param>
/// <param name="LastError">What went wrong.</param>
public sealed record DeliveryReport(
    string DeliveryID, DeliveryState State, long Events, DateTimeOffset CreatedAt, long Attempts, DateTimeOffset? LastAttemptAt, long? LastStatus, string? LastError)
{
    internal static DeliveryReport Example { get; } = new(
        "019c5f0a-1b27-7c3d-8e4f-5a6b7c8d9e0f", DeliveryState.Waiting, 3, DateTimeOffset.FromUnixTimeSeconds(1_772_366_400), 2, DateTimeOffset.FromUnixTimeSeconds(1_772_366_410), 500, "The receiver answered 500.");
}

/// <summary>A page of deliveries, newest first.</summary>
public sealed record DeliveryPage(IReadOnlyList<DeliveryReport> Items, string? Next);

/// <summary><c>GET …/subscriptions/{subscriptionID}/deliveries</c> and <c>POST …/deliveries/{deliveryID}/redeliver</c>: what was sent, what waits, and once more.</summary>
public static class ShowDeliveries
{
    private const string Path = "/epcis/v2/queries/{queryName}/subscriptions/{subscriptionID}/deliveries";
    private const int PageSize = 100;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ListAsync).WithName("ListDeliveries").WithTags("Subscriptions").WithSummary("What a subscription sent and has to send, newest first")
            .Needs(ApiScope.Subscribe).Answers(new DeliveryPage([DeliveryReport.Example], null)).Refuses("sign-in-required", "not-a-party", "not-found", "invalid-cursor", "malformed-request");
        routes.MapPost(Path + "/{deliveryID}/redeliver", RedeliverAsync).WithName("Redeliver").WithTags("Subscriptions").WithSummary("Sends a delivery again, under its id")
            .Needs(ApiScope.Subscribe).Answers(DeliveryReport.Example).Refuses("sign-in-required", "not-a-party", "party-not-active", "not-found");
    }

    private static async Task<Ok<DeliveryPage>> ListAsync(
        string queryName, string subscriptionID, string? state, string? cursor, Caller caller, SubscriptionStore store, Database database, Cursors cursors, CancellationToken cancellationToken)
    {
        var wanted = state switch
        {
            null => 0,
            "waiting" => (int)DeliveryState.Waiting,
            "delivered" => (int)DeliveryState.Delivered,
            "dead" => (int)DeliveryState.Dead,
            _ => throw new LedgerException("malformed-request", $"state: '{state}' is none of waiting, delivered, dead."),
        };
        var subscription = await ShowSubscriptions.FindAsync(store, caller, queryName, subscriptionID, cancellationToken);
        var scope = $"deliveries {subscription.Id} {wanted}";
        var below = cursors.Read(scope, cursor) is { } position ? long.Parse(position, System.Globalization.CultureInfo.InvariantCulture) : long.MaxValue;
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var rows = (await connection.QueryAsync<Row>(
            $"{Row.Select} where webhook = @Id and number < @below and (@wanted = 0 or state = @wanted) order by number desc limit @limit", new { subscription.Id, below, wanted, limit = PageSize + 1 })).AsList();
        var next = rows.Count > PageSize ? cursors.Write(scope, $"{rows[PageSize - 1].Number}") : null;
        return TypedResults.Ok(new DeliveryPage([.. rows.Take(PageSize).Select(row => row.Report())], next));
    }

    private static async Task<Accepted<DeliveryReport>> RedeliverAsync(
        string queryName, string subscriptionID, string deliveryID, Caller caller, SubscriptionStore store, DeliveryStore deliveries, DeliverySignal signal, Database database, CancellationToken cancellationToken)
    {
        caller.Require();
        var subscription = await ShowSubscriptions.FindAsync(store, caller, queryName, subscriptionID, cancellationToken);
        if (!await deliveries.RedeliverAsync(subscription.Id, deliveryID, cancellationToken))
            throw new LedgerException("not-found", $"The subscription has no delivery '{deliveryID}'.", "Deliveries are kept for 30 days.");
        signal.Set();
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        return TypedResults.Accepted((string?)null, (await connection.QuerySingleAsync<Row>($"{Row.Select} where id = @deliveryID", new { deliveryID })).Report());
    }

    private sealed record Row
    {
        public const string Select = "select number, id, state, items, created, attempts, attempted, status, error from captured.delivery";

        public long Number { get; init; }
        public string Id { get; init; } = "";
        public long State { get; init; }
        public string Items { get; init; } = "";
        public long Created { get; init; }
        public long Attempts { get; init; }
        public long? Attempted { get; init; }
        public long? Status { get; init; }
        public string? Error { get; init; }

        public DeliveryReport Report() => new(
            Id, (DeliveryState)State, Items == "[]" ? 0 : Items.AsSpan().Count(',') + 1, DateTimeOffset.FromUnixTimeMilliseconds(Created), Attempts,
            Attempted is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null, Status, Error);
    }
}
