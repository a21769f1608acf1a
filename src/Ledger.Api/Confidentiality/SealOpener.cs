using System.Data.Common;
using System.Text;
using Dapper;
using Ledger.Api.Documents;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Confidentiality;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Gs1.Epcis;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Confidentiality;

/// <summary>Opens sealed events for one reader, with the keys that the API holds for it.</summary>
internal sealed class SealOpener : IDisposable
{
    private readonly IReadOnlyDictionary<long, EncryptionKey> keys;
    private readonly Dictionary<long, SealRow> seals;
    private readonly ILookup<long, PartRow> parts;
    private readonly ILookup<(Hash32 ContentKey, long Event), WrapRow> wraps;
    private readonly Dictionary<Hash32, ContentKey> contents = [];

    private SealOpener(IReadOnlyDictionary<long, EncryptionKey> keys, IEnumerable<SealRow> seals, IEnumerable<PartRow> parts, IEnumerable<WrapRow> wraps)
    {
        this.keys = keys;
        this.seals = seals.ToDictionary(row => row.Event);
        this.parts = parts.ToLookup(row => row.Event);
        this.wraps = wraps.ToLookup(row => (Id(row.ContentKey), row.Event));
    }

    /// <summary>Reads what opening these events needs.</summary>
    public static async Task<SealOpener> ReadAsync(DbConnection connection, PartyKeys? keys, PartyId? reader, IReadOnlyCollection<long> events)
    {
        var numbers = events.ToArray();
        var seals = await connection.QueryAsync<SealRow>($"select event, layout, leaves from captured.sealed_event where event {connection.IsIn("numbers")}", new { numbers });
        var parts = (await connection.QueryAsync<PartRow>($"{PartRow.Select} where p.event {connection.IsIn("numbers")} order by p.event, p.part", new { numbers })).AsList();
        if (keys is null || reader is not { } party) return new SealOpener(new Dictionary<long, EncryptionKey>(), seals, parts, []);
        var wraps = await connection.QueryAsync<WrapRow>($"""
            select distinct w.content_key as ContentKey, w.event, w.encryption_key as EncryptionKey, w.wrap
            from captured.sealed_part p join captured.key_wrap w on w.content_key = p.content_key and w.event in (0, p.event)
            join captured.encryption_key k on k.id = w.encryption_key
            where p.event {connection.IsIn("numbers")} and k.party = @Value and k.held = 2
            """, new { numbers, party.Value });
        return new SealOpener(await keys.OpenAsync(connection, party), seals, parts, wraps);
    }

    /// <summary>What the reader may see of an event; null for nothing.</summary>
    public VisibleEvent? Open(StoredEvent row)
    {
        var seal = seals[row.Number];
        var key = row.Key.ToArray();
        var made = new SealedEvent(key, seal.Layout, row.Body, [.. parts[row.Number].Select(part => new SealedPart((FieldGroup)part.Part, part.ContentKey, part.Ciphertext))]);
        var secrets = new Dictionary<Hash32, EventSecret?>();
        OpenedEvent? opened;
        try
        {
            opened = made.Open(id => secrets.TryGetValue(Id(id.Span), out var known) ? known : secrets[Id(id.Span)] = SecretOf(id, key, row.Number));
        }
        finally
        {
            foreach (var secret in secrets.Values) secret?.Dispose();
        }
        return opened is null ? null : View(row, seal, opened);
    }

    /// <summary>The event's key under a content key; null where the reader has neither.</summary>
    public EventSecret? SecretOf(ReadOnlyMemory<byte> contentKey, ReadOnlyMemory<byte> eventKey, long number)
    {
        var id = Id(contentKey.Span);
        if (!contents.ContainsKey(id) && wraps[(id, 0)].FirstOrDefault() is { } whole)
            contents[id] = ContentKey.Unwrap(keys[whole.EncryptionKey], contentKey, whole.Wrap);
        if (contents.TryGetValue(id, out var content)) return content.Of(eventKey);
        return wraps[(id, number)].FirstOrDefault() is { } one ? EventSecret.Unwrap(keys[one.EncryptionKey], contentKey, eventKey, one.Wrap) : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var content in contents.Values) content.Dispose();
        foreach (var key in keys.Values) key.Dispose();
    }

    private static VisibleEvent View(StoredEvent row, SealRow seal, OpenedEvent opened)
    {
        var layout = seal.Layout.Select(group => (FieldGroup)group).ToArray();
        var salts = layout.Append(FieldGroup.Event).Distinct().Where(group => !opened.Withheld.Contains(group)).ToDictionary(group => group, group => opened.Salts.GetValueOrDefault(group, row.Salt));
        var leaves = seal.Leaves.Chunk(32).Select(leaf => new Hash32(leaf)).ToArray();
        var context = opened.Context ?? row.Context;
        var stored = row with
        {
            Context = context,
            Hash = opened.Withheld.Count == 0 ? HashOf(opened.Json, context) : row.Hash,
            EventTime = !opened.Withheld.Contains(FieldGroup.When) && EpcisEvent.TryReread(opened.Json, out var read) ? read.EventTime.ToUnixTimeMilliseconds() : row.EventTime,
        };
        return new VisibleEvent(stored, opened.Json, [.. opened.Withheld.Select(FieldGroups.Name)]) { Seal = new EventSeal(layout, leaves, salts) };
    }

    private static Hash32 HashOf(ReadOnlyMemory<byte> json, string context)
    {
        var document = $$$"""{"@context":{{{context}}},"type":"EPCISDocument","schemaVersion":"2.0","creationDate":"2000-01-01T00:00:00Z","epcisBody":{"eventList":[{{{Encoding.UTF8.GetString(json.Span)}}}]}}""";
        return DocumentReader.HashOf(EventHash.Compute(Encoding.UTF8.GetBytes(document))[0]);
    }

    // The ids of content keys have 16 bytes; a Hash32 compares by value.
    private static Hash32 Id(ReadOnlySpan<byte> id)
    {
        Span<byte> word = stackalloc byte[32];
        word.Clear();
        id.CopyTo(word);
        return new Hash32(word);
    }

    private sealed record SealRow
    {
        public long Event { get; init; }
        public byte[] Layout { get; init; } = [];
        public byte[] Leaves { get; init; } = [];
    }

    internal sealed record PartRow
    {
        public const string Select = "select p.event, p.part, p.content_key as ContentKey, p.ciphertext from captured.sealed_part p";

        public long Event { get; init; }
        public long Part { get; init; }
        public byte[] ContentKey { get; init; } = [];
        public byte[] Ciphertext { get; init; } = [];
    }

    internal sealed record WrapRow
    {
        public byte[] ContentKey { get; init; } = [];
        public long Event { get; init; }
        public long EncryptionKey { get; init; }
        public byte[] Wrap { get; init; } = [];
    }
}
