using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Ledger.Api.Tests.Chain;
using Ledger.Api.Tests.Credit;
using Ledger.Sdk;
using Ledger.Sdk.Banking;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Invoices;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

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
        string File(string number, string? other = null) => $"number,debtor,seller,amount,currency,issued,due,nullifier\n{number},3,2,1234.50,CNY,2026-01-01,{other ?? due},{Keccak256.Hash("n"u8)}\n";
        // The contract takes a year; nobody told the server.
        Assert.Equal("tenor-above-cap", CodeOf(await PostAsync(farm, "/imports/invoices?preview=true", File("R1", DateTimeOffset.UtcNow.AddDays(367).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), "text/csv")));
        Assert.Equal("1", (await PostAsync(farm, "/imports/invoices", File("R1"), "text/csv"))["stored"]!.ToString());
        var draft = IntentDraft.Parse((await GetAsync(ledger, farm, "/invoices?open=true"))["items"]![0]!["draft"]!.ToJsonString());
        await ledger.Live.SucceedAsync(draft.Intent, LiveLedger.CarrierKey, LiveLedger.FarmKey);
        Assert.Empty((await GetAsync(ledger, farm, "/invoices?open=true"))["items"]!.AsArray());
        var id = ((Issue)draft.Intent).Id();
        Assert.Equal(id.ToString(), (string?)(await GetAsync(ledger, farm, "/invoices"))["items"]![0]!["receivable"]);
        Assert.Equal("duplicate-invoice", CodeOf(await PostAsync(farm, "/imports/invoices", File("R1"), "text/csv")));
        Assert.Equal("already-issued", CodeOf(await PostAsync(farm, "/imports/invoices", File("R2"), "text/csv")));
        Assert.Equal("123450", (await GetAsync(ledger, farm, "/exports/aging"))["items"]![0]!["current"]!.ToString());
        Assert.Equal(["1100 debit", "4000 credit"], (await GetAsync(ledger, farm, "/exports/journal"))["items"]!.AsArray().Select(line => $"{line!["account"]} {(line["debit"] is null ? "credit" : "debit")}"));
    }

    [Fact]
    public async Task A_credit_note_becomes_the_dilution_of_its_invoice_s_receivable_for_the_holder_to_sign()
    {
        await using var ledger = await MoneyLedger.StartAsync();
        using var client = new LedgerClient(ledger.Live.Api.Client.BaseAddress!.ToString());
        await client.SignInAsync(LiveLedger.FarmKey);
        var due = DateTimeOffset.UtcNow.AddDays(60).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        Task<ImportReport> SendAsync(string note, bool preview = false) => client.ImportInvoicesAsync(new MemoryStream(Encoding.UTF8.GetBytes(note)), isXml: true, preview);
        Assert.Equal("unknown-invoice", (await SendAsync(CreditNote("CN-1", 250))).Problems[0].Problems[0].Code);
        await client.ImportInvoicesAsync(new MemoryStream(Encoding.UTF8.GetBytes($"number,debtor,seller,amount,currency,issued,due,nullifier\nR1,3,2,1000.00,CNY,2026-01-01,{due},{Keccak256.Hash("n"u8)}\n")), isXml: false);
        Assert.Equal("amount-above-invoice", (await SendAsync(CreditNote("CN-1", 100_001))).Problems[0].Problems[0].Code);
        var waiting = await SendAsync(CreditNote("CN-1", 25_000));
        Assert.Equal((1L, "waiting", null), (waiting.Stored, waiting.CreditNote!.State, waiting.CreditNote.ToDraft()));
        Assert.Equal("duplicate-credit-note", (await SendAsync(CreditNote("CN-1", 25_000))).Problems[0].Problems[0].Code);

        var issue = IntentDraft.Parse((await client.ListInvoicesAsync()).Items[0].Draft!.Value.GetRawText());
        await client.SubmitAsync(issue.Sign(LiveLedger.CarrierKey).Sign(LiveLedger.FarmKey));
        var receivable = ((Issue)issue.Intent).Id();
        await ledger.Live.IndexedAsync();
        var preview = await SendAsync(CreditNote("CN-2", 80_000), preview: true);
        Assert.Equal((0L, "open", receivable, LiveLedger.Farm), (preview.Stored, preview.CreditNote!.State, preview.CreditNote.Receivable, preview.CreditNote.Holder));
        var open = Assert.Single((await client.ListCreditNotesAsync()).Items);
        Assert.Throws<LedgerException>(() => (open with { Note = open.Note with { Amount = 1 } }).ToDraft());
        var operation = await client.SubmitAsync(open.ToDraft()!.Sign(LiveLedger.FarmKey));
        Assert.NotEqual(OperationState.Failed, operation.Status);
        Assert.Equal(75_000UL, (await client.Receivables.GetAsync(receivable)).Receivable.Outstanding);
        Assert.Equal("applied", Assert.Single((await client.ListCreditNotesAsync()).Items).State);
        Assert.Equal("exceeds", (await SendAsync(CreditNote("CN-2", 80_000))).CreditNote!.State);

        // The note is the stranger's now: it signs, and sees the credit note.
        await client.SubmitAsync((await client.Receivables.MoveAsync(LiveLedger.Farm, new PartyId(5), receivable, NoteId.RootOf(receivable))).Sign(LiveLedger.FarmKey));
        await ledger.Live.IndexedAsync();
        Assert.Equal(new PartyId(5), (await SendAsync(CreditNote("CN-3", 100))).CreditNote!.Holder);
        using var holder = new LedgerClient(ledger.Live.Api.Client.BaseAddress!.ToString());
        await holder.SignInAsync(MoneyLedger.StrangerKey);
        Assert.Equal(["CN-1 applied", "CN-2 exceeds", "CN-3 open"], (await holder.ListCreditNotesAsync()).Items.Select(one => $"{one.Note.Number} {one.State}"));
    }

    private static string CreditNote(string number, int amount)
    {
        static string Party(string element, int id) => $"<cac:{element}><cac:Party><cac:PartyIdentification><cbc:ID schemeID=\"LEDGER\">{id}</cbc:ID></cac:PartyIdentification></cac:Party></cac:{element}>";
        var text = MinorUnits.Format(amount, 2);
        var totals = string.Concat(new[] { "LineExtensionAmount", "TaxExclusiveAmount", "TaxInclusiveAmount", "PayableAmount" }.Select(name => $"<cbc:{name} currencyID=\"CNY\">{text}</cbc:{name}>"));
        return $"""
            <CreditNote xmlns="urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
            <cbc:ID>{number}</cbc:ID><cbc:IssueDate>2026-02-20</cbc:IssueDate><cbc:DocumentCurrencyCode>CNY</cbc:DocumentCurrencyCode>
            <cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>R1</cbc:ID></cac:InvoiceDocumentReference></cac:BillingReference>
            {Party("AccountingSupplierParty", 2)}{Party("AccountingCustomerParty", 3)}<cac:LegalMonetaryTotal>{totals}</cac:LegalMonetaryTotal>
            <cac:CreditNoteLine><cbc:ID>1</cbc:ID><cbc:LineExtensionAmount currencyID="CNY">{text}</cbc:LineExtensionAmount></cac:CreditNoteLine>
            </CreditNote>
            """;
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
