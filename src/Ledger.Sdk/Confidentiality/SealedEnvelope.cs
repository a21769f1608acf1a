using System.Text;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Confidentiality;

/// <summary>An event as the API keeps it, for a reader that opens it with its own key.</summary>
/// <param name="EventKey">The event's key in the database, 32 bytes.</param>
/// <param name="Layout">The group of each member.</param>
/// <param name="Public">The public members, JSON; null where the event is sealed whole.</param>
/// <param name="Context">The <c>@context</c> of its document, JSON; null where it is sealed with the event.</param>
/// <param name="Commitment">What the chain has of it.</param>
/// <param name="Parts">The sealed groups.</param>
/// <param name="Wraps">The keys that are wrapped to the reader.</param>
public sealed record SealedEnvelope(
    Hash32 EventKey, byte[] Layout, string? Public, string? Context, Hash32 Commitment, IReadOnlyList<EnvelopePart> Parts, IReadOnlyList<EnvelopeWrap> Wraps)
{
    /// <summary>Opens what the reader's keys open; null where that is nothing.</summary>
    /// <param name="keys">The reader's private keys, by generation.</param>
    /// <exception cref="System.Security.Cryptography.CryptographicException">What the API answered was altered.</exception>
    public OpenedEvent? Open(IReadOnlyDictionary<ulong, EncryptionKey> keys)
    {
        var made = new SealedEvent(
            EventKey.ToArray(), Layout, Public is null ? default : Encoding.UTF8.GetBytes(Public),
            [.. Parts.Select(part => new SealedPart(FieldGroups.All.First(group => group.Name() == part.Group), part.ContentKey, part.Ciphertext))]);
        return made.Open(id => SecretOf(keys, id));
    }

    /// <summary>Wraps the keys of all parts that the reader opens to another party's encryption key.</summary>
    public IReadOnlyList<SharedKey> Share(IReadOnlyDictionary<ulong, EncryptionKey> keys, EncryptionPublicKey recipient)
    {
        var shared = new List<SharedKey>();
        foreach (var id in Parts.Select(part => part.ContentKey).DistinctBy(Convert.ToHexString))
        {
            using var secret = SecretOf(keys, id);
            if (secret is not null) shared.Add(new SharedKey(id, secret.Wrap(recipient)));
        }
        return shared;
    }

    private EventSecret? SecretOf(IReadOnlyDictionary<ulong, EncryptionKey> keys, ReadOnlyMemory<byte> contentKey)
    {
        ArgumentNullException.ThrowIfNull(keys);
        foreach (var wrap in Wraps)
        {
            if (!wrap.ContentKey.AsSpan().SequenceEqual(contentKey.Span) || !keys.TryGetValue(wrap.Generation, out var key)) continue;
            if (wrap.IsOfEvent) return EventSecret.Unwrap(key, contentKey, EventKey.ToArray(), wrap.Wrap);
            using var content = ContentKey.Unwrap(key, contentKey, wrap.Wrap);
            return content.Of(EventKey.ToArray());
        }
        return null;
    }
}

/// <summary>A sealed group.</summary>
/// <param name="Group">Its name.</param>
/// <param name="ContentKey">The id of the content key, 16 bytes.</param>
/// <param name="Ciphertext">AES-256-GCM.</param>
public sealed record EnvelopePart(string Group, byte[] ContentKey, byte[] Ciphertext);

/// <summary>A key that is wrapped to the reader.</summary>
/// <param name="ContentKey">The id of the content key.</param>
/// <param name="IsOfEvent">Whether it is the key of this event alone.</param>
/// <param name="Generation">Which of the reader's encryption keys opens it.</param>
/// <param name="Wrap">HPKE: the encapsulated key, then the ciphertext.</param>
public sealed record EnvelopeWrap(byte[] ContentKey, bool IsOfEvent, ulong Generation, byte[] Wrap);

/// <summary>The key of an event under a content key, wrapped to one more reader.</summary>
/// <param name="ContentKey">The id of the content key.</param>
/// <param name="Wrap">HPKE: the encapsulated key, then the ciphertext.</param>
public sealed record SharedKey(byte[] ContentKey, byte[] Wrap);
