using System.Data.Common;
using System.Security.Cryptography;
using Dapper;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Invoices;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Imports;

/// <summary>Rows of approved invoices.</summary>
internal static class InvoiceStore
{
    /// <summary>Kind of an import of invoices in <c>captured.file_import</c>.</summary>
    public const int Kind = 1;

    private static readonly TableShape Shape = new(
        "captured.approved_invoice", 1, Column.Text("key"), Column.Number("party"), Column.Blob("file"), Column.Number("line"), Column.Number("debtor"), Column.Number("seller"), Column.Text("number"),
        Column.Number("amount"), Column.Text("currency"), Column.Number("issued"), Column.Number("due_day"), Column.Number("due"), Column.Text("order_reference"), Column.Blob("nullifier"),
        Column.Blob("salt"), Column.Blob("document"), Column.Number("created"), Column.Number("import"));

    /// <summary>Adds rows within the connection's transaction.</summary>
    public static Task AddAsync(IBulkWriter writer, IEnumerable<JudgedRow> rows, PartyId party, Hash32 file, long import, long now, CancellationToken cancellationToken) =>
        writer.InsertAsync(Shape, [.. rows.Where(row => row.Invoice is not null).Select(row => ValuesOf(row, row.Invoice!, party, file, import, now))], cancellationToken);

    /// <summary>Marks the file as imported.</summary>
    public static Task MarkAsync(DbConnection connection, PartyId party, Hash32 file, int kind, long now, long rows, long stored) => connection.ExecuteAsync("""
        insert into captured.file_import (party, file, kind, created, rows_read, rows_stored) values (@party, @file, @kind, @now, @rows, @stored)
        on conflict (party, file, kind) do update set created = excluded.created, rows_read = excluded.rows_read, rows_stored = captured.file_import.rows_stored + excluded.rows_stored
        """, new { party = (long)party.Value, file, kind = (long)kind, now, rows, stored });

    private static object?[] ValuesOf(JudgedRow row, ApprovedInvoice invoice, PartyId party, Hash32 file, long import, long now)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        return
        [
            row.Key, (long)party.Value, file.ToArray(), row.Row.Row, (long)row.Debtor.Value, (long)row.Seller.Value, invoice.Number, unchecked((long)invoice.Amount), invoice.Currency,
            (long)Day(invoice.Issued), (long)Day(invoice.Due), (long)invoice.DueTime, invoice.Order, invoice.Nullifier?.ToArray(), salt, InvoiceCommitment.Of(invoice, salt).ToArray(), now, import,
        ];
    }

    private static int Day(DateOnly date) => date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
}
