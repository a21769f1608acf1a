using System.Xml;
using System.Xml.Linq;

namespace Ledger.Sdk.Gs1.Epcis.Xml;

/// <summary>Loads one element with all that is in it, within bounds.</summary>
internal static class XmlSubtree
{
    private const int MostCharacters = 32 * 1024 * 1024;

    /// <summary>Reads from the start tag up to and including the end tag.</summary>
    /// <exception cref="XmlException">The text is no XML, or the element is deeper or larger than what is read.</exception>
    public static XElement Load(XmlInput input)
    {
        var reader = input.Reader;
        var root = Start(reader);
        if (reader.IsEmptyElement) return root;
        var (at, depth, size) = (root, 1, 0L);
        while (depth > 0 && input.Read())
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    var child = Start(reader);
                    at.Add(child);
                    if (reader.IsEmptyElement) break;
                    at = child;
                    if (++depth > Nesting.OfElements) throw Refused(reader, $"Elements are nested more than {Nesting.OfElements} deep.");
                    break;
                case XmlNodeType.EndElement:
                    at = --depth > 0 ? at.Parent! : root;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                    size += reader.Value.Length;
                    if (size > MostCharacters) throw Refused(reader, "An element is larger than what can be read.");
                    at.Add(new XText(reader.Value));
                    break;
            }
        return root;
    }

    private static XElement Start(XmlReader reader)
    {
        var element = new XElement(XName.Get(reader.LocalName, reader.NamespaceURI));
        while (reader.MoveToNextAttribute())
            element.Add(new XAttribute(reader.LocalName == "xmlns" && reader.Prefix.Length == 0 ? XName.Get("xmlns")
                : XName.Get(reader.LocalName, reader.NamespaceURI), reader.Value));
        reader.MoveToElement();
        return element;
    }

    private static XmlException Refused(XmlReader reader, string message) =>
        new(message, null, ((IXmlLineInfo)reader).LineNumber, ((IXmlLineInfo)reader).LinePosition);
}
