using System.Diagnostics.CodeAnalysis;
using Ledger.Indexer.Projections.Rows;
using Ledger.Sdk.Ethereum;

namespace Ledger.Indexer.Projections;

/// <content>The tables of money.</content>
internal sealed partial class ProjectionState
{
    public StateTable<Address, CashAccountRow> CashAccounts { get; private set; }
    public StateTable<Hash32, OrderRow> Orders { get; private set; }
    public StateTable<Hash32, ReceivableRow> Receivables { get; private set; }
    public StateTable<Hash32, ReceivableNoteRow> ReceivableNotes { get; private set; }
    public StateTable<ulong, PartyRecordRow> PartyRecords { get; private set; }
    public StateTable<Hash32, PositionRow> Positions { get; private set; }
    public StateTable<Hash32, CollateralRow> Collateral { get; private set; }
    public StateTable<(ulong First, ulong Second), CreditLineRow> CreditLines { get; private set; }

    public HistoryTable<CashEntryRow> CashEntries { get; private set; }
    public HistoryTable<BankReferenceRow> BankReferences { get; } = new(null);
    public HistoryTable<OrderMilestoneRow> OrderMilestones { get; private set; }
    public HistoryTable<OrderDeliveryRow> OrderDeliveries { get; private set; }
    public HistoryTable<OrderMatchRow> OrderMatches { get; private set; }
    public HistoryTable<OrderPaymentRow> OrderPayments { get; private set; }
    public HistoryTable<OrderEntryRow> OrderEntries { get; private set; }
    public HistoryTable<ReceivableEntryRow> ReceivableEntries { get; private set; }
    public HistoryTable<PositionEntryRow> PositionEntries { get; private set; }
    public HistoryTable<LimitChangeRow> LimitChanges { get; private set; }
    public HistoryTable<TitleWitnessRow> TitleWitnesses { get; } = new(null);

    /// <summary>The debtors of the receivables that the batch issues, known before their rows are.</summary>
    public Dictionary<Hash32, ulong> Issued { get; } = [];

    /// <summary>Why money moved in the block being applied, by log index.</summary>
    public IReadOnlyDictionary<ulong, CashCause> CashCauses { get; set; } = new Dictionary<ulong, CashCause>();

    [MemberNotNull(nameof(CashAccounts), nameof(Orders), nameof(Receivables), nameof(ReceivableNotes), nameof(PartyRecords), nameof(Positions),
        nameof(Collateral), nameof(CreditLines))]
    private IStateTable[] MoneyStates()
    {
        CashAccounts = new(7, Journal, KeyForms.Address, row => row.Address);
        Orders = new(8, Journal, KeyForms.Hash, row => row.Id);
        Receivables = new(9, Journal, KeyForms.Hash, row => row.Id);
        ReceivableNotes = new(10, Journal, KeyForms.Hash, row => row.Id);
        PartyRecords = new(11, Journal, KeyForms.Number, row => row.Party);
        Positions = new(12, Journal, KeyForms.Hash, row => row.Id);
        Collateral = new(13, Journal, KeyForms.Hash, row => row.Id);
        CreditLines = new(14, Journal, KeyForms.Pair, row => (row.Lender, row.Debtor));
        return [CashAccounts, Orders, Receivables, ReceivableNotes, PartyRecords, Positions, Collateral, CreditLines];
    }

    [MemberNotNull(nameof(CashEntries), nameof(OrderMilestones), nameof(OrderDeliveries), nameof(OrderMatches), nameof(OrderPayments),
        nameof(OrderEntries), nameof(ReceivableEntries), nameof(PositionEntries), nameof(LimitChanges))]
    private IHistoryTable[] MoneyHistories()
    {
        CashEntries = new(CashAccounts.Kind);
        OrderMilestones = new(Orders.Kind);
        OrderDeliveries = new(Orders.Kind);
        OrderMatches = new(Orders.Kind);
        OrderPayments = new(Orders.Kind);
        OrderEntries = new(Orders.Kind);
        ReceivableEntries = new(Receivables.Kind);
        PositionEntries = new(Positions.Kind);
        LimitChanges = new(CreditLines.Kind);
        return
        [
            CashEntries, BankReferences, OrderMilestones, OrderDeliveries, OrderMatches, OrderPayments, OrderEntries, ReceivableEntries,
            PositionEntries, LimitChanges, TitleWitnesses,
        ];
    }
}
