using System.Data;
using System.Globalization;
using Dapper;
using Ledger.Api.Features.Parties;
using Ledger.Api.Http;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.HandOffs;

/// <summary><c>GET /handoffs?party=N</c>: hand-offs, newest first; of one party as giver or receiver, or of all.</summary>
public static class ListHandOffs
{
    private const int PageSize = 50;
    private const string Below = "(h.block < @block or (h.block = @block and h.log_index < @log))";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/handoffs", HandleAsync)
        .WithName("ListHandOffs").WithTags("Hand-offs").WithSummary("Hand-offs, newest first; ?party= for those of one party")
        .Answers(new Page<HandOffEntry>([HandOffEntry.Example], null, Head.Example)).Refuses("invalid-identifier", "invalid-cursor", "not-indexed-yet");

    private static async Task<Ok<Page<HandOffEntry>>> HandleAsync(string? party, string? cursor, Database database, Cursors cursors, CancellationToken cancellationToken)
    {
        var of = party is null ? (long?)null : (long)ShowParty.ParseId(party).Value;
        var scope = $"handoffs {of}";
        var (block, log) = Position(cursors.Read(scope, cursor));
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var asOf = await Head.RequireAsync(connection);
        var sql = of is null
            ? $"{HandOffRow.Select} where {Below} order by h.block desc, h.log_index desc limit @limit"
            : $"""
              select block, LogIndex, time, TxHash, FromParty, ToParty, document, units from ({HandOffRow.Select} where h.from_party = @of and {Below} order by h.block desc, h.log_index desc limit @limit) given
              union all
              select block, LogIndex, time, TxHash, FromParty, ToParty, document, units from ({HandOffRow.Select} where h.to_party = @of and {Below} order by h.block desc, h.log_index desc limit @limit) taken
              order by 1 desc, 2 desc limit @limit
              """;
        var rows = (await connection.QueryAsync<HandOffRow>(sql, new { of, block, log, limit = PageSize + 1 })).AsList();
        var last = rows.Count > PageSize ? rows[PageSize - 1] : null;
        var next = last is null ? null : cursors.Write(scope, string.Create(CultureInfo.InvariantCulture, $"{last.Block} {last.LogIndex}"));
        return TypedResults.Ok(new Page<HandOffEntry>([.. rows.Take(PageSize).Select(row => row.ToResource(null))], next, asOf));
    }

    private static (long Block, long Log) Position(string? position)
    {
        if (position is null) return (long.MaxValue, 0);
        var parts = position.Split(' ');
        return (long.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
