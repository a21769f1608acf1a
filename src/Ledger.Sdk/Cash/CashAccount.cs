using System.Buffers.Binary;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Cash;

/// <summary>Accounts of the Cash contract: that of party n is the address n; a contract that holds money has its own.</summary>
public static class CashAccount
{
    /// <summary>The account of a party.</summary>
    public static Address Of(PartyId party)
    {
        Span<byte> bytes = stackalloc byte[20];
        bytes.Clear();
        BinaryPrimitives.WriteUInt64BigEndian(bytes[12..], party.Value);
        return new Address(bytes);
    }

    /// <summary>The party of an account; null for a contract's, and for the zero address.</summary>
    public static PartyId? PartyOf(Address account) =>
        account.Span[..12].ContainsAnyExcept((byte)0) || account == Address.Zero
            ? null
            : new PartyId(BinaryPrimitives.ReadUInt64BigEndian(account.Span[12..]));
}
