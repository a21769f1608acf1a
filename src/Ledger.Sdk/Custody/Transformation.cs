using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Custody;

/// <summary>The custodian consumes units, wholly or in part, and makes lots and units from them; no outputs means consumed.</summary>
/// <param name="By">The custodian of the inputs and issuer of the outputs.</param>
/// <param name="Inputs">Units, neither packed nor holding others.</param>
/// <param name="Seqs">The inputs' current seqs, one each.</param>
/// <param name="Amounts">How much of each input is consumed.</param>
/// <param name="Titles">The note of the same lot that is reduced with each input; zero where the input has no lot.</param>
/// <param name="Lots">New lots.</param>
/// <param name="Quantities">Their quantities, one each.</param>
/// <param name="Uoms">Their units of measure, one each.</param>
/// <param name="Decimals">Their decimal places, one each.</param>
/// <param name="Outputs">New units of no lot.</param>
/// <param name="Document">Commitment of the document behind it, or zero.</param>
/// <param name="Epoch">The custodian's epoch.</param>
/// <param name="Deadline">Unix seconds after which it counts for nothing.</param>
public sealed record Transformation(
    PartyId By,
    IReadOnlyList<UnitId> Inputs,
    IReadOnlyList<uint> Seqs,
    IReadOnlyList<ulong> Amounts,
    IReadOnlyList<NoteId> Titles,
    IReadOnlyList<LotId> Lots,
    IReadOnlyList<ulong> Quantities,
    IReadOnlyList<UnitOfMeasure> Uoms,
    IReadOnlyList<byte> Decimals,
    IReadOnlyList<UnitId> Outputs,
    Hash32 Document,
    uint Epoch,
    ulong Deadline) : GoodsIntent
{
    /// <inheritdoc/>
    public override string Function => "transform";

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) => OnlySigner(domain, "by", By, Epoch);

    /// <inheritdoc/>
    public override void Check()
    {
        CheckBatch("inputs", Inputs.Count);
        CheckBatch("lots", Lots.Count, min: 0);
        CheckBatch("outputs", Outputs.Count, min: 0);
        CheckSameLength("seqs", Seqs.Count, "inputs", Inputs.Count);
        CheckSameLength("amounts", Amounts.Count, "inputs", Inputs.Count);
        CheckSameLength("titles", Titles.Count, "inputs", Inputs.Count);
        CheckSameLength("quantities", Quantities.Count, "lots", Lots.Count);
        CheckSameLength("uoms", Uoms.Count, "lots", Lots.Count);
        CheckSameLength("decimals", Decimals.Count, "lots", Lots.Count);
    }
}
