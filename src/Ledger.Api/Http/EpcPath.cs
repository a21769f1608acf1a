using Ledger.Sdk;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;

namespace Ledger.Api.Http;

/// <summary>A unit or lot in a path: an EPC URN, a Digital Link of any domain, element strings, or the id on the chain as 0x and 64 digits.</summary>
/// <param name="Id">The id on the chain.</param>
/// <param name="Text">What was given.</param>
public sealed record EpcPath(Hash32 Id, string Text)
{
    /// <summary>Binds the route value, which is percent-encoded as one segment.</summary>
    /// <exception cref="LedgerException">As an identifier's reader says.</exception>
    public static EpcPath Parse(string encoded)
    {
        // The server leaves %2F alone, so that a Digital Link can be one segment of the path. A URN has no slashes but those that are encoded in it.
        var isUrn = encoded.StartsWith("urn:", StringComparison.OrdinalIgnoreCase);
        var text = !isUrn && encoded.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(encoded) : encoded;
        if (Hash32.TryParse(text, out var id)) return new EpcPath(id, text);
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)) throw new LedgerException("malformed-hex", $"A unit's id is 0x and 64 hexadecimal digits, not '{text}'.");
        return new EpcPath(UnitId.Of(text).Value, text);
    }
}
