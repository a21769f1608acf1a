using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Invoices;

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

    private static FakeApi Start(Folder folder)
    {
        var key = PrivateKey.Generate();
        KeyFile.Save(folder["key.json"], key, "correct horse", new KeyDerivation.Pbkdf2(1));
        return new FakeApi(key);
    }

    private static Task<Cli.Result> RunAsync(Folder folder, FakeApi api, params string[] arguments) =>
        Cli.RunAsync([.. arguments, "--key", folder["key.json"], "--password-file", folder["password"], "--api", api.Url]);
}
