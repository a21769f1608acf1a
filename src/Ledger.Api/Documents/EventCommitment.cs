using System.Text;
using Ledger.Sdk.Confidentiality;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Provenance;

namespace Ledger.Api.Documents;

/// <summary>What the chain is told of an event: the one place that says how.</summary>
public static class EventCommitment
{
    /// <summary>Length of a salt in bytes.</summary>
    public const int SaltLength = FieldCommitment.SaltSize;

    private static readonly byte[] NoSalt = new byte[SaltLength];

    /// <summary>The commitment of an event of which nothing is sealed.</summary>
    /// <param name="salt">16 random bytes.</param>
    /// <param name="body">Its JSON.</param>
    /// <param name="context">The <c>@context</c> of its document, JSON in UTF-8.</param>
    /// <param name="hash">Its CBV 2.0 event hash.</param>
    public static Hash32 Of(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> body, ReadOnlySpan<byte> context, Hash32 hash) =>
        FieldCommitment.Compute(body, context, hash, salt);

    /// <summary>As <see cref="Of(ReadOnlySpan{byte}, ReadOnlySpan{byte}, ReadOnlySpan{byte}, Hash32)"/>, of several events of one document.</summary>
    public static Hash32[] Of(ReadOnlySpan<CommittedEvent> events, ReadOnlySpan<byte> context)
    {
        var commitments = new Hash32[events.Length];
        FieldCommitment.Compute(events, context, commitments);
        return commitments;
    }

    /// <summary>The leaves of the commitment, with the fields that the reader may see.</summary>
    public static IReadOnlyList<FieldLeaf> Leaves(VisibleEvent seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        var stored = seen.Stored;
        var context = Encoding.UTF8.GetBytes(stored.Context);
        if (seen.Seal is not { } seal) return FieldLeaf.Of(FieldCommitment.Fields(stored.Body, context, stored.Hash, _ => stored.Salt));
        var padded = SealedEvent.Pad(seen.Json.Span, seal.Layout, seal.Salts.ContainsKey);
        var fields = FieldCommitment.Fields(padded, context, stored.Hash, name => seal.SaltOf(Encoding.UTF8.GetString(name)) ?? NoSalt);
        return [.. fields.Select((field, place) => seal.Shows(place) ? new FieldLeaf(field, field.Leaf(place)) : new FieldLeaf(null, seal.Leaves[place]))];
    }

    /// <summary>Whether what the reader sees still opens the event's commitment.</summary>
    public static bool IsIntact(VisibleEvent seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        var stored = seen.Stored;
        try
        {
            return (seen.Seal is null ? Of(stored.Salt, stored.Body, Encoding.UTF8.GetBytes(stored.Context), stored.Hash)
                : MerkleTree.RootOfLeaves([.. Leaves(seen).Select(leaf => leaf.Leaf)])) == stored.Commitment;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
