using System.Text.Json.Serialization;
using Ledger.Api.Features.Links;
using Ledger.Api.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Resolver;

/// <summary><c>GET /.well-known/gs1resolver</c>: what this resolver can do (GS1-Conformant resolver standard, resolver description file).</summary>
public static class DescribeResolver
{
    private const string Path = "/.well-known/gs1resolver";

    /// <param name="Namespace">The namespace's URI.</param>
    /// <param name="Prefix">What stands for it in a CURIE, with the colon.</param>
    public sealed record LinkTypeNamespace(string Namespace, string Prefix);

    /// <param name="Fn">The name of the organisation.</param>
    public sealed record Contact(string Fn);

    /// <summary>The description; the members are the standard's. Links may have any context, so none are listed.</summary>
    public sealed record Description(
        string Name, string ResolverRoot, IReadOnlyList<string> SupportedPrimaryKeys, IReadOnlyList<LinkTypeNamespace> SupportedLinkType, bool LinkTypeDefaultCanBeLinkset, bool SupportsLanguageVariants,
        [property: JsonPropertyName("validatesAIcombinations")] bool ValidatesCombinations, string JsonLdContextLocation, Contact Contact);

    public static void Map(IEndpointRouteBuilder routes, LedgerApiOptions options)
    {
        routes.MapGet(Path, (HttpContext context) => Answer(context, options))
            .WithName("DescribeResolver").WithTags("Links").WithSummary("What this GS1 Digital Link resolver can do")
            .Produces<Description>().Answers(Describe("https://ledger.example", options.Operator));
        routes.MapMethods(Path, ["HEAD"], (HttpContext context) => Answer(context, options)).ExcludeFromDescription();
        ResolverHeaders.MapOptions(routes, Path);
    }

    private static JsonHttpResult<Description> Answer(HttpContext context, LedgerApiOptions options)
    {
        ResolverHeaders.Add(context.Response);
        return TypedResults.Json(Describe(options.OriginOf(context.Request), options.Operator), Json.Options, "application/json");
    }

    private static Description Describe(string origin, string name) => new(
        $"{name}: GS1 Digital Link resolver", origin, ResolveLink.Keys, [new(LinkTypes.Vocabulary, "gs1:"), new("https://schema.org/", "schema:")], false, true, true, origin + ShowLinksetContext.Path, new Contact(name));
}
