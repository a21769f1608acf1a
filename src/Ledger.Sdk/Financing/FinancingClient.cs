using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Sdk.Financing;

/// <summary>Loans against notes, titles and orders: each changing method returns a draft to be signed and submitted.</summary>
/// <example><code>
/// await ledger.SubmitAsync((await ledger.Financing.LimitAsync(lender, debtor, 90_000, seq: 0)).Sign(lenderKey));
/// var loan = await ledger.Financing.LendAsync(new Loan(80_000, lender, borrower, debtor, …));
/// await ledger.SubmitAsync(loan.Sign(lenderKey).Sign(borrowerKey));
/// </code></example>
public sealed partial class FinancingClient : MoneyClient
{
    private PartyId facility;

    internal FinancingClient(LedgerClient ledger)
        : base(ledger)
    {
    }

    /// <summary>A lender's limit for a debtor.</summary>
    /// <param name="lender">The lender, which signs.</param>
    /// <param name="debtor">The debtor.</param>
    /// <param name="amount">The most principal that may be out.</param>
    /// <param name="seq">How often this limit has been set.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    public async Task<IntentDraft> LimitAsync(
        PartyId lender, PartyId debtor, ulong amount, uint seq, CancellationToken cancellationToken = default) =>
        await DraftAsync(
            new Limit(lender, debtor, amount, seq, await EpochAsync(lender, cancellationToken).ConfigureAwait(false), Deadline()),
            cancellationToken).ConfigureAwait(false);

    /// <summary>A loan with its pledge, for lender and borrower to sign. Epochs, and a deadline where there is none, are filled in.</summary>
    /// <exception cref="LedgerException">bad-loan; already-pledged: the Facility holds the collateral; not-admitted: the Facility is no party
    /// yet.</exception>
    public async Task<IntentDraft> LendAsync(Loan loan, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(loan);
        var manifest = await Ledger.GetManifestAsync(cancellationToken).ConfigureAwait(false);
        var party = await FacilityAsync(manifest, cancellationToken).ConfigureAwait(false);
        if (loan.Borrower == party)
            throw new LedgerException(
                "already-pledged", $"{loan.Collateral} is the collateral of another loan: the Facility holds it.",
                "It can be pledged again when that loan is repaid and it has been handed over.");
        var complete = loan with
        {
            BorrowerEpoch = await EpochAsync(loan.Borrower, cancellationToken).ConfigureAwait(false),
            LenderEpoch = await EpochAsync(loan.Lender, cancellationToken).ConfigureAwait(false),
            Deadline = loan.Deadline == 0 ? Deadline() : loan.Deadline,
        };
        return await DraftAsync(complete with { Pledge = Pledge.For(complete, manifest, party) }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The borrower repays; what is not owed comes back.</summary>
    public async Task<IntentDraft> RepayAsync(Loan loan, ulong amount, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(loan);
        var seq = await SeqAsync(loan, cancellationToken).ConfigureAwait(false);
        var epoch = await EpochAsync(loan.Borrower, cancellationToken).ConfigureAwait(false);
        return await DraftAsync(new Repayment(amount, loan.Id(), seq, epoch, Deadline()) { Loan = loan }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The lender impairs, declares a default, releases or forecloses.</summary>
    public async Task<IntentDraft> ActAsync(Loan loan, PositionAction action, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(loan);
        var seq = await SeqAsync(loan, cancellationToken).ConfigureAwait(false);
        var epoch = await EpochAsync(loan.Lender, cancellationToken).ConfigureAwait(false);
        return await DraftAsync(new LenderAction(loan.Id(), action, seq, epoch, Deadline()) { Loan = loan }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The valuer says what the goods are worth now.</summary>
    public async Task<IntentDraft> ValueAsync(Loan loan, ulong value, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(loan);
        var seq = await SeqAsync(loan, cancellationToken).ConfigureAwait(false);
        var epoch = await EpochAsync(loan.Valuer, cancellationToken).ConfigureAwait(false);
        return await DraftAsync(new Valuation(loan.Id(), value, seq, epoch, Deadline()) { Loan = loan }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Distributes what a note of the position has brought; nobody signs.</summary>
    public static SignedIntent Collect(Loan loan, ReceivableId receivable, NoteId note) =>
        Unsigned(new Collect(IdOf(loan), receivable, note, Nonce()) { Loan = loan });

    /// <summary>Distributes what the position's order has paid from its escrow; nobody signs.</summary>
    public static SignedIntent CollectOrder(Loan loan) => Unsigned(new CollectOrder(IdOf(loan), Nonce()) { Loan = loan });

    /// <summary>Takes a receivable that the position's order gave birth to into the collateral; nobody signs.</summary>
    public static SignedIntent Attach(Loan loan, ReceivableId receivable) => Unsigned(new Attach(IdOf(loan), receivable, Nonce()) { Loan = loan });

    /// <summary>Moves collateral on to whom it is due; nobody signs.</summary>
    public static SignedIntent HandOver(Loan loan, Hash32 id, NoteId note = default) =>
        Unsigned(new HandOver(IdOf(loan), id, note, Nonce()) { Loan = loan });

    /// <summary>The same for the proceeds of an order.</summary>
    public static SignedIntent HandOverOrder(Loan loan, OrderTerms terms) =>
        Unsigned(new HandOverOrder(IdOf(loan), Nonce()) { Loan = loan, Terms = terms });

    /// <summary>Records who owns a title note, before its move is signed; nobody signs.</summary>
    public static SignedIntent Witness(NoteId title) => Unsigned(new Witness(title, Nonce()));

    /// <summary>Returns a witnessed title that is no position's collateral; nobody signs.</summary>
    public static SignedIntent ReturnTitle(NoteId title) => Unsigned(new ReturnTitle(title, Nonce()));

    /// <summary>An offer, checked against the ledger as it is now.</summary>
    /// <exception cref="LedgerException">As <see cref="SignedOffer.Verify"/>.</exception>
    public async Task<SignedOffer> VerifyAsync(SignedOffer offer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(offer);
        var manifest = await Ledger.GetManifestAsync(cancellationToken).ConfigureAwait(false);
        return offer.Verify(
            manifest, await Ledger.Parties.GetAsync(offer.Offerer, cancellationToken).ConfigureAwait(false), Ledger.Time.GetUtcNow());
    }

    private static PositionId IdOf(Loan loan)
    {
        ArgumentNullException.ThrowIfNull(loan);
        return loan.Id();
    }

    private async Task<PartyId> FacilityAsync(DeploymentManifest manifest, CancellationToken cancellationToken)
    {
        if (facility != default) return facility;
        var parties = await Ledger.Parties.ListAsync(cancellationToken).ConfigureAwait(false);
        return facility = parties.FirstOrDefault(party => party.Key == manifest.Facility)?.Id
            ?? throw new LedgerException("not-admitted", "The Facility is no party yet.", "The registrar runs `ledger party admit-contracts`.");
    }

    private async Task<uint> SeqAsync(Loan loan, CancellationToken cancellationToken) =>
        (await Ledger.ReadAsync<PositionState>($"/positions/{loan.Id()}", cancellationToken).ConfigureAwait(false)).Position.Seq;

    private sealed record PositionState(PositionHead Position);

    private sealed record PositionHead(uint Seq);
}
