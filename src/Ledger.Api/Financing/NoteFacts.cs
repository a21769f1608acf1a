using System.Data.Common;
using Dapper;
using Ledger.Sdk;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Api.Financing;

/// <summary>A note as the projections have it, with its debtor and owner.</summary>
public sealed record NoteFacts
{
    private const string Select = """
        select n.receivable, n.id as note, n.owner, n.amount, n.redeemed, n.seq, n.status, r.debtor, r.due, r.disputed, r.outstanding,
          o.address as OwnerKey, o.epoch as OwnerEpoch, o.status as OwnerStatus, d.address as DebtorKey, d.epoch as DebtorEpoch, d.status as DebtorStatus
        from projection.receivable_note n
        join projection.receivable r on r.id = n.receivable
        join projection.party o on o.id = n.owner
        join projection.party d on d.id = r.debtor
        """;

    public Hash32 Receivable { get; init; }
    public Hash32 Note { get; init; }
    public ulong Owner { get; init; }
    public ulong Amount { get; init; }
    public ulong Redeemed { get; init; }
    public long Seq { get; init; }
    public long Status { get; init; }
    public ulong Debtor { get; init; }
    public ulong Due { get; init; }
    public long Disputed { get; init; }
    public ulong Outstanding { get; init; }
    public Address OwnerKey { get; init; }
    public long OwnerEpoch { get; init; }
    public long OwnerStatus { get; init; }
    public Address DebtorKey { get; init; }
    public long DebtorEpoch { get; init; }
    public long DebtorStatus { get; init; }

    /// <summary>Whether it lives and something is owed for it.</summary>
    public bool IsLive => Status == 1 && Outstanding != 0;

    /// <summary>Whether nobody could finance it: disputed, or a party in it is frozen.</summary>
    public bool IsBlocked => Disputed != 0 || OwnerStatus != (long)PartyStatus.Active || DebtorStatus != (long)PartyStatus.Active;

    /// <summary>What is still to come of a part of it: what was redeemed goes with the parts, as in the contract.</summary>
    public ulong OpenOf(ulong part) => Amount == 0 ? 0 : part - (ulong)((UInt128)Redeemed * part / Amount);

    /// <summary>What is unpaid of it: no more than is unpaid of all.</summary>
    public ulong Unpaid => Math.Min(OpenOf(Amount), Outstanding);

    /// <summary>A note; null where there is none.</summary>
    public static Task<NoteFacts?> FindAsync(DbConnection connection, ReceivableId receivable, NoteId note) => connection.QuerySingleOrDefaultAsync<NoteFacts>(
        $"{Select} where n.id = @note and n.receivable = @receivable", new { note = note.Value, receivable = receivable.Value });

    /// <summary>A live note that a party owns.</summary>
    /// <exception cref="LedgerException"><c>unknown-note</c>, <c>not-owner</c>.</exception>
    public static async Task<NoteFacts> RequireOwnAsync(DbConnection connection, ReceivableId receivable, NoteId note, PartyId owner)
    {
        var facts = await FindAsync(connection, receivable, note);
        if (facts is null || !facts.IsLive)
            throw new LedgerException("unknown-note", $"There is no live note {note} of the receivable {receivable}.", "It was paid, redeemed or retired, or the index has not seen it yet: add ?minBlock=.");
        return facts.Owner == owner.Value ? facts : throw new LedgerException("not-owner", $"The note {note} belongs to another party.", "Only its owner may do this.");
    }
}
