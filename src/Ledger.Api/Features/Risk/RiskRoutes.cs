namespace Ledger.Api.Features.Risk;

/// <summary>Every route about risk.</summary>
public static class RiskRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        ListAlerts.Map(routes);
        StreamAlerts.Map(routes);
        AlertWebhooks.Map(routes);
    }
}
