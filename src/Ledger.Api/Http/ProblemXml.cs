using System.Xml.Linq;

namespace Ledger.Api.Http;

/// <summary>A problem as <c>EPCISException</c> of the EPCIS 2.0 schema; what the schema does not know stands in a namespace of its own.</summary>
internal static class ProblemXml
{
    public const string MediaType = "application/problem+xml";

    private static readonly XNamespace Epcis = "urn:epcglobal:epcis:xsd:2";
    private static readonly XNamespace Own = "urn:ledger:problem";

    public static string Of(Problem problem) => new XDocument(new XElement(
        Epcis + "EPCISException", new XAttribute(XNamespace.Xmlns + "epcis", Epcis.NamespaceName), new XAttribute(XNamespace.Xmlns + "ledger", Own.NamespaceName),
        new XElement("type", problem.Type), new XElement("title", problem.Title), new XElement("status", problem.Status), new XElement("detail", Clean(problem.Detail)),
        new XElement(Own + "code", problem.Code), problem.Hint is { } hint ? new XElement(Own + "hint", Clean(hint)) : null,
        problem.Values?.Select(pair => new XElement(Own + "value", new XAttribute("at", Clean(pair.Key)), Clean(pair.Value))),
        new XElement(Own + "traceId", problem.TraceId))).ToString(SaveOptions.DisableFormatting);

    /// <summary>Without what XML can't hold: details quote what was sent.</summary>
    private static string Clean(string text) => string.Concat(text.Select(c => System.Xml.XmlConvert.IsXmlChar(c) ? c : '\uFFFD'));
}
