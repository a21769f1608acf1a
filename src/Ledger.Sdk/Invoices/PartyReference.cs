using Ledger.Sdk.Gs1.Rules;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Invoices;

/// <summary>How a file names a party.</summary>
public enum PartyScheme
{
    /// <summary>The number that the Registry gave it.</summary>
    Number,

    /// <summary>GS1 global location number, 13 digits.</summary>
    Gln,

    /// <summary>Legal entity identifier (ISO 17442), 20 characters.</summary>
    Lei,

    /// <summary>Its name, which two may share: for people only.</summary>
    Name,
}

/// <summary>A party as a file names it: <c>2</c>, <c>gln:4012345000009</c>, <c>lei:529900T8BM49AURSDO55</c>.</summary>
public readonly record struct PartyReference(PartyScheme Scheme, string Value)
{
    /// <summary>A party by its number.</summary>
    public static PartyReference Of(PartyId party) => new(PartyScheme.Number, party.ToString());

    /// <summary>Reads a number of the Registry, a GLN or an LEI, with or without its scheme before it.</summary>
    public static bool TryParse(string? text, out PartyReference reference)
    {
        reference = default;
        var (scheme, value) = (text ?? "").Split(':', 2) is [var before, var behind] ? (before.ToLowerInvariant(), behind.Trim()) : ("", text?.Trim() ?? "");
        if (scheme is "" or "gln" && IsGln(value)) reference = new PartyReference(PartyScheme.Gln, value);
        else if (scheme is "" or "lei" && IsLei(value)) reference = new PartyReference(PartyScheme.Lei, value.ToUpperInvariant());
        else if (scheme is "" or "party" && value.Length <= 12 && PartyId.TryParse(value, out var id) && id.Value > 0) reference = Of(id);
        else return false;
        return true;
    }

    /// <summary>Whether it is a GLN with the right check digit (GS1 General Specifications, 7.9.1).</summary>
    public static bool IsGln(string value) => value.Length == 13 && value.All(char.IsAsciiDigit) && CheckDigit.Of(value.AsSpan(0, 12)) == value[12];

    /// <summary>Whether it is an LEI: ISO 7064 MOD 97-10 over its 20 characters.</summary>
    public static bool IsLei(string value) => value.Length == 20 && Mod97.Of(value) == 1;

    /// <inheritdoc/>
    public override string ToString() => Scheme == PartyScheme.Number ? Value : $"{Scheme.ToString().ToLowerInvariant()}:{Value}";
}
