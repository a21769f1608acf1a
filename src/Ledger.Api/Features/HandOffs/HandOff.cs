using Ledger.Api.Http;
using Ledger.Sdk;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Features.HandOffs;

/// <summary>A hand-off that the chain holds.</summary>
/// <param name="Id">Transaction hash and log index.</param>
/// <param name="From">The giver.</param>
/// <param name="To">The receiver.</param>
/// <param name="Document">Commitment of the document behind it; null for none.</param>
/// <param name="Units">What moved, with everything packed in it.</param>
/// <param name="Block">The block.</param>
/// <param name="Time">The block's time in Unix seconds.</param>
/// <param name="TransactionHash">The transaction.</param>
/// <param name="AsOf">The block that this is as of.</param>
public sealed record HandOffEntry(
    string Id, PartyId From, PartyId To, Hash32? Document, IReadOnlyList<UnitId> Units, ulong Block, ulong Time, Hash32 TransactionHash, AsOf? AsOf = null)
{
    internal static HandOffEntry Example { get; } = new(
        HandOffId.Write(Keccak256.Hash("transaction"u8), 0), new PartyId(2), new PartyId(3), Keccak256.Hash("document"u8), [new UnitId(Keccak256.Hash("unit"u8))], 1042, 1_772_366_400,
        Keccak256.Hash("transaction"u8));
}

internal sealed record HandOffRow
{
    public const string Select =
        "select h.block, h.log_index as LogIndex, h.time, h.tx_hash as TxHash, h.from_party as FromParty, h.to_party as ToParty, h.document, h.units from projection.hand_off h";

    public long Block { get; init; }
    public long LogIndex { get; init; }
    public long Time { get; init; }
    public Hash32 TxHash { get; init; }
    public long FromParty { get; init; }
    public long ToParty { get; init; }
    public Hash32 Document { get; init; }
    public byte[] Units { get; init; } = [];

    public HandOffEntry ToResource(AsOf? asOf) => new(
        HandOffId.Write(TxHash, (ulong)LogIndex), new PartyId((ulong)FromParty), new PartyId((ulong)ToParty), Document == Hash32.Zero ? null : Document,
        [.. Units.Chunk(32).Select(id => new UnitId(new Hash32(id)))], (ulong)Block, (ulong)Time, TxHash, asOf);
}
