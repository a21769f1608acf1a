using System.Text;

namespace Ledger.Sdk.Cash;

/// <summary>An ISO 4217 code such as <c>CNY</c>; <c>bytes3</c> on chain.</summary>
public readonly record struct CurrencyCode
{
    private CurrencyCode(string code) => Code = code;

    /// <summary>Three upper-case letters.</summary>
    public string Code { get => field ?? "XXX"; }

    /// <summary>Takes three upper-case letters.</summary>
    /// <exception cref="FormatException">Anything else.</exception>
    public static CurrencyCode Parse(string text) =>
        TryParse(text, out var code) ? code : throw new FormatException("A currency is an ISO 4217 code of three letters, such as CNY.");

    /// <summary>As <see cref="Parse"/>, false instead of an exception.</summary>
    public static bool TryParse(string? text, out CurrencyCode code)
    {
        var ok = text is { Length: 3 } && text.All(char.IsAsciiLetterUpper);
        code = ok ? new CurrencyCode(text!) : default;
        return ok;
    }

    /// <summary>The three bytes on chain.</summary>
    public byte[] ToBytes() => Encoding.ASCII.GetBytes(Code);

    /// <summary>The code.</summary>
    public override string ToString() => Code;
}
