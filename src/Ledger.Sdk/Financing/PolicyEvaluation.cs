using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Financing;

/// <summary>A policy's answer: the same facts give the same answer, anywhere and at any time.</summary>
public static class PolicyEvaluation
{
    /// <summary>What a policy offers for a note, whatever the lender has out already; null with all the reasons where it offers nothing.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="lender">Whose it is.</param>
    /// <param name="facts">The note.</param>
    /// <param name="now">Unix seconds.</param>
    /// <param name="refusals">Every reason against it.</param>
    public static PolicyQuote? Quote(this LenderPolicy policy, PartyId lender, FinancingCase facts, ulong now, out PolicyRefusals refusals)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(facts);
        refusals = Refusals(policy, lender, facts, now);
        if (refusals != PolicyRefusals.None) return null;
        var quote = policy.Kind == OfferKind.Sale ? Sale(policy, facts, now) : Loan(policy, facts, now);
        if (quote is null) refusals = PolicyRefusals.Amount;
        return quote;
    }

    /// <summary>Which limits leave no room for so much more.</summary>
    public static PolicyRefusals Exceeded(this LenderPolicy policy, LenderBook book, PartyId debtor, ulong money)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(book);
        var exceeded = PolicyRefusals.None;
        if (book.On(debtor) + money > policy.LimitOf(debtor)) exceeded |= PolicyRefusals.DebtorLimit;
        if (book.Total + money > policy.TotalLimit) exceeded |= PolicyRefusals.TotalLimit;
        return exceeded;
    }

    private static PolicyRefusals Refusals(LenderPolicy policy, PartyId lender, FinancingCase facts, ulong now)
    {
        var refusals = PolicyRefusals.None;
        var tenor = facts.Due > now ? facts.Due - now : 0;
        if (policy.Paused) refusals |= PolicyRefusals.Paused;
        if (facts.Blocked) refusals |= PolicyRefusals.Blocked;
        if (facts.Currency != policy.Currency) refusals |= PolicyRefusals.Currency;
        if (facts.Debtor == lender || policy.Debtors?.Contains(facts.Debtor) == false) refusals |= PolicyRefusals.Debtor;
        if (facts.Owner == lender || policy.Assignors?.Contains(facts.Owner) == false) refusals |= PolicyRefusals.Assignor;
        if (facts.Amount == 0 || facts.Amount < policy.MinAmount || facts.Amount > policy.MaxAmount) refusals |= PolicyRefusals.Amount;
        if (tenor < policy.MinTenorDays * Waterfall.Day || tenor == 0 || tenor > policy.MaxTenorDays * Waterfall.Day) refusals |= PolicyRefusals.Tenor;
        if (facts.DebtorPoints < policy.MinDebtorPoints || (facts.DebtorPoints is null && policy.MinDebtorPoints is not null)) refusals |= PolicyRefusals.Points;
        if (facts.OwnerPoints < policy.MinAssignorPoints || (facts.OwnerPoints is null && policy.MinAssignorPoints is not null)) refusals |= PolicyRefusals.Points;
        return refusals;
    }

    private static PolicyQuote? Sale(LenderPolicy policy, FinancingCase facts, ulong now)
    {
        var discount = Waterfall.Interest(facts.Amount, policy.RateFor(facts.DebtorPoints), facts.Due - now, policy.Basis);
        var kept = (UInt128)discount + Fee(policy, facts);
        if (kept >= facts.Amount) return null;
        var price = facts.Amount - (ulong)kept;
        return new PolicyQuote(
            OfferKind.Sale, facts.Amount, price, null, false, Deadline(policy, facts, now), OfferCost.OfSale(price, facts.Amount, now, facts.Due));
    }

    private static PolicyQuote? Loan(LenderPolicy policy, FinancingCase facts, ulong now)
    {
        var principal = (ulong)((UInt128)facts.Amount * policy.AdvanceRate / Waterfall.Whole);
        var fee = Fee(policy, facts);
        if (principal == 0 || fee > principal) return null;
        var terms = new LoanTerms(principal, fee, policy.RateFor(facts.DebtorPoints), policy.LateRate, policy.Basis, facts.Due);
        var cost = OfferCost.OfLoan(terms, facts.Amount, policy.Recourse, residualToBorrower: true, now, facts.Due);
        return new PolicyQuote(OfferKind.Loan, facts.Amount, principal, terms, policy.Recourse, Deadline(policy, facts, now), cost);
    }

    private static ulong Fee(LenderPolicy policy, FinancingCase facts) =>
        (ulong)(((UInt128)facts.Amount * policy.FeeRate + Waterfall.Whole - 1) / Waterfall.Whole);

    /// <summary>An offer ends a second before the debt is due at the latest.</summary>
    private static ulong Deadline(LenderPolicy policy, FinancingCase facts, ulong now) => Math.Min(now + policy.ValidHours * 3600UL, facts.Due - 1);
}
