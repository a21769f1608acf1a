using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Ledger.Api.Authentication;

/// <summary>An API key as it is sent: <c>lk_</c>, 16 hexadecimal digits that name it, <c>_</c>, 64 that are secret.</summary>
/// <remarks>
/// The secret is 256 random bits, so a single SHA-256 protects it at rest: slow hashes make up for what people choose, and nobody can try
/// 2²⁵⁵ values at any speed. A slow hash would only cost every request its time.
/// </remarks>
public sealed class ApiKeyText
{
    /// <summary>How every key starts, so that scanners for leaked secrets find them.</summary>
    public const string Prefix = "lk_";

    private const int IdLength = 16;
    private const int SecretLength = 64;

    private readonly string secret;

    private ApiKeyText(string id, string secret) => (Id, this.secret) = (id, secret);

    /// <summary>The public part.</summary>
    public string Id { get; }

    /// <summary>All of it.</summary>
    public string Secret => $"{Prefix}{Id}_{secret}";

    /// <summary>What is stored of the secret.</summary>
    public byte[] Hash => SHA256.HashData(Encoding.ASCII.GetBytes(secret));

    /// <summary>A new key.</summary>
    public static ApiKeyText Create() => new(RandomNumberGenerator.GetHexString(IdLength, lowercase: true), RandomNumberGenerator.GetHexString(SecretLength, lowercase: true));

    /// <summary>Reads a key; null where it is none.</summary>
    public static ApiKeyText? Parse(string text)
    {
        if (text.Length != Prefix.Length + IdLength + 1 + SecretLength || !text.StartsWith(Prefix, StringComparison.Ordinal) || text[Prefix.Length + IdLength] != '_') return null;
        var (id, secret) = (text.Substring(Prefix.Length, IdLength), text[^SecretLength..]);
        return (id + secret).All(char.IsAsciiHexDigitLower) ? new ApiKeyText(id, secret) : null;
    }

    /// <summary>The key of an <c>Authorization</c> header: a bearer token, or the password of HTTP Basic (RFC 7617) whatever the user; null where it has none.</summary>
    public static ApiKeyText? OfHeader(string header)
    {
        if (!AuthenticationHeaderValue.TryParse(header, out var value) || value.Parameter is not { } parameter) return null;
        if (value.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)) return Parse(parameter);
        if (!value.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) || !Base64.IsValid(parameter)) return null;
        var pair = Encoding.UTF8.GetString(Convert.FromBase64String(parameter));
        return pair.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? Parse(pair[(colon + 1)..]) : null;
    }

    /// <summary>Whether a header is for API keys: HTTP Basic, or a bearer token that starts as they do.</summary>
    public static bool IsFor(string header) =>
        header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) || header.StartsWith($"Bearer {Prefix}", StringComparison.OrdinalIgnoreCase);

    /// <summary>Without the secret.</summary>
    public override string ToString() => Id;
}
