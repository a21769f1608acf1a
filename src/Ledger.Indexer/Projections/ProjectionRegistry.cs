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
    ];

    private static readonly Dictionary<Type, IProjection> ByEvent = All.ToDictionary(projection => projection.Event);

    /// <summary>The projection of an event; every event of the bindings has one, as a test checks.</summary>
    public static IProjection Of(LedgerEvent logged) => ByEvent[logged.GetType()];
}
