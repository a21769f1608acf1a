using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Sdk.Contracts;

/// <summary>The Facility contract behind a node. Every view takes the block to read at, by default the newest.</summary>
/// <remarks>Views throw <see cref="ContractRevertException"/>, <see cref="RpcException"/>, and <see cref="LedgerException"/>
/// <c>no-contract</c>.</remarks>
public sealed class FacilityContract(EthereumClient node, Address address)
{
    private readonly ContractClient contract = new(node, LedgerContract.Facility, address);

    /// <summary>Where it is deployed.</summary>
    public Address Address => contract.Address;

    /// <summary>A position; all zero where there is none.</summary>
    public async Task<PositionEntry> PositionAsync(Loan loan, BlockTag? at = null, CancellationToken cancellationToken = default) =>
        PositionEntry.Read(await contract.CallRecordAsync("position", loan, at, cancellationToken).ConfigureAwait(false));

    /// <summary>The id of the position with this loan: <see cref="Loan.Id"/>.</summary>
    public async Task<PositionId> IdOfAsync(Loan loan, BlockTag? at = null, CancellationToken cancellationToken = default) =>
        new(new Hash32(await contract.CallRecordAsync("idOf", loan, at, cancellationToken).ConfigureAwait(false)));

    /// <summary>The position that holds a title note or an order's proceeds; zero for none.</summary>
    public async Task<PositionId> HolderOfAsync(Hash32 key, BlockTag? at = null, CancellationToken cancellationToken = default) =>
        new(new Hash32(await contract.CallAsync("holderOf", at, cancellationToken, key).ConfigureAwait(false)));

    /// <summary>The position that holds a note of a receivable; zero for none.</summary>
    public Task<PositionId> HolderOfAsync(
        ReceivableId receivable, NoteId note, BlockTag? at = null, CancellationToken cancellationToken = default) =>
        HolderOfAsync(Keccak256.Hash([.. receivable.Value.Span, .. note.Value.Span]), at, cancellationToken);

    /// <summary>A lender's limit for a debtor, the principal it has out, and how often the limit was set.</summary>
    public async Task<(ulong Limit, ulong Exposure, uint Seq)> LineOfAsync(
        PartyId lender, PartyId debtor, BlockTag? at = null, CancellationToken cancellationToken = default)
    {
        var reader = new AbiReader(await contract.CallAsync("lineOf", at, cancellationToken, lender.Value, debtor.Value).ConfigureAwait(false));
        return (reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadUInt32());
    }

    /// <summary>The separator of its EIP-712 domain.</summary>
    public async Task<Hash32> DomainSeparatorAsync(BlockTag? at = null, CancellationToken cancellationToken = default) =>
        new(await contract.CallAsync("DOMAIN_SEPARATOR", at, cancellationToken).ConfigureAwait(false));

    /// <summary>Throws what the contract would refuse an intent with, without sending it.</summary>
    public Task SimulateAsync(SignedIntent intent, CancellationToken cancellationToken = default) =>
        contract.SimulateAsync(intent, cancellationToken);
}

/// <summary>What has become of a loan.</summary>
public enum PositionStatus : byte
{
    /// <summary>There is no such position.</summary>
    None = 0,

    /// <summary>Money is out; overdue after the due date.</summary>
    Open = 1,

    /// <summary>The lender has marked it as impaired.</summary>
    Impaired = 2,

    /// <summary>The lender has declared a default.</summary>
    Defaulted = 3,

    /// <summary>All was paid.</summary>
    Repaid = 4,

    /// <summary>All was paid after a default.</summary>
    Recovered = 5,

    /// <summary>The lender took the collateral for all that was owed.</summary>
    Foreclosed = 6,
}

/// <summary>A position as the contract has it.</summary>
/// <param name="Status">Open, repaid…</param>
/// <param name="Seq">Raised by messages of its parties.</param>
/// <param name="IsReleased">Whether the lender released the collateral.</param>
/// <param name="Value">What the valuer said last.</param>
/// <param name="MarginDue">Last second to answer the margin call; zero: there is none.</param>
/// <param name="Owed">As of the block.</param>
public sealed record PositionEntry(
    PositionStatus Status, uint Seq, bool IsReleased, ulong Value, ulong MarginDue, LoanParts Owed)
{
    internal static PositionEntry Read(byte[] words)
    {
        var reader = new AbiReader(words);
        return new PositionEntry(
            (PositionStatus)reader.ReadUInt8(), reader.ReadUInt32(), reader.ReadBool(), reader.ReadUInt64(), reader.ReadUInt64(),
            new LoanParts(reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadUInt64()));
    }
}
