using System.Diagnostics;
using Ledger.Api.Queries;

namespace Ledger.Api.Http;

/// <summary>The answer to whatever went wrong: problem details (RFC 9457) with a stable code and what to do next.</summary>
/// <param name="Type">Where the code is documented: <c>/problems/{code}</c>; below <c>/epcis</c> what EPCIS 2.0 calls it.</param>
/// <param name="Title">The same words for every problem of this code.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What happened this time.</param>
/// <param name="Code">The stable, kebab-case code, for programs.</param>
/// <param name="Hint">What to do next, where there is something to add.</param>
/// <param name="Values">More about it: the decoded arguments of a contract's error by name, or what is wrong at each place of a document.</param>
/// <param name="TraceId">The id under which the server logged the request.</param>
public sealed record Problem(
    string Type, string Title, int Status, string Detail, string Code, string? Hint = null,
    IReadOnlyDictionary<string, string>? Values = null, string? TraceId = null)
{
    /// <summary>The media type of every problem.</summary>
    public const string MediaType = "application/problem+json";

    /// <summary>A problem of the code's kind.</summary>
    public static Problem Of(string code, string detail, string? hint = null, IReadOnlyDictionary<string, string>? values = null)
    {
        var kind = ProblemCatalog.Of(code);
        return new Problem($"/problems/{kind.Code}", kind.Title, kind.Status, detail, kind.Code, hint, values);
    }

    /// <summary>Writes the problem as the whole answer.</summary>
    public Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        context.Response.Headers.CacheControl = "no-store";
        // The rest of the body stays unread, so the connection can't be used again: say so, or the next request on it is lost.
        if (Status == StatusCodes.Status413PayloadTooLarge) context.Response.Headers.Connection = "close";
        if (IsPassing) context.Response.Headers.RetryAfter = "5";
        if (Challenges() is { Length: > 0 } challenges) context.Response.Headers.WWWAuthenticate = challenges;
        var traced = this with { TraceId = Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier };
        if (context.Request.Path.StartsWithSegments("/epcis")) traced = traced with { Type = EpcisExceptions.TypeOf(Code, Status) };
        if (context.Request.Path.StartsWithSegments("/epcis") && MediaTypes.PrefersXml(context.Request.Headers.Accept))
        {
            context.Response.ContentType = ProblemXml.MediaType;
            return context.Response.WriteAsync(ProblemXml.Of(traced), context.RequestAborted);
        }
        return context.Response.WriteAsJsonAsync(traced, Json.Options, MediaType, context.RequestAborted);
    }

    /// <summary>Whether the same request is likely to succeed in a moment (RFC 9110, 10.2.3).</summary>
    private bool IsPassing => Code is "storage-unavailable" or "node-unavailable" or "shutting-down";

    /// <summary>How to sign in (RFC 6750, section 3; RFC 7617): clients that know HTTP Basic alone send their API key only when they are asked.</summary>
    private string[] Challenges() => (Status, Code) switch
    {
        (StatusCodes.Status401Unauthorized, "sign-in-required") => ["Bearer realm=\"ledger\"", Basic],
        (StatusCodes.Status401Unauthorized, _) => ["Bearer realm=\"ledger\", error=\"invalid_token\"", Basic],
        (_, "insufficient-scope") => ["Bearer realm=\"ledger\", error=\"insufficient_scope\""],
        _ => [],
    };

    private const string Basic = "Basic realm=\"ledger\", charset=\"UTF-8\"";
}
