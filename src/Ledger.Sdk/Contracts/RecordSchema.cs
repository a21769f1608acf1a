using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Contracts;

/// <summary>Marks a parameter of an event's record as a topic.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class IndexedAttribute : Attribute;

/// <summary>The field's name in the ABI, where C# cannot use it: a record has no property of its own name.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class AbiNameAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>The field's type in the ABI, where a narrower C# type holds every value that the contract can log.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class AbiTypeAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>The fields of one record, derived from the parameters of its primary constructor: what EIP-712, the ABI and JSON
/// need.</summary>
internal sealed class RecordSchema
{
    private static readonly ConcurrentDictionary<Type, RecordSchema> Known = new();
    private readonly ConstructorInvoker create;

    private RecordSchema(Type type)
    {
        var constructor =
            type.GetConstructors().Single(candidate => candidate.GetParameters() is not [var only] || only.ParameterType != type);
        create = ConstructorInvoker.Create(constructor);
        Name = type.Name;
        Fields = [.. constructor.GetParameters().Select(parameter => FieldOf(type, parameter))];
        TypeString = $"{Name}({string.Join(',', Fields.Select(field => $"{field.Solidity} {field.Name}"))})";
        TupleType = $"({string.Join(',', Fields.Select(field => field.Solidity))})";
        TypeHash = Eip712.TypeHash(TypeString);
        IsDynamic = Fields.Any(field => field.IsDynamic);
    }

    /// <summary>The name of the struct or event.</summary>
    public string Name { get; }

    public IReadOnlyList<RecordField> Fields { get; }

    /// <summary>EIP-712 encodeType: <c>Name(type field,…)</c>.</summary>
    public string TypeString { get; }

    /// <summary>The ABI's canonical tuple type: <c>(type,…)</c>.</summary>
    public string TupleType { get; }

    public Hash32 TypeHash { get; }

    /// <summary>Whether the ABI encodes the tuple behind an offset.</summary>
    public bool IsDynamic { get; }

    public static RecordSchema Of(Type type) => Known.GetOrAdd(type, static type => new RecordSchema(type));

    /// <summary>EIP-712 hashStruct: keccak256(typeHash ‖ words), lists as the hash of their words.</summary>
    public Hash32 HashStruct(object record)
    {
        Span<byte> words = stackalloc byte[32 * (1 + Fields.Count)];
        words.Clear();
        TypeHash.Span.CopyTo(words);
        for (var i = 0; i < Fields.Count; i++)
        {
            var word = words.Slice(32 * (i + 1), 32);
            if (Fields[i].IsList) Keccak256.Hash(Words(Fields[i], record)).Span.CopyTo(word);
            else Fields[i].Write(record, word);
        }
        return Keccak256.Hash(words);
    }

    /// <summary>Writes the fields as one argument of a call: a tuple, behind an offset where it holds a list.</summary>
    public void WriteTo(AbiWriter writer, object record)
    {
        if (IsDynamic) writer.BeginTuple();
        foreach (var field in Fields)
        {
            var words = Words(field, record);
            if (field.IsList) writer.BeginArray(words.Length / 32);
            for (var i = 0; i < words.Length; i += 32) writer.WriteFixedBytes(words.AsSpan(i, 32));
            if (field.IsList) writer.End();
        }
        if (IsDynamic) writer.End();
    }

    /// <summary>Reads the record where it is an argument of a call.</summary>
    /// <exception cref="FormatException">The data are not the encoding of such a record.</exception>
    public object ReadFrom(ref AbiReader reader)
    {
        if (!IsDynamic) return ReadFields(ref reader);
        var tuple = reader.ReadTuple();
        return ReadFields(ref tuple);
    }

    /// <summary>The record whose fields have these values, in order.</summary>
    public object Create(object?[] values) => create.Invoke(values.AsSpan());

    /// <summary>Reads <c>{"field": value, …}</c>: every field once, no other.</summary>
    /// <exception cref="LedgerException">unknown-field, duplicate-field, missing-field, or what a value's type says.</exception>
    public object Parse(JsonElement json, string path)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw new LedgerException("malformed-value", $"{path} must be an object with the fields of {Name}.");
        var values = new object?[Fields.Count];
        foreach (var property in json.EnumerateObject())
        {
            var at = IndexOf(property.Name);
            if (at < 0)
                throw new LedgerException(
                    "unknown-field", $"{path}.{property.Name} is no field of {Name}.",
                    $"Its fields are {string.Join(", ", Fields.Select(field => field.Name))}.");
            if (values[at] is not null) throw new LedgerException("duplicate-field", $"{path}.{property.Name} is given twice.");
            values[at] = Fields[at].Parse(property.Value, $"{path}.{property.Name}");
        }
        for (var i = 0; i < values.Length; i++)
            if (values[i] is null)
                throw new LedgerException(
                    "missing-field", $"{path}.{Fields[i].Name} is missing.",
                    $"{Name} has the fields {string.Join(", ", Fields.Select(field => field.Name))}.");
        return Create(values);
    }

    /// <summary>Writes the fields as a JSON object, in their order.</summary>
    public void Print(Utf8JsonWriter writer, object record)
    {
        writer.WriteStartObject();
        foreach (var field in Fields)
        {
            writer.WritePropertyName(field.Name);
            field.Print(writer, record);
        }
        writer.WriteEndObject();
    }

    private object ReadFields(ref AbiReader reader)
    {
        var values = new object?[Fields.Count];
        for (var i = 0; i < values.Length; i++)
        {
            if (!Fields[i].IsList)
            {
                values[i] = Fields[i].Read(reader.ReadWord());
                continue;
            }
            var list = reader.ReadArray(1, out var count);
            var words = new byte[32 * count];
            for (var w = 0; w < count; w++) list.ReadWord().CopyTo(words.AsSpan(32 * w));
            values[i] = Fields[i].Read(words);
        }
        return Create(values);
    }

    private static byte[] Words(RecordField field, object record)
    {
        var words = new byte[32 * field.Count(record)];
        field.Write(record, words);
        return words;
    }

    private int IndexOf(string name)
    {
        for (var i = 0; i < Fields.Count; i++)
            if (Fields[i].Name == name) return i;
        return -1;
    }

    private static RecordField FieldOf(Type record, ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        var isList = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>);
        var property = record.GetProperty(parameter.Name!)
            ?? throw new NotSupportedException($"{record.Name} has no property {parameter.Name}.");
        var name = parameter.GetCustomAttribute<AbiNameAttribute>()?.Name
            ?? char.ToLowerInvariant(parameter.Name![0]) + parameter.Name[1..];
        if (!isList && !WordTypes.Knows(type)) return new TupleField(name, Of(type), value => property.GetValue(value)!);
        var make = typeof(RecordSchema).GetMethod(isList ? nameof(ListOf) : nameof(WordOf), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(record, isList ? type.GetGenericArguments()[0] : type);
        return (RecordField)make.Invoke(null, [name, parameter, property])!;
    }

    private static WordField<TValue> WordOf<TRecord, TValue>(string name, ParameterInfo parameter, PropertyInfo property)
        where TValue : notnull
    {
        var get = property.GetMethod!.CreateDelegate<Func<TRecord, TValue>>();
        var type = WordTypes.Of<TValue>();
        if (parameter.GetCustomAttribute<AbiTypeAttribute>() is { } wider) type = type with { Solidity = wider.Name };
        return new WordField<TValue>(name, parameter.IsDefined(typeof(IndexedAttribute)), type, record => get((TRecord)record));
    }

    private static ListField<TValue> ListOf<TRecord, TValue>(string name, ParameterInfo parameter, PropertyInfo property)
        where TValue : notnull
    {
        var get = property.GetMethod!.CreateDelegate<Func<TRecord, IReadOnlyList<TValue>>>();
        return new ListField<TValue>(name, parameter.IsDefined(typeof(IndexedAttribute)), WordTypes.Of<TValue>(), record => get((TRecord)record));
    }
}
