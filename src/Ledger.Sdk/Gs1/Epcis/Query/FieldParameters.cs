using static Ledger.Sdk.Gs1.Epcis.EpcisField;

namespace Ledger.Sdk.Gs1.Epcis.Query;

/// <summary>EQ_, GT_, GE_, LT_, LE_ and EXISTS_ of fields beyond the standard, wherever in an event they stand.</summary>
internal static class FieldParameters
{
    private static readonly (string Start, EpcisField[] Part)[] Parts =
    [
        ("ILMD_", [Ilmd]), ("ERROR_DECLARATION_", [ErrorDeclaration]), ("SENSORELEMENT_", [SensorElementList]),
        ("SENSORMETADATA_", [SensorElementList, EpcisField.SensorMetadata]), ("SENSORREPORT_", [SensorElementList, EpcisField.SensorReport]),
        ("readPoint_", [ReadPoint]), ("bizLocation_", [BizLocation]),
    ];

    public static bool Take(QueryParameter parameter, EventQuery query)
    {
        var exists = parameter.Name.StartsWith("EXISTS_", StringComparison.Ordinal);
        var (comparison, rest) = exists ? (Comparison.Equal, parameter.Name[7..]) : Operator.Read(parameter.Name);
        if (comparison is null || rest.Length == 0) return false;
        var isInner = rest.StartsWith("INNER_", StringComparison.Ordinal);
        if (isInner) rest = rest[6..];
        EpcisField[] part = [];
        foreach (var (start, fields) in Parts)
            if (rest.StartsWith(start, StringComparison.Ordinal)) (part, rest) = (fields, rest[start.Length..]);
        if (FieldName.Parse(rest, parameter.Prefixes) is not { } name) return false;
        if (exists && !parameter.Demanded()) return true;
        query.Add(new FieldCondition(part, name, isInner, Test(parameter, comparison.Value, exists)));
        if (!exists && comparison == Comparison.Equal) query.Scope.Add("field:" + name.Local, parameter.Scalars().Select(CanonicalValue.Of));
        return true;
    }

    private static NodeTest Test(QueryParameter parameter, Comparison comparison, bool exists) =>
        exists ? static (_, _) => true
        : comparison == Comparison.Equal ? NodeTests.Value(parameter.Scalars())
        : NodeTests.Bound(comparison, parameter.Bound());
}
