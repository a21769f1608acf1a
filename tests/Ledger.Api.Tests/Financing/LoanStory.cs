using System.Security.Cryptography;
using Ledger.Api.Tests.Money;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Receivables;
using Ledger.Sdk.Risk;

namespace Ledger.Api.Tests.Financing;

/// <summary>What the stories of loans have in common.</summary>
internal static class LoanStory
{
    public const ulong Face = 10_000_000;
    public const ulong Principal = 8_000_000;

    /// <summary>8 % a year and 4 % on top when late, a fee of 200.00; due with the receivable.</summary>
    public static LoanTerms Terms { get; } = new(Principal, 20_000, 800, 400, 360, 0);

    /// <summary>The buyer owes the seller.</summary>
    public static async Task<ReceivableId> OweAsync(this ProductLedger ledger, ulong face = Face, int days = 30)
    {
        var due = DateTimeOffset.FromUnixTimeSeconds((long)ledger.Now).AddDays(days);
        var issue = await ledger.Seller.Ledger.Receivables.IssueAsync(ledger.Buyer.Id, ledger.Seller.Id, face, due, new Hash32(RandomNumberGenerator.GetBytes(32)));
        await ledger.SubmitAsync(issue, ledger.Buyer, ledger.Seller);
        return ((Issue)issue.Intent).Id();
    }

    /// <summary>The lender's limit for a debtor.</summary>
    public static async Task LimitAsync(this ProductLedger ledger, Actor debtor, ulong amount)
    {
        var line = (await ledger.Lender.Ledger.Financing.ListExposureAsync(debtor: debtor.Id, lender: ledger.Lender.Id)).Items;
        await ledger.SubmitAsync(await ledger.Lender.Ledger.Financing.LimitAsync(ledger.Lender.Id, debtor.Id, amount, line.Count == 0 ? 0 : line[0].Seq), ledger.Lender);
    }

    /// <summary>What the lender has out to a debtor, as the API says.</summary>
    public static async Task<ulong> LentAsync(this ProductLedger ledger, Actor debtor) =>
        Assert.Single((await ledger.Lender.Ledger.Financing.ListExposureAsync(ledger.Lender.Id, debtor.Id)).Items).Lent;

    /// <summary>The seller borrows from the lender; the loan as the API has it from then on.</summary>
    public static async Task<Loan> OpenAsync(this ProductLedger ledger, IntentDraft draft)
    {
        await ledger.SubmitAsync(draft, ledger.Seller, ledger.Lender);
        var loan = (await ledger.PositionAsync(((Loan)draft.Intent).Id())).Position.Loan;
        Assert.Equal((((Loan)draft.Intent).Id(), ledger.Seller.Id), (loan.Id(), loan.Borrower));
        return loan;
    }

    /// <summary>The position as the lender sees it; the borrower sees the same.</summary>
    public static async Task<PositionDetail> PositionAsync(this ProductLedger ledger, PositionId position)
    {
        var seen = await ledger.Lender.Ledger.Financing.GetPositionAsync(position);
        Assert.Equal(seen.Position with { Loan = null! }, (await ledger.Seller.Ledger.Financing.GetPositionAsync(position)).Position with { Loan = null! });
        return seen;
    }

    /// <summary>The lender acts on the loan.</summary>
    public static async Task ActAsync(this ProductLedger ledger, Loan loan, PositionAction action) =>
        await ledger.SubmitAsync(await ledger.Lender.Ledger.Financing.ActAsync(loan, action), ledger.Lender);

    /// <summary>The seller repays.</summary>
    public static async Task RepayAsync(this ProductLedger ledger, Loan loan, ulong amount) =>
        await ledger.SubmitAsync(await ledger.Seller.Ledger.Financing.RepayAsync(loan, amount), ledger.Seller);

    /// <summary>The buyer pays its receivable, all of it where no amount is given.</summary>
    public static async Task PayAsync(this ProductLedger ledger, ReceivableId receivable, ulong? amount = null) =>
        await ledger.SubmitAsync(await ledger.Buyer.Ledger.Receivables.PayAsync(receivable, amount), ledger.Buyer);

    /// <summary>Everything that a position needs now, as anybody may do it; returns what was done.</summary>
    public static async Task<IReadOnlyList<string>> SettleAsync(this ProductLedger ledger, Loan loan)
    {
        var done = new List<string>();
        foreach (var call in await ledger.Seller.Ledger.Financing.SettleAsync(loan.Id())) done.Add((await ledger.SubmitAsync(call)).Type);
        return done;
    }

    /// <summary>An alert that a party is told of, once it is there, or once it is resolved.</summary>
    public static async Task<Alert> AlertAsync(Actor actor, string rule, string subject, bool resolved = false)
    {
        for (var until = DateTime.UtcNow.AddSeconds(20); ; await Task.Delay(50))
        {
            await foreach (var alert in actor.Ledger.Alerts.ListAsync())
                if (alert.Rule == rule && alert.Subject == subject && (alert.Resolved is not null) == resolved) return alert;
            Assert.True(DateTime.UtcNow < until, $"No alert {rule} on {subject} within 20 s.");
        }
    }

    /// <summary>Waits until an alert that was raised is resolved, after it was raised.</summary>
    public static async Task ResolvedAsync(Actor actor, Alert raised)
    {
        var ended = await AlertAsync(actor, raised.Rule, raised.Subject, resolved: true);
        Assert.Equal((raised.Id, raised.At), (ended.Id, ended.At));
        Assert.True(ended.Resolved!.At >= raised.At, $"{raised.Rule} ended at {ended.Resolved.At}, before {raised.At}.");
    }

    /// <summary>Everything that came in, oldest first: each is divided as the SDK computes it from the terms and the times alone, and its parts
    /// sum to it. Prints them.</summary>
    public static IReadOnlyList<LoanParts> Divided(PositionDetail detail)
    {
        var loan = detail.Position.Loan;
        var account = LoanAccount.Open(new LoanTerms(loan.Principal, loan.Fee, loan.Rate, loan.LateRate, loan.Basis, loan.Due), detail.Position.Opened);
        var all = new List<LoanParts>();
        foreach (var step in detail.History.Where(step => step.Type == PositionStepType.Repaid).OrderBy(step => (step.Event.Block, step.Event.LogIndex)))
        {
            account = account.Pay(step.Amount!.Value, step.Event.Time, out var expected);
            var parts = step.Parts!;
            Assert.Equal(expected, parts);
            Assert.Equal(step.Amount, parts.Fee + parts.Late + parts.Interest + parts.Principal + parts.Residual);
            TestContext.Current.TestOutputHelper!.WriteLine(
                $"{step.Amount} = fee {parts.Fee} + late interest {parts.Late} + interest {parts.Interest} + principal {parts.Principal} + residual {parts.Residual}");
            all.Add(parts);
        }
        return all;
    }
}
