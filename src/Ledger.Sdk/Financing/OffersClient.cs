using System.Text;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Sdk.Financing;

/// <summary>Offers for notes through the API: the owner asks, lenders sign, the owner accepts the best. Sign in first.</summary>
/// <example><code>
/// var ask = await farm.Offers.AskAsync(receivable, note, TimeSpan.FromDays(1));
/// await bank.Offers.SellAsync(ask, 9_850_000, bankKey);
/// var best = (await farm.Offers.GetAsync(ask.Id)).Offers![0];
/// await farm.Offers.AcceptAsync(best, farmKey);
/// </code></example>
public sealed class OffersClient
{
    private readonly LedgerClient ledger;

    internal OffersClient(LedgerClient ledger) => this.ledger = ledger;

    /// <summary>Asks for offers on a note.</summary>
    /// <param name="receivable">The receivable.</param>
    /// <param name="note">The caller's note of it.</param>
    /// <param name="time">How long offers are taken.</param>
    /// <param name="amount">How much of the note; all of it where null.</param>
    /// <param name="lenders">Whom to ask; anybody where null.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    public Task<FinancingAsk> AskAsync(
        ReceivableId receivable, NoteId note, TimeSpan time, ulong? amount = null, IReadOnlyList<PartyId>? lenders = null,
        CancellationToken cancellationToken = default)
    {
        var until = (ulong)(ledger.Time.GetUtcNow() + time).ToUnixTimeSeconds();
        return ledger.SendAsync<FinancingAsk>(HttpMethod.Post, ledger.Fresh("/financing/asks"), new { receivable, note, until, amount, lenders }, cancellationToken);
    }

    /// <summary>What the caller asked for, newest first; or what it may make offers on.</summary>
    public Task<Page<FinancingAsk>> ListAsync(bool open = false, string? cursor = null, CancellationToken cancellationToken = default) =>
        ledger.ReadAsync<Page<FinancingAsk>>(
            $"/financing/asks?open={(open ? "true" : "false")}{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}", cancellationToken);

    /// <summary>A request with its offers: the holder sees all, the best first; a lender its own.</summary>
    public Task<FinancingAsk> GetAsync(ulong ask, CancellationToken cancellationToken = default) =>
        ledger.ReadAsync<FinancingAsk>($"/financing/asks/{ask}", cancellationToken);

    /// <summary>Takes no more offers.</summary>
    public Task<FinancingAsk> CloseAsync(ulong ask, CancellationToken cancellationToken = default) =>
        ledger.SendAsync<FinancingAsk>(HttpMethod.Delete, $"/financing/asks/{ask}", null, cancellationToken);

    /// <summary>Offers to buy what was asked for, at a price.</summary>
    public async Task<FinancingOffer> SellAsync(
        FinancingAsk ask, ulong price, PrivateKey lender, TimeSpan? validity = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ask);
        var (buyer, seller) = await BothAsync(ask, cancellationToken).ConfigureAwait(false);
        var sale = new Sale(
            price, buyer.Id, seller.Id, ask.Receivable, ask.Note, ask.Seq, ask.Amount, seller.Epoch, buyer.Epoch, Deadline(ask, validity));
        sale.Check();
        var manifest = await ledger.GetManifestAsync(cancellationToken).ConfigureAwait(false);
        var draft = IntentDraft.Of(sale, manifest.DomainOf(sale.Contract), [seller.Key, buyer.Key]);
        return await MakeAsync(ask.Id, draft, lender, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Offers to lend against what was asked for.</summary>
    /// <param name="ask">The request.</param>
    /// <param name="terms">Principal, fee and rates; where the due date is 0, the receivable's.</param>
    /// <param name="recourse">Whether the borrower owes what the note does not bring.</param>
    /// <param name="lender">The lender's key.</param>
    /// <param name="graceDays">Days after the due date before a default.</param>
    /// <param name="validity">How long the offer stands; a day where null.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    public async Task<FinancingOffer> LendAsync(
        FinancingAsk ask, LoanTerms terms, bool recourse, PrivateKey lender, uint graceDays = 5, TimeSpan? validity = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ask);
        var (own, holder) = await BothAsync(ask, cancellationToken).ConfigureAwait(false);
        var draft = await ledger.Financing.LendAsync(
            new Loan(
                terms.Principal, own.Id, holder.Id, ask.Debtor, terms.Fee, terms.Rate, terms.LateRate, terms.Basis,
                terms.Due == 0 ? ask.Due : terms.Due, graceDays * Waterfall.Day, CollateralKind.Note, ask.Receivable.Value, ask.Note, ask.Seq,
                ask.Amount, recourse, holder.Id, default, 0, 0, holder.Epoch, own.Epoch, Deadline(ask, validity)),
            cancellationToken).ConfigureAwait(false);
        return await MakeAsync(ask.Id, draft, lender, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Signs the draft of an offer and makes it.</summary>
    public async Task<FinancingOffer> MakeAsync(ulong ask, IntentDraft draft, PrivateKey lender, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(draft);
        draft.RequireOf(await ledger.GetManifestAsync(cancellationToken).ConfigureAwait(false));
        using var request = new HttpRequestMessage(HttpMethod.Post, ledger.Fresh($"/financing/asks/{ask}/offers"))
        {
            Content = new StringContent(draft.Sign(lender).ToJson(), Encoding.UTF8, "application/json"),
        };
        return await ledger.SendAsync<FinancingOffer>(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>An offer, for its lender or the holder.</summary>
    public Task<FinancingOffer> GetOfferAsync(Hash32 offer, CancellationToken cancellationToken = default) =>
        ledger.ReadAsync<FinancingOffer>($"/financing/offers/{offer}", cancellationToken);

    /// <summary>The caller's offers as a lender, newest first.</summary>
    public Task<Page<FinancingOffer>> MineAsync(CancellationToken cancellationToken = default) =>
        ledger.ReadAsync<Page<FinancingOffer>>("/financing/offers", cancellationToken);

    /// <summary>Takes an offer back. Who has the signed draft could still submit it to the contract: an EpochBump cancels it there.</summary>
    public Task<FinancingOffer> WithdrawAsync(Hash32 offer, CancellationToken cancellationToken = default) =>
        ledger.SendAsync<FinancingOffer>(HttpMethod.Delete, $"/financing/offers/{offer}", null, cancellationToken);

    /// <summary>Signs an offer for the holder, has it relayed, and waits until it is in a block or refused.</summary>
    /// <exception cref="LedgerException">wrong-pledge: the note would not go to the Facility; what the API refuses.</exception>
    public async Task<Operation> AcceptAsync(FinancingOffer offer, PrivateKey holder, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(offer);
        var draft = offer.ToDraft();
        draft.RequireOf(await ledger.GetManifestAsync(cancellationToken).ConfigureAwait(false));
        if (draft.Intent is Loan loan) await ledger.Financing.RequirePledgeAsync(loan, cancellationToken).ConfigureAwait(false);
        var signatures = draft.Sign(holder).Signatures.Select((signature, i) => draft.Signatures[i] is null ? Hex.Encode(signature) : null);
        var operation = await ledger.SendAsync<Operation>(
            HttpMethod.Post, ledger.Fresh($"/financing/offers/{offer.Id}/accept"), new { signatures }, cancellationToken).ConfigureAwait(false);
        return await ledger.FinishAsync(operation, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sets a policy; returns its version.</summary>
    public Task<PolicyVersion> SetPolicyAsync(LenderPolicy policy, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return ledger.SendAsync<PolicyVersion>(HttpMethod.Put, $"/financing/policies/{Uri.EscapeDataString(policy.Name)}", policy, cancellationToken);
    }

    /// <summary>What a policy offers now: drafts for <see cref="MakeAsync"/>.</summary>
    public Task<IReadOnlyList<PolicyResult>> DraftsAsync(string policy, CancellationToken cancellationToken = default) =>
        ledger.ReadAsync<IReadOnlyList<PolicyResult>>($"/financing/policies/{Uri.EscapeDataString(policy)}/offers", cancellationToken);

    /// <summary>What a policy would have offered in the last days; keeps nothing.</summary>
    public Task<PolicyDryRun> DryRunAsync(LenderPolicy policy, uint days = 30, CancellationToken cancellationToken = default) =>
        ledger.SendAsync<PolicyDryRun>(HttpMethod.Post, $"/financing/policies/dry-run?days={days}", policy, cancellationToken);

    private async Task<(Party Own, Party Holder)> BothAsync(FinancingAsk ask, CancellationToken cancellationToken)
    {
        var own = await ledger.GetSignedInPartyAsync(cancellationToken).ConfigureAwait(false);
        return (await ledger.Parties.GetAsync(own, cancellationToken).ConfigureAwait(false),
            await ledger.Parties.GetAsync(ask.Holder, cancellationToken).ConfigureAwait(false));
    }

    private ulong Deadline(FinancingAsk ask, TimeSpan? validity) =>
        Math.Min((ulong)(ledger.Time.GetUtcNow() + (validity ?? TimeSpan.FromDays(1))).ToUnixTimeSeconds(), ask.Due - 1);
}
