// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {FacilityHandler} from "./support/FacilityHandler.sol";

/// @dev The design's invariants that concern Facility, under a hostile handler, by their numbers.
contract FacilityInvariants {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    FacilityHandler private handler;

    function setUp() public {
        handler = new FacilityHandler();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function targetSelectors() public view returns (FuzzSelector[] memory targets) {
        bytes4[13] memory all = [
            FacilityHandler.open.selector,
            FacilityHandler.repay.selector,
            FacilityHandler.collect.selector,
            FacilityHandler.payDebt.selector,
            FacilityHandler.act.selector,
            FacilityHandler.value.selector,
            FacilityHandler.handOver.selector,
            FacilityHandler.steal.selector,
            FacilityHandler.limit.selector,
            FacilityHandler.wait_.selector,
            FacilityHandler.administer.selector,
            FacilityHandler.replay.selector,
            FacilityHandler.twoSubmitters.selector
        ];
        targets = new FuzzSelector[](1);
        targets[0].addr = address(handler);
        targets[0].selectors = new bytes4[](13);
        for (uint256 i = 0; i < 13; ++i) targets[0].selectors[i] = all[i];
    }

    function invariant_6_NoPositionChangesWithoutAllRequiredSignatures() public view {
        require(handler.violations(6) == 0, "something was accepted twice");
    }

    function invariant_7_CashHeldByFacilityIsWhatCollateralHasBrought() public view {
        require(handler.cashIsWhatWasBrought(), "cash is not what was brought");
    }

    function invariant_8_TheWaterfallsPartsSumToItsInputInOrder() public view {
        require(handler.violations(8) == 0, "a payment was divided wrongly");
    }

    function invariant_9_CollateralLeavesByRepaymentReleaseOrDefaultAlone() public view {
        require(handler.violations(9) == 0, "collateral went to another, or was taken");
        require(handler.collateralIsHeld(), "collateral is not the facility's");
    }

    function invariant_10_PledgedQuantityIsNoMoreThanTheTitle() public view {
        require(handler.pledgesAreTitles(), "more is pledged than there is");
    }

    function invariant_12_AFrozenBorrowerRepays() public view {
        require(handler.violations(12) == 0, "a freeze blocked a repayment");
    }

    function invariant_13_AnySubmitterOfARepaymentGivesTheSameResult() public view {
        require(handler.violations(13) == 0, "the submitter made a difference");
    }

    function invariant_15_ExposureIsWithinTheSignedLimit() public view {
        require(handler.exposureIsWithinLimits(), "exposure is not the principal out, or above the limit");
    }

    function invariant_16_NoAdminActionReducesALendersOrABorrowersMoney() public view {
        require(handler.violations(16) == 0, "an official took something");
    }
}
