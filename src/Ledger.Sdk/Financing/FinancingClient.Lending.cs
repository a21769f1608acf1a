using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Sdk.Financing;

/// <content>Loans by what secures them. The borrower's client makes the draft: it sees the collateral as it is now; lender and borrower
/// sign.</content>
public sealed partial class FinancingClient
{
    /// <summary>A loan against a note of a receivable: a pledge, or factoring with a reserve.</summary>
    /// <param name="lender">Who lends.</param>
    /// <param name="receivable">The receivable.</param>
    /// <param name="note">The borrower's note of it.</param>
    /// <param name="terms">Principal, fee and rates; where the due date is 0, the receivable's.</param>
    /// <param name="amount">How much of the note; all of it where null.</param>
    /// <param name="options">Recourse, grace, whose the residual is.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <exception cref="LedgerException">unknown-note; as <see cref="LendAsync"/>.</exception>
    public async Task<IntentDraft> LendOnNoteAsync(
        PartyId lender, ReceivableId receivable, NoteId note, LoanTerms terms, ulong? amount = null, LoanOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var detail = await Ledger.Receivables.GetAsync(receivable, cancellationToken).ConfigureAwait(false);
        var owned = detail.Notes.FirstOrDefault(held => held.Id == note && !held.Ended)
            ?? throw new LedgerException("unknown-note", $"The receivable has no note {note}, or it has ended.", "Read which notes are left.");
        var loan = Draft(lender, owned.Owner, detail.Receivable.Debtor, terms, options) with
        {
            Due = terms.Due == 0 ? detail.Receivable.Due : terms.Due,
            Kind = CollateralKind.Note,
            Collateral = receivable.Value,
            Note = note,
            Seq = owned.Seq,
            Amount = amount ?? owned.Amount,
        };
        return await LendAsync(loan, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A loan against goods in stock: the whole title note goes to the Facility, custody stays where it is. Has the Facility record
    /// first who owns the title: whoever submits its move without the loan can't strand it there then, and the loan can still be
    /// opened.</summary>
    /// <param name="lender">Who lends.</param>
    /// <param name="title">The borrower's title, see <see cref="CustodyClient.ListTitlesAsync"/>.</param>
    /// <param name="terms">Principal, fee, rates and due date.</param>
    /// <param name="options">Who values the goods, the haircut, and how long a margin call waits.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <exception cref="LedgerException">As <see cref="LendAsync"/>.</exception>
    public async Task<IntentDraft> LendOnTitleAsync(
        PartyId lender, TitleRecord title, LoanTerms terms, LoanOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(title);
        await WitnessAsync(title, cancellationToken).ConfigureAwait(false);
        var loan = Draft(lender, title.Owner, title.Owner, terms, options) with
        {
            Kind = CollateralKind.Title,
            Collateral = title.Id.Value,
            Seq = title.Seq,
            Amount = title.Amount,
        };
        return await LendAsync(loan, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A loan against an order: from then on the Facility is paid for it, from the escrow or with the receivables it gives birth
    /// to.</summary>
    /// <param name="lender">Who lends.</param>
    /// <param name="order">The terms of the order whose beneficiary borrows.</param>
    /// <param name="terms">Principal, fee, rates and due date.</param>
    /// <param name="options">Recourse, grace, whose the residual is.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <exception cref="LedgerException">As <see cref="LendAsync"/>.</exception>
    public async Task<IntentDraft> LendOnOrderAsync(
        PartyId lender, OrderTerms order, LoanTerms terms, LoanOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(order);
        var state = (await Ledger.Orders.GetAsync(order.Id(), cancellationToken).ConfigureAwait(false)).Order;
        var loan = Draft(lender, state.Beneficiary, order.Buyer, terms, options) with
        {
            Kind = order.Tenor == 0 ? CollateralKind.FundedOrder : CollateralKind.CreditOrder,
            Collateral = order.Id().Value,
            Seq = state.Seq,
            Terms = order,
        };
        return await LendAsync(loan, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The borrower adds a whole title to the collateral; the Facility records its owner first, as in
    /// <see cref="LendOnTitleAsync"/>.</summary>
    public async Task<IntentDraft> TopUpAsync(Loan loan, TitleRecord title, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(loan);
        ArgumentNullException.ThrowIfNull(title);
        await WitnessAsync(title, cancellationToken).ConfigureAwait(false);
        var manifest = await Ledger.GetManifestAsync(cancellationToken).ConfigureAwait(false);
        var move = new TitleMove(
            loan.Borrower, await FacilityAsync(manifest, cancellationToken).ConfigureAwait(false), title.Id, title.Seq, title.Amount,
            await EpochAsync(loan.Borrower, cancellationToken).ConfigureAwait(false), loan.Id().Value, Deadline());
        return await DraftAsync(new TopUp(move, loan), cancellationToken).ConfigureAwait(false);
    }

    private async Task WitnessAsync(TitleRecord title, CancellationToken cancellationToken)
    {
        var operation = await Ledger.SubmitAsync(Witness(title.Id), null, cancellationToken).ConfigureAwait(false);
        if (operation.Status == OperationState.Failed)
            throw new LedgerException(operation.Error?.Code ?? "failed", operation.Error?.Message ?? "The title was not recorded.", operation.Error?.Hint);
    }

    private static Loan Draft(PartyId lender, PartyId borrower, PartyId debtor, LoanTerms terms, LoanOptions? options)
    {
        options ??= new LoanOptions();
        var grace = (ulong)(options.Grace ?? TimeSpan.FromDays(5)).TotalSeconds;
        return new Loan(
            terms.Principal, lender, borrower, debtor, terms.Fee, terms.Rate, terms.LateRate, terms.Basis, terms.Due, grace,
            CollateralKind.None, Hash32.Zero, default, 0, 0, options.Recourse, options.ResidualToLender ? lender : borrower, options.Valuer,
            options.Haircut, (ulong)options.MarginTime.TotalSeconds, 0, 0, 0);
    }
}
