using System.Diagnostics;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Bench.Financing;

/// <summary>The offers of 50 policies for 10,000 receivables, and who gets which: 2 s at most.</summary>
internal static class AuctionBench
{
    private const int Receivables = 10_000;
    private const int Policies = 50;
    private const ulong Now = 1_790_000_000;

    public static void Auction()
    {
        var random = new Random(1);
        FinancingCase[] cases = [.. Enumerable.Range(0, Receivables).Select(i => Case(random, i))];
        Bidder[] bidders = [.. Enumerable.Range(0, Policies).Select(i => new Bidder(new PartyId((ulong)(1000 + i)), Policy(random, i), new LenderBook()))];
        var awards = Sdk.Financing.Auction.Run(cases, bidders, Now);
        var best = TimeSpan.MaxValue;
        for (var turn = 0; turn < 5; turn++)
        {
            var start = Stopwatch.GetTimestamp();
            awards = Sdk.Financing.Auction.Run(cases, bidders, Now);
            best = best < Stopwatch.GetElapsedTime(start) ? best : Stopwatch.GetElapsedTime(start);
        }
        var offers = cases.Sum(one => bidders.Count(bidder => bidder.Policy.Quote(bidder.Lender, one, Now, out _) is not null));
        Bench.Print(
            "auction, 10,000 × 50", "auctions", 1 / best.TotalSeconds, 0.5, $"{best.TotalSeconds:0.00} s, {offers:#,0} offers, {awards.Count:#,0} awards");
    }

    private static FinancingCase Case(Random random, int i)
    {
        var id = Keccak256.Hash(BitConverter.GetBytes(i));
        return new FinancingCase(
            new ReceivableId(id), new NoteId(id), new PartyId((ulong)random.Next(1, 200)), new PartyId((ulong)random.Next(200, 900)),
            (ulong)random.Next(10_000, 50_000_000), Now + (ulong)random.Next(5, 180) * Waterfall.Day, "EUR", false, random.Next(300, 900), random.Next(300, 900));
    }

    private static LenderPolicy Policy(Random random, int i) => new()
    {
        Format = 1,
        Name = $"policy {i}",
        Kind = i % 2 == 0 ? OfferKind.Loan : OfferKind.Sale,
        Currency = "EUR",
        Rate = (ulong)random.Next(300, 900),
        Bands = [new ScoreBand(700, -100), new ScoreBand(500, 0), new ScoreBand(0, 200)],
        FeeRate = (ulong)random.Next(0, 50),
        AdvanceRate = i % 2 == 0 ? 8_500UL : 10_000,
        TotalLimit = 5_000_000_000,
        Concentration = 1_000,
    };
}
