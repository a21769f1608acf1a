using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;

namespace Ledger.Devnet.Story;

/// <summary>
/// Turns acts of the story into intents, and keeps the sequence numbers that these must name. It knows the state after every planned step,
/// so that the whole story can be planned before the first intent is sent.
/// </summary>
/// <param name="labels">Names of goods.</param>
/// <param name="deadline">Until when the intents count, Unix seconds.</param>
/// <param name="commitment">The commitment of a captured event.</param>
internal sealed partial class Book(Labels labels, ulong deadline, Func<StoryEvent, Hash32> commitment)
{
    private readonly Dictionary<string, LotRecord> lots = [];
    private readonly List<Holding> holdings = [];
    private readonly List<Step> steps = [];

    /// <summary>What was planned, in order.</summary>
    public IReadOnlyList<Step> Steps => steps;

    /// <summary>Every unit of the story.</summary>
    public IReadOnlyList<Holding> Holdings => holdings;

    /// <summary>Every lot of the story.</summary>
    public IReadOnlyCollection<LotRecord> Lots => lots.Values;

    /// <summary>Who took something over from somebody.</summary>
    public HashSet<CastMember> Takers { get; } = [];

    /// <summary>Whether a unit changed hands with others packed in it.</summary>
    public bool MovedPallet { get; private set; }

    /// <summary>The event that the next steps stem from.</summary>
    public StoryEvent Because { get; set; } = null!;

    private Hash32 Document => commitment(Because);

    /// <summary>The lot with this identity, if the story has registered it.</summary>
    public LotRecord? FindLot(string identity) => lots.GetValueOrDefault(identity);

    /// <summary>The living units with this identity: at most one item, any number of parts of a quantity.</summary>
    public IEnumerable<Holding> Find(string identity) => holdings.Where(holding => holding.Identity == identity && holding.Lives);

    /// <summary>A producer registers a lot.</summary>
    public LotRecord RegisterLot(CastMember by, string identity, LotSize size)
    {
        var lot = lots[identity] = new LotRecord(LotId.Of(identity), identity, labels.Of(identity), by, size);
        Add(StepKind.Register, $"{by} registers {lot}: {size.Show(size.Quantity)}",
            new LotRegistration(by.Id, lot.Id, size.Quantity, new UnitOfMeasure(size.Uom), size.Decimals, Document, by.Epoch, deadline), [lot.Id.Value]);
        return lot;
    }

    /// <summary>A party brings units of one lot, or of none, into the ledger.</summary>
    public IReadOnlyList<Holding> RegisterUnits(CastMember by, LotRecord? lot, IReadOnlyList<(string Identity, ulong Amount)> units)
    {
        var registered = units.Select(unit => new Holding(UnitId.Of(unit.Identity), unit.Identity, labels.Of(unit.Identity), lot, unit.Amount, by)).ToList();
        foreach (var batch in registered.Chunk(Intent.MaxBatch))
        {
            Add(StepKind.Register, $"{by} registers {Label.Of(batch)}",
                new UnitRegistration(by.Id, lot?.Id ?? LotId.None, Ids(batch), [.. batch.Select(unit => unit.Amount)], Document, by.Epoch, deadline),
                [.. lot is null ? [] : (Hash32[])[lot.Id.Value], .. batch.Select(unit => unit.Id.Value)]);
        }
        if (lot is not null) lot.Remaining -= (ulong)units.Sum(unit => (decimal)unit.Amount);
        holdings.AddRange(registered);
        return registered;
    }

    /// <summary>Goods change hands: one intent, signed by both, whatever their number.</summary>
    public void HandOff(CastMember from, CastMember to, IReadOnlyList<Holding> units)
    {
        foreach (var batch in units.Chunk(Intent.MaxBatch))
        {
            Add(StepKind.HandOff, $"{from} hands {Label.Of(batch)} to {to}", Offer(from, to, batch), Touched(batch));
            MovedPallet |= batch.Any(unit => unit.Contents.Count > 0);
            Takers.Add(to);
            foreach (var unit in batch)
            {
                unit.Seq++;
                unit.MoveTo(to);
            }
        }
    }

    /// <summary>The receiver refuses what the giver offered.</summary>
    public void Reject(CastMember from, CastMember to, IReadOnlyList<Holding> units, string reason)
    {
        foreach (var batch in units.Chunk(Intent.MaxBatch))
        {
            Add(StepKind.Reject, $"{to} refuses {Label.Of(batch)} from {from}: {reason}", new Rejection(Offer(from, to, batch), Hash(reason)), Touched(batch));
            foreach (var unit in batch) unit.Seq++;
        }
    }

    /// <summary>Reports a condition as the custodian.</summary>
    public void Report(Holding unit, Condition condition, string what)
    {
        var by = unit.Custodian;
        Add(StepKind.Condition, $"{by} reports {what} on {Label.Of([unit])}",
            new ConditionReport(by.Id, Address.Zero, unit.Id, unit.Seq, condition, Document, by.Epoch, deadline), Touched([unit]));
        unit.Seq++;
    }

    /// <summary>The issuer calls a lot back.</summary>
    public void Recall(LotRecord lot, string reason)
    {
        lot.Recalled = true;
        Add(StepKind.Recall, $"{lot.Issuer} recalls {lot}: {reason}",
            new Recall(lot.Issuer.Id, lot.Id, 1, true, Hash(reason), lot.Issuer.Epoch, deadline), [lot.Id.Value]);
    }

    private CustodyOffer Offer(CastMember from, CastMember to, Holding[] units) => units.Length == 1
        ? new HandOff(from.Id, to.Id, units[0].Id, units[0].Seq, from.Epoch, to.Epoch, Document, deadline)
        : new HandOffMany(from.Id, to.Id, Ids(units), Seqs(units), from.Epoch, to.Epoch, Document, deadline);

    private void Add(StepKind kind, string text, Intent intent, IReadOnlyList<Hash32> touches) => steps.Add(new Step(kind, text, intent, Because, touches));

    private static UnitId[] Ids(IEnumerable<Holding> units) => [.. units.Select(unit => unit.Id)];

    private static uint[] Seqs(IEnumerable<Holding> units) => [.. units.Select(unit => unit.Seq)];

    private static Hash32[] Touched(IEnumerable<Holding> units) => [.. units.Select(unit => unit.Id.Value)];

    private static Hash32 Hash(string text) => Keccak256.Hash(System.Text.Encoding.UTF8.GetBytes(text));
}
