namespace Ledger.Tests;

/// <summary>Parameters of the SimpleEventQuery (EPCIS 2.0, 8.2.7.1) with values that fit some of <see cref="RandomEvents"/>.</summary>
internal static class RandomQueries
{
    private const string Ns = RandomEvents.Namespace;

    /// <summary>Every parameter with each of its values.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Pool { get; } =
        [.. from entry in Values() from value in entry.Values select KeyValuePair.Create(entry.Name, value)];

    /// <summary>Parameters by numbers, of which any will do; no name twice.</summary>
    public static List<KeyValuePair<string, string>> Of(IEnumerable<int> picks) =>
        [.. picks.Select(pick => Pool[(int)((uint)pick % Pool.Count)]).DistinctBy(pair => pair.Key)];

    private static string[] All(string[][] choices) => [.. choices.SelectMany(forms => forms), $"{choices[0][0]}|{choices[1][^1]}"];

    private static string At(double seconds) => RandomEvents.Write(RandomEvents.Start.AddSeconds(seconds));

    private static IEnumerable<(string Name, string[] Values)> Values() => [.. Why(), .. What(), .. Sensors(), .. Fields()];

    private static IEnumerable<(string Name, string[] Values)> Why() =>
    [
        ("eventType", ["ObjectEvent", "AggregationEvent|AssociationEvent", "TransformationEvent", "TransactionEvent|ObjectEvent", "https://example.org/q#Visit"]),
        ("GE_eventTime", [At(2), At(5.25), "2026-03-01T14:00:03.0005+02:00", "2026-03-01T12:00:09Z"]),
        ("LT_eventTime", [At(2), At(5.25), "2026-03-01T14:00:03.0005+02:00", "2026-03-01T12:00:09Z"]),
        ("EQ_action", ["ADD", "OBSERVE|DELETE"]),
        ("EQ_bizStep", All(RandomEvents.Steps)),
        ("EQ_disposition", All(RandomEvents.States)),
        ("EQ_persistentDisposition_set", All(RandomEvents.States)),
        ("EQ_persistentDisposition_unset", All(RandomEvents.States)),
        ("EQ_readPoint", All(RandomEvents.Places)),
        ("EQ_bizLocation", All(RandomEvents.Places)),
        ("WD_readPoint", All(RandomEvents.Places)),
        ("WD_bizLocation", All(RandomEvents.Places)),
        ("EQ_bizTransaction_po", [.. RandomEvents.Orders, string.Join('|', RandomEvents.Orders)]),
        ("EQ_bizTransaction_inv", RandomEvents.Orders),
        ("EQ_source_owning_party", All(RandomEvents.Owners)),
        ("EQ_source_possessing_party", All(RandomEvents.Owners)),
        ("EQ_destination_owning_party", All(RandomEvents.Owners)),
        ("EQ_transformationID", ["https://example.org/run/1", "https://example.org/run/1|https://example.org/run/2"]),
        ("EQ_eventID", [RandomEvents.IdOf(3), $"{RandomEvents.IdOf(9)}|{RandomEvents.IdOf(5)}|{RandomEvents.IdOf(5)}", $"{RandomEvents.IdOf(20)}|{RandomEvents.IdOf(999)}"]),
        ("EXISTS_errorDeclaration", ["true"]),
        ("GE_errorDeclarationTime", ["2026-03-01T13:00:04Z"]),
        ("LT_errorDeclarationTime", ["2026-03-01T13:00:04Z"]),
        ("EQ_errorReason", ["incorrect_data", "urn:epcglobal:cbv:er:did_not_occur"]),
        ("EQ_correctiveEventID", [RandomEvents.IdOf(1), $"{RandomEvents.IdOf(2)}|{RandomEvents.IdOf(3)}|{RandomEvents.IdOf(4)}|{RandomEvents.IdOf(7)}|{RandomEvents.IdOf(6)}"]),
    ];

    private static IEnumerable<(string Name, string[] Values)> What()
    {
        string[] things = [.. All(RandomEvents.Things), "urn:epc:idpat:sgtin:9521102.000125.*", "urn:epc:idpat:sgtin:9521102.*.*", "urn:epc:idpat:sgtin:*.*.*", "urn:epc:idpat:sscc:9521102.*"];
        foreach (var name in (string[])["MATCH_epc", "MATCH_parentID", "MATCH_inputEPC", "MATCH_outputEPC", "MATCH_anyEPC"]) yield return (name, things);
        string[] classes = [.. All(RandomEvents.Classes), "urn:epc:idpat:lgtin:9521102.000125.*", "urn:epc:idpat:lgtin:9521102.*.*"];
        foreach (var name in (string[])["MATCH_epcClass", "MATCH_inputEPCClass", "MATCH_outputEPCClass", "MATCH_anyEPCClass"]) yield return (name, classes);
        foreach (var comparison in (string[])["EQ", "GT", "GE", "LT", "LE"])
        {
            yield return ($"{comparison}_quantity", ["2.5", "10", "0.0010"]);
            yield return ($"{comparison}_quantity_KGM", ["2.5", "0.01", "3"]);
        }
    }

    private static IEnumerable<(string Name, string[] Values)> Sensors() =>
    [
        ("EXISTS_sensorElementList", ["true"]),
        ("EQ_deviceID", All(RandomEvents.Devices)),
        ("EQ_type", ["Temperature", "RelativeHumidity", "https://gs1.org/voc/Speed"]),
        ("EQ_stringValue", ["low", "low|high"]),
        ("EQ_booleanValue", ["true", "false"]),
        ("EQ_value_CEL", ["2"]),
        ("GE_value_CEL", ["1"]),
        ("LT_value_CEL", ["3"]),
        ("GT_maxValue_CEL", ["4.9", "5"]),
        ("GE_time", [At(4)]),
        ("LT_time", [At(4)]),
    ];

    private static IEnumerable<(string Name, string[] Values)> Fields() =>
    [
        ($"EQ_{Ns}n", ["3", "1|2"]),
        ($"GE_{Ns}n", ["3"]),
        ($"LT_{Ns}n", ["3"]),
        ($"EQ_{Ns}s", ["007", "7", "x*y", "50%", "x%"]),
        ($"GE_{Ns}t", [At(86_404)]),
        ($"EXISTS_{Ns}deep", ["true"]),
        ($"EQ_INNER_{Ns}core", ["1"]),
        ($"EXISTS_INNER_{Ns}core", ["true"]),
        ($"EQ_ILMD_{Ns}grade", ["A", "A|B"]),
        ($"EXISTS_ILMD_{Ns}box", ["true"]),
        ($"EQ_INNER_ILMD_{Ns}core", ["2"]),
        ($"EQ_readPoint_{Ns}gate", ["north", "north|south"]),
        ("HASATTR_readPoint", ["urn:epcglobal:cbv:mda#city"]),
        ("EQATTR_readPoint_urn:epcglobal:cbv:mda#city", ["Wil"]),
        ("HASATTR_bizLocation", ["urn:epcglobal:cbv:mda#city"]),
    ];
}
