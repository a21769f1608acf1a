using Ledger.Api.Features.Risk;

namespace Ledger.Api.Features.Credit;

/// <summary>Every route about credit and risk.</summary>
public static class CreditRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        ShowCredit.Map(routes);
        SetCreditAccess.Map(routes);
        AttestCredit.Map(routes);
        RiskRoutes.Map(routes);
    }
}
