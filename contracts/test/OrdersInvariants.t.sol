// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {OrdersHandler} from "./support/OrdersHandler.sol";

/// @dev The design's invariants that concern Orders, under a hostile handler, by their numbers.
contract OrdersInvariants {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    OrdersHandler private handler;

    function setUp() public {
        handler = new OrdersHandler();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function targetSelectors() public view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        targets[0].addr = address(handler);
        targets[0].selectors = new bytes4[](8);
        targets[0].selectors[0] = OrdersHandler.fund.selector;
        targets[0].selectors[1] = OrdersHandler.deliver.selector;
        targets[0].selectors[2] = OrdersHandler.dispute.selector;
        targets[0].selectors[3] = OrdersHandler.end.selector;
        targets[0].selectors[4] = OrdersHandler.forge.selector;
        targets[0].selectors[5] = OrdersHandler.replay.selector;
        targets[0].selectors[6] = OrdersHandler.twoSubmitters.selector;
        targets[0].selectors[7] = OrdersHandler.administer.selector;
    }

    function invariant_6_NoOrderEndsWithoutAllRequiredSignatures() public view {
        require(handler.violations(6) == 0, "a forged ending was accepted");
    }

    function invariant_7_CashHeldByOrdersIsTheSumOfTheEscrows() public view {
        require(handler.cashIsTheEscrows(), "cash is not the escrows");
    }

    function invariant_11_EscrowPaysOutExactlyOnce() public view {
        require(handler.violations(11) == 0, "something was accepted twice");
        require(handler.escrowsPayOutOnce(), "an escrow paid more or less than it took in");
    }

    function invariant_13_AnySubmitterOfAnOrdersMessagesGivesTheSameResult() public view {
        require(handler.violations(13) == 0, "the submitter made a difference");
    }

    function invariant_14_ClosedIsTerminal() public view {
        require(handler.closedIsTerminal(), "a closed order is open again, or holds money");
    }

    function invariant_16_NoAdminActionReducesAnEscrow() public view {
        require(handler.violations(16) == 0, "an official took something");
    }
}
