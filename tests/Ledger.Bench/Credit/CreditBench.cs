using System.Diagnostics;
using Ledger.Sdk.Credit;
using Ledger.Tests.Credit;

namespace Ledger.Bench.Credit;

/// <summary>Credit of 10,000 parties from 5 million events: the fold alone, since how fast logs come depends on the node.</summary>
internal static class CreditBench
{
    private const long Events = 5_000_000;
    private const int Piece = 50_000;

    public static void Credit()
    {
        var world = new TradingWorld(10_000, 4).Events(Events + 100_000).Chunk(Piece);
        var fold = new CreditFold();
        var (folded, spent, more) = (0L, TimeSpan.Zero, new List<TimeSpan>());
        GC.Collect();
        var before = GC.GetTotalMemory(true);
        foreach (var piece in world)
        {
            if (folded >= Events)
            {
                more.AddRange(piece.Chunk(1_000).Select(part => Follow(fold, part)));
                continue;
            }
            var start = Stopwatch.GetTimestamp();
            foreach (var placed in piece) fold.Apply(placed);
            spent += Stopwatch.GetElapsedTime(start);
            folded += piece.Length;
        }
        GC.Collect();
        var held = GC.GetTotalMemory(true) - before;
        var moment = new ChainMoment(1, default, 1_900_000_000);
        var reporting = Stopwatch.GetTimestamp();
        var points = fold.Parties.Sum(party => CreditReport.Of(fold.ConductOf(party)!, moment).Points);
        var reports = Stopwatch.GetElapsedTime(reporting);
        var saving = Stopwatch.GetTimestamp();
        using var state = new MemoryStream();
        fold.Write(state);
        var saved = Stopwatch.GetElapsedTime(saving);
        var total = spent + reports;
        Bench.Print("credit: 5 M events, 10,000 parties", "events", folded / total.TotalSeconds, Events / 30.0,
            $"{total.TotalSeconds:0.0} s (target 30 s): fold {spent.TotalSeconds:0.0} s, {fold.Parties.Count():#,0} reports {reports.TotalSeconds:0.00} s, {held / 1048576.0:0} MB held, sum of points {points}");
        more.Sort();
        Console.WriteLine($"credit: 1,000 further events with the reports they touch: median {more[more.Count / 2].TotalMilliseconds:0.0} ms, p99 {more[more.Count * 99 / 100].TotalMilliseconds:0.0} ms; "
            + $"state {state.Length / 1048576.0:0} MB, written in {saved.TotalSeconds:0.0} s");
    }

    /// <summary>What the API does at each step: fold, and count anew for whoever was touched.</summary>
    private static TimeSpan Follow(CreditFold fold, PlacedEvent[] part)
    {
        fold.TakeTouched();
        var start = Stopwatch.GetTimestamp();
        foreach (var placed in part) fold.Apply(placed);
        foreach (var party in fold.TakeTouched()) CreditReport.Of(fold.ConductOf(party)!, new ChainMoment(part[^1].Block, default, part[^1].Time));
        return Stopwatch.GetElapsedTime(start);
    }
}
