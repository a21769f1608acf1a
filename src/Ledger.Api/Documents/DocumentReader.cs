using System.Security.Cryptography;
using System.Text;
using Ledger.Sdk;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Gs1;
using Ledger.Sdk.Gs1.Epcis;
using Ledger.Sdk.Gs1.Epcis.Query;
using Ledger.Sdk.Provenance;

namespace Ledger.Api.Documents;

/// <summary>Turns an EPCIS 2.0 document into what is stored of its events.</summary>
public static class DocumentReader
{
    private const int SliceLength = 250;
    private const int ChunkLength = 64;
    private const int MostAhead = 8;
    private const int MostProblems = 100;
    private const int Few = 16;

    /// <summary>Begins to read a document in JSON or XML; with <see cref="CaptureErrorBehaviour.Rollback"/> a short one is read to its end and refused where it has faults.</summary>
    /// <param name="document">Stays open until all slices are read.</param>
    /// <param name="hash">SHA-256 of its bytes.</param>
    /// <param name="isLong">Whether its events are read only while they are written.</param>
    /// <param name="order">What else is known of the capture.</param>
    /// <param name="mostEvents">How many events it may have.</param>
    /// <exception cref="InvalidEpcisException">It is no valid EPCIS.</exception>
    /// <exception cref="LedgerException"><c>too-many-events</c>.</exception>
    public static CaptureOrder Read(Stream document, byte[] hash, bool isLong, int mostEvents, CaptureTerms order)
    {
        var isXml = EpcisXml.IsXml(document);
        var reader = EpcisDocumentReader.Open(document);
        if (reader.Envelope.IsQuery) throw new InvalidEpcisException([new EpcisProblem("/type", "An EPCISQueryDocument answers a query; only an EPCISDocument is captured.")]);
        var context = reader.Envelope.Context ?? "null";
        // A reader reads once: who asks for the events again has the document opened again.
        EpcisDocumentReader? opened = reader;
        var slices = Slices(() => Interlocked.Exchange(ref opened, null) ?? EpcisDocumentReader.Open(document), Encoding.UTF8.GetBytes(context), mostEvents);
        if (!isLong || order.IsOneEvent)
        {
            IReadOnlyList<IReadOnlyList<ReadEvent>> all = [.. slices];
            var problems = ProblemsOf(all);
            if (problems.Count > 0 && order.Behaviour == CaptureErrorBehaviour.Rollback) throw new InvalidEpcisException(problems);
            if (order.IsOneEvent && (all.Sum(slice => slice.Count) != 1 || !(reader.Envelope.IsBareEvent || isXml)))
                throw new InvalidEpcisException([new EpcisProblem("/type", "One event is taken here, with its own @context. POST /epcis/v2/capture takes documents.")]);
            slices = all;
        }
        return new CaptureOrder
        {
            Party = order.Party,
            Behaviour = order.Behaviour,
            MustBeNew = order.IsOneEvent,
            Context = context,
            MasterData = MasterData.Read(reader.Envelope.Json),
            Hash = hash,
            Slices = slices,
            IsLong = isLong && !order.IsOneEvent,
        };
    }

    /// <summary>What is wrong with the events of a document: the first faults. It is read to its end.</summary>
    /// <exception cref="InvalidEpcisException">It is at fault behind its events.</exception>
    public static IReadOnlyList<EpcisProblem> ProblemsOf(CaptureOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return ProblemsOf(order.Slices);
    }

    private static List<EpcisProblem> ProblemsOf(IEnumerable<IReadOnlyList<ReadEvent>> slices)
    {
        var problems = new List<EpcisProblem>();
        foreach (var read in slices.SelectMany(slice => slice)) problems.AddRange(read.Problems.Take(MostProblems - problems.Count));
        return problems;
    }

    /// <summary>The events, each chunk read by whoever is free, while the next ones are taken from the document.</summary>
    private static IEnumerable<IReadOnlyList<ReadEvent>> Slices(Func<EpcisDocumentReader> open, byte[] context, int mostEvents)
    {
        var reader = open();
        var ahead = new Queue<Task<ReadEvent[]>>();
        var slice = new List<ReadEvent>();
        for (var chunk = NextChunk(reader, mostEvents); chunk.Count > 0 || ahead.Count > 0;)
        {
            // Whoever waits for a chunk that nobody has begun reads it itself.
            if (chunk.Count > 0) ahead.Enqueue(chunk.First == 0 && chunk.Count < ChunkLength ? Task.FromResult(Read(chunk, context)) : Task.Run(Reading(chunk, context)));
            chunk = chunk.Count > 0 ? NextChunk(reader, mostEvents) : chunk;
            if (chunk.Count > 0 && ahead.Count < MostAhead && !ahead.Peek().IsCompleted) continue;
            slice.AddRange(ahead.Dequeue().GetAwaiter().GetResult());
            if (slice.Count < SliceLength) continue;
            yield return slice;
            slice = [];
        }
        if (slice.Count > 0) yield return slice;
    }

    private static Func<ReadEvent[]> Reading(EventChunk chunk, byte[] context) => () => Read(chunk, context);

    private static ReadEvent[] Read(EventChunk chunk, byte[] context)
    {
        var readings = chunk.Read();
        var committed = new CommittedEvent[readings.Length];
        var count = 0;
        foreach (var reading in readings)
            if (reading.Event is { } read) committed[count++] = new CommittedEvent(read.Source, HashOf(read), Salts.Next());
        var commitments = EventCommitment.Of(committed.AsSpan(0, count), context);
        var events = new ReadEvent[readings.Length];
        count = 0;
        for (var i = 0; i < events.Length; i++)
            events[i] = new ReadEvent(readings[i].Index, readings[i].Event is { } read ? Read(read, committed[count], commitments[count++]) : null, readings[i].Problems);
        return events;
    }

    private static Hash32 HashOf(EpcisEvent read) => read.HashBytes.IsEmpty ? HashOf(read.Hash) : new Hash32(read.HashBytes.Span);

    private static EventChunk NextChunk(EpcisDocumentReader reader, int mostEvents)
    {
        var chunk = reader.NextChunk(ChunkLength);
        return chunk.First + chunk.Count <= mostEvents ? chunk
            : throw new LedgerException("too-many-events", $"The document has more than {mostEvents} events.", "Send several documents. GS1-EPCIS-Capture-Limit announces the limit.");
    }

    /// <summary>What is stored of one event.</summary>
    /// <param name="source">The event.</param>
    /// <param name="context">The <c>@context</c> of its document, JSON in UTF-8.</param>
    public static CapturedEvent Read(EpcisEvent source, ReadOnlySpan<byte> context)
    {
        ArgumentNullException.ThrowIfNull(source);
        var committed = new CommittedEvent(source.Source, HashOf(source), Salts.Next());
        return Read(source, committed, EventCommitment.Of(committed.Salt, source.Source.Span, context, committed.EventHash));
    }

    private static CapturedEvent Read(EpcisEvent source, in CommittedEvent committed, Hash32 commitment) => new()
    {
        EventId = source.EventId,
        Key = EventKey.Of(source.EventId, source.IsErrorDeclaration),
        Hash = committed.EventHash,
        Flags = source.IsErrorDeclaration ? EventMarks.DeclaresError : EventMarks.None,
        Type = TypeOf(source.Type),
        OwnType = TypeOf(source.Type) == EventType.Other ? source.Type : null,
        Action = source.Action switch { "ADD" => 1, "OBSERVE" => 2, "DELETE" => 3, _ => null },
        BizStep = Word(source.BizStep),
        Disposition = Word(source.Disposition),
        ReadPoint = source.ReadPoint is { } seen ? Epc.IdentityOrText(seen) : null,
        BizLocation = source.BizLocation is { } stays ? Epc.IdentityOrText(stays) : null,
        Time = source.EventTime.ToUnixTimeMilliseconds(),
        Salt = committed.Salt,
        Commitment = commitment,
        Body = source.Source,
        Epcs = Distinct(EpcsOf(source)),
        Terms = Terms.OfEvent(source),
        Classes = ClassesOf(source),
    };

    /// <summary>The 32 bytes of an event hash ID <c>ni:///sha-256;…?ver=CBV2.0</c>.</summary>
    public static Hash32 HashOf(string eventHash) => new(Convert.FromHexString(eventHash.AsSpan("ni:///sha-256;".Length, 64)));

    /// <summary>The event hash ID of its 32 bytes.</summary>
    public static string HashId(ReadOnlySpan<byte> hash) => $"ni:///sha-256;{Convert.ToHexStringLower(hash)}?ver={EventHash.Dialect}";

    /// <summary>The units and lots that an event names, some perhaps twice; those of master data come last.</summary>
    public static IReadOnlyList<NamedEpc> EpcsOf(EpcisEvent source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var named = new List<NamedEpc>(
            (source.ParentId is null ? 0 : 1) + source.EpcList.Count + source.ChildEpcs.Count + source.InputEpcs.Count + source.OutputEpcs.Count + source.QuantityList.Count);
        if (source.ParentId is { } parent) named.Add(Name(parent));
        Name(named, source.EpcList, source.QuantityList);
        Name(named, source.ChildEpcs, source.ChildQuantities);
        Name(named, source.InputEpcs, source.InputQuantities);
        Name(named, source.OutputEpcs, source.OutputQuantities);
        if (source.Ilmd.Count > 0) named.AddRange(Lots(source));
        return named;
    }

    /// <summary>The number that a type is kept by.</summary>
    public static EventType TypeOf(string type) => type switch
    {
        "ObjectEvent" => EventType.ObjectEvent,
        "AggregationEvent" => EventType.AggregationEvent,
        "TransactionEvent" => EventType.TransactionEvent,
        "TransformationEvent" => EventType.TransformationEvent,
        "AssociationEvent" => EventType.AssociationEvent,
        _ => EventType.Other,
    };

    private static IEnumerable<QuantityElement> Quantities(EpcisEvent source) =>
        source.QuantityList.Concat(source.ChildQuantities).Concat(source.InputQuantities).Concat(source.OutputQuantities);

    /// <summary>The lots of items whose master data give a lot number: the documents name the items only, the chain the lots too.</summary>
    private static IEnumerable<NamedEpc> Lots(EpcisEvent source)
    {
        if (source.Ilmd.FirstOrDefault(pair => pair.Key.EndsWith("lotNumber", StringComparison.Ordinal)).Value is not { Length: > 0 } lot) yield break;
        foreach (var gtin in source.EpcList.Concat(source.OutputEpcs).Select(item => Epc.TryParse(item, out var epc) && epc.Kind == EpcKind.Sgtin ? epc.PrimaryKey.Value : null).Distinct())
            if (gtin is not null && Epc.TryParse($"{DigitalLink.CanonicalStem}/01/{gtin}/10/{Uri.EscapeDataString(lot.Trim('"'))}", out var named))
                yield return Name(named.CanonicalUri) with { IsOfMasterData = true };
    }

    private static void Name(List<NamedEpc> named, IReadOnlyList<string> items, IReadOnlyList<QuantityElement> quantities)
    {
        for (var i = 0; i < items.Count; i++) named.Add(Name(items[i]));
        for (var i = 0; i < quantities.Count; i++) named.Add(Name(quantities[i].EpcClass));
    }

    private static IReadOnlyList<NamedEpc> Distinct(IReadOnlyList<NamedEpc> named) =>
        named.Count < 2 || (named.Count <= Few && AreDifferent(named)) ? named : [.. named.DistinctBy(epc => epc.Id)];

    private static bool AreDifferent(IReadOnlyList<NamedEpc> named)
    {
        for (var i = 1; i < named.Count; i++)
            for (var j = 0; j < i; j++)
                if (named[j].Id == named[i].Id) return false;
        return true;
    }

    private static IReadOnlyList<string> ClassesOf(EpcisEvent source) =>
        source.QuantityList.Count + source.ChildQuantities.Count + source.InputQuantities.Count + source.OutputQuantities.Count == 0 ? []
        : [.. Quantities(source).Select(quantity => Epc.IdentityOrText(quantity.EpcClass)).Distinct()];

    private static NamedEpc Name(string text)
    {
        var uri = Epc.Identity(text);
        return new NamedEpc(UnitId.OfIdentity(uri).Value, uri, text.StartsWith("urn:epc:", StringComparison.OrdinalIgnoreCase) ? text : null);
    }

    /// <summary>The bare word of <c>https://ref.gs1.org/cbv/BizStep-shipping</c> or <c>urn:epcglobal:cbv:bizstep:shipping</c>; another vocabulary's URI as it is.</summary>
    private static string? Word(string? term)
    {
        if (term is null) return null;
        var isCbv = term.StartsWith("https://ref.gs1.org/cbv/", StringComparison.Ordinal) || term.StartsWith("urn:epcglobal:cbv:", StringComparison.Ordinal)
            || term.StartsWith("cbv:", StringComparison.Ordinal);
        return isCbv ? term[(term.LastIndexOfAny([':', '/', '-']) + 1)..] : term;
    }
}
