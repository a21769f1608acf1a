using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Tests.Contracts;

/// <summary>One intent of every type, no field zero where it need not be.</summary>
internal static partial class Samples
{
    public static readonly IntentDomain Domain = new(31337, Address.Parse("0x00000000000000000000000000000000000000aa"));

    private const ulong Deadline = 1_900_000_000;
    private static readonly PartyId Farm = new(2);
    private static readonly PartyId Carrier = new(3);
    private static readonly Address Key = Address.Parse("0x7e5f4552091a69125d5dfcb7b8c2659029395bdf");
    private static readonly Address Other = Address.Parse("0x2b5ad5c4795c026514f8317c7a215e218dccd6cf");
    private static readonly Hash32 Word = Keccak256.Hash("a document"u8);
    private static readonly LotId Lot = LotId.Of("urn:epc:class:lgtin:4012345.012345.998877");

    public static readonly HandOff HandOff = new(Farm, Carrier, Unit(1), 7, 1, 4, Word, Deadline);

    public static readonly HandOffMany HandOffMany = new(Farm, Carrier, [Unit(1), Unit(2), Unit(3)], [7, 8, 9], 1, 4, Word, Deadline);

    public static IReadOnlyList<Intent> All { get; } =
    [
        new Admission(Carrier, Key, Other, PartyRoles.Carrier | PartyRoles.Warehouse, Word, new PartyId(1), 1, Deadline),
        new KeyChange(Farm, Key, 3, Deadline),
        new EpochBump(Farm, 3, Deadline),
        new StatusChange(Farm, PartyStatus.Frozen, Word, 3, new PartyId(1), 2, Deadline),
        new RolesChange(Farm, PartyRoles.Producer, 3, new PartyId(1), 2, Deadline),
        new DeviceChange(Farm, Other, 2, 1, 3, Deadline),
        new LotRegistration(Farm, Lot, 200_000, new UnitOfMeasure("KGM"), 3, Word, 1, Deadline),
        new UnitRegistration(Farm, Lot, [Unit(1), Unit(2)], [1000, ulong.MaxValue], Word, 1, Deadline),
        HandOff,
        HandOffMany,
        new Rejection(HandOff, Word),
        new Rejection(HandOffMany, Hash32.Zero),
        new Packing(Farm, Unit(9), 2, [Unit(1), Unit(2)], [7, 8], Word, 1, Deadline),
        new Unpacking(Farm, Unit(9), 3, [Unit(1), Unit(2)], Word, 1, Deadline),
        new Split(Farm, Unit(1), 7, 250, 1, Deadline),
        new Merge(Farm, Unit(1), 7, Unit(1).Part(7), 1, 1, Deadline),
        new Transformation(Farm, [Unit(1), Unit(2)], [7, 8], [1, 2], [NoteId.RootOf(Lot), default], [LotId.Of("urn:epc:class:lgtin:4012345.099999.1")], [5], [new UnitOfMeasure("KGM")], [3], [Unit(5)], Word, 1, Deadline),
        new ConditionReport(Farm, Address.Zero, Unit(1), 7, Condition.Damaged, Word, 1, Deadline),
        new ConditionReport(Farm, Other, Unit(1), 7, Condition.TemperatureExcursion, Word, 1, Deadline),
        new Recall(Farm, Lot, 1, true, Word, 1, Deadline),
        new TitleMove(Farm, Carrier, NoteId.RootOf(Lot), 1, 500, 1, Word, Deadline),
        new TitleMerge(Farm, NoteId.RootOf(Lot), 1, NoteId.RootOf(Lot).Part(1), 1, 1, Deadline),
        .. Money,
    ];

    public static UnitId Unit(int serial) => UnitId.Of($"urn:epc:id:sgtin:0614141.107346.{serial}");
}
