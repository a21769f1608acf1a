using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Contracts;

/// <summary>Something that the Registry logged.</summary>
public abstract record RegistryEvent : LedgerEvent
{
    /// <inheritdoc/>
    public sealed override LedgerContract Contract => LedgerContract.Registry;
}

/// <summary>A party was admitted.</summary>
public sealed record PartyAdmitted(
    [Indexed] PartyId Party, [Indexed] Address Key, Address Recovery, PartyRoles Roles, Hash32 Identity, PartyId By) : RegistryEvent;

/// <summary>A party replaced its key.</summary>
public sealed record KeySet([Indexed] PartyId Party, [Indexed] Address Key, uint Epoch) : RegistryEvent;

/// <summary>A party cancelled everything it had signed.</summary>
public sealed record EpochBumped([Indexed] PartyId Party, uint Epoch) : RegistryEvent;

/// <summary>A party was frozen, thawed or retired.</summary>
public sealed record StatusSet([Indexed] PartyId Party, PartyStatus Status, Hash32 Reason, PartyId By, uint Epoch) : RegistryEvent;

/// <summary>A party's roles were set.</summary>
public sealed record RolesSet([Indexed] PartyId Party, PartyRoles Roles, PartyId By, uint Epoch) : RegistryEvent;

/// <summary>A device was admitted, or removed where it attests nothing.</summary>
public sealed record DeviceSet([Indexed] Address Device, [Indexed] PartyId Party, uint Attests) : RegistryEvent;
