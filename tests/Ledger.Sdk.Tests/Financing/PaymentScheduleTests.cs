using FsCheck;
using FsCheck.Fluent;
using Ledger.Sdk.Financing;

namespace Ledger.Sdk.Tests.Financing;

public sealed class PaymentScheduleTests
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(1000);

    [Fact]
    public void Parts_sum_to_the_whole_and_differ_by_one_at_most() => Prop.ForAll<ulong, byte>((total, count) =>
    {
        var parts = PaymentSchedule.Split(total, count + 1);
        return parts.Count == count + 1 && Sum(parts) == total && parts.Max() - parts.Min() <= 1;
    }).Check(Runs);

    [Fact]
    public void Weighted_parts_sum_to_the_whole_and_are_within_one_of_their_share() => Prop.ForAll<ulong, ushort[]>((total, weights) =>
    {
        ulong[] all = [.. weights.Select(weight => (ulong)weight), 1];
        var sum = Sum(all);
        var parts = PaymentSchedule.Split(total, all);
        return Sum(parts) == total && parts.Zip(all).All(pair => Int128.Abs((Int128)pair.First - (Int128)(total * (UInt128)pair.Second / sum)) <= 1);
    }).Check(Runs);

    [Fact]
    public void Milestones_of_20_and_80_percent_divide_an_odd_amount() =>
        Assert.Equal([20_001, 80_006], PaymentSchedule.Split(100_007, [20, 80]));

    [Fact]
    public void The_last_days_of_months_stay_last_days()
    {
        Assert.Equal("2027-02-28 2027-03-31 2027-04-30 2027-05-31", Text(PaymentSchedule.Dates(new DateOnly(2027, 2, 28), 4)));
        Assert.Equal("2027-02-28 2027-03-28 2027-04-28", Text(PaymentSchedule.Dates(new DateOnly(2027, 2, 28), 3, endOfMonth: false)));
        Assert.Equal("2027-10-31 2028-01-31 2028-04-30", Text(PaymentSchedule.Dates(new DateOnly(2027, 10, 31), 3, 3)));
        Assert.Equal("2028-01-30 2028-02-29 2028-03-30", Text(PaymentSchedule.Dates(new DateOnly(2028, 1, 30), 3)));
    }

    [Fact]
    public void A_plan_pays_interest_on_what_is_left()
    {
        var start = new DateOnly(2026, 1, 31);
        var plan = PaymentSchedule.EqualPrincipal(1_000_000, 600, DayCount.EurobondBasis, start, PaymentSchedule.Dates(new DateOnly(2026, 3, 31), 3));
        Assert.Equal([333_333, 333_333, 333_334], plan.Select(payment => payment.Principal));
        Assert.Equal([10_000, 3_334, 1_667], plan.Select(payment => payment.Interest));
        Assert.Equal(343_333UL, plan[0].Total);
    }

    [Fact]
    public void No_parts_no_weights_and_no_months_are_mistakes()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => PaymentSchedule.Split(1, 0));
        Assert.Throws<ArgumentException>(() => PaymentSchedule.Split(1, [0, 0]));
        Assert.Throws<ArgumentException>(() => PaymentSchedule.Split(1, [ulong.MaxValue, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => PaymentSchedule.Dates(new DateOnly(2026, 1, 1), 2, 0));
    }

    private static UInt128 Sum(IEnumerable<ulong> values) => values.Aggregate(UInt128.Zero, (sum, value) => sum + value);

    private static string Text(IEnumerable<DateOnly> dates) => string.Join(' ', dates.Select(date => date.ToString("O")));
}
