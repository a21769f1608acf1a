using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Sdk.Contracts;

/// <summary>The Orders contract behind a node. Every view takes the block to read at, by default the newest.</summary>
/// <remarks>Views throw <see cref="ContractRevertException"/>, <see cref="RpcException"/>, and <see cref="LedgerException"/>
/// <c>no-contract</c>.</remarks>
public sealed class OrdersContract(EthereumClient node, Address address)
{
    private readonly ContractClient contract = new(node, LedgerContract.Orders, address);

    /// <summary>Where it is deployed.</summary>
    public Address Address => contract.Address;

    /// <summary>An order; all zero where there is none.</summary>
    public async Task<OrderEntry> OrderAsync(OrderId id, BlockTag? at = null, CancellationToken cancellationToken = default) =>
        OrderEntry.Read(await contract.CallAsync("order", at, cancellationToken, id.Value).ConfigureAwait(false));

    /// <summary>The accepted quantity of one of its milestones.</summary>
    public async Task<ulong> AcceptedOfAsync(
        OrderId id, ulong milestone, BlockTag? at = null, CancellationToken cancellationToken = default) =>
        new AbiReader(await contract.CallAsync("acceptedOf", at, cancellationToken, id.Value, milestone).ConfigureAwait(false)).ReadUInt64();

    /// <summary>The id of the order with these terms: <see cref="OrderTerms.Id"/>.</summary>
    public async Task<OrderId> IdOfAsync(OrderTerms terms, BlockTag? at = null, CancellationToken cancellationToken = default) =>
        new(new Hash32(await contract.CallRecordAsync("idOf", terms, at, cancellationToken).ConfigureAwait(false)));

    /// <summary>The hash of a delivery: <see cref="Delivery.Hash"/>.</summary>
    public async Task<Hash32> HashOfAsync(Delivery delivery, BlockTag? at = null, CancellationToken cancellationToken = default) =>
        new(await contract.CallRecordAsync("hashOf", delivery, at, cancellationToken).ConfigureAwait(false));

    /// <summary>The order that a receivable was born of, and its first owner; zero where it was not born here.</summary>
    public async Task<(OrderId Order, PartyId Beneficiary)> BirthOfAsync(
        ReceivableId receivable, BlockTag? at = null, CancellationToken cancellationToken = default)
    {
        var reader = new AbiReader(await contract.CallAsync("birthOf", at, cancellationToken, receivable.Value).ConfigureAwait(false));
        return (new OrderId(reader.ReadBytes32()), new PartyId(reader.ReadUInt64()));
    }

    /// <summary>The goods whose hand-offs are matched.</summary>
    public async Task<Address> GoodsAsync(BlockTag? at = null, CancellationToken cancellationToken = default) =>
        new AbiReader(await contract.CallAsync("goods", at, cancellationToken).ConfigureAwait(false)).ReadAddress();

    /// <summary>The receivables that orders on credit give birth to.</summary>
    public async Task<Address> ReceivablesAsync(BlockTag? at = null, CancellationToken cancellationToken = default) =>
        new AbiReader(await contract.CallAsync("receivables", at, cancellationToken).ConfigureAwait(false)).ReadAddress();

    /// <summary>The separator of its EIP-712 domain.</summary>
    public async Task<Hash32> DomainSeparatorAsync(BlockTag? at = null, CancellationToken cancellationToken = default) =>
        new(await contract.CallAsync("DOMAIN_SEPARATOR", at, cancellationToken).ConfigureAwait(false));

    /// <summary>Throws what the contract would refuse an intent with, without sending it.</summary>
    public Task SimulateAsync(SignedIntent intent, CancellationToken cancellationToken = default) =>
        contract.SimulateAsync(intent, cancellationToken);
}

/// <summary>An order as the contract has it.</summary>
/// <param name="Beneficiary">Who is paid; the seller at first.</param>
/// <param name="Escrow">What waits for deliveries.</param>
/// <param name="Matched">The part of the price that deliveries have been matched for.</param>
/// <param name="Paid">What was paid, or became receivables, for it.</param>
/// <param name="Seq">Raised by every message about the order.</param>
/// <param name="IsFunded">Whether the escrow was filled.</param>
/// <param name="IsDisputed">Whether buyer or seller disputes it.</param>
/// <param name="IsClosed">Nothing will be paid any more.</param>
public sealed record OrderEntry(
    PartyId Beneficiary, ulong Escrow, ulong Matched, ulong Paid, uint Seq, bool IsFunded, bool IsDisputed, bool IsClosed)
{
    internal static OrderEntry Read(byte[] words)
    {
        var reader = new AbiReader(words);
        return new OrderEntry(
            new PartyId(reader.ReadUInt64()), reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadUInt32(),
            reader.ReadBool(), reader.ReadBool(), reader.ReadBool());
    }
}
