using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Parties;

/// <summary>An intent that the Registry takes.</summary>
public abstract record RegistryIntent : Intent
{
    /// <inheritdoc/>
    public sealed override LedgerContract Contract => LedgerContract.Registry;
}

/// <summary>A registrar admits a party, which proves that it has its key.</summary>
/// <param name="Party">The next free number.</param>
/// <param name="Key">The new party's key, which signs too.</param>
/// <param name="Recovery">The only other key that may replace it; zero for none.</param>
/// <param name="Roles">What it may do.</param>
/// <param name="Identity">Commitment of its GLN, LEI and name.</param>
/// <param name="By">The registrar.</param>
/// <param name="ByEpoch">The registrar's epoch.</param>
/// <param name="Deadline">Unix seconds after which it counts for nothing.</param>
public sealed record Admission(
    PartyId Party, Address Key, Address Recovery, PartyRoles Roles, Hash32 Identity, PartyId By, uint ByEpoch,
    ulong Deadline) : RegistryIntent
{
    /// <inheritdoc/>
    public override string Function => "admit";

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) =>
        [Signer(domain, "by", By, ByEpoch), Signer(domain, "key", Key)];
}

/// <summary>A party replaces its key: signed by the current key or the recovery key, and by the new one. No admin can.</summary>
public sealed record KeyChange(PartyId Party, Address Key, uint Epoch, ulong Deadline) : RegistryIntent
{
    /// <inheritdoc/>
    public override string Function => "setKey";

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) =>
        [Signer(domain, "party", Party, Epoch), Signer(domain, "key", Key)];
}

/// <summary>A party cancels everything it signed that has not reached the chain.</summary>
public sealed record EpochBump(PartyId Party, uint Epoch, ulong Deadline) : RegistryIntent
{
    /// <inheritdoc/>
    public override string Function => "bumpEpoch";

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) => [Signer(domain, "party", Party, Epoch)];
}

/// <summary>A registrar or regulator freezes, thaws or retires a party; retired is final.</summary>
public sealed record StatusChange(
    PartyId Party, PartyStatus Status, Hash32 Reason, uint Epoch, PartyId By, uint ByEpoch, ulong Deadline) : RegistryIntent
{
    /// <inheritdoc/>
    public override string Function => "setStatus";

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) => [Signer(domain, "by", By, ByEpoch)];
}

/// <summary>A registrar sets what a party may do.</summary>
public sealed record RolesChange(PartyId Party, PartyRoles Roles, uint Epoch, PartyId By, uint ByEpoch, ulong Deadline) : RegistryIntent
{
    /// <inheritdoc/>
    public override string Function => "setRoles";

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) => [Signer(domain, "by", By, ByEpoch)];
}

/// <summary>A party admits a device and says what it may attest, or revokes it. The device signs too unless it is revoked: it may be lost.</summary>
/// <param name="Party">The device's party.</param>
/// <param name="Device">The device's key.</param>
/// <param name="Attests">Bits: 1 arrival, 2 condition; 0 revokes the device.</param>
/// <param name="Seq">The device's current seq.</param>
/// <param name="Epoch">The party's epoch.</param>
/// <param name="Deadline">Unix seconds after which it counts for nothing.</param>
public sealed record DeviceChange(PartyId Party, Address Device, uint Attests, uint Seq, uint Epoch, ulong Deadline) : RegistryIntent
{
    /// <inheritdoc/>
    public override string Function => "setDevice";

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) => Attests == 0
        ? [Signer(domain, "party", Party, Epoch)]
        : [Signer(domain, "party", Party, Epoch), Signer(domain, "device", Device)];

    /// <inheritdoc/>
    public override byte[] Calldata(IReadOnlyList<byte[]> signatures)
    {
        ArgumentNullException.ThrowIfNull(signatures);
        return base.Calldata(signatures.Count == 1 ? [signatures[0], []] : signatures);
    }
}
