using System.Text;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Custody;

/// <summary>A UN/ECE Recommendation 20 code such as <c>KGM</c>, or nothing for pieces; <c>bytes3</c> on chain, padded with zero bytes.</summary>
/// <remarks>The contract takes any three bytes, so what is read from the chain may be no code: that is kept, as <c>0x</c> and six digits.</remarks>
public readonly record struct UnitOfMeasure
{
    private readonly string? code;

    /// <summary>Takes a code of up to three upper-case letters and digits; empty for pieces; or three bytes as <c>0x</c> and six digits.</summary>
    /// <exception cref="FormatException">Anything else.</exception>
    public UnitOfMeasure(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        if (Hex.TryDecode(code, out var bytes) && bytes.Length == 3) this = new UnitOfMeasure(bytes);
        else if (IsCode(code)) this.code = code;
        else
            throw new FormatException(
                "A unit of measure is a UN/ECE Recommendation 20 code of up to three upper-case letters and digits, such as KGM; empty for pieces.");
    }

    private UnitOfMeasure(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.Latin1.GetString(bytes.TrimEnd((byte)0));
        code = IsCode(text) ? text : Hex.Encode(bytes);
    }

    /// <summary>Counted in pieces.</summary>
    public static UnitOfMeasure Pieces => default;

    /// <summary>The code; empty for pieces; <c>0x</c> and six digits for bytes that are no code.</summary>
    public string Code => code ?? "";

    /// <summary>The unit of measure that three bytes on chain stand for, whatever they are.</summary>
    public static UnitOfMeasure FromBytes(ReadOnlySpan<byte> bytes) =>
        bytes.Length == 3 ? new UnitOfMeasure(bytes) : throw new ArgumentException($"There are three bytes, not {bytes.Length}.", nameof(bytes));

    /// <summary>The three bytes on chain.</summary>
    public byte[] ToBytes()
    {
        if (Hex.TryDecode(Code, out var raw)) return raw;
        var bytes = new byte[3];
        Encoding.ASCII.GetBytes(Code, bytes);
        return bytes;
    }

    /// <inheritdoc/>
    public bool Equals(UnitOfMeasure other) => Code == other.Code;

    /// <inheritdoc/>
    public override int GetHashCode() => Code.GetHashCode(StringComparison.Ordinal);

    /// <summary>As <see cref="Code"/>.</summary>
    public override string ToString() => Code;

    private static bool IsCode(string text) => text.Length <= 3 && text.All(letter => char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter));
}
