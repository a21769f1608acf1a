using System.Buffers;
using System.Security.Cryptography;
using Ledger.Sdk;

namespace Ledger.Api.Http;

/// <summary>A request's body read to its end: short ones in memory, longer ones in a file that goes with the object. It may be read again and again.</summary>
public sealed class SpooledBody : IAsyncDisposable
{
    /// <summary>What is longer goes to a file.</summary>
    public const int MostInMemory = 1024 * 1024;

    private readonly byte[]? rented;

    private SpooledBody(Stream content, byte[] hash, byte[]? rented)
    {
        Content = content;
        Hash = hash;
        this.rented = rented;
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
        var body = await CopyAsync(context.Request, limit, context.RequestAborted);
        context.Response.RegisterForDisposeAsync(body);
        context.Features.Set(body);
        context.Request.Body = body.Content;
        return body;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Content.DisposeAsync();
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
    }

    private static async Task<SpooledBody> CopyAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        var memory = ArrayPool<byte>.Shared.Rent((int)Math.Min(MostInMemory, request.ContentLength ?? 4096));
        FileStream? file = null;
        var length = 0L;
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            for (var isLast = false; !isLast;)
            {
                var result = await request.BodyReader.ReadAsync(cancellationToken);
                if (length + result.Buffer.Length > limit) throw BodyReader.TooLarge(limit);
                if (file is null && length + result.Buffer.Length > MostInMemory) (file = NewFile()).Write(memory, 0, (int)length);
                foreach (var segment in result.Buffer)
                {
                    hash.AppendData(segment.Span);
                    if (file is null) Append(ref memory, (int)length, segment.Span);
                    else file.Write(segment.Span);
                    length += segment.Length;
                }
                request.BodyReader.AdvanceTo(result.Buffer.End);
                isLast = result.IsCompleted;
            }
            if (file is not null) ArrayPool<byte>.Shared.Return(memory);
            Stream content = file is null ? new MemoryStream(memory, 0, (int)length, writable: false, publiclyVisible: true) : file;
            content.Position = 0;
            return new SpooledBody(content, hash.GetHashAndReset(), file is null ? memory : null);
        }
        catch
        {
            if (file is not null) await file.DisposeAsync();
            throw;
        }
    }

    private static void Append(ref byte[] memory, int length, ReadOnlySpan<byte> segment)
    {
        if (memory.Length - length < segment.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(memory.Length * 2, length + segment.Length));
            memory.AsSpan(0, length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(memory);
            memory = larger;
        }
        segment.CopyTo(memory.AsSpan(length));
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
