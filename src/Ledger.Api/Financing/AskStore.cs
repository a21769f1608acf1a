using System.Data.Common;
using System.Text.Json;
using Dapper;
using Ledger.Api.Relay;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Financing;

/// <summary>Requests for offers and the offers on them.</summary>
public sealed class AskStore(Database database, CurrentDeployment deployment, TimeProvider time)
{
    private byte[] Chain => deployment.Key.ToArray();

    /// <summary>Unix seconds.</summary>
    public ulong Now => (ulong)time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Keeps a request; returns its number.</summary>
    public async Task<ulong> AddAsync(NoteFacts note, ulong amount, ulong until, IReadOnlyList<PartyId>? lenders)
    {
        await using var connection = await database.OpenAsync(Access.Captured);
        return await connection.ExecuteScalarAsync<ulong>("""
            insert into captured.financing_ask (chain, holder, debtor, receivable, note, seq, amount, still_open, due, until, lenders, created)
            values (@Chain, @Owner, @Debtor, @Receivable, @Note, @Seq, @amount, @open, @Due, @until, @lenders, @Now)
            returning number
            """, new
        {
            Chain,
            note.Owner,
            note.Debtor,
            note.Receivable,
            note.Note,
            note.Seq,
            amount,
            open = note.OpenOf(amount),
            note.Due,
            until,
            lenders = lenders is null ? null : JsonSerializer.Serialize(lenders.Distinct().Order(), LedgerJson.Options),
            Now,
        });
    }

    /// <summary>A request; null where there is none of this number.</summary>
    public Task<AskRow?> FindAsync(DbConnection connection, ulong number) =>
        connection.QuerySingleOrDefaultAsync<AskRow>($"{AskRow.Select} where a.number = @number and a.chain = @Chain", new { number, Chain });

    /// <summary>The requests of a holder, newest first.</summary>
    public async Task<IReadOnlyList<AskRow>> OfHolderAsync(DbConnection connection, PartyId holder, ulong below, int limit) =>
        (await connection.QueryAsync<AskRow>(
            $"{AskRow.Select} where a.holder = @holder and a.chain = @Chain and a.number < @below order by a.number desc limit @limit",
            new { holder = holder.Value, Chain, below = Below(below), limit })).AsList();

    /// <summary>What may be offered on now, newest first; <see cref="AskRow.Concerns"/> says whom each asks.</summary>
    public async Task<IReadOnlyList<AskRow>> OpenAsync(DbConnection connection, ulong below, int limit) =>
        (await connection.QueryAsync<AskRow>(
            $"{AskRow.Select} where a.closed is null and a.until >= @Now and a.chain = @Chain and a.number < @below order by a.number desc limit @limit",
            new { Chain, Now, below = Below(below), limit })).AsList();

    /// <summary>All that was asked since a moment, oldest first.</summary>
    public async Task<IReadOnlyList<AskRow>> SinceAsync(DbConnection connection, ulong since, int limit) =>
        (await connection.QueryAsync<AskRow>(
            $"{AskRow.Select} where a.created >= @since and a.chain = @Chain order by a.created, a.number limit @limit", new { Chain, since, limit })).AsList();

    /// <summary>Who asks whom for offers on the receivable <c>@id</c>, at the chain's time: rows of <see cref="Asking"/>.</summary>
    internal const string Asks = """
        select a.holder, a.debtor, a.lenders from captured.financing_ask a
        where a.receivable = @id and a.closed is null and a.until >= (select block_time from projection.chain where id = 1)
        """;

    /// <summary>Takes no more offers.</summary>
    public async Task CloseAsync(ulong number)
    {
        await using var connection = await database.OpenAsync(Access.Captured);
        await connection.ExecuteAsync("update captured.financing_ask set closed = @Now where number = @number and closed is null", new { number, Now });
    }

    /// <summary>The offers on a request: all, or one lender's; best first, those that can't be accepted behind.</summary>
    public async Task<IReadOnlyList<FinancingOffer>> OffersAsync(DbConnection connection, ulong ask, PartyId? lender, long indexed)
    {
        var rows = await connection.QueryAsync<OfferRow>(
            $"{OfferRow.Select} where f.ask = @ask order by f.number limit 1000", new { ask });
        var now = Now;
        var ranked = rows.Select(row => (Row: row, Open: row.State(now, indexed) == OfferState.Open, Rank: row.Rank(now)))
            .OrderByDescending(offer => offer.Open).ThenBy(offer => offer.Rank).ToList();
        // A lender sees only its own, and not what place they have among the others'.
        return [.. ranked.Select((offer, i) => (offer.Row, Place: offer.Open && lender is null ? i + 1 : (int?)null))
            .Where(offer => lender is null || offer.Row.Lender == lender.Value.Value).Select(offer => offer.Row.ToResource(now, indexed, offer.Place))];
    }

    private static long Below(ulong number) => (long)Math.Min(number, long.MaxValue);
}
