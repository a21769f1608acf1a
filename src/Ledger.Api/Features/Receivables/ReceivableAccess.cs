using System.Data.Common;
using Dapper;
using Ledger.Api.Financing;
using Ledger.Api.Http;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;

namespace Ledger.Api.Features.Receivables;

/// <summary>Who may see a receivable: its debtor, whoever owned or lent on a part of it or on the order that it was born of, whoever is asked for offers on it, and regulators.</summary>
internal static class ReceivableAccess
{
    private const string Concerns =
        """
        select case when exists (select 1 from projection.receivable_note where owner = @party and receivable = @id and due = @due and status = 1)
          or exists (select 1 from projection.position where collateral = @id and lender = @party)
          or exists (select 1 from projection.position where collateral = @order and (lender = @party or borrower = @party))
          or exists (select 1 from projection.receivable_entry where receivable = @id and (from_party = @party or to_party = @party))
        then 1 else 0 end
        """;

    /// <summary>The receivable, where it concerns the caller.</summary>
    /// <exception cref="LedgerException"><c>not-found</c>.</exception>
    public static async Task<ReceivableRow> RequireAsync(DbConnection connection, Hash32 id, Caller caller)
    {
        var row = await connection.QuerySingleOrDefaultAsync<ReceivableRow>($"select {ReceivableRow.Columns} from projection.receivable r where r.id = @id", new { id });
        return row is not null && await ConcernsAsync(connection, row, caller) ? row : throw Concern.NotFound("receivable", id);
    }

    private static async Task<bool> ConcernsAsync(DbConnection connection, ReceivableRow row, Caller caller)
    {
        var party = caller.Party.Value;
        if (caller.SeesAll() || party == row.Debtor || party == row.Seller) return true;
        return await connection.ExecuteScalarAsync<long>(Concerns, new { id = row.Id, order = row.OrderId ?? Hash32.Zero, party = (long)party, due = (long)row.Due }) == 1
            || await AskStore.AsksAsync(connection, row.Id, caller.Party);
    }
}
