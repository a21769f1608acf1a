using System.Xml.Linq;

namespace Ledger.Sdk.Tests.Gs1.Epcis;

/// <summary>Documents in XML with one or two things changed: elements and attributes taken out, renamed, moved or doubled, values of other types and forms.</summary>
internal sealed class XmlMutation(IReadOnlyList<XDocument> samples, int seed)
{
    private static readonly XNamespace Instance = "http://www.w3.org/2001/XMLSchema-instance";

    private static readonly string[] Values =
    [
        "", "x", "7", "-0", "1.50", "1e3", "INF", "NaN", "+7", " 7 ", ".5", "5.", "true", "1", "TRUE", "urn:x:y", "https://example.com/a b", "https://example.com/%zz", "http://[::1]/a", "http://a:port/", ":", "a:#b#c", "//a", "\u00e4:x",
        "2026-03-01T12:00:00Z", "2026-03-01T12:00:00", " 2026-03-01T12:00:00Z", "2026-02-29T12:00:00Z", "2026-03-01T24:00:00Z", "2026-03-01T12:00:60Z", "2026-03-01T12:00:00+14:00", "2026-03-01T12:00:00+14:01", "2026-03-01T12:00:00.123456789Z", "02026-03-01T12:00:00Z", "-0001-03-01T12:00:00Z", "2026-03-01t12:00:00z", "2026-03-01",
        "ADD", "add", " ADD ", "ADD\n", "OBSERVE", "+01:00", "0aF", "0aFF", "0g", "KGM", "urn:epcglobal:cbv:bizstep:shipping",
    ];

    private static readonly XName[] Names =
    [
        "x", XName.Get("x", "urn:x"), XName.Get("x", "urn:epcglobal:epcis:xsd:2"), "extension", "baseExtension", "ilmd", "epcList", "epc", "action", "eventTime", "eventID", "id", "ObjectEvent", "AssociationEvent", "QuantityEvent", "quantityElement", "sensorElementList", "persistentDisposition", "errorDeclaration", "type",
        XName.Get("ObjectEvent", "urn:epcglobal:epcis:xsd:2"), XName.Get("EPCISBody", "urn:epcglobal:epcis:xsd:2"),
    ];

    private static readonly XName[] AttributeNames = ["x", "time", "type", XName.Get("x", "urn:x"), Instance + "nil", Instance + "type", XNamespace.Xml + "lang"];

    private readonly Random random = new(seed);

    /// <summary>A changed copy of one of the samples, and what was changed.</summary>
    public (XDocument Document, string Changes) Next()
    {
        var document = new XDocument(samples[random.Next(samples.Count)]);
        var changes = new List<string>();
        for (var count = random.Next(4) == 0 ? 2 : 1; changes.Count < count;) changes.Add(Change(document));
        return (document, $"{document.Root!.Name.LocalName} {string.Join("; ", changes)}");
    }

    private string Change(XDocument document)
    {
        var places = document.Root!.DescendantsAndSelf().ToList();
        var at = places[random.Next(places.Count)];
        var path = string.Join('/', at.AncestorsAndSelf().Reverse().Select(element => element.Name.LocalName));
        return path + (random.Next(3) switch
        {
            0 => ChangeAttribute(at),
            1 => ChangeContent(at, places),
            _ => ChangePlace(at),
        });
    }

    private string ChangeAttribute(XElement at)
    {
        var attributes = at.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration).ToList();
        var (name, value) = (AttributeNames[random.Next(AttributeNames.Length)], Value());
        if (attributes.Count == 0 || random.Next(3) == 0) at.SetAttributeValue(name, value);
        else if (attributes[random.Next(attributes.Count)] is var given && random.Next(3) == 0)
        {
            given.Remove();
            return $" without {given.Name}";
        }
        else (name, given.Value) = (given.Name, value);
        return $"/@{name} = '{value}'";
    }

    private string ChangeContent(XElement at, List<XElement> places)
    {
        var (kind, name) = (random.Next(5), Names[random.Next(Names.Length)]);
        if (kind == 0) at.AddFirst(new XElement(name, Value()));
        else if (kind == 1 && at.HasElements) at.AddFirst(new XText(random.Next(2) == 0 ? " text " : " \n "));
        else if (kind == 2 && at.HasElements) at.RemoveNodes();
        else if (kind == 3) at.Add(new XElement(places[random.Next(places.Count)]));
        else if (at.HasElements) at.Add(new XElement("x"));
        else at.Value = Value();
        return $" holds {string.Join(", ", at.Nodes().Select(node => node is XElement element ? element.Name.ToString() : $"'{node}'"))}";
    }

    private string ChangePlace(XElement at)
    {
        switch (random.Next(4))
        {
            case 0 when at.Parent is not null:
                at.Remove();
                return " taken out";
            case 1 when at.Parent is not null:
                at.AddAfterSelf(new XElement(at));
                return " doubled";
            case 2 when at.ElementsBeforeSelf().LastOrDefault() is { } before:
                at.Remove();
                before.AddBeforeSelf(at);
                return $" before {before.Name.LocalName}";
            default:
                at.Name = Names[random.Next(Names.Length)];
                return $" named {at.Name}";
        }
    }

    private string Value() => Values[random.Next(Values.Length)];
}
