using System.Collections.Frozen;

namespace Ledger.Sdk.Gs1.Epcis.Query;

/// <summary>
/// Units of measure by their UN/ECE Recommendation 20 code, convertible within one quantity (8.2.7.1 of EPCIS 2.0). Conversion is exact.
/// </summary>
internal static partial class UnitConversion
{
    private static readonly Rational Zero = new(0, 1);
    private static readonly FrozenDictionary<string, Unit> Units = Read();

    private sealed record Unit(string Quantity, Rational Factor, Rational Offset);

    /// <summary>
    /// The value in the base unit of its quantity, which is named; a code that is not known is a quantity of its own. A difference, such as a
    /// standard deviation, has no offset: 9 °F of deviation are 5 °C.
    /// </summary>
    public static (string Quantity, Rational Value) Convert(ExactDecimal value, string? code, bool isDifference = false)
    {
        var number = Rational.Of(value);
        if (code is null || !Units.TryGetValue(code, out var unit)) return (code ?? "", number);
        var scaled = number * unit.Factor;
        return (unit.Quantity, isDifference ? scaled : scaled + unit.Offset);
    }

    private static FrozenDictionary<string, Unit> Read()
    {
        var units = new Dictionary<string, Unit>(StringComparer.Ordinal);
        foreach (var line in Table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            foreach (var entry in line[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var parts = entry.Split('=', '+');
                units.Add(parts[0], new Unit(line[..colon], Rational.Parse(parts[1]), parts.Length > 2 ? Rational.Parse(parts[2]) : Zero));
            }
        }
        return units.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
