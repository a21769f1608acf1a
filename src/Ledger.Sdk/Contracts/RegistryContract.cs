using System.Diagnostics.CodeAnalysis;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Contracts;

/// <summary>The Registry behind a node. Every view takes the block to read at, by default the newest.</summary>
/// <remarks>Views throw <see cref="ContractRevertException"/>, <see cref="RpcException"/>, and <see cref="LedgerException"/>
/// <c>no-contract</c>.</remarks>
public sealed class RegistryContract(EthereumClient node, Address address)
{
    private readonly ContractClient contract = new(node, LedgerContract.Registry, address);

    /// <summary>Where it is deployed.</summary>
    public Address Address => contract.Address;

    /// <summary>The event of a log, whatever its address; false where it is none of the Registry's.</summary>
    public static bool TryDecode(Log log, [NotNullWhen(true)] out RegistryEvent? decoded) => LedgerEvents.TryDecode(log, out decoded);

    /// <summary>A party's entry; all zero for one never admitted.</summary>
    public async Task<PartyEntry> PartyAsync(PartyId id, BlockTag? at = null, CancellationToken cancellationToken = default) =>
        PartyEntry.Read(await contract.CallAsync("party", at, cancellationToken, id.Value).ConfigureAwait(false));

    /// <summary>A party's packed slot: key(160) | roles(32) | epoch(32) | status(8), the key in the lowest bits.</summary>
    public async Task<Hash32> WordAsync(PartyId id, BlockTag? at = null, CancellationToken cancellationToken = default) =>
        new(await contract.CallAsync("word", at, cancellationToken, id.Value).ConfigureAwait(false));

    /// <summary>The packed slots of two parties.</summary>
    public async Task<(Hash32 First, Hash32 Second)> PairAsync(
        PartyId first, PartyId second, BlockTag? at = null, CancellationToken cancellationToken = default)
    {
        var words = await contract.CallAsync("pair", at, cancellationToken, first.Value, second.Value).ConfigureAwait(false);
        return (new Hash32(words.AsSpan(0, 32)), new Hash32(words.AsSpan(32, 32)));
    }

    /// <summary>The party that a key signs for; 0 for none.</summary>
    public async Task<PartyId> PartyOfAsync(Address key, BlockTag? at = null, CancellationToken cancellationToken = default) =>
        new(new AbiReader(await contract.CallAsync("partyOf", at, cancellationToken, key).ConfigureAwait(false)).ReadUInt64());

    /// <summary>A device: its party (0 for none), what it may attest, and its seq.</summary>
    public async Task<(PartyId Owner, uint Attests, uint Seq)> DeviceAsync(
        Address key, BlockTag? at = null, CancellationToken cancellationToken = default)
    {
        var reader = new AbiReader(await contract.CallAsync("device", at, cancellationToken, key).ConfigureAwait(false));
        return (new PartyId(reader.ReadUInt64()), reader.ReadUInt32(), reader.ReadUInt32());
    }

    /// <summary>How many parties were admitted; the next one gets this number plus one.</summary>
    public async Task<ulong> PartyCountAsync(BlockTag? at = null, CancellationToken cancellationToken = default) =>
        new AbiReader(await contract.CallAsync("partyCount", at, cancellationToken).ConfigureAwait(false)).ReadUInt64();

    /// <summary>The commitment of a party's identity.</summary>
    public async Task<Hash32> IdentityOfAsync(PartyId id, BlockTag? at = null, CancellationToken cancellationToken = default) =>
        new(await contract.CallAsync("identityOf", at, cancellationToken, id.Value).ConfigureAwait(false));

    /// <summary>The key that may replace a party's key; zero for none.</summary>
    public async Task<Address> RecoveryOfAsync(PartyId id, BlockTag? at = null, CancellationToken cancellationToken = default) =>
        new AbiReader(await contract.CallAsync("recoveryOf", at, cancellationToken, id.Value).ConfigureAwait(false)).ReadAddress();

    /// <summary>The separator of its EIP-712 domain.</summary>
    public async Task<Hash32> DomainSeparatorAsync(BlockTag? at = null, CancellationToken cancellationToken = default) =>
        new(await contract.CallAsync("DOMAIN_SEPARATOR", at, cancellationToken).ConfigureAwait(false));

    /// <summary>Throws what the contract would refuse an intent with, without sending it.</summary>
    public Task SimulateAsync(SignedIntent intent, CancellationToken cancellationToken = default) =>
        contract.SimulateAsync(intent, cancellationToken);
}

/// <summary>A party's entry in the Registry.</summary>
public sealed record PartyEntry(Address Key, PartyRoles Roles, uint Epoch, PartyStatus Status)
{
    internal static PartyEntry Read(byte[] words)
    {
        var reader = new AbiReader(words);
        return new PartyEntry(reader.ReadAddress(), (PartyRoles)reader.ReadUInt32(), reader.ReadUInt32(), (PartyStatus)reader.ReadUInt8());
    }
}
