using Dapper;
using Ledger.Api.Exports;
using Ledger.Api.Http;
using Ledger.Sdk.Ethereum;

namespace Ledger.Api.Features.Exports;

/// <summary><c>GET /exports/statement</c>: every movement of the caller's cash with the balance behind it, the oldest first.</summary>
public static class ExportStatement
{
    private static readonly string[] Columns = ["number", "time", "kind", "counterparty", "amount", "balance", "subject", "block", "transaction"];

    // Kinds of projection.cash_entry, from 1 on.
    private static readonly string[] Kinds =
    [
        "transfer", "minted", "burned", "order-funded", "order-paid", "escrow-returned", "note-sold", "receivable-paid", "note-redeemed", "note-retired", "loan-paid-out", "loan-repaid", "loan-divided",
    ];

    private const string Entries = """
        select number, time, kind, direction, counter, amount, balance, subject, block, tx_hash as TxHash from projection.cash_entry
        where account = @account and time >= @from and time < @to order by block, log_index
        """;

    private const string Last = "select balance from projection.cash_entry where account = @account and time <";
    private const string Opening = $"{Last} @from order by block desc, log_index desc limit 1";
    private const string Closing = $"{Last} @to order by block desc, log_index desc limit 1";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/exports/statement", HandleAsync)
        .IsExport("ExportStatement", "Cash statement: every movement with the balance behind it", new
        {
            asOf = Head.Example,
            party = 2,
            currency = "CNY",
            opening = 0,
            closing = 1_250_000,
            items = new[] { new { number = 1, time = 1_772_366_400, kind = "receivable-paid", counterparty = "3", amount = 1_250_000, balance = 1_250_000, subject = Keccak256.Hash("receivable"u8), block = 1042, transaction = Keccak256.Hash("transaction"u8) } },
        });

    private static Task HandleAsync(Caller caller, HttpContext context, Export export) => export.SendAsync(context, caller, "statement", Columns, [], HeadAsync, WriteAsync);

    private static async Task<IReadOnlyList<KeyValuePair<string, object?>>> HeadAsync(Export.Source source)
    {
        async Task<Int128> BalanceAsync(string query) => await source.Connection.ExecuteScalarAsync<long?>(query, source.Parameters) ?? 0;
        return [new("opening", await BalanceAsync(Opening)), new("closing", await BalanceAsync(Closing))];
    }

    private static async Task WriteAsync(Export.Source source, ExportSink sink)
    {
        await foreach (var row in source.Connection.QueryUnbufferedAsync<Row>(Entries, source.Parameters))
            await sink.Number("number", row.Number).Time("time", row.Time).Text("kind", NameOf(row.Kind)).Text("counterparty", Export.AccountName(row.Counter))
                .Amount("amount", row.Direction switch { 1 => row.Amount, 2 => -(Int128)row.Amount, _ => 0 }).Amount("balance", row.Balance)
                .Text("subject", row.Subject is null ? null : Hex.Encode(row.Subject)).Number("block", row.Block).Text("transaction", Hex.Encode(row.TxHash)).EndRowAsync();
    }

    private static string NameOf(long kind) => kind >= 1 && kind <= Kinds.Length ? Kinds[kind - 1] : "transfer";

    private sealed record Row
    {
        public long Number { get; init; }
        public long Time { get; init; }
        public long Kind { get; init; }
        public long Direction { get; init; }
        public byte[] Counter { get; init; } = [];
        public ulong Amount { get; init; }
        public ulong Balance { get; init; }
        public byte[]? Subject { get; init; }
        public long Block { get; init; }
        public byte[] TxHash { get; init; } = [];
    }
}
