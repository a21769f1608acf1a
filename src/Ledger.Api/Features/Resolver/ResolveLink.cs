using Ledger.Api.Features.Links;
using Ledger.Api.Http;
using Ledger.Api.Pages;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Gs1;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Resolver;

/// <summary><c>GET /01/…</c> and all other Digital Links: redirects to the link that fits best, or answers with all of them.</summary>
/// <remarks>GS1-Conformant resolver standard, release 1.2.</remarks>
public static class ResolveLink
{
    /// <summary>The AIs of the keys that are resolved.</summary>
    internal static IReadOnlyList<string> Keys { get; } = [.. ApplicationIdentifiers.All.Where(ai => ai.IsPrimaryKey).Select(ai => ai.Code).Order()];

    private static readonly string[] Methods = ["GET", "HEAD"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        // Any number: one that is no key is a mistake in a Digital Link, and told so.
        const string Link = "/{key:regex(^\\d{{2,4}}$)}/{**rest}";
        routes.MapMethods(Link, Methods, HandleAsync).ExcludeFromDescription();
        ResolverHeaders.MapOptions(routes, Link);
        // A GTIN takes at least ten characters when it is compressed.
        routes.MapMethods("/{compressed:regex(^[A-Za-z0-9_-]{{10,}}$)}", Methods, HandleCompressedAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> HandleCompressedAsync(HttpContext context, Database database, LedgerApiOptions options) =>
        CompressedLink.TryExpand(LinkRequest.TargetOf(context).Path, out _)
            ? await HandleAsync(context, database, options)
            : TypedResults.Json(Problem.Of("not-found", "No route or resource has this address, and it is no compressed Digital Link."), Json.Options, Problem.MediaType, 404);

    private static async Task<IResult> HandleAsync(HttpContext context, Database database, LedgerApiOptions options)
    {
        ResolverHeaders.Add(context.Response);
        var (path, query) = LinkRequest.TargetOf(context);
        var wish = Wish.Of(context.Request, query);
        try
        {
            return await AnswerAsync(context, database, LinkRequest.Parse(path, query), wish, options.OriginOf(context.Request));
        }
        catch (InvalidIdentifierException wrong)
        {
            return wish.WantsPage ? PageRoutes.Wrong(context, path, wrong) : Refusal(Problem.Of(wrong.Code, wrong.Message, wrong.Hint));
        }
    }

    private static async Task<IResult> AnswerAsync(HttpContext context, Database database, LinkRequest request, Wish wish, string origin)
    {
        await using var connection = await database.OpenAsync(cancellationToken: context.RequestAborted);
        var levels = await new KnownLinks(connection, origin).ReadAsync(request.Elements);
        if (request.WasCompressed) ResolverHeaders.AddLink(context.Response, $"<{origin}{request.Path}>; rel=\"owl:sameAs\"");
        if (levels.Count == 0)
            return wish.WantsPage
                ? await PageRoutes.UnknownAsync(context, connection, Epc.TryParse(DigitalLink.CanonicalStem + request.Path, out var epc) ? epc : null)
                : Refusal(Problem.Of("no-such-link", $"Nothing is registered for {request.Path}.", "The identifier is well formed; its owner has set no links here."));
        ResolverHeaders.AddLink(context.Response, $"<{origin}{request.Path}?linkType=linkset>; rel=\"linkset\"; type=\"application/linkset+json\"; title=\"All links of this identifier\"");
        if (wish.LinksetType() is { } type) return type == Wish.Page ? PageRoutes.Choices(context, 200, "All links", levels[0].Description, levels, LdOf(levels, origin)) : Linkset(context.Response, levels, type, origin);
        return wish.LinkType is { } asked ? OfType(levels, wish, request, asked, context, origin) : Redirect(DefaultOf(levels, wish), request);
    }

    private static FileContentHttpResult Linkset(HttpResponse response, IReadOnlyList<Level> levels, string type, string origin, int status = 200)
    {
        var context = origin + ShowLinksetContext.Path;
        response.StatusCode = status;
        ResolverHeaders.AddLink(response, $"<{context}>; rel=\"http://www.w3.org/ns/json-ld#context\"; type=\"application/ld+json\"");
        return TypedResults.Bytes(LinksetJson.Write(levels, type == "application/ld+json" ? context : null), type);
    }

    /// <summary>The one default, unless the request tells those of its type apart.</summary>
    private static Target DefaultOf(IReadOnlyList<Level> levels, Wish wish)
    {
        var level = levels.First(level => level.Default is not null);
        return level.DefaultMulti is { Count: > 0 } several ? LinkChoice.Choose([level.Default!, .. several.Where(link => link != level.Default)], wish)[0] : level.Default!;
    }

    private static IResult OfType(IReadOnlyList<Level> levels, Wish wish, LinkRequest request, string asked, HttpContext context, string origin)
    {
        var type = LinkTypes.Canonical(asked);
        if (type is LinkTypes.Default or LinkTypes.DefaultMulti) return Redirect(DefaultOf(levels, wish), request);
        // Walks up: the most granular level that has such a link gives it.
        if (levels.FirstOrDefault(level => level.Links.Any(link => link.Relation == type)) is not { } level)
        {
            var known = string.Join(", ", levels.SelectMany(level => level.Links).Select(link => LinkTypes.Curie(link.Relation)).Distinct());
            var problem = Problem.Of("no-such-link", $"{request.Path} has no link of the type '{asked}'.", $"It has {known}.");
            return wish.WantsPage ? PageRoutes.Choices(context, 404, "Not available", "There is no such page about this", levels, LdOf(levels, origin)) : Refusal(problem);
        }
        var fitting = LinkChoice.Choose([.. level.Links.Where(link => link.Relation == type)], wish);
        if (fitting.Count == 1) return Redirect(fitting[0], request);
        IReadOnlyList<Level> narrowed = [level with { Links = fitting, Default = null }];
        return wish.WantsPage ? PageRoutes.Choices(context, 300, level.Description, "Choose one", narrowed, LdOf(narrowed, origin)) : Linkset(context.Response, narrowed, "application/linkset+json", origin, 300);
    }

    private static string LdOf(IReadOnlyList<Level> levels, string origin) => System.Text.Encoding.UTF8.GetString(LinksetJson.Write(levels, origin + ShowLinksetContext.Path, forPage: true));

    private static RedirectHttpResult Redirect(Target target, LinkRequest request) => TypedResults.Redirect(target.Location(request.SafeQuery), preserveMethod: true);

    private static JsonHttpResult<Problem> Refusal(Problem problem) => TypedResults.Json(problem, Json.Options, Problem.MediaType, problem.Status);
}
