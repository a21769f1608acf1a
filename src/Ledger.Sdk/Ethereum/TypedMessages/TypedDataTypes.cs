using System.Text.Json;

namespace Ledger.Sdk.Ethereum;

/// <summary>A field of an EIP-712 struct type.</summary>
public sealed record TypedDataField(string Name, string Type);

/// <summary>The struct types of an EIP-712 message.</summary>
/// <remarks>EIP-712, "Definition of encodeType".</remarks>
public sealed class TypedDataTypes
{
    internal const string DomainType = "EIP712Domain";

    // EIP-712's own order of the domain's fields.
    private static readonly TypedDataField[] DomainFields =
    [
        new("name", "string"), new("version", "string"), new("chainId", "uint256"), new("verifyingContract", "address"), new("salt", "bytes32"),
    ];

    private readonly Dictionary<string, IReadOnlyList<TypedDataField>> structs;

    /// <summary>Creates the types from fields by struct name.</summary>
    public TypedDataTypes(IEnumerable<KeyValuePair<string, IReadOnlyList<TypedDataField>>> structs) =>
        this.structs = new Dictionary<string, IReadOnlyList<TypedDataField>>(structs, StringComparer.Ordinal);

    /// <summary>Parses <c>{"Name":[{"name":…,"type":…},…],…}</c>.</summary>
    /// <exception cref="FormatException">Anything else.</exception>
    public static TypedDataTypes Parse(JsonElement types)
    {
        if (types.ValueKind != JsonValueKind.Object) throw new FormatException("Typed data: the types are no object.");
        var structs = new Dictionary<string, IReadOnlyList<TypedDataField>>(StringComparer.Ordinal);
        foreach (var entry in types.EnumerateObject())
        {
            if (entry.Value.ValueKind != JsonValueKind.Array) throw new FormatException($"Typed data: the fields of '{entry.Name}' are no array.");
            structs[entry.Name] = [.. entry.Value.EnumerateArray().Select(Field)];
        }
        return new TypedDataTypes(structs);
    }

    /// <summary>Whether a struct of this name is defined.</summary>
    public bool IsStruct(string name) => structs.ContainsKey(name);

    /// <summary>The fields of a struct.</summary>
    /// <exception cref="FormatException">Not defined.</exception>
    public IReadOnlyList<TypedDataField> Fields(string name) =>
        structs.TryGetValue(name, out var fields) ? fields : throw new FormatException($"Typed data: the type '{name}' is not defined.");

    /// <summary>The struct with its fields, then every struct it refers to, sorted by name.</summary>
    /// <exception cref="FormatException">Not defined.</exception>
    public string EncodeType(string name)
    {
        var referenced = new SortedSet<string>(StringComparer.Ordinal);
        Collect(name, referenced);
        referenced.Remove(name);
        return string.Concat(referenced.Prepend(name).Select(Describe));
    }

    internal TypedDataTypes WithDomain(JsonElement domain) =>
        new(structs.Append(new(DomainType, [.. DomainFields.Where(field => domain.TryGetProperty(field.Name, out _))])));

    /// <summary>The type without its array suffixes.</summary>
    internal static string ElementOf(string type) => type.IndexOf('[', StringComparison.Ordinal) is var at and >= 0 ? type[..at] : type;

    private string Describe(string name) => $"{name}({string.Join(',', Fields(name).Select(field => $"{field.Type} {field.Name}"))})";

    private void Collect(string name, SortedSet<string> found)
    {
        var pending = new Stack<string>([name]);
        while (pending.TryPop(out var next))
        {
            if (!found.Add(next)) continue;
            foreach (var field in Fields(next))
                if (IsStruct(ElementOf(field.Type))) pending.Push(ElementOf(field.Type));
        }
    }

    private static TypedDataField Field(JsonElement field) =>
        field.ValueKind == JsonValueKind.Object
        && field.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String
        && field.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
            ? new TypedDataField(name.GetString()!, type.GetString()!)
            : throw new FormatException("Typed data: a field needs a name and a type.");
}
