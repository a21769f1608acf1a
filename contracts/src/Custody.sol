// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PartyId, UnitId} from "./Ids.sol";
import {Units} from "./Units.sol";
import {ICustody} from "./interfaces/ICustody.sol";
import {Intents} from "./libraries/Intents.sol";
import {Note, NoteWord} from "./libraries/Note.sol";
import {PartyWord} from "./libraries/PartyWord.sol";
import {Words} from "./libraries/Words.sol";

/// @title The part of Goods that moves, packs and unpacks units
abstract contract Custody is Units {
    using Words for bytes32[];

    bytes32 private constant HAND_OFF = keccak256(
        "HandOff(uint64 from,uint64 to,bytes32 unit,uint32 seq,uint32 fromEpoch,uint32 toEpoch,bytes32 document,uint64 deadline)"
    );
    bytes32 private constant HAND_OFF_MANY = keccak256(
        "HandOffMany(uint64 from,uint64 to,bytes32[] units,uint32[] seqs,uint32 fromEpoch,uint32 toEpoch,bytes32 document,uint64 deadline)"
    );
    bytes32 private constant REJECTION = keccak256("Rejection(bytes32 handOff,bytes32 reason)");
    bytes32 private constant PACKING = keccak256(
        "Packing(uint64 by,bytes32 parent,uint32 seq,bytes32[] children,uint32[] seqs,bytes32 document,uint32 epoch,uint64 deadline)"
    );
    bytes32 private constant UNPACKING = keccak256(
        "Unpacking(uint64 by,bytes32 parent,uint32 seq,bytes32[] children,bytes32 document,uint32 epoch,uint64 deadline)"
    );
    uint256 private constant MAX_BATCH = 500;

    /// @inheritdoc ICustody
    function handOff(HandOff calldata message, bytes calldata fromSignature, bytes calldata toSignature) external {
        (bytes32 digest, PartyId from, PartyId to, UnitId id, uint32 seq) = _open(message);
        (address giver, address receiver) = _requirePair(
            from,
            to,
            message.fromEpoch,
            message.toEpoch,
            message.deadline
        );
        Intents.requireSigned(digest, from, giver, fromSignature);
        Intents.requireSigned(digest, to, receiver, toSignature);
        Unit storage unit_ = _units[id];
        unit_.note = _requireFree(unit_.note, id, from, seq).movedTo(to);
        _emitMoved(from, to, message.document, id);
    }

    /// @inheritdoc ICustody
    function handOffMany(
        HandOffMany calldata message,
        bytes calldata fromSignature,
        bytes calldata toSignature
    ) external {
        (PartyId from, PartyId to) = (message.from, message.to);
        (bytes32[] calldata units, bytes32[] calldata seqs) = (Words.from(message.units), Words.from(message.seqs));
        (address giver, address receiver) = _requirePair(
            from,
            to,
            message.fromEpoch,
            message.toEpoch,
            message.deadline
        );
        _requireBatch(units.length, seqs.length);
        bytes32 digest = _digest(_hashMany(message, units, seqs));
        Intents.requireSigned(digest, from, giver, fromSignature);
        Intents.requireSigned(digest, to, receiver, toSignature);
        for (uint256 i = 0; i < units.length; ++i) {
            UnitId id = units.unitAt(i);
            Unit storage unit_ = _units[id];
            unit_.note = _requireFree(unit_.note, id, from, seqs.uint32At(i)).movedTo(to);
        }
        emit CustodyMoved(from, to, message.document, units);
    }

    /// @inheritdoc ICustody
    function reject(
        HandOff calldata offer,
        bytes calldata fromSignature,
        bytes32 reason,
        bytes calldata toSignature
    ) external {
        (bytes32 digest, PartyId from, PartyId to, UnitId id, uint32 seq) = _open(offer);
        (address giver, address receiver) = _requirePair(from, to, offer.fromEpoch, offer.toEpoch, offer.deadline);
        Intents.requireSigned(digest, from, giver, fromSignature);
        Intents.requireSigned(_rejection(digest, reason), to, receiver, toSignature);
        _units[id].note = _held(id, from, seq).next();
        emit HandOffRejected(from, to, digest, reason, _one(id));
    }

    /// @inheritdoc ICustody
    function rejectMany(
        HandOffMany calldata offer,
        bytes calldata fromSignature,
        bytes32 reason,
        bytes calldata toSignature
    ) external {
        (bytes32[] calldata units, bytes32[] calldata seqs) = (Words.from(offer.units), Words.from(offer.seqs));
        (address giver, address receiver) = _requirePair(
            offer.from,
            offer.to,
            offer.fromEpoch,
            offer.toEpoch,
            offer.deadline
        );
        _requireBatch(units.length, seqs.length);
        bytes32 digest = _digest(_hashMany(offer, units, seqs));
        Intents.requireSigned(digest, offer.from, giver, fromSignature);
        Intents.requireSigned(_rejection(digest, reason), offer.to, receiver, toSignature);
        for (uint256 i = 0; i < units.length; ++i) {
            UnitId id = units.unitAt(i);
            _units[id].note = _held(id, offer.from, seqs.uint32At(i)).next();
        }
        emit HandOffRejected(offer.from, offer.to, digest, reason, units);
    }

    /// @inheritdoc ICustody
    function pack(Packing calldata packing, bytes calldata signature) external {
        bytes32 structHash = keccak256(
            abi.encode(
                PACKING,
                packing.by,
                packing.parent,
                packing.seq,
                Words.from(packing.children).hash(),
                Words.from(packing.seqs).hash(),
                packing.document,
                packing.epoch,
                packing.deadline
            )
        );
        _requireIntent(packing.by, packing.epoch, packing.deadline, structHash, signature);
        (PartyId by, UnitId parent) = (packing.by, packing.parent);
        (bytes32[] calldata children, bytes32[] calldata seqs) = (
            Words.from(packing.children),
            Words.from(packing.seqs)
        );
        _requireBatch(children.length, seqs.length);
        for (uint256 i = 0; i < children.length; ++i) {
            UnitId child = children.unitAt(i);
            if (child == parent) revert SameObject(UnitId.unwrap(child));
            Unit storage unit_ = _units[child];
            unit_.note = _requireFree(unit_.note, child, by, seqs.uint32At(i)).packedNow();
            _parents[child] = parent;
        }
        Note note = _held(parent, by, packing.seq);
        _units[parent].note = note.next().withContents(note.contents() + children.length);
        emit Packed(parent, by, children, packing.document);
    }

    /// @inheritdoc ICustody
    function unpack(Unpacking calldata unpacking, bytes calldata signature) external {
        bytes32 structHash = keccak256(
            abi.encode(
                UNPACKING,
                unpacking.by,
                unpacking.parent,
                unpacking.seq,
                Words.from(unpacking.children).hash(),
                unpacking.document,
                unpacking.epoch,
                unpacking.deadline
            )
        );
        _requireIntent(unpacking.by, unpacking.epoch, unpacking.deadline, structHash, signature);
        (PartyId by, UnitId parent) = (unpacking.by, unpacking.parent);
        bytes32[] calldata children = Words.from(unpacking.children);
        _requireBatch(children.length, children.length);
        Note note = _held(parent, by, unpacking.seq);
        for (uint256 i = 0; i < children.length; ++i) {
            UnitId child = children.unitAt(i);
            Unit storage unit_ = _units[child];
            Note packed = unit_.note;
            if (!packed.has(NoteWord.PACKED) || _parents[child] != parent) revert NotPackedIn(child, parent);
            unit_.note = packed.movedTo(by).withFlag(NoteWord.PACKED, false);
        }
        _units[parent].note = note.next().withContents(note.contents() - children.length);
        emit Unpacked(parent, by, children, unpacking.document);
    }

    function _requireBatch(uint256 count, uint256 other) internal pure {
        if (count == 0 || count > MAX_BATCH) revert BatchSize(count, MAX_BATCH);
        if (count != other) revert LengthMismatch();
    }

    function _requirePair(
        PartyId from,
        PartyId to,
        uint32 fromEpoch,
        uint32 toEpoch,
        uint64 deadline
    ) private view returns (address giver, address receiver) {
        _requireInTime(deadline);
        if (from == to) revert SameParty(from);
        (PartyWord fromWord, PartyWord toWord) = _pair(from, to);
        fromWord.requireActive(from, fromEpoch);
        toWord.requireActive(to, toEpoch);
        return (fromWord.key(), toWord.key());
    }

    /// @dev Digest and fields of a hand-off, in one pass over its words; reverts where one is wider than its type.
    function _open(
        HandOff calldata message
    ) private view returns (bytes32 digest, PartyId from, PartyId to, UnitId id, uint32 seq) {
        bytes32 typeHash = HAND_OFF;
        bytes32 structHash;
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, typeHash)
            calldatacopy(add(free, 0x20), message, 0x100)
            structHash := keccak256(free, 0x120)
            from := mload(add(free, 0x20))
            to := mload(add(free, 0x40))
            id := mload(add(free, 0x60))
            seq := mload(add(free, 0x80))
            if or(shr(64, or(from, to)), shr(32, seq)) {
                revert(0x00, 0x00)
            }
        }
        return (_digest(structHash), from, to, id, seq);
    }

    /// @dev `emit CustodyMoved` with one unit, without the compiler's loop over an array: a fifth of its gas.
    function _emitMoved(PartyId from, PartyId to, bytes32 document, UnitId id) private {
        bytes32 topic = CustodyMoved.selector;
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, document)
            mstore(add(free, 0x20), 0x40)
            mstore(add(free, 0x40), 1)
            mstore(add(free, 0x60), id)
            log3(free, 0x80, topic, from, to)
        }
    }

    function _hashMany(
        HandOffMany calldata message,
        bytes32[] calldata units,
        bytes32[] calldata seqs
    ) private pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    HAND_OFF_MANY,
                    message.from,
                    message.to,
                    units.hash(),
                    seqs.hash(),
                    message.fromEpoch,
                    message.toEpoch,
                    message.document,
                    message.deadline
                )
            );
    }

    function _rejection(bytes32 offer, bytes32 reason) private view returns (bytes32) {
        return _digest(keccak256(abi.encode(REJECTION, offer, reason)));
    }

    function _one(UnitId id) private pure returns (bytes32[] memory list) {
        list = new bytes32[](1);
        list[0] = UnitId.unwrap(id);
    }
}
