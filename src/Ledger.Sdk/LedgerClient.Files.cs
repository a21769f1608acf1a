using System.Net.Http.Headers;
using Ledger.Sdk.Banking;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Invoices;

namespace Ledger.Sdk;

/// <content>Files that come in and go out. All need a session.</content>
public sealed partial class LedgerClient
{
    /// <summary>Imports approved invoices: CSV, or one document of UBL 2.1. All rows are stored, or none.</summary>
    /// <param name="file">The file, sent while it is read.</param>
    /// <param name="isXml">UBL rather than CSV.</param>
    /// <param name="preview">Nothing is stored.</param>
    /// <param name="proceed">The right rows are stored although others are refused.</param>
    /// <param name="cancellationToken">Stops it; then nothing is stored.</param>
    /// <exception cref="LedgerException">file-encoding, file-malformed, file-oversized, import-running, duplicate-invoice, sign-in-required…</exception>
    public Task<ImportReport> ImportInvoicesAsync(Stream file, bool isXml, bool preview = false, bool proceed = false, CancellationToken cancellationToken = default) =>
        ImportAsync<ImportReport>($"/imports/invoices?preview={Word(preview)}&proceed={Word(proceed)}", file, isXml ? "application/xml" : "text/csv", cancellationToken);

    /// <summary>Imports a bank's statement (camt.053) or notification (camt.054); for banks.</summary>
    /// <exception cref="LedgerException">statement-unbalanced, reference-replayed, statement-repeated, currency-mismatch, file-malformed, role-required…</exception>
    public Task<StatementReport> ImportStatementAsync(Stream file, bool preview = false, CancellationToken cancellationToken = default) =>
        ImportAsync<StatementReport>($"/imports/statements?preview={Word(preview)}", file, "application/xml", cancellationToken);

    /// <summary>How far an import is, or what it stored.</summary>
    /// <param name="file">SHA-256 of the file.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="LedgerException">not-found.</exception>
    public Task<ImportStatus> GetImportAsync(Hash32 file, CancellationToken cancellationToken = default) => GetAsync<ImportStatus>($"/imports/{file}", cancellationToken);

    /// <summary>Imported invoices of the party, as debtor or seller, in the order of import.</summary>
    /// <param name="file">Those of one file; null for all.</param>
    /// <param name="open">Those without a receivable only.</param>
    /// <param name="cursor">Where the page begins.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public Task<Page<ImportedInvoice>> ListInvoicesAsync(Hash32? file = null, bool open = false, string? cursor = null, CancellationToken cancellationToken = default) =>
        ReadAsync<Page<ImportedInvoice>>(Query($"/invoices?open={Word(open)}", ("file", file?.ToString()), ("cursor", cursor)), cancellationToken);

    /// <summary>Imported credit notes of the party, as debtor, seller, or owner of a note of the receivable, in the order of import.</summary>
    /// <param name="cursor">Where the page begins.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public Task<Page<ImportedCreditNote>> ListCreditNotesAsync(string? cursor = null, CancellationToken cancellationToken = default) =>
        ReadAsync<Page<ImportedCreditNote>>(Query("/credit-notes?", ("cursor", cursor)), cancellationToken);

    /// <summary>Imported movements of a bank's accounts, in the order of import.</summary>
    /// <param name="state"><c>to-issue</c>, <c>issued</c>, <c>payout-paid</c>, <c>unmatched</c>; null for all.</param>
    /// <param name="cursor">Where the page begins.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public Task<Page<ImportedMovement>> ListMovementsAsync(string? state = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        ReadAsync<Page<ImportedMovement>>(Query("/bank-movements?", ("state", state), ("cursor", cursor)), cancellationToken);

    /// <summary>Asks a bank to pay out; the draft in the answer is for both to sign.</summary>
    /// <exception cref="LedgerException">payment-invalid, unknown-party.</exception>
    public Task<Payout> RequestPayoutAsync(PayoutRequest payout, CancellationToken cancellationToken = default) => SendAsync<Payout>(Post("/payouts", payout), cancellationToken);

    /// <summary>Payouts that the party asked for, or as a bank was asked for.</summary>
    public Task<Page<Payout>> ListPayoutsAsync(string? cursor = null, CancellationToken cancellationToken = default) =>
        ReadAsync<Page<Payout>>(Query("/payouts?", ("cursor", cursor)), cancellationToken);

    /// <summary>Takes the payouts whose money is burned into one payment order; for banks.</summary>
    /// <exception cref="LedgerException">nothing-to-pay, payment-invalid, role-required.</exception>
    public Task<PaymentOrder> OrderPaymentsAsync(PaymentOrderRequest order, CancellationToken cancellationToken = default) => SendAsync<PaymentOrder>(Post("/payment-orders", order), cancellationToken);

    /// <summary>Copies an export as it comes: <c>statement</c>, <c>aging</c>, <c>exposure</c>, <c>journal</c>, <c>pain.001</c>.</summary>
    /// <param name="export">Its name with what it is asked for, such as <c>aging?side=debtor&amp;format=csv</c>.</param>
    /// <param name="target">Where it goes.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="LedgerException">role-required, malformed-request, malformed-time, not-found…</exception>
    public async Task ExportAsync(string export, Stream target, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/exports/{export}");
        if (Token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode) throw LedgerProblem.Read((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false));
            await response.Content.CopyToAsync(target, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException exception)
        {
            throw Unreachable(exception.Message, exception);
        }
    }

    private async Task<T> ImportAsync<T>(string path, Stream file, string type, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StreamContent(file, 64 * 1024) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return await SendAsync<T>(request, cancellationToken).ConfigureAwait(false);
    }

    private static string Word(bool value) => value ? "true" : "false";

    private static string Query(string path, params (string Name, string? Value)[] values) =>
        path + string.Concat(values.Where(value => value.Value is not null).Select(value => $"&{value.Name}={Uri.EscapeDataString(value.Value!)}"));
}
