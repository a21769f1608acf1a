using System.Data.Common;
using Ledger.Api.Financing;
using Ledger.Api.Http;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;

namespace Ledger.Api.Features.Receivables;

/// <summary>Who may see a receivable: its debtor, whoever owned or lent on a part of it or on the order that it was born of, whoever is asked for offers on it, and regulators.</summary>
internal static class ReceivableAccess
{
    /// <summary>The receivable <c>@id</c>, what it is to <c>@party</c>, and who asks for offers on it: three statements, for <see cref="ReadAsync"/>.</summary>
    public const string Sql =
        $"""
        select {ReceivableRow.Columns} from projection.receivable r where r.id = @id;
        select cast(case when exists (select 1 from projection.receivable_note n join projection.receivable r on r.id = n.receivable and r.due = n.due
            where n.owner = @party and n.receivable = @id and n.status = 1)
          or exists (select 1 from projection.position where collateral = @id and lender = @party)
          or exists (select 1 from projection.receivable r join projection.position p on p.collateral = r.order_id
            where r.id = @id and (p.lender = @party or p.borrower = @party))
          or exists (select 1 from projection.receivable_entry where receivable = @id and (from_party = @party or to_party = @party))
        then 1 else 0 end as bigint);
        {AskStore.Asks};

        """;

    private static readonly ReadBatch Batch = new(Sql, "id", "party");

    /// <summary>The receivable, where it concerns the caller.</summary>
    /// <exception cref="LedgerException"><c>not-found</c>.</exception>
    public static async Task<ReceivableRow> RequireAsync(DbConnection connection, Hash32 id, Caller caller)
    {
        await using var answers = await Batch.ExecuteAsync(connection, [id.ToArray(), (long)caller.Party.Value]);
        return await ReadAsync(answers, id, caller);
    }

    /// <summary>Reads it from the answers to <see cref="Sql"/>.</summary>
    /// <exception cref="LedgerException"><c>not-found</c>.</exception>
    public static async Task<ReceivableRow> ReadAsync(ReadAnswers answers, Hash32 id, Caller caller)
    {
        var row = await answers.FirstAsync<ReceivableRow>();
        var isParty = await answers.FirstAsync<long>() == 1;
        var asks = await answers.RowsAsync<Asking>();
        var party = caller.Party;
        return row is not null && (caller.SeesAll() || party.Value == row.Debtor || party.Value == row.Seller || isParty || asks.Any(ask => ask.Concerns(party)))
            ? row : throw Concern.NotFound("receivable", id);
    }
}
