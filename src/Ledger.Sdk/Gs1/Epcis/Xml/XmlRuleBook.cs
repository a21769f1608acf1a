using System.Xml;
using System.Xml.Schema;

namespace Ledger.Sdk.Gs1.Epcis.Xml;

/// <summary>
/// Builds the rules for EPCIS XML from lines <c>Type = content</c>. Content is elements <c>name:Type</c>, references <c>&amp;name</c> to root
/// elements, and <c>##other</c> or <c>##local</c> for anyone's elements, each with <c>?</c>, <c>*</c> or <c>+</c>; <c>( )</c> belongs
/// together, <c>[ | ]</c> is a choice; <c>@name:type</c> is an attribute, with <c>!</c> a required one, and <c>@@</c> allows anyone's. A line
/// <c>Type : Base = …</c> extends, <c>name -> Type</c> is a root element, <c>'A' 'B'</c> are words and <c>/…/</c> a pattern.
/// </summary>
internal sealed class XmlRuleBook
{
    private const string Xsd = XmlSchema.Namespace;

    private readonly Dictionary<string, XmlQualifiedName> types = [];
    private readonly Dictionary<string, XmlQualifiedName> roots = [];
    private readonly HashSet<string> simple = [];

    /// <summary>The compiled rules of these sections: namespace, whether its elements are qualified, lines.</summary>
    public static XmlSchemaSet Compile(params (string Namespace, bool IsQualified, string Lines)[] sections) =>
        new XmlRuleBook().Build(sections);

    private XmlSchemaSet Build((string Namespace, bool IsQualified, string Lines)[] sections)
    {
        var set = new XmlSchemaSet { XmlResolver = null };
        foreach (var name in new[] { "string", "double", "boolean", "dateTime", "int", "integer", "hexBinary" })
        {
            types[name] = new XmlQualifiedName(name, Xsd);
            simple.Add(name);
        }
        types["any"] = new XmlQualifiedName("anyType", Xsd);
        foreach (var section in sections)
            foreach (var line in Lines(section.Lines)) Register(section.Namespace, line);
        foreach (var section in sections)
        {
            var schema = new XmlSchema { TargetNamespace = section.Namespace.Length == 0 ? null : section.Namespace };
            if (section.IsQualified) schema.ElementFormDefault = XmlSchemaForm.Qualified;
            foreach (var other in sections.Where(s => s.Namespace != section.Namespace))
                schema.Includes.Add(new XmlSchemaImport { Namespace = other.Namespace.Length == 0 ? null : other.Namespace });
            foreach (var line in Lines(section.Lines)) schema.Items.Add(Item(line));
            set.Add(schema);
        }
        set.Compile();
        return set;
    }

    private static IEnumerable<string[]> Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(words => words.Length > 0);

    private void Register(string name, string[] line)
    {
        if (line[1] == "->") roots[line[0]] = new XmlQualifiedName(line[0], name);
        else types[line[0]] = new XmlQualifiedName(line[0], name);
        if (line[^1][0] is '\'' or '/') simple.Add(line[0]);
    }

    private XmlSchemaObject Item(string[] line)
    {
        if (line[1] == "->") return new XmlSchemaElement { Name = line[0], SchemaTypeName = types[line[2]] };
        var equals = Array.IndexOf(line, "=");
        var content = line[(equals + 1)..];
        if (simple.Contains(line[0])) return SimpleType(line[0], equals == 3 ? line[2] : "string", content);
        return ComplexType(line[0], equals == 3 ? line[2] : null, new XmlRuleContent(content, types, roots));
    }

    private static XmlSchemaSimpleType SimpleType(string name, string parent, string[] content)
    {
        var restriction = new XmlSchemaSimpleTypeRestriction { BaseTypeName = new XmlQualifiedName(parent, Xsd) };
        foreach (var word in content)
            restriction.Facets.Add(word[0] == '/'
                ? new XmlSchemaPatternFacet { Value = word[1..^1] }
                : new XmlSchemaEnumerationFacet { Value = word[1..^1] });
        if (content[0][0] == '/') restriction.Facets.Add(new XmlSchemaWhiteSpaceFacet { Value = "collapse" });
        return new XmlSchemaSimpleType { Name = name, Content = restriction };
    }

    private XmlSchemaComplexType ComplexType(string name, string? parent, XmlRuleContent content)
    {
        var type = new XmlSchemaComplexType { Name = name };
        if (parent is null)
        {
            type.Particle = content.Particle;
            content.CopyAttributes(type.Attributes);
            type.AnyAttribute = content.AnyAttribute;
        }
        else if (simple.Contains(parent))
        {
            var extension = new XmlSchemaSimpleContentExtension { BaseTypeName = types[parent], AnyAttribute = content.AnyAttribute };
            content.CopyAttributes(extension.Attributes);
            type.ContentModel = new XmlSchemaSimpleContent { Content = extension };
        }
        else
        {
            var extension = new XmlSchemaComplexContentExtension
            {
                BaseTypeName = types[parent],
                Particle = content.Particle,
                AnyAttribute = content.AnyAttribute,
            };
            content.CopyAttributes(extension.Attributes);
            type.ContentModel = new XmlSchemaComplexContent { Content = extension, IsMixed = parent == "any" };
        }
        return type;
    }
}
