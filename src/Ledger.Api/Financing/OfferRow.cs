using System.Text.Json;
using Ledger.Api.Relay;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Financing;

/// <summary>A row of <c>captured.financing_offer</c>, with its operation and the present state of the note, the parties and the lender's means.</summary>
public sealed record OfferRow
{
    /// <summary>The columns, for a <c>select</c> from <c>captured.financing_offer f</c>.</summary>
    internal const string Select = """
        select f.number, f.id, f.ask, f.kind, f.lender, f.holder, f.debtor, f.receivable, f.note, f.seq, f.money, f.deadline, f.draft, f.created, f.withdrawn, f.accepted,
          p.state as Progress, p.block, p.error_code as ErrorCode, p.error_message as ErrorMessage, p.error_hint as ErrorHint,
          n.owner as NowOwner, n.seq as NowSeq, n.status as NowStatus, l.epoch as LenderEpoch, h.epoch as HolderEpoch, a.still_open as StillOpen, a.due,
          c.balance, k.credit_limit as CreditLimit, k.exposure, d.status as DebtorStatus, r.disputed
        from captured.financing_offer f
        join captured.financing_ask a on a.number = f.ask
        left join captured.operation p on p.id = f.id
        left join projection.receivable_note n on n.id = f.note
        left join projection.party l on l.id = f.lender
        left join projection.party h on h.id = f.holder
        left join projection.party d on d.id = f.debtor
        left join projection.receivable r on r.id = f.receivable
        left join projection.cash_account c on c.party = f.lender
        left join projection.credit_line k on k.lender = f.lender and k.debtor = f.debtor
        """;

    private readonly Lazy<IntentDraft> parsed;

    /// <summary>A row to be filled.</summary>
    public OfferRow() => parsed = new Lazy<IntentDraft>(() => IntentDraft.Parse(Draft));

    public ulong Number { get; init; }
    public Hash32 Id { get; init; }
    public ulong Ask { get; init; }
    public long Kind { get; init; }
    public ulong Lender { get; init; }
    public ulong Holder { get; init; }
    public ulong Debtor { get; init; }
    public Hash32 Receivable { get; init; }
    public Hash32 Note { get; init; }
    public long Seq { get; init; }
    public ulong Money { get; init; }
    public ulong Deadline { get; init; }
    public string Draft { get; init; } = "";
    public ulong Created { get; init; }
    public long? Withdrawn { get; init; }
    public long? Accepted { get; init; }
    public long? Progress { get; init; }
    public long? Block { get; init; }
    public string? ErrorCode { get; init; }
    public string? ErrorMessage { get; init; }
    public string? ErrorHint { get; init; }
    public ulong? NowOwner { get; init; }
    public long? NowSeq { get; init; }
    public long? NowStatus { get; init; }
    public long? LenderEpoch { get; init; }
    public long? HolderEpoch { get; init; }
    public ulong StillOpen { get; init; }
    public ulong Due { get; init; }
    public ulong? Balance { get; init; }
    public ulong? CreditLimit { get; init; }
    public ulong? Exposure { get; init; }
    public long? DebtorStatus { get; init; }
    public long? Disputed { get; init; }

    /// <summary>The intent with the lender's signature.</summary>
    public IntentDraft Intent => parsed.Value;

    /// <summary>What it says.</summary>
    public OfferTerms Terms => OfferTerms.Of(Intent.Intent);

    /// <summary>Accepted while the relay has it, funded once the index shows its block; null where it was refused, or never relayed.</summary>
    internal static OfferState? Taken(long? progress, long? block, long indexed) => (RelayState?)progress switch
    {
        RelayState.Queued or RelayState.Submitted => OfferState.Accepted,
        RelayState.Confirmed or RelayState.Finalized => block <= indexed ? OfferState.Funded : OfferState.Accepted,
        _ => null,
    };

    /// <summary>How it stands.</summary>
    /// <param name="now">Unix seconds.</param>
    /// <param name="indexed">The block that the projections stand at.</param>
    public OfferState State(ulong now, long indexed)
    {
        if (Taken(Progress, Block, indexed) is { } taken) return taken;
        if (Withdrawn is not null) return OfferState.Withdrawn;
        if (Deadline < now) return OfferState.Expired;
        var terms = Terms;
        if (LenderEpoch != terms.LenderEpoch || HolderEpoch != terms.HolderEpoch) return OfferState.Cancelled;
        return NowOwner == Holder && NowSeq == Seq && NowStatus == 1 ? OfferState.Open : OfferState.NoteChanged;
    }

    /// <summary>What it costs the holder now, and so its place.</summary>
    public OfferRank Rank(ulong now)
    {
        var terms = Terms;
        return new OfferRank(terms.Cost(StillOpen, now, Due), terms.Recourse, Deadline, Id);
    }

    /// <summary>What would stop it now.</summary>
    public IReadOnlyList<string> Warnings()
    {
        var warnings = new List<string>();
        if ((Balance ?? 0) < Money) warnings.Add("insufficient-cash");
        var left = (Int128)(CreditLimit ?? 0) - (Exposure ?? 0);
        if (Kind == 2 && left < Money) warnings.Add("limit-exceeded");
        if (DebtorStatus is not null and not (long)PartyStatus.Active) warnings.Add("debtor-frozen");
        if (Disputed is not null and not 0) warnings.Add("receivable-disputed");
        return warnings;
    }

    /// <summary>What clients see.</summary>
    public FinancingOffer ToResource(ulong now, long indexed, int? place)
    {
        var state = State(now, indexed);
        var failure = Progress == (long)RelayState.Failed ? new OperationError(ErrorCode ?? "contract-reverted", ErrorMessage ?? "", ErrorHint) : null;
        using var draft = JsonDocument.Parse(Draft);
        return new FinancingOffer(
            Id, Ask, Kind == 1 ? OfferKind.Sale : OfferKind.Loan, new PartyId(Lender), Money, Deadline, state, Terms.Recourse, CostParts.Of(Rank(now).Cost), place,
            state == OfferState.Open ? Warnings() : [], failure, draft.RootElement.Clone());
    }
}
