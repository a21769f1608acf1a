using Ledger.Api.Authentication;
using Ledger.Api.Http;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Features.Session;

/// <summary><c>GET /session</c>: whom the token speaks for, as the chain has it now.</summary>
public static class ShowSession
{
    public sealed record Session(Address Address, PartyId Party, PartyRoles Roles, PartyStatus Status, IReadOnlyList<ApiScope>? Scopes = null);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/session", (Caller caller) => TypedResults.Ok(
            new Session(caller.Address, caller.Party, caller.Roles, caller.Status, caller.Scopes)))
        .WithName("ShowSession").WithTags("Session").WithSummary("Whom the token or API key speaks for")
        .TakesAnyKey().Answers(new Session(AskChallenge.Example.Account, new PartyId(2), PartyRoles.Producer, PartyStatus.Active)).Refuses("sign-in-required", "not-a-party");
}
