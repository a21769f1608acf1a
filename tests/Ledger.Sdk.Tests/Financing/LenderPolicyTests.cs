using System.Text;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Sdk.Tests.Financing;

public sealed class LenderPolicyTests
{
    private const ulong Now = 1_790_000_000;
    private const string Json = """
        {"format":1,"name":"Coffee, with recourse","kind":"loan","currency":"EUR","debtors":[2],"assignors":[3],"minAmount":1000,"maxAmount":1000000,
         "minTenorDays":10,"maxTenorDays":180,"rate":600,"bands":[{"points":700,"add":-150},{"points":500,"add":0},{"points":0,"add":300}],
         "minDebtorPoints":400,"minAssignorPoints":300,"advanceRate":8000,"feeRate":25,"lateRate":200,"basis":360,"graceDays":5,"recourse":true,
         "totalLimit":1000000,"debtorLimit":400000,"lines":[{"debtor":2,"limit":300000}],"concentration":2500,"validHours":48}
        """;

    private static readonly FinancingCase Good = new(
        default, default, new PartyId(2), new PartyId(3), 100_001, Now + 90 * Waterfall.Day, "EUR", false, 720, 650);

    [Fact]
    public void A_policy_makes_an_offer_by_its_terms()
    {
        var policy = Parse(Json);
        var quote = policy.Quote(new PartyId(7), Good, Now, out var refusals)!;
        Assert.Equal(PolicyRefusals.None, refusals);
        Assert.Equal(new LoanTerms(80_000, 251, 450, 200, 360, Good.Due), quote.Terms);
        Assert.Equal((80_000UL, 100_001UL, true, Now + 48 * 3600), (quote.Money, quote.Amount, quote.Recourse, quote.Deadline));
        Assert.Equal(251 + 900, quote.Cost.Total);
        Assert.Equal((450UL, 600UL, 900UL, 600UL), (policy.RateFor(700), policy.RateFor(699), policy.RateFor(0), policy.RateFor(null)));
    }

    [Fact]
    public void What_is_outside_a_policy_is_refused_with_every_reason()
    {
        void Refused(PolicyRefusals expected, FinancingCase one, ulong lender = 7)
        {
            Assert.Null(Parse(Json).Quote(new PartyId(lender), one, Now, out var refusals));
            Assert.Equal(expected, refusals);
        }
        Refused(PolicyRefusals.Blocked, Good with { Blocked = true });
        Refused(PolicyRefusals.Currency, Good with { Currency = "CNY" });
        Refused(PolicyRefusals.Debtor, Good with { Debtor = new PartyId(9) });
        Refused(PolicyRefusals.Debtor, Good, lender: 2);
        Refused(PolicyRefusals.Assignor, Good, lender: 3);
        foreach (var amount in new ulong[] { 0, 1, 999, 1_000_001, ulong.MaxValue }) Refused(PolicyRefusals.Amount, Good with { Amount = amount });
        foreach (var due in new ulong[] { 0, Now - 1, Now, Now + 10 * Waterfall.Day - 1, Now + 180 * Waterfall.Day + 1, ulong.MaxValue }) Refused(PolicyRefusals.Tenor, Good with { Due = due });
        foreach (var points in new int?[] { null, 0, 399 }) Refused(PolicyRefusals.Points, Good with { DebtorPoints = points });
        Refused(PolicyRefusals.Points | PolicyRefusals.Tenor | PolicyRefusals.Blocked, Good with { OwnerPoints = null, Due = 1, Blocked = true });
    }

    [Fact]
    public void The_cap_on_tenors_counts_to_the_second()
    {
        Assert.True(Parse(Json).Quote(new PartyId(7), Good with { Due = Now + 180 * Waterfall.Day }, Now, out var refusals) is { Money: > 0 });
        Assert.Equal(PolicyRefusals.None, refusals);
        Assert.Null(Parse(Json).Quote(new PartyId(7), Good with { Due = Now + 180 * Waterfall.Day + 1 }, Now, out _));
        Assert.Equal("policy-invalid", Assert.Throws<LedgerException>(() => Parse(Json.Replace("180", "366", StringComparison.Ordinal))).Code);
    }

    [Fact]
    public void A_note_so_small_or_dear_that_nothing_would_be_paid_gets_no_offer()
    {
        var policy = Parse(Json) with { MinAmount = 1 };
        Assert.Null(policy.Quote(new PartyId(7), Good with { Amount = 1 }, Now, out var refusals));
        Assert.Equal(PolicyRefusals.Amount, refusals);
        var sale = policy with { Kind = OfferKind.Sale, AdvanceRate = 10_000, Recourse = false, LateRate = 0, FeeRate = 10_000 };
        Assert.Null(sale.Quote(new PartyId(7), Good, Now, out _));
        Assert.Equal(ulong.MaxValue, (sale with { FeeRate = 0, Rate = 0, Bands = [], MaxAmount = ulong.MaxValue }).Quote(new PartyId(7), Good with { Amount = ulong.MaxValue }, Now, out _)!.Money);
    }

    [Fact]
    public void Limits_leave_room_to_the_unit()
    {
        var policy = Parse(Json);
        Assert.Equal((250_000UL, 250_000UL), (policy.LimitOf(new PartyId(2)), policy.LimitOf(new PartyId(9))));
        var book = new LenderBook(new Dictionary<PartyId, ulong> { [new PartyId(2)] = 200_000, [new PartyId(9)] = 700_000 });
        Assert.Equal(PolicyRefusals.None, policy.Exceeded(book, new PartyId(2), 50_000));
        Assert.Equal(PolicyRefusals.DebtorLimit, policy.Exceeded(book, new PartyId(2), 50_001));
        Assert.Equal(PolicyRefusals.TotalLimit, policy.Exceeded(book, new PartyId(4), 100_001));
        Assert.Equal(PolicyRefusals.DebtorLimit | PolicyRefusals.TotalLimit, policy.Exceeded(book, new PartyId(9), ulong.MaxValue));
    }

    [Theory]
    [InlineData("\"format\":1", "\"format\":2")]
    [InlineData("\"kind\":\"loan\"", "\"kind\":\"gift\"")]
    [InlineData("\"kind\":\"loan\"", "\"kind\":\"sale\"")]
    [InlineData("\"EUR\"", "\"eur\"")]
    [InlineData("\"rate\":600", "\"rate\":10001")]
    [InlineData("\"rate\":600", "\"rate\":-1")]
    [InlineData("\"rate\":600", "\"rate\":6.5")]
    [InlineData("\"rate\":600", "\"discount\":600")]
    [InlineData("\"rate\":600,", "")]
    [InlineData("\"basis\":360", "\"basis\":364")]
    [InlineData("\"points\":500", "\"points\":700")]
    [InlineData("\"minAmount\":1000", "\"minAmount\":1000001")]
    [InlineData("\"advanceRate\":8000", "\"advanceRate\":0")]
    [InlineData("\"concentration\":2500", "\"concentration\":0")]
    [InlineData("{\"format\"", "[{\"format\"")]
    public void A_document_that_is_wrong_is_refused(string right, string wrong) =>
        Assert.Equal("policy-invalid", Assert.Throws<LedgerException>(() => Parse(Json.Replace(right, wrong, StringComparison.Ordinal))).Code);

    [Fact]
    public void A_policy_comes_back_from_its_JSON()
    {
        var policy = Parse(Json);
        Assert.Equal(policy.ToJson(), LenderPolicy.Parse(policy.ToJson()).ToJson());
    }

    private static LenderPolicy Parse(string json) => LenderPolicy.Parse(Encoding.UTF8.GetBytes(json));
}
