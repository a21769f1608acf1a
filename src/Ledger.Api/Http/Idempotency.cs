using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Ledger.Api.Confidentiality;
using Ledger.Indexer.Storage;
using Ledger.Sdk;

namespace Ledger.Api.Http;

/// <summary>Marks a route whose answer is kept under the request's <c>Idempotency-Key</c> and replayed when the same request comes again.</summary>
public sealed record Idempotent
{
    /// <summary>The header's name.</summary>
    public const string Header = "Idempotency-Key";
}

/// <summary>Runs a request with an <c>Idempotency-Key</c> once. Only success is kept: a refused request changed nothing and may be tried again.</summary>
/// <remarks>draft-ietf-httpapi-idempotency-key-header, section 2: another body under the same key is 422, a request still running is 409.</remarks>
public sealed class Idempotency(RequestDelegate next, Database database, PartyKeys keys, TimeProvider time)
{
    private const int LongestKey = 128;

    /// <summary>After so long a request that left no answer is taken to have died with its process.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Kept = TimeSpan.FromDays(2);

    /// <summary>The middleware.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<Idempotent>() is null || !context.Request.Headers.TryGetValue(Idempotent.Header, out var header))
        {
            await next(context);
            return;
        }
        var key = header.ToString();
        if (key.Length is 0 or > LongestKey || key.Any(character => character is < '!' or > '~'))
            throw new LedgerException("malformed-request", $"{Idempotent.Header} is 1 to {LongestKey} visible ASCII characters.", "A UUID serves well.");
        var body = await SpooledBody.ReadAsync(context);
        var scope = $"{context.User.Identity?.Name} {context.Request.Path}";
        var kept = await BeginAsync(scope, key, Fingerprint([.. Encoding.UTF8.GetBytes(scope), 0, .. body.Hash]));
        if (kept is null) await RunAsync(context, scope, key);
        else await ReplayAsync(context, kept);
    }

    private async Task<Answer?> BeginAsync(string scope, string key, byte[] request)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        await using var connection = await database.OpenAsync(Access.Captured);
        await connection.ExecuteAsync("delete from captured.idempotency where started < @old", new { old = now - (long)Kept.TotalSeconds });
        var claimed = await connection.ExecuteAsync("""
            insert into captured.idempotency (scope, key, request, started) values (@scope, @key, @request, @now)
            on conflict (scope, key) do update set started = excluded.started
            where captured.idempotency.status is null and captured.idempotency.started < @dead and captured.idempotency.request = excluded.request
            """, new { scope, key, request, now, dead = now - (long)Abandoned.TotalSeconds });
        if (claimed == 1) return null;
        var answer = await FindAsync(connection, scope, key);
        if (!answer.Request.AsSpan().SequenceEqual(request))
            throw new LedgerException("idempotency-key-reused", "This key was sent before with another body.", "Use a new key for a new request.");
        return answer.Status is null ? throw new LedgerException("request-in-progress", "The request with this key has not answered yet.", "Send it again in a moment.") : answer;
    }

    private static Task<Answer> FindAsync(DbConnection connection, string scope, string key) => connection.QuerySingleAsync<Answer>(
        "select request, status, location, content_type as ContentType, body from captured.idempotency where scope = @scope and key = @key", new { scope, key });

    private async Task RunAsync(HttpContext context, string scope, string key)
    {
        var answer = context.Response.Body;
        using var buffer = new MemoryStream();
        context.Response.Body = buffer;
        var succeeded = false;
        try
        {
            await next(context);
            succeeded = context.Response.StatusCode is >= 200 and < 300;
        }
        finally
        {
            context.Response.Body = answer;
            await EndAsync(context.Response, scope, key, succeeded ? buffer.ToArray() : null);
        }
        await answer.WriteAsync(buffer.ToArray(), context.RequestAborted);
    }

    private async Task EndAsync(HttpResponse response, string scope, string key, byte[]? body)
    {
        await using var connection = await database.OpenAsync(Access.Captured);
        await connection.ExecuteAsync(
            body is null
                ? "delete from captured.idempotency where scope = @scope and key = @key"
                : "update captured.idempotency set status = @status, location = @location, content_type = @type, body = @body where scope = @scope and key = @key",
            new { scope, key, body = Seal(body), status = response.StatusCode, location = Seal(response.Headers.Location.ToString()), type = response.ContentType });
    }

    private async Task ReplayAsync(HttpContext context, Answer kept)
    {
        context.Response.StatusCode = kept.Status ?? 200;
        context.Response.ContentType = kept.ContentType;
        context.Response.Headers["Idempotency-Replayed"] = "true";
        if (!string.IsNullOrEmpty(kept.Location)) context.Response.Headers.Location = Encoding.UTF8.GetString(Open(Convert.FromBase64String(kept.Location)));
        await context.Response.Body.WriteAsync(Open(kept.Body), context.RequestAborted);
    }

    // Bodies and answers may be confidential, so that neither is kept in clear, nor a hash by which they could be tried out.
    private byte[] Fingerprint(byte[] request) => keys.IsReady ? keys.Master.Blind("request", request).ToArray() : SHA256.HashData(request);

    private byte[]? Seal(byte[]? answer) => answer is null || !keys.IsReady ? answer : keys.Master.Seal("answer", answer);

    private string Seal(string location) => location.Length == 0 ? "" : Convert.ToBase64String(Seal(Encoding.UTF8.GetBytes(location))!);

    private byte[] Open(byte[] kept) => keys.IsReady ? keys.Master.Open("answer", kept) : kept;

    private sealed record Answer
    {
        public byte[] Request { get; init; } = [];
        public int? Status { get; init; }
        public string? Location { get; init; }
        public string? ContentType { get; init; }
        public byte[] Body { get; init; } = [];
    }
}
