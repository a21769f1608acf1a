using System.Runtime.CompilerServices;
using System.Text.Json;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Sdk.Invoices;

/// <summary>Drafts of the receivables that imported invoices become: as many as there are, page by page.</summary>
/// <param name="ledger">Signed in as debtor or seller.</param>
/// <param name="secret">What the pair shares, for invoices whose file had no nullifier; null where every file had.</param>
/// <param name="with">The other one of the pair: invoices with others are left out.</param>
public sealed class OpenInvoices(LedgerClient ledger, PairSecret? secret, PartyId with)
{
    private readonly Dictionary<PartyId, Party> parties = [];

    /// <summary>A draft for each invoice that is open, in the order of import, unsigned.</summary>
    /// <param name="signer">The key that is going to sign.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <exception cref="LedgerException">missing-nullifier, wrong-signer.</exception>
    public async IAsyncEnumerable<IntentDraft> DraftAsync(Address signer, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var manifest = await ledger.GetManifestAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var invoice in EachAsync(cancellationToken).ConfigureAwait(false))
        {
            var (debtor, seller) = (await FindAsync(invoice.Debtor, cancellationToken).ConfigureAwait(false), await FindAsync(invoice.Seller, cancellationToken).ConfigureAwait(false));
            if (debtor.Key != signer && seller.Key != signer)
                throw new LedgerException("wrong-signer", $"{signer} is the key of neither party of invoice {invoice.Number}.", "Sign with the key that is signed in.");
            var deadline = (ulong)ledger.Time.GetUtcNow().AddDays(7).ToUnixTimeSeconds();
            var issue = new Issue(
                invoice.Debtor, invoice.Seller, invoice.Amount, manifest.Currency.Code, invoice.DueTime, NullifierOf(invoice), invoice.Document, debtor.Epoch, seller.Epoch, deadline);
            yield return IntentDraft.Of(issue, manifest.DomainOf(issue.Contract), [debtor.Key, seller.Key]);
        }
    }

    /// <summary>Reads drafts that the other party has made from the same invoices in the same order, and lets each pass that says what its
    /// invoice says.</summary>
    /// <param name="lines">One draft a line.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <exception cref="LedgerException">draft-mismatch: a draft is of no open invoice, or says something else; then none behind it passes.</exception>
    public async IAsyncEnumerable<IntentDraft> CheckAsync(IAsyncEnumerable<string> lines, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var manifest = await ledger.GetManifestAsync(cancellationToken).ConfigureAwait(false);
        await using var invoices = EachAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        await foreach (var line in lines.ConfigureAwait(false))
        {
            if (line.Length == 0) continue;
            var draft = IntentDraft.Parse(line);
            if (draft.Intent is not Issue issue || draft.Domain != manifest.DomainOf(draft.Intent.Contract))
                throw new LedgerException("draft-mismatch", $"A line holds a {draft.Intent.Type} of another ledger or of another kind.", "Do not sign it: ask where it comes from.");
            do
            {
                if (!await invoices.MoveNextAsync().ConfigureAwait(false))
                    throw new LedgerException("draft-mismatch", $"No open invoice of yours has the document {issue.Document}.", "Drafts stand in the order in which invoices were imported. Do not sign it unless you know it.");
            }
            while (invoices.Current.Document != issue.Document);
            yield return Compare(issue, invoices.Current) ? draft
                : throw new LedgerException("draft-mismatch", $"The draft of invoice {invoices.Current.Number} does not say what the invoice says.", "Do not sign it: compare parties, amount, due date and nullifier.");
        }
    }

    /// <summary>A draft on one line.</summary>
    public static string LineOf(IntentDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        using var json = JsonDocument.Parse(draft.ToJson());
        return JsonSerializer.Serialize(json.RootElement);
    }

    private bool Compare(Issue issue, ImportedInvoice invoice) =>
        (issue.Debtor, issue.Seller, issue.Face, issue.Due, issue.Nullifier) == (invoice.Debtor, invoice.Seller, invoice.Amount, invoice.DueTime, NullifierOf(invoice));

    private Hash32 NullifierOf(ImportedInvoice invoice) => invoice.Nullifier ?? (secret is null
        ? throw new LedgerException("missing-nullifier", $"Invoice {invoice.Number} has no nullifier.", "Give the secret that the two share: the nullifier follows from it and the number.")
        : Nullifier.Of(secret, invoice.Number));

    private async IAsyncEnumerable<ImportedInvoice> EachAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (string? cursor = null; ;)
        {
            var page = await ledger.ListInvoicesAsync(open: true, cursor: cursor, cancellationToken: cancellationToken).ConfigureAwait(false);
            foreach (var invoice in page.Items)
                if (invoice.Debtor == with || invoice.Seller == with) yield return invoice;
            if ((cursor = page.Next) is null) yield break;
        }
    }

    private async Task<Party> FindAsync(PartyId id, CancellationToken cancellationToken)
    {
        if (!parties.TryGetValue(id, out var party)) parties[id] = party = await ledger.Parties.GetAsync(id, cancellationToken).ConfigureAwait(false);
        return party;
    }
}
