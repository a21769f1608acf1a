using System.Text.Json;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Invoices;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Imports;

/// <summary>A row of <c>captured.approved_invoice</c> with the receivable that carries its document.</summary>
internal sealed record StoredInvoice
{
    /// <summary>The columns of <see cref="Select"/>.</summary>
    public const string Names = "id, debtor, seller, number, amount, currency, issued, DueDay, due, OrderReference, nullifier, salt, document, file, line, Receivable";

    public const string Select = """
        select i.id, i.debtor, i.seller, i.number, i.amount, i.currency, i.issued, i.due_day as DueDay, i.due, i.order_reference as OrderReference, i.nullifier, i.salt, i.document, i.file, i.line,
          (select r.id from projection.receivable r where r.debtor = i.debtor and r.due = i.due and r.document = i.document limit 1) as Receivable
        from captured.approved_invoice i
        """;

    public long Id { get; init; }
    public long Debtor { get; init; }
    public long Seller { get; init; }
    public string Number { get; init; } = "";
    public ulong Amount { get; init; }
    public string Currency { get; init; } = "";
    public long Issued { get; init; }
    public long DueDay { get; init; }
    public long Due { get; init; }
    public string? OrderReference { get; init; }
    public byte[]? Nullifier { get; init; }
    public byte[] Salt { get; init; } = [];
    public Hash32 Document { get; init; }
    public Hash32 File { get; init; }
    public long Line { get; init; }
    public byte[]? Receivable { get; init; }

    internal static ImportedInvoice Example { get; } = new(
        "17", "R-2026-0017", new PartyId(3), new PartyId(2), 1_250_000, "CNY", new DateOnly(2026, 3, 1), new DateOnly(2026, 5, 30), 1_780_185_599, "PO-9", "0x00112233445566778899aabbccddeeff",
        Keccak256.Hash("invoice"u8), Keccak256.Hash("file"u8), 2);

    public ImportedInvoice ToResource(JsonElement? draft) => new(
        Id.ToString(System.Globalization.CultureInfo.InvariantCulture), Number, new PartyId((ulong)Debtor), new PartyId((ulong)Seller), Amount, Currency, Date(Issued), Date(DueDay), (ulong)Due,
        OrderReference, Hex.Encode(Salt), Document, File, Line, Nullifier is null ? null : new Hash32(Nullifier), Receivable is null ? null : new Hash32(Receivable), draft);

    private static DateOnly Date(long day) => DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays((int)day);
}
