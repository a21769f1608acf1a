using System.Text;
using Ledger.Sdk.Gs1.Epcis;
using Ledger.Tests;

namespace Ledger.Sdk.Tests.Gs1.Epcis;

/// <summary>Reading a document event by event gives what reading it whole gives.</summary>
public sealed class EpcisDocumentReaderTests
{
    private static readonly string[] Samples = Directory.GetFiles(Path.Combine(Repository.Root, "devnet", "samples"), "*.json");

    [Fact]
    public void Gives_the_events_of_every_sample_with_the_same_bytes_and_hashes()
    {
        foreach (var sample in Samples)
        {
            var bytes = File.ReadAllBytes(sample);
            var whole = EpcisDocument.Parse(bytes);
            var reader = EpcisDocumentReader.Open(new Dripping(bytes));
            Assert.Equal("EPCISDocument", reader.Envelope.Type);
            Assert.Equal(whole.CreationDate, reader.Envelope.CreationDate);
            var events = Read(reader);
            Assert.Equal(whole.Events.Select(e => e.Hash), events.Select(e => e.Event!.Hash));
            Assert.Equal(whole.Events.Select(e => Encoding.UTF8.GetString(e.Source.Span)), events.Select(e => Encoding.UTF8.GetString(e.Event!.Source.Span)));
            Assert.Equal(Enumerable.Range(0, events.Count), events.Select(e => e.Index));
        }
    }

    [Fact]
    public void Gives_chunks_that_are_read_later_on_other_threads_what_it_gives_one_by_one()
    {
        foreach (var sample in Samples)
        {
            var bytes = File.ReadAllBytes(sample);
            var reader = EpcisDocumentReader.Open(new Dripping(bytes));
            var chunks = new List<EventChunk>();
            for (var chunk = reader.NextChunk(3); chunk.Count > 0; chunk = reader.NextChunk(3)) chunks.Add(chunk);
            var read = chunks.AsParallel().AsOrdered().SelectMany(chunk => chunk.Read()).ToList();
            var single = Read(EpcisDocumentReader.Open(new MemoryStream(bytes, 0, bytes.Length, false, publiclyVisible: true)));
            Assert.Equal(single.Select(e => (e.Index, e.Event!.Hash, Encoding.UTF8.GetString(e.Event.Source.Span))), read.Select(e => (e.Index, e.Event!.Hash, Encoding.UTF8.GetString(e.Event.Source.Span))));
        }
    }

    [Fact]
    public void Knows_the_context_even_where_it_stands_behind_the_events()
    {
        var sample = File.ReadAllText(Samples[0]);
        var context = EpcisDocumentReader.Open(new MemoryStream(Encoding.UTF8.GetBytes(sample))).Envelope.Context!;
        var body = sample.IndexOf("\"epcisBody\"", StringComparison.Ordinal);
        var head = sample.IndexOf('{') + 1;
        var turned = $"{{{sample[body..sample.LastIndexOf('}')]},{sample[head..body].TrimEnd().TrimEnd(',')}}}";
        var reader = EpcisDocumentReader.Open(new Dripping(Encoding.UTF8.GetBytes(turned)));
        Assert.Equal(context, reader.Envelope.Context);
        Assert.Equal(EventHash.Compute(Encoding.UTF8.GetBytes(sample)), Read(reader).Select(e => e.Event!.Hash));
    }

    [Fact]
    public void Names_the_event_at_fault_and_goes_on_behind_it()
    {
        const string text = """
            {"@context":"https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld","type":"EPCISDocument","schemaVersion":"2.0",
             "creationDate":"2026-09-01T06:12:08Z","epcisBody":{"eventList":[{"type":"ObjectEvent"}, 7 ,"]", EVENT ]}}
            """;
        const string right = """{"type":"ObjectEvent","eventTime":"2026-09-01T06:12:08Z","eventTimeZoneOffset":"+00:00","action":"OBSERVE","epcList":[]}""";
        var reader = EpcisDocumentReader.Open(new Dripping(Encoding.UTF8.GetBytes(text.Replace("EVENT", right, StringComparison.Ordinal))));
        var events = Read(reader);
        Assert.Equal([null, null, null, right], events.Select(e => e.Event is { } read ? Encoding.UTF8.GetString(read.Source.Span) : null));
        Assert.Equal(["/epcisBody/eventList/0", "/epcisBody/eventList/1", "/epcisBody/eventList/2"], events.Take(3).Select(e => e.Problems[0].Pointer));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"type\":\"EPCISDocument\"")]
    [InlineData("{\"type\":\"EPCISDocument\"} x")]
    [InlineData("{\"type\":\"EPCISDocument\",\"epcisBody\":{\"eventList\":[]}}")]
    public void Refuses_what_is_no_document_before_any_event(string text) =>
        Assert.Throws<InvalidEpcisException>(() => EpcisDocumentReader.Open(new MemoryStream(Encoding.UTF8.GetBytes(text))));

    private static List<EpcisReading> Read(EpcisDocumentReader reader)
    {
        var all = new List<EpcisReading>();
        while (reader.TryRead(out var next)) all.Add(next);
        return all;
    }
}
