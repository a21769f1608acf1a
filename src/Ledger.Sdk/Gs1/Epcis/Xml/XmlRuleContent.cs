using System.Xml;
using System.Xml.Schema;

namespace Ledger.Sdk.Gs1.Epcis.Xml;

/// <summary>The content of one type as <see cref="XmlRuleBook"/> writes it: elements in order, attributes.</summary>
internal sealed class XmlRuleContent
{
    private readonly List<XmlSchemaAttribute> attributes = [];
    private readonly Dictionary<string, XmlQualifiedName> types;
    private readonly Dictionary<string, XmlQualifiedName> roots;

    public XmlRuleContent(string[] words, Dictionary<string, XmlQualifiedName> types, Dictionary<string, XmlQualifiedName> roots)
    {
        (this.types, this.roots) = (types, roots);
        var open = new Stack<XmlSchemaGroupBase>([new XmlSchemaSequence()]);
        foreach (var word in words)
        {
            if (word == "|") continue;
            if (word == "@@") AnyAttribute = new XmlSchemaAnyAttribute { ProcessContents = XmlSchemaContentProcessing.Lax };
            else if (word[0] == '@') attributes.Add(Attribute(word[1..]));
            else if (word is "(" or "[") open.Push(word == "(" ? new XmlSchemaSequence() : new XmlSchemaChoice());
            else if (word[0] is ')' or ']')
            {
                var closed = open.Pop();
                open.Peek().Items.Add(Repeated(closed, word[^1]));
            }
            else open.Peek().Items.Add(Particular(word));
        }
        Particle = open.Peek().Items.Count == 0 ? null : open.Peek();
    }

    public XmlSchemaParticle? Particle { get; }

    public XmlSchemaAnyAttribute? AnyAttribute { get; }

    public void CopyAttributes(XmlSchemaObjectCollection to)
    {
        foreach (var attribute in attributes) to.Add(attribute);
    }

    private XmlSchemaParticle Particular(string word)
    {
        var name = word.TrimEnd('?', '*', '+');
        if (name[0] == '#')
            return Repeated(new XmlSchemaAny { Namespace = name, ProcessContents = XmlSchemaContentProcessing.Lax }, word[^1]);
        if (name[0] == '&') return Repeated(new XmlSchemaElement { RefName = roots[name[1..]] }, word[^1]);
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        return Repeated(new XmlSchemaElement
        {
            Name = name[..colon].TrimEnd('~'),
            SchemaTypeName = types[name[(colon + 1)..]],
            IsNillable = name[colon - 1] == '~',
        }, word[^1]);
    }

    private XmlSchemaAttribute Attribute(string word)
    {
        var colon = word.IndexOf(':', StringComparison.Ordinal);
        var isRequired = word[colon - 1] == '!';
        return new XmlSchemaAttribute
        {
            Name = word[..colon].TrimEnd('!'),
            SchemaTypeName = types[word[(colon + 1)..]],
            Use = isRequired ? XmlSchemaUse.Required : XmlSchemaUse.Optional,
        };
    }

    private static XmlSchemaParticle Repeated(XmlSchemaParticle particle, char mark)
    {
        if (mark is '?' or '*') particle.MinOccurs = 0;
        if (mark is '*' or '+') particle.MaxOccursString = "unbounded";
        return particle;
    }
}
