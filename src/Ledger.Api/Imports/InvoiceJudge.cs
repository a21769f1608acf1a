using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Invoices;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Api.Imports;

/// <summary>A row with its parties, or with all that is wrong with it.</summary>
/// <param name="Row">The row.</param>
/// <param name="Invoice">The invoice, both parties by their numbers; null where something is wrong.</param>
/// <param name="Debtor">Who owes.</param>
/// <param name="Seller">Who is owed.</param>
/// <param name="Key">What its pair and number make.</param>
/// <param name="Problems">What is wrong.</param>
internal sealed record JudgedRow(InvoiceRow Row, ApprovedInvoice? Invoice, PartyId Debtor, PartyId Seller, string Key, IReadOnlyList<RowProblem> Problems);

/// <summary>Judges rows, some hundred at a time: who the parties are, whether the caller is one, whether the invoice is new.</summary>
/// <param name="connection">Reads.</param>
/// <param name="caller">Who sends them.</param>
/// <param name="areNew">All of them were found to be new before, and are not looked up again.</param>
internal sealed class InvoiceJudge(DbConnection connection, PartyId caller, bool areNew) : IDisposable
{
    /// <summary>Rows that are judged together.</summary>
    public const int Batch = 1000;

    private static readonly TableShape Keys = new("captured.approved_invoice", 1, Column.Text("key"));

    private readonly PartyBook parties = new(connection);
    private readonly DuplicateSet seen = new();
    private readonly IBulkWriter reader = BulkWriter.On(connection);

    /// <inheritdoc/>
    public void Dispose() => (reader as IDisposable)?.Dispose();

    /// <summary>Judges rows in their order.</summary>
    public async Task<IReadOnlyList<JudgedRow>> JudgeAsync(IReadOnlyList<InvoiceRow> rows)
    {
        var judged = new List<JudgedRow>(rows.Count);
        foreach (var row in rows) judged.Add(await JudgeAsync(row));
        if (areNew) return judged;
        var stored = await StoredAsync([.. judged.Where(one => one.Invoice is not null).Select(object (one) => one.Key)]);
        var issued = await IssuedAsync(judged);
        for (var i = 0; i < judged.Count; i++)
        {
            var (one, id) = (judged[i], IdOf(judged[i]));
            if (one.Invoice is null) continue;
            if (stored.Contains(one.Key)) judged[i] = Refuse(one, new RowProblem("number", "duplicate-invoice", "This invoice of the two was imported before.", one.Invoice.Number));
            else if (id is { } receivable && issued.Contains(receivable))
                judged[i] = Refuse(one, new RowProblem("nullifier", "already-issued", $"The nullifier has been used: it stands for the receivable {receivable}."));
        }
        return judged;
    }

    private async Task<JudgedRow> JudgeAsync(InvoiceRow row)
    {
        if (row.Invoice is not { } invoice) return new JudgedRow(row, null, default, default, "", row.Problems);
        var problems = new List<RowProblem>();
        var debtor = await FindAsync(invoice.Debtor, "debtor", problems);
        var seller = await FindAsync(invoice.Seller, "seller", problems);
        if (debtor is { } owes && seller is { } owed)
        {
            if (owes == owed) problems.Add(new RowProblem("debtor", "own-debt", "A party owes nothing to itself.", owes.ToString()));
            if (caller != owes && caller != owed) problems.Add(new RowProblem(null, "not-yours", $"Party {caller}, which is signed in, is neither debtor nor seller."));
            var key = KeyOf(owes, owed, invoice.Number);
            if (problems.Count == 0 && !seen.Add(new Hash32(SHA256.HashData(Encoding.UTF8.GetBytes(key))))) problems.Add(new RowProblem("number", "duplicate-invoice", "The file has this invoice of the two before.", invoice.Number));
            if (problems.Count == 0)
                return new JudgedRow(row, invoice with { Debtor = PartyReference.Of(owes), Seller = PartyReference.Of(owed) }, owes, owed, key, []);
        }
        return new JudgedRow(row, null, default, default, "", problems);
    }

    private async Task<PartyId?> FindAsync(PartyReference reference, string column, List<RowProblem> problems)
    {
        var (party, why) = await parties.FindAsync(reference);
        if (why is not null) problems.Add(new RowProblem(column, "unknown-party", why, reference.ToString()));
        return party;
    }

    private async Task<HashSet<string>> StoredAsync(object[] keys) => [.. (await reader.LoadAsync(Keys, keys, default)).Select(row => (string)row[0]!)];

    private async Task<HashSet<Hash32>> IssuedAsync(List<JudgedRow> judged)
    {
        var ids = judged.Select(IdOf).OfType<Hash32>().Select(id => id.ToArray()).ToArray();
        return ids.Length == 0 ? [] : [.. await connection.QueryAsync<Hash32>($"select id from projection.receivable where id {connection.IsIn("ids")}", new { ids })];
    }

    private static Hash32? IdOf(JudgedRow row) => row.Invoice?.Nullifier is { } nullifier ? ReceivableId.Of(row.Debtor, nullifier).Value : null;

    private static JudgedRow Refuse(JudgedRow row, RowProblem problem) => row with { Invoice = null, Problems = [problem] };

    /// <summary>What makes an invoice one: a number once for each pair.</summary>
    internal static string KeyOf(PartyId debtor, PartyId seller, string number) => string.Create(CultureInfo.InvariantCulture, $"{debtor} {seller} {number}");
}
