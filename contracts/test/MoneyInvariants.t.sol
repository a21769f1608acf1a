// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MoneyHandler} from "./support/MoneyHandler.sol";

/// @dev The design's invariants that concern Cash and Receivables, under a hostile handler, by their numbers. The handler
///      besides fails the run wherever a valid intent is refused or an invalid one accepted: a frozen party's payment and
///      redemption are valid (12).
contract MoneyInvariants {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    MoneyHandler private handler;

    function setUp() public {
        handler = new MoneyHandler();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function targetSelectors() public view returns (FuzzSelector[] memory targets) {
        bytes4[13] memory all = [
            MoneyHandler.bill.selector,
            MoneyHandler.give.selector,
            MoneyHandler.trade.selector,
            MoneyHandler.pay.selector,
            MoneyHandler.redeem.selector,
            MoneyHandler.retire.selector,
            MoneyHandler.dilute.selector,
            MoneyHandler.dispute.selector,
            MoneyHandler.forge.selector,
            MoneyHandler.replay.selector,
            MoneyHandler.twoSubmitters.selector,
            MoneyHandler.administer.selector,
            MoneyHandler.seize.selector
        ];
        targets = new FuzzSelector[](1);
        targets[0].addr = address(handler);
        targets[0].selectors = new bytes4[](13);
        for (uint256 i = 0; i < 13; ++i) targets[0].selectors[i] = all[i];
    }

    function invariant_1_NotesSumToFaceLessWhatWasRedeemedRetiredAndDiluted() public view {
        require(handler.notesSumToWhatIsNotRedeemedRetiredOrDiluted(), "notes do not sum");
    }

    function invariant_2_RedeemedIsNoMoreThanPaidAndPaidNoMoreThanFace() public view {
        require(handler.redeemedIsPaidAndPaidIsOwed(), "more was redeemed than paid, or paid than owed");
    }

    function invariant_3_EachNoteHasOneOwner() public view {
        require(handler.eachNoteHasTheModelsOwner(), "a note's owner is not the model's");
    }

    function invariant_4_SequenceNumbersOfNotesStrictlyIncrease() public view {
        require(handler.violations(4) == 0, "a note changed without a higher seq, or came back");
    }

    function invariant_5_ANullifierOfADebtorServesOnce() public view {
        require(handler.violations(5) == 0, "an invoice was issued twice");
    }

    function invariant_6_NoMoneyMovesWithoutAllRequiredSignatures() public view {
        require(handler.violations(6) == 0, "a forged or replayed intent was accepted");
    }

    function invariant_7_CashHeldByReceivablesIsWhatWaitsToBeRedeemed() public view {
        require(handler.cashIsWhatIsOwed(), "cash is not what is owed");
    }

    function invariant_12_FrozenPartiesPayAndRedeem() public view {
        require(handler.violations(12) == 0, "a freeze blocked a payment or a redemption");
    }

    function invariant_13_AnySubmitterOfAPaymentGivesTheSameResult() public view {
        require(handler.violations(13) == 0, "the submitter made a difference");
    }

    function invariant_14_SettledIsTerminal() public view {
        require(handler.violations(14) == 0, "a settled receivable is owed again");
    }

    function invariant_16_NoAdminActionReducesNotesOrMoney() public view {
        require(handler.violations(16) == 0, "an official took something");
    }
}
