using Ledger.Api.Authentication;
using Ledger.Api.Http;
using Ledger.Sdk;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.ApiKeys;

/// <summary><c>POST /api-keys</c>: a key for a machine of the party that is signed in. The secret is in this answer and nowhere else.</summary>
public static class IssueApiKey
{
    private const int LongestName = 80;

    /// <summary>What the key is for.</summary>
    /// <param name="Name">What its party calls it.</param>
    /// <param name="Scopes">What it may be used for.</param>
    /// <param name="Expires">When it ends: at most, and where absent, in a year.</param>
    public sealed record Request(string Name, IReadOnlyList<ApiScope> Scopes, DateTimeOffset? Expires = null);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api-keys", HandleAsync)
        .WithName("IssueApiKey").WithTags("API keys").WithSummary("Issues an API key; it is shown this once")
        .Produces<IssuedApiKey>(201)
        .Answers(new Request(ListApiKeys.Example.Name, ListApiKeys.Example.Scopes, ListApiKeys.Example.Expires), new IssuedApiKey($"lk_{ListApiKeys.Example.Id}_{new string('0', 64)}", ListApiKeys.Example))
        .Refuses("sign-in-required", "session-required", "not-a-party", "party-not-active", "malformed-value", "too-many-api-keys",
            "malformed-json", "unknown-field", "missing-field", "unsupported-media-type", "body-too-large");

    private static async Task<Created<IssuedApiKey>> HandleAsync(Caller caller, Body<Request> body, HttpContext context, ApiKeyStore keys, TimeProvider time)
    {
        caller.Require();
        var (name, scopes, expires) = body.Value;
        if (name.Trim() is not { Length: > 0 and <= LongestName } || name.Any(char.IsControl)) throw Malformed($"name has 1 to {LongestName} characters.");
        if (scopes.Count == 0 || !scopes.All(Enum.IsDefined)) throw Malformed("scopes names at least one of capture, query, subscribe, links.");
        var now = time.GetUtcNow();
        if (expires <= now || expires > now + ApiKeyStore.Longest) throw Malformed($"expires is {expires:O}: a key counts for a year at most.");
        context.Response.Headers.CacheControl = "no-store";
        var issued = await keys.IssueAsync(caller.Party, name.Trim(), [.. scopes.Distinct()], expires ?? now.AddYears(1));
        return TypedResults.Created($"/api-keys/{issued.Info.Id}", issued);
    }

    private static LedgerException Malformed(string what) => new("malformed-value", what);
}
