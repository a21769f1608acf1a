using Ledger.Api.Queries;
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
            routes.MapMethods(resource.Key, [HttpMethods.Options], (HttpContext context) => Show(context, allow, resource.Key, options)).ExcludeFromDescription();
        }
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
