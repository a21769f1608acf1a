using FsCheck;
using FsCheck.Fluent;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Sdk.Tests.Financing;

public sealed class AuctionTests
{
    private const ulong Now = 1_790_000_000;

    [Fact]
    public void Every_auction_keeps_limits_leaves_no_better_offer_and_does_not_see_the_order() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var cases = Enumerable.Range(0, random.Next(40)).Select(i => Case(random, i)).ToArray();
        var bidders = Enumerable.Range(0, random.Next(8)).Select(i => Bidder(random, i)).ToArray();
        var awards = Auction.Run(cases, bidders, Now);
        var again = Auction.Run([.. cases.OrderBy(_ => random.Next())], [.. bidders.OrderBy(_ => random.Next())], Now);
        return awards.Count == again.Count && awards.Zip(again).All(pair => Same(pair.First, pair.Second)) && KeepsLimits(awards) && LeavesNothingBetter(cases, bidders, awards);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void The_cheaper_lender_is_awarded_until_its_limit_is_used_up()
    {
        FinancingCase[] cases = [.. Enumerable.Range(1, 3).Select(i => new FinancingCase(
            new ReceivableId(Id(i)), new NoteId(Id(i)), new PartyId(2), new PartyId(3), 1_000_000, Now + 30 * Waterfall.Day, "EUR", false, null, null))];
        var cheap = new LenderPolicy { Format = 1, Name = "cheap", Kind = OfferKind.Sale, Currency = "EUR", Rate = 300, TotalLimit = 2_500_000 };
        var dear = cheap with { Name = "dear", Rate = 900, TotalLimit = ulong.MaxValue };
        var awards = Auction.Run(cases, [new Bidder(new PartyId(8), dear, new LenderBook()), new Bidder(new PartyId(7), cheap, new LenderBook())], Now);
        Assert.Equal(["cheap", "cheap", "dear"], awards.Select(award => award.Bidder.Policy.Name).Order());
        Assert.All(awards.Where(award => award.Bidder.Policy.Name == "cheap"), award => Assert.Equal(997_500UL, award.Quote.Money));
    }

    private static bool KeepsLimits(IReadOnlyList<Award> awards) => awards.GroupBy(award => award.Bidder.Lender).All(group =>
    {
        // The last award of a lender was made within its own policy's limits, so no total exceeds the largest of them.
        var total = Sum(group.First().Bidder.Book.Total, group);
        return total <= group.Max(award => award.Bidder.Policy.TotalLimit) && group.GroupBy(award => award.Case.Debtor).All(debtor =>
            Sum(debtor.First().Bidder.Book.On(debtor.Key), debtor) <= debtor.Max(award => award.Bidder.Policy.LimitOf(debtor.Key)));
    }) && awards.Select(award => award.Case.Note).Distinct().Count() == awards.Count;

    /// <summary>Every offer that was not awarded: its note has one that ranks before it, or those before it used up its lender.</summary>
    private static bool LeavesNothingBetter(FinancingCase[] cases, Bidder[] bidders, IReadOnlyList<Award> awards)
    {
        foreach (var one in cases)
            foreach (var bidder in bidders)
            {
                if (bidder.Policy.Quote(bidder.Lender, one, Now, out _) is not { } quote) continue;
                var given = awards.SingleOrDefault(award => award.Case == one);
                if (given is not null && Before(given.Quote, given.Case, given.Bidder, quote, one, bidder) <= 0) continue;
                var book = new LenderBook(bidder.Book);
                foreach (var award in awards.Where(award => award.Bidder.Lender == bidder.Lender && Before(award.Quote, award.Case, award.Bidder, quote, one, bidder) < 0))
                    book.Add(award.Case.Debtor, award.Quote.Money);
                if (bidder.Policy.Exceeded(book, one.Debtor, quote.Money) == PolicyRefusals.None) return false;
            }
        return true;
    }

    private static int Before(PolicyQuote a, FinancingCase ac, Bidder ab, PolicyQuote b, FinancingCase bc, Bidder bb)
    {
        var order = a.Cost.AnnualRate!.Value.CompareTo(b.Cost.AnnualRate!.Value);
        if (order == 0) order = b.Money.CompareTo(a.Money);
        if (order == 0) order = a.Recourse.CompareTo(b.Recourse);
        if (order == 0) order = ac.Note.Value.CompareTo(bc.Note.Value);
        if (order == 0) order = ab.Lender.CompareTo(bb.Lender);
        return order != 0 ? order : string.CompareOrdinal(ab.Policy.Name, bb.Policy.Name);
    }

    private static UInt128 Sum(UInt128 start, IEnumerable<Award> awards) => awards.Aggregate(start, (sum, award) => sum + award.Quote.Money);

    private static bool Same(Award left, Award right) => left.Case == right.Case && left.Bidder == right.Bidder && left.Quote == right.Quote;

    private static FinancingCase Case(Random random, int i) => new(
        new ReceivableId(Id(i)), new NoteId(Id(i)), new PartyId((ulong)random.Next(1, 5)), new PartyId((ulong)random.Next(5, 9)),
        (ulong)random.Next(0, 5) * 1000, Now + (ulong)random.Next(0, 200) * Waterfall.Day, random.Next(9) == 0 ? "USD" : "EUR", random.Next(9) == 0,
        random.Next(3) == 0 ? null : random.Next(1000), null);

    private static Bidder Bidder(Random random, int i)
    {
        var loan = random.Next(2) == 0;
        var policy = new LenderPolicy
        {
            Format = 1,
            Name = $"policy {i}",
            Kind = loan ? OfferKind.Loan : OfferKind.Sale,
            Currency = "EUR",
            Rate = (ulong)random.Next(0, 4) * 100,
            Bands = [new ScoreBand(600, -100), new ScoreBand(300, 50)],
            MinDebtorPoints = random.Next(3) == 0 ? 200 : null,
            AdvanceRate = loan ? 8_000UL : 10_000,
            FeeRate = (ulong)random.Next(0, 2) * 25,
            Recourse = loan && random.Next(2) == 0,
            TotalLimit = (ulong)random.Next(0, 20_000),
            DebtorLimit = random.Next(2) == 0 ? 5_000UL : null,
            Concentration = random.Next(2) == 0 ? 4_000UL : 10_000,
        };
        // Two of one lender now and then: they share what it has out.
        return new Bidder(new PartyId((ulong)(10 + i / 2)), policy, new LenderBook(new Dictionary<PartyId, ulong> { [new PartyId(1)] = (ulong)(i / 2) * 700 }));
    }

    private static Hash32 Id(int i) => Keccak256.Hash(BitConverter.GetBytes(i));
}
