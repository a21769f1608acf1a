using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Ledger.Api.Exports;
using Ledger.Sdk.Cash;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Tests.Imports;

public sealed class ExportTests
{
    private const long Now = 1_772_366_400;

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_cash_statement_has_every_movement_with_its_balance_as_csv_and_json(string engine)
    {
        await using var host = await FileHost.StartOnAsync(engine);
        await AddCashAsync(host, 2, 1, 1, 1_000, 1_000, 2);
        await AddCashAsync(host, 2, 2, 2, 250, 750, 1);
        await AddCashAsync(host, 2, 3, 1, 50, 800, 8);
        var csv = await TextAsync(host, 2, "/exports/statement?format=csv");
        var lines = csv.Split("\r\n");
        Assert.Equal("number,time,kind,counterparty,amount,balance,subject,block,transaction", lines[0]);
        Assert.StartsWith("2,1970-01-01T00:03:20Z,transfer,3,-2.50,7.50,", lines[2], StringComparison.Ordinal);
        Assert.Equal(5, lines.Length);
        var (_, json) = await host.GetAsync(2, "/exports/statement?from=150&to=300");
        Assert.Equal(("1000", "750", "CNY"), (json["opening"]!.ToString(), json["closing"]!.ToString(), json["currency"]!.ToString()));
        Assert.Equal("-250", Assert.Single(json["items"]!.AsArray())!["amount"]!.ToString());
    }

    [Fact]
    public async Task Exports_show_a_caller_its_own_and_a_regulator_everything()
    {
        await using var host = await FileHost.StartAsync();
        await AddCashAsync(host, 2, 1, 1, 1_000, 1_000, 2);
        Assert.Empty((await host.GetAsync(5, "/exports/statement")).Json["items"]!.AsArray());
        Assert.Equal((403, "role-required"), await ApiHost.ProblemAsync(await (await host.AsAsync(5)).GetAsync("/exports/statement?party=2")));
        Assert.Single((await host.GetAsync(6, "/exports/statement?party=2")).Json["items"]!.AsArray());
        foreach (var export in new[] { "statement", "aging", "exposure", "journal" })
            Assert.Equal((401, "sign-in-required"), await ApiHost.ProblemAsync(await host.Api.Client.GetAsync($"/exports/{export}")));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_regulator_gets_all_parties_in_one_file_each_row_with_its_party(string engine)
    {
        await using var host = await FileHost.StartOnAsync(engine);
        await AddCashAsync(host, 3, 4, 1, 700, 700, 2);
        await AddCashAsync(host, 2, 1, 1, 1_000, 1_000, 2);
        await AddCashAsync(host, 2, 2, 2, 250, 750, 1);
        var lines = (await TextAsync(host, 6, "/exports/statement?party=all&format=csv")).Split("\r\n");
        Assert.Equal("party,number,time,kind,counterparty,amount,balance,subject,block,transaction", lines[0]);
        Assert.Equal(["2 1", "2 2", "3 4"], lines[1..4].Select(line => string.Join(' ', line.Split(',')[..2])));
        Assert.Equal(("", 5), (lines[4], lines.Length));
        var (_, json) = await host.GetAsync(6, "/exports/statement?party=all&from=150");
        Assert.Equal(("all", null), ((string?)json["party"], json["opening"]));
        Assert.Equal(["2 -250", "3 700"], json["items"]!.AsArray().Select(item => $"{item!["party"]} {item["amount"]}"));
        // Aging has a line for all debts of each party; exposure of a party does not count another's.
        Assert.Equal([2, 3, 4, 5, 6], (await host.GetAsync(6, "/exports/aging?party=all")).Json["items"]!.AsArray().Select(item => (int)item!["party"]!));
        foreach (var (lender, debtor, exposure) in new[] { (4, 3, 300), (5, 3, 100), (5, 2, 300) })
            await host.WriteAsync("insert into projection.credit_line (id, lender, debtor, credit_limit, exposure, owned, seq) values (@id, @lender, @debtor, 0, @exposure, 0, 1)", new { id = Id((byte)(lender * 10 + debtor)), lender, debtor, exposure });
        Assert.Equal(["4 3 10000", "5 2 7500", "5 3 2500"], (await host.GetAsync(6, "/exports/exposure?party=all")).Json["items"]!.AsArray().Select(item => $"{item!["party"]} {item["debtor"]} {item["concentration"]}"));
        Assert.Equal(["2 1000", "2 9000"], (await host.GetAsync(6, "/exports/journal?party=all&from=150&to=250")).Json["items"]!.AsArray().Select(item => $"{item!["party"]} {item["account"]}").Order());
        foreach (var export in new[] { "statement", "aging", "exposure", "journal" })
            Assert.Equal((403, "role-required"), await ApiHost.ProblemAsync(await (await host.AsAsync(2)).GetAsync($"/exports/{export}?party=all")));
    }

    [Theory]
    [InlineData("text/csv", "text/csv")]
    [InlineData("application/json", "application/json")]
    [InlineData("text/csv;q=0.5, application/json", "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData("image/png", "application/problem+json")]
    public async Task The_form_is_chosen_by_accept(string accept, string type)
    {
        await using var host = await FileHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/exports/journal");
        foreach (var one in accept.Split(", ")) request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(one));
        Assert.Equal(type, (await (await host.AsAsync(2)).SendAsync(request)).Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Debts_age_by_the_chain_s_time_a_begun_day_counting_whole(string engine)
    {
        await using var host = await FileHost.StartOnAsync(engine);
        foreach (var (i, due) in new[] { Now, Now - 1, Now - (30 * 86_400), Now - (30 * 86_400) - 1, Now - (60 * 86_400) - 1, Now - (90 * 86_400), Now - (90 * 86_400) - 1 }.Select((due, i) => (i, due)))
            await AddReceivableAsync(host, (byte)(i + 1), 3, 2, due, 100, owed: 100, paid: 0);
        var (_, json) = await host.GetAsync(2, "/exports/aging");
        var row = json["items"]![0]!;
        Assert.Equal(["3", "7", "100", "200", "100", "200", "100", "700"], new[] { "counterparty", "debts", "current", "days1To30", "days31To60", "days61To90", "over90", "total" }.Select(name => row[name]!.ToString()));
        Assert.Equal("700", (await host.GetAsync(3, "/exports/aging?side=debtor")).Json["items"]![0]!["total"]!.ToString());
        Assert.Equal("1", (await host.GetAsync(3, "/exports/aging?side=debtor&detail=true")).Json["items"]!.AsArray().Single(item => item!["daysOverdue"]!.ToString() == "1")!["daysOverdue"]!.ToString());
    }

    [Fact]
    public async Task A_note_s_share_of_what_was_paid_is_not_open()
    {
        await using var host = await FileHost.StartAsync();
        await AddReceivableAsync(host, 1, 3, 2, Now + 5, ulong.MaxValue / 4, owed: ulong.MaxValue / 2, paid: ulong.MaxValue / 4);
        Assert.Equal((ulong.MaxValue / 8 + 1).ToString(CultureInfo.InvariantCulture), (await host.GetAsync(2, "/exports/aging")).Json["items"]![0]!["current"]!.ToString());
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Exposure_says_how_concentrated_it_is(string engine)
    {
        await using var host = await FileHost.StartOnAsync(engine);
        foreach (var (debtor, lent, owned) in new[] { (2, 100, 200), (3, 100, 0) })
            await host.WriteAsync("insert into projection.credit_line (id, lender, debtor, credit_limit, exposure, owned, seq) values (@id, 4, @debtor, 150, @lent, @owned, 1)", new { id = new byte[] { (byte)debtor }, debtor, lent, owned });
        var (_, json) = await host.GetAsync(4, "/exports/exposure");
        Assert.Equal(("400", "7500"), (json["total"]!.ToString(), json["largest"]!.ToString()));
        Assert.Equal(["7500", "2500"], json["items"]!.AsArray().Select(row => row!["concentration"]!.ToString()));
        Assert.Equal("3", Assert.Single((await host.GetAsync(3, "/exports/exposure?side=debtor")).Json["items"]!.AsArray())!["debtor"]!.ToString());
        Assert.Contains("4,2,1.00,2.00,3.00,1.50,0.50,7500\r\n", await TextAsync(host, 4, "/exports/exposure?format=csv"), StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_is_booked_comes_to_zero()
    {
        var random = new Random(7);
        for (var i = 0; i < 5000; i++)
        {
            var amount = (ulong)random.NextInt64(1, long.MaxValue);
            var record = new JournalRecord { Source = random.Next(1, 6), Kind = random.Next(1, 14), Side = random.Next(1, 4), Amount = amount, Other = (ulong)random.NextInt64(0, (long)amount), Flag = random.Next(2) };
            Assert.Equal((Int128)0, JournalBook.Book(record).Aggregate((Int128)0, (sum, line) => sum + line.Amount));
            Assert.NotEmpty(JournalBook.TextOf(record));
        }
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_sale_of_a_note_leaves_cash_receivables_and_discount_and_clears_itself(string engine)
    {
        await using var host = await FileHost.StartOnAsync(engine);
        await AddReceivableAsync(host, 1, 3, 2, Now + 5, 1_000, owed: 1_000, paid: 0);
        await AddEntryAsync(host, 1, 1, 3, 2, 1_000, null);
        await AddEntryAsync(host, 2, 4, 2, 5, 1_000, 960);
        await AddCashAsync(host, 2, 2, 1, 960, 960, 7, log: 9);
        Assert.Equal(["1000:960", "1100:0", "4000:-1000", "5200:40", "9200:0"], await BalancesAsync(host, 2));
        Assert.Equal(["1100:1000", "4200:-40", "9200:-960"], await BalancesAsync(host, 5));
        Assert.Equal(["2000:-1000", "5000:1000"], await BalancesAsync(host, 3));
        Assert.Equal(["1000:960", "1100:0", "4000:-1000", "5200:40", "9200:0"], await BalancesAsync(host, 6, "?party=2"));
    }

    private static async Task<IEnumerable<string>> BalancesAsync(FileHost host, ulong party, string query = "")
    {
        var items = (await host.GetAsync(party, $"/exports/journal{query}")).Json["items"]!.AsArray();
        static Int128 Of(JsonNode? line) => Int128.Parse(line!["debit"]?.ToString() ?? "0", CultureInfo.InvariantCulture) - Int128.Parse(line["credit"]?.ToString() ?? "0", CultureInfo.InvariantCulture);
        Assert.All(items.GroupBy(line => (string)line!["entry"]!), entry => Assert.Equal((Int128)0, entry.Aggregate((Int128)0, (sum, line) => sum + Of(line))));
        return items.GroupBy(line => (string)line!["account"]!).OrderBy(account => account.Key, StringComparer.Ordinal)
            .Select(account => $"{account.Key}:{account.Aggregate((Int128)0, (sum, line) => sum + Of(line))}");
    }

    private static async Task<string> TextAsync(FileHost host, ulong party, string path)
    {
        var response = await (await host.AsAsync(party)).GetAsync(path);
        Assert.Equal("text/csv", response.Content.Headers.ContentType!.MediaType);
        return await response.Content.ReadAsStringAsync();
    }

    private static Task AddCashAsync(FileHost host, ulong party, long block, int direction, ulong amount, ulong balance, int kind, int log = 0) => host.WriteAsync("""
        insert into projection.cash_entry (account, block, log_index, time, tx_hash, number, direction, counter, amount, balance, kind, subject)
        values (@account, @block, @log, @time, @hash, @block, @direction, @counter, @amount, @balance, @kind, null)
        """, new { account = CashAccount.Of(new PartyId(party)), block, log, time = block * 100, hash = Hash32.Zero, direction, counter = CashAccount.Of(new PartyId(3)), amount, balance, kind });

    private static Task AddEntryAsync(FileHost host, long block, int kind, int from, int to, ulong amount, ulong? price) => host.WriteAsync("""
        insert into projection.receivable_entry (receivable, block, log_index, time, tx_hash, kind, note, other, from_party, to_party, amount, price, document, outstanding)
        values (@id, @block, 0, @block, @id, @kind, @id, null, @from, @to, @amount, @price, null, @amount)
        """, new { id = Id(1), block, kind, from, to, amount, price = (long?)price });

    private static async Task AddReceivableAsync(FileHost host, byte id, int debtor, int seller, long due, ulong amount, ulong owed, ulong paid)
    {
        var values = new { id = Id(id), debtor, seller, due, amount, owed, paid, outstanding = owed - paid };
        await host.WriteAsync("""
            insert into projection.receivable (id, debtor, seller, face, due, nullifier, document, owed, paid, pot, retired, diluted, closed, seq, disputed, first_ended, paid_through, outstanding,
              notes, sales, pledges, block, log_index, time, tx_hash)
            values (@id, @debtor, @seller, @owed, @due, @id, @id, @owed, @paid, 0, 0, 0, 0, 1, 0, 0, 0, @outstanding, 1, 0, 0, 5, 0, 1, @id)
            """, values);
        await host.WriteAsync("""
            insert into projection.receivable_note (id, receivable, debtor, due, owner, original, amount, redeemed, seq, status, parent, depth, block, log_index, time, tx_hash)
            values (@id, @id, @debtor, @due, @seller, @amount, @amount, 0, 1, 1, null, 0, 5, 0, 1, @id)
            """, values);
    }

    private static byte[] Id(byte id) => [id, .. new byte[31]];
}
