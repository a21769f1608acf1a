using System.Data;
using System.Globalization;
using Dapper;
using Ledger.Api.Authentication;
using Ledger.Api.Features.Parties;
using Ledger.Api.Http;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Receivables;

/// <summary><c>GET /receivables</c>: what the caller owes, owns or was the first to own, by due date.</summary>
public static class ListReceivables
{
    private const string ByOwner =
        """
        select distinct n.due, n.receivable as id from projection.receivable_note n join projection.receivable r on r.id = n.receivable
        where n.owner = {0} and n.status = 1 and (n.due > @after or (n.due = @after and n.receivable > @last)) {1} order by n.due, n.receivable limit @limit
        """;

    private const string ByColumn =
        "select r.due, r.id from projection.receivable r where {0} (r.due > @after or (r.due = @after and r.id > @last)) {1} order by r.due, r.id limit @limit";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/receivables", HandleAsync)
        .WithName("ListReceivables").WithTags("Receivables").WithSummary("What the caller owes, owns or was the first to own, by due date")
        .WithDescription("?debtor=, ?owner= and ?seller= are parties; ?status= is open, due, overdue or settled; ?dueFrom= and ?dueTo= are times. Regulators see all.")
        .Needs(ApiScope.Query).Answers(new Page<ReceivableRecord>([ShowReceivable.ExampleReceivable], null, Head.Example))
        .Refuses("sign-in-required", "not-a-party", "invalid-identifier", "invalid-cursor", "malformed-request", "malformed-time", "not-indexed-yet");

    /// <summary>The filters of the query.</summary>
    public sealed record Filter
    {
        public string? Debtor { get; init; }

        public string? Owner { get; init; }

        public string? Seller { get; init; }

        public string? Status { get; init; }

        public string? DueFrom { get; init; }

        public string? DueTo { get; init; }

        public string? Cursor { get; init; }
    }

    private static async Task<Ok<Page<ReceivableRecord>>> HandleAsync(
        Caller caller, [AsParameters] Filter filter, Database database, Cursors cursors, CancellationToken cancellationToken)
    {
        var scope = $"receivables {caller.Party} {caller.SeesAll()} {filter with { Cursor = null }}";
        var parameters = Parameters(caller, filter, cursors.Read(scope, filter.Cursor));
        var status = Concern.Word<ReceivableStatus>("status", filter.Status);
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var asOf = await Head.RequireAsync(connection);
        parameters.Add("now", (long)asOf.Time);
        var conditions = Conditions(filter, status);
        var walks = Sources(caller, filter).Select((walk, i) => $"select due, id from ({string.Format(CultureInfo.InvariantCulture, walk.Sql, walk.Party, conditions)}) walk{i}");
        var rows = (await connection.QueryAsync<ReceivableRow>(
            $"select {ReceivableRow.Columns} from ({string.Join(" union ", walks)}) found join projection.receivable r on r.id = found.id order by r.due, r.id limit @limit",
            parameters)).AsList();
        var last = rows.Count > Concern.PageSize ? rows[Concern.PageSize - 1] : null;
        var next = last is null ? null : cursors.Write(scope, string.Create(CultureInfo.InvariantCulture, $"{last.Due} {last.Id}"));
        return TypedResults.Ok(new Page<ReceivableRecord>([.. rows.Take(Concern.PageSize).Select(row => row.ToRecord(asOf.Time))], next, asOf));
    }

    private static DynamicParameters Parameters(Caller caller, Filter filter, string? position)
    {
        var parts = position?.Split(' ');
        var parameters = new DynamicParameters();
        parameters.Add("me", (long)caller.Party.Value);
        parameters.Add("debtor", filter.Debtor is null ? null : (long?)ShowParty.ParseId(filter.Debtor).Value, DbType.Int64);
        parameters.Add("owner", filter.Owner is null ? null : (long?)ShowParty.ParseId(filter.Owner).Value, DbType.Int64);
        parameters.Add("seller", filter.Seller is null ? null : (long?)ShowParty.ParseId(filter.Seller).Value, DbType.Int64);
        parameters.Add("dueFrom", (long)(filter.DueFrom is null ? 0 : Times.Parse(filter.DueFrom)));
        parameters.Add("dueTo", filter.DueTo is null ? long.MaxValue : (long)Times.Parse(filter.DueTo));
        parameters.Add("after", parts is null ? 0L : long.Parse(parts[0], CultureInfo.InvariantCulture));
        parameters.Add("last", parts is null ? [] : Hash32.Parse(parts[1]).ToArray());
        parameters.Add("limit", Concern.PageSize + 1);
        return parameters;
    }

    /// <summary>The index walks that together find what concerns the caller; those that the filters exclude are left out.</summary>
    private static IEnumerable<(string Sql, string Party)> Sources(Caller caller, Filter filter)
    {
        if (caller.SeesAll())
            return filter.Debtor is not null ? [(ByColumn, "r.debtor = @debtor and")] : filter.Seller is not null ? [(ByColumn, "r.seller = @seller and")]
                : filter.Owner is not null ? [(ByOwner, "@owner")] : [(ByColumn, "")];
        var me = $"{caller.Party}";
        if (filter.Debtor == me) return [(ByColumn, "r.debtor = @me and")];
        if (filter.Seller == me) return [(ByColumn, "r.seller = @me and")];
        if (filter.Owner == me) return [(ByOwner, "@me")];
        return [(ByColumn, "r.debtor = @me and"), (ByColumn, "r.seller = @me and"), (ByOwner, "@me")];
    }

    private static string Conditions(Filter filter, ReceivableStatus? status)
    {
        var text = filter.Debtor is null ? "" : "and r.debtor = @debtor ";
        if (filter.Seller is not null) text += "and r.seller = @seller ";
        if (filter.Owner is not null) text += "and exists (select 1 from projection.receivable_note o where o.owner = @owner and o.due = r.due and o.receivable = r.id and o.status = 1) ";
        if (filter.DueFrom is not null || filter.DueTo is not null) text += "and r.due >= @dueFrom and r.due <= @dueTo ";
        return text + status switch
        {
            ReceivableStatus.Settled => "and r.outstanding = 0",
            ReceivableStatus.Open => "and r.outstanding <> 0 and r.due > @now",
            ReceivableStatus.Due => $"and r.outstanding <> 0 and r.due <= @now and r.due > @now - {ReceivableRow.Day}",
            ReceivableStatus.Overdue => $"and r.outstanding <> 0 and r.due <= @now - {ReceivableRow.Day}",
            _ => "",
        };
    }
}
