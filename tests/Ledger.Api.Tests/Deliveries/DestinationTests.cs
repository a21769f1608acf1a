using System.Net;
using Ledger.Api.Deliveries;
using Ledger.Sdk;

namespace Ledger.Api.Tests.Deliveries;

public sealed class DestinationTests
{
    private static readonly IPAddress Public = IPAddress.Parse("93.184.216.34");

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("100.64.0.1")]
    [InlineData("100.100.100.200")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.255")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.192")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("168.63.129.16")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::127.0.0.1")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("fc00::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fe80::1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    [InlineData("2001::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:7f00:1::")]
    public void An_address_inside_is_not_public(string address) => Assert.False(PublicAddress.Is(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("93.184.216.34")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2a00:1450:4001::1")]
    public void An_address_outside_is_public(string address) => Assert.True(PublicAddress.Is(IPAddress.Parse(address)));

    [Theory]
    [InlineData("http://partner.example/hook")]
    [InlineData("ftp://partner.example/hook")]
    [InlineData("/hook")]
    [InlineData("partner.example")]
    [InlineData("")]
    [InlineData("https://user:secret@partner.example/hook")]
    [InlineData("https://partner.example/hook#part")]
    [InlineData("https://partner.example:22/hook")]
    [InlineData("https://localhost/hook")]
    [InlineData("https://api.localhost/hook")]
    [InlineData("https://printer.local./hook")]
    [InlineData("https://metadata.google.internal/hook")]
    [InlineData("https://intranet/hook")]
    [InlineData("https://127.0.0.1/hook")]
    [InlineData("https://127.1/hook")]
    [InlineData("https://2130706433/hook")]
    [InlineData("https://0x7f000001/hook")]
    [InlineData("https://0177.0.0.1/hook")]
    [InlineData("https://[::1]/hook")]
    [InlineData("https://[::ffff:10.0.0.1]/hook")]
    [InlineData("https://[fe80::1%25eth0]/hook")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://inside.example/hook")]
    [InlineData("https://mixed.example/hook")]
    public async Task A_destination_that_leads_inside_is_refused_by_the_fields_name(string url)
    {
        var guard = new DestinationGuard(false, (name, _) => Task.FromResult<IPAddress[]>(name switch
        {
            "inside.example" => [IPAddress.Parse("10.0.0.1")],
            "mixed.example" => [Public, IPAddress.Parse("127.0.0.1")],
            _ => [Public],
        }));
        var refused = await Assert.ThrowsAsync<LedgerException>(() => guard.CheckAsync(url, "dest", TestContext.Current.CancellationToken));
        Assert.Equal("destination-refused", refused.Code);
        Assert.StartsWith("dest: ", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://partner.example/hook?key=1")]
    [InlineData("https://partner.example:8443/")]
    [InlineData("https://1.1.1.1/hook")]
    [InlineData("https://unknown.example/hook")]
    [InlineData("https://bücher.example/hook")]
    public async Task A_public_destination_passes_and_so_does_a_name_not_known_yet(string url)
    {
        var guard = new DestinationGuard(false, (name, _) => name == "unknown.example"
            ? throw new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.HostNotFound) : Task.FromResult<IPAddress[]>([Public]));
        Assert.Equal(new Uri(url), await guard.CheckAsync(url, "dest", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Loopback_is_let_through_only_where_it_is_asked_for_and_nothing_else_inside()
    {
        var guard = new DestinationGuard(true, (_, _) => Task.FromResult<IPAddress[]>([Public]));
        foreach (var url in new[] { "http://127.0.0.1:5000/hook", "http://localhost:5000/hook", "http://[::1]:5000/hook" })
            Assert.Equal(new Uri(url), await guard.CheckAsync(url, "dest", TestContext.Current.CancellationToken));
        foreach (var url in new[] { "http://partner.example/hook", "http://10.0.0.1/hook", "https://169.254.169.254/" })
            await Assert.ThrowsAsync<LedgerException>(() => guard.CheckAsync(url, "dest", TestContext.Current.CancellationToken));
    }
}
