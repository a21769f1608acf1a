// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Waterfall} from "../src/libraries/Waterfall.sol";

/// @dev The waterfall against an oracle that computes in 512 bits, where nothing is clipped and nothing overflows.
contract WaterfallFuzz {
    using Waterfall for uint64;
    using Waterfall for Waterfall.Parts;

    function testFuzzThePartsSumToTheInputInPriorityOrder(uint64 amount, Waterfall.Parts memory owed) public pure {
        Waterfall.Parts memory paid = amount.divide(owed);
        uint256 sum = uint256(paid.fee) + paid.late + paid.interest + paid.principal + paid.residual;
        require(sum == amount, "sum");
        require(paid.fee <= owed.fee && paid.late <= owed.late && paid.interest <= owed.interest, "no more than owed");
        require(paid.principal <= owed.principal, "no more principal than owed");
        require(paid.late == 0 || paid.fee == owed.fee, "fee before late interest");
        require(paid.interest == 0 || paid.late == owed.late, "late interest before interest");
        require(paid.principal == 0 || paid.interest == owed.interest, "interest before principal");
        require(paid.residual == 0 || paid.principal == owed.principal, "principal before the rest");
    }

    /// @dev The oracle: each level gets min(its debt, what all levels up to it owe, less what is before), unbounded.
    function testFuzzTheWaterfallIsTheOracles(uint64 amount, Waterfall.Parts memory owed) public pure {
        Waterfall.Parts memory paid = amount.divide(owed);
        uint64[4] memory levels = [owed.fee, owed.late, owed.interest, owed.principal];
        uint64[4] memory got = [paid.fee, paid.late, paid.interest, paid.principal];
        uint256 before = 0;
        for (uint256 i = 0; i < 4; ++i) {
            uint256 reach = before + levels[i];
            uint256 expected = amount <= before ? 0 : (amount >= reach ? levels[i] : amount - before);
            require(got[i] == expected, "level");
            before = reach;
        }
        require(owed.total() == (before > type(uint64).max ? type(uint64).max : before), "total");
    }

    /// @dev interest = ceil(principal × rate × time / (10,000 × basis days)): product and bounds as 512-bit numbers.
    function testFuzzInterestIsRoundedUpAndClipped(uint64 principal, uint64 rate, uint64 time, bool bank) public pure {
        uint64 basis = bank ? 360 : 365;
        uint64 result = Waterfall.interest(principal, rate, time, basis);
        uint256 divisor = uint256(basis) * 864_000_000;
        (uint256 high, uint256 low) = multiply(uint256(principal) * rate, time);
        if (result == type(uint64).max) {
            (uint256 limitHigh, uint256 limitLow) = multiply(uint256(result) - 1, divisor);
            require(isMore(high, low, limitHigh, limitLow), "clipped too early");
            return;
        }
        (uint256 topHigh, uint256 topLow) = multiply(result, divisor);
        require(!isMore(high, low, topHigh, topLow), "rounded down");
        if (result == 0) return;
        (uint256 baseHigh, uint256 baseLow) = multiply(uint256(result) - 1, divisor);
        require(isMore(high, low, baseHigh, baseLow), "more than a unit too much");
    }

    function multiply(uint256 a, uint256 b) private pure returns (uint256 high, uint256 low) {
        unchecked {
            uint256 rest = mulmod(a, b, type(uint256).max);
            low = a * b;
            high = rest - low - (rest < low ? 1 : 0);
        }
    }

    function isMore(uint256 aHigh, uint256 aLow, uint256 bHigh, uint256 bLow) private pure returns (bool) {
        return aHigh > bHigh || (aHigh == bHigh && aLow > bLow);
    }
}
