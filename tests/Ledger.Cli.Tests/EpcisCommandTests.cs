using System.CommandLine;
using System.IO.Pipes;
using System.Text;
using Ledger.Cli.Commands;
using Ledger.Cli.Terminal;
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
    public async Task Reads_a_pipe_as_it_reads_a_file()
    {
        await using var server = new AnonymousPipeServerStream(PipeDirection.Out);
        var writing = Task.Run(async () =>
        {
            await server.WriteAsync(File.ReadAllBytes(Sample));
            server.Dispose();
        });
        var pipe = $"/proc/self/fd/{server.ClientSafePipeHandle.DangerousGetHandle()}";
        Assert.SkipUnless(File.Exists(pipe), "Pipes have no names here.");
        using var input = InputFile.Open(new FileInfo(pipe));
        server.DisposeLocalCopyOfClientHandle();
        await writing;
        Assert.Equal(EventHash.Compute(File.ReadAllBytes(Sample)), EventHash.Compute(input));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"type":"EPCISDocument","schemaVersion":"2.0"}""")]
    [InlineData("""{"eventTime":"2026-03-01T12:00:00Z"}""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    public void Hashes_nothing_that_is_no_event(string text)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, text);
            Assert.Equal((1, ""), Run("hash", file));
            Assert.Equal((1, ""), Run("hash", file, "--prehash"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Says_of_json_in_utf_16_that_it_is_no_json_that_can_be_read()
    {
        foreach (var utf16 in new[] { Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            var refused = Assert.Throws<InvalidEpcisException>(() => EventHash.Compute(utf16.GetPreamble().Concat(utf16.GetBytes(File.ReadAllText(Sample))).ToArray()));
            Assert.Contains("no JSON in UTF-8", refused.Message, StringComparison.Ordinal);
        }
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
