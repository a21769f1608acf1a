using System.Buffers;
using System.Text.RegularExpressions;
using Ledger.Sdk;

namespace Ledger.Api.Features.Links;

/// <summary>One link of an identifier.</summary>
/// <param name="Linktype">What kind of thing it leads to: <c>gs1:pip</c>, a URI, or an IANA link relation.</param>
/// <param name="Href">An http or https address; <c>{name}</c> behind the host stands for the value of the qualifier of that name.</param>
/// <param name="Title">What people read.</param>
/// <param name="Type">The media type.</param>
/// <param name="Hreflang">The languages, BCP 47; <c>und</c> or nothing for any.</param>
/// <param name="Context">Where it applies, such as a country.</param>
/// <param name="Fwqs">Taken from earlier files, without effect: since release 1.2 the query of the request is always passed on.</param>
/// <param name="Public">False hides the link.</param>
public sealed partial record WebLink(
    string Linktype, string Href, string Title, string? Type = null, IReadOnlyList<string>? Hreflang = null, IReadOnlyList<string>? Context = null, bool? Fwqs = null, bool? Public = null)
{
    private const int LongestHref = 2000;

    private static readonly SearchValues<char> UriCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!$&'()*+,;=%{}");

    /// <summary>The type in its one spelling.</summary>
    public string Relation() => LinkTypes.Canonical(Linktype)!;

    /// <summary>The languages that say something.</summary>
    public IReadOnlyList<string> Languages() => [.. Hreflang?.Where(tag => !tag.Equals("und", StringComparison.OrdinalIgnoreCase)) ?? []];

    /// <summary>Holds the link to the rules.</summary>
    /// <exception cref="LedgerException"><c>links-invalid</c>.</exception>
    public void Check(string place)
    {
        if (LinkTypes.Canonical(Linktype) is not { } type || type is LinkTypes.Default or LinkTypes.DefaultMulti or "linkset" or "anchor")
            throw LinkDocument.Invalid($"{place}/linktype", $"'{Linktype}' is no link type that says what the link is about.");
        if (WhyNot(Href) is { } why) throw LinkDocument.Invalid($"{place}/href", why);
        LinkDocument.CheckText($"{place}/title", Title);
        if (Type is not null && !MediaType().IsMatch(Type)) throw LinkDocument.Invalid($"{place}/type", $"'{Type}' is no media type that IANA registers.");
        if (Hreflang?.FirstOrDefault(tag => !Language().IsMatch(tag)) is { } odd) throw LinkDocument.Invalid($"{place}/hreflang", $"'{odd}' is no language tag.");
        foreach (var context in Context ?? []) LinkDocument.CheckText($"{place}/context", context);
    }

    /// <summary>What speaks against redirecting to an address; null for nothing.</summary>
    /// <remarks>A variable in the host would let anyone who makes up a lot number choose where the redirect leads.</remarks>
    internal static string? WhyNot(string href)
    {
        if (href.Length > LongestHref) return $"An address has at most {LongestHref} characters.";
        if (href.AsSpan().ContainsAnyExcept(UriCharacters)) return "An address is ASCII; other characters are percent-encoded.";
        if (!Uri.TryCreate(href, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0) return "An address is absolute, http or https.";
        if (uri.UserInfo.Length > 0) return "An address names no user.";
        var behind = href.AsSpan(href.IndexOf("//", StringComparison.Ordinal) + 2);
        var end = behind.IndexOfAny('/', '?', '#');
        return (end < 0 ? behind : behind[..end]).ContainsAny('{', '}') ? "A variable stands behind the host and a slash, never in it." : null;
    }

    [GeneratedRegex(@"^(application|audio|example|font|haptics|image|message|model|multipart|text|video)/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}$", RegexOptions.CultureInvariant)]
    private static partial Regex MediaType();

    [GeneratedRegex("^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,7}$", RegexOptions.CultureInvariant)]
    private static partial Regex Language();
}
