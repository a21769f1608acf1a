using System.Text;
using Ledger.Sdk.Cash;
using Ledger.Sdk.Confidentiality;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Gs1;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Receivables;

namespace Ledger.Devnet.Story;

/// <summary>The messages of the money act. With the same deadline they are the same operations, so that a run which was interrupted goes on
/// where it stopped.</summary>
internal sealed class MoneyPlan
{
    /// <summary>What each bank transfer brings.</summary>
    public const ulong Deposit = 5_000_000;

    /// <summary>What a lender may have out to the buyer.</summary>
    public const ulong Credit = 3_000_000;

    /// <summary>The part that goes to the second-tier supplier.</summary>
    public const ulong Part = 500_000;

    /// <summary>What the seller takes out at the end.</summary>
    public const ulong Payout = 1_000_000;

    /// <summary>What the invoice of the order on credit says.</summary>
    public const string Invoice = "INV-2026-0042";

    private const ulong Quantity = 500;
    private const ulong Day = 86_400;
    private static readonly TimeSpan Tenor = TimeSpan.FromDays(60);
    private readonly MoneyCast cast;
    private readonly ulong deadline;
    private readonly Hash32 nullifier;

    public MoneyPlan(MoneyCast cast, ulong deadline)
    {
        (this.cast, this.deadline) = (cast, deadline);
        Cash = Terms(1_200_000, 0, (cast.Seller, cast.Carrier, 2_000), (cast.Carrier, cast.Buyer, 8_000));
        Credited = Terms(2_000_000, (ulong)Tenor.TotalSeconds, (cast.Seller, cast.Buyer, 10_000));
        using var seller = EncryptionKey.Derive(Hash("seller's encryption key").Span);
        using var buyer = EncryptionKey.Derive(Hash("buyer's encryption key").Span);
        using var secret = PairSecret.Agree(seller, buyer.Public);
        nullifier = Nullifier.Of(secret, Invoice);
        Receivable = ReceivableId.Of(cast.Buyer.Id, nullifier);
        Note = NoteId.RootOf(Receivable);
    }

    /// <summary>The order that its escrow pays, at two milestones.</summary>
    public OrderTerms Cash { get; }

    /// <summary>The order on credit.</summary>
    public OrderTerms Credited { get; }

    /// <summary>What the hand-off of the order on credit gives birth to.</summary>
    public ReceivableId Receivable { get; }

    /// <summary>Its first note.</summary>
    public NoteId Note { get; }

    /// <summary>The supplier's part.</summary>
    public NoteId PartNote => Note.Part(Receivable, 1);

    /// <summary>What is left of the note for the lenders.</summary>
    public ulong Rest => Credited.Price - Part;

    public IReadOnlyList<Mint> Deposits =>
        [.. new[] { cast.Buyer, cast.Lenders[0], cast.Lenders[1] }.Select(member => new Mint(cast.Bank.Id, member.Id, Deposit, Reference(member), cast.Bank.Epoch, deadline))];

    /// <summary>A reference that was used, for another party.</summary>
    public Mint Replayed => Deposits[0] with { To = cast.Seller.Id };

    public UnitRegistration Goods => new(
        cast.Seller.Id, LotId.None, [.. Pallets.Select(UnitId.Of)], [1, 1], Hash("pallets"), cast.Seller.Epoch, deadline);

    public Funding Funding => new(Cash.Price, Cash.Id(), cast.Buyer.Epoch, deadline) { Terms = Cash };

    public OrderHandOff Dispatch => HandOff(Cash, 0, cast.Seller, cast.Carrier, 0, 1, Cash.Price / 5);

    public OrderHandOff Receipt => HandOff(Cash, 1, cast.Carrier, cast.Buyer, 0, 2, Cash.Price / 5 * 4);

    public OrderHandOff OnCredit => HandOff(Credited, 0, cast.Seller, cast.Buyer, 1, 1, Credited.Price);

    public Move Split => new(cast.Seller.Id, cast.Supplier.Id, Receivable, Note, 1, Part, Address.Zero, Hash("for milk"), cast.Seller.Epoch, deadline);

    public IReadOnlyList<Limit> Limits => [.. cast.Lenders.Select(lender => new Limit(lender.Id, cast.Buyer.Id, Credit, 0, lender.Epoch, deadline))];

    public Payment Payment => new(Credited.Price, Receivable, 1, cast.Buyer.Epoch, deadline) { Debtor = cast.Buyer.Id };

    public Redemption Redemption => new(cast.Supplier.Id, Receivable, PartNote, 1, cast.Supplier.Epoch, deadline);

    public Burn Withdrawal => new(cast.Seller.Id, cast.Bank.Id, Payout, Hash("payout 1"), cast.Seller.Epoch, cast.Bank.Epoch, deadline);

    /// <summary>The same invoice, once more.</summary>
    public Issue Again(CurrencyCode currency, ulong due) => new(
        cast.Buyer.Id, cast.Seller.Id, Credited.Price, currency, due, nullifier, Hash(Invoice), cast.Buyer.Epoch, cast.Seller.Epoch, deadline);

    /// <summary>The pledged note, sold once more.</summary>
    public Sale SoldAgain => new(Rest - 40_000, cast.Lenders[1].Id, cast.Seller.Id, Receivable, Note, 3, Rest, cast.Seller.Epoch, cast.Lenders[1].Epoch, deadline);

    /// <summary>The first lender's bid: it lends against the note, and what is left belongs to the seller.</summary>
    public Loan Lent(ulong now, ulong until) => new(
        1_350_000, cast.Lenders[0].Id, cast.Seller.Id, cast.Buyer.Id, 5_000, 600, 200, 360, now + (ulong)Tenor.TotalSeconds, 30 * Day, CollateralKind.Note, Receivable.Value, Note, 2,
        Rest, true, cast.Seller.Id, default, 0, 0, cast.Seller.Epoch, cast.Lenders[0].Epoch, until);

    /// <summary>The second lender's bid: it buys the note below its amount.</summary>
    public Sale Bought(ulong until) => new(
        Rest - 36_000, cast.Lenders[1].Id, cast.Seller.Id, Receivable, Note, 2, Rest, cast.Seller.Epoch, cast.Lenders[1].Epoch, until);

    /// <summary>Such as a bank's own number of a transfer.</summary>
    public static string ReferenceText(CastMember member) => $"WIRE-2026-{member.Id.Value:000}";

    /// <summary>The nonce of the one call that nobody signs.</summary>
    public Hash32 Nonce(string what) => Hash($"{what} {deadline}");

    private static string[] Pallets => ["https://goods.example/pallet/M1", "https://goods.example/pallet/M2"];

    private static Hash32 Reference(CastMember member) => Hash(ReferenceText(member));

    private OrderTerms Terms(ulong price, ulong tenor, params (CastMember Giver, CastMember Receiver, ulong Share)[] milestones) => new(
        cast.Buyer.Id, cast.Seller.Id, price, Quantity, tenor, deadline, default, default, 0, 0, Hash($"terms over {price}"),
        [.. milestones.Select(milestone => milestone.Giver.Id)], [.. milestones.Select(milestone => milestone.Receiver.Id)],
        [.. milestones.Select(milestone => milestone.Share)], cast.Buyer.Epoch, cast.Seller.Epoch, deadline);

    private OrderHandOff HandOff(OrderTerms terms, ulong milestone, CastMember from, CastMember to, int pallet, uint seq, ulong invoice)
    {
        var delivery = new Delivery(terms.Id(), milestone, Quantity, invoice, terms.Tenor == 0 ? default : nullifier, Hash($"invoice and receipt {milestone} of {terms.Price}"));
        var offer = new HandOff(from.Id, to.Id, UnitId.Of(Pallets[pallet]), seq, from.Epoch, to.Epoch, delivery.Hash(), deadline);
        return new OrderHandOff(offer, terms, delivery);
    }

    private static Hash32 Hash(string text) => Keccak256.Hash(Encoding.UTF8.GetBytes($"ledger development money: {text}"));
}
