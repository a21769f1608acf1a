using System.Text.Json;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Provenance;

/// <summary>Proof that a publisher anchored a captured event: some of its fields, or all, and who captured it. Version 2 of the format.</summary>
/// <param name="ChainId">The chain.</param>
/// <param name="Contract">The Anchors contract.</param>
/// <param name="Fields">The leaves in order: event hash, context, each member. Withheld ones are in ascending order among themselves.</param>
/// <param name="Capture">Who signed for it; null where that is not shown.</param>
/// <param name="Commitment">The Merkle root over the fields' leaves.</param>
/// <param name="Path">Siblings from the leaf keccak256(keccak256(commitment)) to the root.</param>
/// <param name="Root">The root that was anchored.</param>
/// <param name="Inclusion">The transaction that anchored it.</param>
public sealed record EventProof(
    ulong ChainId, Address Contract, IReadOnlyList<FieldLeaf> Fields, CaptureProof? Capture, Hash32 Commitment, IReadOnlyList<Hash32> Path, Hash32 Root,
    BlockInclusion Inclusion) : ProofBundle(ChainId, Contract, Inclusion)
{
    /// <inheritdoc/>
    public override int FormatVersion => 2;

    /// <inheritdoc/>
    public override string Kind => "event";

    /// <summary>Where the signature of the capture counts.</summary>
    public IntentDomain Domain => new(ChainId, Contract);

    /// <summary>How many fields are withheld.</summary>
    public int Withheld => Fields.Count(leaf => leaf.Field is null);

    /// <summary>The field of a name; null where it is withheld, or there is none.</summary>
    public EventField? Find(string name) => Fields.FirstOrDefault(leaf => leaf.Field?.Name == name).Field;

    /// <summary>The same proof with these fields alone: the others are withheld.</summary>
    /// <remarks>
    /// The event hash goes with the rest unless it is named: whoever has it can try values for a withheld field until the hash fits. With it
    /// goes who captured the event, whose signature is over that hash.
    /// </remarks>
    /// <exception cref="LedgerException">unknown-field: not among those shown.</exception>
    public EventProof Disclose(IReadOnlyCollection<string> names)
    {
        Demand(names);
        return Keep(field => names.Contains(field.Name));
    }

    /// <summary>The same proof without these fields, and without the event hash, by which they could be guessed.</summary>
    /// <inheritdoc cref="Disclose"/>
    public EventProof Hide(IReadOnlyCollection<string> names)
    {
        Demand(names);
        return Keep(field => !names.Contains(field.Name) && (names.Count == 0 || field.Name != FieldCommitment.HashName));
    }

    private void Demand(IReadOnlyCollection<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        foreach (var name in names)
            if (Find(name) is null)
                throw new LedgerException(
                    "unknown-field", $"'{name}' is no field that this bundle shows.",
                    $"It shows {string.Join(", ", Fields.Where(leaf => leaf.Field is not null).Select(leaf => leaf.Field!.Name))}.");
    }

    private EventProof Keep(Func<EventField, bool> isShown)
    {
        FieldLeaf[] fields = [.. Fields.Select(leaf => leaf.Field is { } field && !isShown(field) ? new FieldLeaf(null, leaf.Leaf) : leaf)];
        var kept = this with { Fields = FieldLeaf.Arrange(fields) };
        return kept.Find(FieldCommitment.HashName) is null ? kept with { Capture = null } : kept;
    }

    private protected override void WriteSubject(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("fields");
        foreach (var leaf in Fields)
        {
            if (leaf.Field is not { } field)
            {
                writer.WriteStringValue(leaf.Leaf.ToString());
                continue;
            }
            writer.WriteStartObject();
            writer.WritePropertyName("name");
            writer.WriteRawValue(CanonicalJson.Quote(field.Name), skipInputValidation: true);
            writer.WritePropertyName("value");
            writer.WriteRawValue(field.Value, skipInputValidation: true);
            writer.WriteString("salt", Hex.Encode(field.Salt));
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        Capture?.WriteTo(writer);
        writer.WriteString("commitment", Commitment.ToString());
        writer.WriteStartArray("path");
        foreach (var sibling in Path) writer.WriteStringValue(sibling.ToString());
        writer.WriteEndArray();
        writer.WriteString("root", Root.ToString());
    }
}

/// <summary>A leaf of an event's commitment: with its field, or bare where the field is withheld.</summary>
/// <param name="Field">The field; null where it is withheld.</param>
/// <param name="Leaf">The leaf, see <see cref="FieldCommitment.Leaf"/>.</param>
public readonly record struct FieldLeaf(EventField? Field, Hash32 Leaf)
{
    /// <summary>The leaves of fields that are all shown.</summary>
    public static FieldLeaf[] Of(IReadOnlyList<EventField> fields) => [.. fields.Select((field, place) => new FieldLeaf(field, field.Leaf(place)))];

    /// <summary>Puts those that are withheld in ascending order, which is their one order: their places tell nothing, and no other order passes.</summary>
    public static FieldLeaf[] Arrange(IReadOnlyList<FieldLeaf> leaves)
    {
        var bare = new Queue<FieldLeaf>(leaves.Where(leaf => leaf.Field is null).OrderBy(leaf => leaf.Leaf));
        return [.. leaves.Select(leaf => leaf.Field is null ? bare.Dequeue() : leaf)];
    }
}

/// <summary>The signature for the document that an event came with, and the path from its event hash to what was signed.</summary>
/// <param name="Message">What was signed.</param>
/// <param name="Path">Siblings from the leaf keccak256(keccak256(event hash)) to the root over the document's events.</param>
/// <param name="SignedBy">Whose key signed.</param>
/// <param name="Signer">The key.</param>
/// <param name="Signature">Its signature.</param>
public sealed record CaptureProof(EventCapture Message, IReadOnlyList<Hash32> Path, CaptureSigner SignedBy, Address Signer, Signature Signature)
{
    internal void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("capture");
        writer.WriteNumber("party", Message.Party.Value);
        writer.WriteString("eventsRoot", Message.EventsRoot.ToString());
        writer.WriteNumber("count", Message.Count);
        writer.WriteStartArray("path");
        foreach (var sibling in Path) writer.WriteStringValue(sibling.ToString());
        writer.WriteEndArray();
        writer.WriteString("signedBy", SignedBy == CaptureSigner.Party ? "party" : "api");
        writer.WriteString("signer", Hex.Encode(Signer.Span));
        writer.WriteString("signature", Signature.ToString());
        writer.WriteEndObject();
    }
}
