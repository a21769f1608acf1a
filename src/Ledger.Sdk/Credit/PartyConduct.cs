using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Credit;

/// <summary>One party's trades with another, in one direction.</summary>
/// <param name="Counterparty">The other.</param>
/// <param name="Trade">What they did.</param>
/// <param name="IsKin">Whether the chain shows both under one control.</param>
/// <param name="IsCaptive">Whether the other trades with nobody else.</param>
/// <param name="IsInstrument">Whether the other is a contract that passes on what is others'.</param>
public sealed record TradeSide(PartyId Counterparty, Trade Trade, bool IsKin, bool IsCaptive, bool IsInstrument);

/// <summary>All that the chain tells of one party: what its features are computed from, for any moment since.</summary>
/// <param name="Party">The party.</param>
/// <param name="Tally">What does not depend on counterparties.</param>
/// <param name="Buying">What it bought, seller by seller.</param>
/// <param name="Selling">What it sold, buyer by buyer.</param>
public sealed record PartyConduct(PartyId Party, PartyTally Tally, IReadOnlyList<TradeSide> Buying, IReadOnlyList<TradeSide> Selling)
{
    /// <summary>It as bytes.</summary>
    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Party(Party);
        Tally.Write(writer);
        Write(writer, Buying);
        Write(writer, Selling);
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>It again.</summary>
    public static PartyConduct FromBytes(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        return new PartyConduct(reader.Party(), PartyTally.Read(reader), ReadSides(reader), ReadSides(reader));
    }

    private static void Write(BinaryWriter writer, IReadOnlyList<TradeSide> sides)
    {
        writer.Write7BitEncodedInt(sides.Count);
        foreach (var side in sides)
        {
            writer.Party(side.Counterparty);
            side.Trade.Write(writer);
            writer.Write((byte)((side.IsKin ? 1 : 0) | (side.IsCaptive ? 2 : 0) | (side.IsInstrument ? 4 : 0)));
        }
    }

    private static TradeSide[] ReadSides(BinaryReader reader)
    {
        var sides = new TradeSide[reader.Read7BitEncodedInt()];
        for (var i = 0; i < sides.Length; i++)
        {
            var (party, trade, flags) = (reader.Party(), Trade.Read(reader), reader.ReadByte());
            sides[i] = new TradeSide(party, trade, (flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0);
        }
        return sides;
    }
}
