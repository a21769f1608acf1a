using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Ledger.Api.Tests.Chain;
using Ledger.Api.Tests.Credit;
using Ledger.Sdk.Banking;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Tests.Imports;

/// <summary>What files become on a real chain.</summary>
public sealed class FilesOnChainTests
{
    private const string Account = "DE02120300000000202051";

    [Fact]
    public async Task An_imported_invoice_is_issued_by_its_draft_and_no_file_brings_it_again()
    {
        await using var ledger = await MoneyLedger.StartAsync();
        await ledger.Live.IndexedAsync();
        using var farm = await ledger.Live.Api.SignInAsync(LiveLedger.FarmKey);
        var due = DateTimeOffset.UtcNow.AddDays(60).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        string File(string number) => $"number,debtor,seller,amount,currency,issued,due,nullifier\n{number},3,2,1234.50,CNY,2026-01-01,{due},{Keccak256.Hash("n"u8)}\n";
        Assert.Equal("1", (await PostAsync(farm, "/imports/invoices", File("R1"), "text/csv"))["stored"]!.ToString());
        var draft = IntentDraft.Parse((await GetAsync(ledger, farm, "/invoices?open=true"))["items"]![0]!["draft"]!.ToJsonString());
        await ledger.Live.SucceedAsync(draft.Intent, LiveLedger.CarrierKey, LiveLedger.FarmKey);
        Assert.Empty((await GetAsync(ledger, farm, "/invoices?open=true"))["items"]!.AsArray());
        var id = ((Sdk.Receivables.Issue)draft.Intent).Id();
        Assert.Equal(id.ToString(), (string?)(await GetAsync(ledger, farm, "/invoices"))["items"]![0]!["receivable"]);
        Assert.Equal("duplicate-invoice", CodeOf(await PostAsync(farm, "/imports/invoices", File("R1"), "text/csv")));
        Assert.Equal("already-issued", CodeOf(await PostAsync(farm, "/imports/invoices", File("R2"), "text/csv")));
        Assert.Equal("123450", (await GetAsync(ledger, farm, "/exports/aging"))["items"]![0]!["current"]!.ToString());
        Assert.Equal(["1100 debit", "4000 credit"], (await GetAsync(ledger, farm, "/exports/journal"))["items"]!.AsArray().Select(line => $"{line!["account"]} {(line["debit"] is null ? "credit" : "debit")}"));
    }

    [Fact]
    public async Task Money_comes_in_by_a_statement_and_goes_out_by_a_payout()
    {
        await using var ledger = await MoneyLedger.StartAsync();
        await ledger.Live.IndexedAsync();
        using var bank = await ledger.Live.Api.SignInAsync(MoneyLedger.BankKey);
        using var farm = await ledger.Live.Api.SignInAsync(LiveLedger.FarmKey);
        var statement = Statement(DepositReference.Of(LiveLedger.Farm));
        Assert.Equal("1", (await PostAsync(bank, "/imports/statements", statement, "application/xml"))["toIssue"]!.ToString());
        var mint = IntentDraft.Parse((await GetAsync(ledger, bank, "/bank-movements?state=to-issue"))["items"]![0]!["draft"]!.ToJsonString());
        await ledger.Live.SucceedAsync(mint.Intent, MoneyLedger.BankKey);
        Assert.Equal("issued", (string?)(await GetAsync(ledger, bank, "/bank-movements"))["items"]![0]!["state"]);
        Assert.Equal("0", (await PostAsync(bank, "/imports/statements", statement, "application/xml"))["new"]!.ToString());

        var payout = await PostAsync(farm, "/payouts", $$"""{"bank":4,"amount":200,"name":"Farm","account":"{{Account}}"}""", "application/json");
        await ledger.Live.SucceedAsync(IntentDraft.Parse(payout["draft"]!.ToJsonString()).Intent, LiveLedger.FarmKey, MoneyLedger.BankKey);
        Assert.Equal("burned", (string?)(await GetAsync(ledger, farm, "/payouts"))["items"]![0]!["state"]);
        Assert.Equal("1", (await PostAsync(bank, "/payment-orders", $$"""{"name":"Bank","account":"{{Account}}"}""", "application/json"))["payments"]!.ToString());
        var cash = await GetAsync(ledger, farm, "/exports/statement");
        Assert.Equal(["minted 500 500", "burned -200 300"], cash["items"]!.AsArray().Select(entry => $"{entry!["kind"]} {entry["amount"]} {entry["balance"]}"));
        Assert.Equal("300", cash["closing"]!.ToString());
    }

    private static async Task<JsonNode> GetAsync(MoneyLedger ledger, HttpClient client, string path) => JsonNode.Parse(
        await client.GetStringAsync($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}minBlock={await ledger.Live.Node.GetBlockNumberAsync()}"))!;

    private static async Task<JsonNode> PostAsync(HttpClient client, string path, string body, string type)
    {
        var response = await client.PostAsync(path, new StringContent(body, Encoding.UTF8, type));
        var answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, answer);
        return JsonNode.Parse(answer)!;
    }

    private static string? CodeOf(JsonNode report) => (string?)report["problems"]![0]!["problems"]![0]!["code"];

    private static string Statement(string remittance)
    {
        static string Balance(string code, string amount) => $"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy=\"CNY\">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>";
        return $"<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt><Stmt><Id>S1</Id><Acct><Id><IBAN>{Account}</IBAN></Id></Acct>{Balance("OPBD", "0")}{Balance("CLBD", "5.00")}"
            + "<Ntry><Amt Ccy=\"CNY\">5.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><AcctSvcrRef>A1</AcctSvcrRef><NtryDtls><TxDtls>"
            + $"<RmtInf><Ustrd>{remittance}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>";
    }
}
