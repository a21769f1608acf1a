using Ledger.Sdk.Contracts;
using Ledger.Sdk.Credit.Book;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Credit;

/// <summary>Turns the events of the chain, in its order, into what is known of each party's conduct. Whole numbers only: the same events give the
/// same state, however they were cut into pieces.</summary>
public sealed partial class CreditFold
{
    private const byte Version = 2;
    private const ulong Day = 86_400;

    private readonly Dictionary<PartyId, PartyTally> tallies = [];
    private readonly TradeTable trades = new();
    private readonly HashSet<PartyId> touched = [];
    private Kinship kinship = new();

    /// <summary>What is open on the ledger.</summary>
    public LedgerBook Book { get; private set; } = new();

    /// <summary>The block that it stands at; null before the first.</summary>
    public ChainMoment? At { get; private set; }

    /// <summary>How many events were folded.</summary>
    public ulong Events { get; private set; }

    /// <summary>Parties that were ever admitted or touched.</summary>
    public IEnumerable<PartyId> Parties => tallies.Keys.Order();

    /// <summary>Folds a piece: its events, and the passing of time up to its last block.</summary>
    public void Apply(FeedPiece piece)
    {
        foreach (var placed in piece.Events) Apply(placed);
        At = piece.Last;
    }

    /// <summary>Folds one event.</summary>
    public void Apply(in PlacedEvent placed)
    {
        switch (placed.Event)
        {
            case ReceivablesEvent happened: Judge(happened, placed.Time); break;
            case OrdersEvent happened: Judge(happened, placed.Time); break;
            case Transfer happened: Judge(happened); break;
            case GoodsEvent happened: Judge(happened); break;
            case FacilityEvent happened: Judge(happened); break;
            case RegistryEvent happened: Judge(happened, placed.Time); break;
        }
        Book.Apply(placed);
        Events++;
    }

    /// <summary>The parties whose figures may have changed since the last call.</summary>
    public IReadOnlyList<PartyId> TakeTouched()
    {
        PartyId[] list = [.. touched.Order()];
        touched.Clear();
        return list;
    }

    /// <summary>All that is known of one party; null where the chain has none of this number.</summary>
    public PartyConduct? ConductOf(PartyId party)
    {
        if (!tallies.TryGetValue(party, out var tally)) return null;
        return new PartyConduct(
            party, tally, [.. trades.BuyingOf(party).Select(pair => Side(party, pair.Key, pair.Value))],
            [.. trades.SellingOf(party).Select(pair => Side(party, pair.Key, pair.Value))]);
    }

    private TradeSide Side(PartyId party, PartyId other, Trade trade) => new(
        other, trade, kinship.AreKin(party, other), trades.PartnersOf(other) <= 1, Book.Parties.GetValueOrDefault(other)?.IsInstrument ?? false);

    private PartyTally Tally(PartyId party)
    {
        touched.Add(party);
        if (!tallies.TryGetValue(party, out var tally)) tallies[party] = tally = new PartyTally();
        return tally;
    }

    private Trade Between(PartyId buyer, PartyId seller)
    {
        touched.Add(buyer);
        touched.Add(seller);
        return trades.Between(buyer, seller, touched);
    }

    private static uint DayOf(ulong time) => (uint)Math.Min(time / Day, uint.MaxValue);

    private static uint DaysAfter(ulong time, ulong due) => time > due ? DayOf(time) - DayOf(due) : 0;

    /// <summary>Writes the whole state; <see cref="Read"/> goes on where it stands.</summary>
    public void Write(Stream stream)
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        writer.Write(Version);
        writer.Write(At is not null);
        if (At is { } at)
        {
            writer.Number(at.Block);
            writer.Hash(at.BlockHash);
            writer.Number(at.Time);
        }
        writer.Number(Events);
        Book.Write(writer);
        kinship.Write(writer);
        writer.Table(tallies, writer.Party, tally => tally.Write(writer));
        trades.Write(writer);
    }

    /// <summary>Takes up a state that was written.</summary>
    /// <exception cref="InvalidDataException">Of another version.</exception>
    public static CreditFold Read(Stream stream)
    {
        using var reader = new BinaryReader(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        if (reader.ReadByte() is var version && version != Version) throw new InvalidDataException($"The state has version {version}, not {Version}.");
        var fold = new CreditFold();
        if (reader.ReadBoolean()) fold.At = new ChainMoment(reader.Number(), reader.Hash(), reader.Number());
        fold.Events = reader.Number();
        fold.Book = LedgerBook.Read(reader);
        fold.kinship = Kinship.Read(reader);
        reader.Table(fold.tallies, reader.Party, () => PartyTally.Read(reader));
        fold.trades.Read(reader);
        return fold;
    }
}
