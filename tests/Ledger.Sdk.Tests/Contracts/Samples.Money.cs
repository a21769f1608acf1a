using Ledger.Sdk.Cash;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Sdk.Tests.Contracts;

/// <content>What moves money.</content>
internal static partial class Samples
{
    private static readonly PartyId Bank = new(5);
    private static readonly PartyId Facility = new(9);
    private static readonly Address FacilityAddress = Address.Parse("0x00000000000000000000000000000000000000a7");

    /// <summary>An order whose goods go from the farm over the carrier to the bank, paid from the escrow or on credit.</summary>
    public static OrderTerms Terms(ulong tenor = 0) => new(
        Bank, Farm, 1_000_000, 500, tenor, Deadline + 86_400, new PartyId(1), Carrier, 2, 3600, Hash("terms"), [Farm, Carrier], [Carrier, Bank], [2000, 8000], 1, 2, Deadline);

    public static Delivery Delivery(ulong tenor = 0) => new(Terms(tenor).Id(), 0, 250, 100_000, Hash("nullifier"), Hash("invoice"));

    /// <summary>A loan of each kind, with its pledge.</summary>
    public static Loan Loan(CollateralKind kind)
    {
        var terms = kind is CollateralKind.FundedOrder or CollateralKind.CreditOrder ? Terms(kind == CollateralKind.CreditOrder ? 5000UL : 0) : null;
        var loan = new Loan(
            900_000, Bank, Farm, kind == CollateralKind.Title ? Farm : kind == CollateralKind.Note ? Carrier : Bank, 1000, 450, 200, 360, Deadline + 1000, 86_400, kind,
            terms?.Id().Value ?? Hash("collateral"), kind == CollateralKind.Note ? new NoteId(Hash("note")) : default, 3, terms is null ? 1_000_000UL : 0, true, Farm, Carrier, 8000, 3600,
            2, 1, Deadline)
        { Terms = terms };
        return loan with { Pledge = Pledge.For(loan, Manifest, Facility) };
    }

    /// <summary>A sale from the farm to the bank, and the ledger that it is for.</summary>
    public static (Sale Intent, DeploymentManifest Manifest) Sale => (
        new Sale(95, Bank, Farm, new ReceivableId(Hash("receivable")), new NoteId(Hash("note")), 1, 100, 1, 2, Deadline), Manifest);

    private static DeploymentManifest Manifest => new(
        31337, Hash("genesis"), 1, Key, Domain.Contract, Key, Key, Other, Other, FacilityAddress, FinalityRule.Immediate, Currency.Renminbi);

    private static IReadOnlyList<Intent> Money => [.. OfCashAndReceivables(new ReceivableId(Hash("receivable")), new NoteId(Hash("note"))), .. OfOrders(Terms()), .. OfFacility()];

    private static IReadOnlyList<Intent> OfCashAndReceivables(ReceivableId receivable, NoteId note) =>
    [
        new Mint(Bank, Farm, ulong.MaxValue, Hash("reference"), 1, Deadline),
        new Burn(Farm, Bank, 5, Hash("reference"), 1, 2, Deadline),
        new CashTransfer(Farm, Carrier, 5, 1, Word, 1, Deadline),
        new Issue(Carrier, Farm, 100, CurrencyCode.Parse("CNY"), Deadline, Hash("nullifier"), Word, 1, 2, Deadline),
        new Move(Farm, Carrier, receivable, note, 1, 100, FacilityAddress, Word, 1, Deadline),
        Sale.Intent,
        new Payment(100, receivable, 1, 1, Deadline) { Debtor = Carrier },
        new Redemption(Farm, receivable, note, 1, 1, Deadline),
        new PayOut(receivable, note, Word),
        new Retirement(95, Farm, receivable, note, 1, 100, 1, 2, Deadline) { Debtor = Carrier },
        new Dilution(Farm, receivable, note, 1, 5, Word, 1, Deadline),
        new DisputeNotice(Carrier, receivable, 1, true, Word, 1, Deadline),
    ];

    private static IReadOnlyList<Intent> OfOrders(OrderTerms terms)
    {
        var handOff = HandOff with { Document = Delivery().Hash() };
        return
        [
            terms,
            new Funding(1_000_000, terms.Id(), 1, Deadline) { Terms = terms },
            new OrderHandOff(handOff, terms, Delivery()),
            new OrderHandOff(HandOffMany with { Document = Delivery().Hash() }, terms, Delivery()),
            new HandOffMatch(handOff, terms, Delivery()),
            new Arrival(Delivery().Hash(), Condition.Sound, Deadline) { Terms = terms, Arrived = Delivery(), Devices = [Other, Key] },
            new MatchArrival(terms.Id(), Delivery().Hash(), Word) { Terms = terms, Arrived = Delivery() },
            new OrderDispute(terms.Id(), Farm, 1, true, Word, 1, Deadline) { Terms = terms },
            new Closing(terms.Id(), 1, 5, Hash("nullifier"), Word, 1, 2, Deadline) { Terms = terms, Beneficiary = Farm },
            new Closing(terms.Id(), 1, 5, Hash("nullifier"), Word, 0, 2, Deadline) { Terms = terms, Beneficiary = Farm },
            new Expire(terms.Id(), Word) { Terms = terms },
            new Assignment(terms.Id(), Farm, Carrier, 1, FacilityAddress, 1, Deadline) { Terms = terms },
        ];
    }

    private static IReadOnlyList<Intent> OfFacility()
    {
        var (credit, title, funded, note) = (Loan(CollateralKind.Note), Loan(CollateralKind.Title), Loan(CollateralKind.FundedOrder), new NoteId(Hash("note")));
        var (receivable, position) = (new ReceivableId(Hash("receivable")), credit.Id());
        return
        [
            credit, title, funded, Loan(CollateralKind.CreditOrder),
            new Repayment(100, position, 1, 1, Deadline) { Loan = credit },
            new LenderAction(position, PositionAction.Foreclose, 1, 1, Deadline) { Loan = credit },
            new Valuation(position, 100, 1, 1, Deadline) { Loan = credit },
            new Limit(Bank, Carrier, 100, 1, 1, Deadline),
            new TopUp(new TitleMove(Farm, Facility, note, 1, 100, 2, title.Id().Value, Deadline), title),
            new Collect(position, receivable, note, Word) { Loan = credit },
            new CollectOrder(position, Word) { Loan = credit },
            new Attach(position, receivable, Word) { Loan = credit },
            new HandOver(position, receivable.Value, note, Word) { Loan = credit },
            new HandOverOrder(funded.Id(), Word) { Loan = funded, Terms = Terms() },
            new Witness(note, Word),
            new ReturnTitle(note, Word),
        ];
    }

    private static Hash32 Hash(string text) => Keccak256.Hash(System.Text.Encoding.UTF8.GetBytes(text));
}
