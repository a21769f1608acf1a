using System.Security.Cryptography;
using System.Text;
using Ledger.Sdk;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;

namespace Ledger.Api.Http;

/// <summary>Opaque positions in lists: encrypted and signed, and valid only for the list and filter that gave them.</summary>
public sealed class Cursors(IDataProtectionProvider protection)
{
    private readonly IDataProtector protector = protection.CreateProtector("Ledger.Cursor.v1");

    /// <summary>The cursor of a position.</summary>
    /// <param name="scope">The list and its filter, such as <c>handoffs?party=4</c>.</param>
    /// <param name="position">Where the next page starts.</param>
    public string Write(string scope, string position) =>
        WebEncoders.Base64UrlEncode(protector.CreateProtector(scope).Protect(Encoding.UTF8.GetBytes(position)));

    /// <summary>The position of a cursor; null where none was given.</summary>
    /// <exception cref="LedgerException"><c>invalid-cursor</c>: forged, cut short, or of another list.</exception>
    public string? Read(string scope, string? cursor)
    {
        if (cursor is null) return null;
        try
        {
            return Encoding.UTF8.GetString(protector.CreateProtector(scope).Unprotect(WebEncoders.Base64UrlDecode(cursor)));
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            throw new LedgerException("invalid-cursor", "The cursor was not given by this list.", "Start again without a cursor.");
        }
    }
}
