using Ledger.Api.Authentication;
using Ledger.Api.Http;

namespace Ledger.Api.Features.ApiKeys;

/// <summary><c>DELETE /api-keys/{id}</c>: from the next request on, the key counts no longer. A frozen party may revoke too.</summary>
public static class RevokeApiKey
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapDelete("/api-keys/{id}", async (string id, Caller caller, ApiKeyStore keys) =>
        {
            await keys.RevokeAsync(caller.Party, id);
            return TypedResults.Ok((await keys.ListAsync(caller.Party)).Single(key => key.Id == id));
        })
        .WithName("RevokeApiKey").WithTags("API keys").WithSummary("Revokes an API key, at once")
        .Answers(ListApiKeys.Example with { Status = Sdk.Parties.ApiKeyStatus.Revoked }).Refuses("sign-in-required", "session-required", "not-a-party", "not-found");
}
