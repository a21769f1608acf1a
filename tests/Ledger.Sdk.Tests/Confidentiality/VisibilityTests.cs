using Ledger.Sdk.Confidentiality;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Tests.Confidentiality;

public sealed class VisibilityTests
{
    [Theory]
    [InlineData("public", "public")]
    [InlineData("custody", "custody")]
    [InlineData("private", "private")]
    [InlineData("parties:5,3,5", "parties:3,5")]
    [InlineData("custody+parties:3", "custody+parties:3")]
    [InlineData("public;where=parties:3,5 ; how = custody", "public; where=parties:3,5; how=custody")]
    [InlineData("custody; what=custody", "custody")]
    public void Text_is_read_and_written(string text, string canonical)
    {
        Assert.Equal(canonical, Visibility.Parse(text).ToString());
        Assert.Equal(Visibility.Parse(canonical), Visibility.Parse(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("secret")]
    [InlineData("Public")]
    [InlineData("parties:")]
    [InlineData("parties:0")]
    [InlineData("parties:-1")]
    [InlineData("parties:1,")]
    [InlineData("parties:18446744073709551615")]
    [InlineData("public+custody")]
    [InlineData("public;")]
    [InlineData("public; who=custody")]
    [InlineData("public; event=custody")]
    [InlineData("public; what")]
    [InlineData("public; what=custody; what=public")]
    [InlineData("what=public")]
    public void Anything_else_is_refused(string text)
    {
        Assert.False(Visibility.TryParse(text, out _));
        Assert.Equal("visibility-invalid", Assert.Throws<LedgerException>(() => Visibility.Parse(text)).Code);
    }

    [Fact]
    public void What_makes_an_event_is_shown_to_all_who_may_read_any_of_it()
    {
        var visibility = Visibility.Parse("private; where=parties:3; how=parties:4,5; ilmd=public");
        Assert.Equal("parties:3,4,5", visibility.For([FieldGroup.What, FieldGroup.Where, FieldGroup.How])[FieldGroup.Event].ToString());
        Assert.True(visibility.For([FieldGroup.Where, FieldGroup.Ilmd])[FieldGroup.Event].IsPublic);
        Assert.Equal(Audience.Private, visibility.For([FieldGroup.What])[FieldGroup.What]);
        Assert.False(visibility.IsPublic);
        Assert.False(visibility.NeedsCustody);
        Assert.True(Visibility.Parse("public; when=custody").NeedsCustody);
        Assert.Equal(Audience.Of(new PartyId(1), new PartyId(2)), Audience.Of(new PartyId(2)).Or(Audience.Of(new PartyId(1))));
    }

    [Theory]
    [InlineData("epcList", FieldGroup.What)]
    [InlineData("bizLocation", FieldGroup.Where)]
    [InlineData("example:note", FieldGroup.Extensions)]
    [InlineData("type", FieldGroup.Event)]
    public void Every_member_has_a_group(string member, FieldGroup group) => Assert.Equal(group, FieldGroups.Of(member));
}
