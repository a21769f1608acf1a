using Ledger.Sdk.Cash;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Contracts;

/// <summary>The Cash contract behind a node. Every view takes the block to read at, by default the newest.</summary>
/// <remarks>Views throw <see cref="ContractRevertException"/>, <see cref="RpcException"/>, and <see cref="LedgerException"/>
/// <c>no-contract</c>.</remarks>
public sealed class CashContract(EthereumClient node, Address address)
{
    private readonly ContractClient contract = new(node, LedgerContract.Cash, address);

    /// <summary>Where it is deployed.</summary>
    public Address Address => contract.Address;

    /// <summary>The money of a party.</summary>
    public Task<ulong> BalanceOfAsync(PartyId party, BlockTag? at = null, CancellationToken cancellationToken = default) =>
        BalanceOfAsync(CashAccount.Of(party), at, cancellationToken);

    /// <summary>The money of a party, asked by its account or its key, or of a contract that is no party.</summary>
    public async Task<ulong> BalanceOfAsync(Address account, BlockTag? at = null, CancellationToken cancellationToken = default) =>
        new AbiReader(await CallAsync("balanceOf", at, cancellationToken, account).ConfigureAwait(false)).ReadUInt64();

    /// <summary>What a contract holds for others, whether or not it is a party too.</summary>
    public async Task<ulong> HeldByAsync(Address taker, BlockTag? at = null, CancellationToken cancellationToken = default) =>
        new AbiReader(await CallAsync("heldBy", at, cancellationToken, taker).ConfigureAwait(false)).ReadUInt64();

    /// <summary>How many <see cref="CashTransfer"/> messages of a party have been executed.</summary>
    public async Task<uint> SeqOfAsync(PartyId party, BlockTag? at = null, CancellationToken cancellationToken = default) =>
        new AbiReader(await CallAsync("seqOf", at, cancellationToken, party.Value).ConfigureAwait(false)).ReadUInt32();

    /// <summary>What a bank has issued and not taken back.</summary>
    public async Task<ulong> IssuedByAsync(PartyId bank, BlockTag? at = null, CancellationToken cancellationToken = default) =>
        new AbiReader(await CallAsync("issuedBy", at, cancellationToken, bank.Value).ConfigureAwait(false)).ReadUInt64();

    /// <summary>Whether a bank has used a reference.</summary>
    public async Task<bool> IsUsedAsync(PartyId bank, Hash32 bankRef, BlockTag? at = null, CancellationToken cancellationToken = default) =>
        new AbiReader(await CallAsync("isUsed", at, cancellationToken, bank.Value, bankRef).ConfigureAwait(false)).ReadBool();

    /// <summary>All money together.</summary>
    public async Task<ulong> TotalSupplyAsync(BlockTag? at = null, CancellationToken cancellationToken = default) =>
        new AbiReader(await CallAsync("totalSupply", at, cancellationToken).ConfigureAwait(false)).ReadUInt64();

    /// <summary>ISO 4217 code.</summary>
    public async Task<CurrencyCode> CurrencyAsync(BlockTag? at = null, CancellationToken cancellationToken = default) =>
        WordTypes.Of<CurrencyCode>().Read(await CallAsync("currency", at, cancellationToken).ConfigureAwait(false));

    /// <summary>Decimal places of the minor unit.</summary>
    public async Task<byte> DecimalsAsync(BlockTag? at = null, CancellationToken cancellationToken = default) =>
        new AbiReader(await CallAsync("decimals", at, cancellationToken).ConfigureAwait(false)).ReadUInt8();

    /// <summary>Its name, for tools that know tokens.</summary>
    public async Task<string> NameAsync(BlockTag? at = null, CancellationToken cancellationToken = default) =>
        new AbiReader(await CallAsync("name", at, cancellationToken).ConfigureAwait(false)).ReadString();

    /// <summary>Its symbol, for tools that know tokens.</summary>
    public async Task<string> SymbolAsync(BlockTag? at = null, CancellationToken cancellationToken = default) =>
        new AbiReader(await CallAsync("symbol", at, cancellationToken).ConfigureAwait(false)).ReadString();

    /// <summary>The Registry whose parties have accounts.</summary>
    public async Task<Address> RegistryAsync(BlockTag? at = null, CancellationToken cancellationToken = default) =>
        new AbiReader(await CallAsync("registry", at, cancellationToken).ConfigureAwait(false)).ReadAddress();

    /// <summary>The separator of its EIP-712 domain.</summary>
    public async Task<Hash32> DomainSeparatorAsync(BlockTag? at = null, CancellationToken cancellationToken = default) =>
        new(await CallAsync("DOMAIN_SEPARATOR", at, cancellationToken).ConfigureAwait(false));

    /// <summary>Throws what the contract would refuse an intent with, without sending it.</summary>
    public Task SimulateAsync(SignedIntent intent, CancellationToken cancellationToken = default) =>
        contract.SimulateAsync(intent, cancellationToken);

    private Task<byte[]> CallAsync(string function, BlockTag? at, CancellationToken cancellationToken, params object[] arguments) =>
        contract.CallAsync(function, at, cancellationToken, arguments);
}
