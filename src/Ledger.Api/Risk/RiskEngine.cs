using Ledger.Api.Risk.Rules;
using Ledger.Indexer.Queries;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Credit;
using Ledger.Sdk.Credit.Book;
using Ledger.Sdk.Ethereum;

namespace Ledger.Api.Risk;

/// <summary>Folds the ledger's events for credit and watches them for risk, in one pass. The same events give the same alerts, wherever it started.</summary>
public sealed class RiskEngine
{
    private const byte Version = 2;
    private readonly RiskRule[] rules;
    private ulong now;

    private RiskEngine(CreditFold fold, RiskState state)
    {
        (Fold, Context) = (fold, new RiskContext(fold.Book, state));
        now = fold.At?.Time ?? 0;
        rules = [.. All()];
    }

    /// <summary>One that has seen nothing.</summary>
    public RiskEngine()
        : this(new CreditFold(), new RiskState())
    {
    }

    /// <summary>What is known of parties.</summary>
    public CreditFold Fold { get; }

    /// <summary>What was found.</summary>
    public RiskContext Context { get; }

    /// <summary>Every rule.</summary>
    public static IReadOnlyList<RiskRule> All() =>
    [
        new DueRule(), new OverdueRule(), new DisputeJumpRule(), new DilutionRule(), new SameGoodsRule(), new CustodyGapRule(), new CollateralConditionRule(), new LimitRule(),
        new ConcentrationRule(), new DeviceSilenceRule(), new FrozenCounterpartyRule(), new MarginRule(), new DefaultRule(),
    ];

    /// <summary>Takes the next blocks.</summary>
    public void Apply(FeedPiece piece)
    {
        ArgumentNullException.ThrowIfNull(piece);
        foreach (var placed in piece.Events) Apply(placed);
        Fold.Apply(piece with { Events = [] });
        Pass(new AlertCause(piece.Last.Block, null, null, piece.Last.Time));
    }

    private void Apply(in PlacedEvent placed)
    {
        Pass(new AlertCause(placed.Block, null, null, placed.Time));
        foreach (var rule in rules) rule.Before(placed, Context);
        var position = PositionOf(placed.Event) is { } id ? Context.Book.Positions.GetValueOrDefault(id) : null;
        var stakes = StakeChange.Before(placed.Event, position, Context);
        Fold.Apply(placed);
        Context.Lines = stakes.After(Context);
        Remember(placed, position);
        foreach (var rule in rules) rule.After(placed, Context);
    }

    /// <summary>Time that has passed is looked at before what happened then, and once for each moment.</summary>
    private void Pass(AlertCause moment)
    {
        if (moment.Time <= now) return;
        now = moment.Time;
        foreach (var rule in rules) rule.Pass(moment, Context);
        while (Context.State.Due(now) is { } due)
            foreach (var rule in rules.OfType<IWaits>()) rule.Due(due, moment, Context);
    }

    /// <summary>Takes the next notice of the maturity sweep, whose block was taken before.</summary>
    public void Apply(MaturityNotice notice)
    {
        ArgumentNullException.ThrowIfNull(notice);
        foreach (var rule in rules.OfType<IMatures>()) rule.Mature(notice, Context);
        Context.State.Noticed = notice.Number;
    }

    private void Remember(in PlacedEvent placed, OpenPosition? before)
    {
        var (state, book) = (Context.State, Context.Book);
        switch (placed.Event)
        {
            case GoodsEvent goods: state.Goods.Apply(goods); break;
            case CollateralAdded added when book.Positions.TryGetValue(added.Position.Value, out var position): state.Pledge(added.Id, added.Position.Value, position); break;
            case Repaid or Foreclosed when before is not null && !book.Positions.ContainsKey(PositionOf(placed.Event)!.Value): End(placed, before); break;
        }
    }

    private void End(in PlacedEvent placed, OpenPosition before)
    {
        var id = PositionOf(placed.Event)!.Value;
        Context.State.Release(id, before);
        foreach (var rule in rules) Context.Resolve(rule.Id, Subjects.Loan(id), AlertCause.Of(placed));
    }

    private static Hash32? PositionOf(LedgerEvent happened) => happened switch { Repaid repaid => repaid.Position.Value, Foreclosed foreclosed => foreclosed.Position.Value, _ => null };

    /// <summary>Writes the whole state.</summary>
    public void Write(Stream stream)
    {
        stream.WriteByte(Version);
        Fold.Write(stream);
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        Context.State.Write(writer);
    }

    /// <summary>Takes up a state that was written.</summary>
    /// <exception cref="InvalidDataException">Of another version.</exception>
    public static RiskEngine Read(Stream stream)
    {
        if (stream.ReadByte() != Version) throw new InvalidDataException("The state is of another version.");
        var fold = CreditFold.Read(stream);
        using var reader = new BinaryReader(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        return new RiskEngine(fold, RiskState.Read(reader, fold.Book));
    }
}

/// <summary>A rule that waits for devices.</summary>
internal interface IWaits
{
    /// <summary>A time that was awaited is past.</summary>
    void Due(Deadline due, AlertCause now, RiskContext context);
}

/// <summary>A rule that the maturity sweep tells what became due by the chain's time.</summary>
internal interface IMatures
{
    /// <summary>Something became due.</summary>
    void Mature(MaturityNotice notice, RiskContext context);
}
