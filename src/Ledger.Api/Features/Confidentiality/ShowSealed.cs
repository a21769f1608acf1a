using System.Data.Common;
using System.Text;
using Dapper;
using Ledger.Api.Authentication;
using Ledger.Api.Confidentiality;
using Ledger.Api.Documents;
using Ledger.Api.Http;
using Ledger.Api.Queries;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Confidentiality;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Confidentiality;

/// <summary><c>GET /epcis/v2/events/{eventID}/sealed</c>: an event's sealed groups with the keys wrapped to the reader, which opens them itself.</summary>
public static class ShowSealed
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/epcis/v2/events/{eventID}/sealed", HandleAsync)
        .WithName("ShowSealed").WithTags("Confidentiality").WithSummary("What is sealed of an event, for a reader that holds its own key").Needs(ApiScope.Query)
        .Answers(Example).Refuses("sign-in-required", "not-a-party", "not-found");

    private static SealedEnvelope Example { get; } = new(
        Keccak256.Hash("key"u8), [0, 0, 2], "{\"type\":\"ObjectEvent\"}", "[\"https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld\"]", Keccak256.Hash("commitment"u8),
        [new EnvelopePart("where", new byte[16], new byte[40])], [new EnvelopeWrap(new byte[16], false, 1, new byte[113])]);

    private static async Task<Ok<SealedEnvelope>> HandleAsync(HttpContext context, Caller caller, Database database, PartyKeys keys, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var row = await FindAsync(connection, keys, caller.Party, EpcisRequest.PathValue(context, 1));
        var parts = await connection.QueryAsync<(long Part, byte[] ContentKey, byte[] Ciphertext)>("select part, content_key, ciphertext from captured.sealed_part where event = @Number order by part", row);
        var wraps = await connection.QueryAsync<(byte[] ContentKey, long Event, ulong Generation, byte[] Wrap)>("""
            select w.content_key, w.event, k.generation, w.wrap from captured.sealed_part p join captured.key_wrap w on w.content_key = p.content_key and w.event in (0, p.event)
            join captured.encryption_key k on k.id = w.encryption_key where p.event = @Number and k.party = @Value order by k.generation desc
            """, new { row.Number, caller.Party.Value });
        var layout = await connection.ExecuteScalarAsync<byte[]>("select layout from captured.sealed_event where event = @Number", row);
        var isWhole = (row.Flags & (long)EventMarks.Sealed) != 0;
        return TypedResults.Ok(new SealedEnvelope(
            row.Key, layout!, isWhole ? null : Encoding.UTF8.GetString(row.Body), isWhole ? null : row.Context, row.Commitment,
            [.. parts.Select(part => new EnvelopePart(((FieldGroup)part.Part).Name(), part.ContentKey, part.Ciphertext))],
            [.. wraps.DistinctBy(wrap => (Convert.ToHexString(wrap.ContentKey), wrap.Event, wrap.Generation)).Select(wrap => new EnvelopeWrap(wrap.ContentKey, wrap.Event != 0, wrap.Generation, wrap.Wrap))]));
    }

    /// <summary>The event of an eventID of which something is sealed that the party may read.</summary>
    /// <exception cref="LedgerException"><c>not-found</c>: the same whether there is one of others or none.</exception>
    internal static async Task<StoredEvent> FindAsync(DbConnection connection, PartyKeys keys, PartyId party, string eventId)
    {
        var given = Hash32.TryParse(eventId, out var named) ? named : EventKey.Of(eventId, false);
        var (key, error, term) = (EventKey.Of(eventId, false), EventKey.Of(eventId, true), keys.IsReady ? keys.Master.BlindEventId(eventId) : 0);
        var rows = await connection.QueryAsync<StoredEvent>($"""
            {StoredEvent.Select} where e.number in (
              select r.event from captured.event_reader r where r.party = @Value and r.event in (select number from captured.event where {EventKey.IsIn("key", "@key", "@error", "@given")})
              union select t.event from captured.reader_term t where t.party = @Value and t.term = @term)
            order by e.flags % 2, e.flags desc, e.number
            """, new { party.Value, key, error, given, term });
        return rows.FirstOrDefault() ?? throw new LedgerException("not-found", $"Nothing is sealed for party {party} of an event '{eventId}'.");
    }
}
