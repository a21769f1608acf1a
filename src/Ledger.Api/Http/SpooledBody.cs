using System.Security.Cryptography;
using Ledger.Sdk;

namespace Ledger.Api.Http;

/// <summary>A request's body read to its end: short ones in memory, longer ones in a file that goes with the object. It may be read again and again.</summary>
public sealed class SpooledBody : IAsyncDisposable
{
    /// <summary>What is longer goes to a file.</summary>
    public const int MostInMemory = 1024 * 1024;

    private SpooledBody(Stream content, byte[] hash)
    {
        Content = content;
        Hash = hash;
    }

    /// <summary>The bytes; can seek.</summary>
    public Stream Content { get; }

    /// <summary>Their SHA-256.</summary>
    public byte[] Hash { get; }

    /// <summary>Whether they are in a file rather than in memory.</summary>
    public bool IsLong => Content is FileStream;

    /// <summary>Reads the body of a request, up to what its route takes, and leaves it there to be read again.</summary>
    /// <exception cref="LedgerException"><c>body-too-large</c>.</exception>
    public static async Task<SpooledBody> ReadAsync(HttpContext context)
    {
        if (context.Features.Get<SpooledBody>() is { } read) return read;
        var limit = BodyReader.LimitOf(context);
        if (context.Request.ContentLength > limit) throw BodyReader.TooLarge(limit);
        var (content, hash) = await CopyAsync(context.Request, limit, context.RequestAborted);
        var body = new SpooledBody(content, hash);
        context.Response.RegisterForDisposeAsync(body);
        context.Features.Set(body);
        context.Request.Body = content;
        return body;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Content.DisposeAsync();

    private static async Task<(Stream Content, byte[] Hash)> CopyAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        Stream content = request.ContentLength is > MostInMemory ? NewFile() : new MemoryStream((int)(request.ContentLength ?? 4096));
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            while (true)
            {
                var result = await request.BodyReader.ReadAsync(cancellationToken);
                if (content.Length + result.Buffer.Length > limit) throw BodyReader.TooLarge(limit);
                if (content is MemoryStream memory && memory.Length + result.Buffer.Length > MostInMemory)
                {
                    content = NewFile();
                    memory.WriteTo(content);
                }
                foreach (var segment in result.Buffer)
                {
                    hash.AppendData(segment.Span);
                    content.Write(segment.Span);
                }
                request.BodyReader.AdvanceTo(result.Buffer.End);
                if (!result.IsCompleted) continue;
                content.Position = 0;
                return (content, hash.GetHashAndReset());
            }
        }
        catch
        {
            await content.DisposeAsync();
            throw;
        }
    }

    private static FileStream NewFile()
    {
        var path = Path.Combine(Path.GetTempPath(), $"ledger-{Guid.NewGuid():n}.body");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose, BufferSize = 64 * 1024 };
        if (OperatingSystem.IsWindows()) return new FileStream(path, options);
        options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(path, options);
        // It may be confidential: without a name it goes with the process, however that ends.
        File.Delete(path);
        return file;
    }
}
