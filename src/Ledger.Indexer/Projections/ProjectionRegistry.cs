using Ledger.Sdk.Contracts;

namespace Ledger.Indexer.Projections;

/// <summary>Every projection: a new event of a contract gets its line here.</summary>
internal static class ProjectionRegistry
{
    public static IReadOnlyList<IProjection> All { get; } =
    [
        new PartyAdmittedProjection(),
        new KeySetProjection(),
        new EpochBumpedProjection(),
        new StatusSetProjection(),
        new RolesSetProjection(),
        new DeviceSetProjection(),
        new LotRegisteredProjection(),
        new UnitsRegisteredProjection(),
        new CustodyMovedProjection(),
        new HandOffRejectedProjection(),
        new PackedProjection(),
        new UnpackedProjection(),
        new UnitSplitProjection(),
        new UnitsMergedProjection(),
        new TransformedProjection(),
        new ConditionReportedProjection(),
        new RecalledProjection(),
        new TitleMovedProjection(),
        new TitlesMergedProjection(),
        new AnchoredProjection(),
        new TransferProjection(),
        new MintedProjection(),
        new BurnedProjection(),
        new OrderAgreedProjection(),
        new FundedProjection(),
        new DeliveredProjection(),
        new ArrivedProjection(),
        new MatchedProjection(),
        new OrderPaidProjection(),
        new DisputeRaisedProjection(),
        new DisputeLiftedProjection(),
        new ProceedsAssignedProjection(),
        new ClosedProjection(),
        new IssuedProjection(),
        new MovedProjection(),
        new SoldProjection(),
        new DisputeSetProjection(),
        new PaidProjection(),
        new PaidThroughProjection(),
        new RedeemedProjection(),
        new RetiredProjection(),
        new DilutedProjection(),
        new OpenedProjection(),
        new RepaidProjection(),
        new ImpairedProjection(),
        new DefaultedProjection(),
        new ForeclosedProjection(),
        new ReleasedProjection(),
        new ValuedProjection(),
        new MarginCalledProjection(),
        new CollateralAddedProjection(),
        new CollateralMovedProjection(),
        new LimitSetProjection(),
        new TitleWitnessedProjection(),
    ];

    private static readonly Dictionary<Type, IProjection> ByEvent = All.ToDictionary(projection => projection.Event);

    /// <summary>The projection of an event; every event of the bindings has one, as a test checks.</summary>
    public static IProjection Of(LedgerEvent logged) => ByEvent[logged.GetType()];
}
