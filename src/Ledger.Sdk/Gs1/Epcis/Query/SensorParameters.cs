using System.Collections.Frozen;
using static Ledger.Sdk.Gs1.Epcis.EpcisField;

namespace Ledger.Sdk.Gs1.Epcis.Query;

/// <summary>What sensors observed: each parameter holds if any element or report meets it.</summary>
internal static class SensorParameters
{
    private static readonly EpcisField[] Report = [SensorElementList, EpcisField.SensorReport];
    private static readonly EpcisField[] Metadata = [SensorElementList, EpcisField.SensorMetadata];

    private static readonly FrozenDictionary<string, EpcisField[][]> Identifiers = new Dictionary<string, EpcisField[][]>
    {
        ["EQ_deviceID"] = [[.. Metadata, DeviceId], [.. Report, DeviceId]],
        ["EQ_dataProcessingMethod"] = [[.. Metadata, DataProcessingMethod], [.. Report, DataProcessingMethod]],
        ["EQ_bizRules"] = [[.. Metadata, BizRules]],
        ["EQ_microorganism"] = [[.. Report, Microorganism]],
        ["EQ_chemicalSubstance"] = [[.. Report, ChemicalSubstance]],
        ["EQ_uriValue"] = [[.. Report, UriValue]],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, EpcisField[][]> Times = new Dictionary<string, EpcisField[][]>
    {
        ["time"] = [[.. Metadata, EpcisField.Time], [.. Report, EpcisField.Time]],
        ["startTime"] = [[.. Metadata, StartTime]],
        ["endTime"] = [[.. Metadata, EndTime]],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, EpcisField> Measures = new Dictionary<string, EpcisField>
    {
        ["value"] = Value,
        ["minValue"] = MinValue,
        ["maxValue"] = MaxValue,
        ["meanValue"] = MeanValue,
        ["sDev"] = SDev,
        ["percValue"] = PercValue,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static bool Take(QueryParameter parameter, EventQuery query)
    {
        if (Identifiers.TryGetValue(parameter.Name, out var paths)) query.Add(Condition.Any(paths, NodeTests.Identity(parameter.Texts())));
        else if (Named(parameter) is { } named) query.Add(named);
        else if (parameter.Name == "EXISTS_sensorElementList")
        {
            if (parameter.Demanded()) query.Add(Condition.Whole(reading => reading.Tape.Find(0, SensorElementList) >= 0));
        }
        else if (Compared(parameter) is { } compared) query.Add(compared);
        else return false;
        if (parameter.Name == "EQ_deviceID") query.Scope.Add("device", parameter.Texts().Select(Epc.IdentityOrText));
        if (parameter.Name == "EQ_type")
            query.Scope.Add("sensor", parameter.Texts().Select(t => CbvTerm.Bare(CbvVocabulary.MeasurementType, parameter.Prefixes.Expand(t))));
        return true;
    }

    private static Condition? Named(QueryParameter parameter) => parameter.Name switch
    {
        "EQ_type" => Condition.At([.. Report, EpcisField.Type],
            NodeTests.Term(CbvVocabulary.MeasurementType, parameter.Texts(), parameter.Prefixes)),
        "EQ_stringValue" => Condition.At([.. Report, StringValue], NodeTests.Text(parameter.Texts())),
        "EQ_booleanValue" => Truth(parameter.Truth()),
        "EQ_hexBinaryValue" => HexBinary(parameter.Texts()),
        _ => null,
    };

    private static Condition Truth(bool wanted) => Condition.At([.. Report, BooleanValue],
        (reading, node) => reading.Tape[node].Kind == (wanted ? JsonKind.True : JsonKind.False)
            || (reading.Tape[node].Kind == JsonKind.String && reading.Tape.String(node) == (wanted ? "true" : "false")));

    /// <summary>The letters of hexadecimal digits have no case (XML Schema part 2, 3.2.15).</summary>
    private static Condition HexBinary(IReadOnlyList<string> values)
    {
        var wanted = values.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Condition.At([.. Report, HexBinaryValue],
            (reading, node) => reading.Tape[node].Kind == JsonKind.String && wanted.Contains(reading.Tape.String(node)));
    }

    private static Condition? Compared(QueryParameter parameter)
    {
        if (Operator.Read(parameter.Name) is not ({ } comparison, var rest)) return null;
        if (comparison is Comparison.GreaterOrEqual or Comparison.Less && Times.TryGetValue(rest, out var times))
            return Condition.Any(times, NodeTests.Time(comparison, parameter.Time()));
        if (rest == "percRank")
            return Condition.At([.. Report, PercRank], NodeTests.Number(comparison, Bounds(parameter, comparison)));
        var cut = rest.IndexOf('_', StringComparison.Ordinal);
        if (cut < 0 || !Measures.TryGetValue(rest[..cut], out var field) || !Operator.IsUnit(rest[(cut + 1)..])) return null;
        return Condition.At(Report, NodeTests.Measure(field, comparison, Bounds(parameter, comparison), rest[(cut + 1)..]));
    }

    private static IReadOnlyList<ExactDecimal> Bounds(QueryParameter parameter, Comparison comparison) =>
        comparison == Comparison.Equal ? parameter.Numbers() : [parameter.Number()];
}
