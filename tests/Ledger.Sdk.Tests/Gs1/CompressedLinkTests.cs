using FsCheck;
using FsCheck.Fluent;
using Ledger.Sdk.Gs1;

namespace Ledger.Sdk.Tests.Gs1;

public sealed class CompressedLinkTests
{
    [Theory]
    [InlineData("/ARFKk4XB0CDKWcnpq", "/01/09506000134376/10/LOT01")]
    [InlineData("/01/09506000134376/EGUs5PTU", "/01/09506000134376/10/LOT01")]
    public void A_packed_path_is_read(string packed, string expected)
    {
        Assert.True(CompressedLink.TryExpand(packed, out var expanded));
        Assert.Equal(expected, expanded);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/foo")]
    [InlineData("/ARFKk4XB0CDKWcnp")]
    [InlineData("/01/09506000134376/foo")]
    [InlineData("/01/09506000134377/EGUs5PTU")]
    [InlineData("/10/LOT/EGUs5PTU")]
    public void What_is_not_packed_is_refused(string path) => Assert.False(CompressedLink.TryExpand(path, out _));

    [Fact]
    public void Nothing_that_a_path_can_hold_makes_the_reader_fail()
    {
        var segment = Gen.Choose(0, 63).Select(i => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[i]).ArrayOf(40).Select(letters => "/" + new string(letters));
        Prop.ForAll(Arb.From(segment), path => !CompressedLink.TryExpand(path, out var expanded) || DigitalLink.TryParse(DigitalLink.CanonicalStem + expanded, null, out _, out _) || expanded.Length > 0)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }
}
