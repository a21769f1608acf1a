using System.Text;
using Ledger.Sdk.Webhooks;

namespace Ledger.Sdk.Tests.Webhooks;

public sealed class WebhookSignatureTests
{
    private const string Token = "13df38d8275b13f05704629e5f1cf3d45d6132d5";
    private static readonly DateTimeOffset Then = DateTimeOffset.FromUnixTimeSeconds(1_772_366_400);
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("{\"a\":1}");

    // printf '1772366400.{"a":1}' | openssl dgst -sha256 -hmac 13df38d8275b13f05704629e5f1cf3d45d6132d5
    private const string Expected = "t=1772366400,v1=34be5b392443b5bc436737f1636fb4a9977a71b04224603d7198183ae28ece19";

    [Fact]
    public void It_is_the_hmac_of_time_and_body() => Assert.Equal(Expected, WebhookSignature.Of(Token, Then, Body));

    [Fact]
    public void It_verifies_for_the_token_body_and_time_it_was_made_for_and_no_other()
    {
        var minute = TimeSpan.FromMinutes(1);
        Assert.True(WebhookSignature.Verify(Token, Expected, Body, Then.AddSeconds(60), minute));
        Assert.False(WebhookSignature.Verify(Token, Expected, Body, Then.AddSeconds(61), minute));
        Assert.False(WebhookSignature.Verify(Token, Expected, Body, Then.AddSeconds(-61), minute));
        Assert.False(WebhookSignature.Verify(Token + "0", Expected, Body, Then, minute));
        Assert.False(WebhookSignature.Verify(Token, Expected, [.. Body, 10], Then, minute));
        Assert.False(WebhookSignature.Verify(Token, Expected.Replace("1772366400", "1772366401"), Body, Then, minute));
        foreach (var header in new[] { null, "", "t=1,v1=", "v1=00", Expected + ",v2=0", Expected[..^1], Expected[..^1] + "g", "t=x," + Expected.Split(',')[1] })
            Assert.False(WebhookSignature.Verify(Token, header, Body, Then, minute));
    }
}
