using System.Globalization;
using System.Text.Json.Nodes;
using Ledger.Sdk.Banking;
using Ledger.Sdk.Cash;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Tests.Imports;

public sealed class StatementImportTests
{
    private const string Account = "DE02120300000000202051";

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_credit_with_a_deposit_reference_becomes_a_mint_for_the_bank_to_sign(string engine)
    {
        await using var host = await FileHost.StartOnAsync(engine);
        var (status, report) = await SendAsync(host, Statement("S1", 0, Credit("A1", 25_000, $"Top-up {DepositReference.Of(new PartyId(2))}"), Credit("A2", 100, "no reference")));
        Assert.Equal((200, "2", "2", "1"), (status, report["movements"]!.ToString(), report["new"]!.ToString(), report["toIssue"]!.ToString()));
        Assert.Equal("The payer gave the deposit reference of no one party.", (string?)Assert.Single(report["unmatched"]!.AsArray())!["why"]);
        var item = Assert.Single((await host.GetAsync(4, "/bank-movements?state=to-issue")).Json["items"]!.AsArray())!;
        var draft = IntentDraft.Parse(item["draft"]!.ToJsonString());
        var mint = Assert.IsType<Mint>(draft.Intent);
        Assert.Equal((4UL, 2UL, 25_000UL, BankReference.Of(Account, "A1")), (mint.Bank.Value, mint.To.Value, mint.Amount, mint.BankRef));
        Assert.Empty(draft.Sign(FileHost.KeyOf(4)).Missing);

        await host.WriteAsync("insert into projection.bank_reference (bank, reference, kind, party, amount, block, log_index, time, tx_hash) values (4, @BankRef, 1, 2, 25000, 5, 0, 1, @BankRef)", new { mint.BankRef });
        Assert.Empty((await host.GetAsync(4, "/bank-movements?state=to-issue")).Json["items"]!.AsArray());
        Assert.Null((await host.GetAsync(4, "/bank-movements?state=issued")).Json["items"]![0]!["draft"]);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task The_same_and_overlapping_statements_take_nothing_twice(string engine)
    {
        await using var host = await FileHost.StartOnAsync(engine);
        var first = Statement("S1", 0, Credit("A1", 100, ""), Credit("A2", 200, ""));
        await SendAsync(host, first);
        Assert.Equal("0", (await SendAsync(host, first)).Report["new"]!.ToString());
        Assert.Equal("1", (await SendAsync(host, Statement("S2", 100, Credit("A2", 200, ""), Credit("A3", 300, "")))).Report["new"]!.ToString());
        Assert.Equal(3, await host.CountAsync("captured.bank_movement"));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_reference_that_comes_with_another_amount_refuses_the_file_and_says_by_what(string engine)
    {
        await using var host = await FileHost.StartOnAsync(engine);
        await SendAsync(host, Statement("S1", 0, Credit("A1", 100, "")));
        var (status, problem) = await SendAsync(host, Statement("S2", 100, Credit("A9", 5, ""), Credit("A1", 101, "")));
        Assert.Equal((409, "reference-replayed"), (status, (string?)problem["code"]));
        Assert.Equal("The bank's reference 'A1' is a credit of 101 minor units in entry 2 of 'S2', and was a credit of 100 minor units in 'S1'.", (string?)problem["detail"]);
        Assert.Equal("reference-replayed", (string?)(await SendAsync(host, Statement("S3", 0, Debit("A1", 100, "x")))).Report["code"]);
        Assert.Equal("reference-replayed", (string?)(await SendAsync(host, Statement("S4", 0, Credit("B", 1, ""), Credit("B", 2, "")), "?preview=true")).Report["code"]);
        Assert.Equal(1, await host.CountAsync("captured.bank_movement"));
    }

    [Fact]
    public async Task What_does_not_add_up_is_in_another_currency_or_repeats_an_id_leaves_nothing()
    {
        await using var host = await FileHost.StartAsync();
        await SendAsync(host, Statement("S1", 0, Credit("A1", 100, "")));
        foreach (var (file, code) in new[]
        {
            (Statement("S2", 0, Credit("A2", 100, "")).Replace("<Amt Ccy=\"CNY\">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>", "<Amt Ccy=\"CNY\">1.01</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>", StringComparison.Ordinal), "statement-unbalanced"),
            (Statement("S2", 0, Credit("A2", 100, "")).Replace("CNY", "EUR", StringComparison.Ordinal), "currency-mismatch"),
            (Statement("S1", 7, Credit("A2", 100, "")), "statement-repeated"),
            (Statement("S2", 0, "<Ntry><Amt Ccy=\"CNY\">1.005</Amt></Ntry>"), "file-malformed"),
        })
            Assert.Equal(code, (string?)(await SendAsync(host, file)).Report["code"]);
        Assert.Equal((1, 1), (await host.CountAsync("captured.bank_movement"), await host.CountAsync("captured.bank_statement")));
        Assert.Equal("role-required", (string?)(await host.SendAsync(2, "/imports/statements", Statement("S9", 0), "application/xml")).Json["code"]);
    }

    [Fact]
    public async Task A_preview_says_the_same_and_stores_nothing()
    {
        await using var host = await FileHost.StartAsync();
        var (_, report) = await SendAsync(host, Statement("S1", 0, Credit("A1", 100, DepositReference.Of(new PartyId(3)))), "?preview=true");
        Assert.Equal(("1", "true"), (report["toIssue"]!.ToString(), report["preview"]!.ToString()));
        Assert.Equal(0, await host.CountAsync("captured.bank_movement"));
    }

    [Fact]
    public async Task The_bank_may_say_whose_an_unmatched_credit_is()
    {
        await using var host = await FileHost.StartAsync();
        await SendAsync(host, Statement("S1", 500, Credit("A1", 100, ""), Debit("A2", 50, "")));
        var items = (await host.GetAsync(4, "/bank-movements?state=unmatched")).Json["items"]!.AsArray();
        Assert.Equal(2, items.Count);
        var client = await host.AsAsync(4);
        var body = """{"party":"2"}""";
        Assert.Equal(200, (int)(await client.PutAsync($"/bank-movements/{items[0]!["id"]}/party", ApiHost.JsonBody(body))).StatusCode);
        Assert.Equal(404, (int)(await client.PutAsync($"/bank-movements/{items[1]!["id"]}/party", ApiHost.JsonBody(body))).StatusCode);
        Assert.Equal("2", Assert.Single((await host.GetAsync(4, "/bank-movements?state=to-issue")).Json["items"]!.AsArray())!["party"]!.ToString());
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_payout_goes_from_burn_over_pain_001_to_the_debit_that_paid_it(string engine)
    {
        await using var host = await FileHost.StartOnAsync(engine);
        var asked = await (await host.AsAsync(2)).PostAsync("/payouts", ApiHost.JsonBody("""{"bank":4,"amount":25000,"name":"Müller","account":"DE02 1203 0000 0000 2020 51","remittance":"March"}"""));
        var payout = JsonNode.Parse(await asked.Content.ReadAsStringAsync())!;
        Assert.Equal(201, (int)asked.StatusCode);
        var burn = Assert.IsType<Burn>(IntentDraft.Parse(payout["draft"]!.ToJsonString()).Intent);
        var id = (string)payout["id"]!;
        Assert.Equal(BankReference.OfPayout(id, new PartyId(2), new PartyId(4), 25_000, "CNY", new PaymentAccount("Müller", Account)), burn.BankRef);

        var bank = await host.AsAsync(4);
        async Task<HttpResponseMessage> OrderAsync() => await bank.PostAsync("/payment-orders", ApiHost.JsonBody($$"""{"name":"Bank","account":"{{Account}}"}"""));
        Assert.Equal((409, "nothing-to-pay"), await ApiHost.ProblemAsync(await OrderAsync()));
        await host.WriteAsync("insert into projection.bank_reference (bank, reference, kind, party, amount, block, log_index, time, tx_hash) values (4, @BankRef, 2, 2, 25000, 5, 0, 1, @BankRef)", new { burn.BankRef });
        var order = JsonNode.Parse(await (await OrderAsync()).Content.ReadAsStringAsync())!;
        Assert.Equal(("1", "250.00"), (order["payments"]!.ToString(), (string?)order["sum"]));
        Assert.Equal((409, "nothing-to-pay"), await ApiHost.ProblemAsync(await OrderAsync()));
        var document = await bank.GetStringAsync($"/exports/pain.001?order={order["id"]}");
        Assert.Contains($"<EndToEndId>{id}</EndToEndId>", document, StringComparison.Ordinal);
        Assert.Contains("<Nm>Muller</Nm>", document, StringComparison.Ordinal);
        Assert.Equal(document, await bank.GetStringAsync($"/exports/pain.001?order={order["id"]}"));
        Assert.Equal(404, (int)(await (await host.AsAsync(2)).GetAsync($"/exports/pain.001?order={order["id"]}")).StatusCode);

        var (_, wrong) = await SendAsync(host, Statement("S1", 90_000, Debit("D1", 24_999, id)));
        Assert.Contains("is of 25000 minor units, not 24999", (string?)wrong["unmatched"]![0]!["why"], StringComparison.Ordinal);
        Assert.Equal("1", (await SendAsync(host, Statement("S2", 65_001, Debit("D2", 25_000, id)))).Report["payoutsPaid"]!.ToString());
        Assert.Contains("was paid before", (string?)(await SendAsync(host, Statement("S3", 65_001, Debit("D3", 25_000, id)))).Report["unmatched"]![0]!["why"], StringComparison.Ordinal);
        Assert.Equal("paid", (string?)(await host.GetAsync(2, "/payouts")).Json["items"]![0]!["state"]);
    }

    [Theory]
    [InlineData("""{"bank":4,"amount":0,"name":"x","account":"1"}""", "payment-invalid")]
    [InlineData("""{"bank":4,"amount":1,"name":"x","account":"DE03120300000000202051"}""", "payment-invalid")]
    [InlineData("""{"bank":3,"amount":1,"name":"x","account":"1"}""", "unknown-party")]
    public async Task A_payout_that_no_bank_would_make_is_refused(string body, string code)
    {
        await using var host = await FileHost.StartAsync();
        Assert.Equal(code, (await ApiHost.ProblemAsync(await (await host.AsAsync(2)).PostAsync("/payouts", ApiHost.JsonBody(body)))).Code);
    }

    [Fact]
    public async Task An_invoice_with_a_nullifier_comes_with_the_issue_that_both_sign()
    {
        await using var host = await FileHost.StartAsync();
        var nullifier = Keccak256.Hash("n"u8);
        await host.SendAsync(2, "/imports/invoices", $"number,debtor,seller,amount,currency,issued,due,nullifier\nR1,3,2,1.00,CNY,2026-02-01,2026-04-01,{nullifier}\n");
        var invoice = (await host.GetAsync(3, "/invoices")).Json["items"]![0]!;
        var draft = IntentDraft.Parse(invoice["draft"]!.ToJsonString()).Sign(FileHost.KeyOf(2)).Sign(FileHost.KeyOf(3));
        Assert.Empty(draft.Missing);
        var issue = Assert.IsType<Sdk.Receivables.Issue>(draft.Intent);
        Assert.Equal((100UL, nullifier, Hash32.Parse((string)invoice["document"]!)), (issue.Face, issue.Nullifier, issue.Document));
    }

    private static async Task<(int Status, JsonNode Report)> SendAsync(FileHost host, string file, string query = "") => await host.SendAsync(4, $"/imports/statements{query}", file, "application/xml");

    private static string Credit(string reference, long amount, string remittance) => Entry("CRDT", reference, amount, "", remittance);

    private static string Debit(string reference, long amount, string endToEnd) => Entry("DBIT", reference, amount, endToEnd, "");

    private static string Entry(string side, string reference, long amount, string endToEnd, string remittance) =>
        $"<Ntry><Amt Ccy=\"CNY\">{Text(amount)}</Amt><CdtDbtInd>{side}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><AcctSvcrRef>{reference}</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>{endToEnd}</EndToEndId></Refs><RmtInf><Ustrd>{remittance}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>";

    private static string Statement(string id, long opening, params string[] entries)
    {
        var closing = opening + entries.Sum(entry => (entry.Contains("CRDT", StringComparison.Ordinal) ? 1 : -1)
            * (long)(decimal.Parse(entry.Split("\">")[1].Split('<')[0], CultureInfo.InvariantCulture) * 100));
        string Balance(string code, long amount) =>
            $"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy=\"CNY\">{Text(Math.Abs(amount))}</Amt><CdtDbtInd>{(amount < 0 ? "DBIT" : "CRDT")}</CdtDbtInd></Bal>";
        return $"<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId></GrpHdr><Stmt><Id>{id}</Id><Acct><Id><IBAN>{Account}</IBAN></Id><Ccy>CNY</Ccy></Acct>"
            + Balance("OPBD", opening) + Balance("CLBD", closing) + string.Concat(entries) + "</Stmt></BkToCstmrStmt></Document>";
    }

    private static string Text(long amount) => (amount / 100m).ToString("0.00", CultureInfo.InvariantCulture);
}
