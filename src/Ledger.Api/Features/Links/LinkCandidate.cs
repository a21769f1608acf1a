using Ledger.Sdk.Gs1;

namespace Ledger.Api.Features.Links;

/// <summary>A name that links may be kept under and that takes in what is asked for.</summary>
/// <param name="Name">The name, as <see cref="LinkTemplate.Name"/>.</param>
/// <param name="Anchor">What they are then about, as a path.</param>
/// <param name="Rest">What the key asked for has beyond this one; null where they are the same.</param>
public sealed record LinkCandidate(string Name, string Anchor, string? Rest)
{
    /// <summary>
    /// All that links may be set for and that take in what is asked for: every choice of its qualifiers, each by its value or as any, and a key
    /// that holds a serial number also without it. The most granular ones first.
    /// </summary>
    public static IReadOnlyList<LinkCandidate> Covering(IReadOnlyList<AiValue> asked)
    {
        var found = new List<LinkCandidate>();
        for (var choice = (1 << (asked.Count - 1)) - 1; choice >= 0; choice--)
        {
            var chosen = asked.Skip(1).Where((_, i) => (choice & (1 << i)) != 0).ToList();
            if (LinkTemplate.Identifying(chosen).Count() < chosen.Count) continue;
            var anchor = string.Concat(asked.Take(1).Concat(chosen).Select(element => $"/{element.Code}/{Percent.Encode(element.Value)}"));
            for (var any = 0; any < 1 << chosen.Count; any++)
                found.Add(new LinkCandidate(asked[0].Code + "/" + Percent.Encode(asked[0].Value)
                    + string.Concat(chosen.Select((element, i) => $"/{element.Code}/{((any & (1 << i)) != 0 ? LinkTemplate.Any : Percent.Encode(element.Value))}")), anchor, null));
        }
        var key = asked[0];
        foreach (var length in ShorterKeys(key))
            found.Add(new LinkCandidate($"{key.Code}/{Percent.Encode(key.Value[..length])}", $"/{key.Code}/{Percent.Encode(key.Value[..(key.Code == "8004" ? key.Value.Length : length)])}", key.Value[length..]));
        return found;
    }

    /// <summary>The type without the serial number that the key itself holds; for assets, whose prefix has no fixed length, every prefix.</summary>
    private static IEnumerable<int> ShorterKeys(AiValue key) => key.Code switch
    {
        "253" or "255" when key.Value.Length > 13 => [13],
        "8003" when key.Value.Length > 14 => [14],
        "8004" => Enumerable.Range(4, Math.Max(0, key.Value.Length - 4)).Reverse(),
        _ => [],
    };
}
