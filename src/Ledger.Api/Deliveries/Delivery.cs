using System.Text.Json;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Deliveries;

/// <summary>Where a delivery stands. Kept by these numbers.</summary>
public enum DeliveryState
{
    /// <summary>It is to be sent, once more perhaps.</summary>
    Waiting = 1,

    /// <summary>The receiver took it.</summary>
    Delivered = 2,

    /// <summary>It was tried for as long as deliveries are tried, or nothing is left in it that its receiver may read.</summary>
    Dead = 3,
}

/// <summary>Whom to tell.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Party">Whose it is.</param>
/// <param name="Kind">The name of the <see cref="DeliveryKind"/> that makes its bodies.</param>
/// <param name="Destination">The URL.</param>
/// <param name="Secret">The signing token, protected; null where there is none.</param>
/// <param name="Largest">How many items one request may hold.</param>
/// <param name="Failures">How many attempts in a row have failed.</param>
public sealed record Webhook(string Id, PartyId Party, string Kind, string Destination, byte[]? Secret, int Largest, int Failures);

/// <summary>One row of the outbox.</summary>
/// <param name="Number">Deliveries of a webhook go out in the order of their numbers.</param>
/// <param name="Id">What the receiver knows it by.</param>
/// <param name="Items">What it is made of.</param>
/// <param name="Sent">How many of them the receiver has.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Expires">When trying ends, in Unix milliseconds.</param>
public sealed record Delivery(long Number, string Id, IReadOnlyList<JsonElement> Items, int Sent, int Attempts, long Expires);

/// <summary>What a delivery's body is made from.</summary>
/// <param name="Webhook">The webhook's id.</param>
/// <param name="Party">Whose rights decide what may be in it, as they are now.</param>
/// <param name="Items">The items of this request; all of the delivery's, unless the receiver found that too large.</param>
public sealed record DeliveryPart(string Webhook, PartyId Party, IReadOnlyList<JsonElement> Items);

/// <summary>A request's body.</summary>
public sealed record DeliveryBody(string ContentType, byte[] Bytes);

/// <summary>What makes the bodies of one kind of webhook. Null where nothing is left that the party may be told.</summary>
public sealed record DeliveryKind(string Name, Func<DeliveryPart, CancellationToken, Task<DeliveryBody?>> MakeAsync);

/// <summary>How long to wait after failures.</summary>
public static class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>Twice as long at each failure up to an hour, less up to half of it at random, so that receivers that fell together are not called together.</summary>
    public static TimeSpan After(int failures)
    {
        var whole = Math.Min(Longest.TotalSeconds, First.TotalSeconds * Math.Pow(2, Math.Max(0, failures - 1)));
        return TimeSpan.FromSeconds(whole * (1 - Random.Shared.NextDouble() / 2));
    }
}
