using System.Data;
using Dapper;
using Ledger.Api.Authentication;
using Ledger.Api.Http;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Cash;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Cash;

/// <summary><c>GET /cash/entries</c>: the statement of the caller's account, newest first.</summary>
public static class ListCashEntries
{
    private static readonly CashEntry Example = new(
        17, CashEntryType.ReceivablePaid, CashFlow.In, 80_000, 1_250_000, new PartyId(3), new Address([.. new byte[19], 3]), Keccak256.Hash("receivable"u8),
        1_772_366_400, 1042, 5, Keccak256.Hash("transaction"u8));

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/cash/entries", HandleAsync)
        .WithName("ListCashEntries").WithTags("Cash").WithSummary("Every movement of the caller's money with the balance after it, newest first")
        .WithDescription("?from= and ?to= are times; ?subject= is a bank reference, order, receivable or position; ?party= is for regulators.")
        .Needs(ApiScope.Query).Answers(new Page<CashEntry>([Example], null, Head.Example))
        .Refuses("sign-in-required", "not-a-party", "role-required", "invalid-identifier", "invalid-cursor", "malformed-time", "malformed-hex", "not-indexed-yet");

    private static async Task<Ok<Page<CashEntry>>> HandleAsync(
        Caller caller, string? party, string? from, string? to, string? subject, string? cursor, Database database, Cursors cursors, CancellationToken cancellationToken)
    {
        var of = caller.Subject(party);
        var (start, end) = (from is null ? 0 : Times.Parse(from), to is null ? long.MaxValue : Times.Parse(to));
        var scope = $"cash {of} {start} {end} {subject}";
        var (block, log) = Concern.Position(cursors.Read(scope, cursor));
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var asOf = await Head.RequireAsync(connection);
        var rows = (await connection.QueryAsync<EntryRow>(
            $"""
            select number, kind, direction, amount, balance, counter, subject, time, block, log_index as LogIndex, tx_hash as TxHash
            from projection.cash_entry
            where account = @account and (block < @block or (block = @block and log_index < @log)) and time >= @start and time <= @end
              {(subject is null ? "" : "and subject = @about")}
            order by block desc, log_index desc limit {Concern.PageSize + 1}
            """, new { account = CashAccount.Of(of), block, log, start, end, about = subject is null ? null : Concern.Id(subject).ToArray() })).AsList();
        var last = rows.Count > Concern.PageSize ? rows[Concern.PageSize - 1] : null;
        var next = last is null ? null : cursors.Write(scope, Concern.Position(last.Block, last.LogIndex));
        return TypedResults.Ok(new Page<CashEntry>([.. rows.Take(Concern.PageSize).Select(row => row.ToRecord())], next, asOf));
    }

    private sealed record EntryRow(ulong Number, long Kind, long Direction, ulong Amount, ulong Balance, Address Counter, Hash32? Subject, ulong Time,
        ulong Block, ulong LogIndex, Hash32 TxHash)
    {
        public CashEntry ToRecord() => new(
            Number, (CashEntryType)Kind, (CashFlow)Direction, Amount, Balance, CashAccount.PartyOf(Counter), Counter, Subject, Time, Block, LogIndex, TxHash);
    }
}
