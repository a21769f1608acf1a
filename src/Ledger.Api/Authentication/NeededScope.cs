using Ledger.Sdk;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Authentication;

/// <summary>What an API key needs for a route: one scope; null for any key. A route that says nothing takes sessions only.</summary>
public sealed record NeededScope(ApiScope? Scope);

/// <summary>Says of routes which API keys they take.</summary>
public static class RouteScopes
{
    /// <summary>The route takes API keys that have the scope.</summary>
    public static T Needs<T>(this T route, ApiScope scope) where T : IEndpointConventionBuilder => route.WithMetadata(new NeededScope(scope));

    /// <summary>The route takes any API key.</summary>
    public static T TakesAnyKey<T>(this T route) where T : IEndpointConventionBuilder => route.WithMetadata(new NeededScope(null));

    /// <summary>Refuses a caller whose API key is not for this route.</summary>
    /// <param name="context">The request.</param>
    /// <param name="scopes">Those of the key; null for a session.</param>
    /// <param name="otherwise">What a route needs that says nothing; null for a session.</param>
    /// <exception cref="LedgerException"><c>insufficient-scope</c>, <c>session-required</c>.</exception>
    public static void Check(HttpContext context, IReadOnlyList<ApiScope>? scopes, ApiScope? otherwise)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (scopes is null) return;
        var needed = context.GetEndpoint()?.Metadata.GetMetadata<NeededScope>() ?? (otherwise is null ? null : new NeededScope(otherwise));
        if (needed is null) throw new LedgerException("session-required", "No API key may do this.", "Sign in with the party's key: POST /session/challenge.");
        if (needed.Scope is { } scope && !scopes.Contains(scope))
            throw new LedgerException("insufficient-scope", $"The API key has the scopes {string.Join(", ", scopes).ToLowerInvariant()}, not {scope.ToString().ToLowerInvariant()}.", "Its party issues one that has it.");
    }
}
