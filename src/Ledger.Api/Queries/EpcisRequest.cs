using System.Globalization;
using Ledger.Sdk;
using Ledger.Sdk.Gs1.Epcis.Query;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace Ledger.Api.Queries;

/// <summary>What a request of the EPCIS interface asks for beside its query: how much, from where on, and in which form.</summary>
/// <param name="Parameters">The parameters of the query string without those of paging.</param>
/// <param name="PerPage">How many items at most.</param>
/// <param name="NextPageToken">Where to go on; null for the beginning.</param>
/// <param name="Prefixes">Prefixes that the header GS1-Extensions declares.</param>
/// <param name="Format">How identifiers and terms are written.</param>
/// <param name="IsXml">Whether XML is wanted.</param>
public sealed record EpcisRequest(
    IReadOnlyList<KeyValuePair<string, string>> Parameters, int PerPage, string? NextPageToken, IReadOnlyDictionary<string, string> Prefixes, AnswerFormat Format, bool IsXml)
{
    /// <summary>Items a page where the request does not say: the standard's default.</summary>
    public const int UsualPerPage = 30;

    /// <summary>More are never sent at once, whatever the request says.</summary>
    public const int MostPerPage = 1000;

    /// <summary>Binds the parameter of a handler.</summary>
    /// <exception cref="LedgerException"><c>query-parameter</c>, <c>malformed-request</c>, <c>not-acceptable</c>.</exception>
    public static ValueTask<EpcisRequest?> BindAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var (parameters, perPage, token) = Read(context.Request.QueryString.Value);
        // Many clients send the token alone, or with perPage: it says what the rest was.
        if (token is not null && parameters.Count == 0 && context.RequestServices.GetRequiredService<PageTokens>().QueryOf(RawPath(context), token) is { } first)
            (parameters, perPage) = (Read(first).Parameters, perPage ?? Read(first).PerPage);
        var headers = context.Request.Headers;
        var isXml = MediaTypes.WantsXml(headers.Accept);
        return ValueTask.FromResult<EpcisRequest?>(new EpcisRequest(parameters, perPage ?? UsualPerPage, token, PrefixesOf(headers), FormatOf(headers, isXml), isXml));
    }

    private static (List<KeyValuePair<string, string>> Parameters, int? PerPage, string? Token) Read(string? query)
    {
        var parameters = new List<KeyValuePair<string, string>>();
        int? perPage = null;
        string? token = null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var pair in new QueryStringEnumerable(query))
        {
            var (name, value) = (pair.DecodeName().ToString(), pair.DecodeValue().ToString());
            if (name is not ("perPage" or "nextPageToken")) parameters.Add(KeyValuePair.Create(name, value));
            else if (!seen.Add(name)) throw new EventQueryException(name, "the parameter is given twice.");
            else if (name == "nextPageToken") token = value;
            else if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0) perPage = Math.Min(count, MostPerPage);
            else throw new EventQueryException(name, $"'{value}' is no whole number from 1 on.");
        }
        return (parameters, perPage, token);
    }

    /// <summary>Refuses parameters where a list takes none.</summary>
    /// <exception cref="EventQueryException">There are some.</exception>
    public void TakesNoParameters()
    {
        if (Parameters.Count > 0) throw new EventQueryException(Parameters[0].Key, "there is no such parameter here.");
    }

    /// <summary>As <see cref="TakesNoParameters"/>, for what comes in JSON only.</summary>
    /// <exception cref="LedgerException"><c>not-acceptable</c>: XML is wanted.</exception>
    public void TakesPagingOnly()
    {
        TakesNoParameters();
        if (IsXml) throw new LedgerException("not-acceptable", "This list comes in JSON only.", "Accept application/json.");
    }

    /// <summary>A value in the path, exactly as it was encoded: segment 0 is the first behind <c>/epcis/v2</c>.</summary>
    public static string PathValue(HttpContext context, int segment)
    {
        ArgumentNullException.ThrowIfNull(context);
        // The server's own decoding leaves %2F but turns %25 into %, so that %252F and %2F can't be told apart any more.
        return Uri.UnescapeDataString(RawPath(context).Split('/')[segment + 3]);
    }

    /// <summary>The path as it was sent.</summary>
    public static string RawPath(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget;
        if (string.IsNullOrEmpty(target) || target[0] != '/') return context.Request.Path.ToUriComponent();
        var end = target.IndexOf('?', StringComparison.Ordinal);
        return end < 0 ? target : target[..end];
    }

    private static Dictionary<string, string> PrefixesOf(IHeaderDictionary headers)
    {
        var prefixes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in headers.GetCommaSeparatedValues("GS1-Extensions"))
        {
            var equals = entry.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || equals == entry.Length - 1)
                throw new LedgerException("malformed-request", $"GS1-Extensions: '{entry}' is no prefix=namespace.", "Such as GS1-Extensions: example=https://example.org/epcis/");
            prefixes[entry[..equals].Trim()] = entry[(equals + 1)..].Trim();
        }
        return prefixes;
    }

    private static AnswerFormat FormatOf(IHeaderDictionary headers, bool isXml)
    {
        var epc = Choice(headers, "GS1-EPC-Format", AnswerFormat.ParseEpc) ?? EpcFormat.DigitalLink;
        var cbv = Choice(headers, "GS1-CBV-Format", AnswerFormat.ParseCbv);
        var ofXml = Choice(headers, "GS1-CBV-XML-Format", AnswerFormat.ParseCbv);
        return new AnswerFormat(epc, cbv ?? (isXml ? ofXml : null) ?? CbvFormat.NoPreference);
    }

    private static T? Choice<T>(IHeaderDictionary headers, string name, Func<string, T?> parse) where T : struct =>
        !headers.TryGetValue(name, out var value) ? null
        : parse(value.ToString()) ?? throw new LedgerException("malformed-request", $"{name}: '{value}' is no value of this header.", "No_Preference, Never_Translates, or one of the forms: see OPTIONS.");
}
