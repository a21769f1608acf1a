using static Ledger.Sdk.Gs1.Epcis.IdentifierNormaliser;

namespace Ledger.Sdk.Gs1.Epcis;

/// <summary>The key and qualifiers of a Digital Link, constrained as the CBV event hash wants them.</summary>
internal static class LinkPath
{
    /// <summary>Writes the key and the one qualifier that counts; false where lengths or qualifiers do not fit.</summary>
    /// <param name="ai">The key's AI.</param>
    /// <param name="path">The path of the URI.</param>
    /// <param name="values">The key's value, then pairs of qualifier and value.</param>
    /// <param name="to">Where to write.</param>
    public static bool Write(ReadOnlySpan<char> ai, ReadOnlySpan<char> path, scoped ReadOnlySpan<Range> values, ref Line to)
    {
        var value = path[values[0]];
        var isGtin = ai is "01";
        if (isGtin ? !(IsDigits(value) && value.Length is 8 or 12 or 13 or 14) : !Fits(ai, value)) return false;
        to.Add(ai);
        to.Add("/");
        for (var i = value.Length; isGtin && i < 14; i++) to.Add("0");
        to.Add(value);
        return Qualifier(ai, path, values[1..], ref to);
    }

    private static bool Fits(ReadOnlySpan<char> ai, ReadOnlySpan<char> value) => ai switch
    {
        "00" or "8017" or "8018" or "8006" => value.Length == 18 && IsDigits(value),
        "402" => value.Length == 17 && IsDigits(value),
        "414" or "417" => value.Length == 13 && IsDigits(value),
        "253" => Starts(value, 13, 17),
        "255" => value.Length is >= 13 and <= 25 && IsDigits(value),
        "8003" => Starts(value, 14, 16),
        "401" or "8004" or "8010" => value.Length > 0,
        _ => false,
    };

    private static bool Starts(ReadOnlySpan<char> value, int digits, int most) => value.Length >= digits && IsDigits(value[..digits])
        && value.Length - digits <= most * 3;

    /// <summary>The serial number before the lot; the consumer product variant never.</summary>
    private static bool Qualifier(ReadOnlySpan<char> ai, ReadOnlySpan<char> path, scoped ReadOnlySpan<Range> pairs, ref Line to)
    {
        var order = ai is "01" or "8006" ? "22 10 21" : "";
        if (pairs.IsEmpty) return true;
        var first = LinkNames.Number(path[pairs[0]]);
        var alone = (ai is "01" && first is "235") || (ai is "414" && first is "254") || (ai is "8010" && first is "8011");
        if (alone) return pairs.Length == 2 && Add(first, path[pairs[1]], ref to);
        var before = -1;
        ReadOnlySpan<char> chosen = default;
        ReadOnlySpan<char> value = default;
        for (var i = 0; i < pairs.Length; i += 2)
        {
            var qualifier = LinkNames.Number(path[pairs[i]]);
            var place = qualifier.Length == 2 ? order.AsSpan().IndexOf(qualifier) : -1;
            if (place <= before || path[pairs[i + 1]].IsEmpty) return false;
            before = place;
            if (qualifier is not "22")
            {
                chosen = qualifier;
                value = path[pairs[i + 1]];
            }
        }
        return chosen.IsEmpty || Add(chosen, value, ref to);
    }

    private static bool Add(ReadOnlySpan<char> qualifier, ReadOnlySpan<char> value, ref Line to)
    {
        to.Add("/");
        to.Add(qualifier);
        to.Add("/");
        to.Add(value);
        return !value.IsEmpty;
    }
}

/// <summary>The AIs of keys and qualifiers, by number or by the name that Digital Link 1.0 gave them.</summary>
internal static class LinkNames
{
    /// <summary>The number; empty for anything else.</summary>
    public static ReadOnlySpan<char> Number(ReadOnlySpan<char> segment) => segment switch
    {
        "00" or "01" or "10" or "21" or "22" or "235" or "253" or "254" or "255" or "401" or "402" or "414" or "417" or "8003" or "8004" or "8006"
            or "8010" or "8011" or "8017" or "8018" => segment,
        "gtin" => "01",
        "itip" => "8006",
        "cpid" => "8010",
        "gln" => "414",
        "party" => "417",
        "gsrnp" => "8017",
        "gsrn" => "8018",
        "gcn" => "255",
        "sscc" => "00",
        "gdti" => "253",
        "ginc" => "401",
        "gsin" => "402",
        "grai" => "8003",
        "giai" => "8004",
        "cpv" => "22",
        "lot" => "10",
        "ser" => "21",
        _ => default,
    };
}
