using System.Text.Json;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Contracts;

/// <summary>One field of an intent or an event: a word, or a list of words.</summary>
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

    /// <summary>The number of words: 1, or the length of the list.</summary>
    public abstract int Count(object record);

    /// <summary>Writes the words, which come zeroed.</summary>
    public abstract void Write(object record, Span<byte> words);

    /// <summary>Reads the value or the list.</summary>
    public abstract object Read(ReadOnlySpan<byte> words);

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
