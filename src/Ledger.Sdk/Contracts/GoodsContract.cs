using System.Diagnostics.CodeAnalysis;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Contracts;

/// <summary>The Goods contract behind a node. Every view takes the block to read at, by default the newest.</summary>
/// <remarks>Views throw <see cref="ContractRevertException"/>, <see cref="RpcException"/>, and <see cref="LedgerException"/>
/// <c>no-contract</c>.</remarks>
public sealed class GoodsContract(EthereumClient node, Address address)
{
    private readonly ContractClient contract = new(node, LedgerContract.Goods, address);

    /// <summary>Where it is deployed.</summary>
    public Address Address => contract.Address;

    /// <summary>The event of a log, whatever its address; false where it is none of the Goods contract's.</summary>
    public static bool TryDecode(Log log, [NotNullWhen(true)] out GoodsEvent? decoded) => LedgerEvents.TryDecode(log, out decoded);

    /// <summary>A unit's word, parent and lot.</summary>
    public async Task<UnitEntry> UnitAsync(UnitId id, BlockTag? at = null, CancellationToken cancellationToken = default) =>
        UnitEntry.Read(await contract.CallAsync("unit", at, cancellationToken, id.Value).ConfigureAwait(false));

    /// <summary>Who holds a unit, through its parents where it is packed.</summary>
    public async Task<PartyId> CustodianOfAsync(UnitId id, BlockTag? at = null, CancellationToken cancellationToken = default) =>
        new(new AbiReader(await contract.CallAsync("custodianOf", at, cancellationToken, id.Value).ConfigureAwait(false)).ReadUInt64());

    /// <summary>The packed words of many units: owner(64) | amount(64) | seq(32) | flags(32) | time(40) | contents(24).</summary>
    public async Task<IReadOnlyList<Hash32>> UnitWordsAsync(
        IReadOnlyList<UnitId> ids, BlockTag? at = null, CancellationToken cancellationToken = default)
    {
        object[] values = [.. ids.Select(id => (object)id.Value)];
        return new AbiReader(await contract.CallAsync(
            "unitWords", at, cancellationToken, [values]).ConfigureAwait(false)).ReadBytes32Array();
    }

    /// <summary>A lot: issuer, quantity not yet in units, seq, whether recalled, when registered.</summary>
    public async Task<LotEntry> LotAsync(LotId id, BlockTag? at = null, CancellationToken cancellationToken = default) =>
        LotEntry.Read(await contract.CallAsync("lot", at, cancellationToken, id.Value).ConfigureAwait(false));

    /// <summary>A title note: owner, amount, seq, lot.</summary>
    public async Task<TitleEntry> TitleAsync(NoteId id, BlockTag? at = null, CancellationToken cancellationToken = default) =>
        TitleEntry.Read(await contract.CallAsync("title", at, cancellationToken, id.Value).ConfigureAwait(false));

    /// <summary>The Registry that it asks about parties.</summary>
    public async Task<Address> RegistryAsync(BlockTag? at = null, CancellationToken cancellationToken = default) =>
        new AbiReader(await contract.CallAsync("registry", at, cancellationToken).ConfigureAwait(false)).ReadAddress();

    /// <summary>The separator of its EIP-712 domain.</summary>
    public async Task<Hash32> DomainSeparatorAsync(BlockTag? at = null, CancellationToken cancellationToken = default) =>
        new(await contract.CallAsync("DOMAIN_SEPARATOR", at, cancellationToken).ConfigureAwait(false));

    /// <summary>Throws what the contract would refuse an intent with, without sending it.</summary>
    public Task SimulateAsync(SignedIntent intent, CancellationToken cancellationToken = default) =>
        contract.SimulateAsync(intent, cancellationToken);
}

/// <summary>A unit as the Goods contract stores it; <paramref name="Custodian"/> is its own word's, <paramref name="Time"/> Unix seconds of
/// the last change.</summary>
public sealed record UnitEntry(
    PartyId Custodian, ulong Amount, uint Seq, Condition Condition, bool IsPacked, ulong Time, uint Contents, UnitId Parent, LotId Lot)
{
    internal static UnitEntry Read(byte[] words)
    {
        var reader = new AbiReader(words);
        return new UnitEntry(
            new PartyId(reader.ReadUInt64()), reader.ReadUInt64(), reader.ReadUInt32(), (Condition)reader.ReadUInt8(), reader.ReadBool(),
            reader.ReadUInt64(), reader.ReadUInt32(), new UnitId(reader.ReadBytes32()), new LotId(reader.ReadBytes32()));
    }
}

/// <summary>A lot as the Goods contract stores it; <paramref name="Registered"/> in Unix seconds.</summary>
public sealed record LotEntry(PartyId Issuer, ulong Remaining, uint Seq, bool IsRecalled, ulong Registered)
{
    internal static LotEntry Read(byte[] words)
    {
        var reader = new AbiReader(words);
        return new LotEntry(
            new PartyId(reader.ReadUInt64()), reader.ReadUInt64(), reader.ReadUInt32(), reader.ReadBool(), reader.ReadUInt64());
    }
}

/// <summary>A title note as the Goods contract stores it.</summary>
public sealed record TitleEntry(PartyId Owner, ulong Amount, uint Seq, LotId Lot)
{
    internal static TitleEntry Read(byte[] words)
    {
        var reader = new AbiReader(words);
        return new TitleEntry(new PartyId(reader.ReadUInt64()), reader.ReadUInt64(), reader.ReadUInt32(), new LotId(reader.ReadBytes32()));
    }
}
