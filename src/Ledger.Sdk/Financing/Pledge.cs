using System.Text.Json;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Sdk.Financing;

/// <summary>The message by which a borrower gives the collateral of a loan to the Facility: it counts only together with the loan, which
/// the Facility executes in the same transaction.</summary>
/// <param name="Message">A <see cref="Move"/> of the note, a <see cref="TitleMove"/> or an <see cref="Assignment"/> of the order's
/// proceeds.</param>
/// <param name="Contract">The contract that takes that message, in whose domain it is signed.</param>
public sealed record Pledge(Intent Message, Address Contract)
{
    /// <summary>The pledge that a loan needs.</summary>
    /// <param name="loan">The loan; with the terms, where an order is the collateral.</param>
    /// <param name="manifest">The ledger's contracts.</param>
    /// <param name="facility">The Facility's party number.</param>
    public static Pledge For(Loan loan, DeploymentManifest manifest, PartyId facility)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var message = MessageFor(loan, facility, manifest.Facility);
        return new Pledge(message, manifest.AddressOf(message.Contract));
    }

    internal Hash32 Digest(ulong chainId) => Message.Digest(new IntentDomain(chainId, Contract));

    internal void CheckFor(Loan loan)
    {
        var (facility, via) = Message switch
        {
            Move move => (move.To, move.Via),
            TitleMove move => (move.To, default),
            Assignment assignment => (assignment.To, assignment.Via),
            _ => default,
        };
        var expected = MessageFor(loan, facility, via);
        if (expected.Type != Message.Type || expected.StructHash(default) != Message.StructHash(default))
            throw new LedgerException(
                "enclosure-mismatch", $"The pledge is not the {expected.Type} that this loan needs.", "It names the loan's collateral, seq, amount, epoch and deadline.");
    }

    internal void Print(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("pledge");
        writer.WriteString("type", Message.Type);
        writer.WriteString("contract", Hex.Encode(Contract.Span));
        writer.WritePropertyName("message");
        Message.PrintMessage(writer);
        writer.WriteEndObject();
    }

    internal static Pledge Read(JsonElement json, OrderTerms? terms)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw new LedgerException("malformed-value", "enclosures.pledge must be an object with type, contract and message.");
        foreach (var property in json.EnumerateObject())
            if (property.Name is not ("type" or "contract" or "message"))
                throw new LedgerException("unknown-field", $"enclosures.pledge.{property.Name} is no field of a pledge.", "Its fields are type, contract, message.");
        JsonElement Field(string name) => json.TryGetProperty(name, out var value)
            ? value
            : throw new LedgerException("missing-field", $"enclosures.pledge.{name} is missing.", "A pledge has type, contract, message.");
        var type = Field("type").ToString() switch
        {
            nameof(Move) => typeof(Move),
            nameof(TitleMove) => typeof(TitleMove),
            nameof(Assignment) => typeof(Assignment),
            var other => throw new LedgerException("unknown-type", $"'{other}' is no type of pledge.", "Move, TitleMove or Assignment."),
        };
        var message = (Intent)RecordSchema.Of(type).Parse(Field("message"), "enclosures.pledge.message");
        if (message is Assignment assignment)
            message = assignment with
            {
                Terms = terms ?? throw new LedgerException("enclosure-mismatch", "The loan is not on an order.", "Pledge what the loan names."),
            };
        return new Pledge(message, WordTypes.Of<Address>().Parse(Field("contract"), "enclosures.pledge.contract"));
    }

    private static Intent MessageFor(Loan loan, PartyId facility, Address via) => loan.Kind switch
    {
        CollateralKind.Note => new Move(
            loan.Borrower, facility, new ReceivableId(loan.Collateral), loan.Note, loan.Seq, loan.Amount, via, loan.Id().Value,
            loan.BorrowerEpoch, loan.Deadline),
        CollateralKind.Title => new TitleMove(
            loan.Borrower, facility, new NoteId(loan.Collateral), loan.Seq, loan.Amount, loan.BorrowerEpoch, loan.Id().Value, loan.Deadline),
        _ => new Assignment(
            new OrderId(loan.Collateral), loan.Borrower, facility, loan.Seq, via, loan.BorrowerEpoch, loan.Deadline)
        {
            Terms = loan.Terms ?? throw new LedgerException("missing-field", "The order's terms are missing.", "Give the loan its terms."),
        },
    };
}
