using System.Text;
using System.Text.RegularExpressions;

namespace Ledger.Sdk.Banking;

/// <summary>The characters that every bank takes in payments: letters, digits, blank and / - ? : ( ) . , ' + (EPC217-08, the set of SWIFT).</summary>
public static partial class BankText
{
    private const string Others = "/-?:().,'+ ";

    private const string Accented = "ÀÁÂÃÄÅĀĂĄàáâãäåāăąÇĆČçćčĎĐďđÈÉÊËĒĖĘĚèéêëēėęěĞģğÌÍÎÏĪĮİìíîïīįıŁĻłļÑŃŅŇñńņňÒÓÔÕÖØŌŐòóôõöøōőŘřŚŞŠȘśşšșŤȚťțÙÚÛÜŪŮŰŲùúûüūůűųÝŸýÿŹŻŽźżž";
    private const string Plain = "AAAAAAAAAaaaaaaaaaCCCcccDDddEEEEEEEEeeeeeeeeGggIIIIIIIiiiiiiiLLllNNNNnnnnOOOOOOOOooooooooRrSSSSssssTTttUUUUUUUUuuuuuuuuYYyyZZZzzz";

    /// <summary>Whether it is an id as payments take it: 1 to 35 of these characters, no slash at either end and no two together.</summary>
    public static bool IsId(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length is > 0 and <= 35 && text.All(IsTaken) && text[0] is not ('/' or ' ') && text[^1] is not ('/' or ' ') && !text.Contains("//", StringComparison.Ordinal);
    }

    /// <summary>Text for people in these characters: accents are taken away, whatever else is not among them becomes a point (EPC217-08, 6.2).</summary>
    /// <param name="text">A name, or what a payment is for.</param>
    /// <param name="longest">Characters at most; the rest is cut off.</param>
    public static string Convert(string text, int longest)
    {
        ArgumentNullException.ThrowIfNull(text);
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var at = rune.IsBmp ? Accented.IndexOf((char)rune.Value, StringComparison.Ordinal) : -1;
            if (at >= 0) plain.Append(Plain[at]);
            else if (rune.IsAscii && IsTaken((char)rune.Value)) plain.Append((char)rune.Value);
            else plain.Append(rune.Value switch { 'ß' => "ss", 'Æ' => "AE", 'æ' => "ae", 'Œ' => "OE", 'œ' => "oe", '&' => "+", '\n' or '\t' or 0xA0 => " ", _ => "." });
        }
        var one = Blanks().Replace(plain.ToString(), " ").Trim();
        return one.Length <= longest ? one : one[..longest].TrimEnd();
    }

    private static bool IsTaken(char character) => char.IsAsciiLetterOrDigit(character) || Others.Contains(character, StringComparison.Ordinal);

    [GeneratedRegex(" +")]
    private static partial Regex Blanks();
}
