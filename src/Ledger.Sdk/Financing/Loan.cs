using System.Text.Json;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Financing;

/// <summary>What lender and borrower agree on; the hash of it is the position's id, and every call about the position carries it.</summary>
/// <param name="Principal">What the lender pays out to the borrower now, in minor units of the cash.</param>
/// <param name="Lender">Who lends.</param>
/// <param name="Borrower">Who borrows.</param>
/// <param name="Debtor">Whose credit counts against the lender's limit: the receivable's debtor, the order's buyer, or the borrower, where
/// goods are the collateral.</param>
/// <param name="Fee">Due with the first money that comes in.</param>
/// <param name="Rate">A year, in 1/10,000, up to 10,000.</param>
/// <param name="LateRate">A year, in 1/10,000, on top of the rate after the due date.</param>
/// <param name="Basis">Days of a year: 360 or 365.</param>
/// <param name="Due">Unix seconds.</param>
/// <param name="Grace">Seconds after the due date before a default.</param>
/// <param name="Kind">What the collateral is.</param>
/// <param name="Collateral">The receivable, the title note or the order.</param>
/// <param name="Note">The note of the receivable; else zero.</param>
/// <param name="Seq">Of the note, the title or the order.</param>
/// <param name="Amount">How much of the note; the whole of the title; zero for an order.</param>
/// <param name="Recourse">Whether the borrower owes what the collateral does not bring.</param>
/// <param name="ResidualTo">Who gets what is left: the borrower (reserve, pledge) or the lender.</param>
/// <param name="Valuer">Who attests the value of goods; zero: nobody.</param>
/// <param name="Haircut">The part of the value that may be lent, in 1/10,000.</param>
/// <param name="MarginTime">Seconds to answer a margin call.</param>
/// <param name="BorrowerEpoch">The borrower's epoch.</param>
/// <param name="LenderEpoch">The lender's epoch.</param>
/// <param name="Deadline">Unix seconds after which the loan can't be opened any more.</param>
public sealed record Loan(
    ulong Principal,
    PartyId Lender,
    PartyId Borrower,
    PartyId Debtor,
    ulong Fee,
    ulong Rate,
    ulong LateRate,
    ulong Basis,
    ulong Due,
    ulong Grace,
    CollateralKind Kind,
    Hash32 Collateral,
    NoteId Note,
    uint Seq,
    ulong Amount,
    bool Recourse,
    PartyId ResidualTo,
    PartyId Valuer,
    ulong Haircut,
    ulong MarginTime,
    uint BorrowerEpoch,
    uint LenderEpoch,
    ulong Deadline) : FacilityIntent
{
    private const ulong Whole = 10_000;
    private const ulong Longest = 3650UL * 86_400;

    /// <summary>The message that gives the collateral to the Facility, which the borrower signs too: enclosed. Null in a loan that was read
    /// from the chain.</summary>
    public Pledge? Pledge { get; init; }

    /// <summary>The terms of the order, where one is the collateral: enclosed.</summary>
    public OrderTerms? Terms { get; init; }

    /// <summary>Whether an order's proceeds are the collateral.</summary>
    public bool IsOnOrder => Kind is CollateralKind.FundedOrder or CollateralKind.CreditOrder;

    /// <inheritdoc/>
    public override string Function => IsOnOrder ? "openOnOrder" : "open";

    /// <summary>The id of the position with this loan.</summary>
    public PositionId Id() => new(Schema.HashStruct(this));

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) =>
    [
        Signer(domain, "borrower", Borrower, BorrowerEpoch),
        Signer(domain, "lender", Lender, LenderEpoch),
        new RequiredSigner("collateral", Borrower, BorrowerEpoch, null, Enclosed(Pledge, "pledge").Digest(domain.ChainId)),
    ];

    /// <inheritdoc/>
    public override byte[] Calldata(IReadOnlyList<byte[]> signatures)
    {
        ArgumentNullException.ThrowIfNull(signatures);
        var call = StartCall();
        Schema.WriteTo(call, this);
        if (IsOnOrder) Enclosed(Terms, "terms").Schema.WriteTo(call, Terms!);
        foreach (var signature in signatures) call.WriteBytes(signature);
        return call.ToArray();
    }

    /// <inheritdoc/>
    public override void Check()
    {
        CheckTerms();
        if (IsOnOrder)
        {
            var terms = Enclosed(Terms, "terms");
            terms.Check();
            CheckSame("collateral", Collateral, "terms", terms.Id().Value);
            if (Kind != (terms.Tenor == 0 ? CollateralKind.FundedOrder : CollateralKind.CreditOrder)) throw Bad("kind");
            if (Debtor != terms.Buyer) throw Bad("debtor");
        }
        else if (Kind == CollateralKind.Title && Debtor != Borrower) throw Bad("debtor");
        Enclosed(Pledge, "pledge").CheckFor(this);
    }

    /// <summary>Refuses what no Facility would execute, whatever its state and the collateral's.</summary>
    /// <exception cref="LedgerException">bad-loan.</exception>
    public void CheckTerms()
    {
        if (Kind is < CollateralKind.Note or > CollateralKind.CreditOrder) throw Bad("kind");
        if (Principal == 0) throw Bad("principal");
        if (Lender == Borrower) throw Bad("borrower");
        if (Fee > Principal) throw Bad("fee");
        if (Rate > Whole || LateRate > Whole) throw Bad("rate");
        if (Basis is not (360 or 365)) throw Bad("basis");
        if (Grace > Longest || MarginTime > Longest) throw Bad("grace");
        if (ResidualTo != Borrower && ResidualTo != Lender) throw Bad("residualTo");
        if (Haircut > Whole) throw Bad("haircut");
    }

    internal override bool HasEnclosures => true;

    internal override void PrintEnclosures(Utf8JsonWriter writer)
    {
        if (Terms is not null) EnclosureReader.Print(writer, "terms", Terms);
        if (Pledge is not null) Pledge.Print(writer);
    }

    internal override Intent ReadEnclosures(EnclosureReader reader)
    {
        var terms = IsOnOrder ? reader.TakeRecord<OrderTerms>("terms") : null;
        return this with { Terms = terms, Pledge = Pledge.Read(reader.Take("pledge"), terms) };
    }

    private static LedgerException Bad(string field) => new(
        "bad-loan", $"The loan cannot be executed: {field}.", "Correct that field, and have both sign again.");

    private static T Enclosed<T>(T? enclosure, string name)
        where T : class => enclosure ?? throw new LedgerException("missing-field", $"enclosures.{name} is missing.", "The call needs it.");
}
