using System.Text.Json;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Invoices;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Cli.Tests;

public sealed class FileCommandTests
{
    private const string Csv = "number,debtor,seller,amount,currency,issued,due\nR1,1,2,1.00,CNY,2026-02-01,2026-04-01\n";

    [Fact]
    public async Task Invoices_are_sent_as_they_are_and_the_totals_shown()
    {
        using var folder = new Folder();
        using var api = Start(folder);
        await File.WriteAllTextAsync(folder["march.csv"], Csv);
        var run = await RunAsync(folder, api, "import", "invoices", folder["march.csv"]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal(("POST", Csv, "Bearer token"), (api.Last.Method, api.Last.Body, api.Last.Authorization));
        Assert.Contains("1 invoices, 1.00 CNY", run.Output, StringComparison.Ordinal);
        Assert.Contains("Stored 1 of 1 rows.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_rows_are_shown_with_row_and_column_and_the_exit_code_says_so()
    {
        using var folder = new Folder();
        using var api = Start(folder);
        api.Imported = api.Imported with { Accepted = 0, Refused = 1, Stored = 0, Problems = [new RowReport(2, 2, [new RowProblem("amount", "amount-zero", "An amount is at least one minor unit.", "0")])] };
        await File.WriteAllTextAsync(folder["march.csv"], Csv);
        var run = await RunAsync(folder, api, "import", "invoices", folder["march.csv"], "--preview");
        Assert.Equal(1, run.Code);
        Assert.Contains("row 2, line 2: amount: An amount is at least one minor unit. It says '0'.", run.Output, StringComparison.Ordinal);
        Assert.Contains("Nothing was stored", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_statement_that_does_not_add_up_is_told_in_one_line()
    {
        using var folder = new Folder();
        using var api = Start(folder);
        await File.WriteAllTextAsync(folder["s.xml"], "<Document/>");
        var run = await RunAsync(folder, api, "import", "statement", folder["s.xml"]);
        Assert.Equal((1, "error statement-unbalanced: 'S-1' does not add up."), (run.Code, run.Error.Trim()));
    }

    [Fact]
    public async Task An_export_goes_to_the_screen_or_a_file_as_it_is()
    {
        using var folder = new Folder();
        using var api = Start(folder);
        var shown = await RunAsync(folder, api, "export", "aging", "--side", "debtor", "--detail", "--from", "2026-01-01T00:00:00Z");
        Assert.Equal("?format=csv&from=2026-01-01T00%3A00%3A00Z&side=debtor&detail=true\r\nmüller,1\r\n", shown.Output);
        var written = await RunAsync(folder, api, "export", "aging", "--out", folder["aging.csv"]);
        Assert.Equal(0, written.Code);
        Assert.Equal("?format=csv\r\nmüller,1\r\n", await File.ReadAllTextAsync(folder["aging.csv"]));
    }

    [Fact]
    public async Task The_deposit_reference_of_a_party_is_printed() => Assert.Equal("RF84LEDGER2", (await Cli.RunAsync("import", "reference", "2")).Output.Trim());

    [Fact]
    public async Task Both_sign_the_receivables_of_imported_invoices_through_a_file_and_nothing_else_passes()
    {
        using var folder = new Folder();
        using var farm = PrivateKey.Generate();
        using var mill = PrivateKey.Generate();
        using var api = new FakeApi(farm, mill);
        KeyFile.Save(folder["key.json"], farm, "correct horse", new KeyDerivation.Pbkdf2(1));
        KeyFile.Save(folder["mill.json"], mill, "correct horse", new KeyDerivation.Pbkdf2(1));
        await File.WriteAllTextAsync(folder["pair.secret"], $"0x{new string('7', 64)}\n");
        ImportedInvoice[] invoices = [Invoice("R1", 100), Invoice("R2", 200) with { Nullifier = Keccak256.Hash("R2"u8) }, Invoice("R3", 300) with { Debtor = new PartyId(3) }];
        api.Canned["GET /session"] = Json(new { address = farm.Address, party = new PartyId(1) });
        api.Canned["GET /invoices"] = Json(new Page<ImportedInvoice>(invoices, null, new AsOf(9, default, 0)));

        var made = await RunAsync(folder, api, "import", "sign", "--with", "2", "--secret-file", folder["pair.secret"], "--out", folder["march.jsonl"]);
        Assert.Equal((0, "", $"Signed 2 receivables into {folder["march.jsonl"]}."), (made.Code, made.Error, made.Output.Trim()));
        api.Canned["GET /session"] = Json(new { address = mill.Address, party = new PartyId(2) });
        Task<Cli.Result> SignAsync(string file) => Cli.RunAsync(
            "import", "sign", folder[file], "--with", "1", "--secret-file", folder["pair.secret"], "--out", folder["signed.jsonl"], "--submit",
            "--key", folder["mill.json"], "--password-file", folder["password"], "--api", api.Url);
        var submitted = await SignAsync("march.jsonl");
        Assert.Equal((0, ""), (submitted.Code, submitted.Error));
        Assert.Contains("2 are submitted, 0 refused.", submitted.Output, StringComparison.Ordinal);
        using var secret = PairSecret.FromBytes(Hex.Decode($"0x{new string('7', 64)}"));
        var issues = api.Submitted.Select(signed => Assert.IsType<Issue>(signed.Intent)).OrderBy(issue => issue.Face).ToList();
        Assert.Equal([(100UL, Nullifier.Of(secret, "R1")), (200, Keccak256.Hash("R2"u8))], issues.Select(issue => (issue.Face, issue.Nullifier)));

        api.Refusal = new OperationError("already-issued", "The nullifier has been used.");
        Assert.Equal(1, (await SignAsync("march.jsonl")).Code);
        api.Canned["GET /invoices"] = Json(new Page<ImportedInvoice>([invoices[0] with { Amount = 99 }], null, new AsOf(9, default, 0)));
        var changed = await SignAsync("march.jsonl");
        Assert.Equal(1, changed.Code);
        Assert.Contains("draft-mismatch", changed.Error, StringComparison.Ordinal);
        Assert.Equal("", await File.ReadAllTextAsync(folder["signed.jsonl"]));
    }

    [Fact]
    public async Task Credit_notes_are_shown_and_the_holder_signs_what_they_say()
    {
        using var folder = new Folder();
        using var farm = PrivateKey.Generate();
        using var api = new FakeApi(farm);
        KeyFile.Save(folder["key.json"], farm, "correct horse", new KeyDerivation.Pbkdf2(1));
        var note = new CreditNote("CN-1", "R1", new PartyId(2), new PartyId(1), 2_500, "CNY", new DateOnly(2026, 2, 20));
        var (receivable, salt) = (new ReceivableId(Keccak256.Hash("receivable"u8)), new byte[16]);
        var dilution = new Dilution(new PartyId(1), receivable, NoteId.RootOf(receivable), 3, 2_500, note.Commit(salt), 7, 4_000_000_000);
        var draft = IntentDraft.Of(dilution, api.Manifest.DomainOf(LedgerContract.Receivables), [farm.Address]);
        var imported = new ImportedCreditNote("1", note, Hex.Encode(salt), note.Commit(salt), default, "open", receivable, new PartyId(1), JsonDocument.Parse(draft.ToJson()).RootElement);
        api.Canned["GET /credit-notes"] = Json(new Page<ImportedCreditNote>([imported], null, new AsOf(9, default, 0)));
        var shown = await RunAsync(folder, api, "import", "credit-notes");
        Assert.Contains("25.00 CNY", shown.Output, StringComparison.Ordinal);
        var signed = await RunAsync(folder, api, "import", "credit-notes", "--sign");
        Assert.Equal((0, ""), (signed.Code, signed.Error));
        Assert.Contains("CN-1: 25.00 CNY less are owed for invoice R1.", signed.Output, StringComparison.Ordinal);
        Assert.Equal(dilution, Assert.Single(api.Submitted).Intent);
        api.Canned["GET /credit-notes"] = Json(new Page<ImportedCreditNote>([imported with { Note = note with { Amount = 25 } }], null, new AsOf(9, default, 0)));
        Assert.Contains("wrong-draft", (await RunAsync(folder, api, "import", "credit-notes", "--sign")).Error, StringComparison.Ordinal);
        Assert.Single(api.Submitted);
    }

    private static ImportedInvoice Invoice(string number, ulong amount) => new(
        number[1..], number, new PartyId(2), new PartyId(1), amount, "CNY", new DateOnly(2026, 2, 1), new DateOnly(2026, 4, 1), 4_000_000_000, null, "0x00", Keccak256.Hash(System.Text.Encoding.UTF8.GetBytes(number)),
        default, 2);

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, LedgerJson.Options);

    private static FakeApi Start(Folder folder)
    {
        var key = PrivateKey.Generate();
        KeyFile.Save(folder["key.json"], key, "correct horse", new KeyDerivation.Pbkdf2(1));
        return new FakeApi(key);
    }

    private static Task<Cli.Result> RunAsync(Folder folder, FakeApi api, params string[] arguments) =>
        Cli.RunAsync([.. arguments, "--key", folder["key.json"], "--password-file", folder["password"], "--api", api.Url]);
}
