using System.Globalization;
using System.Text.Json.Nodes;

namespace Ledger.Tests;

/// <summary>Valid EPCIS 2.0 events that name few things in many ways, so that queries find some of them and miss others.</summary>
internal sealed class RandomEvents(int seed)
{
    public const string Namespace = "https://example.org/q#";

    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Things, each in all its forms.</summary>
    public static readonly string[][] Things =
    [
        ["urn:epc:id:sgtin:9521102.000125.1001", "https://id.gs1.org/01/09521102001258/21/1001", "https://example.com/x/01/09521102001258/21/1001"],
        ["urn:epc:id:sgtin:9521102.000125.1002", "https://id.gs1.org/01/09521102001258/21/1002"],
        ["urn:epc:id:sgtin:9521102.000126.1001", "https://id.gs1.org/01/09521102001265/21/1001"],
        ["urn:epc:id:sscc:9521102.0000000001", "https://id.gs1.org/00/095211020000000015"],
        ["https://example.org/things/9"],
    ];

    public static readonly string[][] Classes =
    [
        ["urn:epc:class:lgtin:9521102.000125.L1", "https://id.gs1.org/01/09521102001258/10/L1"],
        ["urn:epc:class:lgtin:9521102.000126.L1", "https://id.gs1.org/01/09521102001265/10/L1"],
        ["urn:epc:idpat:sgtin:9521102.000125.*", "https://id.gs1.org/01/09521102001258"],
    ];

    public static readonly string[][] Places =
    [
        ["urn:epc:id:sgln:9521102.00001.0", "https://id.gs1.org/414/9521102000015"],
        ["urn:epc:id:sgln:9521102.00001.17", "https://id.gs1.org/414/9521102000015/254/17"],
        ["https://example.org/sites/yard"],
        ["https://example.org/sites/gate"],
    ];

    public static readonly string[][] Steps =
    [
        ["shipping", "https://ref.gs1.org/cbv/BizStep-shipping", "urn:epcglobal:cbv:bizstep:shipping"],
        ["receiving", "https://ref.gs1.org/cbv/BizStep-receiving", "urn:epcglobal:cbv:bizstep:receiving"],
        [Namespace + "mixing"],
    ];

    public static readonly string[][] States =
    [
        ["in_transit", "https://ref.gs1.org/cbv/Disp-in_transit", "urn:epcglobal:cbv:disp:in_transit"],
        ["damaged", "https://ref.gs1.org/cbv/Disp-damaged", "urn:epcglobal:cbv:disp:damaged"],
        ["completeness_verified", "https://ref.gs1.org/cbv/Disp-completeness_verified", "urn:epcglobal:cbv:disp:completeness_verified"],
    ];

    public static readonly string[][] Owners =
        [["urn:epc:id:pgln:9521102.00001", "https://id.gs1.org/417/9521102000015"], ["https://example.org/parties/2"]];

    public static readonly string[][] Devices = [["urn:epc:id:giai:9521102.S1", "https://id.gs1.org/8004/9521102S1"], ["https://example.org/devices/2"]];

    public static readonly string[] Orders = ["https://example.org/po/1", "https://example.org/po/2"];

    private static readonly string[] Types = ["ObjectEvent", "AggregationEvent", "TransactionEvent", "TransformationEvent", "AssociationEvent"];
    private static readonly string[] Actions = ["ADD", "OBSERVE", "DELETE"];
    private static readonly string[] Amounts = ["2.50", "2.5", "10", "0.001", "3"];
    private static readonly string[] Kilos = ["KGM", "GRM"];

    private readonly Random random = new(seed);

    public static string IdOf(int index) => $"urn:uuid:00000000-0000-4000-8000-{index:D12}";

    /// <summary>The event of an index. Every ninth has no ID, every eleventh declares the one before it to be wrong.</summary>
    public JsonObject Next(int index)
    {
        var time = Start.AddTicks((random.Next(40) * 2_500_000L) + (random.Next(4) == 0 ? random.Next(10_000) : 0));
        var e = new JsonObject { ["type"] = Pick(Types) };
        if (index % 9 != 8) e["eventID"] = IdOf(index % 11 == 10 ? index - 1 : index);
        e["eventTime"] = random.Next(2) == 0 ? Write(time) : Write(time.ToOffset(TimeSpan.FromHours(2)));
        e["eventTimeZoneOffset"] = "+02:00";
        if (index % 11 == 10) e["errorDeclaration"] = Error(time);
        What(e);
        if (Maybe()) e["bizStep"] = Form(Steps, urn: false);
        if (Maybe()) e["disposition"] = Form(States, urn: false);
        if (Maybe()) e["readPoint"] = Place();
        if (Maybe()) e["bizLocation"] = new JsonObject { ["id"] = Form(Places) };
        if (Maybe()) e["bizTransactionList"] = new JsonArray(new JsonObject { ["type"] = Maybe() ? "po" : "inv", ["bizTransaction"] = Pick(Orders) });
        if (Maybe()) e["sourceList"] = new JsonArray(new JsonObject { ["type"] = Maybe() ? "owning_party" : "possessing_party", ["source"] = Form(Owners) });
        if (Maybe()) e["destinationList"] = new JsonArray(new JsonObject { ["type"] = "owning_party", ["destination"] = Form(Owners) });
        if (random.Next(3) == 0) e["sensorElementList"] = new JsonArray(Sensor(time));
        Extend(e, time);
        return e;
    }

    public static string Write(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture);

    private void What(JsonObject e)
    {
        var type = (string)e["type"]!;
        if (type == "TransformationEvent")
        {
            e["inputEPCList"] = List(Things);
            e["outputEPCList"] = List(Things);
            if (Maybe()) e["inputQuantityList"] = new JsonArray(Quantity());
            if (Maybe()) e["outputQuantityList"] = new JsonArray(Quantity());
            if (Maybe()) e["transformationID"] = Pick(Orders).Replace("/po/", "/run/", StringComparison.Ordinal);
        }
        else
        {
            e["action"] = Pick(Actions);
            var packs = type is "AggregationEvent" or "AssociationEvent";
            if (packs || (type == "TransactionEvent" && Maybe())) e["parentID"] = Form(Things);
            e[packs ? "childEPCs" : "epcList"] = List(Things);
            if (Maybe()) e[packs ? "childQuantityList" : "quantityList"] = new JsonArray(Quantity());
            if (type == "TransactionEvent") e["bizTransactionList"] = new JsonArray(new JsonObject { ["type"] = "po", ["bizTransaction"] = Pick(Orders) });
        }
        if (type == "ObjectEvent" && Maybe()) e["persistentDisposition"] = new JsonObject { [Maybe() ? "set" : "unset"] = new JsonArray(Form(States, urn: false)) };
        if (type == "TransformationEvent" || (type == "ObjectEvent" && (string)e["action"]! == "ADD"))
            e["ilmd"] = new JsonObject { [Namespace + "grade"] = Pick(["A", "B"]), [Namespace + "box"] = new JsonObject { [Namespace + "core"] = random.Next(3) } };
    }

    private JsonObject Error(DateTimeOffset time) => new()
    {
        ["declarationTime"] = Write(time.AddHours(1)),
        ["reason"] = Maybe() ? "incorrect_data" : "did_not_occur",
        ["correctiveEventIDs"] = new JsonArray(IdOf(random.Next(8))),
    };

    private JsonObject Place()
    {
        var place = new JsonObject { ["id"] = Form(Places) };
        if (Maybe()) place[Namespace + "gate"] = Pick(["north", "south"]);
        return place;
    }

    private JsonObject Quantity()
    {
        var quantity = new JsonObject { ["epcClass"] = Form(Classes), ["quantity"] = Number(Pick(Amounts)) };
        if (Maybe()) quantity["uom"] = Pick(Kilos);
        return quantity;
    }

    private JsonObject Sensor(DateTimeOffset time) => new()
    {
        ["sensorMetadata"] = new JsonObject { ["time"] = Write(time), ["deviceID"] = Form(Devices) },
        ["sensorReport"] = new JsonArray(
            new JsonObject { ["type"] = "Temperature", ["value"] = random.Next(4), ["uom"] = "CEL", ["maxValue"] = 5 },
            new JsonObject { ["type"] = Maybe() ? "RelativeHumidity" : "Speed", ["stringValue"] = Pick(["low", "high"]), ["booleanValue"] = Maybe() }),
    };

    private void Extend(JsonObject e, DateTimeOffset time)
    {
        if (Maybe()) e[Namespace + "n"] = random.Next(5);
        if (Maybe()) e[Namespace + "s"] = Pick(["007", "7", "x*y", "50%"]);
        if (Maybe()) e[Namespace + "t"] = Write(time.AddDays(1));
        if (Maybe()) e[Namespace + "deep"] = new JsonObject { [Namespace + "inner"] = new JsonArray("p", new JsonObject { [Namespace + "core"] = random.Next(3) }) };
    }

    private static JsonNode Number(string text) => JsonNode.Parse(text)!;

    private JsonArray List(string[][] choices)
    {
        var chosen = Enumerable.Range(0, choices.Length).OrderBy(_ => random.Next()).Take(1 + random.Next(2));
        return [.. chosen.Select(i => (JsonNode)Pick(choices[i]))];
    }

    private string Form(string[][] choices, bool urn = true) => Pick(Pick(choices).Where(form => urn || !form.StartsWith("urn:", StringComparison.Ordinal)).ToArray());

    private bool Maybe() => random.Next(2) == 0;

    private T Pick<T>(T[] choices) => choices[random.Next(choices.Length)];
}
