using Ledger.Sdk.Credit.Book;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Risk;

/// <summary>What rules remember of the past, beside the book of what is open.</summary>
public sealed class RiskState
{
    private readonly Dictionary<Hash32, List<Hash32>> pledges = [];
    private readonly PriorityQueue<Deadline, ulong> deadlines = new();

    /// <summary>Alerts that are open, by rule and subject.</summary>
    public HashSet<(string Rule, string Subject)> Open { get; } = [];

    /// <summary>Where goods are and what they are of.</summary>
    public GoodsWatch Goods { get; private set; } = new();

    /// <summary>What sellers earned, and what of it was disputed or given up, by day.</summary>
    public Dictionary<PartyId, SellerDays> Sellers { get; } = [];

    /// <summary>Devices and when they were last heard.</summary>
    public Dictionary<Address, WatchedDevice> Devices { get; } = [];

    /// <summary>Who has ever lent, set a limit or bought a note.</summary>
    public HashSet<PartyId> Lenders { get; } = [];

    /// <summary>What debtors owe each party; made from the book.</summary>
    public Dictionary<PartyId, LenderStakes> Stakes { get; } = [];

    /// <summary>Up to which notice of the maturity sweep was looked at.</summary>
    public long Noticed { get; set; }

    /// <summary>What a debtor owes a party.</summary>
    public Stake StakeOf(PartyId party, PartyId debtor) => Stakes.GetValueOrDefault(party)?.On(debtor) ?? default;

    /// <summary>Enters what a party has lent on a debtor now.</summary>
    public void Lend(PartyId lender, PartyId debtor, ulong lent) => Enter(lender, debtor, StakeOf(lender, debtor) with { Lent = lent });

    /// <summary>Enters that a debtor owes the owner of notes more, or less.</summary>
    public void Own(PartyId owner, PartyId debtor, Int128 more)
    {
        var stake = StakeOf(owner, debtor);
        Enter(owner, debtor, stake with { Owned = (ulong)Int128.Clamp(stake.Owned + more, 0, ulong.MaxValue) });
    }

    private void Enter(PartyId party, PartyId debtor, Stake stake)
    {
        if (!Stakes.TryGetValue(party, out var stakes)) Stakes[party] = stakes = new LenderStakes();
        stakes.Set(debtor, stake);
    }

    /// <summary>Loans that something is pledged for.</summary>
    public IReadOnlyList<Hash32> PositionsOn(Hash32 collateral) => pledges.GetValueOrDefault(collateral) ?? [];

    /// <summary>Notes that something was pledged; of a title note its lot, so that goods lead to loans.</summary>
    public void Pledge(Hash32 collateral, Hash32 position, OpenPosition loan)
    {
        var key = loan.Kind == CollateralKind.Title ? Goods.LotOf(collateral) : collateral;
        if (!pledges.TryGetValue(key, out var positions)) pledges[key] = positions = new List<Hash32>(1);
        if (!positions.Contains(position)) positions.Add(position);
    }

    /// <summary>Forgets what was pledged for a loan that is over.</summary>
    public void Release(Hash32 position, OpenPosition loan)
    {
        foreach (var collateral in loan.Collateral)
        {
            var key = loan.Kind == CollateralKind.Title ? Goods.LotOf(collateral) : collateral;
            if (pledges.TryGetValue(key, out var positions) && positions.Remove(position) && positions.Count == 0) pledges.Remove(key);
        }
    }

    /// <summary>Whether any goods are pledged or financed at all: else where they go concerns no lender.</summary>
    public bool HasPledges => pledges.Count > 0;

    /// <summary>Has a device looked at when the chain's time is past a moment.</summary>
    public void Await(ulong time, Address device) => deadlines.Enqueue(new Deadline(time, device), time);

    /// <summary>The next device whose time is past.</summary>
    public Deadline? Due(ulong now) => deadlines.TryPeek(out var next, out var time) && time < now ? deadlines.Dequeue() : null;

    /// <summary>Makes what follows from the book anew.</summary>
    public void Derive(LedgerBook book)
    {
        foreach (var (id, position) in book.Positions)
            foreach (var collateral in position.Collateral) Pledge(collateral, id, position);
        foreach (var debt in book.Receivables.Values)
            foreach (var (owner, owed) in debt.Claims())
                if (book.Parties.GetValueOrDefault(owner)?.IsInstrument != true) Own(owner, debt.Debtor, owed);
        foreach (var ((lender, debtor), lent) in book.Exposures) Lend(lender, debtor, lent);
        foreach (var (lender, stakes) in Stakes)
            stakes.Concentrated.UnionWith(stakes.Largest.Where(debtor => Open.Contains((Rules.ConcentrationRule.Name, Subjects.Line(lender, debtor)))));
        foreach (var (address, device) in Devices) Await(device.Heard + DeviceSilence, address);
    }

    /// <summary>How long a device that reports may be silent, in seconds.</summary>
    public const ulong DeviceSilence = 86_400;

    internal void Write(BinaryWriter writer)
    {
        writer.Write(Open.Count);
        foreach (var (rule, subject) in Open.OrderBy(open => open.Rule, StringComparer.Ordinal).ThenBy(open => open.Subject, StringComparer.Ordinal))
        {
            writer.Write(rule);
            writer.Write(subject);
        }
        writer.Write(Noticed);
        writer.Write(Lenders.Count);
        foreach (var lender in Lenders.Order()) writer.Write(lender.Value);
        Goods.Write(writer);
        writer.Write(Sellers.Count);
        foreach (var (party, days) in Sellers.OrderBy(pair => pair.Key))
        {
            writer.Write(party.Value);
            days.Write(writer);
        }
        writer.Write(Devices.Count);
        foreach (var (address, device) in Devices)
        {
            writer.Write(address.Span);
            device.Write(writer);
        }
    }

    internal static RiskState Read(BinaryReader reader, LedgerBook book)
    {
        var state = new RiskState();
        for (var count = reader.ReadInt32(); count > 0; count--) state.Open.Add((reader.ReadString(), reader.ReadString()));
        state.Noticed = reader.ReadInt64();
        for (var count = reader.ReadInt32(); count > 0; count--) state.Lenders.Add(new PartyId(reader.ReadUInt64()));
        state.Goods = GoodsWatch.Read(reader);
        for (var count = reader.ReadInt32(); count > 0; count--) state.Sellers[new PartyId(reader.ReadUInt64())] = SellerDays.Read(reader);
        for (var count = reader.ReadInt32(); count > 0; count--) state.Devices[new Address(reader.ReadBytes(20))] = WatchedDevice.Read(reader);
        state.Derive(book);
        return state;
    }
}

/// <summary>When a device should have been heard.</summary>
public readonly record struct Deadline(ulong Time, Address Device);

/// <summary>A device and when it was last heard.</summary>
/// <param name="Party">Whose it is.</param>
/// <param name="Heard">When it last reported, in unix seconds.</param>
/// <param name="Reports">How often it did.</param>
public readonly record struct WatchedDevice(PartyId Party, ulong Heard, ulong Reports)
{
    internal void Write(BinaryWriter writer)
    {
        writer.Write(Party.Value);
        writer.Write(Heard);
        writer.Write(Reports);
    }

    internal static WatchedDevice Read(BinaryReader reader) => new(new PartyId(reader.ReadUInt64()), reader.ReadUInt64(), reader.ReadUInt64());
}
