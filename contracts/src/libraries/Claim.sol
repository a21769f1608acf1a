// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PartyId} from "../Ids.sol";
import {NoteWord} from "./Note.sol";

/// @dev A note of a receivable in one storage word, from the highest bit:
///      owner(64) | amount(64) | seq(32) | unused(32) | redeemed(64).
///      The note is a right to `amount / face` of all that the debtor has paid, less what it has redeemed. One that has
///      redeemed all of its amount is deleted; its id never comes back.
type Claim is uint256;

using ClaimWord for Claim global;

/// @title The packed word of a note of a receivable
library ClaimWord {
    uint256 private constant OWNER = 192;
    uint256 private constant AMOUNT = 128;
    uint256 private constant SEQ = 96;

    function create(PartyId owner_, uint64 amount_, uint64 redeemed_) internal pure returns (Claim) {
        return
            Claim.wrap(
                (uint256(PartyId.unwrap(owner_)) << OWNER) | (uint256(amount_) << AMOUNT) | (1 << SEQ) | redeemed_
            );
    }

    function exists(Claim self) internal pure returns (bool) {
        return Claim.unwrap(self) != 0;
    }

    function owner(Claim self) internal pure returns (PartyId) {
        return PartyId.wrap(uint64(Claim.unwrap(self) >> OWNER));
    }

    function amount(Claim self) internal pure returns (uint64) {
        return uint64(Claim.unwrap(self) >> AMOUNT);
    }

    function seq(Claim self) internal pure returns (uint32) {
        return uint32(Claim.unwrap(self) >> SEQ);
    }

    function redeemed(Claim self) internal pure returns (uint64) {
        return uint64(Claim.unwrap(self));
    }

    /// @dev Whether it is owned by `by` (not 0, so it exists) and stands at `seq`.
    function isHeld(Claim self, PartyId by, uint32 seq_) internal pure returns (bool) {
        uint256 mask = (uint256(type(uint64).max) << OWNER) | (uint256(type(uint32).max) << SEQ);
        return Claim.unwrap(self) & mask == (uint256(PartyId.unwrap(by)) << OWNER) | (uint256(seq_) << SEQ);
    }

    /// @dev What is still to be redeemed of it, paid or not.
    function open(Claim self) internal pure returns (uint64) {
        unchecked {
            return amount(self) - redeemed(self);
        }
    }

    /// @dev The same note one change later.
    function next(Claim self) internal pure returns (Claim) {
        if (seq(self) == type(uint32).max) revert NoteWord.CounterExhausted(Claim.unwrap(self));
        unchecked {
            return Claim.wrap(Claim.unwrap(self) + (1 << SEQ));
        }
    }

    /// @dev The same note one change later, owned by `to`.
    function movedTo(Claim self, PartyId to) internal pure returns (Claim) {
        uint256 kept = Claim.unwrap(next(self)) & ((1 << OWNER) - 1);
        return Claim.wrap(kept | (uint256(PartyId.unwrap(to)) << OWNER));
    }

    /// @dev The same note one change later and less by `amount_`, of which `redeemed_` was redeemed; deleted where
    ///      nothing is left to redeem.
    function less(Claim self, uint64 amount_, uint64 redeemed_) internal pure returns (Claim) {
        if (amount_ - redeemed_ == open(self)) return Claim.wrap(0);
        return Claim.wrap(Claim.unwrap(next(self)) - (uint256(amount_) << AMOUNT) - redeemed_);
    }

    /// @dev The same note one change later, having redeemed `amount_` more; deleted where nothing is left to redeem.
    function redeem(Claim self, uint64 amount_) internal pure returns (Claim) {
        return amount_ == open(self) ? Claim.wrap(0) : Claim.wrap(Claim.unwrap(next(self)) + amount_);
    }
}
