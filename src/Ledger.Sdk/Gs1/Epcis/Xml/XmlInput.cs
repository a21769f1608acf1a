using System.Xml;
using System.Xml.Schema;

namespace Ledger.Sdk.Gs1.Epcis.Xml;

/// <summary>
/// A document in XML, read once and checked against <see cref="XmlRules"/> on the way. Nothing outside of it is fetched, and document type
/// declarations are skipped, so that no entity is ever expanded.
/// </summary>
internal sealed class XmlInput
{
    private const int MostProblems = 50;

    private static readonly HashSet<string> Unpadded =
        ["dateTime", "date", "time", "duration", "gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay", "int", "QName"];

    private List<EpcisProblem> found = [];
    private readonly XmlSchemaSet? rules;
    private bool isUnpadded;

    /// <exception cref="InvalidEpcisException">It is no XML, or its root is no document of EPCIS.</exception>
    public XmlInput(Stream stream, bool isChecked = true)
    {
        try
        {
            rules = Peek(stream, isChecked);
            stream.Position = 0;
            var settings = Settings();
            if (rules is not null)
            {
                settings.ValidationType = ValidationType.Schema;
                settings.ValidationFlags = XmlSchemaValidationFlags.None;
                settings.Schemas = rules;
                settings.ValidationEventHandler += (_, e) => Add(e.Exception.LineNumber, e.Exception.LinePosition, e.Message);
            }
            Reader = XmlReader.Create(stream, settings);
            MoveTo(static reader => reader.MoveToContent() != XmlNodeType.None);
        }
        catch (XmlException error)
        {
            throw Broken(error);
        }
    }

    public XmlReader Reader { get; }

    /// <summary>Name of the root element.</summary>
    public string Root { get; private set; } = "";

    /// <summary>Whether rules of EPCIS 1.2 hold.</summary>
    public bool IsVersion1 { get; private set; }

    /// <summary>Where the reader stands.</summary>
    public (int Line, int Position) Place => (((IXmlLineInfo)Reader).LineNumber, ((IXmlLineInfo)Reader).LinePosition);

    /// <summary>Moves on; false behind the end.</summary>
    public bool Read()
    {
        if (!MoveTo(static reader => reader.Read())) return false;
        if (Reader.NodeType == XmlNodeType.Element) Enter();
        else if (isUnpadded && Reader.NodeType is XmlNodeType.Text && Reader.Value.Length != Reader.Value.Trim().Length)
            Add("A value of this type has no blanks around it.");
        return true;
    }

    /// <summary>The validator reports what is wrong, but falls over an <c>xsi:nil</c> that is neither true nor false.</summary>
    private bool MoveTo(Func<XmlReader, bool> move)
    {
        try
        {
            return move(Reader);
        }
        catch (FormatException)
        {
            throw new XmlException("xsi:nil is neither true nor false.", null, Place.Line, Place.Position);
        }
    }

    /// <summary>What was found wrong since this was last asked.</summary>
    public List<EpcisProblem> Take()
    {
        var taken = found;
        if (taken.Count > 0) found = [];
        return taken;
    }

    /// <summary>The error for text that is no XML.</summary>
    public static InvalidEpcisException Broken(XmlException error) => new([new EpcisProblem("", "The text is no XML that can be read: "
        + error.Message + (error.Message.Contains("entity", StringComparison.Ordinal) ? " Entities are never expanded." : ""))
    {
        Line = error.LineNumber,
        Position = error.LinePosition,
    }]);

    private void Enter()
    {
        isUnpadded = false;
        if (rules is null || !Reader.HasAttributes || Reader.GetAttribute("type", XmlSchema.InstanceNamespace)?.Trim() is not { } name) return;
        // By the letter blanks around a moment or an integer collapse. Where a document names the type itself, GS1's verdicts do not let them.
        isUnpadded = Reader.SchemaInfo?.SchemaType?.QualifiedName is { Namespace: XmlSchema.Namespace } type && Unpadded.Contains(type.Name);
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        var space = Reader.LookupNamespace(colon < 0 ? "" : name[..colon]) ?? "";
        var named = new XmlQualifiedName(name[(colon + 1)..], space);
        var isKnown = space == XmlSchema.Namespace
            ? XmlSchemaType.GetBuiltInSimpleType(named) is not null || named.Name == "anyType" : rules.GlobalTypes.Contains(named);
        if (!isKnown) Add($"The type '{name}' is not known.");
    }

    private void Add(string message) => Add(Place.Line, Place.Position, message);

    private void Add(int line, int position, string message)
    {
        if (found.Count < MostProblems) found.Add(new EpcisProblem("", message) { Line = line, Position = position });
    }

    private XmlSchemaSet? Peek(Stream stream, bool isChecked)
    {
        stream.Position = 0;
        using var reader = XmlReader.Create(stream, Settings());
        reader.MoveToContent();
        Root = reader.LocalName;
        var name = reader.NamespaceURI;
        IsVersion1 = name.EndsWith(":1", StringComparison.Ordinal) || (name.Length == 0 && IsBareVersion1(reader));
        if (!isChecked && (Root is "EPCISDocument" or "EPCISQueryDocument" || Root.EndsWith("Event", StringComparison.Ordinal))) return null;
        return XmlRules.For(name, Root, IsVersion1) ?? throw Foreign(reader, name);
    }

    /// <summary>The root is no document of EPCIS; where the text behind it is no XML either, such as for an entity that nobody declares, that comes first.</summary>
    private InvalidEpcisException Foreign(XmlReader reader, string name)
    {
        var (line, position) = (((IXmlLineInfo)reader).LineNumber, ((IXmlLineInfo)reader).LinePosition);
        while (reader.Read()) { }
        return new InvalidEpcisException([new EpcisProblem("", $"'{Root}'{(name.Length == 0 ? "" : $" of the namespace '{name}'")} is no document of EPCIS 2.0 or 1.2.")
        {
            Line = line,
            Position = position,
        }]);
    }

    private static bool IsBareVersion1(XmlReader reader) => reader.GetAttribute("schemaVersion") is { } version
        ? version.StartsWith("1.", StringComparison.Ordinal)
        : reader.LocalName == "QuantityEvent"
            || ((IXmlNamespaceResolver)reader).GetNamespacesInScope(XmlNamespaceScope.All).Values.Contains("urn:epcglobal:epcis:xsd:1");

    private static XmlReaderSettings Settings() => new()
    {
        DtdProcessing = DtdProcessing.Ignore,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        CloseInput = false,
    };
}
