using Ledger.Api.Authentication;
using Ledger.Api.Http;
using Ledger.Api.Relay;
using Ledger.Sdk.Cash;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Cash;

/// <summary><c>GET /cash/sequence</c>: what the caller's next transfer must bind. The contract logs no number, so the node is asked.</summary>
public static class ShowCashSequence
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/cash/sequence", HandleAsync)
        .WithName("ShowCashSequence").WithTags("Cash").WithSummary("The sequence number of the caller's next transfer, as the node has it; ?party= for regulators")
        .Needs(ApiScope.Query).Answers(new CashSequence(new PartyId(2), 7)).Refuses("sign-in-required", "not-a-party", "role-required", "invalid-identifier", "node-unavailable", "not-indexed-yet");

    private static async Task<Ok<CashSequence>> HandleAsync(Caller caller, string? party, EthereumClient node, CurrentDeployment deployment, CancellationToken cancellationToken)
    {
        var of = caller.Subject(party);
        return TypedResults.Ok(new CashSequence(of, await new CashContract(node, deployment.Manifest.Cash).SeqOfAsync(of, cancellationToken: cancellationToken)));
    }
}
