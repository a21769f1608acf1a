using System.CommandLine;
using System.Text.Json;
using Ledger.Cli.Commands;

namespace Ledger.Cli.Tests;

/// <summary><c>ledger gs1 parse</c>.</summary>
public sealed class Gs1CommandTests
{
    [Theory]
    [InlineData("(01)09506000134352(10)LOT7(17)271231")]
    [InlineData("^010950600013435210LOT7^17271231")]
    [InlineData("https://example.com/01/09506000134352/10/LOT7?17=271231")]
    public void Prints_key_elements_urn_and_link_as_json(string text)
    {
        var (code, output, error) = Run(text);
        Assert.Equal((0, ""), (code, error));
        var json = JsonDocument.Parse(output).RootElement;
        Assert.Equal("01", json.GetProperty("primaryKey").GetProperty("ai").GetString());
        Assert.Equal("09506000134352", json.GetProperty("primaryKey").GetProperty("value").GetString());
        Assert.Equal(["01", "10", "17"], json.GetProperty("ais").EnumerateArray().Select(a => a.GetProperty("ai").GetString()));
        Assert.Equal("urn:epc:class:lgtin:9506000.013435.LOT7", json.GetProperty("epcUrn").GetString());
        Assert.Equal("https://id.gs1.org/01/09506000134352/10/LOT7?17=271231", json.GetProperty("digitalLink").GetString());
    }

    [Theory]
    [InlineData("(01)09506000134353", "09506000134352")]
    [InlineData("banana", "application identifier")]
    [InlineData("urn:epc:id:sgtin:1.2.3", "company prefix")]
    public void Refuses_bad_input_on_standard_error(string text, string expected)
    {
        var (code, output, error) = Run(text);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Writes_links_and_scans()
    {
        Assert.Equal((0, "https://example.com/p/01/09506000134352/10/LOT7?17=271231\n", ""),
            Run("link", "(01)09506000134352(10)LOT7(17)271231", "--stem", "https://example.com/p/"));
        Assert.Equal("]Q3010950600013435210LOT7\u001d99A",
            JsonDocument.Parse(Run("scan", "QR", "^010950600013435210LOT7^99A").Output).RootElement.GetProperty("scan").GetString());
        Assert.Equal(1, Run("scan", "EAN13", "2112345678901").Code);
    }

    [Theory]
    [InlineData("]Q1https://example.com/01/09506000134352", "GS1 Global Office")]
    [InlineData("(00)340123450000000017", "GS1 Germany")]
    [InlineData("(01)00000040170725", "GTIN-8")]
    [InlineData("]I115400141288763", "GS1 Belgium & Luxembourg")]
    [InlineData("]E02112345678900", "restricted circulation within a region")]
    public void Names_who_gave_out_the_prefix(string text, string issuer) =>
        Assert.Equal(issuer, JsonDocument.Parse(Run(text).Output).RootElement.GetProperty("prefixIssuer").GetString());

    private static (int Code, string Output, string Error) Run(string text) => Run("parse", text);

    private static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = Gs1Command.Create().Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
