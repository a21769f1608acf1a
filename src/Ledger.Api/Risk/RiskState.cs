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

    /// <summary>What each lender has out, by debtor; made from the book.</summary>
    public Dictionary<PartyId, SortedDictionary<PartyId, ulong>> Lent { get; } = [];

    /// <summary>Enters what a lender has out on a debtor now.</summary>
    public void Expose(PartyId lender, PartyId debtor, ulong exposure)
    {
        if (!Lent.TryGetValue(lender, out var lines)) Lent[lender] = lines = [];
        if (exposure > 0) lines[debtor] = exposure;
        else lines.Remove(debtor);
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

    /// <summary>Has something looked at when the chain's time is past a moment.</summary>
    public void Await(ulong time, DeadlineKind kind, Hash32 subject) => deadlines.Enqueue(new Deadline(time, kind, subject), time);

    /// <summary>The next thing whose time is past.</summary>
    public Deadline? Due(ulong now) => deadlines.TryPeek(out var next, out var time) && time < now ? deadlines.Dequeue() : null;

    /// <summary>Makes what follows from the book anew.</summary>
    public void Derive(LedgerBook book)
    {
        foreach (var (id, debt) in book.Receivables) Await(debt.Due, DeadlineKind.Receivable, id);
        foreach (var (id, position) in book.Positions)
        {
            Await(position.Due, DeadlineKind.Loan, id);
            foreach (var collateral in position.Collateral) Pledge(collateral, id, position);
        }
        foreach (var ((lender, debtor), exposure) in book.Exposures) Expose(lender, debtor, exposure);
        foreach (var (address, device) in Devices) Await(device.Heard + DeviceSilence, DeadlineKind.Device, GoodsWatch.Padded(address));
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
        state.Goods = GoodsWatch.Read(reader);
        for (var count = reader.ReadInt32(); count > 0; count--) state.Sellers[new PartyId(reader.ReadUInt64())] = SellerDays.Read(reader);
        for (var count = reader.ReadInt32(); count > 0; count--) state.Devices[new Address(reader.ReadBytes(20))] = WatchedDevice.Read(reader);
        state.Derive(book);
        return state;
    }
}

/// <summary>What is awaited.</summary>
public enum DeadlineKind
{
    /// <summary>A receivable is due.</summary>
    Receivable,

    /// <summary>A loan is due.</summary>
    Loan,

    /// <summary>A device should have been heard.</summary>
    Device,
}

/// <summary>Something to look at when a time is past.</summary>
public readonly record struct Deadline(ulong Time, DeadlineKind Kind, Hash32 Subject);

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
