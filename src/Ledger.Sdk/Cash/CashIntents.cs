using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Cash;

/// <summary>An intent that the Cash contract takes.</summary>
public abstract record CashIntent : Intent
{
    /// <inheritdoc/>
    public sealed override LedgerContract Contract => LedgerContract.Cash;
}

/// <summary>A bank has received money outside and issues it here.</summary>
/// <param name="Bank">The bank.</param>
/// <param name="To">Who gets it.</param>
/// <param name="Amount">Minor units.</param>
/// <param name="BankRef">The bank's own reference of what it received; it serves once.</param>
/// <param name="Epoch">The bank's epoch.</param>
/// <param name="Deadline">Unix seconds after which it counts for nothing.</param>
public sealed record Mint(PartyId Bank, PartyId To, ulong Amount, Hash32 BankRef, uint Epoch, ulong Deadline) : CashIntent
{
    /// <inheritdoc/>
    public override string Function => "mint";

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) => [Signer(domain, "bank", Bank, Epoch)];

    /// <inheritdoc/>
    public override void Check() => CheckAmount("amount", Amount);
}

/// <summary>A party gives money back to a bank that issued some, which pays it out outside. Both sign.</summary>
/// <param name="By">The party.</param>
/// <param name="Bank">The bank.</param>
/// <param name="Amount">Minor units.</param>
/// <param name="BankRef">The bank's reference of the payout; it serves once.</param>
/// <param name="Epoch">The party's epoch.</param>
/// <param name="BankEpoch">The bank's epoch.</param>
/// <param name="Deadline">Unix seconds after which it counts for nothing.</param>
public sealed record Burn(
    PartyId By, PartyId Bank, ulong Amount, Hash32 BankRef, uint Epoch, uint BankEpoch, ulong Deadline) : CashIntent
{
    /// <inheritdoc/>
    public override string Function => "burn";

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) =>
        [Signer(domain, "by", By, Epoch), Signer(domain, "bank", Bank, BankEpoch)];

    /// <inheritdoc/>
    public override void Check() => CheckAmount("amount", Amount);
}

/// <summary>A party sends money to another.</summary>
/// <param name="From">Who pays.</param>
/// <param name="To">Who receives.</param>
/// <param name="Amount">Minor units.</param>
/// <param name="Seq">How many such messages of the party have been executed.</param>
/// <param name="Document">Commitment to what it is for, or zero.</param>
/// <param name="Epoch">The payer's epoch.</param>
/// <param name="Deadline">Unix seconds after which it counts for nothing.</param>
public sealed record CashTransfer(
    PartyId From, PartyId To, ulong Amount, uint Seq, Hash32 Document, uint Epoch, ulong Deadline) : CashIntent
{
    /// <inheritdoc/>
    public override string Function => "transferByIntent";

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) => [Signer(domain, "from", From, Epoch)];

    /// <inheritdoc/>
    public override void Check() => CheckAmount("amount", Amount);
}
