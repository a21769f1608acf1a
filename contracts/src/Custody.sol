// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LotId, NO_LOT, PartyId, UnitId} from "./Ids.sol";
import {ATTESTS_CONDITION} from "./Roles.sol";
import {Titles} from "./Titles.sol";
import {ICustody} from "./interfaces/ICustody.sol";
import {Intents} from "./libraries/Intents.sol";
import {Note, NoteWord} from "./libraries/Note.sol";
import {PartyWord} from "./libraries/PartyWord.sol";

/// @title The part of Goods that keeps units and custody
abstract contract Custody is Titles, ICustody {
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
    bytes32 private constant SPLIT =
        keccak256("Split(uint64 by,bytes32 unit,uint32 seq,uint64 amount,uint32 epoch,uint64 deadline)");
    bytes32 private constant MERGE = keccak256(
        "Merge(uint64 by,bytes32 into,uint32 intoSeq,bytes32 unit,uint32 seq,uint32 epoch,uint64 deadline)"
    );
    bytes32 private constant CONDITION_REPORT = keccak256(
        "ConditionReport(uint64 by,address device,bytes32 unit,uint32 seq,uint8 condition,bytes32 evidence,uint32 epoch,uint64 deadline)"
    );
    uint256 private constant MAX_BATCH = 500;
    uint8 private constant LAST_CONDITION = 7;

    mapping(UnitId => Note) internal _units;
    mapping(UnitId => LotId) internal _unitLot;
    /// @dev Meaningful while the unit is packed.
    mapping(UnitId => UnitId) private _parents;

    /// @inheritdoc ICustody
    function handOff(HandOff calldata message, bytes calldata fromSignature, bytes calldata toSignature) external {
        (PartyWord from, PartyWord to) =
            _requirePair(message.from, message.to, message.fromEpoch, message.toEpoch, message.deadline);
        bytes32 digest = _digest(keccak256(abi.encode(HAND_OFF, message)));
        Intents.requireSigned(digest, message.from, from.key(), fromSignature);
        Intents.requireSigned(digest, message.to, to.key(), toSignature);
        Note note = _held(message.unit, message.from, message.seq);
        _units[message.unit] = note.movedTo(message.to);
        emit CustodyMoved(message.from, message.to, message.document, _one(message.unit));
    }

    /// @inheritdoc ICustody
    function handOffMany(HandOffMany calldata message, bytes calldata fromSignature, bytes calldata toSignature)
        external
    {
        (PartyWord from, PartyWord to) =
            _requirePair(message.from, message.to, message.fromEpoch, message.toEpoch, message.deadline);
        _requireBatch(message.units.length, message.seqs.length);
        bytes32 digest = _digest(_hashMany(message));
        Intents.requireSigned(digest, message.from, from.key(), fromSignature);
        Intents.requireSigned(digest, message.to, to.key(), toSignature);
        for (uint256 i = 0; i < message.units.length; ++i) {
            Note note = _held(message.units[i], message.from, message.seqs[i]);
            _units[message.units[i]] = note.movedTo(message.to);
        }
        emit CustodyMoved(message.from, message.to, message.document, message.units);
    }

    /// @inheritdoc ICustody
    function reject(
        HandOff calldata offer,
        bytes calldata fromSignature,
        bytes32 reason,
        bytes calldata toSignature
    ) external {
        (PartyWord from, PartyWord to) =
            _requirePair(offer.from, offer.to, offer.fromEpoch, offer.toEpoch, offer.deadline);
        bytes32 digest = _digest(keccak256(abi.encode(HAND_OFF, offer)));
        Intents.requireSigned(digest, offer.from, from.key(), fromSignature);
        Intents.requireSigned(_rejection(digest, reason), offer.to, to.key(), toSignature);
        _units[offer.unit] = _held(offer.unit, offer.from, offer.seq).next();
        emit HandOffRejected(offer.from, offer.to, digest, reason, _one(offer.unit));
    }

    /// @inheritdoc ICustody
    function rejectMany(
        HandOffMany calldata offer,
        bytes calldata fromSignature,
        bytes32 reason,
        bytes calldata toSignature
    ) external {
        (PartyWord from, PartyWord to) =
            _requirePair(offer.from, offer.to, offer.fromEpoch, offer.toEpoch, offer.deadline);
        _requireBatch(offer.units.length, offer.seqs.length);
        bytes32 digest = _digest(_hashMany(offer));
        Intents.requireSigned(digest, offer.from, from.key(), fromSignature);
        Intents.requireSigned(_rejection(digest, reason), offer.to, to.key(), toSignature);
        for (uint256 i = 0; i < offer.units.length; ++i) {
            _units[offer.units[i]] = _held(offer.units[i], offer.from, offer.seqs[i]).next();
        }
        emit HandOffRejected(offer.from, offer.to, digest, reason, offer.units);
    }

    /// @inheritdoc ICustody
    function pack(Packing calldata packing, bytes calldata signature) external {
        bytes32 structHash = keccak256(
            abi.encode(
                PACKING,
                packing.by,
                packing.parent,
                packing.seq,
                Intents.hash(packing.children),
                Intents.hash(packing.seqs),
                packing.document,
                packing.epoch,
                packing.deadline
            )
        );
        _requireIntent(packing.by, packing.epoch, packing.deadline, structHash, signature);
        uint256 count = packing.children.length;
        _requireBatch(count, packing.seqs.length);
        for (uint256 i = 0; i < count; ++i) {
            UnitId child = packing.children[i];
            if (child == packing.parent) revert SameObject(UnitId.unwrap(child));
            Note note = _held(child, packing.by, packing.seqs[i]);
            _units[child] = note.next().withFlag(NoteWord.PACKED, true).stamped();
            _parents[child] = packing.parent;
        }
        Note parent = _held(packing.parent, packing.by, packing.seq);
        _units[packing.parent] = parent.next().withContents(parent.contents() + count);
        emit Packed(packing.parent, packing.by, packing.children, packing.document);
    }

    /// @inheritdoc ICustody
    function unpack(Unpacking calldata unpacking, bytes calldata signature) external {
        bytes32 structHash = keccak256(
            abi.encode(
                UNPACKING,
                unpacking.by,
                unpacking.parent,
                unpacking.seq,
                Intents.hash(unpacking.children),
                unpacking.document,
                unpacking.epoch,
                unpacking.deadline
            )
        );
        _requireIntent(unpacking.by, unpacking.epoch, unpacking.deadline, structHash, signature);
        uint256 count = unpacking.children.length;
        _requireBatch(count, count);
        Note parent = _held(unpacking.parent, unpacking.by, unpacking.seq);
        for (uint256 i = 0; i < count; ++i) {
            UnitId child = unpacking.children[i];
            Note note = _units[child];
            if (!note.has(NoteWord.PACKED) || _parents[child] != unpacking.parent) {
                revert NotPackedIn(child, unpacking.parent);
            }
            _units[child] = note.movedTo(unpacking.by).withFlag(NoteWord.PACKED, false);
        }
        _units[unpacking.parent] = parent.next().withContents(parent.contents() - count);
        emit Unpacked(unpacking.parent, unpacking.by, unpacking.children, unpacking.document);
    }

    /// @inheritdoc ICustody
    function split(Split calldata split_, bytes calldata signature) external {
        bytes32 structHash = keccak256(abi.encode(SPLIT, split_));
        _requireIntent(split_.by, split_.epoch, split_.deadline, structHash, signature);
        Note note = _heldEmpty(split_.unit, split_.by, split_.seq);
        bytes32 unitId = UnitId.unwrap(split_.unit);
        if (split_.amount == 0) revert ZeroAmount();
        if (split_.amount == note.amount()) revert Exceeds(unitId, split_.amount, note.amount() - 1);
        UnitId part = UnitId.wrap(keccak256(abi.encode(unitId, split_.seq)));
        _units[split_.unit] = _less(unitId, note, split_.amount);
        _createUnit(part, split_.by, split_.amount, _unitLot[split_.unit]);
        _units[part] = _units[part].withCondition(note.condition());
        emit UnitSplit(split_.unit, part, split_.amount);
    }

    /// @inheritdoc ICustody
    function merge(Merge calldata merge_, bytes calldata signature) external {
        bytes32 structHash = keccak256(abi.encode(MERGE, merge_));
        _requireIntent(merge_.by, merge_.epoch, merge_.deadline, structHash, signature);
        if (merge_.into == merge_.unit) revert SameObject(UnitId.unwrap(merge_.unit));
        LotId lot_ = _unitLot[merge_.into];
        // Units without a lot are things, not quantities of one thing.
        if (lot_ == NO_LOT || lot_ != _unitLot[merge_.unit]) {
            revert LotMismatch(UnitId.unwrap(merge_.into), UnitId.unwrap(merge_.unit));
        }
        Note into = _heldEmpty(merge_.into, merge_.by, merge_.intoSeq);
        Note note = _heldEmpty(merge_.unit, merge_.by, merge_.seq);
        if (into.condition() != note.condition()) revert ConditionMismatch(merge_.into, merge_.unit);
        uint64 amount = note.amount();
        _units[merge_.unit] = note.next().withAmount(0);
        _units[merge_.into] = into.next().withAmount(into.amount() + amount);
        emit UnitsMerged(merge_.into, merge_.unit, amount);
    }

    /// @inheritdoc ICustody
    function reportCondition(ConditionReport calldata report, bytes calldata signature) external {
        address key = _requireActor(report.by, report.epoch, report.deadline).key();
        if (report.device != address(0)) {
            (PartyId owner, uint32 attests,) = _registry.device(report.device);
            bool admitted = owner == report.by && attests & ATTESTS_CONDITION != 0;
            if (!admitted) revert NotAttester(report.device, report.by);
            key = report.device;
        }
        Intents.requireSigned(_digest(keccak256(abi.encode(CONDITION_REPORT, report))), report.by, key, signature);
        if (report.condition > LAST_CONDITION) revert UnknownCondition(report.condition);
        Note note = _held(report.unit, report.by, report.seq);
        _units[report.unit] = note.next().withCondition(report.condition);
        emit ConditionReported(report.unit, report.by, report.device, report.condition, report.evidence);
    }

    /// @inheritdoc ICustody
    function unit(UnitId id) external view returns (UnitState memory) {
        Note note = _units[id];
        bool packed = note.has(NoteWord.PACKED);
        return UnitState({
            custodian: custodianOf(id),
            amount: note.amount(),
            seq: note.seq(),
            condition: note.condition(),
            packed: packed,
            time: note.time(),
            contents: note.contents(),
            parent: packed ? _parents[id] : UnitId.wrap(0),
            lot: _unitLot[id]
        });
    }

    /// @inheritdoc ICustody
    function custodianOf(UnitId id) public view returns (PartyId) {
        Note note = _units[id];
        while (note.has(NoteWord.PACKED)) {
            id = _parents[id];
            note = _units[id];
        }
        return note.owner();
    }

    /// @inheritdoc ICustody
    function unitWords(UnitId[] calldata ids) external view returns (Note[] memory words) {
        words = new Note[](ids.length);
        for (uint256 i = 0; i < ids.length; ++i) {
            words[i] = _units[ids[i]];
        }
    }

    function _createUnit(UnitId id, PartyId by, uint64 amount, LotId lot_) internal {
        if (_units[id].exists()) revert AlreadyRegistered(UnitId.unwrap(id));
        if (amount == 0) revert ZeroAmount();
        _units[id] = NoteWord.create(by, amount);
        if (lot_ != NO_LOT) _unitLot[id] = lot_;
    }

    function _heldEmpty(UnitId id, PartyId by, uint32 seq) internal view returns (Note note) {
        note = _held(id, by, seq);
        if (note.contents() != 0) revert NotEmpty(id);
    }

    /// @dev The unit's word, having required that it stands as the signer saw it, is held by `by`, not packed and not
    ///      consumed.
    function _held(UnitId id, PartyId by, uint32 seq) internal view returns (Note note) {
        note = _units[id];
        if (!note.exists()) revert UnknownUnit(id);
        _requireSeq(UnitId.unwrap(id), note, seq);
        if (note.has(NoteWord.PACKED)) revert UnitPacked(id, _parents[id]);
        if (note.owner() != by) revert NotCustodian(id, by, note.owner());
        if (note.amount() == 0) revert UnitConsumed(id);
    }

    function _requireBatch(uint256 count, uint256 other) internal pure {
        if (count == 0 || count > MAX_BATCH) revert BatchSize(count, MAX_BATCH);
        if (count != other) revert LengthMismatch();
    }

    function _requirePair(PartyId from, PartyId to, uint32 fromEpoch, uint32 toEpoch, uint64 deadline)
        private
        view
        returns (PartyWord fromWord, PartyWord toWord)
    {
        _requireInTime(deadline);
        if (from == to) revert SameParty(from);
        (fromWord, toWord) = _registry.pair(from, to);
        fromWord.requireActive(from, fromEpoch);
        toWord.requireActive(to, toEpoch);
    }

    function _hashMany(HandOffMany calldata message) private pure returns (bytes32) {
        return keccak256(
            abi.encode(
                HAND_OFF_MANY,
                message.from,
                message.to,
                Intents.hash(message.units),
                Intents.hash(message.seqs),
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

    function _one(UnitId id) private pure returns (UnitId[] memory list) {
        list = new UnitId[](1);
        list[0] = id;
    }
}
