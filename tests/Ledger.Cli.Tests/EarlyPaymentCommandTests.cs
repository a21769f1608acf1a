using System.Text.Json;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Cli.Tests;

public sealed class EarlyPaymentCommandTests : IDisposable
{
    private const ulong Cutoff = 1_790_000_000;
    private static readonly ReceivableId Receivable = new(Keccak256.Hash("receivable"u8));
    private static readonly NoteId Note = NoteId.RootOf(Receivable);
    private readonly PrivateKey farm = PrivateKey.Generate();
    private readonly PrivateKey buyer = PrivateKey.Generate();
    private readonly Folder folder = new();
    private readonly FakeApi api;

    public EarlyPaymentCommandTests()
    {
        api = new FakeApi(farm, buyer);
        KeyFile.Save(folder["farm.json"], farm, "correct horse", new KeyDerivation.Pbkdf2(1));
        KeyFile.Save(folder["buyer.json"], buyer, "correct horse", new KeyDerivation.Pbkdf2(1));
    }

    public void Dispose()
    {
        api.Dispose();
        folder.Dispose();
        farm.Dispose();
        buyer.Dispose();
    }

    [Fact]
    public async Task A_debtor_opens_a_programme_at_its_rate_or_as_an_auction()
    {
        api.Canned["POST /financing/early-payments"] = Json(Programme(EarlyPaymentPricing.Fixed));
        var opened = await RunAsync("buyer", "open", "--cash", "50000000", "--rate", "450");
        Assert.Equal((0, ""), (opened.Code, opened.Error));
        Assert.Equal("Programme 4 is open until 2026-09-21 14:13:20 UTC: 500,000.00 CNY, 4.50 % for all.", opened.Output.Trim());
        Assert.Equal(("fixed", 450, 360), Sent(api.Asked[^1].Body));
        await RunAsync("buyer", "open", "--cash", "50000000", "--auction", "--min-rate", "300", "--basis", "365");
        Assert.Equal(("uniform", 300, 365), Sent(api.Asked[^1].Body));
        await RunAsync("buyer", "open", "--cash", "50000000");
        Assert.Equal(("as-asked", 0, 360), Sent(api.Asked[^1].Body));
        var both = await RunAsync("buyer", "open", "--cash", "1", "--rate", "450", "--auction");
        Assert.Equal(1, both.Code);
        Assert.Contains("--rate is yours for all", both.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_supplier_sees_what_a_rate_brings_before_it_asks()
    {
        api.Canned["GET /financing/early-payments/4"] = Json(Programme(EarlyPaymentPricing.Uniform));
        api.Canned["PUT /financing/early-payments/4/asks"] = Json(Programme(EarlyPaymentPricing.Uniform));
        api.Canned[$"GET /receivables/{Receivable}"] = Detail();
        var seen = await RunAsync("farm", "ask", "4", "--receivable", $"{Receivable}", "--rate", "600", "--preview");
        Assert.Equal((0, ""), (seen.Code, seen.Error));
        Assert.Contains("You would get 98,500.00 CNY to 98,875.00 CNY for 100,000.00 CNY due 2026-12-20", seen.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(api.Asked, asked => asked.Path.StartsWith("PUT", StringComparison.Ordinal));
        await RunAsync("farm", "ask", "4", "--receivable", $"{Receivable}");
        var body = JsonDocument.Parse(api.Asked[^1].Body).RootElement;
        Assert.Equal((450, Note.ToString()), (body.GetProperty("rate").GetInt32(), body.GetProperty("note").GetString()));
    }

    [Fact]
    public async Task What_is_awarded_is_signed_by_the_supplier_and_then_paid_by_the_debtor()
    {
        var draft = IntentDraft.Of(Retirement(9_850_000), api.Manifest.DomainOf(LedgerContract.Receivables), [farm.Address, buyer.Address]);
        api.Canned["GET /financing/early-payments/4"] = Json(Programme(EarlyPaymentPricing.AsAsked, Entry(draft)));
        api.Canned["PUT /financing/early-payments/4/acceptances"] = Json(Programme(EarlyPaymentPricing.AsAsked));
        var accepted = await RunAsync("farm", "accept", "4");
        Assert.Equal((0, ""), (accepted.Code, accepted.Error));
        Assert.Contains("Signed: 98,500.00 CNY for 100,000.00 CNY, 6.00 % a year", accepted.Output, StringComparison.Ordinal);
        Assert.Equal(Hex.Encode(farm.Sign(draft.Id).ToBytes()), JsonDocument.Parse(api.Asked[^1].Body).RootElement.GetProperty("signature").GetString());
        Assert.Contains("to accept", (await RunAsync("farm", "show", "4")).Output, StringComparison.Ordinal);

        api.Canned["GET /financing/early-payments/4"] = Json(Programme(EarlyPaymentPricing.AsAsked, Entry(draft.Sign(farm))));
        var paid = await RunAsync("buyer", "pay", "4");
        Assert.Equal((0, "", "Paid 1 of 1 that suppliers have accepted."), (paid.Code, paid.Error, paid.Output.Trim()));
        Assert.Equal(draft.Sign(farm).Sign(buyer).Signatures, Assert.Single(api.Submitted).Signatures);
        api.Canned["GET /financing/early-payments"] = Json(new[] { Programme(EarlyPaymentPricing.AsAsked, Entry(draft)) });
        Assert.Contains("named rates from 4.50 %", (await RunAsync("farm", "list")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neither_side_signs_a_price_that_does_not_follow_from_the_programme()
    {
        var draft = IntentDraft.Of(Retirement(9_800_000), api.Manifest.DomainOf(LedgerContract.Receivables), [farm.Address, buyer.Address]);
        api.Canned["GET /financing/early-payments/4"] = Json(Programme(EarlyPaymentPricing.AsAsked, Entry(draft)));
        Assert.Contains("wrong-draft", (await RunAsync("farm", "accept", "4")).Error, StringComparison.Ordinal);
        api.Canned["GET /financing/early-payments/4"] = Json(Programme(EarlyPaymentPricing.AsAsked, Entry(draft.Sign(farm)) with { Price = 9_800_000 }));
        Assert.Contains("wrong-draft", (await RunAsync("buyer", "pay", "4")).Error, StringComparison.Ordinal);
        Assert.Empty(api.Submitted);
    }

    private static EarlyPaymentEntry Entry(IntentDraft draft) => new(
        new PartyId(1), Receivable, Note, 10_000_000, Cutoff + 90 * Waterfall.Day, 600, 600, 9_850_000, draft.Signatures[0] is not null, JsonDocument.Parse(draft.ToJson()).RootElement);

    private static Retirement Retirement(ulong price) => new(price, new PartyId(1), Receivable, Note, 3, 10_000_000, 7, 7, Cutoff + 90 * Waterfall.Day - 1) { Debtor = new PartyId(2) };

    private static EarlyPaymentProgramme Programme(EarlyPaymentPricing pricing, params EarlyPaymentEntry[] asks) =>
        new(4, new PartyId(2), 50_000_000, 450, pricing, 360, Cutoff, asks.Length == 0 ? null : Cutoff, asks);

    private static string Detail() => Json(new ReceivableDetail(
        new ReceivableRecord(
            Receivable, new PartyId(2), new PartyId(1), 10_000_000, 10_000_000, 0, 0, 0, 0, Cutoff + 90 * Waterfall.Day, ReceivableStatus.Open, 0, false, 1, default, null, null, 1, 0, 0, 1,
            null, default),
        [new NoteRecord(Note, new PartyId(1), 10_000_000, 10_000_000, 10_000_000, 0, 3, null, 0, false, 1, default)],
        new ReceivableEvidence(new ChainEvent("Receivables", "Issued", default, 1, 0, 1), null, null, [], [], null), new AsOf(9, default, 0)));

    private static (string? Pricing, int MinRate, int Basis) Sent(string body) => JsonDocument.Parse(body).RootElement is var json
        ? (json.GetProperty("pricing").GetString(), json.GetProperty("minRate").GetInt32(), json.GetProperty("basis").GetInt32()) : default;

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, LedgerJson.Options);

    private Task<Cli.Result> RunAsync(string who, string command, params string[] arguments) =>
        Cli.RunAsync(["early-payment", command, .. arguments, "--api", api.Url, "--key", folder[$"{who}.json"], "--password-file", folder["password"]]);
}
