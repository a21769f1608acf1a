using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net.Mime;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ledger.Sdk;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace Ledger.Api.Http;

/// <summary>A JSON body, read strictly: content type, size, syntax, unknown and missing fields each have their own problem.</summary>
[SuppressMessage("Design", "CA1000", Justification = "The framework finds these members by name on the parameter's type.")]
public sealed class Body<T>(T value) : IEndpointParameterMetadataProvider where T : class
{
    /// <summary>What was sent.</summary>
    public T Value { get; } = value;

    /// <summary>Binds the parameter of a route's handler.</summary>
    public static async ValueTask<Body<T>?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        new(await BodyReader.ReadJsonAsync<T>(context));

    /// <summary>Tells the OpenAPI document what the route takes.</summary>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata([MediaTypeNames.Application.Json], typeof(T)));
}

/// <summary>The number of bytes that a route takes; <see cref="BodyReader.DefaultLimit"/> where it says nothing.</summary>
public sealed record BodyLimit(int Bytes) : IRequestSizeLimitMetadata
{
    /// <summary>The server's own limit is above it, so that the problem is told by <see cref="BodyReader"/>.</summary>
    long? IRequestSizeLimitMetadata.MaxRequestBodySize => Bytes + 1L;
}

/// <summary>Reads request bodies within limits and explains what is wrong with them.</summary>
public static partial class BodyReader
{
    /// <summary>Bytes a route takes unless it carries a <see cref="BodyLimit"/>.</summary>
    public const int DefaultLimit = 16 * 1024;

    /// <summary>Reads and deserialises the body; every way it can be wrong has its own problem.</summary>
    public static async Task<T> ReadJsonAsync<T>(HttpContext context) where T : class
    {
        var bytes = await ReadBytesAsync(context);
        try
        {
            return JsonSerializer.Deserialize<T>(bytes.Span, Json.Options)
                ?? throw new LedgerException("malformed-json", "The body is null.", "Send a JSON object.");
        }
        catch (JsonException exception)
        {
            throw AsLedger(Explain(exception));
        }
    }

    /// <summary>Reads the raw body of a JSON request, checking its content type (<paramref name="alsoTaken"/> is one more) and size.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadBytesAsync(HttpContext context, string? alsoTaken = null)
    {
        RequireJson(context.Request.ContentType, alsoTaken);
        var limit = LimitOf(context);
        if (context.Request.ContentLength > limit) throw TooLarge(limit);
        var writer = new ArrayBufferWriter<byte>(Math.Clamp((int)(context.Request.ContentLength ?? 1024), 256, limit + 1));
        var reader = context.Request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(context.RequestAborted);
            foreach (var segment in result.Buffer)
            {
                if (writer.WrittenCount + segment.Length > limit) throw TooLarge(limit);
                writer.Write(segment.Span);
            }
            reader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted) return writer.WrittenMemory;
        }
    }

    /// <summary>The problem that a JSON error stands for.</summary>
    public static Problem Explain(JsonException exception)
    {
        var where = string.IsNullOrEmpty(exception.Path) ? "the body" : exception.Path;
        if (exception.InnerException is LedgerException value) return Problem.Of(value.Code, $"At {where}: {value.Message}", value.Hint);
        if (UnknownMember().Match(exception.Message) is { Success: true } unknown)
            return Problem.Of("unknown-field", $"The field '{unknown.Groups[1].Value}' at {where} is not known.", "Field names are case-insensitive; see /openapi/v1.json.");
        if (MissingMember().Match(exception.Message) is { Success: true } missing)
            return Problem.Of("missing-field", $"Missing at {where}: {missing.Groups[1].Value}.", "See /openapi/v1.json for what the request takes.");
        if (exception.Message.Contains("doesn't allow setting null", StringComparison.Ordinal) || exception.Message.Contains("doesn't allow null", StringComparison.Ordinal))
            return Problem.Of("missing-field", $"The value at {where} is null.");
        var line = exception.LineNumber is { } number ? $" (line {number + 1}, byte {exception.BytePositionInLine + 1})" : "";
        return Problem.Of("malformed-json", $"The value at {where} can't be read{line}.", "Send valid JSON of the documented types; numbers are not quoted.");
    }

    /// <summary>The exception that carries a problem to the handler.</summary>
    public static LedgerException AsLedger(Problem problem) => new(problem.Code, problem.Detail, problem.Hint);

    private static void RequireJson(string? contentType, string? alsoTaken)
    {
        var known = MediaTypeHeaderValue.TryParse(contentType, out var type)
            && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.MediaType.Equals("application/ld+json", StringComparison.OrdinalIgnoreCase)
                || type.MediaType.Equals(alsoTaken, StringComparison.OrdinalIgnoreCase))
            && (!type.Charset.HasValue || type.Charset.Value.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase));
        if (!known) throw new LedgerException("unsupported-media-type", $"The content type '{contentType ?? "(none)"}' is not taken.", "Send Content-Type: application/json.");
    }

    /// <summary>How many bytes the request's route takes.</summary>
    internal static int LimitOf(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<BodyLimit>()?.Bytes ?? DefaultLimit;

    internal static LedgerException TooLarge(int limit) =>
        new("body-too-large", "The body is larger than this route takes.", $"The limit is {limit} bytes.");

    [GeneratedRegex("The JSON property '([^']*)' could not be mapped")]
    private static partial Regex UnknownMember();

    [GeneratedRegex("missing required properties(?: including)?:? (.*?)\\.?$")]
    private static partial Regex MissingMember();
}
