using Dapper;
using Ledger.Api.Exports;
using Ledger.Api.Http;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;

namespace Ledger.Api.Features.Exports;

/// <summary><c>GET /exports/aging?side=owner|debtor</c>: what is open by how long it is overdue at the chain's time, by counterparty; <c>&amp;detail=true</c> debt by debt.</summary>
public static class ExportAging
{
    private static readonly string[] Columns = ["counterparty", "debts", .. AgingBuckets.Names, "total"];
    private static readonly string[] Details = ["counterparty", "receivable", "note", "due", "daysOverdue", "bucket", "open", "disputed"];

    // What is paid belongs to the notes by their amounts; share of what is unpaid is computed below, where 128 bits hold the product.
    private const string Owned = """
        select n.debtor as Counterparty, n.receivable, n.id as Note, n.due, n.amount, r.owed, r.paid, r.disputed from projection.receivable_note n join projection.receivable r on r.id = n.receivable
        where n.owner = @party and n.status = 1 and r.outstanding <> 0 and n.due >= @from and n.due < @to order by n.due, n.id
        """;

    private const string Owing = """
        select r.seller as Counterparty, r.id as receivable, null as note, r.due, r.outstanding as amount, 1 as owed, 0 as paid, r.disputed from projection.receivable r
        where r.debtor = @party and r.outstanding <> 0 and r.due >= @from and r.due < @to order by r.due, r.id
        """;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/exports/aging", HandleAsync)
        .IsExport("ExportAging", "Aging of receivables by counterparty: ?side=owner (the default) what is owed to the caller by debtor, ?side=debtor what it owes by seller; ?detail=true debt by debt; from and to limit due dates", new
        {
            asOf = Head.Example,
            party = 2,
            currency = "CNY",
            side = "owner",
            items = new[] { new { counterparty = "3", debts = 2, current = 1_000_000, days1To30 = 250_000, days31To60 = 0, days61To90 = 0, over90 = 0, total = 1_250_000 } },
        });

    private static Task HandleAsync(string? side, bool? detail, Caller caller, HttpContext context, Export export)
    {
        if (side is not (null or "owner" or "debtor")) throw new LedgerException("malformed-request", $"side is owner or debtor, not '{side}'.");
        var query = side is "debtor" ? Owing : Owned;
        return export.SendAsync(
            context, caller, "aging", detail is true ? Details : Columns, [new("side", side ?? "owner")], Export.NoHead,
            (source, sink) => detail is true ? WriteDetailsAsync(source, query, sink) : WriteSumsAsync(source, query, sink));
    }

    private static async Task WriteSumsAsync(Export.Source source, string query, ExportSink sink)
    {
        var sums = new SortedDictionary<long, AgingBuckets>();
        var all = new AgingBuckets();
        await foreach (var row in source.Connection.QueryUnbufferedAsync<Row>(query, source.Parameters))
        {
            if (!sums.TryGetValue(row.Counterparty, out var buckets)) sums.Add(row.Counterparty, buckets = new AgingBuckets());
            var bucket = AgingBuckets.Of(AgingBuckets.DaysOverdue(row.Due, source.AsOf.Time));
            buckets.Add(bucket, row.Open);
            all.Add(bucket, row.Open);
        }
        foreach (var (party, buckets) in sums) await WriteAsync(sink, party.ToString(System.Globalization.CultureInfo.InvariantCulture), buckets);
        await WriteAsync(sink, "all", all);
    }

    private static ValueTask WriteAsync(ExportSink sink, string counterparty, AgingBuckets buckets)
    {
        sink.Text("counterparty", counterparty).Number("debts", buckets.Count);
        for (var i = 0; i < AgingBuckets.Names.Count; i++) sink.Amount(AgingBuckets.Names[i], buckets[i]);
        return sink.Amount("total", buckets.Total).EndRowAsync();
    }

    private static async Task WriteDetailsAsync(Export.Source source, string query, ExportSink sink)
    {
        await foreach (var row in source.Connection.QueryUnbufferedAsync<Row>(query, source.Parameters))
        {
            var days = AgingBuckets.DaysOverdue(row.Due, source.AsOf.Time);
            await sink.Text("counterparty", row.Counterparty.ToString(System.Globalization.CultureInfo.InvariantCulture)).Text("receivable", Hex.Encode(row.Receivable)).Text("note", row.Note is null ? null : Hex.Encode(row.Note))
                .Time("due", (long)row.Due).Number("daysOverdue", days).Text("bucket", AgingBuckets.Names[AgingBuckets.Of(days)]).Amount("open", row.Open).Text("disputed", row.Disputed == 0 ? "no" : "yes").EndRowAsync();
        }
    }

    private sealed record Row
    {
        public long Counterparty { get; init; }
        public byte[] Receivable { get; init; } = [];
        public byte[]? Note { get; init; }
        public ulong Due { get; init; }
        public ulong Amount { get; init; }
        public ulong Owed { get; init; }
        public ulong Paid { get; init; }
        public long Disputed { get; init; }

        /// <summary>What is unpaid of it: the amount less its share of what was paid, rounded down.</summary>
        public Int128 Open => Amount - (Owed == 0 ? 0 : (Int128)((UInt128)Amount * Paid / Owed));
    }
}
