using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Custody;

/// <summary>A lot as the API answers <c>GET /lots/{epc}</c>.</summary>
/// <param name="Id">Its id on chain.</param>
/// <param name="Epc">Its EPC, where the API has captured it.</param>
/// <param name="Issuer">Who registered it.</param>
/// <param name="Quantity">How much was registered, times 10 to the power of <paramref name="Decimals"/>.</param>
/// <param name="Uom">The unit of measure.</param>
/// <param name="Decimals">Decimal places of every amount of this lot.</param>
/// <param name="Seq">What the next intent about it must bind.</param>
/// <param name="Recalled">Whether it is recalled.</param>
/// <param name="Document">Commitment of the document behind it; null for none.</param>
/// <param name="AsOf">The block that this is as of.</param>
public sealed record LotState(
    LotId Id, string? Epc, PartyId Issuer, ulong Quantity, UnitOfMeasure Uom, byte Decimals, uint Seq, bool Recalled,
    Hash32? Document = null, AsOf? AsOf = null);
