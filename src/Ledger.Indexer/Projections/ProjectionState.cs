using Ledger.Indexer.Projections.Rows;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Ethereum;

namespace Ledger.Indexer.Projections;

/// <summary>The tables as projections see them while a range of blocks is applied: changes wait in memory until they are written
/// together.</summary>
internal sealed partial class ProjectionState
{
    private readonly IStateTable[] states;
    private readonly IHistoryTable[] histories;

    public ProjectionState()
    {
        Parties = new(1, Journal, KeyForms.Number, row => row.Id);
        Devices = new(2, Journal, KeyForms.Address, row => row.Address);
        Lots = new(3, Journal, KeyForms.Hash, row => row.Id);
        Units = new(4, Journal, KeyForms.Hash, row => row.Id);
        Notes = new(5, Journal, KeyForms.Hash, row => row.Id);
        Windows = new(6, Journal, KeyForms.Number, row => row.Number);
        states = [Parties, Devices, Lots, Units, Notes, Windows, .. MoneyStates()];
        Recalls = new(Lots.Kind);
        Custody = new(Units.Kind);
        Conditions = new(Units.Kind);
        RejectedUnits = new(Units.Kind);
        TransformationInputs = new(Units.Kind);
        Derivations = new(Units.Kind);
        Titles = new(Notes.Kind);
        histories =
        [
            PartyChanges, Recalls, Custody, Conditions, RejectedUnits, TransformationInputs, Derivations, Titles,
            Anchors, HandOffs, Rejections, Transformations, TransformationOutputs, Blocks, .. MoneyHistories(),
        ];
    }

    public UndoJournal Journal { get; } = new();

    public StateTable<ulong, PartyRow> Parties { get; }
    public StateTable<Address, DeviceRow> Devices { get; }
    public StateTable<Hash32, LotRow> Lots { get; }
    public StateTable<Hash32, UnitRow> Units { get; }
    public StateTable<Hash32, NoteRow> Notes { get; }
    public StateTable<ulong, WindowRow> Windows { get; }

    public HistoryTable<PartyChangeRow> PartyChanges { get; } = new(null);
    public HistoryTable<RecallRow> Recalls { get; }
    public HistoryTable<CustodyRow> Custody { get; }
    public HistoryTable<ConditionRow> Conditions { get; }
    public HistoryTable<RejectedUnitRow> RejectedUnits { get; }
    public HistoryTable<TransformationInputRow> TransformationInputs { get; }
    public HistoryTable<DerivationRow> Derivations { get; }
    public HistoryTable<TitleRow> Titles { get; }
    public HistoryTable<AnchorRow> Anchors { get; } = new(null);
    public HistoryTable<HandOffRow> HandOffs { get; } = new(null);
    public HistoryTable<RejectionRow> Rejections { get; } = new(null);
    public HistoryTable<TransformationRow> Transformations { get; } = new(null);
    public HistoryTable<TransformationOutputRow> TransformationOutputs { get; } = new(null);
    public HistoryTable<BlockRow> Blocks { get; } = new(null);

    public PackingTable Packings { get; } = new();

    /// <summary>The tables whose rows the undo journal restores, by their numbers.</summary>
    public IEnumerable<IStateTable> States => states;

    /// <summary>The tables whose rows a rollback deletes.</summary>
    public IEnumerable<IHistoryTable> Histories => histories;

    /// <summary>Loads every row that was asked for.</summary>
    public async Task LoadAsync(IBulkWriter writer, CancellationToken cancellationToken)
    {
        foreach (var table in states) await table.LoadAsync(writer, cancellationToken);
    }

    /// <summary>Writes everything that changed, and forgets it.</summary>
    public async Task FlushAsync(IBulkWriter writer, CancellationToken cancellationToken)
    {
        foreach (var table in states) await table.FlushAsync(writer, cancellationToken);
        foreach (var table in histories) await table.FlushAsync(writer, cancellationToken);
        await Packings.FlushAsync(writer, cancellationToken);
        await Journal.FlushAsync(writer, cancellationToken);
        Clear();
    }

    /// <summary>Forgets everything, written or not.</summary>
    public void Clear()
    {
        foreach (var table in states) table.Clear();
        foreach (var table in histories) table.Clear();
        Packings.Clear();
        Journal.Clear();
        Issued.Clear();
    }
}
