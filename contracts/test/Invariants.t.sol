// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Handler} from "./support/Handler.sol";

/// @dev The design's invariants that concern Registry and Goods, under a hostile handler, by their numbers. The handler
///      besides fails the run wherever a valid intent is refused or an invalid one accepted.
contract Invariants {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    Handler private handler;

    function setUp() public {
        handler = new Handler();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function targetSelectors() public view returns (FuzzSelector[] memory targets) {
        bytes4[15] memory all = [
            Handler.give.selector,
            Handler.giveTwo.selector,
            Handler.refuse.selector,
            Handler.packOne.selector,
            Handler.unpackOne.selector,
            Handler.condition.selector,
            Handler.splitOne.selector,
            Handler.mergeTwo.selector,
            Handler.useUp.selector,
            Handler.moveNote.selector,
            Handler.mergeNotes.selector,
            Handler.forge.selector,
            Handler.replay.selector,
            Handler.twoSubmitters.selector,
            Handler.administer.selector
        ];
        targets = new FuzzSelector[](1);
        targets[0].addr = address(handler);
        targets[0].selectors = new bytes4[](16);
        for (uint256 i = 0; i < 15; ++i) targets[0].selectors[i] = all[i];
        targets[0].selectors[15] = Handler.seize.selector;
    }

    function invariant_4_SequenceNumbersStrictlyIncrease() public view {
        require(handler.violations(4) == 0, "a word changed without a higher seq");
    }

    function invariant_6_NothingHappensWithoutAllRequiredSignatures() public view {
        require(handler.violations(6) == 0, "a forged or replayed intent was accepted");
    }

    function invariant_10_QuantitiesAreConserved() public view {
        require(handler.quantitiesAreConserved(), "quantity was made or lost");
    }

    function invariant_13_AnySubmitterGivesTheSameResult() public view {
        require(handler.violations(13) == 0, "the submitter made a difference");
    }

    function invariant_16_NoAdminActionReducesAnotherPartysAssets() public view {
        require(handler.violations(16) == 0, "an official took something");
    }

    function invariant_17_OneUnitHasOneCustodianAndAPackedUnitMovesWithItsParent() public view {
        require(handler.eachUnitHasOneCustodian(), "custody differs from the model");
    }
}
