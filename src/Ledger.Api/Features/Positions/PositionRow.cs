using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Features.Positions;

internal sealed record PositionRow
{
    public const string Columns =
        """
        p.id, p.principal, p.lender, p.borrower, p.debtor, p.fee, p.rate, p.late_rate as LateRate, p.basis, p.due, p.grace, p.kind, p.collateral, p.note,
        p.loan_seq as LoanSeq, p.amount, p.recourse, p.residual_to as ResidualTo, p.valuer, p.haircut, p.margin_time as MarginTime,
        p.borrower_epoch as BorrowerEpoch, p.lender_epoch as LenderEpoch, p.deadline, p.status, p.seq, p.released, p.owed_principal as OwedPrincipal,
        p.owed_interest as OwedInterest, p.owed_late as OwedLate, p.owed_fee as OwedFee, p.since, p.value, p.margin_due as MarginDue,
        p.paid_fee as PaidFee, p.paid_late as PaidLate, p.paid_interest as PaidInterest, p.paid_principal as PaidPrincipal,
        p.paid_residual as PaidResidual, p.block, p.log_index as LogIndex, p.time, p.tx_hash as TxHash
        """;

    public Hash32 Id { get; init; }
    public ulong Principal { get; init; }
    public ulong Lender { get; init; }
    public ulong Borrower { get; init; }
    public ulong Debtor { get; init; }
    public ulong Fee { get; init; }
    public ulong Rate { get; init; }
    public ulong LateRate { get; init; }
    public ulong Basis { get; init; }
    public ulong Due { get; init; }
    public ulong Grace { get; init; }
    public long Kind { get; init; }
    public Hash32 Collateral { get; init; }
    public Hash32 Note { get; init; }
    public ulong LoanSeq { get; init; }
    public ulong Amount { get; init; }
    public long Recourse { get; init; }
    public ulong ResidualTo { get; init; }
    public ulong Valuer { get; init; }
    public ulong Haircut { get; init; }
    public ulong MarginTime { get; init; }
    public ulong BorrowerEpoch { get; init; }
    public ulong LenderEpoch { get; init; }
    public ulong Deadline { get; init; }
    public long Status { get; init; }
    public ulong Seq { get; init; }
    public long Released { get; init; }
    public ulong OwedPrincipal { get; init; }
    public ulong OwedInterest { get; init; }
    public ulong OwedLate { get; init; }
    public ulong OwedFee { get; init; }
    public ulong Since { get; init; }
    public ulong Value { get; init; }
    public ulong MarginDue { get; init; }
    public ulong PaidFee { get; init; }
    public ulong PaidLate { get; init; }
    public ulong PaidInterest { get; init; }
    public ulong PaidPrincipal { get; init; }
    public ulong PaidResidual { get; init; }
    public ulong Block { get; init; }
    public ulong LogIndex { get; init; }
    public ulong Time { get; init; }
    public Hash32 TxHash { get; init; }

    /// <summary>As IFacility.position has it, at the chain's time.</summary>
    public PositionRecord ToRecord(ulong now)
    {
        var account = new LoanAccount(new LoanTerms(Principal, Fee, Rate, LateRate, Basis, Due), Since, new LoanParts(OwedFee, OwedLate, OwedInterest, OwedPrincipal, 0));
        var owed = account.OwedAt(Math.Max(now, Since));
        return new PositionRecord(
            new PositionId(Id), Loan(), (PositionStatus)Status, Status < (long)PositionStatus.Defaulted && now > Due, (uint)Seq, Released == 1, owed, owed.Owed(),
            new LoanParts(PaidFee, PaidLate, PaidInterest, PaidPrincipal, PaidResidual), Value, MarginDue == 0 ? null : MarginDue, Time, Block, TxHash);
    }

    private Loan Loan() => new(
        Principal, new PartyId(Lender), new PartyId(Borrower), new PartyId(Debtor), Fee, Rate, LateRate, Basis, Due, Grace, (CollateralKind)Kind, Collateral,
        new NoteId(Note), (uint)LoanSeq, Amount, Recourse == 1, new PartyId(ResidualTo), new PartyId(Valuer), Haircut, MarginTime, (uint)BorrowerEpoch,
        (uint)LenderEpoch, Deadline);
}
