using Ledger.Api.Features.Cash;
using Ledger.Api.Features.Lots;
using Ledger.Api.Features.Orders;
using Ledger.Api.Features.Positions;
using Ledger.Api.Features.Receivables;
using Ledger.Api.Http;

namespace Ledger.Api.Features;

/// <summary>The reads of orders, receivables, positions and cash, one line each.</summary>
public static class MoneyRoutes
{
    /// <summary>Maps them.</summary>
    public static void Map(RouteGroupBuilder routes)
    {
        ListOrders.Map(routes);
        ShowOrder.Map(routes);
        ListReceivables.Map(routes);
        ShowReceivable.Map(routes);
        ShowProvenance.Map(routes);
        ShowStatement.Map(routes);
        CheckReceivable.Map(routes);
        ListTitles.Map(routes);
        ListPositions.Map(routes);
        ShowPosition.Map(routes);
        ListExposure.Map(routes);
        ShowCash.Map(routes);
        ShowCashSequence.Map(routes);
        ListCashEntries.Map(routes);
    }
}
