using Ledger.Api.Documents;
using Ledger.Api.Http;
using Ledger.Sdk;
using Ledger.Sdk.Gs1.Epcis;
using Microsoft.Net.Http.Headers;

namespace Ledger.Api.Features.Epcis;

/// <summary>Reads what a capture request carries.</summary>
internal static class CaptureBody
{
    /// <summary>The document of the body, in the form that its content type says.</summary>
    /// <exception cref="LedgerException"><c>unsupported-media-type</c>, <c>body-too-large</c>, <c>epcis-invalid</c>, <c>too-many-events</c>.</exception>
    public static async Task<CaptureOrder> ReadAsync(HttpContext context, LedgerApiOptions options, CaptureTerms terms)
    {
        var isXml = IsXml(context.Request.ContentType);
        if (context.Request.Headers.ContentEncoding.ToString() is { Length: > 0 } encoding && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            // RFC 9110, 15.5.16: such an answer names the encodings that are taken. Headers set before are dropped with problems.
            context.Response.OnStarting(() => Task.FromResult(context.Response.Headers.AcceptEncoding = "identity"));
            throw new LedgerException("unsupported-media-type", $"A body with Content-Encoding {encoding} is not taken.", "Send it as it is; several documents are better than one that is too long.");
        }
        var body = await SpooledBody.ReadAsync(context);
        if (EpcisXml.IsXml(body.Content) != isXml)
            throw new InvalidEpcisException([new EpcisProblem("", $"The content type is {context.Request.ContentType}, but the text is {(isXml ? "no XML" : "XML")}.")]);
        return DocumentReader.Read(body.Content, body.Hash, body.IsLong, options.CaptureEventLimit, terms);
    }

    private static bool IsXml(string? contentType)
    {
        if (MediaTypeHeaderValue.TryParse(contentType, out var type) && IsUtf8(type))
            switch (type.MediaType.Value?.ToLowerInvariant())
            {
                case "application/json" or "application/ld+json": return false;
                case "application/xml" or "text/xml": return true;
            }
        throw new LedgerException(
            "unsupported-media-type", $"The content type '{contentType ?? "(none)"}' is not taken.", "Send application/json, application/ld+json, application/xml or text/xml, in UTF-8.");
    }

    private static bool IsUtf8(MediaTypeHeaderValue type) => !type.Charset.HasValue || type.Charset.Value.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase);
}
