using System.Net;
using System.Net.Http.Headers;

namespace Ledger.Bench.Api;

/// <summary>A document of many events that is made while it is sent, so that it is in no one's memory.</summary>
internal sealed class LongDocument(int seed, int events) : HttpContent
{
    private const int Part = 500;

    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        var documents = new CaptureDocuments(seed);
        for (var sent = 0; sent < events; sent += Part)
        {
            // A document of the part, of which the first gives the head, the last the end, and the others what is between.
            var part = documents.Make(Part, 1);
            var from = sent == 0 ? 0 : part.AsSpan().IndexOf("\"eventList\":["u8) + "\"eventList\":["u8.Length;
            var until = sent + Part >= events ? part.Length : part.Length - "]}}"u8.Length;
            if (sent > 0) await stream.WriteAsync(","u8.ToArray());
            await stream.WriteAsync(part.AsMemory(from, until - from));
        }
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        Headers.ContentType ??= new MediaTypeHeaderValue("application/json");
        return false;
    }
}
