using System.Security.Cryptography;
using System.Text;
using Ledger.Sdk.Ethereum;

namespace Ledger.Api.Documents;

/// <summary>What makes a captured event one of its kind: its eventID, and whether it declares the event of that ID to be wrong (EPCIS 2.0, 7.4.1.4).</summary>
public static class EventKey
{
    /// <summary>The condition in SQL that a column holds one of these keys. SQLite's index has their first 8 bytes alone, which it finds by this expression.</summary>
    public static string IsIn(string column, params IEnumerable<string> keys) =>
        $"substr({column}, 1, 8) in ({string.Join(", ", keys.Select(key => $"substr({key}, 1, 8)"))}) and {column} in ({string.Join(", ", keys)})";

    /// <summary>SHA-256 of the eventID in UTF-8, followed by a byte 1 for an error declaration.</summary>
    public static Hash32 Of(string eventId, bool declaresError)
    {
        ArgumentNullException.ThrowIfNull(eventId);
        Span<byte> text = eventId.Length <= 340 ? stackalloc byte[1024] : new byte[eventId.Length * 3 + 1];
        var length = Encoding.UTF8.GetBytes(eventId, text);
        if (declaresError) text[length++] = 1;
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(text[..length], hash);
        return new Hash32(hash);
    }
}
