using Dapper;
using Ledger.Api.Exports;
using Ledger.Api.Http;
using Ledger.Sdk;

namespace Ledger.Api.Features.Exports;

/// <summary><c>GET /exports/exposure?side=lender|debtor</c>: what a lender has out with each debtor, against its limits, and how concentrated that is.</summary>
public static class ExportExposure
{
    private static readonly string[] Columns = ["lender", "debtor", "lent", "owned", "total", "limit", "free", "concentration"];

    private const string Lines = """
        select lender, debtor, credit_limit as CreditLimit, exposure, owned from projection.credit_line
        where (exposure <> 0 or owned <> 0 or credit_limit <> 0) and
        """;

    private const string OfLender = $"{Lines} lender = @party order by lender, debtor";
    private const string OfDebtor = $"{Lines} debtor = @party order by lender, debtor";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/exports/exposure", HandleAsync)
        .IsExport("ExportExposure", "Exposure by lender and debtor: lent and owned in notes, limit, and concentration in 1/10,000 of all; ?side=lender (the default) or debtor", new
        {
            asOf = Head.Example,
            party = 4,
            currency = "CNY",
            side = "lender",
            total = 1_250_000,
            largest = 10_000,
            items = new[] { new { lender = "4", debtor = "3", lent = 1_000_000, owned = 250_000, total = 1_250_000, limit = 5_000_000, free = 3_750_000, concentration = 10_000 } },
        });

    private static Task HandleAsync(string? side, Caller caller, HttpContext context, Export export)
    {
        if (side is not (null or "lender" or "debtor")) throw new LedgerException("malformed-request", $"side is lender or debtor, not '{side}'.");
        // Lines of one party are few: as many as it has counterparties. They are read whole, because each one's share needs the sum of all.
        List<Row> rows = [];
        return export.SendAsync(
            context, caller, "exposure", Columns, [new("side", side ?? "lender")],
            async source =>
            {
                rows = (await source.Connection.QueryAsync<Row>(side is "debtor" ? OfDebtor : OfLender, source.Parameters)).AsList();
                return [new("total", Sum(rows)), new("largest", rows.Count == 0 ? null : rows.Max(row => ShareOf(row, Sum(rows))))];
            },
            async (_, sink) =>
            {
                var all = Sum(rows);
                foreach (var row in rows)
                    await sink.Text("lender", $"{row.Lender}").Text("debtor", $"{row.Debtor}").Amount("lent", row.Exposure).Amount("owned", row.Owned).Amount("total", row.Total).Amount("limit", row.CreditLimit)
                        .Amount("free", Int128.Max(0, row.CreditLimit - (Int128)row.Exposure)).Number("concentration", ShareOf(row, all)).EndRowAsync();
            });
    }

    private static Int128 Sum(List<Row> rows) => rows.Aggregate((Int128)0, (sum, row) => sum + row.Total);

    private static long ShareOf(Row row, Int128 all) => all == 0 ? 0 : (long)(row.Total * 10_000 / all);

    private sealed record Row
    {
        public long Lender { get; init; }
        public long Debtor { get; init; }
        public ulong CreditLimit { get; init; }
        public ulong Exposure { get; init; }
        public ulong Owned { get; init; }
        public Int128 Total => (Int128)Exposure + Owned;
    }
}
