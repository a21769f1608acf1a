using System.Data.Common;
using Dapper;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Ethereum;

namespace Ledger.Api.Documents;

/// <summary>A row of <c>captured.event</c> with the context that its body needs. Read it through <see cref="EventViews"/> only: parts may be sealed.</summary>
public sealed record StoredEvent
{
    /// <summary>Its number: the order of capture.</summary>
    public long Number { get; init; }

    /// <summary>What no two events share: see <see cref="EventKey"/>.</summary>
    public Hash32 Key { get; init; }

    /// <summary>The CBV 2.0 event hash; of an event of which something is sealed a blinded one, until it is opened whole.</summary>
    public Hash32 Hash { get; init; }

    /// <summary>Who captured it.</summary>
    public ulong Party { get; init; }

    /// <summary>Unix milliseconds of when it happened.</summary>
    public long EventTime { get; init; }

    /// <summary>Unix milliseconds of its capture.</summary>
    public long RecordTime { get; init; }

    /// <summary>What it is marked with: <see cref="EventMarks"/>.</summary>
    public long Flags { get; init; }

    /// <summary>The <c>@context</c> of its document, JSON.</summary>
    public string Context { get; init; } = "";

    /// <summary>16 bytes.</summary>
    public byte[] Salt { get; init; } = [];

    /// <summary>What the chain has of it.</summary>
    public Hash32 Commitment { get; init; }

    /// <summary>Its bytes.</summary>
    public byte[] Body { get; init; } = [];

    /// <summary>The columns and tables of a query for stored events; the event is <c>e</c>. A condition follows.</summary>
    public const string Select = """
        select e.number, e.key, e.hash, e.party, e.event_time as EventTime, e.record_time as RecordTime, e.flags, c.json as Context, e.salt, e.commitment, e.body
        from captured.event e join captured.context c on c.id = e.context
        """;

    /// <summary>The events with these numbers, in the order of their numbers.</summary>
    public static async Task<IReadOnlyList<StoredEvent>> ReadAsync(DbConnection connection, IReadOnlyCollection<long> numbers) => numbers.Count == 0 ? []
        : (await connection.QueryAsync<StoredEvent>($"{Select} where e.number {connection.IsIn("numbers")} order by e.number", new { numbers = numbers.ToArray() })).AsList();
}
