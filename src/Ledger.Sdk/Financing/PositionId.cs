using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Financing;

/// <summary>A position: the EIP-712 struct hash of its <see cref="Loan"/>.</summary>
public readonly record struct PositionId(Hash32 Value)
{
    /// <summary>Parses <c>0x</c> and 64 hexadecimal digits.</summary>
    /// <exception cref="FormatException">Anything else.</exception>
    public static PositionId Parse(string text) => new(Hash32.Parse(text));

    /// <summary><c>0x</c> and 64 lower-case digits.</summary>
    public override string ToString() => Value.ToString();
}
