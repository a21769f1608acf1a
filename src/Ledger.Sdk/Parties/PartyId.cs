using System.Globalization;

namespace Ledger.Sdk.Parties;

/// <summary>The number that the Registry gave a party: 1, 2, 3…; party 1 is the first registrar, 0 is nobody.</summary>
/// <remarks>Goods and money belong to this number; keys only sign for it, so changing a key moves nothing.</remarks>
public readonly record struct PartyId(ulong Value) : IComparable<PartyId>
{
    /// <summary>Parses decimal digits.</summary>
    /// <exception cref="FormatException">Anything else.</exception>
    public static PartyId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException("A party is a number such as 2.");

    /// <summary>As <see cref="Parse"/>, false instead of an exception.</summary>
    public static bool TryParse(string? text, out PartyId id)
    {
        var ok = ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value);
        id = new PartyId(value);
        return ok;
    }

    /// <summary>Orders by number.</summary>
    public int CompareTo(PartyId other) => Value.CompareTo(other.Value);

    /// <summary>The number in decimal digits.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    public static bool operator <(PartyId left, PartyId right) => left.Value < right.Value;
    public static bool operator <=(PartyId left, PartyId right) => left.Value <= right.Value;
    public static bool operator >(PartyId left, PartyId right) => left.Value > right.Value;
    public static bool operator >=(PartyId left, PartyId right) => left.Value >= right.Value;
}
