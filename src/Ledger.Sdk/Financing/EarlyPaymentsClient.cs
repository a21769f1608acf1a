using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Sdk.Financing;

/// <summary>Early payment: a debtor puts up cash, its suppliers name their rates, and both sign what comes of it. Sign in first.</summary>
/// <example><code>
/// var programme = await buyer.EarlyPayments.OpenAsync(50_000_000, TimeSpan.FromDays(2), EarlyPaymentPricing.Uniform, minRate: 300);
/// await farm.EarlyPayments.AskAsync(programme.Id, receivable, note, rate: 600);
/// // After the cut-off:
/// await farm.EarlyPayments.AcceptAsync(programme.Id, farmKey);
/// await buyer.EarlyPayments.PayAsync(programme.Id, buyerKey);
/// </code></example>
public sealed class EarlyPaymentsClient
{
    private readonly LedgerClient ledger;

    internal EarlyPaymentsClient(LedgerClient ledger) => this.ledger = ledger;

    /// <summary>The debtor puts up cash.</summary>
    /// <param name="cash">Minor units; never exceeded.</param>
    /// <param name="time">How long suppliers may name rates; at most 90 days.</param>
    /// <param name="pricing">Whose rate counts: each supplier's own, the lowest that was taken, or the debtor's.</param>
    /// <param name="minRate">The least that the debtor takes, a year in 1/10,000; under fixed pricing, its rate.</param>
    /// <param name="basis">Days of a year: 360 or 365.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    public Task<EarlyPaymentProgramme> OpenAsync(
        ulong cash, TimeSpan time, EarlyPaymentPricing pricing = EarlyPaymentPricing.AsAsked, ulong minRate = 0, ulong basis = 360,
        CancellationToken cancellationToken = default)
    {
        var cutoff = (ulong)(ledger.Time.GetUtcNow() + time).ToUnixTimeSeconds();
        return ledger.SendAsync<EarlyPaymentProgramme>(
            HttpMethod.Post, ledger.Fresh("/financing/early-payments"), new { cash, cutoff, minRate, pricing, basis }, cancellationToken);
    }

    /// <summary>The caller's programmes and those of its debtors, newest first.</summary>
    public Task<IReadOnlyList<EarlyPaymentProgramme>> ListAsync(CancellationToken cancellationToken = default) =>
        ledger.ReadAsync<IReadOnlyList<EarlyPaymentProgramme>>("/financing/early-payments", cancellationToken);

    /// <summary>A programme; after the cut-off its cash is divided.</summary>
    public Task<EarlyPaymentProgramme> GetAsync(ulong programme, CancellationToken cancellationToken = default) =>
        ledger.ReadAsync<EarlyPaymentProgramme>($"/financing/early-payments/{programme}", cancellationToken);

    /// <summary>What a note would bring at a rate. Whether it is served shows at the cut-off.</summary>
    /// <exception cref="LedgerException">unknown-note.</exception>
    public async Task<EarlyPaymentQuote> QuoteAsync(
        ulong programme, ReceivableId receivable, NoteId note, ulong rate, CancellationToken cancellationToken = default)
    {
        var offer = (await GetAsync(programme, cancellationToken).ConfigureAwait(false)).ToOffer();
        var detail = await ledger.Receivables.GetAsync(receivable, cancellationToken).ConfigureAwait(false);
        var own = detail.Notes.FirstOrDefault(candidate => candidate.Id == note && !candidate.Ended)
            ?? throw new LedgerException("unknown-note", $"The receivable has no note {note}, or it has ended.", "Read which notes are left.");
        var ask = new EarlyPaymentAsk(default, Math.Min(own.Open, detail.Receivable.Outstanding), rate, Math.Max(detail.Receivable.Due, offer.PayAt));
        return new EarlyPaymentQuote(
            ask.Amount, detail.Receivable.Due, rate, EarlyPayment.Price(offer, ask, Math.Max(rate, offer.MinRate)), EarlyPayment.Price(offer, ask, offer.MinRate));
    }

    /// <summary>A supplier names what it gives up at most for its note; the last one before the cut-off counts.</summary>
    /// <param name="programme">The programme.</param>
    /// <param name="receivable">The receivable.</param>
    /// <param name="note">The caller's note of it.</param>
    /// <param name="rate">A year, in 1/10,000.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public Task<EarlyPaymentProgramme> AskAsync(
        ulong programme, ReceivableId receivable, NoteId note, ulong rate, CancellationToken cancellationToken = default) =>
        ledger.SendAsync<EarlyPaymentProgramme>(
            HttpMethod.Put, ledger.Fresh($"/financing/early-payments/{programme}/asks"), new { receivable, note, rate }, cancellationToken);

    /// <summary>A supplier signs what it was awarded, all of it; the API keeps the signatures for the debtor.</summary>
    /// <returns>What it has accepted now.</returns>
    /// <exception cref="LedgerException">wrong-draft: the API drafted something else than the award.</exception>
    public async Task<IReadOnlyList<EarlyPaymentEntry>> AcceptAsync(ulong programme, PrivateKey owner, CancellationToken cancellationToken = default)
    {
        var found = await GetAsync(programme, cancellationToken).ConfigureAwait(false);
        var own = await ledger.GetSignedInPartyAsync(cancellationToken).ConfigureAwait(false);
        var accepted = new List<EarlyPaymentEntry>();
        foreach (var entry in found.Asks.Where(entry => entry is { Draft: not null, Accepted: false } && entry.Owner == own))
        {
            var draft = (await RequireAsync(found, entry, cancellationToken).ConfigureAwait(false)).Sign(owner);
            await ledger.SendAsync<EarlyPaymentProgramme>(
                HttpMethod.Put, ledger.Fresh($"/financing/early-payments/{programme}/acceptances"),
                new { entry.Receivable, entry.Note, signature = Hex.Encode(draft.Signatures[0]!) }, cancellationToken).ConfigureAwait(false);
            accepted.Add(entry);
        }
        return accepted;
    }

    /// <summary>The debtor signs what its suppliers have accepted and pays it, one transaction for each; waits for all.</summary>
    /// <exception cref="LedgerException">wrong-draft: the API drafted something else than an award, or awards above the cash.</exception>
    public async Task<IReadOnlyList<Operation>> PayAsync(ulong programme, PrivateKey debtor, CancellationToken cancellationToken = default)
    {
        var found = await GetAsync(programme, cancellationToken).ConfigureAwait(false);
        if (found.Asks.Aggregate(UInt128.Zero, (sum, entry) => sum + (entry.Price ?? 0)) > found.Cash) throw Wrong("The awards are above the cash that was put up.");
        var drafts = new List<IntentDraft>();
        foreach (var entry in found.Asks.Where(entry => entry is { Draft: not null, Accepted: true }))
            drafts.Add((await RequireAsync(found, entry, cancellationToken).ConfigureAwait(false)).Sign(debtor));
        var operations = new List<Operation>();
        foreach (var draft in drafts) operations.Add(await ledger.PostAsync(draft.ToSigned(), cancellationToken).ConfigureAwait(false));
        for (var i = 0; i < operations.Count; i++) operations[i] = await ledger.FinishAsync(operations[i], cancellationToken).ConfigureAwait(false);
        return operations;
    }

    /// <summary>The key signs what the programme awards, whatever the server drafts.</summary>
    private async Task<IntentDraft> RequireAsync(EarlyPaymentProgramme programme, EarlyPaymentEntry entry, CancellationToken cancellationToken)
    {
        var draft = entry.ToDraft()!.RequireOf(await ledger.GetManifestAsync(cancellationToken).ConfigureAwait(false));
        if (draft.Intent is not Retirement retirement
            || (retirement.Owner, retirement.Debtor, retirement.Receivable, retirement.Note, retirement.Amount, retirement.Price)
                != (entry.Owner, programme.Debtor, entry.Receivable, entry.Note, entry.Amount, entry.Price))
            throw Wrong($"The draft for note {entry.Note} is not its award.");
        var ask = new EarlyPaymentAsk(default, entry.Amount, entry.Rate, entry.Due);
        return entry.AwardRate is { } rate && rate <= entry.Rate && rate >= programme.MinRate && entry.Due > programme.Cutoff && retirement.Price == EarlyPayment.Price(programme.ToOffer(), ask, rate)
            ? draft : throw Wrong($"The price for note {entry.Note} does not follow from the programme and the rate that was asked.");
    }

    private static LedgerException Wrong(string what) => new("wrong-draft", what, "Do not sign it: ask where it comes from.");
}
