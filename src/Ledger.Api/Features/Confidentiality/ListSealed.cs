using System.Globalization;
using Dapper;
using Ledger.Api.Authentication;
using Ledger.Api.Confidentiality;
using Ledger.Api.Http;
using Ledger.Api.Queries;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Confidentiality;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Features.Confidentiality;

/// <summary><c>GET /parties/{id}/sealed-events</c> and <c>/shares-due</c>: what a party that holds its own key has to open, and what only it can share.</summary>
/// <remarks>Events are named by their keys, which serve as <c>{eventID}</c> of <c>…/sealed</c> and <c>…/shares</c>: their IDs may be sealed.</remarks>
public static class ListSealed
{
    private const int PerPage = 100;

    private static SealedEventInfo Event { get; } = new(Keccak256.Hash("key"u8), new PartyId(2), DateTimeOffset.FromUnixTimeSeconds(1_772_366_400), ["where", "why"], "party", [1]);

    private static DueShare Due { get; } = new(Keccak256.Hash("key"u8), new PartyId(4), DateTimeOffset.FromUnixTimeSeconds(1_772_366_400));

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/parties/{id}/sealed-events", EventsAsync).WithName("ListSealedEvents").WithTags("Confidentiality").WithSummary("The events that are sealed, in part or whole, for the caller")
            .Needs(ApiScope.Query).Answers(new SealedPage<SealedEventInfo>([Event], null)).Refuses("sign-in-required", "not-a-party", "invalid-identifier", "other-party", "invalid-cursor");
        routes.MapGet("/parties/{id}/shares-due", DueAsync).WithName("ListSharesDue").WithTags("Confidentiality").WithSummary("Shares for the chain of custody that only the caller's own key can make")
            .Needs(ApiScope.Query).Answers(new SealedPage<DueShare>([Due], null)).Refuses("sign-in-required", "not-a-party", "invalid-identifier", "other-party", "invalid-cursor");
    }

    private static async Task<SealedPage<SealedEventInfo>> EventsAsync(string id, string? after, Caller caller, Database database, PageTokens tokens, CancellationToken cancellationToken)
    {
        var party = ShowDisclosure.Own(caller, id);
        var (number, _) = await PositionAsync(tokens, "sealed-events", party, after, cancellationToken);
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var rows = (await connection.QueryAsync<(long Event, long RecordTime, byte[] Key, ulong Party)>("""
            select r.event, e.record_time, e.key, e.party from captured.event_reader r join captured.event e on e.number = r.event
            where r.party = @Value and r.event > @number order by r.event limit @most
            """, new { party.Value, number, most = PerPage + 1 })).AsList();
        var shown = rows.Take(PerPage).ToList();
        var numbers = shown.Select(row => row.Event).ToArray();
        var parts = (numbers.Length == 0 ? [] : await connection.QueryAsync<(long Event, long Part, ulong Generation, long Held)>($"""
            select distinct p.event, p.part, k.generation, k.held from captured.sealed_part p join captured.key_wrap w on w.content_key = p.content_key and w.event in (0, p.event)
            join captured.encryption_key k on k.id = w.encryption_key where p.event {connection.IsIn("numbers")} and k.party = @Value
            """, new { numbers, party.Value })).ToLookup(part => part.Event);
        return new SealedPage<SealedEventInfo>([.. shown.Select(row => new SealedEventInfo(
            new Hash32(row.Key), new PartyId(row.Party), DateTimeOffset.FromUnixTimeMilliseconds(row.RecordTime), [.. parts[row.Event].Select(part => ((FieldGroup)part.Part).Name()).Distinct().Order(StringComparer.Ordinal)],
            parts[row.Event].Any(part => part.Held == (long)KeyHolder.Api) ? "api" : "party", [.. parts[row.Event].Select(part => part.Generation).Distinct().Order()]))],
            rows.Count > PerPage ? Next(tokens, "sealed-events", party, shown[^1].Event, 0) : null);
    }

    private static async Task<SealedPage<DueShare>> DueAsync(string id, string? after, Caller caller, Database database, PageTokens tokens, CancellationToken cancellationToken)
    {
        var party = ShowDisclosure.Own(caller, id);
        var (number, reader) = await PositionAsync(tokens, "shares-due", party, after, cancellationToken);
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var rows = (await connection.QueryAsync<(long Event, ulong Reader, long Since, byte[] Key)>("""
            select o.event, o.reader, o.since, e.key from captured.owed_share o join captured.event e on e.number = o.event
            where o.party = @Value and (o.event, o.reader) > (@number, @reader) order by o.event, o.reader limit @most
            """, new { party.Value, number, reader, most = PerPage + 1 })).AsList();
        var shown = rows.Take(PerPage).ToList();
        return new SealedPage<DueShare>([.. shown.Select(row => new DueShare(new Hash32(row.Key), new PartyId(row.Reader), DateTimeOffset.FromUnixTimeSeconds(row.Since)))],
            rows.Count > PerPage ? Next(tokens, "shares-due", party, shown[^1].Event, (long)shown[^1].Reader) : null);
    }

    private static async Task<(long First, long Second)> PositionAsync(PageTokens tokens, string list, PartyId party, string? after, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(after)) return (0, 0);
        var parts = (await tokens.ReadAsync(list, party, after, cancellationToken)).Split(' ');
        return (long.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    private static string Next(PageTokens tokens, string list, PartyId party, long first, long second) =>
        tokens.Write(list, party, string.Create(CultureInfo.InvariantCulture, $"{first} {second}")).Token;
}
