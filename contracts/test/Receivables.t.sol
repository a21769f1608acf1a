// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {NoteId, PartyId, ReceivableId} from "../src/Ids.sol";
import {IIntents} from "../src/interfaces/IIntents.sol";
import {IReceivables} from "../src/interfaces/IReceivables.sol";
import {MoneyTest} from "./support/MoneyTest.sol";
import {vm} from "./support/Vm.sol";

/// @dev What receivables do: each product of the design that needs no other contract than this.
contract ReceivablesTest is MoneyTest {
    function open(ReceivableId id, NoteId note) private view returns (uint64) {
        return receivables.note(id, note).open;
    }

    function owner(ReceivableId id, NoteId note) private view returns (PartyId) {
        return receivables.note(id, note).owner;
    }

    function outstanding(ReceivableId id) private view returns (uint64) {
        return receivables.receivable(id).outstanding;
    }

    function redeem(PartyId by, ReceivableId id, NoteId note) private {
        accepts(address(receivables), redeeming(by, id, note));
    }

    /// @dev Splits a part off FARM's first note and gives it to another party.
    function split(ReceivableId id, PartyId to, uint64 amount) private returns (NoteId part) {
        part = partOf(id, first(id), receivables.note(id, first(id)).seq);
        accepts(address(receivables), moving(FARM, to, id, first(id), amount));
    }

    // Issue.

    function testAnIssuedReceivableIsTheSellersInOneNote() public {
        ReceivableId id = issue("a");
        IReceivables.ReceivableState memory r = receivables.receivable(id);
        check(r.debtor == BUYER && r.face == FACE && r.paid == 0 && r.due == DUE && r.outstanding == FACE, "debt");
        IReceivables.NoteState memory n = receivables.note(id, first(id));
        check(n.owner == FARM && n.amount == FACE && n.open == FACE && n.redeemable == 0 && n.seq == 1, "note");
    }

    function testIssueRefusesWrongAmountsCurrenciesAndParties() public {
        IReceivables.Issue memory m = invoice(BUYER, FARM, "a");
        m.face = 0;
        refuses(address(receivables), issuing(m), abi.encodeWithSelector(IReceivables.ZeroAmount.selector));
        m = invoice(BUYER, FARM, "a");
        m.currency = "CNY";
        bytes memory refusal = abi.encodeWithSelector(
            IReceivables.WrongCurrency.selector,
            bytes3("CNY"),
            bytes3("EUR")
        );
        refuses(address(receivables), issuing(m), refusal);
        m = invoice(BUYER, BUYER, "a");
        refuses(address(receivables), issuing(m), abi.encodeWithSelector(IReceivables.OwnDebt.selector, BUYER));
        m = invoice(BUYER, FARM, "a");
        m.face = type(uint64).max;
        accepts(address(receivables), issuing(m));
    }

    function testADueDateLiesAheadAndUnderTheCap() public {
        IReceivables.Issue memory m = invoice(BUYER, FARM, "a");
        m.due = NOW;
        bytes memory past = abi.encodeWithSelector(IReceivables.DueInPast.selector, NOW, NOW);
        refuses(address(receivables), issuing(m), past);
        m.due = NOW + CAP + 1;
        bytes memory far = abi.encodeWithSelector(IReceivables.TenorAboveCap.selector, m.due, NOW + CAP);
        refuses(address(receivables), issuing(m), far);
        m.due = NOW + 1;
        accepts(address(receivables), issuing(m));
        m = invoice(BUYER, FARM, "b");
        m.due = NOW + CAP;
        accepts(address(receivables), issuing(m));
        vm.warp(uint256(type(uint32).max) - 10);
        m = invoice(BUYER, FARM, "c");
        m.due = uint64(type(uint32).max) + 1;
        m.deadline = type(uint64).max;
        (bool success, ) = address(receivables).call(issuing(m));
        check(!success, "a due date that does not fit its field was accepted");
    }

    // Move and split.

    function testANoteMovesWholeAndInPartsWithItsProvenance() public {
        ReceivableId id = issue("a");
        NoteId part = split(id, CARRIER, 300_000);
        check(owner(id, part) == CARRIER && open(id, part) == 300_000, "part");
        check(owner(id, first(id)) == FARM && open(id, first(id)) == 700_000, "rest");
        accepts(address(receivables), moving(CARRIER, SHOP, id, part, 300_000));
        check(owner(id, part) == SHOP && receivables.note(id, part).seq == 2, "moved whole");
        NoteId tier = partOf(id, part, 2);
        accepts(address(receivables), moving(SHOP, SHOP, id, part, 100_000));
        check(owner(id, tier) == SHOP && open(id, part) == 200_000, "split without moving");
    }

    function testAMoveOfNothingTooMuchOrToNobodyIsRefused() public {
        ReceivableId id = issue("a");
        bytes memory refusal = abi.encodeWithSelector(IReceivables.ZeroAmount.selector);
        refuses(address(receivables), moving(FARM, SHOP, id, first(id), 0), refusal);
        refusal = abi.encodeWithSelector(IReceivables.ExceedsNote.selector, id, FACE + 1, FACE);
        refuses(address(receivables), moving(FARM, SHOP, id, first(id), FACE + 1), refusal);
        refusal = abi.encodeWithSelector(IIntents.UnknownParty.selector, 99);
        refuses(address(receivables), moving(FARM, PartyId.wrap(99), id, first(id), 1), refusal);
        refusal = abi.encodeWithSelector(IReceivables.NotOwner.selector, id, SHOP, FARM);
        refuses(address(receivables), moving(SHOP, SHOP, id, first(id), 1), refusal);
        refusal = abi.encodeWithSelector(IReceivables.UnknownNote.selector, NoteId.wrap("none"));
        refuses(address(receivables), moving(FARM, SHOP, id, NoteId.wrap("none"), 1), refusal);
    }

    // Sale.

    function testANoteIsSoldAgainstCashInOneTransaction() public {
        ReceivableId id = issue("a");
        accepts(address(receivables), selling(offer(FARM, LENDER, id, first(id), FACE, 980_000)));
        check(owner(id, first(id)) == LENDER, "note");
        same(balance(FARM), 980_000, "seller");
        same(balance(LENDER), RICH - 980_000, "buyer");
    }

    function testAPartIsSold() public {
        ReceivableId id = issue("a");
        accepts(address(receivables), selling(offer(FARM, LENDER, id, first(id), 400_000, 390_000)));
        check(owner(id, partOf(id, first(id), 1)) == LENDER && open(id, first(id)) == 600_000, "notes");
    }

    function testASaleWithoutTheMoneyMovesNothing() public {
        ReceivableId id = issue("a");
        (bool success, ) = address(receivables).call(selling(offer(FARM, CARRIER, id, first(id), FACE, 1)));
        check(!success && owner(id, first(id)) == FARM, "sold to a party without money");
    }

    function testADisputedReceivableIsNotSoldAndStillPaid() public {
        ReceivableId id = issue("a");
        accepts(address(receivables), disputing(BUYER, id, true));
        bytes memory refusal = abi.encodeWithSelector(IReceivables.ReceivableDisputed.selector, id);
        refuses(address(receivables), selling(offer(FARM, LENDER, id, first(id), FACE, 1)), refusal);
        refusal = abi.encodeWithSelector(IReceivables.NotDebtor.selector, id, FARM, BUYER);
        refuses(address(receivables), disputing(FARM, id, false), refusal);
        accepts(address(receivables), moving(FARM, SHOP, id, first(id), FACE));
        accepts(address(receivables), paying(BUYER, id, 1));
        accepts(address(receivables), disputing(BUYER, id, false));
        accepts(address(receivables), selling(offer(SHOP, LENDER, id, first(id), FACE, 1)));
    }

    // Pay and redeem.

    function testAWholePaymentGoesThroughToTheHolder() public {
        ReceivableId id = issue("a");
        accepts(address(receivables), moving(FARM, SHOP, id, first(id), FACE));
        accepts(address(receivables), paying(BUYER, id, FACE));
        same(balance(SHOP), FACE, "holder");
        IReceivables.ReceivableState memory r = receivables.receivable(id);
        check(r.outstanding == 0 && r.paid == FACE && r.redeemed == FACE, "settled");
        same(owner(id, first(id)), PartyId.wrap(0), "the note ended");
    }

    function testPartialPaymentsWaitForTheHoldersByTheirShares() public {
        ReceivableId id = issue("a");
        NoteId part = split(id, SHOP, 250_000);
        accepts(address(receivables), paying(BUYER, id, 400_000));
        same(receivables.note(id, part).redeemable, 100_000, "share");
        redeem(SHOP, id, part);
        same(balance(SHOP), 100_000, "paid out");
        redeem(FARM, id, first(id));
        same(balance(FARM), 300_000, "the other");
        accepts(address(receivables), paying(BUYER, id, 600_000));
        redeem(SHOP, id, part);
        redeem(FARM, id, first(id));
        check(balance(SHOP) == 250_000 && balance(FARM) == 750_000, "all");
        check(outstanding(id) == 0 && receivables.receivable(id).redeemed == FACE, "settled");
    }

    function testTheLastHolderSweepsTheDust() public {
        ReceivableId id = issue("a");
        NoteId part = split(id, SHOP, 333_333);
        accepts(address(receivables), paying(BUYER, id, 2));
        bytes memory nothing = abi.encodeWithSelector(IReceivables.NothingToRedeem.selector, part);
        refuses(address(receivables), redeeming(SHOP, id, part), nothing);
        accepts(address(receivables), paying(BUYER, id, FACE - 2));
        redeem(FARM, id, first(id));
        redeem(SHOP, id, part);
        check(balance(SHOP) == 333_333 && balance(FARM) == 666_667, "exact to the unit");
        same(cash.heldBy(address(receivables)), 0, "nothing is left");
    }

    function testOnceSettledAnyoneRedeemsForTheHolder() public {
        ReceivableId id = issue("a");
        NoteId part = split(id, SHOP, 500_000);
        accepts(address(receivables), paying(BUYER, id, FACE));
        IReceivables.Redemption memory m;
        (m.receivable, m.note) = (id, part);
        accepts(address(receivables), abi.encodeCall(receivables.redeem, (m, "")));
        same(balance(SHOP), 500_000, "paid to its owner");
        bytes memory refusal = abi.encodeWithSelector(IReceivables.UnknownNote.selector, part);
        refuses(address(receivables), abi.encodeCall(receivables.redeem, (m, "")), refusal);
    }

    function testPaymentIsTakenEarlyAndLate() public {
        ReceivableId id = issue("a");
        accepts(address(receivables), paying(BUYER, id, 1));
        vm.warp(DUE + 1 days);
        accepts(address(receivables), paying(BUYER, id, FACE - 1));
        same(outstanding(id), 0, "outstanding");
    }

    function testAPaymentIsRefusedToASettledReceivable() public {
        ReceivableId id = issue("a");
        accepts(address(receivables), paying(BUYER, id, FACE));
        bytes memory refusal = abi.encodeWithSelector(IReceivables.ExceedsOutstanding.selector, id, 1, 0);
        refuses(address(receivables), paying(BUYER, id, 1), refusal);
        ReceivableId none = ReceivableId.wrap("none");
        refusal = abi.encodeWithSelector(IReceivables.UnknownReceivable.selector, none);
        refuses(address(receivables), paying(BUYER, none, 1), refusal);
    }

    // Retire and dilute.

    function testTheDebtorRetiresItsNoteAtADiscount() public {
        ReceivableId id = issue("a");
        accepts(address(receivables), retiring(FARM, id, first(id), FACE, 950_000));
        check(balance(FARM) == 950_000 && outstanding(id) == 0, "paid and settled");
        check(receivables.receivable(id).retired == FACE && open(id, first(id)) == 0, "retired");
    }

    function testAPartIsRetiredAndTheRestIsOwed() public {
        ReceivableId id = issue("a");
        accepts(address(receivables), retiring(FARM, id, first(id), 400_000, 390_000));
        same(outstanding(id), 600_000, "outstanding");
        accepts(address(receivables), paying(BUYER, id, 600_000));
        same(balance(FARM), 990_000, "through to the holder");
        bytes memory refusal = abi.encodeWithSelector(IReceivables.PriceAboveAmount.selector, 2, 1);
        refuses(address(receivables), retiring(FARM, id, first(id), 1, 2), refusal);
    }

    function testACreditNoteDilutesWithTheHoldersSignature() public {
        ReceivableId id = issue("a");
        accepts(address(receivables), diluting(FARM, id, first(id), 100_000));
        IReceivables.ReceivableState memory r = receivables.receivable(id);
        check(r.outstanding == 900_000 && r.diluted == 100_000 && r.face == FACE, "diluted");
        bytes memory refusal = abi.encodeWithSelector(IReceivables.ExceedsNote.selector, id, 900_001, 900_000);
        refuses(address(receivables), diluting(FARM, id, first(id), 900_001), refusal);
        refusal = abi.encodeWithSelector(IReceivables.ZeroAmount.selector);
        refuses(address(receivables), diluting(FARM, id, first(id), 0), refusal);
        refusal = abi.encodeWithSelector(IReceivables.NotOwner.selector, id, BUYER, FARM);
        refuses(address(receivables), diluting(BUYER, id, first(id), 1), refusal);
    }

    function testDilutingADividedReceivableLeavesTheOthersTheirShares() public {
        ReceivableId id = issue("a");
        NoteId part = split(id, SHOP, 500_000);
        accepts(address(receivables), paying(BUYER, id, 500_000));
        redeem(SHOP, id, part);
        accepts(address(receivables), diluting(FARM, id, first(id), 250_000));
        same(balance(FARM), 250_000, "what was paid for it is redeemed first");
        check(open(id, first(id)) == 0 && outstanding(id) == 250_000, "it ended, the rest is owed");
        accepts(address(receivables), paying(BUYER, id, 250_000));
        redeem(SHOP, id, part);
        same(balance(SHOP), 500_000, "in full");
    }

    // Freeze.

    function testAFreezeStopsMovesAndSalesAndNeverPaymentOrRedemption() public {
        ReceivableId id = issue("a");
        NoteId part = split(id, SHOP, 500_000);
        setStatus(REGULATOR, FARM, 2);
        setStatus(REGULATOR, BUYER, 2);
        bytes memory refusal = abi.encodeWithSelector(IIntents.NotActive.selector, FARM, 2);
        refuses(address(receivables), moving(FARM, SHOP, id, first(id), 1), refusal);
        refuses(address(receivables), selling(offer(FARM, LENDER, id, first(id), 1, 1)), refusal);
        refuses(address(receivables), diluting(FARM, id, first(id), 1), refusal);
        refusal = abi.encodeWithSelector(IIntents.NotActive.selector, BUYER, 2);
        refuses(address(receivables), selling(offer(SHOP, BUYER, id, part, 1, 1)), refusal);
        refuses(address(receivables), retiring(SHOP, id, part, 1, 1), refusal);
        accepts(address(receivables), paying(BUYER, id, 500_000));
        redeem(FARM, id, first(id));
        accepts(address(receivables), moving(SHOP, FARM, id, part, 500_000));
        accepts(address(receivables), paying(BUYER, id, 500_000));
        redeem(FARM, id, first(id));
        redeem(FARM, id, part);
        same(balance(FARM), FACE, "paid");
    }

    function testDeadlinesOfReceivables() public {
        ReceivableId id = issue("a");
        NoteId part = split(id, SHOP, 500_000);
        accepts(address(receivables), paying(BUYER, id, 100));
        boundary(address(receivables), moving(SHOP, FARM, id, part, 1), LATER);
        boundary(address(receivables), selling(offer(SHOP, LENDER, id, part, 1, 1)), LATER);
        boundary(address(receivables), paying(BUYER, id, 1), LATER);
        boundary(address(receivables), redeeming(SHOP, id, part), LATER);
        boundary(address(receivables), retiring(SHOP, id, part, 1, 1), LATER);
        boundary(address(receivables), diluting(SHOP, id, part, 1), LATER);
        boundary(address(receivables), disputing(BUYER, id, true), LATER);
        IReceivables.Issue memory m = invoice(BUYER, FARM, "b");
        m.deadline = NOW + 10;
        boundary(address(receivables), issuing(m), NOW + 10);
    }
}
