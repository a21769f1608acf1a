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

    private static (int Code, string Output, string Error) Run(string text)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = Gs1Command.Create().Parse(["parse", text]).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
