// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PartyId} from "../Ids.sol";
import {NoteWord} from "./Note.sol";

/// @dev What a debtor owes, in one storage word, from the highest bit:
///      debtor(64) | face(64) | paid(64) | due(32) | seq(24) | flags(8).
///      face: sum of the notes' amounts. paid: what the debtor has paid for them. Both lose what was paid for a note
///      that is reduced. seq: rises with every message of the debtor. flags: bit 0 disputed, bit 1 the first note ended
///      before the debt did. Where the first note is gone without that bit, the debtor has paid it whole: it was all of
///      the debt, which is settled whatever `paid` says, so that such a payment leaves this word as it is.
type Obligation is uint256;

using ObligationWord for Obligation global;

/// @title The packed word of a receivable
library ObligationWord {
    uint8 internal constant DISPUTED = 1;
    uint8 internal constant FIRST_ENDED = 2;

    uint256 private constant DEBTOR = 192;
    uint256 private constant FACE = 128;
    uint256 private constant PAID = 64;
    uint256 private constant DUE = 32;
    uint256 private constant SEQ = 8;

    function create(PartyId debtor_, uint64 face_, uint32 due_) internal pure returns (Obligation) {
        return
            Obligation.wrap(
                (uint256(PartyId.unwrap(debtor_)) << DEBTOR) |
                    (uint256(face_) << FACE) |
                    (uint256(due_) << DUE) |
                    (1 << SEQ)
            );
    }

    function exists(Obligation self) internal pure returns (bool) {
        return Obligation.unwrap(self) != 0;
    }

    function debtor(Obligation self) internal pure returns (PartyId) {
        return PartyId.wrap(uint64(Obligation.unwrap(self) >> DEBTOR));
    }

    function face(Obligation self) internal pure returns (uint64) {
        return uint64(Obligation.unwrap(self) >> FACE);
    }

    function paid(Obligation self) internal pure returns (uint64) {
        return uint64(Obligation.unwrap(self) >> PAID);
    }

    function due(Obligation self) internal pure returns (uint32) {
        return uint32(Obligation.unwrap(self) >> DUE);
    }

    function seq(Obligation self) internal pure returns (uint24) {
        return uint24(Obligation.unwrap(self) >> SEQ);
    }

    function disputed(Obligation self) internal pure returns (bool) {
        return Obligation.unwrap(self) & DISPUTED != 0;
    }

    function firstEnded(Obligation self) internal pure returns (bool) {
        return Obligation.unwrap(self) & FIRST_ENDED != 0;
    }

    /// @dev What the debtor still owes, unless it has paid the first note whole.
    function outstanding(Obligation self) internal pure returns (uint64) {
        unchecked {
            return face(self) - paid(self);
        }
    }

    /// @dev The same one message of the debtor later.
    function next(Obligation self) internal pure returns (Obligation) {
        if (seq(self) == type(uint24).max) revert NoteWord.CounterExhausted(Obligation.unwrap(self));
        unchecked {
            return Obligation.wrap(Obligation.unwrap(self) + (1 << SEQ));
        }
    }

    /// @dev One message of the debtor later, with no more than `outstanding` paid.
    function afterPayment(Obligation self, uint64 amount) internal pure returns (Obligation) {
        unchecked {
            return Obligation.wrap(Obligation.unwrap(next(self)) + (uint256(amount) << PAID));
        }
    }

    /// @dev Without `amount` of the face, of which `paid_` was paid.
    function less(Obligation self, uint64 amount, uint64 paid_) internal pure returns (Obligation) {
        return Obligation.wrap(Obligation.unwrap(self) - (uint256(amount) << FACE) - (uint256(paid_) << PAID));
    }

    function withFirstEnded(Obligation self) internal pure returns (Obligation) {
        return Obligation.wrap(Obligation.unwrap(self) | FIRST_ENDED);
    }

    function withDispute(Obligation self, bool on) internal pure returns (Obligation) {
        uint256 word = Obligation.unwrap(self);
        return Obligation.wrap(on ? word | DISPUTED : word & ~uint256(DISPUTED));
    }
}
