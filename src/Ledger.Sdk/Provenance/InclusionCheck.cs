using System.Globalization;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Orders;

namespace Ledger.Sdk.Provenance;

/// <summary>Checks header, transaction and receipt of a bundle against each other.</summary>
internal sealed class InclusionCheck
{
    private Transaction? transaction;
    private Receipt? receipt;

    private InclusionCheck()
    {
    }

    /// <summary>Whether the header is of a QBFT chain.</summary>
    public bool IsQbft { get; private set; }

    /// <summary>The block and its time in words.</summary>
    public string When { get; private set; } = "in a block that cannot be read";

    public static InclusionCheck Run(ProofBundle bundle, IReadOnlyCollection<Address>? validators, Action<string, bool, string> check)
    {
        var inclusion = new InclusionCheck();
        if (inclusion.ReadHeader(bundle.Inclusion, validators, check) is { } header)
        {
            inclusion.ReadTransaction(bundle, header, check);
            inclusion.ReadReceipt(bundle, header, check);
        }
        return inclusion;
    }

    /// <summary>Checks that the transaction calls this contract with these data.</summary>
    public void CheckCall(Address contract, byte[] data, string what, Action<string, bool, string> check)
    {
        if (transaction is null) return;
        if (transaction.To != contract)
            check("call", false, $"the transaction calls {transaction.To?.ToString() ?? "nobody"}, not the contract {contract}");
        else if (!transaction.Data.Span.SequenceEqual(data)) check("call", false, $"the transaction does not carry {what}");
        else check("call", true, $"the transaction carries {what} to {contract}");
    }

    /// <summary>Checks that the transaction carries this hand-off with these signatures: to the contract, or to Orders for an order.</summary>
    /// <param name="contract">The Goods contract.</param>
    /// <param name="intent">The hand-off or rejection.</param>
    /// <param name="orders">The Orders contract; null where no manifest names it.</param>
    /// <param name="check">Takes the result.</param>
    public void CheckHandOff(Address contract, SignedIntent intent, Address? orders, Action<string, bool, string> check)
    {
        const string What = "this message with these signatures";
        if (transaction?.To is { } to && to != contract && (orders is null || to == orders)
            && SignedIntent.TryDecode(LedgerContract.Orders, transaction.Data.Span) is { Intent: OrderHandOff and not HandOffMatch } call)
        {
            var same = (call with { Intent = ((OrderHandOff)call.Intent).Offer }).Calldata().AsSpan().SequenceEqual(intent.Calldata());
            check("call", same, same ? $"the transaction carries {What}, for an order, to {to}" : $"the transaction does not carry {What}");
            return;
        }
        CheckCall(contract, intent.Calldata(), What, check);
    }

    /// <summary>Checks the log that the bundle points to.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="compare">Null where the event is the one expected, else what is wrong with it.</param>
    /// <param name="check">Takes the result.</param>
    public void CheckLog(ProofBundle bundle, Func<LedgerEvent, string?> compare, Action<string, bool, string> check)
    {
        if (receipt is null) return;
        var at = bundle.Inclusion.LogIndex;
        var problem = at >= receipt.Logs.Count
            ? $"the receipt has {receipt.Logs.Count} logs, none at {at}"
            : Compare(bundle, receipt.Logs[at], compare);
        check("log", problem is null, problem is null ? $"log {at} of the receipt says so" : $"log {at}: {problem}");
    }

    private static string? Compare(ProofBundle bundle, LogEntry log, Func<LedgerEvent, string?> compare)
    {
        if (log.Address != bundle.Contract) return $"it was logged by {log.Address}, not by the contract {bundle.Contract}";
        try
        {
            return LedgerEvents.TryDecode([.. log.Topics], log.Data.Span, out var decoded)
                ? compare(decoded)
                : "it is none of the ledger's events";
        }
        catch (FormatException exception)
        {
            return exception.Message;
        }
    }

    private BlockHeader? ReadHeader(BlockInclusion inclusion, IReadOnlyCollection<Address>? validators, Action<string, bool, string> check)
    {
        try
        {
            var header = BlockHeader.Decode(inclusion.Header);
            When = string.Create(CultureInfo.InvariantCulture, $"in block {header.Number} of {Time(header.Timestamp)}");
            IsQbft = BlockHashes.IsQbft(header);
            var hash = BlockHashes.Of(header);
            var holds = hash == inclusion.BlockHash && header.Encode().AsSpan().SequenceEqual(inclusion.Header);
            check(
                "header", holds,
                holds
                    ? $"its hash is {hash}, block {header.Number}"
                    : $"its hash is {hash}, the bundle says {inclusion.BlockHash}: one of the two was altered");
            CheckSeals(header, validators, check);
            return header;
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or ArgumentException or InvalidOperationException)
        {
            check("header", false, $"it cannot be read: {exception.Message}");
            return null;
        }
    }

    // Seals stand outside the block hash, so they are checked even where nobody gave validators: against those the header names.
    private void CheckSeals(BlockHeader header, IReadOnlyCollection<Address>? validators, Action<string, bool, string> check)
    {
        if (!IsQbft)
        {
            if (validators is not null) check("seals", false, "validators were given, but the header is not of a QBFT chain");
            return;
        }
        var qbft = new QbftHeader(header);
        var seals = qbft.VerifySeals(validators ?? [.. qbft.ExtraData.Validators]);
        var set = validators is null ? "the validators that the header names" : "the validators given";
        check(
            "seals", seals.IsValid,
            seals.Problem
                ?? $"{seals.Committers.Count} of {qbft.ExtraData.Validators.Count} committed the block, {seals.Required} are needed, against {set}");
    }

    private void ReadTransaction(ProofBundle bundle, BlockHeader header, Action<string, bool, string> check)
    {
        if (Walk(
            "transaction", header.TransactionsRoot, bundle.Inclusion.TransactionIndex, bundle.Inclusion.TransactionProof,
            check) is not { } raw)
            return;
        try
        {
            transaction = Transaction.Decode(raw);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            check("transaction", false, $"it cannot be read: {exception.Message}");
            return;
        }
        var sameChain = transaction.ChainId == bundle.ChainId;
        check("transaction", sameChain, sameChain
            ? $"{Keccak256.Hash(raw)} is number {bundle.Inclusion.TransactionIndex} of the block"
            : $"it is for chain {transaction.ChainId?.ToString(CultureInfo.InvariantCulture) ?? "any"}, the bundle says {bundle.ChainId}");
    }

    private void ReadReceipt(ProofBundle bundle, BlockHeader header, Action<string, bool, string> check)
    {
        if (Walk("receipt", header.ReceiptsRoot, bundle.Inclusion.TransactionIndex, bundle.Inclusion.ReceiptProof, check) is not { } raw)
            return;
        try
        {
            receipt = Receipt.Decode(raw);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            check("receipt", false, $"it cannot be read: {exception.Message}");
            return;
        }
        check(
            "receipt", receipt.Succeeded,
            receipt.Succeeded ? $"the transaction succeeded; logs: {receipt.Logs.Count}" : "the transaction failed");
    }

    private static byte[]? Walk(string name, Hash32 root, int index, IReadOnlyList<byte[]> nodes, Action<string, bool, string> check)
    {
        var result = TrieProof.Verify(root, PatriciaTrie.ListKey(index), nodes);
        if (result is { IsValid: true, Value: { } value }) return value;
        check(
            name, false,
            $"its proof does not lead from the header to number {index}: {result.Problem ?? "there is nothing of that number"}");
        return null;
    }

    private static string Time(ulong seconds) => seconds <= 253_402_300_799
        ? DateTimeOffset.FromUnixTimeSeconds((long)seconds).ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)
        : seconds.ToString(CultureInfo.InvariantCulture);
}
