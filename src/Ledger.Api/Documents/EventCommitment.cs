using System.Text;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Provenance;

namespace Ledger.Api.Documents;

/// <summary>What the chain is told of an event: the one place that says how.</summary>
public static class EventCommitment
{
    /// <summary>Length of a salt in bytes.</summary>
    public const int SaltLength = FieldCommitment.SaltSize;

    /// <summary>The commitment of an event of which nothing is sealed.</summary>
    /// <param name="salt">16 random bytes.</param>
    /// <param name="body">Its JSON.</param>
    /// <param name="context">The <c>@context</c> of its document, JSON in UTF-8.</param>
    /// <param name="hash">Its CBV 2.0 event hash.</param>
    public static Hash32 Of(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> body, ReadOnlySpan<byte> context, Hash32 hash) =>
        FieldCommitment.Compute(body, context, hash, salt);

    /// <summary>The leaves of the commitment, with the fields that the reader may see.</summary>
    public static IReadOnlyList<FieldLeaf> Leaves(VisibleEvent seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        var stored = seen.Stored;
        return FieldLeaf.Of(FieldCommitment.Fields(stored.Body, Encoding.UTF8.GetBytes(stored.Context), stored.Hash, _ => stored.Salt));
    }

    /// <summary>Whether what is stored still opens its commitment.</summary>
    public static bool IsIntact(StoredEvent stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        try
        {
            return Of(stored.Salt, stored.Body, Encoding.UTF8.GetBytes(stored.Context), stored.Hash) == stored.Commitment;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
