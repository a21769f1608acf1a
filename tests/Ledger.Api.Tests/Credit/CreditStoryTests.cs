using System.Security.Cryptography;
using System.Text.Json;
using Ledger.Api.Tests.Financing;
using Ledger.Api.Tests.Money;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Credit;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Receivables;

namespace Ledger.Api.Tests.Credit;

/// <summary>Random trade on a real chain: what the API says of each party's credit is what anybody with a node computes, as <c>ledger credit</c> does.</summary>
public sealed class CreditStoryTests
{
    private const int Steps = 30;

    [Theory]
    [InlineData(1)]
    [InlineData(2026)]
    public async Task Whatever_parties_do_the_api_and_a_node_give_the_same_report_at_the_same_block(int seed)
    {
        await using var ledger = await ProductLedger.StartAsync();
        var (random, debts) = (new Random(seed), new List<(ReceivableId Id, Actor Debtor, Actor Seller)>());
        Actor[] debtors = [ledger.Buyer, ledger.Other, ledger.Lender], parties = [.. debtors, ledger.Seller];
        var done = 0;
        for (var step = 1; step <= Steps; step++)
        {
            try
            {
                await StepAsync(ledger, random, debts, debtors, parties);
                done++;
            }
            catch (LedgerException)
            {
                // What the contract refuses changes nobody's credit.
            }
            if (step % 10 != 0) continue;
            foreach (var party in parties) await SameAsync(ledger, party);
        }
        Assert.InRange(done, Steps / 2, Steps);
        Assert.NotEqual(0UL, (await SameAsync(ledger, ledger.Buyer)).AsOf.Block);
        var reports = new List<CreditReport>();
        foreach (var party in parties) reports.Add(await SameAsync(ledger, party));
        Assert.True(reports.Select(report => report.FeaturesHash).Distinct().Count() > 1);
        Assert.Contains(reports, report => report.Features.Paying.Kept + report.Features.Paying.Late > 0);
    }

    private static async Task StepAsync(ProductLedger ledger, Random random, List<(ReceivableId Id, Actor Debtor, Actor Seller)> debts, Actor[] debtors, Actor[] parties)
    {
        var kind = debts.Count < 3 ? 0 : random.Next(9);
        if (kind <= 2)
        {
            var debtor = debtors[random.Next(debtors.Length)];
            var seller = parties.Where(party => party != debtor).ElementAt(random.Next(parties.Length - 1));
            var due = DateTimeOffset.FromUnixTimeSeconds((long)ledger.Now).AddDays(random.Next(1, 20));
            var issue = await seller.Ledger.Receivables.IssueAsync(
                debtor.Id, seller.Id, (ulong)Math.Pow(10, 2 + (4 * random.NextDouble())), due, new Hash32(RandomNumberGenerator.GetBytes(32)));
            await ledger.SubmitAsync(issue, debtor, seller);
            debts.Add((((Issue)issue.Intent).Id(), debtor, seller));
            return;
        }
        var debt = debts[random.Next(debts.Count)];
        var owed = (await debt.Debtor.Ledger.Receivables.GetAsync(debt.Id)).Receivable.Outstanding;
        if (kind <= 4) await ledger.SubmitAsync(await debt.Debtor.Ledger.Receivables.PayAsync(debt.Id, random.Next(2) == 0 ? owed : Math.Max(1, owed / 2)), debt.Debtor);
        else if (kind == 5) await ledger.SubmitAsync(await debt.Seller.Ledger.Receivables.DiluteAsync(debt.Id, NoteId.RootOf(debt.Id), Math.Max(1, owed / 10)), debt.Seller);
        else if (kind == 6) await ledger.SubmitAsync(await debt.Debtor.Ledger.Receivables.DisputeAsync(debt.Id, random.Next(3) > 0), debt.Debtor);
        else await ledger.PassAsync(TimeSpan.FromDays(random.Next(1, 9)));
    }

    private static async Task<CreditReport> SameAsync(ProductLedger ledger, Actor party)
    {
        var head = await ledger.Live.Node.GetBlockNumberAsync();
        var answered = await party.Ledger.Credit.GetAsync(party.Id);
        for (var until = DateTime.UtcNow.AddSeconds(40); answered.AsOf.Block < head && DateTime.UtcNow < until; await Task.Delay(100)) answered = await party.Ledger.Credit.GetAsync(party.Id);
        var computed = await CreditReader.ReportAsync(ledger.Live.Node, ledger.Live.Manifest, party.Id, answered.AsOf.Block);
        Assert.Equal(JsonSerializer.Serialize(computed, LedgerJson.Options), JsonSerializer.Serialize(answered, LedgerJson.Options));
        return computed;
    }
}
