using System.Xml;

namespace Ledger.Sdk.Invoices;

/// <summary>An element with all that is in it: what a part of a document needs to be read in any order.</summary>
internal sealed class XmlPart
{
    private const int MostParts = 200_000;

    private readonly List<XmlPart> parts = [];
    private Dictionary<string, string>? attributes;

    private XmlPart(string name, int line) => (Name, Line) = (name, line);

    /// <summary>Local name.</summary>
    public string Name { get; }

    /// <summary>The line on which it begins.</summary>
    public int Line { get; }

    /// <summary>Its own text, trimmed; empty where it has none.</summary>
    public string Value { get; private set; } = "";

    /// <summary>The elements in it, of the namespaces that count.</summary>
    public IReadOnlyList<XmlPart> Parts => parts;

    /// <summary>The first element at a path of local names; null where there is none.</summary>
    public XmlPart? this[string path]
    {
        get
        {
            var part = (XmlPart?)this;
            foreach (var name in path.Split('/')) part = part?.parts.Find(child => child.Name == name);
            return part;
        }
    }

    /// <summary>Reads the element on which the reader stands, and moves behind it.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="counts">Which namespaces count; elements of others are left out.</param>
    /// <exception cref="InvalidFileException">file-malformed, file-oversized.</exception>
    public static XmlPart Read(XmlReader reader, Func<string, bool> counts)
    {
        var count = 0;
        var open = new Stack<XmlPart>();
        while (true)
        {
            if (reader.NodeType == XmlNodeType.Element && open.Count > 0 && !counts(reader.NamespaceURI)) SkipElement(reader);
            else if (reader.NodeType == XmlNodeType.Element)
            {
                if (++count > MostParts) throw new InvalidFileException("file-oversized", $"An element holds more than {MostParts} others.", line: LineOf(reader));
                var part = new XmlPart(reader.LocalName, LineOf(reader));
                if (open.TryPeek(out var parent)) parent.parts.Add(part);
                var isEmpty = reader.IsEmptyElement;
                part.ReadAttributes(reader);
                if (isEmpty && open.Count == 0) return End(reader, part);
                if (!isEmpty) open.Push(part);
            }
            else if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA) open.Peek().Value += FinanceXml.Value(reader).Trim();
            else if (reader.NodeType == XmlNodeType.EndElement && open.Pop() is var ended && open.Count == 0) return End(reader, ended);
            FinanceXml.Read(reader);
        }
    }

    /// <summary>The text at a path; null where there is none, or an empty one.</summary>
    public string? Text(string path) => this[path] is { Value.Length: > 0 } part ? part.Value : null;

    /// <summary>The elements of this name.</summary>
    public IEnumerable<XmlPart> All(string name) => parts.Where(part => part.Name == name);

    /// <summary>An attribute without namespace; null where there is none.</summary>
    public string? Attribute(string name) => attributes?.GetValueOrDefault(name);

    private static XmlPart End(XmlReader reader, XmlPart part)
    {
        FinanceXml.Read(reader);
        return part;
    }

    private static void SkipElement(XmlReader reader)
    {
        if (reader.IsEmptyElement) return;
        var depth = reader.Depth;
        while (FinanceXml.Read(reader) && (reader.NodeType != XmlNodeType.EndElement || reader.Depth > depth))
        {
        }
    }

    private static int LineOf(XmlReader reader) => ((IXmlLineInfo)reader).LineNumber;

    private void ReadAttributes(XmlReader reader)
    {
        if (!reader.HasAttributes) return;
        while (reader.MoveToNextAttribute())
            if (reader.NamespaceURI.Length == 0) (attributes ??= [])[reader.LocalName] = reader.Value.Trim();
        reader.MoveToElement();
    }
}
