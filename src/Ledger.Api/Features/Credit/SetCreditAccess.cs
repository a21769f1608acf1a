using Ledger.Api.Credit;
using Ledger.Api.Features.Confidentiality;
using Ledger.Api.Http;
using Ledger.Sdk.Credit;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Credit;

/// <summary><c>GET</c> and <c>PUT /parties/{id}/credit/access</c>: whom a party lets see its credit here.</summary>
public static class SetCreditAccess
{
    private static readonly CreditAudience Example = new([new PartyId(5), new PartyId(7)], false);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/parties/{id}/credit/access", ShowAsync).WithName("ShowCreditAccess").WithTags("Credit").WithSummary("Whom the party lets see its credit")
            .Answers(Example).Refuses("sign-in-required", "not-a-party", "invalid-identifier", "other-party");
        routes.MapPut("/parties/{id}/credit/access", SetAsync).WithName("SetCreditAccess").WithTags("Credit").WithSummary("Sets whom the party lets see its credit, and whether attestations are published")
            .Answers(Example, Example).Refuses("sign-in-required", "not-a-party", "party-not-active", "invalid-identifier", "other-party", "unknown-party", "malformed-json", "unknown-field", "missing-field",
                "unsupported-media-type", "body-too-large");
    }

    private static async Task<Ok<CreditAudience>> ShowAsync(string id, Caller caller, CreditAccess access, CancellationToken cancellationToken) =>
        TypedResults.Ok(await access.ReadAsync(ShowDisclosure.Own(caller, id), cancellationToken));

    private static async Task<Ok<CreditAudience>> SetAsync(string id, Caller caller, Body<CreditAudience> body, CreditAccess access, CancellationToken cancellationToken)
    {
        var party = ShowDisclosure.Own(caller.Require(), id);
        await access.WriteAsync(party, body.Value, cancellationToken);
        return TypedResults.Ok(await access.ReadAsync(party, cancellationToken));
    }
}
