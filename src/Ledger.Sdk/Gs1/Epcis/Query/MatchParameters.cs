using System.Collections.Frozen;
using static Ledger.Sdk.Gs1.Epcis.EpcisField;

namespace Ledger.Sdk.Gs1.Epcis.Query;

/// <summary>The parameters MATCH_: things and classes by identifier or pattern.</summary>
internal static class MatchParameters
{
    private static readonly EpcisField[][] Things = [[EpcList], [ChildEpcs], [ParentId], [InputEpcList], [OutputEpcList]];

    private static readonly EpcisField[][] Classes = [[QuantityList, EpcClass], [ChildQuantityList, EpcClass],
        [InputQuantityList, EpcClass], [OutputQuantityList, EpcClass]];

    private static readonly FrozenDictionary<string, (EpcisField[][] Paths, bool AreClasses)> Fields =
        new Dictionary<string, (EpcisField[][], bool)>
        {
            ["MATCH_epc"] = ([[EpcList], [ChildEpcs]], false),
            ["MATCH_parentID"] = ([[ParentId]], false),
            ["MATCH_inputEPC"] = ([[InputEpcList]], false),
            ["MATCH_outputEPC"] = ([[OutputEpcList]], false),
            ["MATCH_anyEPC"] = (Things, false),
            ["MATCH_epcClass"] = ([Classes[0], Classes[1]], true),
            ["MATCH_inputEPCClass"] = ([Classes[2]], true),
            ["MATCH_outputEPCClass"] = ([Classes[3]], true),
            ["MATCH_anyEPCClass"] = (Classes, true),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    public static bool Take(QueryParameter parameter, EventQuery query)
    {
        if (!Fields.TryGetValue(parameter.Name, out var field)) return false;
        var patterns = Patterns(parameter);
        query.Add(Condition.Any(field.Paths, Test(patterns, parameter.Texts(), field.AreClasses)));
        if (Choice(patterns, field.AreClasses) is { } choice) query.Scope.Add(choice);
        return true;
    }

    /// <summary>Things and classes alike.</summary>
    public static void AnyRole(QueryParameter parameter, EventQuery query)
    {
        var patterns = Patterns(parameter);
        var things = Condition.Any(Things, Test(patterns, parameter.Texts(), areClasses: false));
        var classes = Condition.Any(Classes, Test(patterns, parameter.Texts(), areClasses: true));
        query.Add(Condition.Whole(reading => things.Holds(reading) || classes.Holds(reading)));
        if (Choice(patterns, areClasses: false) is { } choice)
            query.Scope.Add(choice with { Epcs = [.. patterns.Select(p => p.Identity!)] });
    }

    private static EpcPattern[] Patterns(QueryParameter parameter) =>
        [.. parameter.Texts().Select(text => EpcPattern.Parse(text) ?? throw parameter.Fault($"'{text}' is no pure identity pattern.",
            "Such as urn:epc:idpat:sgtin:9521102.000125.*: after the first * every part is a *."))];

    private static NodeTest Test(EpcPattern[] patterns, IReadOnlyList<string> texts, bool areClasses)
    {
        var exact = NodeTests.Text(texts);
        var identities = patterns.Where(p => p.Identity is not null).Select(p => p.Identity!).ToFrozenSet(StringComparer.Ordinal);
        var wide = patterns.Where(p => p.Identity is null || p.Class is not null).ToArray();
        return (reading, node) =>
        {
            if (exact(reading, node)) return true;
            if (reading.Tape[node].Kind != JsonKind.String) return false;
            var text = reading.Tape.String(node);
            var identity = Epc.IdentityOrText(text);
            if (identities.Contains(identity)) return true;
            foreach (var pattern in wide)
                if (pattern.Matches(text, identity, areClasses)) return true;
            return false;
        };
    }

    /// <summary>Null where a pattern stands for what no index knows.</summary>
    private static IndexedChoice? Choice(EpcPattern[] patterns, bool areClasses)
    {
        if (Array.Exists(patterns, p => p.Identity is null)) return null;
        var byClass = patterns.Where(p => p.Class is not null && !areClasses).Select(p => Query.Terms.Of("class", p.Class!));
        return new IndexedChoice([.. patterns.Where(p => p.Class is null || areClasses).Select(p => p.Identity!)], [.. byClass]);
    }
}
