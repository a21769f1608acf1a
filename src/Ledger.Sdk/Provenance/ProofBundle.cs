using System.Buffers;
using System.Text;
using System.Text.Json;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Provenance;

/// <summary>All that a verifier needs, in one JSON document; README.md beside this file describes it field by field.</summary>
/// <param name="ChainId">The chain.</param>
/// <param name="Contract">The contract that logged it: Goods for a hand-off, Anchors for an event.</param>
/// <param name="Inclusion">The transaction and its receipt in a block.</param>
public abstract record ProofBundle(ulong ChainId, Address Contract, BlockInclusion Inclusion)
{
    /// <summary>The version of the format: 2 for an event, 1 for a hand-off, and for an event that was proved whole.</summary>
    public virtual int FormatVersion => 1;

    /// <summary><c>hand-off</c> or <c>event</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>The JSON document: canonical but for its whitespace.</summary>
    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("ledgerProof", FormatVersion);
            writer.WriteString("kind", Kind);
            writer.WriteNumber("chainId", ChainId);
            writer.WriteString("contract", Hex.Encode(Contract.Span));
            WriteSubject(writer);
            Inclusion.WriteTo(writer);
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Reads a bundle; anything that is not exactly the one canonical form (but for whitespace) is refused.</summary>
    /// <exception cref="LedgerException">malformed-proof; the message names the place.</exception>
    public static ProofBundle Parse(ReadOnlySpan<byte> utf8) => ProofBundleReader.Read(utf8);

    /// <inheritdoc cref="Parse(ReadOnlySpan{byte})"/>
    public static ProofBundle Parse(string json) => ProofBundleReader.Read(Encoding.UTF8.GetBytes(json));

    private protected abstract void WriteSubject(Utf8JsonWriter writer);
}

/// <summary>Proof that giver and receiver signed a hand-off, or that it was rejected, and that the contract took it.</summary>
/// <param name="ChainId">The chain.</param>
/// <param name="Contract">The Goods contract.</param>
/// <param name="Intent">The typed message (HandOff, HandOffMany or Rejection) with its signatures.</param>
/// <param name="Keys">The keys that signed, in the order of the signatures.</param>
/// <param name="Inclusion">The transaction that carried it.</param>
public sealed record HandOffProof(
    ulong ChainId, Address Contract, SignedIntent Intent, IReadOnlyList<Address> Keys, BlockInclusion Inclusion)
    : ProofBundle(ChainId, Contract, Inclusion)
{
    /// <inheritdoc/>
    public override string Kind => "hand-off";

    /// <summary>Where the signatures count.</summary>
    public IntentDomain Domain => new(ChainId, Contract);

    private protected override void WriteSubject(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("intent");
        Intent.WriteTo(writer);
        writer.WriteEndObject();
        writer.WriteStartArray("keys");
        foreach (var key in Keys) writer.WriteStringValue(Hex.Encode(key.Span));
        writer.WriteEndArray();
    }
}

/// <summary>Proof that a publisher anchored a captured event, which is shown whole. Version 1: still read, no longer issued.</summary>
/// <param name="ChainId">The chain.</param>
/// <param name="Contract">The Anchors contract.</param>
/// <param name="Event">The event's text as captured; its UTF-8 bytes are what is committed.</param>
/// <param name="Salt">32 random bytes, so that nobody can guess the event from its commitment.</param>
/// <param name="Commitment">keccak256(salt ‖ keccak256(event)).</param>
/// <param name="Path">Siblings from the leaf keccak256(keccak256(commitment)) to the root.</param>
/// <param name="Root">The root that was anchored.</param>
/// <param name="Inclusion">The transaction that anchored it.</param>
public sealed record WholeEventProof(
    ulong ChainId, Address Contract, string Event, Hash32 Salt, Hash32 Commitment, IReadOnlyList<Hash32> Path, Hash32 Root, BlockInclusion Inclusion)
    : ProofBundle(ChainId, Contract, Inclusion)
{
    /// <inheritdoc/>
    public override string Kind => "event";

    private protected override void WriteSubject(Utf8JsonWriter writer)
    {
        writer.WritePropertyName("event");
        writer.WriteRawValue(CanonicalJson.Quote(Event), skipInputValidation: true);
        writer.WriteString("salt", Salt.ToString());
        writer.WriteString("commitment", Commitment.ToString());
        writer.WriteStartArray("path");
        foreach (var sibling in Path) writer.WriteStringValue(sibling.ToString());
        writer.WriteEndArray();
        writer.WriteString("root", Root.ToString());
    }
}

/// <summary>A transaction and its receipt in a block, by trie proofs against the roots of the block's header.</summary>
/// <param name="BlockHash">The block's hash, as nodes report it.</param>
/// <param name="Header">RLP of the header; under QBFT with the seals in <c>extraData</c>.</param>
/// <param name="TransactionIndex">The transaction's place in the block.</param>
/// <param name="TransactionProof">RLP of the nodes from the transactions root to the raw transaction.</param>
/// <param name="ReceiptProof">RLP of the nodes from the receipts root to the receipt.</param>
/// <param name="LogIndex">The log's place in the receipt, from 0.</param>
public sealed record BlockInclusion(
    Hash32 BlockHash, byte[] Header, int TransactionIndex, IReadOnlyList<byte[]> TransactionProof, IReadOnlyList<byte[]> ReceiptProof, int LogIndex)
{
    internal void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("block");
        writer.WriteString("hash", BlockHash.ToString());
        writer.WriteString("header", Hex.Encode(Header));
        writer.WriteEndObject();
        writer.WriteNumber("transactionIndex", TransactionIndex);
        WriteNodes(writer, "transactionProof", TransactionProof);
        WriteNodes(writer, "receiptProof", ReceiptProof);
        writer.WriteNumber("logIndex", LogIndex);
    }

    private static void WriteNodes(Utf8JsonWriter writer, string name, IReadOnlyList<byte[]> nodes)
    {
        writer.WriteStartArray(name);
        foreach (var node in nodes) writer.WriteStringValue(Hex.Encode(node));
        writer.WriteEndArray();
    }
}
