using System.Data.Common;
using Ledger.Api.Documents;
using Ledger.Indexer.Storage;

namespace Ledger.Api.Confidentiality;

/// <summary>Writes what is sealed of events, in the transaction that stores them.</summary>
internal static class SealWriter
{
    private static readonly TableShape Seals = new("captured.sealed_event", 1, Column.Number("event"), Column.Blob("layout"), Column.Blob("leaves"));
    private static readonly TableShape Parts = new(
        "captured.sealed_part", 2, Column.Number("event"), Column.Number("part"), Column.Blob("content_key"), Column.Blob("ciphertext"));

    private static readonly TableShape Readers = new("captured.event_reader", 3, Column.Number("party"), Column.Number("event_time"), Column.Number("event"));
    private static readonly TableShape ReaderTerms = new("captured.reader_term", 4, Column.Number("party"), Column.Number("term"), Column.Number("event_time"), Column.Number("event"));
    private static readonly TableShape Contents = new(
        "captured.content_key", 1, Column.Blob("id"), Column.Number("party"), Column.Number("custody"), Column.Number("created"));

    private static readonly TableShape Wraps = new(
        "captured.key_wrap", 3, Column.Blob("content_key"), Column.Number("event"), Column.Number("encryption_key"), Column.Blob("wrap"));

    /// <summary>The seals of events, by their numbers.</summary>
    public static async Task InsertAsync(DbConnection connection, IEnumerable<(long Number, CapturedSeal? Seal)> events)
    {
        var rows = events.Where(row => row.Seal is not null).Select(row => (row.Number, Seal: row.Seal!)).ToList();
        if (rows.Count == 0) return;
        var writer = BulkWriter.On(connection);
        using var disposing = writer as IDisposable;
        await writer.InsertAsync(Seals, [.. rows.Select(row => (object?[])[row.Number, row.Seal.Made.Layout.ToArray(), row.Seal.Leaves.SelectMany(leaf => leaf.ToArray()).ToArray()])], default);
        await writer.InsertAsync(Parts, [.. rows.SelectMany(row => row.Seal.Made.Parts.Select(part => (object?[])[row.Number, (long)part.Group, part.ContentKey.ToArray(), part.Ciphertext.ToArray()]))], default);
        await writer.InsertAsync(Readers, [.. rows.SelectMany(row => row.Seal.Readers.Select(reader => (object?[])[(long)reader.Key.Value, reader.Value, row.Number]))], default);
        await writer.InsertAsync(ReaderTerms, [.. rows.SelectMany(row => row.Seal.Readers.SelectMany(reader => row.Seal.Terms.Select(term => (object?[])[(long)reader.Key.Value, term, reader.Value, row.Number])))], default);
    }

    /// <summary>The content keys of a document, wrapped to their readers.</summary>
    public static async Task InsertAsync(DbConnection connection, Sealing sealing, DateTimeOffset now)
    {
        var writer = BulkWriter.On(connection);
        using var disposing = writer as IDisposable;
        var rows = sealing.Contents.ToList();
        await writer.InsertAsync(Contents, [.. rows.Select(row => (object?[])[row.Key.Id.ToArray(), (long)sealing.Party.Value, row.IsCustody ? 1L : 0, now.ToUnixTimeSeconds()])], default);
        await writer.InsertAsync(Wraps, [.. rows.SelectMany(row => row.Readers.Values.Select(reader => (object?[])[row.Key.Id.ToArray(), 0L, reader.EncryptionKey, reader.Wrap]))], default);
    }
}
