using System.Globalization;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;

namespace Ledger.Api.Http;

/// <summary>The id of a hand-off: the transaction's hash and the log's index in its block, as <c>0x…-3</c>.</summary>
/// <param name="Transaction">The transaction; or the operation's digest where no index is given.</param>
/// <param name="LogIndex">The log's index; null where the id is a hash alone.</param>
public readonly record struct HandOffId(Hash32 Transaction, ulong? LogIndex)
{
    /// <summary>Writes an id.</summary>
    public static string Write(Hash32 transaction, ulong logIndex) => string.Create(CultureInfo.InvariantCulture, $"{transaction}-{logIndex}");

    /// <summary>Reads an id, or a hash alone: of the transaction, or the digest of the operation.</summary>
    /// <exception cref="LedgerException"><c>invalid-identifier</c>.</exception>
    public static HandOffId Parse(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        if (Hash32.TryParse(dash < 0 ? text : text[..dash], out var hash))
        {
            if (dash < 0) return new HandOffId(hash, null);
            if (ulong.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index)) return new HandOffId(hash, index);
        }
        throw new LedgerException("invalid-identifier", $"'{text}' is no hand-off.", "Its id is the transaction's hash, a dash and the log's index; or the operation's digest.");
    }
}
