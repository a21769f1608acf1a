using Ledger.Api.Confidentiality;
using Ledger.Api.Features.Parties;
using Ledger.Api.Http;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Confidentiality;

/// <summary>Who may read what a party captures, unless a capture says otherwise.</summary>
/// <param name="Visibility">As in the header <c>Ledger-Visibility</c>, such as <c>public; where=parties:3,5; how=custody</c>.</param>
public sealed record DisclosurePolicy(string Visibility);

/// <summary><c>GET /parties/{id}/disclosure</c>: the party's own policy.</summary>
public static class ShowDisclosure
{
    internal static DisclosurePolicy Example { get; } = new("public; where=parties:3,5; how=custody");

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/parties/{id}/disclosure", HandleAsync)
        .WithName("ShowDisclosure").WithTags("Confidentiality").WithSummary("Who may read what the party captures")
        .Answers(Example).Refuses("sign-in-required", "not-a-party", "invalid-identifier", "other-party");

    private static async Task<Ok<DisclosurePolicy>> HandleAsync(string id, Caller caller, Database database, CancellationToken cancellationToken)
    {
        var party = Own(caller, id);
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        return TypedResults.Ok(new DisclosurePolicy((await Disclosure.ReadAsync(connection, party)).ToString()));
    }

    /// <summary>The party of the path, which has to be the caller.</summary>
    /// <exception cref="LedgerException"><c>invalid-identifier</c>, <c>other-party</c>.</exception>
    internal static PartyId Own(Caller caller, string id) => ShowParty.ParseId(id) == caller.Party
        ? caller.Party
        : throw new LedgerException("other-party", $"This belongs to party {id}, and party {caller.Party} is signed in.", "Each party sees and sets its own.");
}
