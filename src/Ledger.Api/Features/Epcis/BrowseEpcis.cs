using Ledger.Api.Http;
using Ledger.Api.Queries;

namespace Ledger.Api.Features.Epcis;

/// <summary><c>GET /epcis/v2</c>: the resources of the EPCIS interface.</summary>
public static class BrowseEpcis
{
    private static readonly string[] Resources =
        ["queries", "capture", "events", "eventTypes", "epcs", "readPoints", "bizLocations", "dispositions", "bizSteps"];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/epcis/v2", () => new ResourceList(Resources))
        .WithName("BrowseEpcis").WithTags("EPCIS").WithSummary("The resources of the EPCIS interface").Answers(new ResourceList(Resources)).Refuses("not-acceptable");
}
