using System.Text.Json;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Receivables;

namespace Ledger.Sdk.Financing;

/// <summary>A call about a position that anyone may make: nobody signs. Its nonce makes each call an operation of its own, so that what
/// may be done again can be; the chain does not see it.</summary>
public abstract record PositionCall : PositionIntent
{
    /// <summary>Any 32 bytes; the same ones name the same operation.</summary>
    public abstract Hash32 Nonce { get; init; }

    /// <inheritdoc/>
    public sealed override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) => [];

    /// <inheritdoc/>
    public sealed override byte[] Calldata(IReadOnlyList<byte[]> signatures)
    {
        var call = StartCall();
        Loan.Schema.WriteTo(call, Loan);
        WriteArguments(call);
        return call.ToArray();
    }

    private protected virtual void WriteArguments(AbiWriter call)
    {
    }
}

/// <summary>Distributes what a note of the position has brought.</summary>
public sealed record Collect(PositionId Position, ReceivableId Receivable, NoteId Note, Hash32 Nonce) : PositionCall
{
    /// <inheritdoc/>
    public override string Function => "collect";

    private protected override void WriteArguments(AbiWriter call) => call.Write(Receivable.Value).Write(Note.Value);
}

/// <summary>Distributes what the position's order has paid from its escrow.</summary>
public sealed record CollectOrder(PositionId Position, Hash32 Nonce) : PositionCall
{
    /// <inheritdoc/>
    public override string Function => "collectOrder";
}

/// <summary>Takes a receivable that the position's order gave birth to into the collateral.</summary>
public sealed record Attach(PositionId Position, ReceivableId Receivable, Hash32 Nonce) : PositionCall
{
    /// <inheritdoc/>
    public override string Function => "attach";

    private protected override void WriteArguments(AbiWriter call) => call.Write(Receivable.Value);
}

/// <summary>Moves collateral on to whom it is due: after repayment, a release or a foreclosure.</summary>
/// <param name="Position">The position.</param>
/// <param name="Id">The receivable or the title note.</param>
/// <param name="Note">The note of the receivable; zero for a title.</param>
/// <param name="Nonce">Any 32 bytes.</param>
public sealed record HandOver(PositionId Position, Hash32 Id, NoteId Note, Hash32 Nonce) : PositionCall
{
    /// <inheritdoc/>
    public override string Function => "handOver";

    private protected override void WriteArguments(AbiWriter call) => call.Write(Id).Write(Note.Value);
}

/// <summary>The same for the proceeds of an order.</summary>
public sealed record HandOverOrder(PositionId Position, Hash32 Nonce) : PositionCall
{
    /// <summary>The terms of the order: enclosed.</summary>
    public required OrderTerms Terms { get; init; }

    /// <inheritdoc/>
    public override string Function => "handOverOrder";

    /// <inheritdoc/>
    public override void Check()
    {
        base.Check();
        CheckSame("loan.collateral", Loan.Collateral, "terms", Terms.Id().Value);
    }

    private protected override void WriteArguments(AbiWriter call) => Terms.Schema.WriteTo(call, Terms);

    internal override void PrintEnclosures(Utf8JsonWriter writer)
    {
        base.PrintEnclosures(writer);
        EnclosureReader.Print(writer, "terms", Terms);
    }

    internal override Intent ReadEnclosures(EnclosureReader reader) =>
        (HandOverOrder)base.ReadEnclosures(reader) with { Terms = reader.TakeRecord<OrderTerms>("terms") };
}

/// <summary>A call about a title note that anyone may make: nobody signs.</summary>
public abstract record TitleCall : FacilityIntent
{
    /// <summary>The title note.</summary>
    public abstract NoteId Title { get; init; }

    /// <summary>Any 32 bytes; the same ones name the same operation.</summary>
    public abstract Hash32 Nonce { get; init; }

    /// <inheritdoc/>
    public sealed override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) => [];

    /// <inheritdoc/>
    public sealed override byte[] Calldata(IReadOnlyList<byte[]> signatures) => StartCall().Write(Title.Value).ToArray();
}

/// <summary>Records who owns a title note now: if it is then moved to the Facility alone, it can still be pledged or returned.</summary>
public sealed record Witness(NoteId Title, Hash32 Nonce) : TitleCall
{
    /// <inheritdoc/>
    public override string Function => "witness";
}

/// <summary>Returns a witnessed title that was moved to the Facility and is no position's collateral.</summary>
public sealed record ReturnTitle(NoteId Title, Hash32 Nonce) : TitleCall
{
    /// <inheritdoc/>
    public override string Function => "returnTitle";
}
