using Ledger.Api.Authentication;
using Ledger.Api.Http;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Features.ApiKeys;

/// <summary><c>GET /api-keys</c>: the keys of the party that is signed in, without their secrets, the newest first.</summary>
public static class ListApiKeys
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api-keys", async (Caller caller, ApiKeyStore keys) => TypedResults.Ok(await keys.ListAsync(caller.Party)))
        .WithName("ListApiKeys").WithTags("API keys").WithSummary("The party's API keys, the newest first")
        .Answers(new[] { Example }).Refuses("sign-in-required", "session-required", "not-a-party");

    internal static ApiKeyInfo Example { get; } = new(
        "00112233445566aa", "ERP in Hamburg", [ApiScope.Capture, ApiScope.Query], DateTimeOffset.FromUnixTimeSeconds(1_772_366_400), DateTimeOffset.FromUnixTimeSeconds(1_803_902_400),
        ApiKeyStatus.Active, DateTimeOffset.FromUnixTimeSeconds(1_772_366_460));
}
