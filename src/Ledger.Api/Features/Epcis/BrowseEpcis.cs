using System.Xml.Linq;
using Ledger.Api.Http;
using Ledger.Api.Queries;

namespace Ledger.Api.Features.Epcis;

/// <summary><c>GET /epcis/v2</c>: the resources of the EPCIS interface.</summary>
public static class BrowseEpcis
{
    private static readonly string[] Resources =
        ["queries", "capture", "events", "eventTypes", "epcs", "readPoints", "bizLocations", "dispositions", "bizSteps"];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/epcis/v2", Show)
        .WithName("BrowseEpcis").WithTags("EPCIS").WithSummary("The resources of the EPCIS interface").Produces<ResourceList>(200, "application/json", "application/xml")
        .Answers(new ResourceList(Resources)).Refuses("not-acceptable");

    /// <summary>The one list for which the binding names XML, by the schema's own names.</summary>
    private static IResult Show(HttpRequest request) => MediaTypes.WantsXml(request.Headers.Accept)
        ? TypedResults.Text(new XElement("TopLevelResourceCollection", new XElement("type", "Collection"), Resources.Select(resource => new XElement("member", resource))).ToString(), "application/xml")
        : TypedResults.Ok(new ResourceList(Resources));
}
