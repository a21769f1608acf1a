using System.Buffers;
using System.Globalization;
using Ledger.Api.Documents;
using Ledger.Sdk.Gs1.Epcis;
using Ledger.Sdk.Gs1.Epcis.Query;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.WebUtilities;

namespace Ledger.Api.Queries;

/// <summary>Answers requests with pages of events: an EPCISQueryDocument, and a link to the next page.</summary>
public sealed class EventAnswer(EventSearch search, PageTokens tokens, LedgerApiOptions options, TimeProvider time)
{
    /// <summary>The page of a query that the request asks for. A token of a query with a name serves as long as the name stands for that query.</summary>
    public async Task<IResult> PageAsync(HttpContext context, EpcisRequest request, EventQuery query, PartyId? reader, NamedQuery? named = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        SearchPosition? from = request.NextPageToken is { } token
            ? SearchPosition.Parse(await tokens.ReadAsync(ScopeOf(context, request, named), reader, token, context.RequestAborted)) : null;
        var page = await search.FindAsync(query, reader, from, request.PerPage, context.RequestAborted);
        if (page.Next is { } next) AddLink(context, request, reader, next.ToString(), named);
        return Document(context, request, page.Events, named?.Name);
    }

    /// <summary>An answer that holds these events. What the reader may not see of some of them is named in a header, too.</summary>
    public IResult Document(HttpContext context, EpcisRequest request, IReadOnlyList<VisibleEvent> seen, string? queryName = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(request);
        var withheld = string.Join(", ", seen.SelectMany(e => e.Withheld).Distinct());
        if (withheld.Length > 0) context.Response.Headers[VisibleEvent.WithheldHeader] = withheld;
        AnsweredEvent[] events = [.. seen.Select(Answers.Of)];
        var buffer = new ArrayBufferWriter<byte>(512 + events.Sum(e => e.Json.Length + 256));
        QueryDocument.Write(buffer, events, request.Format, time.GetUtcNow(), queryName);
        if (request.IsXml)
        {
            using var xml = new MemoryStream();
            EpcisXmlWriter.Write(xml, buffer.WrittenMemory);
            return TypedResults.Bytes(xml.ToArray(), "application/xml");
        }
        return TypedResults.Bytes(buffer.WrittenMemory, MediaTypes.JsonOf(context.Request.Headers.Accept));
    }

    /// <summary>Adds the headers that lead to the next page.</summary>
    public void AddLink(HttpContext context, EpcisRequest request, PartyId? reader, string position, NamedQuery? named = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(request);
        var query = request.Parameters.Append(KeyValuePair.Create("perPage", request.PerPage.ToString(CultureInfo.InvariantCulture)));
        var address = QueryHelpers.AddQueryString(EpcisRequest.RawPath(context), query!);
        var (token, expires) = tokens.Write(ScopeOf(context, request, named), reader, position, address);
        context.Response.Headers.Link = $"<{options.OriginOf(context.Request)}{context.Request.PathBase}{address}&nextPageToken={token}>; rel=\"next\"";
        context.Response.Headers["GS1-Next-Page-Token-Expires"] = expires.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
    }

    /// <summary>The position of the request's token; null where it has none.</summary>
    public async Task<string?> PositionAsync(HttpContext context, EpcisRequest request, PartyId? reader)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(request);
        return request.NextPageToken is { } token ? await tokens.ReadAsync(ScopeOf(context, request), reader, token, context.RequestAborted) : null;
    }

    private static string ScopeOf(HttpContext context, EpcisRequest request, NamedQuery? named = null) => string.Join('\n', [
        EpcisRequest.RawPath(context), named?.Json ?? "",
        .. request.Parameters.Select(p => $"{p.Key}={p.Value}").Order(StringComparer.Ordinal),
        .. request.Prefixes.Select(p => $"{p.Key}={p.Value}").Order(StringComparer.Ordinal),
    ]);
}
