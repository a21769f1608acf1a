using System.Text.Json;
using Ledger.Sdk;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Api.Financing;

/// <summary>A row of <c>captured.financing_ask</c>, and how its note stands.</summary>
public sealed record AskRow
{
    /// <summary>The columns, for a <c>select</c> from <c>captured.financing_ask a</c> joined with the note, the acceptance and its operation.</summary>
    internal const string Select = """
        select a.number, a.holder, a.debtor, a.receivable, a.note, a.seq, a.amount, a.still_open as StillOpen, a.due, a.until, a.lenders, a.created, a.closed,
          n.owner as NowOwner, n.seq as NowSeq, n.status as NowStatus, x.offer as Accepted, p.state as Progress, p.block
        from captured.financing_ask a
        left join projection.receivable_note n on n.id = a.note
        left join captured.financing_acceptance x on x.chain = a.chain and x.receivable = a.receivable and x.note = a.note and x.seq = a.seq
        left join captured.operation p on p.id = x.offer
        """;

    public ulong Number { get; init; }
    public ulong Holder { get; init; }
    public ulong Debtor { get; init; }
    public Hash32 Receivable { get; init; }
    public Hash32 Note { get; init; }
    public long Seq { get; init; }
    public ulong Amount { get; init; }
    public ulong StillOpen { get; init; }
    public ulong Due { get; init; }
    public ulong Until { get; init; }
    public string? Lenders { get; init; }
    public ulong Created { get; init; }
    public long? Closed { get; init; }
    public ulong? NowOwner { get; init; }
    public long? NowSeq { get; init; }
    public long? NowStatus { get; init; }
    public byte[]? Accepted { get; init; }
    public long? Progress { get; init; }
    public long? Block { get; init; }

    /// <summary>Whom it asks; null for anybody.</summary>
    public IReadOnlyList<PartyId>? Asked => Asking.Parse(Lenders);

    /// <summary>Whether the note is as it was when the holder asked.</summary>
    public bool IsSame => NowOwner == Holder && NowSeq == Seq && NowStatus == 1;

    /// <summary>Whether a party may offer.</summary>
    public bool Concerns(PartyId lender) => new Asking(Holder, Debtor, Lenders).Concerns(lender);

    /// <summary>How it stands.</summary>
    /// <param name="now">Unix seconds.</param>
    /// <param name="indexed">The block that the projections stand at.</param>
    public AskState State(ulong now, long indexed) =>
        OfferRow.Taken(Progress, Block, indexed) is { } taken ? taken == OfferState.Funded ? AskState.Funded : AskState.Accepted
        : !IsSame ? AskState.NoteChanged
        : Closed is not null ? AskState.Closed
        : Until < now || Due <= now ? AskState.Expired
        : AskState.Open;

    /// <summary>What clients see.</summary>
    public FinancingAsk ToResource(ulong now, long indexed, IReadOnlyList<FinancingOffer>? offers = null) => new(
        Number, new PartyId(Holder), new PartyId(Debtor), new ReceivableId(Receivable), new NoteId(Note), (uint)Seq, Amount, StillOpen, Due, Until, Asked, State(now, indexed), Created, offers);
}

/// <summary>Who asks whom: null lenders are anybody.</summary>
internal sealed record Asking(ulong Holder, ulong Debtor, string? Lenders)
{
    /// <summary>Whether a party may offer.</summary>
    public bool Concerns(PartyId lender) => lender.Value != Holder && lender.Value != Debtor && Parse(Lenders)?.Contains(lender) != false;

    public static IReadOnlyList<PartyId>? Parse(string? lenders) => lenders is null ? null : JsonSerializer.Deserialize<PartyId[]>(lenders, LedgerJson.Options);
}
