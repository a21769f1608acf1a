using System.Buffers;
using System.Collections.Frozen;

namespace Ledger.Sdk.Gs1;

/// <summary>Reads one Digital Link URI.</summary>
internal sealed class DigitalLinkReader(string text, Gs1Options options)
{
    /// <summary>Reported where the path holds no primary key, so that callers can take the text for another kind of URI.</summary>
    public const string NoKey = "NO_PRIMARY_KEY";

    private const int Longest = 8192;

    private static readonly SearchValues<char> UriCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!$&'()*+,;=%");

    private static readonly SearchValues<char> NotInDomain = SearchValues.Create("_~?#@!$&'()*+,;=%");

    /// <summary>Names that Digital Link 1.0 and 1.1 allowed instead of the digits.</summary>
    private static readonly FrozenDictionary<string, string> Names = new Dictionary<string, string>
    {
        ["cpid"] = "8010",
        ["cpsn"] = "8011",
        ["cpv"] = "22",
        ["gcn"] = "255",
        ["gdti"] = "253",
        ["giai"] = "8004",
        ["ginc"] = "401",
        ["gln"] = "414",
        ["glnx"] = "254",
        ["gmn"] = "8013",
        ["grai"] = "8003",
        ["gsin"] = "402",
        ["gsrn"] = "8018",
        ["gsrnp"] = "8017",
        ["gtin"] = "01",
        ["itip"] = "8006",
        ["lot"] = "10",
        ["party"] = "417",
        ["refno"] = "8020",
        ["ser"] = "21",
        ["srin"] = "8019",
        ["sscc"] = "00",
    }.ToFrozenDictionary();

    private readonly List<AiValue> path = [];
    private readonly List<AiValue> attributes = [];
    private readonly List<string> others = [];

    public bool Read(out DigitalLink? parsed, out InvalidIdentifierException? error)
    {
        parsed = null;
        var keyStart = 0;
        error = Split(out var pathStart, out var pathText, out var query) ?? ReadPath(pathText, out keyStart) ?? ReadQuery(query)
            ?? CheckPlaces() ?? ElementRules.CheckTogether([.. path, .. attributes], complete: true);
        if (error is not null) return false;
        parsed = new DigitalLink(text[..(pathStart + keyStart)], path, attributes, others);
        return true;
    }

    private InvalidIdentifierException? Split(out int pathStart, out string pathText, out string query)
    {
        (pathStart, pathText, query) = (0, "", "");
        if (text.Length > Longest) return Malformed($"A Digital Link has at most {Longest} characters.", Longest);
        var wrong = text.AsSpan().IndexOfAnyExcept(UriCharacters);
        if (wrong >= 0) return Malformed("A URI may not hold this character unencoded.", wrong);
        var scheme = Scheme(text);
        if (scheme == 0) return Malformed("A Digital Link starts https:// or http://.", 0);
        pathStart = text.IndexOf('/', scheme);
        if (pathStart <= scheme) return Malformed("A Digital Link has a domain and a path.", scheme);
        var domain = text.AsSpan(scheme, pathStart - scheme);
        if (domain.IndexOfAny(NotInDomain) is >= 0 and var at) return Malformed("A domain may not hold this character.", scheme + at);
        var end = text.IndexOf('#', pathStart) is >= 0 and var fragment ? fragment : text.Length;
        var mark = text.IndexOf('?', pathStart, end - pathStart);
        pathText = text[pathStart..(mark < 0 ? end : mark)];
        query = mark < 0 ? "" : text[(mark + 1)..end];
        return null;
    }

    private static int Scheme(string text) =>
        text.StartsWith("https://", StringComparison.Ordinal) || text.StartsWith("HTTPS://", StringComparison.Ordinal) ? 8
        : text.StartsWith("http://", StringComparison.Ordinal) || text.StartsWith("HTTP://", StringComparison.Ordinal) ? 7 : 0;

    /// <summary>Pairs are taken from the end until one is a primary key: what stands before it is the stem.</summary>
    private InvalidIdentifierException? ReadPath(string pathText, out int keyStart)
    {
        keyStart = pathText.Length;
        var segments = pathText.Split('/');
        var pairs = new Stack<(ApplicationIdentifier Ai, string Value)>();
        for (var i = segments.Length - 1; i >= 2; i -= 2)
        {
            var ai = Find(segments[i - 1]);
            if (ai is null) break;
            keyStart -= segments[i - 1].Length + segments[i].Length + 2;
            pairs.Push((ai, segments[i]));
            if (ai.IsPrimaryKey) return LooksLikeKey(Percent.Decode(segments[i])) ? ReadPairs(pairs) : NoPrimaryKey();
        }
        return NoPrimaryKey();
    }

    /// <summary>Every key starts with a company prefix, so other URIs that happen to have a number in their path are told apart.</summary>
    private static bool LooksLikeKey(string value) => value.Length >= 4 && !value.AsSpan(0, 4).ContainsAnyExceptInRange('0', '9');

    private static InvalidIdentifierException NoPrimaryKey() => new("identifier-malformed",
        "The path does not end in a GS1 primary key and its qualifiers.", "Such as /01/09506000134352/21/ABC.", -1, NoKey);

    private InvalidIdentifierException? ReadPairs(Stack<(ApplicationIdentifier Ai, string Value)> pairs)
    {
        foreach (var (ai, encoded) in pairs)
            if (AddValue(ai, encoded, path, inQuery: false) is { } error) return error;
        return IsSequence(path.Skip(1).Select(e => e.Code))
            ? null
            : Malformed($"({string.Join(")(", path.Select(e => e.Code))}) is no sequence of a primary key and its qualifiers.", -1);
    }

    private InvalidIdentifierException? ReadQuery(string query)
    {
        foreach (var parameter in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = parameter.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? "" : parameter[..equals];
            if (name.Length == 0 || name.AsSpan().ContainsAnyExceptInRange('0', '9'))
            {
                others.Add(parameter);
                continue;
            }
            var ai = FindNumber(name);
            if (ai is null) return Malformed($"No application identifier ({name}) is assigned.", -1);
            if (AddValue(ai, parameter[(equals + 1)..], attributes, inQuery: true) is { } error) return error;
        }
        return null;
    }

    private InvalidIdentifierException? AddValue(ApplicationIdentifier ai, string encoded, List<AiValue> to, bool inQuery)
    {
        var value = Percent.Decode(encoded, inQuery);
        if (value.Contains('\0', StringComparison.Ordinal)) return Malformed($"The value of ({ai.Code}) holds a null character.", -1);
        if (options.PermitShortGtin && ai.Code == "01" && value.Length is 8 or 12 or 13) value = value.PadLeft(14, '0');
        return ElementString.Add(ai, value, to);
    }

    /// <summary>No AI twice, only data attributes in the query, and none there that would be a qualifier in the path.</summary>
    private InvalidIdentifierException? CheckPlaces()
    {
        for (var i = 0; i < attributes.Count; i++)
        {
            var ai = attributes[i].Ai;
            if (path.Exists(e => e.Code == ai.Code) || attributes.FindIndex(e => e.Code == ai.Code) < i)
                return Malformed($"({ai.Code}) {ai.Title} occurs twice.", -1);
            if (!ai.IsDataAttribute) return Malformed($"({ai.Code}) {ai.Title} may not stand in the query.", -1);
            var qualifiers = path.Skip(1).Select(e => e.Code).ToList();
            for (var place = 0; place <= qualifiers.Count; place++)
            {
                var trial = new List<string>(qualifiers);
                trial.Insert(place, ai.Code);
                if (IsSequence(trial)) return Malformed($"({ai.Code}) {ai.Title} belongs into the path.", -1);
            }
        }
        return null;
    }

    /// <summary>Whether these qualifiers, in this order, are a part of one of the key's sequences.</summary>
    private bool IsSequence(IEnumerable<string> qualifiers)
    {
        var given = qualifiers.ToList();
        return path[0].Ai.QualifierSequences.Any(sequence =>
        {
            var next = 0;
            foreach (var code in sequence)
                if (next < given.Count && given[next] == code) next++;
            return next == given.Count;
        });
    }

    private ApplicationIdentifier? Find(string segment) =>
        options.PermitNames && Names.TryGetValue(segment, out var code) ? ApplicationIdentifiers.Find(code) : FindNumber(segment);

    private ApplicationIdentifier? FindNumber(string code) =>
        ApplicationIdentifiers.Find(code) ?? (options.PermitUnknown ? ApplicationIdentifiers.Unknown(code) : null);

    private static InvalidIdentifierException Malformed(string message, int position) =>
        new("identifier-malformed", message, null, position);
}
