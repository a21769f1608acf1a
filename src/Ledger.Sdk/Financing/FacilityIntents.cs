using System.Text.Json;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Financing;

/// <summary>An intent that the Facility contract takes.</summary>
public abstract record FacilityIntent : Intent
{
    /// <inheritdoc/>
    public sealed override LedgerContract Contract => LedgerContract.Facility;
}

/// <summary>An intent about a position, whose loan goes with the call.</summary>
public abstract record PositionIntent : FacilityIntent
{
    /// <summary>The loan as it was signed: enclosed.</summary>
    public required Loan Loan { get; init; }

    /// <summary>The position that the message names.</summary>
    public abstract PositionId Position { get; init; }

    internal override bool HasEnclosures => true;

    /// <inheritdoc/>
    public override byte[] Calldata(IReadOnlyList<byte[]> signatures)
    {
        ArgumentNullException.ThrowIfNull(signatures);
        var call = StartCall();
        Loan.Schema.WriteTo(call, Loan);
        Schema.WriteTo(call, this);
        foreach (var signature in signatures) call.WriteBytes(signature);
        return call.ToArray();
    }

    /// <inheritdoc/>
    public override void Check() => CheckSame("position", Position.Value, "loan", Loan.Id().Value);

    internal override void PrintEnclosures(Utf8JsonWriter writer) => EnclosureReader.Print(writer, "loan", Loan);

    internal override Intent ReadEnclosures(EnclosureReader reader) => this with { Loan = reader.TakeRecord<Loan>("loan") };
}

/// <summary>The borrower repays. What is not owed comes back to it.</summary>
/// <param name="Amount">Minor units.</param>
/// <param name="Position">The position.</param>
/// <param name="Seq">The position's seq, which messages of its parties raise.</param>
/// <param name="Epoch">The borrower's epoch.</param>
/// <param name="Deadline">Unix seconds after which it counts for nothing.</param>
public sealed record Repayment(ulong Amount, PositionId Position, uint Seq, uint Epoch, ulong Deadline) : PositionIntent
{
    /// <inheritdoc/>
    public override string Function => "repay";

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) => [Signer(domain, "borrower", Loan.Borrower, Epoch)];

    /// <inheritdoc/>
    public override void Check()
    {
        base.Check();
        CheckAmount("amount", Amount);
    }
}

/// <summary>What a lender may do with a position.</summary>
public enum PositionAction : byte
{
    /// <summary>Nothing: no message has this.</summary>
    None = 0,

    /// <summary>Mark an overdue loan as impaired.</summary>
    Impair = 1,

    /// <summary>Declare a default, after the grace or an unanswered margin call.</summary>
    Default = 2,

    /// <summary>Release the collateral to the borrower.</summary>
    Release = 3,

    /// <summary>Take the collateral of a defaulted loan with recourse for all that is owed.</summary>
    Foreclose = 4,
}

/// <summary>The lender acts on a position.</summary>
public sealed record LenderAction(PositionId Position, PositionAction Action, uint Seq, uint Epoch, ulong Deadline) : PositionIntent
{
    /// <inheritdoc/>
    public override string Function => "act";

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) => [Signer(domain, "lender", Loan.Lender, Epoch)];

    /// <inheritdoc/>
    public override void Check()
    {
        base.Check();
        if (Action is < PositionAction.Impair or > PositionAction.Foreclose)
            throw new LedgerException("malformed-value", $"message.action {(byte)Action} is none.", "1 impair, 2 default, 3 release, 4 foreclose.");
    }
}

/// <summary>The valuer says what the goods are worth now.</summary>
public sealed record Valuation(PositionId Position, ulong Value, uint Seq, uint Epoch, ulong Deadline) : PositionIntent
{
    /// <inheritdoc/>
    public override string Function => "setValue";

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) => [Signer(domain, "valuer", Loan.Valuer, Epoch)];
}

/// <summary>A lender's limit for a debtor: no less than its present exposure.</summary>
/// <param name="Lender">The lender.</param>
/// <param name="Debtor">The debtor.</param>
/// <param name="Amount">The most principal that may be out; zero stops lending.</param>
/// <param name="Seq">How often this limit has been set.</param>
/// <param name="Epoch">The lender's epoch.</param>
/// <param name="Deadline">Unix seconds after which it counts for nothing.</param>
public sealed record Limit(PartyId Lender, PartyId Debtor, ulong Amount, uint Seq, uint Epoch, ulong Deadline) : FacilityIntent
{
    /// <inheritdoc/>
    public override string Function => "setLimit";

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) => [Signer(domain, "lender", Lender, Epoch)];
}
