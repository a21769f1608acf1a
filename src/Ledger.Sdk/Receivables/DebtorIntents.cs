using System.Text.Json;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Receivables;

/// <summary>An intent that the debtor of a receivable signs, whom the message does not name.</summary>
public abstract record DebtorIntent : ReceivablesIntent
{
    /// <summary>The debtor: enclosed, so that it is known whose key signs; the chain knows it by itself.</summary>
    public required PartyId Debtor { get; init; }

    internal override bool HasEnclosures => true;

    internal override void PrintEnclosures(Utf8JsonWriter writer)
    {
        writer.WritePropertyName("debtor");
        WordTypes.Of<PartyId>().Print(writer, Debtor);
    }

    internal override Intent ReadEnclosures(EnclosureReader reader) => this with { Debtor = reader.TakeWord<PartyId>("debtor") };
}

/// <summary>The debtor pays. What settles an undivided receivable goes to its owner at once; any other payment waits to be
/// redeemed.</summary>
/// <param name="Amount">No more than is outstanding.</param>
/// <param name="Receivable">The receivable.</param>
/// <param name="Seq">The receivable's seq, which messages of the debtor alone raise.</param>
/// <param name="Epoch">The debtor's epoch.</param>
/// <param name="Deadline">Unix seconds after which it counts for nothing.</param>
public sealed record Payment(ulong Amount, ReceivableId Receivable, uint Seq, uint Epoch, ulong Deadline) : DebtorIntent
{
    /// <inheritdoc/>
    public override string Function => "pay";

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) => [Signer(domain, "debtor", Debtor, Epoch)];

    /// <inheritdoc/>
    public override void Check() => CheckAmount("amount", Amount);
}

/// <summary>The debtor buys a note, or a part of it, below its amount, and that debt ends. Both sign.</summary>
/// <param name="Price">What the debtor pays now: no more than the amount.</param>
/// <param name="Owner">The owner.</param>
/// <param name="Receivable">The receivable.</param>
/// <param name="Note">The note.</param>
/// <param name="Seq">The note's current seq.</param>
/// <param name="Amount">How much of the debt ends: no more than is unpaid of the note.</param>
/// <param name="OwnerEpoch">The owner's epoch.</param>
/// <param name="DebtorEpoch">The debtor's epoch.</param>
/// <param name="Deadline">Unix seconds after which it counts for nothing.</param>
public sealed record Retirement(
    ulong Price, PartyId Owner, ReceivableId Receivable, NoteId Note, uint Seq, ulong Amount, uint OwnerEpoch, uint DebtorEpoch,
    ulong Deadline) : DebtorIntent
{
    /// <inheritdoc/>
    public override string Function => "retire";

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) =>
        [Signer(domain, "owner", Owner, OwnerEpoch), Signer(domain, "debtor", Debtor, DebtorEpoch)];

    /// <inheritdoc/>
    public override void Check()
    {
        CheckAmount("price", Price);
        CheckAmount("amount", Amount);
        CheckPrice(Price, Amount);
    }
}

/// <summary>The debtor says that it disputes the receivable, or no longer. A disputed one is not sold.</summary>
public sealed record DisputeNotice(
    PartyId Debtor, ReceivableId Receivable, uint Seq, bool Disputed, Hash32 Reason, uint Epoch, ulong Deadline) : ReceivablesIntent
{
    /// <inheritdoc/>
    public override string Function => "setDispute";

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) => [Signer(domain, "debtor", Debtor, Epoch)];
}
