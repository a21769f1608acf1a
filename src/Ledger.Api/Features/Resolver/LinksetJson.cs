using System.Text.Json;
using System.Text.RegularExpressions;
using Ledger.Api.Features.Links;

namespace Ledger.Api.Features.Resolver;

/// <summary>Writes a linkset: RFC 9264, section 4.2, as GS1's schema of it wants it.</summary>
internal static partial class LinksetJson
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The JSON of these levels.</summary>
    /// <param name="levels">What is known, the most granular first.</param>
    /// <param name="context">The address of the JSON-LD context, to be named in the document itself; null for none.</param>
    /// <param name="forPage">Escapes what HTML gives a meaning to.</param>
    public static byte[] Write(IReadOnlyList<Level> levels, string? context = null, bool forPage = false)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, forPage ? default : Relaxed))
        {
            json.WriteStartObject();
            if (context is not null) json.WriteString("@context", context);
            json.WriteStartArray("linkset");
            foreach (var level in levels) Write(json, level);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return stream.ToArray();
    }

    private static void Write(Utf8JsonWriter json, Level level)
    {
        json.WriteStartObject();
        json.WriteString("anchor", level.Anchor);
        json.WriteString("itemDescription", level.Description);
        if (level.Default is { } standard)
        {
            json.WriteStartArray(LinkTypes.Default);
            json.WriteStartObject();
            json.WriteString("href", standard.Href);
            json.WriteString("title", standard.Title);
            json.WriteEndObject();
            json.WriteEndArray();
        }
        if (level.DefaultMulti is { Count: > 0 } several) Write(json, LinkTypes.DefaultMulti, several);
        foreach (var group in level.Links.GroupBy(link => link.Relation)) Write(json, group.Key, group);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string relation, IEnumerable<Target> links)
    {
        json.WriteStartArray(relation);
        foreach (var link in links)
        {
            json.WriteStartObject();
            json.WriteString("href", link.Href);
            json.WriteString("title", link.Title);
            if (link.Type is { } type) json.WriteString("type", type);
            Write(json, "hreflang", [.. link.Languages.Select(Plain).Distinct()]);
            Write(json, "context", link.Context);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        if (values.Count == 0) return;
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    /// <summary>GS1's schema takes two letters, with or without two more; a longer tag is shown by its language.</summary>
    private static string Plain(string tag) => Short().IsMatch(tag) ? tag : tag[..Math.Min(2, tag.Length)];

    [GeneratedRegex(@"^\w{2}(-\w{2})?$")]
    private static partial Regex Short();
}
