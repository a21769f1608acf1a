using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Contracts;

/// <summary>Something that the Goods contract logged; each raises the seq of every unit or note it touches by one.</summary>
public abstract record GoodsEvent : LedgerEvent
{
    /// <inheritdoc/>
    public sealed override LedgerContract Contract => LedgerContract.Goods;
}

/// <summary>A lot was registered, with its first title note.</summary>
public sealed record LotRegistered(
    [Indexed] LotId Lot, [Indexed] PartyId By, ulong Quantity, UnitOfMeasure Uom, byte Decimals, Hash32 Document) : GoodsEvent;

/// <summary>Units came into custody.</summary>
public sealed record UnitsRegistered(
    [Indexed] LotId Lot, [Indexed] PartyId By, IReadOnlyList<UnitId> Units, IReadOnlyList<ulong> Amounts, Hash32 Document) : GoodsEvent;

/// <summary>Custody of units, with everything packed in them, moved.</summary>
public sealed record CustodyMoved([Indexed] PartyId From, [Indexed] PartyId To, Hash32 Document, IReadOnlyList<UnitId> Units) : GoodsEvent;

/// <summary>The receiver refused an offer.</summary>
public sealed record HandOffRejected(
    [Indexed] PartyId From, [Indexed] PartyId To, [Indexed] Hash32 HandOff, Hash32 Reason, IReadOnlyList<UnitId> Units) : GoodsEvent;

/// <summary>Units were packed into a parent.</summary>
public sealed record Packed([Indexed] UnitId Parent, [Indexed] PartyId By, IReadOnlyList<UnitId> Children, Hash32 Document) : GoodsEvent;

/// <summary>Units were taken out of a parent.</summary>
public sealed record Unpacked([Indexed] UnitId Parent, [Indexed] PartyId By, IReadOnlyList<UnitId> Children, Hash32 Document) : GoodsEvent;

/// <summary>An amount was split off a unit.</summary>
public sealed record UnitSplit([Indexed] UnitId Unit, [Indexed] UnitId Part, ulong Amount) : GoodsEvent;

/// <summary>A unit was merged into another and ended.</summary>
public sealed record UnitsMerged([Indexed] UnitId Into, [Indexed] UnitId Unit, ulong Amount) : GoodsEvent;

/// <summary>Units were consumed, wholly or in part, and others made from them.</summary>
public sealed record Transformed(
    [Indexed] PartyId By,
    IReadOnlyList<UnitId> Inputs,
    IReadOnlyList<ulong> Amounts,
    IReadOnlyList<NoteId> Titles,
    IReadOnlyList<LotId> Lots,
    IReadOnlyList<UnitId> Outputs,
    Hash32 Document) : GoodsEvent;

/// <summary>The condition of a unit was reported.</summary>
public sealed record ConditionReported(
    [Indexed] UnitId Unit, [Indexed] PartyId By, Address Device, Condition Condition, Hash32 Evidence) : GoodsEvent;

/// <summary>A lot was recalled, or its recall lifted.</summary>
public sealed record Recalled([Indexed] LotId Lot, [Indexed] PartyId By, [AbiName("recalled")] bool IsRecalled, Hash32 Reason) : GoodsEvent;

/// <summary>Title moved: the whole note, or an amount into a new one.</summary>
public sealed record TitleMoved(
    [Indexed] NoteId Note, [Indexed] PartyId From, [Indexed] PartyId To, NoteId Moved, ulong Amount, Hash32 Document) : GoodsEvent;

/// <summary>A title note was merged into another and ended.</summary>
public sealed record TitlesMerged([Indexed] NoteId Into, [Indexed] NoteId Note, ulong Amount) : GoodsEvent;
