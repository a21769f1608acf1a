namespace Ledger.Api.Features.Resolver;

/// <summary>Chooses among links of one type by what the request says: context, then language, then media type.</summary>
internal static class LinkChoice
{
    /// <summary>What fits best, the owner's order kept; all that nothing in the request can tell apart from the first.</summary>
    public static IReadOnlyList<Target> Choose(IReadOnlyList<Target> links, Wish wish)
    {
        var left = links;
        if (wish.Context is { } context) left = OrAll(left, link => link.Context.Contains(context, StringComparer.OrdinalIgnoreCase));
        if (wish.Languages.Count + wish.Refused.Count > 0) left = ByLanguage(left, wish);
        if (wish.MediaTypes.Count > 0)
        {
            var best = left.Max(link => Quality(link, wish));
            left = [.. left.Where(link => Quality(link, wish) >= best)];
        }
        return [.. left.Where(link => link.IsLike(left[0]))];
    }

    /// <summary>RFC 4647, section 3.4 (lookup), for each range in the order of preference; a range also takes in its regional variants.</summary>
    private static IReadOnlyList<Target> ByLanguage(IReadOnlyList<Target> links, Wish wish)
    {
        foreach (var range in wish.Languages)
        {
            if (range == "*") break;
            for (var tag = range; tag.Length > 0; tag = tag.LastIndexOf('-') is > 0 and var dash ? tag[..dash] : "")
            {
                if (Where(links, language => language.Equals(tag, StringComparison.OrdinalIgnoreCase)) is { Count: > 0 } exact) return exact;
                if (Where(links, language => language.StartsWith(tag + "-", StringComparison.OrdinalIgnoreCase)) is { Count: > 0 } regional) return regional;
            }
        }
        var any = OrAll(links, link => link.Languages.Count == 0);
        return OrAll(any, link => !link.Languages.Any(language => wish.Refused.Contains(language, StringComparer.OrdinalIgnoreCase)));
    }

    private static double Quality(Target link, Wish wish) => link.Type is { } type ? wish.QualityOf(type) : wish.MediaTypes.Max(range => range.Quality);

    private static IReadOnlyList<Target> Where(IReadOnlyList<Target> links, Func<string, bool> speaks) => [.. links.Where(link => link.Languages.Any(speaks))];

    private static IReadOnlyList<Target> OrAll(IReadOnlyList<Target> links, Func<Target, bool> fits) => links.Where(fits).ToList() is { Count: > 0 } fitting ? fitting : links;
}
