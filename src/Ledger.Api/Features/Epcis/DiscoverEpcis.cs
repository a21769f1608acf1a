using Ledger.Api.Authentication;
using Ledger.Api.Features.Subscriptions;
using Ledger.Api.Http;
using Ledger.Api.Queries;
using Ledger.Api.Subscriptions;
using Ledger.Sdk;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Epcis;

/// <summary><c>OPTIONS</c> of every resource of the EPCIS interface: its methods, versions and limits (EPCIS 2.0, 12.4).</summary>
public static class DiscoverEpcis
{
    /// <summary>Maps it for every resource that is mapped already.</summary>
    public static void Map(IEndpointRouteBuilder routes, LedgerApiOptions options)
    {
        var resources = routes.DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText?.StartsWith("/epcis/v2", StringComparison.Ordinal) == true
                && endpoint.RoutePattern.ParameterPolicies.Count == 0)
            .GroupBy(endpoint => endpoint.RoutePattern.RawText!, endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []).ToList();
        foreach (var resource in resources)
        {
            var allow = string.Join(", ", resource.SelectMany(methods => methods).Append(HttpMethods.Options).Distinct().Order(StringComparer.Ordinal));
            if (resource.Key != ShowSubscriptions.One)
                routes.MapMethods(resource.Key, [HttpMethods.Options], (HttpContext context) => Show(context, allow, resource.Key, options)).ExcludeFromDescription();
            else
                routes.MapMethods(resource.Key, [HttpMethods.Options], (string queryName, string subscriptionID, HttpContext context, SubscriptionStore store) =>
                    ShowSubscriptionAsync(queryName, subscriptionID, context, store, allow, options)).Needs(ApiScope.Subscribe).ExcludeFromDescription();
        }
    }

    /// <summary>Tells its owner, too, since when a subscription counts events; of others it tells nobody, not even whether they exist.</summary>
    private static async Task<NoContent> ShowSubscriptionAsync(string queryName, string subscriptionID, HttpContext context, SubscriptionStore store, string allow, LedgerApiOptions options)
    {
        try
        {
            var row = await Caller.BindAsync(context) is { } caller ? await store.FindAsync(caller.Party, queryName, subscriptionID, context.RequestAborted) : null;
            if (row is not null) EventSockets.TellMinRecordTime(context.Response, DateTimeOffset.FromUnixTimeMilliseconds(row.MinRecordTime));
        }
        catch (LedgerException refused) when (refused.Code is "sign-in-required" or "not-a-party" or "insufficient-scope")
        {
            // Whoever asks has no subscriptions.
        }
        return Show(context, allow, ShowSubscriptions.One, options);
    }

    private static NoContent Show(HttpContext context, string allow, string path, LedgerApiOptions options)
    {
        var headers = context.Response.Headers;
        headers.Allow = allow;
        var captures = path.StartsWith("/epcis/v2/capture", StringComparison.Ordinal);
        headers["GS1-EPCIS-Min"] = captures ? "1.2.0" : EpcisVersions.Spoken;
        headers["GS1-EPCIS-Max"] = EpcisVersions.Spoken;
        headers["GS1-CBV-Min"] = captures ? "1.2.0" : EpcisVersions.Spoken;
        headers["GS1-CBV-Max"] = EpcisVersions.Spoken;
        headers["GS1-EPC-Format"] = "No_Preference, Always_GS1_Digital_Link, Always_EPC_URN, Never_Translates";
        headers["GS1-CBV-XML-Format"] = "No_Preference, Always_Web_URI, Always_URN, Never_Translates";
        headers["GS1-Vendor-Version"] = EpcisVersions.Vendor;
        if (captures) CaptureHeaders.Announce(context.Response, options);
        return TypedResults.NoContent();
    }
}
