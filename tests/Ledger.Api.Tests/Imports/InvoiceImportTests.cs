using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Invoices;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Provenance;
using Ledger.Sdk.Receivables;

namespace Ledger.Api.Tests.Imports;

public sealed class InvoiceImportTests
{
    private const string Header = "number,debtor,seller,amount,currency,issued,due,order\n";
    private const string Good = Header + "R1,3,2,100.00,CNY,2026-02-01,2026-04-01,PO-1\nR2,3,2,0.01,CNY,2026-02-01,2026-04-01,\n";

    [Fact]
    public async Task A_preview_shows_rows_and_totals_and_stores_nothing()
    {
        await using var host = await FileHost.StartAsync();
        var (status, report) = await host.SendAsync(2, "/imports/invoices?preview=true", Good);
        Assert.Equal(200, status);
        Assert.Equal((2, 2, 0, 0), Counts(report));
        Assert.Equal("100.01", (string?)report["totals"]![0]!["text"]);
        Assert.Equal("PO-1", (string?)report["first"]![0]!["order"]);
        Assert.Equal(0, await host.CountAsync("captured.approved_invoice"));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task An_import_stores_all_and_the_same_again_nothing_by_row(string engine)
    {
        await using var host = await FileHost.StartOnAsync(engine);
        Assert.Equal((2, 2, 0, 2), Counts((await host.SendAsync(3, "/imports/invoices", Good)).Json));
        var (_, again) = await host.SendAsync(2, "/imports/invoices", Good);
        Assert.Equal((2, 0, 2, 0), Counts(again));
        Assert.Equal("duplicate-invoice", (string?)again["problems"]![1]!["problems"]![0]!["code"]);
        Assert.Equal(3, (int)again["problems"]![1]!["row"]!);
        Assert.Equal(2, await host.CountAsync("captured.approved_invoice"));

        var (_, page) = await host.GetAsync(2, "/invoices");
        Assert.Equal(["R1", "R2"], page["items"]!.AsArray().Select(item => (string?)item!["number"]));
        Assert.Empty((await host.GetAsync(5, "/invoices")).Json["items"]!.AsArray());
        var stored = page["items"]![0]!;
        var invoice = new ApprovedInvoice("R1", PartyReference.Of(new PartyId(3)), PartyReference.Of(new PartyId(2)), 10_000, "CNY", new DateOnly(2026, 2, 1), new DateOnly(2026, 4, 1), "PO-1");
        Assert.Equal(InvoiceCommitment.Of(invoice, Hex.Decode((string)stored["salt"]!)).ToString(), (string?)stored["document"]);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task One_wrong_row_keeps_all_out_unless_the_others_are_wanted(string engine)
    {
        await using var host = await FileHost.StartOnAsync(engine);
        var file = Good + "R3,3,2,-5,CNY,2026-02-01,2026-04-01,\nR4,3,99,5,CNY,2026-02-01,2026-04-01,\nR5,3,4,5,CNY,2026-02-01,2026-04-01,\nR1,3,2,7,CNY,2026-02-01,2026-04-01,\n";
        var (_, refused) = await host.SendAsync(2, "/imports/invoices", file);
        Assert.Equal((6, 2, 4, 0), Counts(refused));
        Assert.Equal(["amount-negative", "unknown-party", "not-yours", "duplicate-invoice"], refused["problems"]!.AsArray().Select(row => (string?)row!["problems"]![0]!["code"]));
        Assert.Equal(0, await host.CountAsync("captured.approved_invoice"));
        Assert.Equal((6, 2, 4, 2), Counts((await host.SendAsync(2, "/imports/invoices?proceed=true", file)).Json));
        Assert.Equal(2, await host.CountAsync("captured.approved_invoice"));
    }

    [Theory]
    [InlineData("2026-03-01", null)]
    [InlineData("2026-02-28", "due-in-past")]
    [InlineData("2027-02-28", null)]
    [InlineData("2027-03-01", "tenor-above-cap")]
    public async Task Due_dates_are_judged_by_the_chain_s_time_and_cap(string due, string? code)
    {
        await using var host = await FileHost.StartAsync(options => options.LongestTenor = TimeSpan.FromDays(365));
        var (_, report) = await host.SendAsync(2, "/imports/invoices?preview=true", $"{Header}R1,3,2,1,CNY,2026-02-01,{due},\n");
        Assert.Equal(code, (string?)report["problems"]!.AsArray().FirstOrDefault()?["problems"]![0]!["code"]);
    }

    [Fact]
    public async Task An_invoice_whose_nullifier_the_chain_knows_is_refused()
    {
        await using var host = await FileHost.StartAsync();
        var nullifier = Keccak256.Hash("n"u8);
        await AddReceivableAsync(host, ReceivableId.Of(new PartyId(3), nullifier).Value, Hash32.Zero, 0);
        var (_, report) = await host.SendAsync(2, "/imports/invoices", $"number,debtor,seller,amount,currency,issued,due,nullifier\nR1,3,2,1,CNY,2026-02-01,2026-04-01,{nullifier}\n");
        Assert.Equal("already-issued", (string?)report["problems"]![0]!["problems"]![0]!["code"]);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task An_invoice_that_became_a_receivable_says_which(string engine)
    {
        await using var host = await FileHost.StartOnAsync(engine);
        await host.SendAsync(2, "/imports/invoices", Good);
        var invoice = (await host.GetAsync(2, "/invoices")).Json["items"]![0]!;
        await AddReceivableAsync(host, Keccak256.Hash("r"u8), Hash32.Parse((string)invoice["document"]!), ulong.Parse(invoice["dueTime"]!.ToString(), CultureInfo.InvariantCulture));
        Assert.Equal(Keccak256.Hash("r"u8).ToString(), (string?)(await host.GetAsync(2, "/invoices")).Json["items"]![0]!["receivable"]);
        Assert.Equal("R2", (string?)Assert.Single((await host.GetAsync(2, "/invoices?open=true")).Json["items"]!.AsArray())!["number"]);
    }

    [Fact]
    public async Task Files_that_are_no_files_are_refused()
    {
        await using var host = await FileHost.StartAsync();
        Assert.Equal((422, "file-encoding"), await CodeAsync(host, Encoding.Latin1.GetBytes(Header + "Ä,3,2,1,CNY,2026-02-01,2026-04-01,\n")));
        Assert.Equal((422, "file-malformed"), await CodeAsync(host, "a,b\n1,2\n"u8.ToArray()));
        Assert.Equal((413, "file-oversized"), await CodeAsync(host, Encoding.UTF8.GetBytes(Header + new string('x', 100_000))));
        Assert.Equal((415, "unsupported-media-type"), await CodeAsync(host, "x"u8.ToArray(), "application/json"));
        Assert.Equal((415, "unsupported-media-type"), await CodeAsync(host, "x"u8.ToArray(), "text/csv; charset=utf-16"));
        Assert.Equal((422, "file-malformed"), await CodeAsync(host, "<!DOCTYPE x [<!ENTITY a \"b\">]><x>&a;</x>"u8.ToArray(), "application/xml"));
        Assert.Equal(401, (int)(await host.Api.Client.PostAsync("/imports/invoices", new StringContent(Good, Encoding.UTF8, "text/csv"))).StatusCode);
    }

    [Fact]
    public async Task A_long_file_is_stored_over_many_batches_and_says_so_afterwards()
    {
        await using var host = await FileHost.StartAsync();
        var file = Encoding.UTF8.GetBytes(Header + string.Concat(Enumerable.Range(0, 25_000).Select(i => $"R{i},3,2,1.{i % 100:00},CNY,2026-02-01,2026-04-01,\n")));
        var id = "0x" + Convert.ToHexStringLower(SHA256.HashData(file));
        Assert.Equal(404, (await host.GetAsync(2, $"/imports/{id}")).Status);
        Assert.Equal((25_000, 25_000, 0, 25_000), Counts((await host.SendAsync(2, "/imports/invoices", file)).Json));
        var (_, status) = await host.GetAsync(2, $"/imports/{id}");
        Assert.Equal(("stored", "25000"), ((string?)status["state"], status["stored"]!.ToString()));
        Assert.Equal(404, (await host.GetAsync(3, $"/imports/{id}")).Status);
        var (numbers, cursor) = (0, "");
        for (JsonNode? page = null; page is null || page["next"] is not null; cursor = $"&cursor={page["next"]}", numbers += page["items"]!.AsArray().Count)
            page = (await host.GetAsync(3, $"/invoices?file={id}{cursor}")).Json;
        Assert.Equal(25_000, numbers);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_party_is_found_by_the_gln_or_lei_of_the_identity_that_it_opened_and_the_chain_still_has(string engine)
    {
        await using var host = await FileHost.StartOnAsync(engine);
        const string Document = """{"name":"Mill","gln":"4012345000009","lei":"529900t8bm49aursdo55"}""";
        var salt = Keccak256.Hash("salt"u8);
        await host.Api.AddPartyAsync(2, FileHost.KeyOf(2).Address, PartyRoles.Producer, identity: Commitment.Of(salt, Encoding.UTF8.GetBytes(Document)));
        var opened = await (await host.AsAsync(2)).PutAsync("/parties/2/identity", ApiHost.JsonBody(JsonSerializer.Serialize(new { document = Document, salt = salt.ToString() })));
        Assert.Equal("529900T8BM49AURSDO55", (string?)JsonNode.Parse(await opened.Content.ReadAsStringAsync())!["lei"]);
        Task<(int, JsonNode Json)> PreviewAsync(string seller) => host.SendAsync(3, "/imports/invoices?preview=true", $"{Header}R1,3,{seller},1,CNY,2026-02-01,2026-04-01,\n");
        foreach (var seller in new[] { "529900T8BM49AURSDO55", "lei:529900T8BM49AURSDO55", "gln:4012345000009" })
            Assert.Equal("2", (await PreviewAsync(seller)).Json["first"]![0]!["seller"]!.ToString());
        await host.Api.AddPartyAsync(2, FileHost.KeyOf(2).Address, PartyRoles.Producer, identity: Keccak256.Hash("another"u8));
        Assert.Equal("unknown-party", (string?)(await PreviewAsync("lei:529900T8BM49AURSDO55")).Json["problems"]![0]!["problems"]![0]!["code"]);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task What_a_running_import_has_written_counts_for_nothing_and_goes_once_it_is_gone(string engine)
    {
        await using var host = await FileHost.StartOnAsync(engine);
        await host.SendAsync(3, "/imports/invoices", Header + "R0,3,2,1,CNY,2026-02-01,2026-04-01,\n");
        await host.SendAsync(3, "/imports/invoices", Good);
        // As if the second import had been cut off before its end.
        await host.WriteAsync("insert into captured.running_import (party, file, first, alive) values (3, @zero, 1, @now)", new { zero = Hash32.Zero, now = DateTimeOffset.UtcNow.ToUnixTimeSeconds() });
        await host.WriteAsync("update captured.approved_invoice set import = (select max(number) from captured.running_import) where number <> 'R0'");
        Assert.Equal("R0", (string?)Assert.Single((await host.GetAsync(2, "/invoices")).Json["items"]!.AsArray())!["number"]);
        Assert.Equal((2, 0, 2, 0), Counts((await host.SendAsync(3, "/imports/invoices", Good)).Json));
        await host.WriteAsync("update captured.running_import set alive = alive - 60");
        // Any import removes it, and so does each start.
        Assert.Equal(1, Number((await host.SendAsync(3, "/imports/invoices", Header + "R9,3,2,1,CNY,2026-02-01,2026-04-01,\n")).Json["stored"]));
        Assert.Equal((2, 0), (await host.CountAsync("captured.approved_invoice"), await host.CountAsync("captured.running_import")));
        Assert.Equal((2, 2, 0, 2), Counts((await host.SendAsync(3, "/imports/invoices", Good)).Json));
        Assert.Equal(["R0", "R9", "R1", "R2"], (await host.GetAsync(2, "/invoices")).Json["items"]!.AsArray().Select(item => (string?)item!["number"]));
    }

    [Fact]
    public async Task Others_can_write_while_a_long_file_is_stored_and_a_sender_who_leaves_leaves_nothing()
    {
        await using var host = await FileHost.StartAsync();
        var file = Encoding.UTF8.GetBytes(Header + string.Concat(Enumerable.Range(0, 60_000).Select(i => $"R{i},3,2,1.{i % 100:00},CNY,2026-02-01,2026-04-01,\n")));
        using var leave = new CancellationTokenSource();
        using var content = new ByteArrayContent(file);
        content.Headers.ContentType = new("text/csv");
        var running = (await host.AsAsync(2)).PostAsync("/imports/invoices", content, leave.Token);
        while (await host.CountAsync("captured.approved_invoice") == 0) await Task.Delay(5);
        await host.WriteAsync("insert into captured.master_name (uri, name, party, since) values ('urn:x', 'x', 2, 1)");
        // The import is not over, or this would have waited for it.
        Assert.Equal((1, false), (await host.CountAsync("captured.running_import"), running.IsCompleted));
        Assert.Empty((await host.GetAsync(2, "/invoices")).Json["items"]!.AsArray());
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        for (var start = DateTime.UtcNow; await host.CountAsync("captured.running_import") > 0 && DateTime.UtcNow - start < TimeSpan.FromSeconds(20);) await Task.Delay(20);
        Assert.Equal((0, 0), (await host.CountAsync("captured.approved_invoice"), await host.CountAsync("captured.running_import")));
    }

    [Fact]
    public async Task A_document_of_ubl_finds_its_parties_by_gln_or_number()
    {
        await using var host = await FileHost.StartAsync();
        await host.WriteAsync("insert into captured.party_identity (party, commitment, salt, document, name, gln, updated) values (2, @zero, @zero, @zero, 'Mill', '4012345000009', 1)", new { zero = Hash32.Zero });
        var (_, report) = await host.SendAsync(2, "/imports/invoices", Ubl("Invoice", "0088"), "application/xml");
        Assert.Equal((1, 1, 0, 1), Counts(report));
        Assert.Equal(("INV-1", "2", "3", "11900"), (
            (string?)report["first"]![0]!["number"], report["first"]![0]!["seller"]!.ToString(), report["first"]![0]!["debtor"]!.ToString(), report["first"]![0]!["amount"]!.ToString()));
        Assert.Equal("duplicate-invoice", (string?)(await host.SendAsync(2, "/imports/invoices", Ubl("Invoice", "0088"), "application/xml")).Json["problems"]![0]!["problems"]![0]!["code"]);
        Assert.Equal("unknown-party", (string?)(await host.SendAsync(2, "/imports/invoices", Ubl("Invoice", "9999"), "application/xml")).Json["problems"]![0]!["problems"]![0]!["code"]);
    }

    private static string Ubl(string kind, string scheme) => $"""
        <{kind} xmlns="urn:oasis:names:specification:ubl:schema:xsd:{kind}-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
        <cbc:ID>INV-1</cbc:ID><cbc:IssueDate>2026-02-01</cbc:IssueDate><cbc:DueDate>2026-04-01</cbc:DueDate><cbc:DocumentCurrencyCode>CNY</cbc:DocumentCurrencyCode>
        <cac:AccountingSupplierParty><cac:Party><cbc:EndpointID schemeID="{scheme}">4012345000009</cbc:EndpointID><cac:PartyName><cbc:Name>Mill</cbc:Name></cac:PartyName></cac:Party></cac:AccountingSupplierParty>
        <cac:AccountingCustomerParty><cac:Party><cac:PartyIdentification><cbc:ID schemeID="LEDGER">3</cbc:ID></cac:PartyIdentification></cac:Party></cac:AccountingCustomerParty>
        <cac:TaxTotal><cbc:TaxAmount currencyID="CNY">19.00</cbc:TaxAmount></cac:TaxTotal>
        <cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="CNY">100.00</cbc:LineExtensionAmount><cbc:TaxExclusiveAmount currencyID="CNY">100.00</cbc:TaxExclusiveAmount><cbc:TaxInclusiveAmount currencyID="CNY">119.00</cbc:TaxInclusiveAmount><cbc:PayableAmount currencyID="CNY">119.00</cbc:PayableAmount></cac:LegalMonetaryTotal>
        <cac:{kind}Line><cbc:ID>1</cbc:ID><cbc:LineExtensionAmount currencyID="CNY">100.00</cbc:LineExtensionAmount></cac:{kind}Line>
        </{kind}>
        """;

    private static async Task<(int, string?)> CodeAsync(FileHost host, byte[] file, string type = "text/csv")
    {
        using var content = new ByteArrayContent(file);
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return await ApiHost.ProblemAsync(await (await host.AsAsync(2)).PostAsync("/imports/invoices", content));
    }

    private static Task AddReceivableAsync(FileHost host, Hash32 id, Hash32 document, ulong due) => host.WriteAsync("""
        insert into projection.receivable (id, debtor, seller, face, due, nullifier, document, owed, paid, pot, retired, diluted, closed, seq, disputed, first_ended, paid_through, outstanding,
          notes, sales, pledges, block, log_index, time, tx_hash)
        values (@id, 3, 2, 100, @due, @id, @document, 100, 0, 0, 0, 0, 0, 1, 0, 0, 0, 100, 1, 0, 0, 5, 0, 1, @id)
        """, new { id, document, due });

    private static (int, int, int, int) Counts(JsonNode report) =>
        (Number(report["rows"]), Number(report["accepted"]), Number(report["refused"]), Number(report["stored"]));

    private static int Number(JsonNode? node) => int.Parse(node!.ToString(), CultureInfo.InvariantCulture);
}
