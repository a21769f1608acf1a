using Ledger.Api.Financing;
using Ledger.Api.Http;

namespace Ledger.Api.Features.Financing;

/// <summary>The routes of financing, and what they need.</summary>
public static class FinancingRoutes
{
    /// <summary>Registers what keeps asks, offers, policies and programmes.</summary>
    public static IServiceCollection AddFinancing(this IServiceCollection services) => services
        .AddSingleton<AskStore>().AddSingleton<OfferStore>().AddSingleton<PolicyStore>().AddSingleton<CreditPoints>().AddSingleton<PolicyDesk>().AddSingleton<EarlyPaymentStore>();

    /// <summary>Maps them; each waits for <c>?minBlock=</c>, since all look at the projections.</summary>
    public static void MapFinancing(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WaitsForBlock();
        AskForOffers.Map(group);
        ListAsks.Map(group);
        ShowAsk.Map(group);
        MakeOffer.Map(group);
        ShowOffer.Map(group);
        AcceptOffer.Map(group);
        Policies.Map(group);
        ListLines.Map(group);
        EarlyPayments.Map(group);
    }
}
