using System.Buffers;
using System.Buffers.Binary;
using Ledger.Sdk.Ethereum;

namespace Ledger.Api.Documents;

/// <summary>A row of <c>captured.event_of_epc</c>.</summary>
internal readonly record struct EpcRow(Hash32 Id, long Time, long Event)
{
    /// <summary>So many of the first bytes of an id are kept.</summary>
    public const int KeyLength = 16;

    /// <summary>What the rows of a thing are found by.</summary>
    public static byte[] KeyOf(Hash32 id) => id.Span[..KeyLength].ToArray();

    /// <summary>The rows of these events in the order of the table's key, in which its pages are touched once each. Give them back to <see cref="RowPool"/>.</summary>
    public static ArraySegment<EpcRow> Of(IReadOnlyList<EventRow> rows)
    {
        var count = 0;
        for (var i = 0; i < rows.Count; i++) count += rows[i].Event.Epcs.Count;
        var (sorted, keys) = (ArrayPool<EpcRow>.Shared.Rent(count), ArrayPool<ulong>.Shared.Rent(count));
        var next = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            var (captured, number) = (rows[i].Event, rows[i].Number);
            for (var j = 0; j < captured.Epcs.Count; j++)
            {
                keys[next] = BinaryPrimitives.ReadUInt64BigEndian(captured.Epcs[j].Id.Span);
                sorted[next++] = new EpcRow(captured.Epcs[j].Id, captured.Time, number);
            }
        }
        Array.Sort(keys, sorted, 0, count);
        ArrayPool<ulong>.Shared.Return(keys);
        return new ArraySegment<EpcRow>(sorted, 0, count);
    }
}

/// <summary>A row of <c>captured.event_term</c>.</summary>
internal readonly record struct TermRow(long Term, long Time, long Event)
{
    /// <summary>As <see cref="EpcRow.Of"/>.</summary>
    public static ArraySegment<TermRow> Of(IReadOnlyList<EventRow> rows)
    {
        var count = 0;
        for (var i = 0; i < rows.Count; i++) count += rows[i].Event.Terms.Count;
        var (sorted, keys) = (ArrayPool<TermRow>.Shared.Rent(count), ArrayPool<long>.Shared.Rent(count));
        var next = 0;
        for (var i = 0; i < rows.Count; i++)
            foreach (var term in rows[i].Event.Terms)
            {
                keys[next] = term;
                sorted[next++] = new TermRow(term, rows[i].Event.Time, rows[i].Number);
            }
        Array.Sort(keys, sorted, 0, count);
        ArrayPool<long>.Shared.Return(keys);
        return new ArraySegment<TermRow>(sorted, 0, count);
    }
}

/// <summary>Memory of rows, which for long groups is too large to be allocated each time.</summary>
internal static class RowPool
{
    /// <summary>Takes rows back.</summary>
    public static void Return<T>(ArraySegment<T> rows) => ArrayPool<T>.Shared.Return(rows.Array!);
}
