using Ledger.Api.Features.Chain;
using Ledger.Api.Features.Epcis;
using Ledger.Api.Features.Intents;
using Ledger.Api.Features.Operations;
using Ledger.Api.Features.Service;
using Ledger.Api.Features.Session;

namespace Ledger.Api.Features;

/// <summary>Every route, one line each.</summary>
public static class Routes
{
    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes, LedgerApiOptions options)
    {
        AskChallenge.Map(routes);
        SignIn.Map(routes);
        ShowSession.Map(routes);
        SubmitIntent.Map(routes);
        ShowOperation.Map(routes);
        CaptureDocument.Map(routes, options);
        ShowCapture.Map(routes);
        ShowEvent.Map(routes);
        ShowManifest.Map(routes);
        ListProblems.Map(routes);
        ShowProblem.Map(routes);
        ShowHealth.Map(routes);
        ShowMetrics.Map(routes);
        routes.MapOpenApi("/openapi/{documentName}.json").DisableRateLimiting();
    }
}
