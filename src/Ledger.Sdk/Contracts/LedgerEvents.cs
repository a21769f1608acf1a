using System.Diagnostics.CodeAnalysis;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Contracts;

/// <summary>Decodes logs of the ledger's contracts. Check the address yourself: anyone may deploy a contract that logs the same.</summary>
public static class LedgerEvents
{
    private static readonly Dictionary<Hash32, EventSchema> ByTopic = typeof(LedgerEvent).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(LedgerEvent)) && !type.IsAbstract)
        .Select(EventSchema.Of).ToDictionary(schema => schema.Topic);

    /// <summary>The event of a log; false where it is none of the ledger's.</summary>
    /// <exception cref="FormatException">It has the topic of such an event, but other data.</exception>
    public static bool TryDecode(Log log, [NotNullWhen(true)] out LedgerEvent? decoded)
    {
        ArgumentNullException.ThrowIfNull(log);
        return TryDecode(log.Topics, log.Data, out decoded);
    }

    /// <inheritdoc cref="TryDecode(Log, out LedgerEvent?)"/>
    public static bool TryDecode(ReadOnlySpan<Hash32> topics, ReadOnlySpan<byte> data, [NotNullWhen(true)] out LedgerEvent? decoded)
    {
        decoded = topics.Length > 0 && ByTopic.TryGetValue(topics[0], out var schema) ? schema.Decode(topics, data) : null;
        return decoded is not null;
    }

    internal static bool TryDecode<TEvent>(Log log, [NotNullWhen(true)] out TEvent? decoded)
        where TEvent : LedgerEvent
    {
        decoded = TryDecode(log, out var any) ? any as TEvent : null;
        return decoded is not null;
    }
}
