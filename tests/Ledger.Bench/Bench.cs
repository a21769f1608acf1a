using System.Diagnostics;
using System.Globalization;

namespace Ledger.Bench;

/// <summary>Runs one benchmark and prints its figure beside the target and their ratio.</summary>
/// <remarks>
/// Rates are work per second of processor time of this process, which other load on the machine disturbs least; the rate by the clock
/// stands behind. Each is the best of five turns of a quarter of a second.
/// </remarks>
internal static class Bench
{
    private const int Turns = 5;
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(0.25);

    /// <summary>Measures <paramref name="work"/>, which is told how many repetitions to do; a repetition is <paramref name="size"/> units.</summary>
    /// <param name="name">What is measured.</param>
    /// <param name="unit">What is counted, such as <c>hashes</c>.</param>
    /// <param name="target">The rate to reach, in units a second; null where there is none.</param>
    /// <param name="work">The loop.</param>
    /// <param name="size">Units of one repetition.</param>
    /// <returns>The rate by processor time.</returns>
    public static double Run(string name, string unit, double? target, Action<int> work, int size = 1)
    {
        work(1);
        var repetitions = Calibrate(work);
        var (byProcessor, byClock) = (0.0, 0.0);
        var allocated = GC.GetTotalAllocatedBytes();
        for (var turn = 0; turn < Turns; turn++)
        {
            var (processor, clock) = Measure(work, repetitions);
            byProcessor = Math.Max(byProcessor, (double)repetitions * size / processor.TotalSeconds);
            byClock = Math.Max(byClock, (double)repetitions * size / clock.TotalSeconds);
        }
        allocated = GC.GetTotalAllocatedBytes() - allocated;
        Print(name, unit, byProcessor, target, $"by the clock {Number(byClock)}/s, {Number((double)allocated / Turns / repetitions / size)} bytes each");
        return byProcessor;
    }

    /// <summary>Whether a part of a long benchmark is to run: all do, or with <c>LEDGER_BENCH_ONLY</c> those that have one of its words, between bars, in their names.</summary>
    public static bool IsWanted(string name) =>
        Environment.GetEnvironmentVariable("LEDGER_BENCH_ONLY") is not { Length: > 0 } only || only.Split('|').Any(word => name.Contains(word, StringComparison.Ordinal));

    /// <summary>Prints a figure measured elsewhere.</summary>
    public static void Print(string name, string unit, double figure, double? target, string remark) => Console.WriteLine(
        $"{name,-34} {Number(figure),12} {unit + "/s",-14} {(target is { } goal ? $"target {Number(goal),10}  ×{(figure / goal).ToString("0.00", CultureInfo.InvariantCulture),-7}" : new string(' ', 27))} {remark}");

    /// <summary>Prints a time measured elsewhere beside the longest that is allowed, and how many times it goes into that.</summary>
    public static void PrintTime(string name, double milliseconds, double? longest, string remark) => Console.WriteLine(
        $"{name,-34} {Number(milliseconds),12} {"ms",-14} {(longest is { } goal ? $"at most {Number(goal),9}  ×{(goal / milliseconds).ToString("0.00", CultureInfo.InvariantCulture),-7}" : new string(' ', 27))} {remark}");

    /// <summary>Processor time and clock time of one turn.</summary>
    public static (TimeSpan Processor, TimeSpan Clock) Measure(Action<int> work, int repetitions)
    {
        var (processor, clock) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        work(repetitions);
        return (Environment.CpuUsage.TotalTime - processor, Stopwatch.GetElapsedTime(clock));
    }

    private static int Calibrate(Action<int> work)
    {
        for (var repetitions = 1; ; repetitions *= 2)
        {
            var clock = Measure(work, repetitions).Clock;
            if (clock >= Turn || repetitions >= 1 << 28) return repetitions;
        }
    }

    private static string Number(double value) => value.ToString(Math.Abs(value) >= 100 ? "#,0" : "0.##", CultureInfo.InvariantCulture);
}
