// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Interest, and the order in which money pays what is owed
/// @dev Interest is simple, by the second on a year of `basis` days (ACT/360, ACT/365F), rounded up. What does not fit
///      64 bits stays at their end: a repayment never fails for a debt that has grown too large.
library Waterfall {
    /// @dev What is owed, and what a payment does with it, in the order of payment.
    struct Parts {
        uint64 fee;
        uint64 late;
        uint64 interest;
        uint64 principal;
        uint64 residual;
    }

    uint256 private constant WHOLE = 10_000;

    /// @dev ceil(principal × rate × time / (10,000 × basis days)).
    /// @param rate In 1/10,000 a year.
    /// @param time In seconds.
    function interest(uint64 principal, uint64 rate, uint64 time, uint64 basis) internal pure returns (uint64) {
        uint256 divisor = WHOLE * uint256(basis) * 1 days;
        uint256 product = uint256(principal) * rate * time;
        return clip((product + divisor - 1) / divisor);
    }

    /// @dev Divides a payment: fee first, then late interest, interest, principal; what is left is the residual.
    function divide(uint64 amount, Parts memory owed) internal pure returns (Parts memory paid) {
        (paid.fee, amount) = _take(amount, owed.fee);
        (paid.late, amount) = _take(amount, owed.late);
        (paid.interest, amount) = _take(amount, owed.interest);
        (paid.principal, paid.residual) = _take(amount, owed.principal);
    }

    /// @dev All that is owed together.
    function total(Parts memory owed) internal pure returns (uint64) {
        return clip(uint256(owed.fee) + owed.late + owed.interest + owed.principal);
    }

    function clip(uint256 value) internal pure returns (uint64) {
        return value > type(uint64).max ? type(uint64).max : uint64(value);
    }

    function _take(uint64 amount, uint64 owed) private pure returns (uint64 taken, uint64 left) {
        taken = amount < owed ? amount : owed;
        unchecked {
            left = amount - taken;
        }
    }
}
