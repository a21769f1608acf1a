using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Parties;

/// <summary>A device whose signatures count as its party's attestations.</summary>
/// <param name="Address">The address of its key.</param>
/// <param name="Party">Whose it is, or was.</param>
/// <param name="Attests">What it may attest: <see cref="Arrival"/>, <see cref="Condition"/>, both added, or 0 where it was revoked.</param>
/// <param name="Seq">What the next change of it must bind.</param>
public sealed record Device(Address Address, PartyId Party, uint Attests, uint Seq)
{
    /// <summary>It attests arrivals.</summary>
    public const uint Arrival = 1;

    /// <summary>It reports conditions.</summary>
    public const uint Condition = 2;
}
