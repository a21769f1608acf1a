using Ledger.Api.Features.Parties;
using Ledger.Api.Http;

namespace Ledger.Api.Features.Links;

/// <summary><c>GET /links</c>: all Digital Links that lead somewhere, by path; those of one party with <c>?party=2</c>.</summary>
public static class ListLinks
{
    private const int PageSize = 100;

    /// <summary>A page of links.</summary>
    public sealed record LinkPage(IReadOnlyList<LinkResource> Items, string? Next);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/links", HandleAsync)
        .WithName("ListLinks").WithTags("Links").WithSummary("All Digital Links that lead somewhere, by path")
        .Produces<LinkPage>()
        .Answers(new LinkPage([LinkResource.Example], null)).Refuses("invalid-cursor", "invalid-identifier");

    private static async Task<IResult> HandleAsync(string? party, string? cursor, LinkStore store, Cursors cursors, CancellationToken cancellationToken)
    {
        var scope = $"links?party={party}";
        var rows = await store.ListAsync(party is null ? null : ShowParty.ParseId(party), cursors.Read(scope, cursor) ?? "", PageSize + 1, cancellationToken);
        var next = rows.Count > PageSize ? cursors.Write(scope, rows[PageSize - 1].Path) : null;
        return TypedResults.Ok(new LinkPage([.. rows.Take(PageSize).Select(LinkResource.Of)], next));
    }
}
