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
        var (topic, head, tail) = (1, 0, 32 * (schema.Fields.Count - topics + 1));
        for (var i = 0; i < values.Length; i++)
        {
            var field = schema.Fields[i];
            if (field.IsIndexed) values[i] = field.Read(logTopics[topic++].Span);
            else
            {
                values[i] = field.IsList ? ReadList(field, data, head, ref tail) : field.Read(Slice(data, head, 32));
                head += 32;
            }
        }
        return tail == data.Length
            ? (LedgerEvent)schema.Create(values)
            : throw new FormatException($"The data of {schema.Name} has {data.Length} bytes, not {tail}.");
    }

    private static object ReadList(RecordField field, ReadOnlySpan<byte> data, int head, ref int tail)
    {
        var length = WordTypes.Of<uint>();
        if (length.Read(Slice(data, head, 32)) != tail) throw new FormatException($"{field.Name} is not where the encoding puts it.");
        var count = checked((int)length.Read(Slice(data, tail, 32)));
        if (count > data.Length / 32) throw new FormatException($"{field.Name} is longer than its data.");
        var list = field.Read(Slice(data, tail + 32, 32 * count));
        tail += 32 * (1 + count);
        return list;
    }

    private static ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> data, int start, int length) =>
        start + length <= data.Length ? data.Slice(start, length) : throw new FormatException("The data of the log ends early.");
}
