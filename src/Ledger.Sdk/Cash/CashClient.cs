using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Cash;

/// <summary>Settlement money: banks issue it against references and take it back, parties send it.</summary>
public sealed partial class CashClient : MoneyClient
{
    internal CashClient(LedgerClient ledger)
        : base(ledger)
    {
    }

    /// <summary>A bank issues money that it has received outside; it signs.</summary>
    /// <param name="bank">The bank.</param>
    /// <param name="to">Who gets it.</param>
    /// <param name="amount">Minor units.</param>
    /// <param name="bankRef">The bank's reference of what it received; it serves once.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    public async Task<IntentDraft> MintAsync(
        PartyId bank, PartyId to, ulong amount, Hash32 bankRef, CancellationToken cancellationToken = default) =>
        await DraftAsync(
            new Mint(bank, to, amount, bankRef, await EpochAsync(bank, cancellationToken).ConfigureAwait(false), Deadline()),
            cancellationToken).ConfigureAwait(false);

    /// <summary>A party gives money back to a bank, which pays it out outside; both sign.</summary>
    public async Task<IntentDraft> BurnAsync(
        PartyId by, PartyId bank, ulong amount, Hash32 bankRef, CancellationToken cancellationToken = default)
    {
        var epoch = await EpochAsync(by, cancellationToken).ConfigureAwait(false);
        var bankEpoch = await EpochAsync(bank, cancellationToken).ConfigureAwait(false);
        return await DraftAsync(new Burn(by, bank, amount, bankRef, epoch, bankEpoch, Deadline()), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A party sends money to another; it signs. Of two drafts that are made before one is executed, one is refused: stale-transfer.</summary>
    /// <param name="from">Who pays.</param>
    /// <param name="to">Who receives.</param>
    /// <param name="amount">Minor units.</param>
    /// <param name="document">Commitment to what it is for, or zero.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    public async Task<IntentDraft> TransferAsync(
        PartyId from, PartyId to, ulong amount, Hash32 document = default, CancellationToken cancellationToken = default)
    {
        var sequence = await Ledger.ReadAsync<CashSequence>(Query.Path("/cash/sequence", ("party", from)), cancellationToken).ConfigureAwait(false);
        var epoch = await EpochAsync(from, cancellationToken).ConfigureAwait(false);
        return await DraftAsync(new CashTransfer(from, to, amount, sequence.Seq, document, epoch, Deadline()), cancellationToken).ConfigureAwait(false);
    }
}
