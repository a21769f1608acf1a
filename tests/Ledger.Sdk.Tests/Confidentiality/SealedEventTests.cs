using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Ledger.Sdk.Confidentiality;

namespace Ledger.Sdk.Tests.Confidentiality;

public sealed class SealedEventTests
{
    private const string Json = """{"type":"ObjectEvent","eventID":"urn:uuid:1","epcList" : [ "urn:epc:id:sscc:4012345.0000000111" ],"readPoint":{"id":"urn:x:\u0041"},"ex:one":1.50,"action":"ADD","eventTime":"2026-03-01T12:00:00Z","eventTimeZoneOffset":"+00:00","bizLocation":{"id":"x"},"ex:two":{"ex:three":[true , null]}}""";
    private const string Compact = """{"type":"ObjectEvent","eventID":"urn:uuid:1","epcList":[ "urn:epc:id:sscc:4012345.0000000111" ],"readPoint":{"id":"urn:x:\u0041"},"ex:one":1.50,"action":"ADD","eventTime":"2026-03-01T12:00:00Z","eventTimeZoneOffset":"+00:00","bizLocation":{"id":"x"},"ex:two":{"ex:three":[true , null]}}""";

    private static readonly byte[] Key = SHA256.HashData("event"u8);
    private static readonly Dictionary<FieldGroup, byte[]> Salts = FieldGroups.All.ToDictionary(group => group, group => RandomNumberGenerator.GetBytes(16));

    /// <summary>Whatever is sealed, whoever has all keys reads every member as it was; whoever lacks some reads the others, in their order.</summary>
    [Fact]
    public void Assembled_again_every_member_is_as_captured_and_in_its_place() => Prop.ForAll<bool[], bool[]>((hide, give) =>
    {
        bool At(bool[] bits, FieldGroup group) => (int)group < bits.Length && bits[(int)group];
        if (At(hide, FieldGroup.Event)) Array.Fill(hide = new bool[FieldGroups.All.Count], true);
        using var content = ContentKey.Generate();
        using var other = ContentKey.Generate();
        var made = SealedEvent.Seal(Encoding.UTF8.GetBytes(Json), "\"ctx\"", Key, Salts, group => !At(hide, group) ? null : At(give, group) ? content : other);
        var all = made.Open(id => (id.Span.SequenceEqual(content.Id.Span) ? content : other).Of(Key))!;
        Assert.Equal(Compact, Encoding.UTF8.GetString(all.Json.Span));
        Assert.Empty(all.Withheld);
        Assert.Equal(made.IsWhole ? "\"ctx\"" : null, all.Context);
        foreach (var (group, salt) in all.Salts) Assert.Equal(Salts[group], salt);
        var some = made.Open(id => id.Span.SequenceEqual(content.Id.Span) ? content.Of(Key) : null);
        if (At(hide, FieldGroup.Event) && !At(give, FieldGroup.Event)) Assert.Null(some);
        else Assert.Equal(Kept(group => !At(hide, group) || At(give, group)), Encoding.UTF8.GetString(some!.Json.Span));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void What_is_public_holds_nothing_of_what_is_sealed()
    {
        using var content = ContentKey.Generate();
        var made = SealedEvent.Seal(Encoding.UTF8.GetBytes(Json), "[]", Key, Salts, group => group is FieldGroup.Where or FieldGroup.Extensions ? content : null);
        Assert.Equal([FieldGroup.Where, FieldGroup.Extensions], made.Parts.Select(part => part.Group));
        var shown = Encoding.UTF8.GetString(made.Public.Span);
        Assert.Equal(Kept(group => group is not (FieldGroup.Where or FieldGroup.Extensions)), shown);
        var seen = made.Open(_ => null)!;
        Assert.Equal(shown, Encoding.UTF8.GetString(seen.Json.Span));
        Assert.Equal([FieldGroup.Where, FieldGroup.Extensions], seen.Withheld);
    }

    [Fact]
    public void An_event_of_which_something_is_public_is_not_sealed_whole()
    {
        using var content = ContentKey.Generate();
        Assert.Throws<ArgumentException>(() => SealedEvent.Seal(Encoding.UTF8.GetBytes(Json), "[]", Key, Salts, group => group is FieldGroup.Event ? content : null));
    }

    [Fact]
    public void An_altered_part_or_one_of_another_event_does_not_open()
    {
        using var content = ContentKey.Generate();
        var made = SealedEvent.Seal(Encoding.UTF8.GetBytes(Json), "[]", Key, Salts, group => group is FieldGroup.Where or FieldGroup.What ? content : null);
        var (what, where) = (made.Parts[0], made.Parts[1]);
        var swapped = made with { Parts = [what with { Ciphertext = where.Ciphertext }, where with { Ciphertext = what.Ciphertext }] };
        Assert.ThrowsAny<CryptographicException>(() => swapped.Open(_ => content.Of(Key)));
        Assert.ThrowsAny<CryptographicException>(() => made.Open(_ => content.Of(SHA256.HashData("another"u8))));
        Assert.Throws<FormatException>(() => (made with { Layout = made.Layout.ToArray().Append((byte)FieldGroup.Where).ToArray() }).Open(_ => content.Of(Key)));
    }

    private static string Kept(Func<FieldGroup, bool> isKept)
    {
        var (layout, members) = SealedMembers.Read(Encoding.UTF8.GetBytes(Json));
        return "{" + string.Join(',', members.Where((_, place) => isKept(layout[place])).Select(member => Encoding.UTF8.GetString(member.Span))) + "}";
    }
}
