using System.Text.Json;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Contracts;

/// <summary>One field of an intent or an event: a word, a list of words, or (in events alone) a struct.</summary>
internal abstract class RecordField(string name, string solidity, bool isList, bool isIndexed)
{
    /// <summary>The field's name in Solidity and JSON.</summary>
    public string Name { get; } = name;

    /// <summary>The ABI type, such as <c>uint64</c> or <c>bytes32[]</c>.</summary>
    public string Solidity { get; } = solidity;

    /// <summary>Encoded as an offset and a tail, and hashed as one value.</summary>
    public bool IsList { get; } = isList;

    /// <summary>A topic of the event's log.</summary>
    public bool IsIndexed { get; } = isIndexed;

    /// <summary>Encoded behind an offset.</summary>
    public virtual bool IsDynamic => IsList;

    /// <summary>The words that it takes where it is declared.</summary>
    public virtual int HeadWords => 1;

    /// <summary>The number of words: 1, or the length of the list.</summary>
    public abstract int Count(object record);

    /// <summary>Writes the words, which come zeroed.</summary>
    public abstract void Write(object record, Span<byte> words);

    /// <summary>Reads the value or the list.</summary>
    public abstract object Read(ReadOnlySpan<byte> words);

    /// <summary>Reads what stands behind the offset, and tells how many bytes that are.</summary>
    /// <exception cref="FormatException">It is not the encoding of such a value.</exception>
    public virtual object ReadTail(ReadOnlySpan<byte> tail, out int length) => throw new NotSupportedException($"{Name} has no tail.");

    /// <summary>Reads the value from JSON.</summary>
    public abstract object Parse(JsonElement json, string path);

    /// <summary>Writes the value as JSON.</summary>
    public abstract void Print(Utf8JsonWriter writer, object record);
}

internal sealed class WordField<T>(string name, bool isIndexed, WordType<T> type, Func<object, T> get)
    : RecordField(name, type.Solidity, false, isIndexed)
    where T : notnull
{
    public override int Count(object record) => 1;

    public override void Write(object record, Span<byte> words) => type.Write(get(record), words);

    public override object Read(ReadOnlySpan<byte> words) => type.Read(words);

    public override object Parse(JsonElement json, string path) => type.Parse(json, path);

    public override void Print(Utf8JsonWriter writer, object record) => type.Print(writer, get(record));
}

internal sealed class ListField<T>(string name, bool isIndexed, WordType<T> type, Func<object, IReadOnlyList<T>> get)
    : RecordField(name, type.Solidity + "[]", true, isIndexed)
    where T : notnull
{
    public override int Count(object record) => get(record).Count;

    public override void Write(object record, Span<byte> words)
    {
        var list = get(record);
        for (var i = 0; i < list.Count; i++) type.Write(list[i], words.Slice(32 * i, 32));
    }

    public override object Read(ReadOnlySpan<byte> words)
    {
        var list = new T[words.Length / 32];
        for (var i = 0; i < list.Length; i++) list[i] = type.Read(words.Slice(32 * i, 32));
        return list;
    }

    public override object ReadTail(ReadOnlySpan<byte> tail, out int length)
    {
        var count = AbiTuple.ReadLength(AbiTuple.Slice(tail, 0, 32));
        if (count > tail.Length / 32) throw new FormatException($"{Name} is longer than its data.");
        length = 32 * (1 + count);
        return Read(AbiTuple.Slice(tail, 32, 32 * count));
    }

    public override object Parse(JsonElement json, string path)
    {
        if (json.ValueKind != JsonValueKind.Array) throw new LedgerException("malformed-value", $"{path} must be a list.");
        var list = new T[json.GetArrayLength()];
        for (var i = 0; i < list.Length; i++) list[i] = type.Parse(json[i], $"{path}[{i}]");
        return list;
    }

    public override void Print(Utf8JsonWriter writer, object record)
    {
        writer.WriteStartArray();
        foreach (var item in get(record)) type.Print(writer, item);
        writer.WriteEndArray();
    }
}

/// <summary>A struct in an event: its fields inline, or, where one of them is a list, behind an offset.</summary>
internal sealed class TupleField(string name, RecordSchema schema, Func<object, object> get)
    : RecordField(name, schema.TupleType, false, false)
{
    public override bool IsDynamic => schema.IsDynamic;

    public override int HeadWords => schema.IsDynamic ? 1 : schema.Fields.Count;

    public override int Count(object record) => throw Unsigned();

    public override void Write(object record, Span<byte> words) => throw Unsigned();

    public override object Read(ReadOnlySpan<byte> words)
    {
        var values = new object?[schema.Fields.Count];
        AbiTuple.Read(schema.Fields, words, values);
        return schema.Create(values);
    }

    public override object ReadTail(ReadOnlySpan<byte> tail, out int length)
    {
        var values = new object?[schema.Fields.Count];
        length = AbiTuple.Read(schema.Fields, tail, values);
        return schema.Create(values);
    }

    public override object Parse(JsonElement json, string path) => schema.Parse(json, path);

    public override void Print(Utf8JsonWriter writer, object record) => schema.Print(writer, get(record));

    private NotSupportedException Unsigned() => new($"{Name} is a struct: no message has one.");
}

/// <summary>Reads the one encoding of a tuple that Solidity writes: tails in the order of their fields, without gaps.</summary>
internal static class AbiTuple
{
    /// <summary>Reads the fields that are no topics; returns how many bytes they take.</summary>
    /// <exception cref="FormatException">The data are not their encoding.</exception>
    public static int Read(IReadOnlyList<RecordField> fields, ReadOnlySpan<byte> data, object?[] values)
    {
        var tail = 0;
        foreach (var field in fields)
            if (!field.IsIndexed) tail += 32 * field.HeadWords;
        var head = 0;
        for (var i = 0; i < values.Length; i++)
        {
            var field = fields[i];
            if (field.IsIndexed) continue;
            if (field.IsDynamic)
            {
                if (ReadLength(Slice(data, head, 32)) != tail) throw new FormatException($"{field.Name} is not where the encoding puts it.");
                values[i] = field.ReadTail(Slice(data, tail, data.Length - tail), out var length);
                tail += length;
            }
            else
            {
                values[i] = field.Read(Slice(data, head, 32 * field.HeadWords));
            }
            head += 32 * field.HeadWords;
        }
        return tail <= data.Length ? tail : throw new FormatException("The data end early.");
    }

    public static int ReadLength(ReadOnlySpan<byte> word) => WordTypes.Of<uint>().Read(word) is var value && value <= int.MaxValue
        ? (int)value
        : throw new FormatException("A length or offset lies beyond the data.");

    public static ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> data, int start, int length) =>
        length >= 0 && start <= data.Length - length
            ? data.Slice(start, length)
            : throw new FormatException("The data end early.");
}
