using Ledger.Api.Queries;
using Ledger.Sdk;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;

namespace Ledger.Api.Http;

/// <summary>A unit or lot that a request names: an EPC URN, a Digital Link of any domain, element strings, or the id on the chain as 0x and 64 digits.</summary>
/// <param name="Id">The id on the chain.</param>
/// <param name="Text">What was given.</param>
public sealed record EpcPath(Hash32 Id, string Text)
{
    /// <summary>Binds the second segment of the path, as in <c>/units/{epc}/custody</c>.</summary>
    /// <exception cref="LedgerException">As an identifier's reader says.</exception>
    public static ValueTask<EpcPath?> BindAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        // As it was sent: the server's own decoding leaves %2F but turns %25 into %, so that a slash within a serial number can't be told from one before it.
        var sent = EpcisRequest.RawPath(context)[context.Request.PathBase.ToUriComponent().Length..].Split('/')[2];
        var text = Uri.UnescapeDataString(sent);
        // A URN has no slash but an encoded one: it was sent as it is written.
        return ValueTask.FromResult<EpcPath?>(Parse(text.StartsWith("urn:", StringComparison.OrdinalIgnoreCase) && text.Contains('/', StringComparison.Ordinal) ? sent : text));
    }

    /// <summary>Reads what is not encoded any more.</summary>
    /// <exception cref="LedgerException">As an identifier's reader says.</exception>
    public static EpcPath Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Hash32.TryParse(text, out var id)) return new EpcPath(id, text);
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)) throw new LedgerException("malformed-hex", $"A unit's id is 0x and 64 hexadecimal digits, not '{text}'.");
        return new EpcPath(UnitId.Of(text).Value, text);
    }
}
