using System.Globalization;
using System.Text.Json;
using Ledger.Devnet.Hosting;
using Ledger.Sdk;
using Ledger.Sdk.Cash;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Receivables;

namespace Ledger.Devnet.Story;

/// <summary>Money follows the goods: orders that hand-offs pay, a receivable that is split, financed, paid and redeemed, and sums that add
/// up.</summary>
internal sealed class MoneyAct(
    RunningDevnet devnet, HttpClient http, LedgerClient ledger, CaptureClient sessions, Func<CancellationToken, Task> untilIndexed, Screen.Screen screen)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly MoneyDesk desk = new(http, sessions);
    private readonly MoneyBooks books = new(devnet.Node, devnet.Chain.Manifest);
    private MoneyCast cast = null!;
    private MoneyPlan plan = null!;

    private DeploymentManifest Manifest => devnet.Chain.Manifest;

    /// <summary>Plays it, or says that it was played before.</summary>
    /// <exception cref="LedgerException">A step was refused, one was not that should be, or the sums do not add up.</exception>
    public async Task<MoneyResult> PlayAsync(Cast story, StoryMark mark, CancellationToken cancellationToken)
    {
        cast = MoneyCast.From(story);
        screen.Title("Money follows the goods");
        await Admissions.AdmitAsync(cast.Newcomers, ledger, devnet.Node, Manifest, cancellationToken);
        var keys = KeyFiles.WriteAsync(cast.Newcomers, devnet.Data.Keys);
        await untilIndexed(cancellationToken);
        await Admissions.OpenIdentitiesAsync(cast.Newcomers, http, cancellationToken);
        plan = new MoneyPlan(cast, mark.Deadline);
        if (await books.IsOverAsync(plan, cancellationToken)) screen.Whisper("It was played on this chain before: nothing is done twice.");
        else
        {
            await IssueAsync(cancellationToken);
            await PayOnHandOffAsync(cancellationToken);
            await GiveCreditAsync(cancellationToken);
            var loan = await FinanceAsync(cancellationToken);
            await RefuseSecondAsync(cancellationToken);
            await ShowExposureAsync(loan, cancellationToken);
            await SettleAsync(loan, cancellationToken);
        }
        await keys;
        return new MoneyResult(await ShowAccountsAsync(cancellationToken), cast.Buyer, plan.Receivable);
    }

    private async Task IssueAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(plan.Deposits.Select(deposit => DoAsync(deposit, cancellationToken)).Append(DoAsync(plan.Goods, cancellationToken))
            .Concat(plan.Limits.Select(limit => DoAsync(limit, cancellationToken))));
        screen.Done($"{cast.Bank} has received three transfers and issues {Money(MoneyPlan.Deposit)} against each: to {cast.Buyer} ({MoneyPlan.ReferenceText(cast.Buyer)}), {cast.Lenders[0]} and {cast.Lenders[1]}");
        await RefusedAsync($"{MoneyPlan.ReferenceText(cast.Buyer)} once more, for {cast.Seller}", ["reference-used"], plan.Replayed, cancellationToken);
    }

    private async Task PayOnHandOffAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(DoAsync(plan.Cash, cancellationToken), DoAsync(plan.Credited, cancellationToken));
        await DoAsync(plan.Funding, cancellationToken);
        screen.Done($"{cast.Buyer} and {cast.Seller} sign an order over {Money(plan.Cash.Price)}, 20 % at dispatch and 80 % at receipt, and the escrow is filled");
        var (dispatch, receipt) = (plan.Dispatch, plan.Receipt);
        await DoAsync(dispatch, cancellationToken);
        screen.Done($"{cast.Seller} hands the pallet to {cast.Carrier}: the same transaction pays {cast.Seller} {Money(dispatch.Delivery.Invoice)}");
        await DoAsync(receipt, cancellationToken);
        screen.Done($"{cast.Carrier} hands it to {cast.Buyer}: the same transaction pays {cast.Seller} {Money(receipt.Delivery.Invoice)}, and the order is closed");
    }

    private async Task GiveCreditAsync(CancellationToken cancellationToken)
    {
        await DoAsync(plan.OnCredit, cancellationToken);
        screen.Done($"An order over {Money(plan.Credited.Price)} on 60 days: its hand-off gives birth to a receivable that {cast.Buyer} confirmed when it signed the order");
        await DoAsync(plan.Split, cancellationToken);
        screen.Done($"{cast.Seller} splits {Money(MoneyPlan.Part)} off and pays its own supplier {cast.Supplier} with them");
    }

    /// <summary>Two lenders bid through the API; the one that costs the seller less is accepted.</summary>
    private async Task<Opened> FinanceAsync(CancellationToken cancellationToken)
    {
        if (await books.LoanAsync(plan, cancellationToken) is { } known) return known;
        await untilIndexed(cancellationToken);
        var now = (await devnet.Node.GetBlockAsync(BlockTag.Latest, cancellationToken: cancellationToken))!.Timestamp;
        var until = Math.Max(now, (ulong)DateTimeOffset.UtcNow.ToUnixTimeSeconds()) + 3600;
        var holder = (await desk.AsAsync(cast.Seller, cancellationToken)).Offers;
        var ask = (await holder.AskAsync(plan.Receivable, plan.Note, TimeSpan.FromHours(1), plan.Rest, cancellationToken: cancellationToken)).Id;
        await CheckAsync(cast.Lenders[0], cancellationToken);
        var loan = await ledger.Financing.LendAsync(plan.Lent(now, until), cancellationToken);
        await (await desk.AsAsync(cast.Lenders[0], cancellationToken)).Offers.MakeAsync(ask, loan, cast.Lenders[0].Key, cancellationToken);
        var sale = plan.Bought(until);
        var bought = IntentDraft.Of(sale, Manifest.DomainOf(sale.Contract), [cast.Seller.Key.Address, cast.Lenders[1].Key.Address]);
        await (await desk.AsAsync(cast.Lenders[1], cancellationToken)).Offers.MakeAsync(ask, bought, cast.Lenders[1].Key, cancellationToken);
        var offers = (await holder.GetAsync(ask, cancellationToken)).Offers!;
        screen.Done($"{cast.Seller} asks for offers on the {Money(plan.Rest)} that are left; two lenders sign bids:");
        foreach (var offer in offers) screen.Whisper($"  {Name(offer)} {Bid(offer)}");
        Require(await holder.AcceptAsync(offers[0], cast.Seller.Key, cancellationToken));
        screen.Done($"{cast.Seller} accepts the best, {Name(offers[0])}'s: {Money(offers[0].Money)} are paid out, and the note is pledged, in one transaction");
        return await books.LoanAsync(plan, cancellationToken) ?? throw Wrong("The best offer is not the loan.");
    }

    /// <summary>What a lender asks before it bids, answered from the chain with a proof for each.</summary>
    private async Task CheckAsync(CastMember lender, CancellationToken cancellationToken)
    {
        var questions = (await (await desk.AsAsync(lender, cancellationToken)).Receivables.DueDiligenceAsync(plan.Receivable, plan.Rest, cancellationToken)).Questions;
        var yes = questions.Count(question => question.Verdict == Verdict.Yes);
        screen.Done($"{lender} checks the receivable before it bids, and {yes} of {questions.Count} questions are answered with yes and a proof on the chain:");
        foreach (var question in questions) screen.Whisper($"  {question.Verdict.ToString().ToLowerInvariant(),-7} {question.Finding}");
    }

    private async Task RefuseSecondAsync(CancellationToken cancellationToken)
    {
        var due = (await devnet.Node.GetBlockAsync(BlockTag.Latest, cancellationToken: cancellationToken))!.Timestamp + 86_400;
        await RefusedAsync($"{cast.Seller} sells the same note to {cast.Lenders[1]}", ["not-owner", "unknown-note"], plan.SoldAgain, cancellationToken);
        await RefusedAsync($"{cast.Seller} and {cast.Buyer} issue invoice {MoneyPlan.Invoice} again", ["already-issued"], plan.Again(Manifest.Currency.Code, due), cancellationToken);
    }

    private async Task ShowExposureAsync(Opened loan, CancellationToken cancellationToken)
    {
        await untilIndexed(cancellationToken);
        var lender = cast.Lenders.Single(member => member.Id == loan.Lender);
        foreach (var line in (await (await desk.AsAsync(lender, cancellationToken)).Financing.ListExposureAsync(cancellationToken: cancellationToken)).Items)
            screen.Done($"Exposure of {lender} to {cast.Buyer}: {Money(line.Lent)} lent, of a limit of {Money(line.Limit)}");
    }

    private async Task SettleAsync(Opened loan, CancellationToken cancellationToken)
    {
        await DoAsync(plan.Payment, cancellationToken);
        screen.Done($"{cast.Buyer} pays the receivable: {Money(plan.Credited.Price)}");
        await Task.WhenAll(
            DoAsync(plan.Redemption, cancellationToken),
            DoAsync(new Collect(loan.Position, plan.Receivable, plan.Note, plan.Nonce("collect")) { Loan = loan.Loan }, cancellationToken));
        screen.Done($"{cast.Supplier} redeems its part: {Money(MoneyPlan.Part)}");
        foreach (var repaid in await books.RepaidAsync(loan, cancellationToken))
            screen.Done($"The loan collects {Money(repaid.Amount)}: fee {Money(repaid.Paid.Fee)}, interest {Money(repaid.Paid.Interest)}, principal {Money(repaid.Paid.Principal)}, and {Money(repaid.Paid.Residual)} go on to {cast.Seller}");
        await DoAsync(plan.Withdrawal, cancellationToken);
        screen.Done($"{cast.Seller} has {cast.Bank} pay out {Money(MoneyPlan.Payout)}");
    }

    private async Task<MoneyCount> ShowAccountsAsync(CancellationToken cancellationToken)
    {
        await untilIndexed(cancellationToken);
        var entries = (await (await desk.AsAsync(cast.Seller, cancellationToken)).Cash.ListEntriesAsync(cancellationToken: cancellationToken)).Items;
        screen.Done($"Statement of {cast.Seller}, newest first:");
        foreach (var entry in entries) screen.Whisper($"  {Line(entry)}");
        var count = await books.CountAsync(cancellationToken);
        screen.Done($"All adds up: {Money(count.Issued)} issued − {Money(count.TakenBack)} taken back = {Money(count.Held)} with the parties + {Money(count.Waiting)} in the contracts");
        return count;
    }

    private string Line(CashEntry entry)
    {
        var (kind, sign) = (JsonNamingPolicy.KebabCaseLower.ConvertName(entry.Type.ToString()), entry.Flow == CashFlow.Out ? "−" : "+");
        return string.Create(CultureInfo.InvariantCulture, $"{kind,-15} {sign} {Money(entry.Amount),15}  = {Money(entry.Balance),15}");
    }

    private string Name(FinancingOffer offer) => cast.Lenders.Single(lender => lender.Id == offer.Lender).Name;

    private string Bid(FinancingOffer offer)
    {
        var rate = (offer.Cost.AnnualRate!.Value / 100m).ToString("0.00", CultureInfo.InvariantCulture);
        return $"{(offer.Kind == OfferKind.Sale ? "buys it for" : "lends")} {Money(offer.Money)}: costs {Money((ulong)offer.Cost.Total)}, {rate} % a year all in";
    }

    private string Money(ulong amount) => Manifest.Currency.Format(amount);

    private SignedIntent Sign(Intent intent)
    {
        IReadOnlyList<CastMember> members = [cast.Bank, cast.Buyer, cast.Seller, cast.Carrier, cast.Supplier, .. cast.Lenders];
        var keys = members.ToDictionary(member => member.Id, member => member.Key);
        return new SignedIntent(intent, [.. intent.Signers(Manifest.DomainOf(intent.Contract)).Select(signer => keys[signer.Party!.Value].Sign(signer.Digest).ToBytes())]);
    }

    private async Task DoAsync(Intent intent, CancellationToken cancellationToken) =>
        Require(await ledger.SubmitAsync(Sign(intent), Patience, cancellationToken));

    private static void Require(Operation operation)
    {
        if (operation.Status == OperationState.Failed)
            throw new LedgerException(operation.Error?.Code ?? "operation-failed", $"{operation.Type}: {operation.Error?.Message ?? "the operation failed"}", operation.Error?.Hint);
    }

    /// <summary>What the contracts must refuse, and by what: the note is another's, or is gone where an interrupted run had got so far.</summary>
    private async Task RefusedAsync(string what, IReadOnlyList<string> codes, Intent intent, CancellationToken cancellationToken)
    {
        try
        {
            await DoAsync(intent, cancellationToken);
        }
        catch (LedgerException exception) when (codes.Contains(exception.Code))
        {
            screen.Refused($"{what}: refused by {intent.Target}, {exception.Code}: {exception.Message}");
            return;
        }
        throw Wrong($"{what}: nothing refused it.");
    }

    private static LedgerException Wrong(string what) => new("money-wrong", what, "This must never happen: please report it.");
}

/// <summary>What the act leaves behind.</summary>
/// <param name="Count">All money of the ledger.</param>
/// <param name="Debtor">Who owed.</param>
/// <param name="Receivable">What it owed.</param>
internal sealed record MoneyResult(MoneyCount Count, CastMember Debtor, ReceivableId Receivable);
