namespace Ledger.Api.Http;

/// <summary>The problems a route may answer with, by code.</summary>
public sealed record Refusals(IReadOnlyList<string> Codes);

/// <summary>What a route's request and answer look like, for the OpenAPI document.</summary>
public sealed record RouteExample(object? Request, object? Response);

/// <summary>What each route says of itself.</summary>
public static class RouteDocs
{
    /// <summary>Names the problems that the route may answer with.</summary>
    public static T Refuses<T>(this T route, params string[] codes) where T : IEndpointConventionBuilder => route.WithMetadata(new Refusals(codes));

    /// <summary>Names a header that the route reads by itself.</summary>
    public static T Takes<T>(this T route, string header, string meaning) where T : IEndpointConventionBuilder => route.WithMetadata(new RequestHeader(header, meaning));

    /// <summary>Shows an answer.</summary>
    public static T Answers<T>(this T route, object response) where T : IEndpointConventionBuilder => route.WithMetadata(new RouteExample(null, response));

    /// <summary>Shows a request and its answer.</summary>
    public static T Answers<T>(this T route, object request, object response) where T : IEndpointConventionBuilder =>
        route.WithMetadata(new RouteExample(request, response));

    /// <summary>Sets how many bytes of body the route takes.</summary>
    public static T Limit<T>(this T route, int bytes) where T : IEndpointConventionBuilder => route.WithMetadata(new BodyLimit(bytes));
}
