using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Contracts;

/// <summary>Something that a contract of the ledger logged; the derived record's parameters are the event's, in order.</summary>
public abstract record LedgerEvent
{
    /// <summary>The contract that logs it.</summary>
    public abstract LedgerContract Contract { get; }

    /// <summary>The first topic of an event's logs: the hash of its signature.</summary>
    public static Hash32 TopicOf<TEvent>()
        where TEvent : LedgerEvent => EventSchema.Of(typeof(TEvent)).Topic;
}

/// <summary>Decodes the logs of one event.</summary>
internal sealed class EventSchema
{
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<Type, EventSchema> Known = new();
    private readonly RecordSchema schema;
    private readonly int topics;

    private EventSchema(Type type)
    {
        schema = RecordSchema.Of(type);
        Signature = schema.Name + schema.TupleType;
        Topic = Eip712.TypeHash(Signature);
        topics = 1 + schema.Fields.Count(field => field.IsIndexed);
    }

    public string Signature { get; }

    public Hash32 Topic { get; }

    public IReadOnlyList<RecordField> Fields => schema.Fields;

    public static EventSchema Of(Type type) => Known.GetOrAdd(type, static type => new EventSchema(type));

    /// <summary>The event of these topics and data.</summary>
    /// <exception cref="FormatException">They are not encoded as the ABI says.</exception>
    public LedgerEvent Decode(ReadOnlySpan<Hash32> logTopics, ReadOnlySpan<byte> data)
    {
        if (logTopics.Length != topics) throw new FormatException($"{schema.Name} has {topics} topics, not {logTopics.Length}.");
        var values = new object?[schema.Fields.Count];
        var topic = 1;
        for (var i = 0; i < values.Length; i++)
            if (schema.Fields[i].IsIndexed) values[i] = schema.Fields[i].Read(logTopics[topic++].Span);
        var length = AbiTuple.Read(schema.Fields, data, values);
        return length == data.Length
            ? (LedgerEvent)schema.Create(values)
            : throw new FormatException($"The data of {schema.Name} has {data.Length} bytes, not {length}.");
    }
}
