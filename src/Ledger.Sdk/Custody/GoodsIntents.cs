using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Custody;

/// <summary>A producer registers a lot and owns all of it.</summary>
/// <param name="By">The issuer.</param>
/// <param name="Lot">The lot.</param>
/// <param name="Quantity">How much there is, times 10 to the power of <paramref name="Decimals"/>.</param>
/// <param name="Uom">The unit of measure.</param>
/// <param name="Decimals">Decimal places of every amount of this lot.</param>
/// <param name="Document">Commitment of the document behind it, or zero.</param>
/// <param name="Epoch">The issuer's epoch.</param>
/// <param name="Deadline">Unix seconds after which it counts for nothing.</param>
public sealed record LotRegistration(
    PartyId By, LotId Lot, ulong Quantity, UnitOfMeasure Uom, byte Decimals, Hash32 Document, uint Epoch, ulong Deadline) : GoodsIntent
{
    /// <inheritdoc/>
    public override string Function => "registerLot";

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) => OnlySigner(domain, "by", By, Epoch);
}

/// <summary>A party brings units into custody: of its own lot, or of no lot (pallets, assets).</summary>
/// <param name="By">The first custodian; the lot's issuer where there is a lot.</param>
/// <param name="Lot">The lot, or <see cref="LotId.None"/>.</param>
/// <param name="Units">The units.</param>
/// <param name="Amounts">Their amounts, one each.</param>
/// <param name="Document">Commitment of the document behind it, or zero.</param>
/// <param name="Epoch">The party's epoch.</param>
/// <param name="Deadline">Unix seconds after which it counts for nothing.</param>
public sealed record UnitRegistration(
    PartyId By, LotId Lot, IReadOnlyList<UnitId> Units, IReadOnlyList<ulong> Amounts, Hash32 Document, uint Epoch, ulong Deadline) : GoodsIntent
{
    /// <inheritdoc/>
    public override string Function => "registerUnits";

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) => OnlySigner(domain, "by", By, Epoch);

    /// <inheritdoc/>
    public override void Check()
    {
        CheckBatch("units", Units.Count);
        CheckSameLength("amounts", Amounts.Count, "units", Units.Count);
    }
}

/// <summary>The custodian packs units into a parent that it holds too.</summary>
/// <param name="By">The custodian.</param>
/// <param name="Parent">The pallet, case or asset.</param>
/// <param name="Seq">The parent's current seq.</param>
/// <param name="Children">What is packed.</param>
/// <param name="Seqs">The children's current seqs, one each.</param>
/// <param name="Document">Commitment of the document behind it, or zero.</param>
/// <param name="Epoch">The custodian's epoch.</param>
/// <param name="Deadline">Unix seconds after which it counts for nothing.</param>
public sealed record Packing(
    PartyId By, UnitId Parent, uint Seq, IReadOnlyList<UnitId> Children, IReadOnlyList<uint> Seqs, Hash32 Document, uint Epoch,
    ulong Deadline) : GoodsIntent
{
    /// <inheritdoc/>
    public override string Function => "pack";

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) => OnlySigner(domain, "by", By, Epoch);

    /// <inheritdoc/>
    public override void Check()
    {
        CheckBatch("children", Children.Count);
        CheckSameLength("seqs", Seqs.Count, "children", Children.Count);
    }
}

/// <summary>The custodian of a parent takes units out of it.</summary>
public sealed record Unpacking(
    PartyId By, UnitId Parent, uint Seq, IReadOnlyList<UnitId> Children, Hash32 Document, uint Epoch, ulong Deadline) : GoodsIntent
{
    /// <inheritdoc/>
    public override string Function => "unpack";

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) => OnlySigner(domain, "by", By, Epoch);

    /// <inheritdoc/>
    public override void Check() => CheckBatch("children", Children.Count);
}

/// <summary>The custodian splits an amount off a unit; the part's id is <see cref="UnitId.Part"/>.</summary>
public sealed record Split(PartyId By, UnitId Unit, uint Seq, ulong Amount, uint Epoch, ulong Deadline) : GoodsIntent
{
    /// <inheritdoc/>
    public override string Function => "split";

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) => OnlySigner(domain, "by", By, Epoch);
}

/// <summary>The custodian merges a unit into another of the same lot.</summary>
public sealed record Merge(PartyId By, UnitId Into, uint IntoSeq, UnitId Unit, uint Seq, uint Epoch, ulong Deadline) : GoodsIntent
{
    /// <inheritdoc/>
    public override string Function => "merge";

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) => OnlySigner(domain, "by", By, Epoch);
}

/// <summary>The custodian, or its admitted device, reports the condition of a unit.</summary>
/// <param name="By">The custodian.</param>
/// <param name="Device">The device that signs, or zero where the custodian's key does.</param>
/// <param name="Unit">The unit.</param>
/// <param name="Seq">The unit's current seq.</param>
/// <param name="Condition">What was seen.</param>
/// <param name="Evidence">Commitment of a photo, a reading, a note; or zero.</param>
/// <param name="Epoch">The custodian's epoch.</param>
/// <param name="Deadline">Unix seconds after which it counts for nothing.</param>
public sealed record ConditionReport(
    PartyId By, Address Device, UnitId Unit, uint Seq, Condition Condition, Hash32 Evidence, uint Epoch, ulong Deadline) : GoodsIntent
{
    /// <inheritdoc/>
    public override string Function => "reportCondition";

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) =>
        Device == Address.Zero ? OnlySigner(domain, "by", By, Epoch) : [Signer(domain, "device", Device)];
}

/// <summary>The issuer of a lot or a regulator recalls it, or lifts the recall.</summary>
public sealed record Recall(PartyId By, LotId Lot, uint Seq, bool Recalled, Hash32 Reason, uint Epoch, ulong Deadline) : GoodsIntent
{
    /// <inheritdoc/>
    public override string Function => "recall";

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) => OnlySigner(domain, "by", By, Epoch);
}
