using Ledger.Sdk.Cash;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Receivables;

/// <summary>An intent that the Receivables contract takes.</summary>
public abstract record ReceivablesIntent : Intent
{
    /// <inheritdoc/>
    public sealed override LedgerContract Contract => LedgerContract.Receivables;

    private protected static void CheckPrice(ulong price, ulong amount)
    {
        if (price > amount)
            throw new LedgerException(
                "price-above-amount", $"The price {price} is above the amount {amount}.", "A debtor buys its debt back for no more than it is.");
    }
}

/// <summary>The seller and the debtor agree that the debtor owes.</summary>
/// <param name="Debtor">Who owes.</param>
/// <param name="Seller">Who is owed.</param>
/// <param name="Face">Minor units of the cash.</param>
/// <param name="Currency">The currency of the cash.</param>
/// <param name="Due">Unix seconds; in the future, and no later than the cap on tenors allows.</param>
/// <param name="Nullifier">See <see cref="Ledger.Sdk.Receivables.Nullifier"/>; serves once for each debtor, ever.</param>
/// <param name="Document">Commitment to the invoice, or zero.</param>
/// <param name="DebtorEpoch">The debtor's epoch.</param>
/// <param name="SellerEpoch">The seller's epoch.</param>
/// <param name="Deadline">Unix seconds after which it counts for nothing.</param>
public sealed record Issue(
    PartyId Debtor, PartyId Seller, ulong Face, CurrencyCode Currency, ulong Due, Hash32 Nullifier, Hash32 Document, uint DebtorEpoch,
    uint SellerEpoch, ulong Deadline) : ReceivablesIntent
{
    /// <inheritdoc/>
    public override string Function => "issue";

    /// <summary>The receivable that will be born.</summary>
    public ReceivableId Id() => ReceivableId.Of(Debtor, Nullifier);

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) =>
        [Signer(domain, "debtor", Debtor, DebtorEpoch), Signer(domain, "seller", Seller, SellerEpoch)];

    /// <inheritdoc/>
    public override void Check()
    {
        CheckAmount("face", Face);
        if (Debtor == Seller) throw new LedgerException("own-debt", "A party owes nothing to itself.", "Debtor and seller must differ.");
    }
}

/// <summary>An owner gives a note, or a part of it, to a party, itself included. The receiver signs nothing.</summary>
/// <param name="From">The owner.</param>
/// <param name="To">The new owner.</param>
/// <param name="Receivable">The receivable.</param>
/// <param name="Note">The note.</param>
/// <param name="Seq">The note's current seq.</param>
/// <param name="Amount">The whole amount of the note, or less: then the part becomes a new note, <see cref="NoteId.Part(ReceivableId,
/// uint)"/>.</param>
/// <param name="Via">The only account that may submit this; zero: anyone.</param>
/// <param name="Document">Commitment to what it is for, or zero.</param>
/// <param name="Epoch">The owner's epoch.</param>
/// <param name="Deadline">Unix seconds after which it counts for nothing.</param>
public sealed record Move(
    PartyId From, PartyId To, ReceivableId Receivable, NoteId Note, uint Seq, ulong Amount, Address Via, Hash32 Document, uint Epoch,
    ulong Deadline) : ReceivablesIntent
{
    /// <inheritdoc/>
    public override string Function => "move";

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) => [Signer(domain, "from", From, Epoch)];

    /// <inheritdoc/>
    public override void Check() => CheckAmount("amount", Amount);
}

/// <summary>A buyer pays for a note, or a part of it, and gets it in the same transaction. Both sign: the one who signs first makes an
/// offer.</summary>
/// <param name="Price">What the buyer pays.</param>
/// <param name="Buyer">The buyer.</param>
/// <param name="Seller">The owner.</param>
/// <param name="Receivable">The receivable.</param>
/// <param name="Note">The note.</param>
/// <param name="Seq">The note's current seq.</param>
/// <param name="Amount">How much of the note.</param>
/// <param name="SellerEpoch">The seller's epoch.</param>
/// <param name="BuyerEpoch">The buyer's epoch.</param>
/// <param name="Deadline">Unix seconds after which it counts for nothing.</param>
public sealed record Sale(
    ulong Price, PartyId Buyer, PartyId Seller, ReceivableId Receivable, NoteId Note, uint Seq, ulong Amount, uint SellerEpoch,
    uint BuyerEpoch, ulong Deadline) : ReceivablesIntent
{
    /// <inheritdoc/>
    public override string Function => "sell";

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) =>
        [Signer(domain, "seller", Seller, SellerEpoch), Signer(domain, "buyer", Buyer, BuyerEpoch)];

    /// <inheritdoc/>
    public override void Check()
    {
        CheckAmount("price", Price);
        CheckAmount("amount", Amount);
    }
}

/// <summary>An owner takes what has been paid for its note. Once the receivable is settled anyone may have it paid out.</summary>
/// <param name="Owner">The owner.</param>
/// <param name="Receivable">The receivable.</param>
/// <param name="Note">The note.</param>
/// <param name="Seq">The note's current seq.</param>
/// <param name="Epoch">The owner's epoch.</param>
/// <param name="Deadline">Unix seconds after which it counts for nothing.</param>
public sealed record Redemption(
    PartyId Owner, ReceivableId Receivable, NoteId Note, uint Seq, uint Epoch, ulong Deadline) : ReceivablesIntent
{
    /// <inheritdoc/>
    public override string Function => "redeem";

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) => [Signer(domain, "owner", Owner, Epoch)];
}

/// <summary>Has a note of a settled receivable paid out to its owner; anyone may, and nobody signs.</summary>
/// <param name="Receivable">The receivable.</param>
/// <param name="Note">The note.</param>
/// <param name="Nonce">Any 32 bytes; the same ones name the same operation. The chain does not see it.</param>
public sealed record PayOut(ReceivableId Receivable, NoteId Note, Hash32 Nonce) : ReceivablesIntent
{
    /// <inheritdoc/>
    public override string Function => "redeem";

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) => [];

    /// <inheritdoc/>
    public override byte[] Calldata(IReadOnlyList<byte[]> signatures) => new Redemption(default, Receivable, Note, 0, 0, 0).Calldata([[]]);
}

/// <summary>An owner gives up a part of its claim: a credit note.</summary>
/// <param name="Owner">The owner.</param>
/// <param name="Receivable">The receivable.</param>
/// <param name="Note">The note.</param>
/// <param name="Seq">The note's current seq.</param>
/// <param name="Amount">No more than is unpaid of the note.</param>
/// <param name="Document">Commitment to the credit note, or zero.</param>
/// <param name="Epoch">The owner's epoch.</param>
/// <param name="Deadline">Unix seconds after which it counts for nothing.</param>
public sealed record Dilution(
    PartyId Owner, ReceivableId Receivable, NoteId Note, uint Seq, ulong Amount, Hash32 Document, uint Epoch,
    ulong Deadline) : ReceivablesIntent
{
    /// <inheritdoc/>
    public override string Function => "dilute";

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) => [Signer(domain, "owner", Owner, Epoch)];

    /// <inheritdoc/>
    public override void Check() => CheckAmount("amount", Amount);
}
