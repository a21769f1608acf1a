using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;

namespace Ledger.Api.Queries;

/// <summary>Tokens of next pages: sealed, good for one list of one reader, until they expire or are given back.</summary>
public sealed class PageTokens(IDataProtectionProvider protection, Database database, TimeProvider time)
{
    /// <summary>How long a token is good.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private const int LongestToken = 4096;
    private const int LongestCarried = 2048;

    private readonly IDataProtector protector = protection.CreateProtector("Ledger.PageToken.v1");

    /// <summary>A token for a position, and when it expires.</summary>
    /// <param name="scope">The list: its path, its parameters, and whatever else its order depends on.</param>
    /// <param name="reader">Who reads.</param>
    /// <param name="position">Where the next page starts.</param>
    /// <param name="address">The path and query of the list, for clients that send nothing but the token back; not kept where it is very long.</param>
    public (string Token, DateTimeOffset Expires) Write(string scope, PartyId? reader, string position, string address = "")
    {
        var expires = time.GetUtcNow() + Lifetime;
        var carried = address.Length > LongestCarried ? "" : address;
        var text = string.Create(CultureInfo.InvariantCulture, $"{expires.ToUnixTimeMilliseconds()}\n{Bind(scope, reader)}\n{position}\n{carried}");
        return (WebEncoders.Base64UrlEncode(protector.Protect(Encoding.UTF8.GetBytes(text))), expires);
    }

    /// <summary>The position of a token.</summary>
    /// <exception cref="LedgerException"><c>invalid-cursor</c>: forged, of another list or reader, expired or given back.</exception>
    public async Task<string> ReadAsync(string scope, PartyId? reader, string token, CancellationToken cancellationToken)
    {
        if (Open(token) is not { } opened || opened.Parts[1] != Bind(scope, reader)) throw Invalid("nextPageToken was not given by this list.");
        if (ExpiryOf(opened.Parts) < time.GetUtcNow()) throw Invalid("nextPageToken has expired.");
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        if (await connection.ExecuteScalarAsync<long>("select count(*) from captured.revoked_token where id = @Id", new { opened.Id }) > 0)
            throw Invalid("nextPageToken was given back.");
        return opened.Parts[2];
    }

    /// <summary>The query string of the list at a path that gave a token; null where it was another, or where the token does not say.</summary>
    public string? QueryOf(string path, string token) =>
        Open(token) is { Parts: [_, _, _, var address] } && address.StartsWith(path + "?", StringComparison.Ordinal) ? address[path.Length..] : null;

    /// <summary>Gives a token back before it expires; false if it is none.</summary>
    public async Task<bool> RevokeAsync(string token, CancellationToken cancellationToken)
    {
        if (Open(token) is not { } opened || ExpiryOf(opened.Parts) < time.GetUtcNow()) return false;
        await using var connection = await database.OpenAsync(Access.Captured, cancellationToken);
        await connection.ExecuteAsync("""
            delete from captured.revoked_token where expires < @now;
            insert into captured.revoked_token (id, expires) values (@Id, @expires) on conflict (id) do nothing
            """, new { now = time.GetUtcNow().ToUnixTimeMilliseconds(), opened.Id, expires = ExpiryOf(opened.Parts).ToUnixTimeMilliseconds() });
        return true;
    }

    private static LedgerException Invalid(string message) => new("invalid-cursor", message, "Start again without a nextPageToken.");

    /// <summary>What a token says, and what it is known by: the hash of its bytes, because several texts stand for the same bytes.</summary>
    private (string[] Parts, byte[] Id)? Open(string token)
    {
        if (token.Length > LongestToken) return null;
        try
        {
            var bytes = WebEncoders.Base64UrlDecode(token);
            return (Encoding.UTF8.GetString(protector.Unprotect(bytes)).Split('\n'), SHA256.HashData(bytes));
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            return null;
        }
    }

    private static DateTimeOffset ExpiryOf(string[] parts) => DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(parts[0], CultureInfo.InvariantCulture));

    private static string Bind(string scope, PartyId? reader) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{reader?.Value}\n{scope}")).AsSpan(0, 16));
}
