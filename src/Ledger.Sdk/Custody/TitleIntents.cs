using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Custody;

/// <summary>The owner of a title note gives all or part of it to another party; custody does not move.</summary>
/// <param name="From">The owner.</param>
/// <param name="To">The new owner.</param>
/// <param name="Note">The note.</param>
/// <param name="Seq">The note's current seq.</param>
/// <param name="Amount">How much; less than all makes a new note, <see cref="NoteId.Part"/>.</param>
/// <param name="Epoch">The owner's epoch.</param>
/// <param name="Document">Commitment of the document behind it, or zero.</param>
/// <param name="Deadline">Unix seconds after which it counts for nothing.</param>
public sealed record TitleMove(
    PartyId From, PartyId To, NoteId Note, uint Seq, ulong Amount, uint Epoch, Hash32 Document, ulong Deadline) : GoodsIntent
{
    /// <inheritdoc/>
    public override string Function => "moveTitle";

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) => OnlySigner(domain, "from", From, Epoch);
}

/// <summary>The owner merges a title note into another of the same lot.</summary>
public sealed record TitleMerge(PartyId By, NoteId Into, uint IntoSeq, NoteId Note, uint Seq, uint Epoch, ulong Deadline) : GoodsIntent
{
    /// <inheritdoc/>
    public override string Function => "mergeTitles";

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) => OnlySigner(domain, "by", By, Epoch);
}
