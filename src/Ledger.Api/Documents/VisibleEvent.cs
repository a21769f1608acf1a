using Ledger.Sdk.Confidentiality;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Provenance;

namespace Ledger.Api.Documents;

/// <summary>An event as one reader may see it.</summary>
/// <param name="Stored">The row it was made from; where the event was sealed, with what the reader may know of time, hash and context.</param>
/// <param name="Json">Its JSON: the exact bytes as captured where nothing is withheld.</param>
/// <param name="Withheld">The groups of fields that the reader may not see.</param>
public sealed record VisibleEvent(StoredEvent Stored, ReadOnlyMemory<byte> Json, IReadOnlyList<string> Withheld)
{
    /// <summary>Tells which groups of an event's fields the reader may not see.</summary>
    public const string WithheldHeader = "Ledger-Withheld";

    /// <summary>Its number: the order of capture.</summary>
    public long Number => Stored.Number;

    /// <summary>The <c>@context</c> of its document, JSON.</summary>
    public string Context => Stored.Context;

    /// <summary>When it happened, to the millisecond; when it was captured where the reader may not know.</summary>
    public DateTimeOffset EventTime => DateTimeOffset.FromUnixTimeMilliseconds(Stored.EventTime);

    /// <summary>When it was captured.</summary>
    public DateTimeOffset RecordTime => DateTimeOffset.FromUnixTimeMilliseconds(Stored.RecordTime);

    /// <summary>Whether it declares the event of the same eventID to be wrong.</summary>
    public bool DeclaresError => (Stored.Flags & (long)EventMarks.DeclaresError) != 0;

    /// <summary>What else the reader may know of an event of which something is sealed; null for an event that is public.</summary>
    public EventSeal? Seal { get; init; }
}

/// <summary>What opens and closes the commitment of an event of which something is sealed.</summary>
/// <param name="Layout">The group of each member.</param>
/// <param name="Leaves">The leaves of its commitment: the event hash's, the context's, then each member's.</param>
/// <param name="Salts">The salts of the groups that the reader may see, the public ones included.</param>
public sealed record EventSeal(IReadOnlyList<FieldGroup> Layout, IReadOnlyList<Hash32> Leaves, IReadOnlyDictionary<FieldGroup, byte[]> Salts)
{
    /// <summary>The salt of a leaf's group; null where the reader lacks it. That of the event hash follows from those of all groups, because who knows
    /// the hash can try out what is withheld.</summary>
    public byte[]? SaltOf(string name)
    {
        if (name == FieldCommitment.HashName) return Groups(Layout).All(Salts.ContainsKey) ? HashSaltOf(Salts, Layout) : null;
        return Salts.GetValueOrDefault(name == FieldCommitment.ContextName ? FieldGroup.Event : FieldGroups.Of(name));
    }

    /// <summary>Whether the reader may see the field of a leaf.</summary>
    public bool Shows(int place) => place switch
    {
        0 => SaltOf(FieldCommitment.HashName) is not null,
        1 => Salts.ContainsKey(FieldGroup.Event),
        _ => Salts.ContainsKey(Layout[place - FieldCommitment.FirstMember]),
    };

    /// <summary>The salt of the event hash, from those of all groups of an event.</summary>
    public static byte[] HashSaltOf(IReadOnlyDictionary<FieldGroup, byte[]> salts, IEnumerable<FieldGroup> layout) =>
        System.Security.Cryptography.SHA256.HashData([.. "ledger hash salt 1"u8, .. Groups(layout).SelectMany(group => salts[group])])[..EventCommitment.SaltLength];

    private static IEnumerable<FieldGroup> Groups(IEnumerable<FieldGroup> layout) => layout.Append(FieldGroup.Event).Distinct().Order();
}
