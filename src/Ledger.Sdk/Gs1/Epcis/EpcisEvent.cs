using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;

namespace Ledger.Sdk.Gs1.Epcis;

/// <summary>One event of EPCIS 2.0: what happened to which things, when, where and why. Identifiers are kept as written.</summary>
public sealed class EpcisEvent
{
    private string? hashId;

    internal EpcisEvent(ReadOnlyMemory<byte> source, string type, byte[]? hash)
    {
        Source = source;
        Type = type;
        HashBytes = hash;
    }

    /// <summary>The event's exact bytes in the document, UTF-8.</summary>
    public ReadOnlyMemory<byte> Source { get; }

    /// <summary>
    /// ObjectEvent, AggregationEvent, AssociationEvent, TransactionEvent, TransformationEvent, or the URI of another type.
    /// </summary>
    public string Type { get; }

    /// <summary>The CBV 2.0 event hash ID, <c>ni:///sha-256;…?ver=CBV2.0</c>.</summary>
    public string Hash => hashId ??= HashBytes.IsEmpty ? "" : EventHash.IdOf(HashBytes.Span);

    /// <summary>The 32 bytes of <see cref="Hash"/>; empty where it was not computed.</summary>
    public ReadOnlyMemory<byte> HashBytes { get; }

    /// <summary>Its <see cref="Query.Terms"/>, where they were found when it was read.</summary>
    internal IReadOnlyCollection<long>? Terms { get; init; }

    /// <summary>The ID in the document; where it has none, <see cref="Hash"/>.</summary>
    public string EventId => GivenId ?? Hash;

    /// <summary>Whether the document gave no ID.</summary>
    public bool IsEventIdDerived => GivenId is null;

    internal string? GivenId { get; init; }

    /// <summary>When it happened, UTC; the default where an event is read of which the reader may not know.</summary>
    public DateTimeOffset EventTime { get; internal init; }

    /// <summary>The offset from UTC where it happened, such as +01:00.</summary>
    public string EventTimeZoneOffset { get; internal init; } = "";

    /// <summary>When another repository recorded it.</summary>
    public DateTimeOffset? RecordTime { get; internal init; }

    /// <summary>ADD, OBSERVE or DELETE; null for transformations.</summary>
    public string? Action { get; internal init; }

    /// <summary>The business step: a word of the CBV or a URI.</summary>
    public string? BizStep { get; internal init; }

    /// <summary>The state afterwards: a word of the CBV or a URI.</summary>
    public string? Disposition { get; internal init; }

    /// <summary>Where it was seen.</summary>
    public string? ReadPoint { get; internal init; }

    /// <summary>Where it stays.</summary>
    public string? BizLocation { get; internal init; }

    /// <summary>The container, asset or transaction's whole.</summary>
    public string? ParentId { get; internal init; }

    /// <summary>What ties several events of one transformation together.</summary>
    public string? TransformationId { get; internal init; }

    /// <summary>The things.</summary>
    public IReadOnlyList<string> EpcList { get; internal init; } = [];

    /// <summary>The things in or on the parent.</summary>
    public IReadOnlyList<string> ChildEpcs { get; internal init; } = [];

    /// <summary>The things that went in.</summary>
    public IReadOnlyList<string> InputEpcs { get; internal init; } = [];

    /// <summary>The things that came out.</summary>
    public IReadOnlyList<string> OutputEpcs { get; internal init; } = [];

    /// <summary>The amounts.</summary>
    public IReadOnlyList<QuantityElement> QuantityList { get; internal init; } = [];

    /// <summary>The amounts in or on the parent.</summary>
    public IReadOnlyList<QuantityElement> ChildQuantities { get; internal init; } = [];

    /// <summary>The amounts that went in.</summary>
    public IReadOnlyList<QuantityElement> InputQuantities { get; internal init; } = [];

    /// <summary>The amounts that came out.</summary>
    public IReadOnlyList<QuantityElement> OutputQuantities { get; internal init; } = [];

    /// <summary>The papers behind it.</summary>
    public IReadOnlyList<TypedId> BizTransactions { get; internal init; } = [];

    /// <summary>Whom and where it came from.</summary>
    public IReadOnlyList<TypedId> Sources { get; internal init; } = [];

    /// <summary>Whom and where it goes to.</summary>
    public IReadOnlyList<TypedId> Destinations { get; internal init; } = [];

    /// <summary>Dispositions that hold until unset.</summary>
    public IReadOnlyList<string> PersistentDispositionsSet { get; internal init; } = [];

    /// <summary>Dispositions that hold no longer.</summary>
    public IReadOnlyList<string> PersistentDispositionsUnset { get; internal init; } = [];

    /// <summary>What sensors observed.</summary>
    public IReadOnlyList<SensorElement> SensorElements { get; internal init; } = [];

    /// <summary>Whether it declares an earlier event, of the same <see cref="Hash"/>, an error.</summary>
    public bool IsErrorDeclaration { get; internal init; }

    /// <summary>Instance or lot master data: prefixed name to JSON text.</summary>
    public IReadOnlyDictionary<string, string> Ilmd { get; internal init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Members of the event beyond the standard: prefixed name to JSON text.</summary>
    public IReadOnlyDictionary<string, string> Extensions { get; internal init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Reads an event that was checked when it was captured, from its own bytes; false if they are none any more. Its hash is not
    /// computed again: <see cref="Hash"/> is empty.</summary>
    public static bool TryReread(ReadOnlyMemory<byte> utf8, [NotNullWhen(true)] out EpcisEvent? read)
    {
        var tape = new JsonTape();
        read = tape.Load(utf8, setEventsAside: false) is null && tape[0].Kind == JsonKind.Object && tape.Find(0, EpcisField.Type) >= 0
            ? EventReader.Read(utf8, tape, null) : null;
        return read is not null;
    }

    /// <summary>Checks and reads one event; null where it has faults, which are added to the problems.</summary>
    internal static EpcisEvent? TryRead(ReadOnlyMemory<byte> source, JsonTape tape, ContextPrefixes contexts, EventHasher hasher,
        string at, List<EpcisProblem> problems, bool isSchemaChecked = false)
    {
        var report = new SchemaReport(tape) { Base = at };
        if (tape.Load(source, setEventsAside: false) is { } error) report.Problems.Add(new EpcisProblem(at, error));
        else
        {
            if (isSchemaChecked) EpcisSchema.Times(report, 0);
            else EpcisSchema.Event(report, 0);
            Nesting.Check(report);
            TextCheck.Run(report);
            if (report.Problems.Count == 0) IdentifierCheck.Run(report);
        }
        if (report.Problems.Count == 0) return EventReader.Read(source, tape, hasher.Hash(tape, contexts), Query.Terms.Of(tape));
        problems.AddRange(report.Problems);
        return null;
    }
}
