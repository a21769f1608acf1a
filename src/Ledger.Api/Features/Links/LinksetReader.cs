using System.Text.Json;
using Ledger.Api.Http;
using Ledger.Sdk;

namespace Ledger.Api.Features.Links;

/// <summary>Reads a link context object of a linkset (RFC 9264, section 4.2.2) as the document that would be answered with it.</summary>
internal static class LinksetReader
{
    /// <param name="context">The link context object.</param>
    /// <param name="whole">What the linkset stands in: the Community Edition puts qualifiers there.</param>
    public static LinkDocument Read(JsonElement context, JsonElement whole)
    {
        if (context.ValueKind != JsonValueKind.Object) throw LinkDocument.Invalid("/linkset", "A link context is an object.");
        var links = new List<WebLink>();
        string? anchor = null, description = null, standard = null;
        foreach (var member in context.EnumerateObject())
        {
            if (member.Name == "anchor") anchor = Text(member.Value, "anchor");
            else if (member.Name is "itemDescription" or "description") description = Text(member.Value, member.Name);
            else if (LinkTypes.Canonical(member.Name) is LinkTypes.Default && member.Value is { ValueKind: JsonValueKind.Array } only && only.GetArrayLength() == 1)
                standard = only[0].TryGetProperty("href", out var href) ? href.GetString() : null;
            else if (LinkTypes.Canonical(member.Name) != LinkTypes.DefaultMulti)
                links.AddRange(Links(member));
        }
        var first = standard is null ? -1 : links.FindIndex(link => link.Href == standard);
        if (standard is not null && first < 0) throw LinkDocument.Invalid("/linkset", "The default link also stands under a link type that says what it is.");
        if (first > 0) links = [links[first], .. links[..first], .. links[(first + 1)..]];
        var qualifiers = whole.TryGetProperty("qualifiers", out var more) ? more.Deserialize<IReadOnlyList<IReadOnlyDictionary<string, string>>>(Json.Options) : null;
        // Only the first link counts as the default, so no type is named that others could share.
        return new LinkDocument(links, anchor, qualifiers, description, first < 0 ? null : links[0].Linktype).Checked();
    }

    private static IEnumerable<WebLink> Links(JsonProperty member)
    {
        if (member.Value.ValueKind != JsonValueKind.Array) throw LinkDocument.Invalid($"/linkset/{member.Name}", "Links stand in an array.");
        foreach (var target in member.Value.EnumerateArray())
        {
            var read = target.Deserialize<Target>(Json.Options)!;
            yield return new WebLink(member.Name, read.Href, read.Title, read.Type, read.Hreflang, read.Context, read.Fwqs, read.Public);
        }
    }

    private static string Text(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : throw new LedgerException("links-invalid", $"The {name} of a link context is text.");

    private sealed record Target(
        string Href, string Title, string? Type = null, IReadOnlyList<string>? Hreflang = null, IReadOnlyList<string>? Context = null, bool? Fwqs = null, bool? Public = null);
}
