using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Indexer.Tests.Simulation;

/// <summary>What the contracts hold, as plain objects: the oracle that the tables are compared with.</summary>
internal sealed record ModelUnit(LotId Lot, ulong Custodian, ulong Amount, ulong Seq, UnitId? Parent, ulong Contents, byte Condition);

/// <summary>A title note of the model.</summary>
internal sealed record ModelNote(LotId Lot, ulong Owner, ulong Amount, ulong Seq);

/// <summary>Makes up transactions that the contracts would accept, of every kind, from a seed. Cloned to continue from an earlier
/// block.</summary>
internal sealed class Scenario(int seed)
{
    private readonly Random random = new(seed);
    private ulong serial;

    public Dictionary<UnitId, ModelUnit> Units { get; private init; } = [];
    public Dictionary<NoteId, ModelNote> Notes { get; private init; } = [];
    public Dictionary<LotId, (ulong Issuer, ulong Remaining, bool Recalled)> Lots { get; private init; } = [];
    public Dictionary<ulong, (ulong Epoch, PartyRoles Roles)> Parties { get; private init; } = [];
    public MoneyScenario Money { get; private init; } = new();

    /// <summary>The same state with a future of its own.</summary>
    public Scenario Fork(int newSeed) => new(newSeed)
    {
        Units = new(Units),
        Notes = new(Notes),
        Lots = new(Lots),
        Parties = new(Parties),
        Money = Money.Fork(),
        serial = serial + ((ulong)newSeed << 32),
    };

    /// <summary>The events of the next transaction; none where it failed.</summary>
    public IReadOnlyList<LedgerEvent> Next()
    {
        if (Parties.Count < 4) return [Admit()];
        if (random.Next(2) == 0) return Money.Next(random, () => new PartyId(AnyParty()), Fresh);
        for (; ; )
        {
            IReadOnlyList<LedgerEvent> events = random.Next(20) switch
            {
                0 => [RegisterLot()],
                1 or 2 => RegisterUnits(),
                3 or 4 or 5 or 6 or 7 => HandOff(),
                8 or 9 => Pack(),
                10 or 11 => Unpack(),
                12 => Split(),
                13 => Merge(),
                14 => Transform(),
                15 => Report(),
                16 => Recall(),
                17 => MoveTitle(),
                18 => Reject(),
                _ => Administer(),
            };
            if (events.Count > 0) return events;
        }
    }

    private LedgerEvent Admit()
    {
        var id = (ulong)Parties.Count + 1;
        Parties[id] = (1, PartyRoles.Producer | PartyRoles.Carrier);
        return new PartyAdmitted(new PartyId(id), AddressOf(id), Address.Zero, Parties[id].Roles, Fresh(), new PartyId(1));
    }

    private LotRegistered RegisterLot()
    {
        var (lot, by, quantity) = (new LotId(Fresh()), AnyParty(), (ulong)random.Next(100, 100_000));
        Lots[lot] = (by, quantity, false);
        Notes[NoteId.RootOf(lot)] = new ModelNote(lot, by, quantity, 1);
        return new LotRegistered(lot, new PartyId(by), quantity, new UnitOfMeasure("KGM"), 3, Fresh());
    }

    private IReadOnlyList<LedgerEvent> RegisterUnits()
    {
        var lot = random.Next(3) == 0 || Lots.Count == 0 ? LotId.None : Pick(Lots.Keys);
        var by = lot == LotId.None ? AnyParty() : Lots[lot].Issuer;
        var (units, amounts) = (new List<UnitId>(), new List<ulong>());
        for (var i = random.Next(1, 6); i > 0; i--)
        {
            var amount = lot == LotId.None ? 1 : (ulong)random.Next(1, 10);
            if (lot != LotId.None && Lots[lot].Remaining < amount) break;
            var unit = new UnitId(Fresh());
            Units[unit] = new ModelUnit(lot, by, amount, 1, null, 0, 0);
            if (lot != LotId.None) Lots[lot] = Lots[lot] with { Remaining = Lots[lot].Remaining - amount };
            units.Add(unit);
            amounts.Add(amount);
        }
        return units.Count == 0 ? [] : [new UnitsRegistered(lot, new PartyId(by), units, amounts, Fresh())];
    }

    private IReadOnlyList<LedgerEvent> HandOff()
    {
        if (Movable(random.Next(1, 5)) is not [var first, ..] units) return [];
        var (from, to) = (Units[first].Custodian, AnyParty(except: Units[first].Custodian));
        foreach (var unit in units) Change(unit, state => state with { Custodian = to });
        return [new CustodyMoved(new PartyId(from), new PartyId(to), Fresh(), units)];
    }

    private IReadOnlyList<LedgerEvent> Reject()
    {
        if (Movable(3) is not [var first, ..] units) return [];
        // The first unit twice: an offer may name it under two sequence numbers.
        List<UnitId> named = [first, .. units];
        foreach (var unit in named) Change(unit, state => state);
        return [new HandOffRejected(new PartyId(Units[first].Custodian), new PartyId(AnyParty(except: Units[first].Custodian)), Fresh(),
            Fresh(), named)];
    }

    private IReadOnlyList<LedgerEvent> Pack()
    {
        if (Movable(5) is not [var parent, _, ..] units) return [];
        var children = units[1..];
        foreach (var child in children) Change(child, state => state with { Parent = parent });
        Change(parent, state => state with { Contents = state.Contents + (ulong)children.Count });
        return [new Packed(parent, new PartyId(Units[parent].Custodian), children, Fresh())];
    }

    private IReadOnlyList<LedgerEvent> Unpack()
    {
        var parent = Units.Where(unit => unit.Value is { Contents: > 0, Parent: null }).Select(unit => unit.Key).OrderBy(_ => random.Next())
            .FirstOrDefault();
        if (parent == default) return [];
        var children = Units.Where(unit => unit.Value.Parent == parent).Select(unit => unit.Key).OrderBy(id => id.Value)
            .Take(random.Next(1, 4)).ToList();
        var by = Units[parent].Custodian;
        foreach (var child in children) Change(child, state => state with { Parent = null, Custodian = by });
        Change(parent, state => state with { Contents = state.Contents - (ulong)children.Count });
        return [new Unpacked(parent, new PartyId(by), children, Fresh())];
    }

    private IReadOnlyList<LedgerEvent> Split()
    {
        var unit = Empty(state => state.Amount > 1);
        if (unit == default) return [];
        var amount = (ulong)random.NextInt64(1, (long)Units[unit].Amount);
        var part = unit.Part((uint)Units[unit].Seq);
        Units[part] = Units[unit] with { Amount = amount, Seq = 1 };
        Change(unit, state => state with { Amount = state.Amount - amount });
        return [new UnitSplit(unit, part, amount)];
    }

    private IReadOnlyList<LedgerEvent> Merge()
    {
        var into = Empty(state => state.Lot != LotId.None);
        if (into == default) return [];
        var unit = Empty(state => state.Lot == Units[into].Lot && state.Custodian == Units[into].Custodian
            && state.Condition == Units[into].Condition, except: into);
        if (unit == default) return [];
        var amount = Units[unit].Amount;
        Change(unit, state => state with { Amount = 0 });
        Change(into, state => state with { Amount = state.Amount + amount });
        return [new UnitsMerged(into, unit, amount)];
    }

    private IReadOnlyList<LedgerEvent> Transform()
    {
        var input = Empty(state => state.Amount > 1 && Notes.Any(note => note.Value.Lot == state.Lot && note.Value.Owner == state.Custodian
            && note.Value.Amount >= 2));
        if (input == default) return [];
        var by = Units[input].Custodian;
        var title = Notes.First(note => note.Value.Lot == Units[input].Lot && note.Value.Owner == by && note.Value.Amount >= 2).Key;
        // The same unit and title twice, one unit of measure each time.
        for (var i = 0; i < 2; i++)
        {
            Change(input, state => state with { Amount = state.Amount - 1 });
            Notes[title] = Notes[title] with { Amount = Notes[title].Amount - 1, Seq = Notes[title].Seq + 1 };
        }
        var (lot, output) = (new LotId(Fresh()), new UnitId(Fresh()));
        Lots[lot] = (by, 50, false);
        Notes[NoteId.RootOf(lot)] = new ModelNote(lot, by, 50, 1);
        Units[output] = new ModelUnit(LotId.None, by, 1, 1, null, 0, 0);
        var (party, document) = (new PartyId(by), Fresh());
        return
        [
            new LotRegistered(lot, party, 50, UnitOfMeasure.Pieces, 0, document),
            new UnitsRegistered(LotId.None, party, [output], [1], document),
            new Transformed(party, [input, input], [1, 1], [title, title], [lot], [output], document),
        ];
    }

    private IReadOnlyList<LedgerEvent> Report()
    {
        var unit = Movable(1).FirstOrDefault();
        if (unit == default) return [];
        var condition = (byte)random.Next(8);
        Change(unit, state => state with { Condition = condition });
        return [new ConditionReported(unit, new PartyId(Units[unit].Custodian), Address.Zero, (Condition)condition, Fresh())];
    }

    private IReadOnlyList<LedgerEvent> Recall()
    {
        if (Lots.Count == 0) return [];
        var lot = Pick(Lots.Keys);
        Lots[lot] = Lots[lot] with { Recalled = !Lots[lot].Recalled };
        return [new Recalled(lot, new PartyId(Lots[lot].Issuer), Lots[lot].Recalled, Fresh())];
    }

    private IReadOnlyList<LedgerEvent> MoveTitle()
    {
        var id = Notes.Where(note => note.Value.Amount > 1).Select(note => note.Key).OrderBy(key => key.Value).FirstOrDefault();
        if (id == default) return [];
        var (note, to) = (Notes[id], AnyParty());
        var whole = random.Next(2) == 0;
        var amount = whole ? note.Amount : note.Amount / 2;
        var moved = whole ? id : id.Part((uint)note.Seq);
        Notes[id] = whole ? note with { Owner = to, Seq = note.Seq + 1 } : note with { Amount = note.Amount - amount, Seq = note.Seq + 1 };
        if (!whole) Notes[moved] = new ModelNote(note.Lot, to, amount, 1);
        var step = new TitleMoved(id, new PartyId(note.Owner), new PartyId(to), moved, amount, Fresh());
        if (whole || to != note.Owner) return [step];
        Notes[moved] = Notes[moved] with { Amount = 0, Seq = 2 };
        Notes[id] = Notes[id] with { Amount = note.Amount, Seq = note.Seq + 2 };
        return [step, new TitlesMerged(id, moved, amount)];
    }

    private IReadOnlyList<LedgerEvent> Administer()
    {
        var id = AnyParty();
        if (random.Next(4) == 0) return [new Anchored(AddressOf(id), Fresh(), (uint)random.Next(1, 100))];
        if (random.Next(4) == 0) return [new DeviceSet(AddressOf(1000 + (ulong)random.Next(3)), new PartyId(id), (uint)random.Next(4))];
        if (random.Next(4) == 0) return [];
        var (party, epoch) = (new PartyId(id), Parties[id].Epoch + 1);
        Parties[id] = (epoch, Parties[id].Roles);
        return random.Next(4) switch
        {
            0 => [new KeySet(party, new Address(Fresh().Span[..20]), (uint)epoch)],
            1 => [new EpochBumped(party, (uint)epoch)],
            2 => [new StatusSet(party, (PartyStatus)random.Next(1, 3), Fresh(), new PartyId(1), (uint)epoch)],
            _ => [new RolesSet(party, (Parties[id] = (epoch, (PartyRoles)random.Next(1, 64))).Roles, new PartyId(1), (uint)epoch)],
        };
    }

    private void Change(UnitId id, Func<ModelUnit, ModelUnit> change) => Units[id] = change(Units[id]) with { Seq = Units[id].Seq + 1 };

    /// <summary>Up to so many unpacked units of one custodian.</summary>
    private List<UnitId> Movable(int most)
    {
        var party = AnyParty();
        return [.. Units.Where(unit => unit.Value.Custodian == party && unit.Value.Parent is null && unit.Value.Amount > 0)
            .Select(unit => unit.Key)
            .OrderBy(id => id.Value).Skip(random.Next(3)).Take(most)];
    }

    private UnitId Empty(Func<ModelUnit, bool> fits, UnitId except = default) =>
        Units.Where(unit => unit.Key != except && unit.Value is { Parent: null, Contents: 0, Amount: > 0 } && fits(unit.Value))
            .Select(unit => unit.Key).OrderBy(id => id.Value).FirstOrDefault();

    private ulong AnyParty(ulong except = 0)
    {
        var id = (ulong)random.Next(1, Parties.Count + 1);
        return id == except ? id % (ulong)Parties.Count + 1 : id;
    }

    private T Pick<T>(IReadOnlyCollection<T> from) => from.ElementAt(random.Next(from.Count));

    private Hash32 Fresh()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, serial++);
        BitConverter.TryWriteBytes(bytes[8..], seed);
        return Keccak256.Hash(bytes);
    }

    private static Address AddressOf(ulong id)
    {
        Span<byte> bytes = stackalloc byte[20];
        BitConverter.TryWriteBytes(bytes, id);
        return new Address(bytes);
    }
}
