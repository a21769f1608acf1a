using System.CommandLine;
using Ledger.Cli.Commands;
using Ledger.Sdk.Gs1.Epcis;
using Ledger.Tests;

namespace Ledger.Cli.Tests;

/// <summary><c>ledger epcis</c>.</summary>
public sealed class EpcisCommandTests
{
    private static readonly string Sample = Path.Combine(Repository.Root, "devnet", "samples", "2026-09-04T1900-shop.json");

    [Fact]
    public void Prints_one_hash_per_event_in_document_order()
    {
        var (code, output) = Run("hash", Sample);
        Assert.Equal(0, code);
        Assert.Equal(EpcisDocument.Parse(File.ReadAllBytes(Sample)).Events.Select(e => e.Hash),
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.StartsWith("eventType=ObjectEvent", Run("hash", Sample, "--prehash").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Tells_whether_a_document_is_valid()
    {
        Assert.Equal(0, Run("check", Sample).Code);
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, File.ReadAllText(Sample).Replace("\"OBSERVE\"", "\"LOOK\"", StringComparison.Ordinal));
            var (code, output) = Run("check", file);
            Assert.Equal(1, code);
            Assert.Contains("/epcisBody/eventList/0/action", output, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Judges_and_hashes_xml_as_json()
    {
        var xml = Path.GetTempFileName();
        try
        {
            using (var output = File.Create(xml)) EpcisXmlWriter.Write(output, File.ReadAllBytes(Sample));
            Assert.Equal(0, Run("check", xml).Code);
            Assert.Equal(Run("hash", Sample).Output, Run("hash", xml).Output);
            Assert.Contains("\"dialect\": \"CBV2.0\"", Run("hash", xml, "--json").Output, StringComparison.Ordinal);
            File.WriteAllText(xml, File.ReadAllText(xml).Replace("<action>", "<act/><action>", StringComparison.Ordinal));
            var (code, report) = Run("check", xml);
            Assert.Equal(1, code);
            Assert.StartsWith("line 1, position ", report, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(xml);
        }
    }

    private static (int Code, string Output) Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = EpcisCommand.Create().Parse(args).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString());
    }
}
