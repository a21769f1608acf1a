using System.Data.Common;
using Dapper;
using Ledger.Api.Financing;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Invoices;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Api.Imports;

/// <summary>A row of <c>captured.credit_note</c> with the receivable of its invoice, and whether the chain has its dilution.</summary>
internal sealed record StoredCreditNote
{
    public const string Select = """
        select c.*, case when exists (select 1 from projection.receivable_entry e where e.receivable = c.Receivable and e.kind = 9 and e.document = c.document) then 1 else 0 end as IsApplied
        from (
          select c.id, c.file, c.debtor, c.seller, c.number, c.invoice_number as Invoice, c.amount, c.currency, c.issued, c.salt, c.document,
            (select r.id from projection.receivable r where r.debtor = c.debtor and r.due = c.invoice_due and r.document = c.invoice_document limit 1) as Receivable
          from captured.credit_note c
        """;

    /// <summary>Behind the condition of <see cref="Select"/>.</summary>
    public const string End = ") c order by c.id";

    public long Id { get; init; }
    public Hash32 File { get; init; }
    public long Debtor { get; init; }
    public long Seller { get; init; }
    public string Number { get; init; } = "";
    public string Invoice { get; init; } = "";
    public ulong Amount { get; init; }
    public string Currency { get; init; } = "";
    public long Issued { get; init; }
    public byte[] Salt { get; init; } = [];
    public Hash32 Document { get; init; }
    public Hash32? Receivable { get; init; }
    public long IsApplied { get; init; }

    internal static ImportedCreditNote Example { get; } = new(
        "3", new CreditNote("CN-3", "R-2026-0017", new PartyId(3), new PartyId(2), 25_000, "CNY", new DateOnly(2026, 3, 9)), "0x00112233445566778899aabbccddeeff", Keccak256.Hash("credit note"u8),
        Keccak256.Hash("file"u8), "open", new ReceivableId(Keccak256.Hash("receivable"u8)), new PartyId(4));

    /// <summary>With the draft of the dilution, where one can be signed.</summary>
    public async Task<ImportedCreditNote> ToResourceAsync(DbConnection connection, FileDrafts drafts, ulong now)
    {
        var note = new CreditNote(
            Number, Invoice, new PartyId((ulong)Debtor), new PartyId((ulong)Seller), Amount, Currency, DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays((int)Issued));
        var resource = new ImportedCreditNote(
            Id.ToString(System.Globalization.CultureInfo.InvariantCulture), note, Hex.Encode(Salt), Document, File, "waiting", Receivable is { } id ? new ReceivableId(id) : null);
        if (Receivable is null) return resource;
        if (IsApplied == 1) return resource with { State = "applied" };
        return await HeldAsync(connection) is { } held
            ? resource with { State = "open", Holder = new PartyId(held.Owner), Draft = drafts.Dilute(held, Amount, Document, now) }
            : resource with { State = "exceeds" };
    }

    /// <summary>The note that becomes smaller: the seller's where it still owns enough, else the largest.</summary>
    private async Task<NoteFacts?> HeldAsync(DbConnection connection)
    {
        var ids = await connection.QueryAsync<Hash32>("""
            select id from projection.receivable_note where receivable = @Receivable and status = 1 order by case when owner = @Seller then 0 else 1 end, amount desc, id limit 20
            """, this);
        foreach (var id in ids)
            if (await NoteFacts.FindAsync(connection, new ReceivableId(Receivable!.Value), new NoteId(id)) is { IsLive: true } note && note.Unpaid >= Amount)
                return note;
        return null;
    }
}
