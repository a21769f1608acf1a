using System.Text;
using Ledger.Sdk.Provenance;

namespace Ledger.Sdk.Confidentiality;

/// <summary>A sealed group of an event's fields.</summary>
/// <param name="Group">Which.</param>
/// <param name="ContentKey">The id of the content key under which it is sealed.</param>
/// <param name="Ciphertext">What <see cref="EventSecret.Seal"/> gave.</param>
public sealed record SealedPart(FieldGroup Group, ReadOnlyMemory<byte> ContentKey, ReadOnlyMemory<byte> Ciphertext);

/// <summary>An event as it is kept: what is public in clear, every other group sealed by itself.</summary>
/// <param name="Key">The event's key in the database, 32 bytes.</param>
/// <param name="Layout">The group of each member of the event, one byte each, in the order of the members.</param>
/// <param name="Public">A JSON object of the public members; empty where the event is sealed whole.</param>
/// <param name="Parts">The sealed groups.</param>
public sealed record SealedEvent(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Layout, ReadOnlyMemory<byte> Public, IReadOnlyList<SealedPart> Parts)
{
    /// <summary>Whether not even that there is an event is public.</summary>
    public bool IsWhole => Parts.Any(part => part.Group == FieldGroup.Event);

    /// <summary>Seals an event.</summary>
    /// <param name="json">Its JSON as captured.</param>
    /// <param name="context">The <c>@context</c> of its document, JSON: sealed with the event where that is sealed whole.</param>
    /// <param name="key">The event's key in the database.</param>
    /// <param name="salts">The salt of each group, for the event's commitment.</param>
    /// <param name="keyOf">The content key of a group that is to be sealed; null for a public group.</param>
    /// <exception cref="ArgumentException">A group is public, yet <see cref="FieldGroup.Event"/> is not.</exception>
    public static SealedEvent Seal(
        ReadOnlySpan<byte> json, string context, ReadOnlyMemory<byte> key, IReadOnlyDictionary<FieldGroup, byte[]> salts, Func<FieldGroup, ContentKey?> keyOf)
    {
        ArgumentNullException.ThrowIfNull(salts);
        ArgumentNullException.ThrowIfNull(keyOf);
        var (layout, members) = SealedMembers.Read(json);
        var shown = members.Where((_, place) => keyOf(layout[place]) is null);
        var parts = new List<SealedPart>();
        foreach (var group in layout.Append(FieldGroup.Event).Distinct().Order())
        {
            if (keyOf(group) is not { } content) continue;
            var plaintext = SealedMembers.Write(salts[group], group == FieldGroup.Event ? context : null, members.Where((_, place) => layout[place] == group));
            using var secret = content.Of(key);
            parts.Add(new SealedPart(group, content.Id, secret.Seal(group, plaintext)));
        }
        var isWhole = parts.Any(part => part.Group == FieldGroup.Event);
        if (isWhole && shown.Any()) throw new ArgumentException("Where a group is public, so is that there is an event.", nameof(keyOf));
        return new SealedEvent(key, layout.Select(group => (byte)group).ToArray(), isWhole ? default : SealedMembers.Write(shown), parts);
    }

    /// <summary>What a reader sees with the keys it has; null where that is nothing.</summary>
    /// <param name="keyOf">The event's key under a content key, by that one's id; null where the reader has none.</param>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A part was altered, or a key is another's.</exception>
    /// <exception cref="FormatException">A part holds what no event was sealed as.</exception>
    public OpenedEvent? Open(Func<ReadOnlyMemory<byte>, EventSecret?> keyOf)
    {
        ArgumentNullException.ThrowIfNull(keyOf);
        var opened = new Dictionary<FieldGroup, SealedMembers>();
        foreach (var part in Parts)
            if (keyOf(part.ContentKey) is { } secret) opened[part.Group] = SealedMembers.Parse(secret.Open(part.Group, part.Ciphertext.Span));
        if (IsWhole && !opened.ContainsKey(FieldGroup.Event)) return null;
        var withheld = Parts.Select(part => part.Group).Where(group => !opened.ContainsKey(group)).ToArray();
        var salts = opened.ToDictionary(pair => pair.Key, pair => pair.Value.Salt);
        return new OpenedEvent(SealedMembers.Write(Assemble(opened, withheld)), opened.GetValueOrDefault(FieldGroup.Event)?.Context, withheld, salts);
    }

    /// <summary>The group of each member of an event.</summary>
    public static IReadOnlyList<FieldGroup> LayoutOf(ReadOnlySpan<byte> json) => SealedMembers.Read(json).Layout;

    /// <summary>What a reader sees of an event, with a placeholder for each member that it does not see, so that the others are in their places.</summary>
    public static byte[] Pad(ReadOnlySpan<byte> seen, IReadOnlyList<FieldGroup> layout, Func<FieldGroup, bool> isSeen)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(isSeen);
        var members = new Queue<ReadOnlyMemory<byte>>(SealedMembers.Read(seen).Members);
        return SealedMembers.Write(layout.Select((group, place) => isSeen(group) ? members.Dequeue() : Encoding.ASCII.GetBytes($"\"{place}\":0")));
    }

    private IEnumerable<ReadOnlyMemory<byte>> Assemble(Dictionary<FieldGroup, SealedMembers> opened, FieldGroup[] withheld)
    {
        var shown = new Queue<ReadOnlyMemory<byte>>(Public.IsEmpty ? [] : SealedMembers.Read(Public.Span).Members);
        var hidden = opened.ToDictionary(pair => pair.Key, pair => new Queue<ReadOnlyMemory<byte>>(pair.Value.Members));
        foreach (var group in Layout.ToArray().Select(number => (FieldGroup)number))
        {
            if (withheld.Contains(group)) continue;
            var source = hidden.GetValueOrDefault(group, shown);
            yield return source.Count > 0 ? source.Dequeue() : throw new FormatException("The event's parts and its layout do not agree.");
        }
    }
}

/// <summary>An event as a reader may see it.</summary>
/// <param name="Json">A JSON object of the members it may see, each byte for byte as captured.</param>
/// <param name="Context">The <c>@context</c> that was sealed with the event; null where the document's is public.</param>
/// <param name="Withheld">The groups that it may not see.</param>
/// <param name="Salts">The salts of the sealed groups that it sees.</param>
public sealed record OpenedEvent(ReadOnlyMemory<byte> Json, string? Context, IReadOnlyList<FieldGroup> Withheld, IReadOnlyDictionary<FieldGroup, byte[]> Salts)
{
    /// <summary>The JSON as text.</summary>
    public string Text => Encoding.UTF8.GetString(Json.Span);
}

/// <summary>The plaintext of a part: <c>{"salt":"…","context":…,"members":{…}}</c>, members byte for byte as captured.</summary>
internal sealed record SealedMembers(byte[] Salt, string? Context, IReadOnlyList<ReadOnlyMemory<byte>> Members)
{
    /// <summary>The members of an event as <c>"name":value</c>, and the group of each.</summary>
    public static (FieldGroup[] Layout, ReadOnlyMemory<byte>[] Members) Read(ReadOnlySpan<byte> json)
    {
        var (layout, members) = (new List<FieldGroup>(), new List<ReadOnlyMemory<byte>>());
        var walk = new EventMembers(json);
        while (walk.Next())
        {
            var name = new byte[walk.RawName.Length];
            layout.Add(FieldGroups.Of(Encoding.UTF8.GetString(name, 0, walk.WriteName(name))));
            members.Add((byte[])[(byte)'"', .. walk.RawName, (byte)'"', (byte)':', .. walk.RawValue]);
        }
        return ([.. layout], [.. members]);
    }

    public static byte[] Write(IEnumerable<ReadOnlyMemory<byte>> members)
    {
        var text = new List<byte> { (byte)'{' };
        foreach (var member in members)
        {
            if (text.Count > 1) text.Add((byte)',');
            text.AddRange(member.Span);
        }
        text.Add((byte)'}');
        return [.. text];
    }

    public static byte[] Write(byte[] salt, string? context, IEnumerable<ReadOnlyMemory<byte>> members) =>
    [
        .. "{\"salt\":\""u8, .. Encoding.ASCII.GetBytes(Convert.ToHexStringLower(salt)), (byte)'"',
        .. context is null ? [] : Encoding.UTF8.GetBytes($",\"context\":{context}"), .. ",\"members\":"u8, .. Write(members), (byte)'}',
    ];

    /// <exception cref="FormatException">It is not what <see cref="Write(byte[], string?, IEnumerable{ReadOnlyMemory{byte}})"/> gives.</exception>
    public static SealedMembers Parse(ReadOnlySpan<byte> plaintext)
    {
        byte[]? salt = null;
        string? context = null;
        ReadOnlyMemory<byte>[]? members = null;
        var walk = new EventMembers(plaintext);
        while (walk.Next())
            switch (walk.RawName)
            {
                case [(byte)'s', ..]:
                    salt = Convert.FromHexString(Encoding.ASCII.GetString(walk.RawValue).Trim('"'));
                    break;
                case [(byte)'c', ..]:
                    context = Encoding.UTF8.GetString(walk.RawValue);
                    break;
                default:
                    members = Read(walk.RawValue).Members;
                    break;
            }
        return salt is null || members is null ? throw new FormatException("A sealed part lacks its salt or its members.") : new SealedMembers(salt, context, members);
    }
}
