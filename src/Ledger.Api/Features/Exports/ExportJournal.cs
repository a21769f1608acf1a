using System.Globalization;
using Dapper;
using Ledger.Api.Exports;
using Ledger.Api.Http;
using Ledger.Sdk.Ethereum;

namespace Ledger.Api.Features.Exports;

/// <summary><c>GET /exports/journal</c>: double entry of all that the chain logged of the caller; every entry comes to zero.</summary>
public static class ExportJournal
{
    private static readonly string[] Columns = ["entry", "time", "text", "account", "accountName", "debit", "credit", "subject", "block", "transaction"];

    private static readonly Dictionary<string, string> Names = JournalAccounts.All.ToDictionary(account => account.Number, account => account.Name);

    // Position entries hold fee, late interest, interest and principal; a null is no part of it.
    private const string Records = """
        select block, log_index as LogIndex, 1 as Source, c.time, c.tx_hash as TxHash, c.kind, c.direction as Side, c.amount, 0 as Other,
          case when exists (select 1 from projection.position p where p.id = c.subject and p.lender = @party) then 1 else 0 end as Flag, c.subject
        from projection.cash_entry c where c.account = @account and c.time >= @from and c.time < @to
        union all
        select e.block, e.log_index, 2, e.time, e.tx_hash, e.kind, case when e.from_party = e.to_party then 3 when e.kind = 9 then (case when e.from_party = @party then 2 else 1 end)
          when e.to_party = @party then 1 else 2 end, e.amount, coalesce(e.price, 0), case when e.other is null then 0 else 1 end, e.receivable
        from projection.receivable_entry e join projection.receivable r on r.id = e.receivable
        where e.kind in (1, 2, 3, 4, 8, 9) and e.time >= @from and e.time < @to and (e.from_party = @party or e.to_party = @party or (e.kind = 9 and r.debtor = @party))
        union all
        select e.block, e.log_index, 3, e.time, e.tx_hash, e.kind, case when p.lender = @party then 1 else 2 end,
          coalesce(e.fee, 0) + coalesce(e.late, 0) + coalesce(e.interest, 0) + coalesce(e.principal, 0), coalesce(e.principal, 0), 0, e.position
        from projection.position p join projection.position_entry e on e.position = p.id
        where e.kind = 2 and (p.lender = @party or p.borrower = @party) and e.time >= @from and e.time < @to
        union all
        select block, log_index, 4, time, tx_hash, kind, 1, amount, 0, 0, reference from projection.bank_reference where bank = @party and time >= @from and time < @to
        union all
        select y.block, y.log_index, 5, y.time, y.tx_hash, 1, 1, y.amount, 0, 0, y.order_id
        from projection.purchase_order o join projection.order_payment y on y.order_id = o.id where o.buyer = @party and y.receivable is null and y.time >= @from and y.time < @to
        order by 1, 2, 3
        """;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/exports/journal", HandleAsync)
        .IsExport("ExportJournal", "Journal by double entry: every entry comes to zero; the accounts are explained in the JSON form", new
        {
            asOf = Head.Example,
            party = 2,
            currency = "CNY",
            accounts = JournalAccounts.All.Take(1),
            items = new[]
            {
                new { entry = "1042-3-1", time = 1_772_366_400, text = "receivable paid", account = "1000", accountName = "Cash on the ledger", debit = (long?)1_250_000, credit = (long?)null, subject = Keccak256.Hash("receivable"u8), block = 1042, transaction = Keccak256.Hash("transaction"u8) },
                new { entry = "1042-3-1", time = 1_772_366_400, text = "receivable paid", account = "1100", accountName = "Receivables", debit = (long?)null, credit = (long?)1_250_000, subject = Keccak256.Hash("receivable"u8), block = 1042, transaction = Keccak256.Hash("transaction"u8) },
            },
        });

    private static Task HandleAsync(Caller caller, HttpContext context, Export export) => export.SendAsync(
        context, caller, "journal", Columns, [new("accounts", JournalAccounts.All)], Export.NoHead, WriteAsync);

    private static async Task WriteAsync(Export.Source source, ExportSink sink)
    {
        await foreach (var record in source.Connection.QueryUnbufferedAsync<JournalRecord>(Records, source.Parameters))
        {
            var entry = string.Create(CultureInfo.InvariantCulture, $"{record.Block}-{record.LogIndex}-{record.Source}");
            foreach (var line in JournalBook.Book(record))
            {
                if (line.Amount == 0) continue;
                await sink.Text("entry", entry).Time("time", record.Time).Text("text", JournalBook.TextOf(record)).Text("account", line.Account).Text("accountName", Names[line.Account])
                    .Amount("debit", line.Amount > 0 ? line.Amount : null).Amount("credit", line.Amount < 0 ? -line.Amount : null)
                    .Text("subject", record.Subject is null ? null : Hex.Encode(record.Subject)).Number("block", record.Block).Text("transaction", Hex.Encode(record.TxHash)).EndRowAsync();
            }
        }
    }
}
