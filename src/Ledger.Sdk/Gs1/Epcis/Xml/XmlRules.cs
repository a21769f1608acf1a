using System.Xml.Schema;

namespace Ledger.Sdk.Gs1.Epcis.Xml;

/// <summary>What EPCIS documents in XML must look like: the verdict of GS1's XML schemas for EPCIS 2.0 and 1.2, in a notation of ours.</summary>
internal static class XmlRules
{
    private const string Bare = """
        ObjectEvent -> ObjectEventType
        AggregationEvent -> AggregationEventType
        TransactionEvent -> TransactionEventType
        TransformationEvent -> TransformationEventType
        """;

    private const string Common = """
        Document = @schemaVersion!:decimal @creationDate!:dateTime
        EPC : string =
        decimal = /[+\-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)/
        uri = /([A-Za-z][A-Za-z0-9+.\-]*:(//{authority}(/{path})?|/?({segment}(/{path})?)?)|//{authority}(/{path})?|/({first}(/{path})?)?|({first}(/{path})?)?)(\?{query})?(#{fragment})?/
        DateTimeStamp : dateTime = /[0-9]{4}-(1[0-2]|0[1-9])-(3[01]|0[1-9]|[12][0-9])T(2[0-3]|[01][0-9]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?(Z|[+\-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00))/
        """;

    private static readonly Lazy<XmlSchemaSet> Version2 = new(() => Compile("2", XmlRules2.Events));

    private static readonly Lazy<XmlSchemaSet> Version1 = new(() => Compile("1", XmlRules1.Events));

    private static readonly Lazy<XmlSchemaSet> Bare2 =
        new(() => Compile("2", XmlRules2.Events, ("", false, Bare + "\nAssociationEvent -> AssociationEventType")));

    private static readonly Lazy<XmlSchemaSet> Bare1 =
        new(() => Compile("1", XmlRules1.Events, ("", false, Bare + "\nQuantityEvent -> QuantityEventType")));

    /// <summary>The rules for a document whose root has this namespace; null where there are none.</summary>
    public static XmlSchemaSet? For(string name, string root, bool isVersion1) => name switch
    {
        "urn:epcglobal:epcis:xsd:2" when root is "EPCISDocument" or "EPCISCaptureJob" or "EPCISException" => Version2.Value,
        "urn:epcglobal:epcis-query:xsd:2" when root is "EPCISQueryDocument" => Version2.Value,
        "urn:epcglobal:epcis-masterdata:xsd:2" when root is "EPCISMasterDataDocument" => Version2.Value,
        "urn:epcglobal:epcis:xsd:1" when root is "EPCISDocument" => Version1.Value,
        "urn:epcglobal:epcis-query:xsd:1" when root is "EPCISQueryDocument" => Version1.Value,
        "urn:epcglobal:epcis-masterdata:xsd:1" when root is "EPCISMasterDataDocument" => Version1.Value,
        "" when IsEvent(root, isVersion1) => isVersion1 ? Bare1.Value : Bare2.Value,
        _ => null,
    };

    private static bool IsEvent(string root, bool isVersion1) =>
        root is "ObjectEvent" or "AggregationEvent" or "TransactionEvent" or "TransformationEvent"
        || root == (isVersion1 ? "QuantityEvent" : "AssociationEvent");

    private static XmlSchemaSet Compile(string version, string events, params (string, bool, string)[] more) => XmlRuleBook.Compile(
    [
        ("urn:epcglobal:xsd:1", false, Characters(Common)),
        ("urn:epcglobal:epcis:xsd:" + version, false, XmlRulesShared.Documents + events),
        ("urn:epcglobal:epcis-query:xsd:" + version, false,
            XmlRulesShared.Query.Replace("{time}", version == "2" ? "DateTimeStamp" : "dateTime", StringComparison.Ordinal)),
        ("urn:epcglobal:epcis-masterdata:xsd:" + version, false, XmlRulesShared.MasterData),
        ("http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader", true, XmlRulesShared.Header),
        .. more,
    ]);

    /// <summary>
    /// RFC 3986 section 3; what it has no place for may stand unescaped in an anyURI (XML Schema part 2, section 3.2.17).
    /// </summary>
    private static string Characters(string rules)
    {
        const string host = @"A-Za-z0-9\-._~!$&'()*+,;=\s<>""{}|\\^`" + "\u007f-\uffff";
        static string Some(string characters) => $"([{host}{characters}]|%[0-9A-Fa-f]{{2}})*";
        return rules.Replace("{authority}", $@"({Some(":")}@)?(\[[0-9A-Fa-f:.]*\]|{Some("")})(:[0-9]*)?", StringComparison.Ordinal)
            .Replace("{segment}", $"([{host}@:]|%[0-9A-Fa-f]{{2}})+", StringComparison.Ordinal)
            .Replace("{first}", $"([{host}@]|%[0-9A-Fa-f]{{2}})+", StringComparison.Ordinal)
            .Replace("{path}", Some("@:/"), StringComparison.Ordinal).Replace("{query}", Some("@:/?"), StringComparison.Ordinal)
            .Replace("{fragment}", Some(@"@:/?\[\]"), StringComparison.Ordinal);
    }
}
