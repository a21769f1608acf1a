using Ledger.Indexer.Tests.Simulation;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Indexer.Tests.Queries;

/// <summary>
/// Milk becomes cheese and travels: farm (1) → dairy (2) makes a wheel → packed in case, pallet, container → carrier (3) → port (4) →
/// unpacked → retailer (5).
/// Block times are 1700000000 + 2 × number; party n is admitted in block 1.
/// </summary>
internal static class Journey
{
    public static readonly LotId Milk = new(Id(100));
    public static readonly LotId Cheese = new(Id(101));
    public static readonly UnitId Tank = new(Id(1));
    public static readonly UnitId Wheel = new(Id(2));
    public static readonly UnitId Case = new(Id(3));
    public static readonly UnitId Pallet = new(Id(4));
    public static readonly UnitId Container = new(Id(5));

    public static SimulatedChain Build(ulong finalityDepth = 64)
    {
        var chain = new SimulatedChain(finalityDepth: finalityDepth);
        chain.Mine([.. Enumerable.Range(1, 5).Select(party => Admit((ulong)party))]);
        chain.Mine([new LotRegistered(Milk, P(1), 1000, new UnitOfMeasure("LTR"), 0, Id(900)),
            new UnitsRegistered(Milk, P(1), [Tank], [1000], Id(901))]);
        chain.Mine([Move(1, 2, Tank)]);
        chain.Mine([
            new LotRegistered(Cheese, P(2), 10, UnitOfMeasure.Pieces, 0, Id(902)),
            new Transformed(P(2), [Tank], [900], [new NoteId(Milk.Value)], [Cheese], [], Id(902)),
        ]);
        chain.Mine([new UnitsRegistered(Cheese, P(2), [Wheel], [1], Id(903)),
            new UnitsRegistered(LotId.None, P(2), [Case, Pallet, Container], [1, 1, 1], Id(904))]);
        chain.Mine([new Packed(Case, P(2), [Wheel], Id(905))], [new Packed(Pallet, P(2), [Case], Id(906))],
            [new Packed(Container, P(2), [Pallet], Id(907))]);
        chain.Mine([Move(2, 3, Container)]);
        chain.Mine([Move(3, 4, Container)]);
        chain.Mine([new Unpacked(Container, P(4), [Pallet], Id(908))]);
        chain.Mine([Move(4, 5, Pallet)]);
        chain.Mine([new Unpacked(Pallet, P(5), [Case], Id(909))], [new Unpacked(Case, P(5), [Wheel], Id(910))]);
        chain.Mine([Move(4, 3, Container)]);
        return chain;
    }

    public static ulong TimeOf(ulong block) => 1_700_000_000 + 2 * block;

    public static Hash32 Id(int number) => new([.. new byte[30], (byte)(number >> 8), (byte)(number & 255)]);

    private static PartyId P(ulong id) => new(id);

    private static PartyAdmitted Admit(ulong id) => new(P(id), new Address([.. new byte[19], (byte)(50 + id)]), Address.Zero,
        PartyRoles.Producer, Id(800), P(1));

    private static CustodyMoved Move(ulong from, ulong to, params UnitId[] units) => new(P(from), P(to), Id(911), units);
}
