using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Orders;

/// <summary>An order: the EIP-712 struct hash of its <see cref="OrderTerms"/>.</summary>
public readonly record struct OrderId(Hash32 Value)
{
    /// <summary>Parses <c>0x</c> and 64 hexadecimal digits.</summary>
    /// <exception cref="FormatException">Anything else.</exception>
    public static OrderId Parse(string text) => new(Hash32.Parse(text));

    /// <summary><c>0x</c> and 64 lower-case digits.</summary>
    public override string ToString() => Value.ToString();
}
