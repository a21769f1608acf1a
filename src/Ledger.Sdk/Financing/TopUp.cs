using System.Text.Json;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Financing;

/// <summary>The borrower adds a whole title note to the collateral. It signs the move, for the Goods contract, with the position's id for a
/// document.</summary>
/// <remarks>In JSON it is the title move, with the loan for an enclosure.</remarks>
public sealed record TopUp : Intent
{
    private TopUp(TitleMove move) => Move = move;

    /// <summary>A title note for a loan.</summary>
    public TopUp(TitleMove move, Loan loan) => (Move, Loan) = (move, loan);

    /// <summary>The move of the title to the Facility.</summary>
    public TitleMove Move { get; init; }

    /// <summary>The loan as it was signed.</summary>
    public Loan Loan { get; init; } = null!;

    /// <inheritdoc/>
    public override LedgerContract Contract => LedgerContract.Goods;

    /// <inheritdoc/>
    public override LedgerContract Target => LedgerContract.Facility;

    /// <inheritdoc/>
    public override string Function => "topUp";

    /// <inheritdoc/>
    public override string Type => Move.Type;

    /// <inheritdoc/>
    public override string TypeString => Move.TypeString;

    /// <inheritdoc/>
    public override ulong? ExpiresAt => Move.Deadline;

    /// <inheritdoc/>
    public override Hash32 StructHash(IntentDomain domain) => Move.StructHash(domain);

    /// <summary>keccak256(digest ‖ function in UTF-8): the same move may also be submitted by itself.</summary>
    public override Hash32 OperationId(IntentDomain domain) =>
        Keccak256.Hash([.. Digest(domain).Span, .. System.Text.Encoding.UTF8.GetBytes(Function)]);

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) => Move.Signers(domain);

    /// <inheritdoc/>
    public override byte[] Calldata(IReadOnlyList<byte[]> signatures)
    {
        ArgumentNullException.ThrowIfNull(signatures);
        var call = StartCall();
        Loan.Schema.WriteTo(call, Loan);
        call.Write(Move.Note.Value).Write(Move.Seq).Write(Move.Amount).Write(Move.Epoch).Write(Move.Deadline);
        return call.WriteBytes(signatures[0]).ToArray();
    }

    /// <inheritdoc/>
    public override void Check()
    {
        CheckSame("document", Move.Document, "loan", Loan.Id().Value);
        if (Loan.Kind != CollateralKind.Title || Move.From != Loan.Borrower)
            throw new LedgerException("not-collateral", "Only the borrower adds titles, to a loan on titles.", "Sign the move of the borrower's own title.");
    }

    internal override bool HasEnclosures => true;

    internal override void PrintMessage(Utf8JsonWriter writer) => Move.PrintMessage(writer);

    internal override void PrintEnclosures(Utf8JsonWriter writer) => EnclosureReader.Print(writer, "loan", Loan);

    internal override Intent ReadEnclosures(EnclosureReader reader) => this with { Loan = reader.TakeRecord<Loan>("loan") };

    internal static TopUp Of(TitleMove move) => new(move);
}
