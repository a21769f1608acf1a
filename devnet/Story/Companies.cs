using System.Text.RegularExpressions;

namespace Ledger.Devnet.Story;

/// <summary>Tells which company a place, a party or an item belongs to, by the GS1 company prefix of its identifier.</summary>
/// <remarks>
/// An EPC URN shows where the prefix ends; a Digital Link does not, so it is matched against the prefixes that some URN of the same folder showed.
/// Anything else (a <c>geo:</c> URI, an address of the company's own) belongs to nobody.
/// </remarks>
internal sealed partial class Companies(IEnumerable<string> identifiers)
{
    private readonly string[] prefixes =
        [.. identifiers.Select(PrefixOf).OfType<string>().Distinct().OrderByDescending(prefix => prefix.Length).ThenBy(prefix => prefix, StringComparer.Ordinal)];

    /// <summary>The company's prefix; null where the identifier tells none.</summary>
    public string? Of(string? identifier)
    {
        if (identifier is null) return null;
        if (PrefixOf(identifier) is { } prefix) return prefix;
        if (Link().Match(identifier) is not { Success: true } link) return null;
        // GTIN-14 and SSCC begin with an indicator or extension digit, GRAI with a filler 0; the company prefix follows.
        var digits = link.Groups["key"].Value is "01" or "00" or "8003" ? link.Groups["digits"].Value[1..] : link.Groups["digits"].Value;
        return prefixes.FirstOrDefault(known => digits.StartsWith(known, StringComparison.Ordinal));
    }

    private static string? PrefixOf(string identifier) => Urn().Match(identifier) is { Success: true } urn ? urn.Groups["prefix"].Value : null;

    [GeneratedRegex(@"^urn:epc:(?:id|class|idpat):[a-z]+:(?<prefix>\d{6,12})\.")]
    private static partial Regex Urn();

    [GeneratedRegex(@"^https?://[^?#]*/(?<key>01|00|414|417|8003|8004)/(?<digits>\d{6,})")]
    private static partial Regex Link();
}
