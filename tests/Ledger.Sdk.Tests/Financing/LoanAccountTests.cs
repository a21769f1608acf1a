using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Ledger.Sdk.Financing;

namespace Ledger.Sdk.Tests.Financing;

public sealed class LoanAccountTests
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(2000);

    /// <summary>Numbers of every magnitude up to 64 bits, with 0, 1 and the end among them.</summary>
    private static readonly Arbitrary<ulong> Words = Gen.OneOf(
        Gen.Elements<ulong>(0, 1, 9_999, 10_000, 86_400, 31_536_000, ulong.MaxValue - 1, ulong.MaxValue),
        Gen.Choose(0, 63).SelectMany(bits => Gen.Choose(0, int.MaxValue), (bits, low) => ((1UL << bits) - 1) ^ (ulong)low)).ToArbitrary();

    [Fact]
    public void Interest_is_that_of_big_integers_rounded_up_and_the_discount_rounded_down() => Prop.ForAll(Words, Words, Words, (principal, rate, seconds) =>
        new ulong[] { 360, 365 }.All(basis =>
        {
            var product = (BigInteger)principal * rate * seconds;
            var divisor = new BigInteger(10_000) * basis * 86_400;
            return Waterfall.Interest(principal, rate, seconds, basis) == Clip((product + divisor - 1) / divisor)
                && Waterfall.Discount(principal, rate, seconds, basis) == Clip(product / divisor);
        })).Check(Runs);

    [Fact]
    public void Payments_at_any_time_leave_what_big_integers_leave() =>
        Prop.ForAll(Words, Words.Generator.Four().ToArbitrary(), Gen.Choose(0, 40_000_000).Select(time => (ulong)time).ArrayOf().ToArbitrary(), (principal, words, waits) =>
        {
            var terms = new LoanTerms(principal, words.Item1 % (principal == ulong.MaxValue ? principal : principal + 1), words.Item2 % 10_001, words.Item3 % 10_001, words.Item4 % 2 == 0 ? 360UL : 365, 1_800_000_000);
            var account = LoanAccount.Open(terms, 1_790_000_000);
            BigInteger[] oracle = [terms.Fee, 0, 0, terms.Principal];
            var time = account.Since;
            foreach (var wait in waits.Take(6))
            {
                var (now, amount) = (time + wait, wait * 1_000_003 % (terms.Principal / 3 + 1));
                oracle = Pay(oracle, terms, time, now, amount);
                account = account.Pay(amount, now, out var paid);
                if ((BigInteger)paid.Fee + paid.Late + paid.Interest + paid.Principal + paid.Residual != amount) return false;
                time = now;
            }
            return account.Since == time && oracle.SequenceEqual([account.Parts.Fee, account.Parts.Late, account.Parts.Interest, account.Parts.Principal]);
        }).Check(Runs);

    [Fact]
    public void A_loan_of_30_days_at_5_percent_on_360_costs_what_a_calculator_says()
    {
        var account = LoanAccount.Open(new LoanTerms(8_000_000, 20_000, 500, 200, 360, 30 * Waterfall.Day), 0);
        Assert.Equal(new LoanParts(20_000, 0, 33_334, 8_000_000, 0), account.OwedAt(30 * Waterfall.Day));
        Assert.Equal(new LoanParts(20_000, 445, 34_445, 8_000_000, 0), account.OwedAt(31 * Waterfall.Day));
        Assert.Equal(8_054_890UL, account.OwedAt(31 * Waterfall.Day).Owed());
        Assert.Equal(new LoanParts(0, 0, 0, 0, 0), account.Pay(8_060_000, 31 * Waterfall.Day, out var paid).Parts);
        Assert.Equal(5_110UL, paid.Residual);
    }

    [Fact]
    public void A_time_before_the_last_payment_and_another_basis_are_mistakes()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => LoanAccount.Open(new LoanTerms(1, 0, 0, 0, 360, 9), 5).OwedAt(4));
        Assert.Throws<ArgumentOutOfRangeException>(() => Waterfall.Interest(1, 1, 1, 364));
    }

    private static BigInteger[] Pay(BigInteger[] owed, LoanTerms terms, ulong since, ulong now, ulong amount)
    {
        BigInteger divisor = new BigInteger(10_000) * terms.Basis * 86_400;
        BigInteger Interest(ulong rate, BigInteger time) => Clip((owed[3] * rate * time + divisor - 1) / divisor);
        BigInteger late = BigInteger.Max(0, (BigInteger)now - BigInteger.Max(since, terms.Due));
        BigInteger[] parts = [owed[0], Clip(owed[1] + Interest(terms.LateRate, late)), Clip(owed[2] + Interest(terms.Rate, now - since)), owed[3]];
        BigInteger left = amount;
        for (var i = 0; i < 4; i++)
        {
            var paid = BigInteger.Min(left, parts[i]);
            (parts[i], left) = (parts[i] - paid, left - paid);
        }
        return parts;
    }

    private static ulong Clip(BigInteger value) => (ulong)BigInteger.Min(value, ulong.MaxValue);
}
