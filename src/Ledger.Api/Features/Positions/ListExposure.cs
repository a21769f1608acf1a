using System.Data;
using Dapper;
using Ledger.Api.Authentication;
using Ledger.Api.Features.Parties;
using Ledger.Api.Http;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Positions;

/// <summary><c>GET /exposure</c>: what creditors have at stake with debtors, and their limits.</summary>
public static class ListExposure
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/exposure", HandleAsync)
        .WithName("ListExposure").WithTags("Positions").WithSummary("What a creditor has lent to debtors and owns of their notes, and its limits")
        .WithDescription("The caller is the ?lender= or the ?debtor=: without either, the lender. Regulators name whom they like.")
        .Needs(ApiScope.Query).Answers(new Page<ExposureRecord>([new ExposureRecord(new PartyId(5), new PartyId(3), 1_000_000, 150_000, 0, 1)], null, Head.Example))
        .Refuses("sign-in-required", "not-a-party", "role-required", "invalid-identifier", "invalid-cursor", "not-indexed-yet");

    private static async Task<Ok<Page<ExposureRecord>>> HandleAsync(
        Caller caller, string? lender, string? debtor, string? cursor, Database database, Cursors cursors, CancellationToken cancellationToken)
    {
        var (creditor, of) = (lender is null ? (PartyId?)null : ShowParty.ParseId(lender), debtor is null ? (PartyId?)null : ShowParty.ParseId(debtor));
        if (creditor is null && (of is null || !(of == caller.Party || caller.SeesAll()))) creditor = caller.Party;
        if (!caller.SeesAll() && creditor != caller.Party && of != caller.Party)
            throw new LedgerException("role-required", "Only the lender, the debtor or a regulator sees this.", "Name yourself as ?lender= or ?debtor=.");
        var scope = $"exposure {creditor} {of}";
        var last = cursors.Read(scope, cursor) is { } position ? Convert.FromHexString(position) : [];
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var asOf = await Head.RequireAsync(connection);
        var rows = (await connection.QueryAsync<LineRow>(
            $"""
            select id, lender, debtor, credit_limit as CreditLimit, exposure, owned, seq from projection.credit_line
            where id > @last {(creditor is null ? "" : "and lender = @creditor")} {(of is null ? "" : "and debtor = @of")}
            order by id limit {Concern.PageSize + 1}
            """, new { last, creditor = (long?)creditor?.Value, of = (long?)of?.Value })).AsList();
        var next = rows.Count > Concern.PageSize ? cursors.Write(scope, Convert.ToHexString(rows[Concern.PageSize - 1].Id)) : null;
        return TypedResults.Ok(new Page<ExposureRecord>([.. rows.Take(Concern.PageSize).Select(row => row.ToRecord())], next, asOf));
    }

    private sealed record LineRow(byte[] Id, ulong Lender, ulong Debtor, ulong CreditLimit, ulong Exposure, ulong Owned, ulong Seq)
    {
        public ExposureRecord ToRecord() => new(new PartyId(Lender), new PartyId(Debtor), CreditLimit, Exposure, Owned, (uint)Seq);
    }
}
