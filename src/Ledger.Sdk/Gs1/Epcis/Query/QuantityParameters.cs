using static Ledger.Sdk.Gs1.Epcis.EpcisField;

namespace Ledger.Sdk.Gs1.Epcis.Query;

/// <summary>EQ_quantity and its like, with and without unit.</summary>
internal static class QuantityParameters
{
    private static readonly EpcisField[][] Lists = [[QuantityList], [ChildQuantityList], [InputQuantityList], [OutputQuantityList]];

    public static bool Take(QueryParameter parameter, EventQuery query)
    {
        if (Operator.Read(parameter.Name) is not ({ } comparison, var rest) || !rest.StartsWith("quantity", StringComparison.Ordinal)) return false;
        var bounds = comparison == Comparison.Equal ? parameter.Numbers() : [parameter.Number()];
        if (rest == "quantity")
            query.Add(Condition.Any([.. Lists.Select(list => (EpcisField[])[.. list, Quantity])], NodeTests.Number(comparison, bounds)));
        else if (rest[8] == '_' && Operator.IsUnit(rest[9..]))
            query.Add(Condition.Any(Lists, NodeTests.Measure(Quantity, comparison, bounds, rest[9..])));
        else return false;
        return true;
    }
}

/// <summary>The comparison that the name of a parameter starts with.</summary>
internal static class Operator
{
    /// <summary>The comparison and the rest of the name; null for any other name.</summary>
    public static (Comparison? Comparison, string Name) Read(string name) => name.Length < 4 ? (null, "") : name[..3] switch
    {
        "EQ_" => (Comparison.Equal, name[3..]),
        "GT_" => (Comparison.Greater, name[3..]),
        "GE_" => (Comparison.GreaterOrEqual, name[3..]),
        "LT_" => (Comparison.Less, name[3..]),
        "LE_" => (Comparison.LessOrEqual, name[3..]),
        _ => (null, ""),
    };

    /// <summary>Whether this may be a code of UN/ECE Recommendation 20.</summary>
    public static bool IsUnit(string code) => code.Length is >= 2 and <= 4 && code.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c));
}
