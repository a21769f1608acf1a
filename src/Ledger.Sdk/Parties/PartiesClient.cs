using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Parties;

/// <summary>Who takes part: each changing method returns a draft to be signed and submitted.</summary>
public sealed class PartiesClient
{
    private readonly LedgerClient ledger;

    internal PartiesClient(LedgerClient ledger) => this.ledger = ledger;

    /// <summary>How long a draft counts after it was made.</summary>
    public TimeSpan Validity { get; set; } = TimeSpan.FromDays(1);

    /// <summary>A party.</summary>
    public Task<Party> GetAsync(PartyId id, CancellationToken cancellationToken = default) =>
        ledger.ReadAsync<Party>($"/parties/{id}", cancellationToken);

    /// <summary>All parties by rising number.</summary>
    public async Task<IReadOnlyList<Party>> ListAsync(CancellationToken cancellationToken = default)
    {
        var parties = new List<Party>();
        string? next = null;
        do
        {
            var page = await ledger.ReadAsync<Page<Party>>(
                next is null ? "/parties" : $"/parties?cursor={Uri.EscapeDataString(next)}", cancellationToken).ConfigureAwait(false);
            parties.AddRange(page.Items);
            next = page.Next;
        }
        while (next is not null);
        return parties;
    }

    /// <summary>Admission of the next party; the registrar and the new key sign.</summary>
    public async Task<IntentDraft> AdmitAsync(
        PartyId by, Address key, PartyRoles roles, Hash32 identity = default, Address recovery = default, CancellationToken cancellationToken = default)
    {
        var parties = await ListAsync(cancellationToken).ConfigureAwait(false);
        var next = new PartyId(parties.Max(party => party.Id.Value) + 1);
        var registrar = parties.FirstOrDefault(party => party.Id == by)
            ?? throw new LedgerException("unknown-party", $"There is no party {by}.", "Party 1 is the first registrar.");
        return await DraftAsync(
            new Admission(next, key, recovery, roles, identity, by, registrar.Epoch, Deadline()), [registrar.Key, key],
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A new key for a party: its current key or its recovery key signs, and the new one.</summary>
    public async Task<IntentDraft> ChangeKeyAsync(PartyId id, Address key, CancellationToken cancellationToken = default)
    {
        var party = await GetAsync(id, cancellationToken).ConfigureAwait(false);
        return await DraftAsync(new KeyChange(id, key, party.Epoch, Deadline()), [party.Key, key], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Cancels everything that a party signed and nobody submitted yet.</summary>
    public async Task<IntentDraft> CancelAllAsync(PartyId id, CancellationToken cancellationToken = default)
    {
        var party = await GetAsync(id, cancellationToken).ConfigureAwait(false);
        return await DraftAsync(new EpochBump(id, party.Epoch, Deadline()), [party.Key], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Freezes, thaws or retires a party.</summary>
    public async Task<IntentDraft> SetStatusAsync(
        PartyId by, PartyId id, PartyStatus status, Hash32 reason = default, CancellationToken cancellationToken = default)
    {
        var (actor, party) = (
            await GetAsync(by, cancellationToken).ConfigureAwait(false), await GetAsync(id, cancellationToken).ConfigureAwait(false));
        return await DraftAsync(
            new StatusChange(id, status, reason, party.Epoch, by, actor.Epoch, Deadline()), [actor.Key],
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sets a party's roles.</summary>
    public async Task<IntentDraft> SetRolesAsync(PartyId by, PartyId id, PartyRoles roles, CancellationToken cancellationToken = default)
    {
        var (actor, party) = (
            await GetAsync(by, cancellationToken).ConfigureAwait(false), await GetAsync(id, cancellationToken).ConfigureAwait(false));
        return await DraftAsync(
            new RolesChange(id, roles, party.Epoch, by, actor.Epoch, Deadline()), [actor.Key], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Admits a device of the party, changes what it may attest, or revokes it; the party signs, and the device unless it is revoked.</summary>
    /// <param name="id">The party.</param>
    /// <param name="device">The address of the device's key.</param>
    /// <param name="attests"><see cref="Device.Arrival"/>, <see cref="Device.Condition"/>, both added, or 0 to revoke it.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    public async Task<IntentDraft> SetDeviceAsync(PartyId id, Address device, uint attests, CancellationToken cancellationToken = default)
    {
        var party = await GetAsync(id, cancellationToken).ConfigureAwait(false);
        var known = await FindDeviceAsync(device, cancellationToken).ConfigureAwait(false);
        return await DraftAsync(
            new DeviceChange(id, device, attests, known?.Seq ?? 0, party.Epoch, Deadline()), attests == 0 ? [party.Key] : [party.Key, device],
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A device; null where none was ever admitted under this address.</summary>
    public async Task<Device?> FindDeviceAsync(Address device, CancellationToken cancellationToken = default)
    {
        try
        {
            return await ledger.ReadAsync<Device>($"/devices/{device}", cancellationToken).ConfigureAwait(false);
        }
        catch (LedgerException exception) when (exception.Code == "not-found")
        {
            return null;
        }
    }

    /// <summary>A page of a party's devices, revoked ones among them, by address.</summary>
    public Task<Page<Device>> ListDevicesAsync(PartyId id, string? cursor = null, CancellationToken cancellationToken = default) =>
        ledger.ReadAsync<Page<Device>>(Query.Path($"/parties/{id}/devices", ("cursor", cursor)), cancellationToken);

    private ulong Deadline() => (ulong)(ledger.Time.GetUtcNow() + Validity).ToUnixTimeSeconds();

    private async Task<IntentDraft> DraftAsync(Intent intent, IReadOnlyList<Address> keys, CancellationToken cancellationToken)
    {
        var manifest = await ledger.GetManifestAsync(cancellationToken).ConfigureAwait(false);
        return IntentDraft.Of(intent, manifest.DomainOf(intent.Contract), keys);
    }
}
