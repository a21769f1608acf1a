using System.Data;
using Dapper;
using Ledger.Api.Authentication;
using Ledger.Api.Http;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Positions;

/// <summary><c>GET /positions</c>: the loans that the caller gave or took, newest first.</summary>
public static class ListPositions
{
    private const string Below = "(p.block < @block or (p.block = @block and p.log_index < @log))";
    private const string Valuer = "valuer";
    private static readonly string[] Roles = ["lender", "borrower"];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/positions", HandleAsync)
        .WithName("ListPositions").WithTags("Positions").WithSummary("The loans that the caller gave or took, newest first, with what is owed by the chain's time")
        .WithDescription("?role= is lender, borrower, or valuer for those whose goods the caller values; ?status= is open, impaired, defaulted, repaid, recovered or foreclosed. Regulators see all, or those of ?party=.")
        .Needs(ApiScope.Query).Answers(new Page<PositionRecord>([ShowPosition.ExamplePosition], null, Head.Example))
        .Refuses("sign-in-required", "not-a-party", "role-required", "invalid-identifier", "invalid-cursor", "malformed-request", "not-indexed-yet");

    private static async Task<Ok<Page<PositionRecord>>> HandleAsync(
        Caller caller, string? party, string? role, string? status, string? cursor, Database database, Cursors cursors, CancellationToken cancellationToken)
    {
        if (role is not null && role != Valuer && !Roles.Contains(role)) throw new LedgerException("malformed-request", $"?role= can't be '{role}'.", "It is lender, borrower or valuer.");
        var of = caller.Subject(party);
        var all = party is null && role is null && caller.SeesAll();
        var wanted = Concern.Word<PositionStatus>("status", status);
        var scope = $"positions {of} {all} {role} {status}";
        var (block, log) = Concern.Position(cursors.Read(scope, cursor));
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var asOf = await Head.RequireAsync(connection);
        var rows = (await connection.QueryAsync<PositionRow>(Sql(all, role, wanted), new { of = (long)of.Value, block, log, status = (long?)wanted })).AsList();
        var shown = rows.Take(Concern.PageSize).ToList();
        var next = rows.Count > Concern.PageSize ? cursors.Write(scope, Concern.Position(shown[^1].Block, shown[^1].LogIndex)) : null;
        return TypedResults.Ok(new Page<PositionRecord>([.. shown.Select(row => row.ToRecord(asOf.Time))], next, asOf));
    }

    private static string Sql(bool all, string? role, PositionStatus? status)
    {
        // Lender and borrower are never the same. The index of valuers leaves out loans without one.
        string[] sources = all ? [""] : role == Valuer ? ["p.valuer = @of and p.valuer <> 0 and"] : [.. (role is null ? Roles : [role]).Select(name => $"p.{name} = @of and")];
        var filter = status is null ? "" : "and p.status = @status";
        var walks = sources.Select((source, i) =>
            $"select id from (select p.id from projection.position p where {source} {Below} {filter} order by p.block desc, p.log_index desc limit {Concern.PageSize + 1}) walk{i}");
        return $"select {PositionRow.Columns} from ({string.Join(" union all ", walks)}) found join projection.position p on p.id = found.id order by p.block desc, p.log_index desc limit {Concern.PageSize + 1}";
    }
}
