using Ledger.Api.Features.ApiKeys;
using Ledger.Api.Features.Chain;
using Ledger.Api.Features.Confidentiality;
using Ledger.Api.Features.Credit;
using Ledger.Api.Features.Epcis;
using Ledger.Api.Features.Financing;
using Ledger.Api.Features.HandOffs;
using Ledger.Api.Features.Index;
using Ledger.Api.Features.Intents;
using Ledger.Api.Features.Links;
using Ledger.Api.Features.Lots;
using Ledger.Api.Features.Operations;
using Ledger.Api.Features.Parties;
using Ledger.Api.Features.Resolver;
using Ledger.Api.Features.Service;
using Ledger.Api.Features.Session;
using Ledger.Api.Features.Subscriptions;
using Ledger.Api.Features.Units;
using Ledger.Api.Http;
using Ledger.Api.Pages;

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
        ListCaptures.Map(routes);
        ShowCapture.Map(routes);
        CaptureEvent.Map(routes, options);
        ProveEvent.Map(routes);
        Subscribe.Map(routes);
        ShowSubscriptions.Map(routes);
        ShowDeliveries.Map(routes);
        OpenSocket.Map(routes);
        MapQueries(routes);
        ShowManifest.Map(routes);
        MapReads(routes.MapGroup("").WaitsForBlock());
        MoneyRoutes.Map(routes.MapGroup("").WaitsForBlock());
        PageRoutes.Map(routes);
        MapLinks(routes, options);
        FileRoutes.Map(routes, options);
        OpenIdentity.Map(routes);
        MapConfidentiality(routes);
        routes.MapFinancing();
        CreditRoutes.Map(routes);
        MapApiKeys(routes);
        ShowIndex.Map(routes);
        RebuildIndex.Map(routes);
        ListProblems.Map(routes);
        ShowProblem.Map(routes);
        ShowHealth.Map(routes);
        ShowReadiness.Map(routes);
        ShowMetrics.Map(routes);
        DiscoverEpcis.Map(routes, options);
        routes.MapOpenApi("/openapi/{documentName}.json").DisableRateLimiting();
    }

    private static void MapApiKeys(IEndpointRouteBuilder routes)
    {
        IssueApiKey.Map(routes);
        ListApiKeys.Map(routes);
        RevokeApiKey.Map(routes);
    }

    private static void MapQueries(IEndpointRouteBuilder routes)
    {
        BrowseEpcis.Map(routes);
        ListEvents.Map(routes);
        ShowEvent.Map(routes);
        BrowseEventTypes.Map(routes);
        BrowseEpcs.Map(routes);
        BrowseVocabularies.Map(routes);
        CreateQuery.Map(routes);
        BrowseQueries.Map(routes);
        DeleteQuery.Map(routes);
        RunQuery.Map(routes);
        RevokePageToken.Map(routes);
    }

    private static void MapConfidentiality(IEndpointRouteBuilder routes)
    {
        ListEncryptionKeys.Map(routes);
        RegisterEncryptionKey.Map(routes);
        RenewEncryptionKey.Map(routes);
        ShowDisclosure.Map(routes);
        SetDisclosure.Map(routes);
        ShowSealed.Map(routes);
        ListSealed.Map(routes);
        ShareEvent.Map(routes);
    }

    private static void MapLinks(IEndpointRouteBuilder routes, LedgerApiOptions options)
    {
        ResolveLink.Map(routes);
        DescribeResolver.Map(routes, options);
        ShowLinksetContext.Map(routes);
        SetLinks.Map(routes);
        ImportLinks.Map(routes);
        ShowLinks.Map(routes);
        ListLinks.Map(routes);
        RemoveLinks.Map(routes);
    }

    private static void MapReads(RouteGroupBuilder routes)
    {
        ListParties.Map(routes);
        ShowParty.Map(routes);
        ShowDevice.Map(routes);
        ListDevices.Map(routes);
        ShowUnit.Map(routes);
        ShowCustody.Map(routes);
        ShowCustodian.Map(routes);
        ShowTrace.Map(routes);
        ShowLot.Map(routes);
        ListLotUnits.Map(routes);
        ListHandOffs.Map(routes);
        ShowHandOff.Map(routes);
        ProveHandOff.Map(routes);
    }
}
