using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Sdk.Contracts;

/// <summary>The Receivables contract behind a node. Every view takes the block to read at, by default the newest.</summary>
/// <remarks>Views throw <see cref="ContractRevertException"/>, <see cref="RpcException"/>, and <see cref="LedgerException"/>
/// <c>no-contract</c>.</remarks>
public sealed class ReceivablesContract(EthereumClient node, Address address)
{
    private readonly ContractClient contract = new(node, LedgerContract.Receivables, address);

    /// <summary>Where it is deployed.</summary>
    public Address Address => contract.Address;

    /// <summary>A receivable; all zero where there is none.</summary>
    public async Task<ReceivableEntry> ReceivableAsync(ReceivableId id, BlockTag? at = null, CancellationToken cancellationToken = default) =>
        ReceivableEntry.Read(await contract.CallAsync("receivable", at, cancellationToken, id.Value).ConfigureAwait(false));

    /// <summary>A note of a receivable; all zero where there is none, or none any more.</summary>
    public async Task<NoteEntry> NoteAsync(
        ReceivableId receivable, NoteId id, BlockTag? at = null, CancellationToken cancellationToken = default) =>
        NoteEntry.Read(await contract.CallAsync("note", at, cancellationToken, receivable.Value, id.Value).ConfigureAwait(false));

    /// <summary>The id of the receivable that a debtor's nullifier stands for: <see cref="ReceivableId.Of"/>.</summary>
    public async Task<ReceivableId> IdOfAsync(
        PartyId debtor, Hash32 nullifier, BlockTag? at = null, CancellationToken cancellationToken = default) =>
        new(new Hash32(await contract.CallAsync("idOf", at, cancellationToken, debtor.Value, nullifier).ConfigureAwait(false)));

    /// <summary>The longest time from birth to due date.</summary>
    public async Task<TimeSpan> MaxTenorAsync(BlockTag? at = null, CancellationToken cancellationToken = default) =>
        TimeSpan.FromSeconds(new AbiReader(await contract.CallAsync("maxTenor", at, cancellationToken).ConfigureAwait(false)).ReadUInt64());

    /// <summary>The contract that issues for matched orders.</summary>
    public async Task<Address> IssuerAsync(BlockTag? at = null, CancellationToken cancellationToken = default) =>
        new AbiReader(await contract.CallAsync("issuer", at, cancellationToken).ConfigureAwait(false)).ReadAddress();

    /// <summary>The money that receivables are paid in.</summary>
    public async Task<Address> CashAsync(BlockTag? at = null, CancellationToken cancellationToken = default) =>
        new AbiReader(await contract.CallAsync("cash", at, cancellationToken).ConfigureAwait(false)).ReadAddress();

    /// <summary>The separator of its EIP-712 domain.</summary>
    public async Task<Hash32> DomainSeparatorAsync(BlockTag? at = null, CancellationToken cancellationToken = default) =>
        new(await contract.CallAsync("DOMAIN_SEPARATOR", at, cancellationToken).ConfigureAwait(false));

    /// <summary>Throws what the contract would refuse an intent with, without sending it.</summary>
    public Task SimulateAsync(SignedIntent intent, CancellationToken cancellationToken = default) =>
        contract.SimulateAsync(intent, cancellationToken);
}

/// <summary>A receivable as the contract has it: <paramref name="Face"/> = the notes' open amounts + redeemed + retired + diluted.</summary>
/// <param name="Debtor">Who owes.</param>
/// <param name="Face">What was owed at first.</param>
/// <param name="Paid">What the debtor has paid.</param>
/// <param name="Redeemed">Paid and passed on to the notes' owners.</param>
/// <param name="Retired">Ended at a price.</param>
/// <param name="Diluted">Given up.</param>
/// <param name="Outstanding">What the debtor still owes; zero: settled.</param>
/// <param name="Due">Unix seconds.</param>
/// <param name="Seq">Raised by messages of the debtor.</param>
/// <param name="IsDisputed">Whether the debtor disputes it.</param>
public sealed record ReceivableEntry(
    PartyId Debtor, ulong Face, ulong Paid, ulong Redeemed, ulong Retired, ulong Diluted, ulong Outstanding, ulong Due, uint Seq, bool IsDisputed)
{
    internal static ReceivableEntry Read(byte[] words)
    {
        var reader = new AbiReader(words);
        return new ReceivableEntry(
            new PartyId(reader.ReadUInt64()), reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadUInt64(),
            reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadUInt32(), reader.ReadBool());
    }
}

/// <summary>A note of a receivable as the contract has it.</summary>
/// <param name="Owner">Who owns it.</param>
/// <param name="Amount">What it was made for.</param>
/// <param name="Open">What is still to be redeemed of it, paid or not.</param>
/// <param name="Redeemable">What a redemption would pay now.</param>
/// <param name="Seq">Raised by every change.</param>
public sealed record NoteEntry(PartyId Owner, ulong Amount, ulong Open, ulong Redeemable, uint Seq)
{
    internal static NoteEntry Read(byte[] words)
    {
        var reader = new AbiReader(words);
        return new NoteEntry(
            new PartyId(reader.ReadUInt64()), reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadUInt32());
    }
}
