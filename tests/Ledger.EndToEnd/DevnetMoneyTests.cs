using System.Globalization;
using System.Text.RegularExpressions;

namespace Ledger.EndToEnd;

/// <summary>The money of the story: paid by hand-offs, born of them, split, financed, refused twice, paid, redeemed; and it adds up.</summary>
public sealed partial class DevnetMoneyTests : IDisposable
{
    private readonly string data = Directory.CreateTempSubdirectory("ledger-money-").FullName;

    [Fact]
    public async Task Hand_offs_pay_a_receivable_is_financed_once_and_every_sum_adds_up()
    {
        using var devnet = DevnetProcess.Start(data, "--exit-after-demo");
        Assert.True(await devnet.ExitAsync() == 0, devnet.Output);
        var output = devnet.Output;
        foreach (var line in new[]
        {
            "hands the pallet to Talweg Transport: the same transaction pays Bergquell Dairy 2,400.00 CNY", "hands it to Market Hall Foods: the same transaction pays Bergquell Dairy 9,600.00 CNY",
            "its hand-off gives birth to a receivable", "splits 5,000.00 CNY off", "refused by Cash, reference-used: ", "refused by Receivables, not-owner: ", "refused by Receivables, already-issued: ",
            "13,500.00 CNY lent, of a limit of 30,000.00 CNY", "pays the receivable: 20,000.00 CNY", "redeems its part: 5,000.00 CNY",
        }) Assert.Contains(line, output, StringComparison.Ordinal);

        var bids = Regex.Matches(output, @"costs \S+ CNY, (\S+) % a year all in").Select(match => Amount(match.Groups[1].Value)).ToList();
        Assert.Equal(2, bids.Count);
        Assert.True(bids[0] < bids[1]);
        Assert.Matches(@"accepts the best, Riverside Credit's", output);

        // What the loan collects is what its parts say.
        var collected = Amounts(Regex.Match(output, "The loan collects .*").Value);
        Assert.Equal(collected[0], collected[1..].Sum());
        // Each balance of the statement, newest first, follows from the one before.
        var entries = Regex.Matches(output, @"^\s+\S+ +([+−]) +(\S+) CNY +=\s+(\S+) CNY", RegexOptions.Multiline)
            .Select(match => (Change: (match.Groups[1].Value == "+" ? 1 : -1) * Amount(match.Groups[2].Value), Balance: Amount(match.Groups[3].Value))).Reverse().ToList();
        Assert.Equal(5, entries.Count);
        var balance = 0m;
        foreach (var entry in entries) Assert.Equal(balance += entry.Change, entry.Balance);
        // issued − taken back = with the parties + in the contracts
        var all = Amounts(Regex.Match(output, "All adds up: .*").Value);
        Assert.Equal(all[0] - all[1], all[2] + all[3]);
        Assert.Equal((150_000m, 10_000m, 0m), (all[0], all[1], all[3]));
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(data, recursive: true);

    private static decimal[] Amounts(string line) => [.. Number().Matches(line).Select(match => Amount(match.Groups[1].Value))];

    private static decimal Amount(string text) => decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"([0-9,]+\.[0-9]{2}) CNY")]
    private static partial Regex Number();
}
