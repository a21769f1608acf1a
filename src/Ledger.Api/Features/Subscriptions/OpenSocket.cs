using Ledger.Api.Authentication;
using Ledger.Api.Http;
using Ledger.Api.Queries;
using Ledger.Api.Subscriptions;
using Ledger.Sdk;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Ledger.Api.Features.Subscriptions;

/// <summary><c>GET /epcis/v2/queries/{queryName}/events</c> with <c>Upgrade: websocket</c>: the events that fit a query, for as long as the socket is open.</summary>
public static class OpenSocket
{
    private const string Constraint = "upgrade";

    /// <summary>Registers what tells these requests from those for the query's answer.</summary>
    public static IServiceCollection AddSocketRoute(this IServiceCollection services) => services.Configure<RouteOptions>(routing => routing.SetParameterPolicy<Upgrades>(Constraint));

    public static void Map(IEndpointRouteBuilder routes) => routes.MapMethods($"/epcis/v2/queries/{{queryName:{Constraint}}}/events", ["GET", "CONNECT"], HandleAsync)
        .WithName("OpenSocket").WithTags("Subscriptions").WithSummary("Subscribes a WebSocket to a named query").ExcludeFromDescription().Needs(ApiScope.Subscribe)
        .Refuses("sign-in-required", "not-a-party", "party-not-active", "no-such-query", "subscription-invalid", "subscription-limit");

    private static async Task<IResult> HandleAsync(string queryName, Caller caller, HttpContext context, EpcisRequest request, EventSockets sockets)
    {
        if (!context.WebSockets.IsWebSocketRequest) throw new LedgerException("malformed-request", "The request asks for a WebSocket, but its handshake is incomplete (RFC 6455, 4.1).");
        await sockets.ServeAsync(context, caller, queryName, request.Format);
        return TypedResults.Empty;
    }

    /// <summary>Matches requests that ask for a WebSocket.</summary>
    private sealed class Upgrades : IRouteConstraint
    {
        public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) => httpContext is not null
            && (httpContext.Features.Get<IHttpExtendedConnectFeature>()?.IsExtendedConnect == true
                || httpContext.Request.Headers[HeaderNames.Upgrade].ToString().Equals("websocket", StringComparison.OrdinalIgnoreCase));
    }
}
