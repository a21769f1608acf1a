using System.Text;

namespace Ledger.Sdk.Tests.Gs1.Epcis;

/// <summary>Gives a few bytes at a time, as a network does.</summary>
internal sealed class Dripping(byte[] bytes) : MemoryStream(bytes, writable: false)
{
    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 7));

    public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 7)]);
}

/// <summary>A document of any number of events that is nowhere in memory.</summary>
internal sealed class LongDocument : Stream
{
    private const string Event = """
        {"type":"ObjectEvent","eventID":"urn:uuid:00000000-0000-4000-8000-%","eventTime":"2026-09-01T06:55:12.116+02:00","eventTimeZoneOffset":"+02:00",
         "action":"OBSERVE","bizStep":"shipping","epcList":["urn:epc:id:sgtin:9521102.000125.1"]},
        """;

    private static readonly byte[] Head = Encoding.UTF8.GetBytes("""
        {"@context":"https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld","type":"EPCISDocument","schemaVersion":"2.0",
         "creationDate":"2026-09-01T06:12:08Z","epcisBody":{"eventList":[
        """);

    private readonly byte[] one;
    private readonly byte[] tail;
    private readonly long length;

    public LongDocument(int events)
    {
        one = Encoding.UTF8.GetBytes(Event.Replace("%", "000000000000", StringComparison.Ordinal));
        tail = Encoding.UTF8.GetBytes(Event.Replace("%", "000000000000", StringComparison.Ordinal).TrimEnd().TrimEnd(',') + "]}}");
        length = Head.Length + (long)one.Length * (events - 1) + tail.Length;
    }

    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;
    public override long Length => length;
    public override long Position { get; set; }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = 0;
        for (; read < count && Position < length; read++, Position++) buffer[offset + read] = At(Position);
        return read;
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = offset;

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private byte At(long place) => place < Head.Length ? Head[place]
        : length - place <= tail.Length ? tail[tail.Length - (int)(length - place)]
        : one[(place - Head.Length) % one.Length];
}
