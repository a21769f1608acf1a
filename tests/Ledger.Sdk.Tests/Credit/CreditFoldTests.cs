using Ledger.Sdk.Contracts;
using Ledger.Sdk.Credit;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;
using Ledger.Tests.Credit;

namespace Ledger.Sdk.Tests.Credit;

public sealed class CreditFoldTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Pieces_of_any_size_give_the_same_state_and_the_same_reports(int seed)
    {
        PlacedEvent[] events = [.. new TradingWorld(60, seed).Events(6_000)];
        var whole = Fold(events, [events.Length]);
        var random = new Random(seed);
        for (var round = 0; round < 5; round++)
        {
            var cuts = Enumerable.Range(0, 40).Select(_ => random.Next(1, 400)).ToArray();
            var pieces = Fold(events, cuts);
            Assert.Equal(Bytes(whole), Bytes(pieces));
            Assert.Equal(Reports(whole), Reports(pieces));
        }
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void Going_on_from_a_state_that_was_written_is_as_starting_anew(int seed)
    {
        PlacedEvent[] events = [.. new TradingWorld(40, seed).Events(4_000)];
        var whole = Fold(events, [events.Length]);
        for (var cut = 0; cut <= events.Length; cut += 487)
        {
            var first = Fold(events[..cut], [500]);
            var second = CreditFold.Read(new MemoryStream(Bytes(first)));
            foreach (var piece in Pieces(events[cut..], [300])) second.Apply(piece);
            Assert.Equal(Bytes(whole), Bytes(second));
            Assert.Equal(Reports(whole), Reports(second));
        }
    }

    [Fact]
    public void Parties_that_are_not_touched_keep_their_conduct()
    {
        PlacedEvent[] events = [.. new TradingWorld(60, 5).Events(5_000)];
        var fold = Fold(events[..4_000], [4_000]);
        fold.TakeTouched();
        var before = fold.Parties.ToDictionary(party => party, party => Convert.ToHexString(fold.ConductOf(party)!.ToBytes()));
        foreach (var placed in events[4_000..])
        {
            fold.Apply(placed);
            var touched = fold.TakeTouched();
            foreach (var party in fold.Parties)
            {
                var now = Convert.ToHexString(fold.ConductOf(party)!.ToBytes());
                if (!touched.Contains(party)) Assert.Equal(before[party], now);
                before[party] = now;
            }
        }
    }

    [Fact]
    public void Conduct_as_bytes_gives_the_same_report()
    {
        var fold = Fold([.. new TradingWorld(30, 8).Events(3_000)], [100]);
        foreach (var party in fold.Parties)
            Assert.Equal(Json(CreditReport.Of(fold.ConductOf(party)!, fold.At!.Value)), Json(CreditReport.Of(PartyConduct.FromBytes(fold.ConductOf(party)!.ToBytes()), fold.At!.Value)));
    }

    [Fact]
    public void The_largest_amounts_overflow_nothing()
    {
        var trade = new TradeStory();
        for (var i = 0; i < 50; i++) trade.Owe(2, 3, ulong.MaxValue, dueIn: 10).Pass(20).PayAll();
        var features = trade.Report(2).Features;
        Assert.Equal((ulong.MaxValue, 1_000UL), (features.Paying.Late, features.Paying.LateDays));
        Assert.InRange(trade.Report(3).Points, 0, 1000);
    }

    [Fact]
    public void A_payment_on_the_day_it_is_due_is_in_time_and_a_day_later_is_not()
    {
        var story = new TradeStory();
        story.Owe(2, 3, 700, dueIn: 5).Pass(5).PayAll().Owe(2, 3, 300, dueIn: 5).Pass(6).PayAll();
        var paying = story.Report(2).Features.Paying;
        Assert.Equal((700UL, 300UL, 30UL), (paying.Kept, paying.Late, paying.LateDays));
    }

    [Fact]
    public void What_is_overdue_shows_without_any_event_as_time_passes()
    {
        var story = new TradeStory();
        story.Owe(2, 3, 500, dueIn: 5);
        Assert.Equal((500UL, 0UL), (story.Report(2).Features.Open, story.Report(2).Features.Overdue));
        story.Pass(15);
        Assert.Equal((0UL, 500UL, 1_000UL), (story.Report(2).Features.Open, story.Report(2).Features.Overdue, story.Report(2).Features.OverdueDays));
        Assert.Equal(-150, story.Report(2).Reasons.Single(reason => reason.Factor == "overdue").Points);
    }

    private static CreditFold Fold(PlacedEvent[] events, int[] sizes)
    {
        var fold = new CreditFold();
        foreach (var piece in Pieces(events, sizes)) fold.Apply(piece);
        return fold;
    }

    private static IEnumerable<FeedPiece> Pieces(PlacedEvent[] events, int[] sizes)
    {
        for (var (start, turn) = (0, 0); start < events.Length; turn++)
        {
            var end = Math.Min(events.Length, start + sizes[turn % sizes.Length]);
            var last = events[end - 1];
            yield return new FeedPiece(events[start].Block, new ChainMoment(last.Block, last.Transaction, last.Time), events[start..end]);
            start = end;
        }
    }

    private static byte[] Bytes(CreditFold fold)
    {
        using var stream = new MemoryStream();
        fold.Write(stream);
        return stream.ToArray();
    }

    private static string Reports(CreditFold fold) => string.Join('\n', fold.Parties.Select(party => Json(CreditReport.Of(fold.ConductOf(party)!, fold.At!.Value))));

    private static string Json(CreditReport report) => System.Text.Json.JsonSerializer.Serialize(report, LedgerJson.Options);
}
