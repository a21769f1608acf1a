using System.Globalization;
using System.Text.Json.Nodes;

namespace Ledger.Sdk.Tests.Gs1.Epcis.Query;

/// <summary>
/// What EPCIS 2.0, 8.2.7.1 says of each parameter, written down once more, slowly and for <see cref="RandomEvents"/> alone: which forms mean the same is
/// read from its tables, not computed.
/// </summary>
internal static class Oracle
{
    private const string Ns = RandomEvents.Namespace;

    private static readonly string[] ThingLists = ["epcList", "childEPCs", "parentID", "inputEPCList", "outputEPCList"];
    private static readonly string[] QuantityLists = ["quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList"];

    /// <summary>The first form of everything, by each of its forms.</summary>
    private static readonly Dictionary<string, string> FirstForm = ((string[][][])
        [RandomEvents.Things, RandomEvents.Classes, RandomEvents.Places, RandomEvents.Steps, RandomEvents.States, RandomEvents.Owners, RandomEvents.Devices])
        .SelectMany(table => table).SelectMany(forms => forms.Select(form => (Form: form, First: forms[0]))).DistinctBy(pair => pair.Form).ToDictionary(pair => pair.Form, pair => pair.First);

    /// <summary>What patterns stand for: the numbers of things, of classes.</summary>
    private static readonly Dictionary<string, (int[] Things, int[] Classes)> Patterns = new()
    {
        ["urn:epc:idpat:sgtin:9521102.000125.*"] = ([0, 1], [2]),
        ["urn:epc:idpat:sgtin:9521102.*.*"] = ([0, 1, 2], []),
        ["urn:epc:idpat:sgtin:*.*.*"] = ([0, 1, 2], []),
        ["urn:epc:idpat:sscc:9521102.*"] = ([3], []),
        ["urn:epc:idpat:lgtin:9521102.000125.*"] = ([], [0]),
        ["urn:epc:idpat:lgtin:9521102.*.*"] = ([], [0, 1]),
    };

    /// <summary>Whether the event fits a parameter; null where this knows nothing of it.</summary>
    public static bool? Fits(JsonObject e, string name, string value)
    {
        var values = value.Split('|');
        return Time(e, name, value) ?? Plain(e, name, values) ?? Partners(e, name, values) ?? Match(e, name, values) ?? Quantity(e, name, value)
            ?? Sensor(e, name, values) ?? Field(e, name, values);
    }

    private static bool? Time(JsonObject e, string name, string value)
    {
        if (name[..3] is not ("GE_" or "LT_")) return null;
        JsonNode?[] found = name[3..] switch
        {
            "eventTime" => [e["eventTime"]],
            "errorDeclarationTime" => [e["errorDeclaration"]?["declarationTime"]],
            "time" => [.. Items(e, "sensorElementList").Select(s => s["sensorMetadata"]?["time"])],
            Ns + "t" => [e[Ns + "t"]],
            _ => [],
        };
        if (found.Length == 0 && name[3..] != "time") return null;
        var bound = At(value);
        return found.Any(time => time is not null && (name[0] == 'G' ? At((string)time!) >= bound : At((string)time!) < bound));
    }

    private static bool? Plain(JsonObject e, string name, string[] values) => name switch
    {
        "eventType" => Is(e["type"], values),
        "EQ_action" => Is(e["action"], values),
        "EQ_bizStep" => Is(e["bizStep"], values),
        "EQ_disposition" => Is(e["disposition"], values),
        "EQ_persistentDisposition_set" => Texts(e["persistentDisposition"]?["set"]).Any(one => Is(one, values)),
        "EQ_persistentDisposition_unset" => Texts(e["persistentDisposition"]?["unset"]).Any(one => Is(one, values)),
        "EQ_readPoint" => Is(e["readPoint"]?["id"], values),
        "EQ_bizLocation" => Is(e["bizLocation"]?["id"], values),
        "EQ_transformationID" => Is(e["transformationID"], values),
        "EQ_eventID" => Is(e["eventID"], values),
        "EXISTS_errorDeclaration" => e["errorDeclaration"] is not null,
        "EQ_errorReason" => Is(e["errorDeclaration"]?["reason"], [.. values.Select(v => v.Replace("urn:epcglobal:cbv:er:", "", StringComparison.Ordinal))]),
        "EQ_correctiveEventID" => Texts(e["errorDeclaration"]?["correctiveEventIDs"]).Any(one => Is(one, values)),
        _ => null,
    };

    private static bool? Partners(JsonObject e, string name, string[] values)
    {
        if (name.Split('_', 3) is not ["EQ", ("bizTransaction" or "source" or "destination") and var kind, var type]) return null;
        return Items(e, kind + "List").Any(item => (string)item["type"]! == type && Is(item[kind], values));
    }

    private static bool? Match(JsonObject e, string name, string[] values)
    {
        string[]? lists = name switch
        {
            "MATCH_epc" => ["epcList", "childEPCs"],
            "MATCH_parentID" => ["parentID"],
            "MATCH_inputEPC" => ["inputEPCList"],
            "MATCH_outputEPC" => ["outputEPCList"],
            "MATCH_anyEPC" => ThingLists,
            "MATCH_epcClass" => ["quantityList", "childQuantityList"],
            "MATCH_inputEPCClass" => ["inputQuantityList"],
            "MATCH_outputEPCClass" => ["outputQuantityList"],
            "MATCH_anyEPCClass" => QuantityLists,
            _ => null,
        };
        if (lists is null) return null;
        var areClasses = name.EndsWith("Class", StringComparison.Ordinal);
        var table = areClasses ? RandomEvents.Classes : RandomEvents.Things;
        var meant = values.SelectMany(value => Patterns.TryGetValue(value, out var stand) ? (areClasses ? stand.Classes : stand.Things).Select(i => table[i][0]) : [FirstForm[value]]).ToHashSet();
        var named = lists.SelectMany(list => areClasses ? Items(e, list).Select(item => (string)item["epcClass"]!) : Texts(e[list]).Select(text => (string)text!));
        return named.Any(one => meant.Contains(FirstForm[one]));
    }

    private static bool? Quantity(JsonObject e, string name, string value)
    {
        if (name[3..] is not ("quantity" or "quantity_KGM")) return null;
        var bound = decimal.Parse(value, CultureInfo.InvariantCulture);
        return QuantityLists.SelectMany(list => Items(e, list)).Select(item => (Amount: (decimal)item["quantity"]!, Unit: (string?)item["uom"]))
            .Select(q => name.EndsWith("KGM", StringComparison.Ordinal) ? q.Unit switch { "KGM" => q.Amount, "GRM" => q.Amount / 1000, _ => (decimal?)null } : q.Amount)
            .Any(amount => amount is { } number && Holds(name[..2], number.CompareTo(bound)));
    }

    private static bool? Sensor(JsonObject e, string name, string[] values)
    {
        var elements = Items(e, "sensorElementList").ToList();
        var reports = elements.SelectMany(element => Items(element, "sensorReport")).ToList();
        bool Measured(string field) => reports.Any(r => r[field] is { } v && (string?)r["uom"] == "CEL" && Holds(name[..2], ((decimal)v).CompareTo(decimal.Parse(values[0], CultureInfo.InvariantCulture))));
        return name switch
        {
            "EXISTS_sensorElementList" => elements.Count > 0,
            "EQ_deviceID" => elements.Any(element => Is(element["sensorMetadata"]!["deviceID"], values)),
            "EQ_type" => reports.Any(r => Is(r["type"], [.. values.Select(v => v.Replace("https://gs1.org/voc/", "", StringComparison.Ordinal))])),
            "EQ_stringValue" => reports.Any(r => Is(r["stringValue"], values)),
            "EQ_booleanValue" => reports.Any(r => r["booleanValue"]?.ToJsonString() == values[0]),
            "EQ_value_CEL" or "GE_value_CEL" or "LT_value_CEL" => Measured("value"),
            "GT_maxValue_CEL" => Measured("maxValue"),
            _ => null,
        };
    }

    private static bool? Field(JsonObject e, string name, string[] values) => name switch
    {
        $"EQ_{Ns}n" => e[Ns + "n"] is { } n && values.Contains(n.ToJsonString()),
        $"GE_{Ns}n" => e[Ns + "n"] is { } n && (int)n >= 3,
        $"LT_{Ns}n" => e[Ns + "n"] is { } n && (int)n < 3,
        $"EQ_{Ns}s" => Is(e[Ns + "s"], values),
        $"EXISTS_{Ns}deep" => e[Ns + "deep"] is not null,
        $"EQ_INNER_{Ns}core" => e[Ns + "deep"]?[Ns + "inner"]?[1]?[Ns + "core"]?.ToJsonString() == values[0],
        $"EXISTS_INNER_{Ns}core" => e[Ns + "deep"] is not null,
        $"EQ_ILMD_{Ns}grade" => Is(e["ilmd"]?[Ns + "grade"], values),
        $"EXISTS_ILMD_{Ns}box" => e["ilmd"] is not null,
        $"EQ_INNER_ILMD_{Ns}core" => e["ilmd"]?[Ns + "box"]?[Ns + "core"]?.ToJsonString() == values[0],
        $"EQ_readPoint_{Ns}gate" => Is(e["readPoint"]?[Ns + "gate"], values),
        _ => null,
    };

    private static bool Holds(string comparison, int order) => comparison switch { "EQ" => order == 0, "GT" => order > 0, "GE" => order >= 0, "LT" => order < 0, _ => order <= 0 };

    private static bool Is(JsonNode? node, string[] values) => node is not null && values.Select(First).Contains(First((string)node!));

    private static string First(string form) => FirstForm.GetValueOrDefault(form, form);

    private static IEnumerable<JsonObject> Items(JsonObject e, string list) => (e[list] as JsonArray ?? []).Select(item => item!.AsObject());

    private static IEnumerable<JsonNode?> Texts(JsonNode? node) => node switch { null => [], JsonArray list => list, _ => Enumerable.Repeat<JsonNode?>(node, 1) };

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
