using Ledger.Sdk.Contracts;
using Ledger.Sdk.Credit;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Risk;

/// <summary>Which lot units and title notes are of, where units are packed, and under which order they were delivered last.</summary>
public sealed class GoodsWatch
{
    private readonly Dictionary<Hash32, Hash32> lotOfUnit = [];
    private readonly Dictionary<Hash32, Hash32> lotOfNote = [];
    private readonly Dictionary<Hash32, Hash32> parents = [];
    private readonly Dictionary<Hash32, List<Hash32>> contents = [];
    private readonly Dictionary<Hash32, Claim> claims = [];

    /// <summary>A claim for a delivered unit.</summary>
    public readonly record struct Claim(Hash32 Order, PartyId Buyer, PartyId Seller);

    /// <summary>The lot of a title note; a lot's first note has its id.</summary>
    public Hash32 LotOf(Hash32 note) => lotOfNote.GetValueOrDefault(note, note);

    /// <summary>The lot of a unit; zero where it has none.</summary>
    public Hash32 LotOfUnit(Hash32 unit) => lotOfUnit.GetValueOrDefault(unit);

    /// <summary>A unit and all that is packed in it.</summary>
    public IEnumerable<Hash32> WithContents(Hash32 unit)
    {
        yield return unit;
        if (!contents.TryGetValue(unit, out var children)) yield break;
        foreach (var child in children)
            foreach (var inner in WithContents(child)) yield return inner;
    }

    /// <summary>Under which order a unit was delivered last.</summary>
    public Claim? ClaimOn(Hash32 unit) => claims.TryGetValue(unit, out var claim) ? claim : null;

    /// <summary>Notes under which order a unit was delivered.</summary>
    public void Deliver(Hash32 unit, Claim claim) => claims[unit] = claim;

    /// <summary>Enters what happened to goods.</summary>
    public void Apply(GoodsEvent happened)
    {
        switch (happened)
        {
            case UnitsRegistered made when made.Lot.Value != Hash32.Zero:
                foreach (var unit in made.Units) lotOfUnit[unit.Value] = made.Lot.Value;
                break;
            case UnitSplit split when lotOfUnit.TryGetValue(split.Unit.Value, out var lot): lotOfUnit[split.Part.Value] = lot; break;
            case UnitsMerged merged: Forget(merged.Unit.Value); break;
            case TitleMoved moved when moved.Moved != moved.Note: lotOfNote[moved.Moved.Value] = LotOf(moved.Note.Value); break;
            case Packed packed:
                foreach (var child in packed.Children) Pack(child.Value, packed.Parent.Value);
                break;
            case Unpacked unpacked:
                foreach (var child in unpacked.Children) Unpack(child.Value);
                break;
        }
    }

    private void Pack(Hash32 child, Hash32 parent)
    {
        parents[child] = parent;
        if (!contents.TryGetValue(parent, out var children)) contents[parent] = children = new List<Hash32>(4);
        children.Add(child);
    }

    private void Unpack(Hash32 child)
    {
        if (!parents.Remove(child, out var parent) || !contents.TryGetValue(parent, out var children)) return;
        children.Remove(child);
        if (children.Count == 0) contents.Remove(parent);
    }

    private void Forget(Hash32 unit)
    {
        lotOfUnit.Remove(unit);
        claims.Remove(unit);
    }

    internal void Write(BinaryWriter writer)
    {
        foreach (var table in (ReadOnlySpan<Dictionary<Hash32, Hash32>>)[lotOfUnit, lotOfNote, parents])
        {
            writer.Write(table.Count);
            foreach (var (key, value) in table)
            {
                writer.Write(key.Span);
                writer.Write(value.Span);
            }
        }
        writer.Write(claims.Count);
        foreach (var (unit, claim) in claims)
        {
            writer.Write(unit.Span);
            writer.Write(claim.Order.Span);
            writer.Write(claim.Buyer.Value);
            writer.Write(claim.Seller.Value);
        }
    }

    internal static GoodsWatch Read(BinaryReader reader)
    {
        var read = new GoodsWatch();
        for (var count = reader.ReadInt32(); count > 0; count--) read.lotOfUnit[Hash(reader)] = Hash(reader);
        for (var count = reader.ReadInt32(); count > 0; count--) read.lotOfNote[Hash(reader)] = Hash(reader);
        for (var count = reader.ReadInt32(); count > 0; count--) read.Pack(Hash(reader), Hash(reader));
        for (var count = reader.ReadInt32(); count > 0; count--) read.claims[Hash(reader)] = new Claim(Hash(reader), new PartyId(reader.ReadUInt64()), new PartyId(reader.ReadUInt64()));
        return read;
    }

    private static Hash32 Hash(BinaryReader reader) => new(reader.ReadBytes(32));
}
