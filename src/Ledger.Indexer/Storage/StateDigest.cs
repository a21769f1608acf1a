using System.Buffers;
using System.Data.Common;
using Dapper;
using Ledger.Indexer.Projections;
using Ledger.Indexer.Projections.Rows;
using Ledger.Sdk.Ethereum;

namespace Ledger.Indexer.Storage;

/// <summary>One hash over everything projected, equal for equal events however they were fetched, restarted, rolled back or
/// stored.</summary>
/// <remarks>Reads every row: for comparing two indexers, a rebuild, or a test; the windows' digests are the cheap way.</remarks>
public static class StateDigest
{
    private static readonly TableShape[] Tables =
    [
        PartyRow.Shape, PartyChangeRow.Shape, DeviceRow.Shape, AnchorRow.Shape, LotRow.Shape, UnitRow.Shape, NoteRow.Shape,
        CustodyRow.Shape, HandOffRow.Shape,
        RejectionRow.Shape, RejectedUnitRow.Shape, PackingRow.Shape, ConditionRow.Shape, RecallRow.Shape, TransformationRow.Shape,
        TransformationInputRow.Shape,
        TransformationOutputRow.Shape, DerivationRow.Shape, TitleRow.Shape, WindowRow.Shape,
        CashAccountRow.Shape, CashEntryRow.Shape, BankReferenceRow.Shape, OrderRow.Shape, OrderMilestoneRow.Shape, OrderDeliveryRow.Shape,
        OrderMatchRow.Shape, OrderPaymentRow.Shape, OrderEntryRow.Shape, ReceivableRow.Shape, ReceivableNoteRow.Shape,
        ReceivableEntryRow.Shape, PartyRecordRow.Shape, PositionRow.Shape, PositionEntryRow.Shape, CollateralRow.Shape, CreditLineRow.Shape,
        LimitChangeRow.Shape, TitleWitnessRow.Shape,
    ];

    /// <summary>The hash of all tables: keccak256 over their names and hashes.</summary>
    public static async Task<Hash32> ComputeAsync(DbConnection connection, CancellationToken cancellationToken = default)
    {
        var all = new ArrayBufferWriter<byte>();
        foreach (var (table, digest) in await ByTableAsync(connection, cancellationToken))
        {
            all.Write(System.Text.Encoding.ASCII.GetBytes(table));
            all.Write(digest.Span);
        }
        return Keccak256.Hash(all.WrittenSpan);
    }

    /// <summary>The hash of each table, to see where two databases differ. Rows are taken in the order of their keys.</summary>
    public static async Task<IReadOnlyList<KeyValuePair<string, Hash32>>> ByTableAsync(DbConnection connection,
        CancellationToken cancellationToken = default)
    {
        var digests = new List<KeyValuePair<string, Hash32>>();
        foreach (var table in Tables) digests.Add(new(table.Name, await OfTableAsync(connection, table, cancellationToken)));
        digests.Add(new("projection.block", await OfBlocksAsync(connection)));
        return digests;
    }

    private static async Task<Hash32> OfTableAsync(DbConnection connection, TableShape table, CancellationToken cancellationToken)
    {
        var digest = Hash32.Zero;
        var buffer = new ArrayBufferWriter<byte>(512);
        await using var reader = await connection.ExecuteReaderAsync($"select {table.Names} from {table.Name} order by {table.KeyNames}");
        var values = new object?[table.Columns.Length];
        while (await reader.ReadAsync(cancellationToken))
        {
            reader.GetValues(values!);
            buffer.Write(digest.Span);
            ValueCodec.Write(buffer, values);
            digest = Keccak256.Hash(buffer.WrittenSpan);
            buffer.ResetWrittenCount();
        }
        return digest;
    }

    /// <summary>Blocks without events come and go with finality, so that only those with events count.</summary>
    private static async Task<Hash32> OfBlocksAsync(DbConnection connection)
    {
        var rows = await connection.QueryAsync<byte[]>("select hash from projection.block where events > 0 order by number");
        return rows.Aggregate(Hash32.Zero, (digest, hash) => Sync.LogDigest.Append(digest, new Hash32(hash)));
    }
}
