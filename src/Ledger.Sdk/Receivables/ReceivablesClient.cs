using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Receivables;

/// <summary>Receivables and their notes: each changing method returns a draft to be signed and submitted.</summary>
/// <example><code>
/// var secret = PairSecret.Agree(sellerEncryptionKey, debtorPublicKey);
/// var issue = await ledger.Receivables.IssueAsync(debtor, seller, 80_000, due, Nullifier.Of(secret, "INV-2026-0042"));
/// await ledger.SubmitAsync(issue.Sign(debtorKey).Sign(sellerKey));
/// var receivable = ((Issue)issue.Intent).Id();
/// await ledger.SubmitAsync((await ledger.Receivables.MoveAsync(seller, supplier, receivable, NoteId.RootOf(receivable), 30_000)).Sign(sellerKey));
/// </code></example>
public sealed partial class ReceivablesClient : MoneyClient
{
    internal ReceivablesClient(LedgerClient ledger)
        : base(ledger)
    {
    }

    /// <summary>A debt that debtor and seller agree on; both sign.</summary>
    /// <param name="debtor">Who owes.</param>
    /// <param name="seller">Who is owed.</param>
    /// <param name="face">Minor units of the cash.</param>
    /// <param name="due">When.</param>
    /// <param name="nullifier">Stands for the invoice, see <see cref="Nullifier"/>; serves once for each debtor, ever.</param>
    /// <param name="document">Commitment to the invoice, or zero.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    public async Task<IntentDraft> IssueAsync(
        PartyId debtor, PartyId seller, ulong face, DateTimeOffset due, Hash32 nullifier, Hash32 document = default,
        CancellationToken cancellationToken = default)
    {
        var manifest = await Ledger.GetManifestAsync(cancellationToken).ConfigureAwait(false);
        var issue = new Issue(
            debtor, seller, face, manifest.Currency.Code, (ulong)due.ToUnixTimeSeconds(), nullifier, document,
            await EpochAsync(debtor, cancellationToken).ConfigureAwait(false), await EpochAsync(seller, cancellationToken).ConfigureAwait(false),
            Deadline());
        return await DraftAsync(issue, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>An owner gives a note, or a part of it, to a party. The part's id is <see cref="NoteId.Part(ReceivableId, uint)"/> of the
    /// message's seq.</summary>
    public async Task<IntentDraft> MoveAsync(
        PartyId from, PartyId to, ReceivableId receivable, NoteId note, ulong? amount = null, Hash32 document = default,
        CancellationToken cancellationToken = default)
    {
        var state = await NoteAsync(receivable, note, cancellationToken).ConfigureAwait(false);
        var epoch = await EpochAsync(from, cancellationToken).ConfigureAwait(false);
        return await DraftAsync(
            new Move(from, to, receivable, note, state.Seq, amount ?? state.Amount, Address.Zero, document, epoch, Deadline()),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A note, or a part of it, against cash; seller and buyer sign. The one who signs first makes an offer, see
    /// <see cref="SignedOffer"/>.</summary>
    public async Task<IntentDraft> SellAsync(
        PartyId seller, PartyId buyer, ReceivableId receivable, NoteId note, ulong price, ulong? amount = null,
        CancellationToken cancellationToken = default)
    {
        var state = await NoteAsync(receivable, note, cancellationToken).ConfigureAwait(false);
        var sale = new Sale(
            price, buyer, seller, receivable, note, state.Seq, amount ?? state.Amount,
            await EpochAsync(seller, cancellationToken).ConfigureAwait(false), await EpochAsync(buyer, cancellationToken).ConfigureAwait(false),
            Deadline());
        return await DraftAsync(sale, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The debtor pays: all that is outstanding, or less.</summary>
    public async Task<IntentDraft> PayAsync(ReceivableId receivable, ulong? amount = null, CancellationToken cancellationToken = default)
    {
        var state = (await StateAsync(receivable, cancellationToken).ConfigureAwait(false)).Receivable;
        var debtor = new PartyId(state.Debtor);
        var payment = new Payment(
            amount ?? state.Outstanding, receivable, state.Seq, await EpochAsync(debtor, cancellationToken).ConfigureAwait(false),
            Deadline())
        { Debtor = debtor };
        return await DraftAsync(payment, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>An owner takes what has been paid for its note.</summary>
    public async Task<IntentDraft> RedeemAsync(ReceivableId receivable, NoteId note, CancellationToken cancellationToken = default)
    {
        var state = await NoteAsync(receivable, note, cancellationToken).ConfigureAwait(false);
        var owner = new PartyId(state.Owner);
        return await DraftAsync(
            new Redemption(owner, receivable, note, state.Seq, await EpochAsync(owner, cancellationToken).ConfigureAwait(false), Deadline()),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Has a note of a settled receivable paid out to its owner, whoever that is; nobody signs.</summary>
    public static SignedIntent PayOut(ReceivableId receivable, NoteId note) => Unsigned(new PayOut(receivable, note, Nonce()));

    /// <summary>The debtor buys a note, or a part of it, below its amount; owner and debtor sign.</summary>
    public async Task<IntentDraft> RetireAsync(
        ReceivableId receivable, NoteId note, ulong price, ulong? amount = null, CancellationToken cancellationToken = default)
    {
        var whole = await StateAsync(receivable, cancellationToken).ConfigureAwait(false);
        var (state, debtor) = (Find(whole, note), new PartyId(whole.Receivable.Debtor));
        var owner = new PartyId(state.Owner);
        var retirement = new Retirement(
            price, owner, receivable, note, state.Seq, amount ?? state.Open, await EpochAsync(owner, cancellationToken).ConfigureAwait(false),
            await EpochAsync(debtor, cancellationToken).ConfigureAwait(false), Deadline())
        { Debtor = debtor };
        return await DraftAsync(retirement, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>An owner gives up a part of its claim: a credit note.</summary>
    public async Task<IntentDraft> DiluteAsync(
        ReceivableId receivable, NoteId note, ulong amount, Hash32 document = default, CancellationToken cancellationToken = default)
    {
        var state = await NoteAsync(receivable, note, cancellationToken).ConfigureAwait(false);
        var owner = new PartyId(state.Owner);
        var epoch = await EpochAsync(owner, cancellationToken).ConfigureAwait(false);
        return await DraftAsync(
            new Dilution(owner, receivable, note, state.Seq, amount, document, epoch, Deadline()), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The debtor says that it disputes the receivable, or no longer.</summary>
    public async Task<IntentDraft> DisputeAsync(
        ReceivableId receivable, bool disputed = true, Hash32 reason = default, CancellationToken cancellationToken = default)
    {
        var state = (await StateAsync(receivable, cancellationToken).ConfigureAwait(false)).Receivable;
        var debtor = new PartyId(state.Debtor);
        var epoch = await EpochAsync(debtor, cancellationToken).ConfigureAwait(false);
        return await DraftAsync(
            new DisputeNotice(debtor, receivable, state.Seq, disputed, reason, epoch, Deadline()), cancellationToken).ConfigureAwait(false);
    }

    private static NoteHead Find(ReceivableState state, NoteId note) => state.Notes.FirstOrDefault(candidate => candidate.Id == note)
        ?? throw new LedgerException("unknown-note", $"The receivable has no note {note}, or it has been redeemed.", "Read which notes are left.");

    private async Task<NoteHead> NoteAsync(ReceivableId receivable, NoteId note, CancellationToken cancellationToken) =>
        Find(await StateAsync(receivable, cancellationToken).ConfigureAwait(false), note);

    private Task<ReceivableState> StateAsync(ReceivableId receivable, CancellationToken cancellationToken) =>
        Ledger.ReadAsync<ReceivableState>($"/receivables/{receivable}", cancellationToken);

    private sealed record ReceivableState(ReceivableHead Receivable, IReadOnlyList<NoteHead> Notes);

    private sealed record ReceivableHead(ulong Debtor, ulong Outstanding, uint Seq);

    private sealed record NoteHead(NoteId Id, ulong Owner, ulong Amount, ulong Open, uint Seq);
}
