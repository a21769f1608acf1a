using System.Text.Json;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Cli.Tests;

/// <summary>A farm (1) borrows from a bank (2); the Facility is party 3, a warehouse party 4.</summary>
public sealed class LoanCommandTests : IDisposable
{
    private const ulong Start = 1_772_366_400;
    private static readonly PartyId Farm = new(1), Bank = new(2), Facility = new(3), Warehouse = new(4);
    private static readonly ReceivableId Receivable = new(Keccak256.Hash("receivable"u8));
    private static readonly LotId Lot = LotId.Of("urn:epc:class:lgtin:4012345.012345.998877");
    private static readonly TitleRecord Title = new(NoteId.RootOf(Lot), Lot, Farm, 500, 4, null);

    private static readonly Loan OnNote = new(
        8_000_000, Bank, Farm, Warehouse, 20_000, 800, 400, 360, Start + 30 * Waterfall.Day, 5 * Waterfall.Day, CollateralKind.Note, Receivable.Value, NoteId.RootOf(Receivable), 3,
        10_000_000, true, Farm, default, 0, 0, 7, 7, Start);

    private static readonly Loan OnTitle = OnNote with
    {
        Kind = CollateralKind.Title,
        Debtor = Farm,
        Collateral = Lot.Value,
        Note = default,
        Amount = 500,
        Valuer = Warehouse,
        Haircut = 8_000,
        MarginTime = 3 * Waterfall.Day,
    };

    private readonly Dictionary<string, PrivateKey> keys = new[] { "farm", "bank", "facility", "warehouse" }.ToDictionary(name => name, _ => PrivateKey.Generate());
    private readonly Folder folder = new();
    private readonly FakeApi api;

    public LoanCommandTests()
    {
        api = new FakeApi([.. keys.Values]);
        api.Manifest = api.Manifest with { Facility = keys["facility"].Address };
        foreach (var (name, key) in keys) KeyFile.Save(folder[$"{name}.json"], key, "correct horse", new KeyDerivation.Pbkdf2(1));
        Answer("GET /positions", new Page<PositionRecord>([Position(OnNote)], null, AsOf));
        foreach (var loan in new[] { OnNote, OnTitle }) Answer($"GET /positions/{loan.Id()}", Detail(loan));
    }

    private static AsOf AsOf { get; } = new(9, default, Start);

    public void Dispose()
    {
        api.Dispose();
        folder.Dispose();
        foreach (var key in keys.Values) key.Dispose();
    }

    [Fact]
    public async Task Loans_are_listed_and_shown_part_by_part_with_collateral_and_history()
    {
        var listed = await RunAsync("bank", "loan", "list", "--role", "lender", "--status", "open");
        foreach (var part in new[] { "80,000.00 CNY", "80,253.34 CNY", "a note", OnNote.Id().ToString() }) Assert.Contains(part, listed.Output, StringComparison.Ordinal);
        Assert.Equal("?role=lender&status=open", api.Asked[^1].Query);
        var shown = await RunAsync("farm", "loan", "show", $"{OnTitle.Id()}");
        foreach (var part in new[]
        {
            "Party 2 lent 80,000.00 CNY to party 1 against goods", "open, margin called",
            "Owed now: 80,253.34 CNY: fee 200.00 CNY + interest 53.34 CNY + principal 80,000.00 CNY.", "Paid so far: nothing.", "8.00 % a year, 4.00 % more when late, 360 days a year",
            "with recourse; what is left goes to party 1", "Party 4 values the goods at 90,000.00 CNY, of which 80.00 % may be lent; a margin call waits until", "margin called   8,253.34 CNY",
        }) Assert.Contains(part, shown.Output, StringComparison.Ordinal);
        var json = JsonDocument.Parse((await RunAsync("farm", "loan", "show", $"{OnTitle.Id()}", "--json")).Output).RootElement;
        Assert.Equal(8_025_334, json.GetProperty("position").GetProperty("total").GetInt64());
        Assert.Equal(1, (await RunAsync("farm", "loan", "list", "--role", "bystander")).Code);
    }

    [Theory]
    [InlineData("impair", PositionAction.Impair)]
    [InlineData("default", PositionAction.Default)]
    [InlineData("foreclose", PositionAction.Foreclose)]
    [InlineData("release", PositionAction.Release)]
    public async Task The_lender_acts_on_a_loan_with_its_signature_alone(string command, PositionAction action)
    {
        var done = await RunAsync("bank", "loan", command, $"{OnNote.Id()}");
        Assert.Equal((0, ""), (done.Code, done.Error));
        var message = Assert.IsType<LenderAction>(api.Submitted[^1].Intent);
        Assert.Equal((OnNote.Id(), action, 2U, 7U), (message.Position, message.Action, message.Seq, message.Epoch));
        Assert.Contains("wrong-signer", (await RunAsync("farm", "loan", command, $"{OnNote.Id()}")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_borrower_repays_a_part_or_all_and_adds_goods_and_the_warehouse_values_them()
    {
        await RunAsync("farm", "loan", "repay", $"{OnNote.Id()}", "--amount", "3000000");
        Assert.Equal((3_000_000UL, 2U), Assert.IsType<Repayment>(api.Submitted[^1].Intent) is var part ? (part.Amount, part.Seq) : default);
        await RunAsync("farm", "loan", "repay", $"{OnNote.Id()}");
        // What is owed, and 12 % of 8,000,000 for a day.
        Assert.Equal(8_025_334UL + 2_667, Assert.IsType<Repayment>(api.Submitted[^1].Intent).Amount);
        Answer("GET /titles", new Page<TitleRecord>([Title], null, AsOf));
        var added = await RunAsync("farm", "loan", "top-up", $"{OnTitle.Id()}", "--lot", "urn:epc:class:lgtin:4012345.012345.998877");
        Assert.Equal((0, ""), (added.Code, added.Error));
        var move = Assert.IsType<TopUp>(api.Submitted[^1].Intent).Move;
        Assert.Equal((Farm, Facility, Title.Id, 4U, 500UL, OnTitle.Id().Value), (move.From, move.To, move.Note, move.Seq, move.Amount, move.Document));
        Answer("GET /titles", new Page<TitleRecord>([Title, Title with { Id = new NoteId(Keccak256.Hash("part"u8)) }], null, AsOf));
        Assert.Contains("many-titles", (await RunAsync("farm", "loan", "top-up", $"{OnTitle.Id()}", "--lot", $"{Lot}")).Error, StringComparison.Ordinal);
        foreach (var name in new[] { "value", "margin-call" })
        {
            await RunAsync("warehouse", "loan", name, $"{OnTitle.Id()}", "--value", "9000000");
            Assert.Equal((OnTitle.Id(), 9_000_000UL), Assert.IsType<Valuation>(api.Submitted[^1].Intent) is var value ? (value.Position, value.Value) : default);
        }
        Assert.Contains("--value is missing", (await RunAsync("warehouse", "loan", "value", $"{OnTitle.Id()}")).Error, StringComparison.Ordinal);
        Assert.Equal(["Repayment", "Repayment", "Witness", "TitleMove", "Valuation", "Valuation"], api.Submitted.Select(intent => intent.Intent.Type));
    }

    [Fact]
    public async Task A_limit_is_shown_and_signed_with_the_seq_that_it_has()
    {
        Answer("GET /session", new { address = keys["bank"].Address, party = Bank });
        Answer("GET /exposure", new Page<ExposureRecord>([new ExposureRecord(Bank, Farm, 10_000_000, 8_000_000, 50, 3)], null, AsOf));
        var shown = await RunAsync("bank", "loan", "limit");
        foreach (var part in new[] { "100,000.00 CNY", "80,000.00 CNY", "0.50 CNY" }) Assert.Contains(part, shown.Output, StringComparison.Ordinal);
        await RunAsync("bank", "loan", "limit", "--debtor", "1", "--amount", "50000000");
        Assert.Equal((Bank, Farm, 50_000_000UL, 3U), Assert.IsType<Limit>(Assert.Single(api.Submitted).Intent) is var limit ? (limit.Lender, limit.Debtor, limit.Amount, limit.Seq) : default);
        Assert.Contains("--debtor is missing", (await RunAsync("bank", "loan", "limit", "--amount", "1")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_came_in_is_collected_and_a_repaid_loans_collateral_goes_where_it_is_due()
    {
        var collected = await RunAsync("bank", "loan", "collect", $"{OnNote.Id()}");
        Assert.Equal((0, ""), (collected.Code, collected.Error));
        Assert.Equal((OnNote.Id(), Receivable), Assert.IsType<Collect>(api.Submitted[0].Intent) is var collect ? (collect.Position, collect.Receivable) : default);
        // Once more, for what is due when that has repaid it.
        Assert.Equal(2, api.Submitted.Count);
        api.Submitted.Clear();
        var over = Detail(OnTitle) with { Position = Position(OnTitle) with { Status = PositionStatus.Repaid } };
        Answer($"GET /positions/{OnTitle.Id()}", over);
        api.Refusal = new OperationError("nothing-collected", "Nothing has come in.");
        var nothing = await RunAsync("farm", "loan", "recover", $"{OnTitle.Id()}");
        Assert.Equal(0, nothing.Code);
        Assert.Contains("Nothing has come in, and nothing is due to anybody.", nothing.Output, StringComparison.Ordinal);
        Assert.Equal(Lot.Value, Assert.IsType<HandOver>(Assert.Single(api.Submitted).Intent).Id);
        api.Refusal = new OperationError("not-collateral", "It is not this position's collateral.");
        Assert.Contains("not-collateral", (await RunAsync("farm", "loan", "collect", $"{OnTitle.Id()}")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_loan_is_proposed_by_the_borrower_in_a_file_that_the_lender_signs()
    {
        Answer("GET /titles", new Page<TitleRecord>([Title], null, AsOf));
        Assert.Contains($"500      {Lot}   {Title.Id}", (await RunAsync("farm", "loan", "goods")).Output, StringComparison.Ordinal);
        string[] terms = ["--lender", "2", "--principal", "8000000", "--rate", "800", "--out", folder["loan.json"]];
        var proposed = await RunAsync("farm", ["loan", "propose", "--lot", $"{Lot}", "--due", "2096-12-31", "--valuer", "4", "--haircut", "8000", .. terms]);
        Assert.Equal((0, ""), (proposed.Code, proposed.Error));
        Assert.Contains("Still to sign: party 2 (lender)", proposed.Output, StringComparison.Ordinal);
        Assert.Contains($"Loan of 8000000 from party 2 to party 1 against goods {Lot}, due 2096-12-31 00:00:00 UTC: fee 0, 8.00 % a year and 0.00 % more when late, with recourse.", proposed.Output, StringComparison.Ordinal);
        // Recorded before the move is signed, so that nobody strands the title by submitting the move alone.
        Assert.Equal(Title.Id, Assert.IsType<Witness>(Assert.Single(api.Submitted).Intent).Title);
        Assert.Equal(0, (await RunAsync("bank", "loan", "sign", folder["loan.json"])).Code);
        var signed = api.Submitted[^1];
        var loan = Assert.IsType<Loan>(signed.Intent);
        Assert.Equal((Farm, Bank, Farm, Title.Id.Value, 4U, 500UL, Warehouse, true, 7U), (loan.Borrower, loan.Lender, loan.Debtor, loan.Collateral, loan.Seq, loan.Amount, loan.Valuer, loan.Recourse, loan.LenderEpoch));
        Assert.Equal(Facility, Assert.IsType<TitleMove>(loan.Pledge!.Message).To);
        Assert.Equal(3, signed.Signatures.Count);

        Assert.Contains("--due is missing", (await RunAsync("farm", ["loan", "propose", "--lot", $"{Lot}", .. terms])).Error, StringComparison.Ordinal);
        Assert.Contains("A loan is against one of", (await RunAsync("farm", ["loan", "propose", "--due", "2096-12-31", .. terms])).Error, StringComparison.Ordinal);
        Answer("GET /titles", new Page<TitleRecord>([], null, AsOf));
        Assert.Contains("unknown-title", (await RunAsync("farm", ["loan", "propose", "--lot", $"{Lot}", "--due", "2096-12-31", .. terms])).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_loan_on_an_order_carries_its_terms_and_a_pledge_to_somebody_else_is_not_signed()
    {
        var terms = new OrderTerms(Bank, Farm, 10_000_000, 500, 30 * Waterfall.Day, Start, default, default, 0, 0, default, [Farm], [Bank], [10_000], 7, 7, Start);
        var order = new OrderRecord(terms.Id(), terms, OrderStatus.Agreed, Farm, 0, 0, 0, 0, 6, [], Start, 1, default);
        Answer($"GET /orders/{terms.Id()}", new OrderDetail(order, [], [], [], [], [], AsOf));
        string[] ask = ["loan", "propose", "--order", $"{terms.Id()}", "--lender", "4", "--principal", "600", "--rate", "800", "--due", "2096-12-31", "--no-recourse", "--residual-to-lender", "--out", folder["loan.json"]];
        Assert.Equal((0, ""), await RunAsync("farm", ask) is var done ? (done.Code, done.Error) : default);
        var draft = IntentDraft.Parse(await File.ReadAllTextAsync(folder["loan.json"], TestContext.Current.CancellationToken));
        var loan = Assert.IsType<Loan>(draft.Intent);
        Assert.Equal((CollateralKind.CreditOrder, terms.Id().Value, 6U, Bank, false, Warehouse), (loan.Kind, loan.Collateral, loan.Seq, loan.Debtor, loan.Recourse, loan.ResidualTo));
        var stolen = loan with { Pledge = loan.Pledge! with { Message = (Assignment)loan.Pledge.Message with { To = Warehouse } } };
        await File.WriteAllTextAsync(folder["stolen.json"], IntentDraft.Of(stolen, draft.Domain, draft.Keys).ToJson(), TestContext.Current.CancellationToken);
        foreach (var command in new[] { "loan", "receivable" })
            Assert.Contains("wrong-pledge", (await RunAsync("farm", command, "sign", folder["stolen.json"])).Error, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("warehouse", "loan", "sign", folder["loan.json"])).Code);
        Assert.Equal(loan.Id(), Assert.IsType<Loan>(Assert.Single(api.Submitted).Intent).Id());
    }

    [Fact]
    public async Task Every_command_has_an_example()
    {
        string[] commands = ["list", "show", "goods", "propose", "repay", "top-up", "value", "impair", "default", "foreclose", "release", "sign", "collect", "limit"];
        foreach (var command in commands) Assert.Contains($"ledger loan {command} ", (await Cli.RunAsync("loan", command, "--help")).Output, StringComparison.Ordinal);
    }

    private static PositionRecord Position(Loan loan) => new(
        loan.Id(), loan, PositionStatus.Open, false, 2, false, new LoanParts(20_000, 0, 5_334, 8_000_000, 0), 8_025_334, new LoanParts(0, 0, 0, 0, 0),
        loan.Kind == CollateralKind.Title ? 9_000_000UL : 0, loan.Kind == CollateralKind.Title ? Start + 3 * Waterfall.Day : null, Start, 8, default);

    private static PositionDetail Detail(Loan loan)
    {
        var at = new ChainEvent("Facility", "MarginCalled", default, 9, 1, Start);
        NoteId? note = loan.Kind == CollateralKind.Note ? loan.Note : null;
        return new PositionDetail(
            Position(loan), [new CollateralRecord(loan.Collateral, note, loan.Amount, true, at)], [new PositionStep(PositionStepType.MarginCalled, 825_334, null, null, null, Start + 3 * Waterfall.Day, at)], AsOf);
    }

    private void Answer<T>(string path, T value) => api.Canned[path] = JsonSerializer.Serialize(value, LedgerJson.Options);

    private Task<Cli.Result> RunAsync(string who, params string[] arguments) =>
        Cli.RunAsync([.. arguments, "--api", api.Url, "--key", folder[$"{who}.json"], "--password-file", folder["password"]]);
}
