using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Custody;

/// <content>Title: who owns goods. The client must be signed in to read it.</content>
public sealed partial class CustodyClient
{
    /// <summary>A page of the title notes that the caller owns, by their ids.</summary>
    /// <param name="lotEpc">Only those of this lot.</param>
    /// <param name="cursor">Where the last page ended.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public Task<Page<TitleRecord>> ListTitlesAsync(string? lotEpc = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        ledger.ReadAsync<Page<TitleRecord>>(Query.Path("/titles", ("lot", lotEpc), ("cursor", cursor)), cancellationToken);

    /// <summary>The owner gives a title note, or a part of it, to another party, which may be itself; custody does not move.</summary>
    public async Task<IntentDraft> MoveTitleAsync(
        TitleRecord title, PartyId to, ulong? amount = null, Hash32 document = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(title);
        var owner = await ledger.Parties.GetAsync(title.Owner, cancellationToken).ConfigureAwait(false);
        return await DraftAsync(
            new TitleMove(title.Owner, to, title.Id, title.Seq, amount ?? title.Amount, owner.Epoch, document, Deadline()), [owner.Key],
            cancellationToken).ConfigureAwait(false);
    }
}
