using System.Text.Json;

namespace Ledger.Sdk.Contracts;

/// <summary>Reads the enclosures of an intent: every one once, no other.</summary>
internal sealed class EnclosureReader
{
    private readonly Dictionary<string, JsonElement> left = [];

    /// <summary>Takes the object, or null for an intent without enclosures.</summary>
    /// <exception cref="LedgerException">malformed-value, duplicate-field.</exception>
    public EnclosureReader(JsonElement? json)
    {
        if (json is not { } given) return;
        if (given.ValueKind != JsonValueKind.Object) throw new LedgerException("malformed-value", "enclosures must be an object.");
        foreach (var property in given.EnumerateObject())
            if (!left.TryAdd(property.Name, property.Value))
                throw new LedgerException("duplicate-field", $"enclosures.{property.Name} is given twice.");
    }

    /// <summary>Whether there is one of this name that was not taken.</summary>
    public bool Has(string name) => left.ContainsKey(name);

    /// <summary>A struct.</summary>
    public T TakeRecord<T>(string name)
        where T : notnull => (T)RecordSchema.Of(typeof(T)).Parse(Take(name), Path(name));

    /// <summary>A single value.</summary>
    public T TakeWord<T>(string name)
        where T : notnull => WordTypes.Of<T>().Parse(Take(name), Path(name));

    /// <summary>A list of values.</summary>
    public IReadOnlyList<T> TakeList<T>(string name)
        where T : notnull
    {
        var json = Take(name);
        if (json.ValueKind != JsonValueKind.Array) throw new LedgerException("malformed-value", $"{Path(name)} must be a list.");
        return [.. json.EnumerateArray().Select((item, i) => WordTypes.Of<T>().Parse(item, $"{Path(name)}[{i}]"))];
    }

    /// <summary>The JSON of one.</summary>
    /// <exception cref="LedgerException">missing-field.</exception>
    public JsonElement Take(string name) => left.Remove(name, out var json)
        ? json
        : throw new LedgerException("missing-field", $"{Path(name)} is missing.", "The call needs it beside the signed message.");

    /// <summary>Refuses what nobody took.</summary>
    /// <exception cref="LedgerException">unknown-field.</exception>
    public void End(string type)
    {
        if (left.Count > 0)
            throw new LedgerException("unknown-field", $"{Path(left.Keys.First())} is no enclosure of this {type}.");
    }

    /// <summary>Writes a struct as a property.</summary>
    public static void Print(Utf8JsonWriter writer, string name, object record)
    {
        writer.WritePropertyName(name);
        RecordSchema.Of(record.GetType()).Print(writer, record);
    }

    private static string Path(string name) => "enclosures." + name;
}
