// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PartyId} from "../Ids.sol";

/// @dev A holding in one storage word, from the highest bit:
///      owner(64) | amount(64) | seq(32) | flags(32) | time(40) | contents(24).
///      A word with seq 0 does not exist. One that has lost all of its amount has lost its owner too, for good: it ended.
///      flags: bit 0 packed, bit 1 recalled, bit 2 recalled by a regulator, bits 8..15 condition.
///      time: block time of the last change of custody or of packing. contents: units packed directly in this one.
type Note is uint256;

using NoteWord for Note global;

/// @title The packed word of a holding
library NoteWord {
    uint32 internal constant PACKED = 1;
    uint32 internal constant RECALLED = 2;
    uint32 internal constant RECALLED_BY_REGULATOR = 4;

    uint256 private constant OWNER = 192;
    uint256 private constant AMOUNT = 128;
    uint256 private constant SEQ = 96;
    uint256 private constant FLAGS = 64;
    uint256 private constant CONDITION = 72;
    uint256 private constant TIME = 24;

    /// @dev `seq` or `contents` can rise no further.
    error CounterExhausted(uint256 word);

    function create(PartyId owner_, uint64 amount_) internal view returns (Note) {
        return
            Note.wrap(
                (uint256(PartyId.unwrap(owner_)) << OWNER) |
                    (uint256(amount_) << AMOUNT) |
                    (1 << SEQ) |
                    (uint256(uint40(block.timestamp)) << TIME)
            );
    }

    function exists(Note self) internal pure returns (bool) {
        return Note.unwrap(self) != 0;
    }

    function owner(Note self) internal pure returns (PartyId) {
        return PartyId.wrap(uint64(Note.unwrap(self) >> OWNER));
    }

    function amount(Note self) internal pure returns (uint64) {
        return uint64(Note.unwrap(self) >> AMOUNT);
    }

    function seq(Note self) internal pure returns (uint32) {
        return uint32(Note.unwrap(self) >> SEQ);
    }

    function flags(Note self) internal pure returns (uint32) {
        return uint32(Note.unwrap(self) >> FLAGS);
    }

    function has(Note self, uint32 flag) internal pure returns (bool) {
        return flags(self) & flag != 0;
    }

    function condition(Note self) internal pure returns (uint8) {
        return uint8(Note.unwrap(self) >> CONDITION);
    }

    function time(Note self) internal pure returns (uint40) {
        return uint40(Note.unwrap(self) >> TIME);
    }

    function contents(Note self) internal pure returns (uint24) {
        return uint24(Note.unwrap(self));
    }

    /// @dev The same holding one change later.
    function next(Note self) internal pure returns (Note) {
        if (seq(self) == type(uint32).max) revert CounterExhausted(Note.unwrap(self));
        unchecked {
            return Note.wrap(Note.unwrap(self) + (1 << SEQ));
        }
    }

    /// @dev Whether it was used up.
    function isEnded(Note self) internal pure returns (bool) {
        return exists(self) && Note.unwrap(self) >> AMOUNT == 0;
    }

    /// @dev Whether it is held by `by` (not 0, so it has not ended), stands at `seq` and is not packed.
    function isFree(Note self, PartyId by, uint32 seq_) internal pure returns (bool) {
        uint256 mask =
            (uint256(type(uint64).max) << OWNER) | (uint256(type(uint32).max) << SEQ) | (uint256(PACKED) << FLAGS);
        uint256 wanted = (uint256(PartyId.unwrap(by)) << OWNER) | (uint256(seq_) << SEQ);
        return Note.unwrap(self) & mask == wanted;
    }

    /// @dev The holding one change later and without `amount`, which it has.
    function less(Note self, uint64 amount_) internal pure returns (Note) {
        uint64 left = amount(self) - amount_;
        return left == 0 ? withOwner(withAmount(next(self), 0), PartyId.wrap(0)) : withAmount(next(self), left);
    }

    /// @dev The same holding one change later, held by `to` from this block on.
    function movedTo(Note self, PartyId to) internal view returns (Note) {
        uint256 kept =
            Note.unwrap(next(self)) & ~((uint256(type(uint64).max) << OWNER) | (uint256(type(uint40).max) << TIME));
        return Note.wrap(kept | (uint256(PartyId.unwrap(to)) << OWNER) | (uint256(uint40(block.timestamp)) << TIME));
    }

    /// @dev The same holding one change later, packed from this block on.
    function packedNow(Note self) internal view returns (Note) {
        return stamped(withFlag(next(self), PACKED, true));
    }

    function withOwner(Note self, PartyId to) internal pure returns (Note) {
        return _put(self, PartyId.unwrap(to), OWNER, type(uint64).max);
    }

    function withAmount(Note self, uint64 value) internal pure returns (Note) {
        return _put(self, value, AMOUNT, type(uint64).max);
    }

    function withFlag(Note self, uint32 flag, bool on) internal pure returns (Note) {
        uint32 value = on ? flags(self) | flag : flags(self) & ~flag;
        return _put(self, value, FLAGS, type(uint32).max);
    }

    function withCondition(Note self, uint8 value) internal pure returns (Note) {
        return _put(self, value, CONDITION, type(uint8).max);
    }

    function stamped(Note self) internal view returns (Note) {
        return _put(self, uint40(block.timestamp), TIME, type(uint40).max);
    }

    function withContents(Note self, uint256 value) internal pure returns (Note) {
        if (value > type(uint24).max) revert CounterExhausted(Note.unwrap(self));
        return _put(self, value, 0, type(uint24).max);
    }

    function _put(Note self, uint256 value, uint256 shift, uint256 mask) private pure returns (Note) {
        return Note.wrap((Note.unwrap(self) & ~(mask << shift)) | (value << shift));
    }
}
