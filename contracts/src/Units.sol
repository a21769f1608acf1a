// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LotId, NO_LOT, PartyId, UnitId} from "./Ids.sol";
import {ATTESTS_CONDITION} from "./Roles.sol";
import {Titles} from "./Titles.sol";
import {ICustody} from "./interfaces/ICustody.sol";
import {Intents} from "./libraries/Intents.sol";
import {Note, NoteWord} from "./libraries/Note.sol";

/// @title The part of Goods that keeps units
abstract contract Units is Titles, ICustody {
    bytes32 private constant SPLIT = keccak256(
        "Split(uint64 by,bytes32 unit,uint32 seq,uint64 amount,uint32 epoch,uint64 deadline)"
    );
    bytes32 private constant MERGE = keccak256(
        "Merge(uint64 by,bytes32 into,uint32 intoSeq,bytes32 unit,uint32 seq,uint32 epoch,uint64 deadline)"
    );
    bytes32 private constant CONDITION_REPORT = keccak256(
        "ConditionReport(uint64 by,address device,bytes32 unit,uint32 seq,uint8 condition,bytes32 evidence,uint32 epoch,uint64 deadline)"
    );
    uint8 private constant LAST_CONDITION = 7;

    /// @dev A reference to a unit's word, so that its place is hashed once for reading and writing.
    struct Unit {
        Note note;
    }

    mapping(UnitId => Unit) internal _units;
    mapping(UnitId => LotId) internal _unitLot;
    /// @dev Meaningful while the unit is packed.
    mapping(UnitId => UnitId) internal _parents;

    /// @inheritdoc ICustody
    function split(Split calldata split_, bytes calldata signature) external {
        bytes32 structHash = keccak256(abi.encode(SPLIT, split_));
        _requireIntent(split_.by, split_.epoch, split_.deadline, structHash, signature);
        Note note = _heldEmpty(split_.unit, split_.by, split_.seq);
        bytes32 unitId = UnitId.unwrap(split_.unit);
        if (split_.amount == 0) revert ZeroAmount();
        if (split_.amount == note.amount()) revert Exceeds(unitId, split_.amount, note.amount() - 1);
        UnitId part = UnitId.wrap(keccak256(abi.encode(unitId, split_.seq)));
        _units[split_.unit].note = _less(unitId, note, split_.amount);
        _createUnit(part, split_.by, split_.amount, _unitLot[split_.unit]);
        _units[part].note = _units[part].note.withCondition(note.condition());
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
        _units[merge_.unit].note = note.less(amount);
        _units[merge_.into].note = into.next().withAmount(into.amount() + amount);
        emit UnitsMerged(merge_.into, merge_.unit, amount);
    }

    /// @inheritdoc ICustody
    function reportCondition(ConditionReport calldata report, bytes calldata signature) external {
        address key = _requireActor(report.by, report.epoch, report.deadline).key();
        if (report.device != address(0)) {
            (PartyId owner, uint32 attests, ) = _registry.device(report.device);
            bool admitted = owner == report.by && attests & ATTESTS_CONDITION != 0;
            if (!admitted) revert NotAttester(report.device, report.by);
            key = report.device;
        }
        Intents.requireSigned(_digest(keccak256(abi.encode(CONDITION_REPORT, report))), report.by, key, signature);
        if (report.condition > LAST_CONDITION) revert UnknownCondition(report.condition);
        Note note = _held(report.unit, report.by, report.seq);
        _units[report.unit].note = note.next().withCondition(report.condition);
        emit ConditionReported(report.unit, report.by, report.device, report.condition, report.evidence);
    }

    /// @inheritdoc ICustody
    function unit(UnitId id) external view returns (UnitState memory) {
        Note note = _units[id].note;
        bool packed = note.has(NoteWord.PACKED);
        return
            UnitState({
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
        Note note = _units[id].note;
        while (note.has(NoteWord.PACKED)) {
            id = _parents[id];
            note = _units[id].note;
        }
        return note.owner();
    }

    /// @inheritdoc ICustody
    function unitWords(UnitId[] calldata ids) external view returns (Note[] memory words) {
        words = new Note[](ids.length);
        for (uint256 i = 0; i < ids.length; ++i) {
            words[i] = _units[ids[i]].note;
        }
    }

    function _createUnit(UnitId id, PartyId by, uint64 amount, LotId lot_) internal {
        Unit storage unit_ = _units[id];
        if (unit_.note.exists()) revert AlreadyRegistered(UnitId.unwrap(id));
        if (amount == 0) revert ZeroAmount();
        unit_.note = NoteWord.create(by, amount);
        if (lot_ != NO_LOT) _unitLot[id] = lot_;
    }

    function _heldEmpty(UnitId id, PartyId by, uint32 seq) internal view returns (Note note) {
        note = _held(id, by, seq);
        if (note.contents() != 0) revert NotEmpty(id);
    }

    /// @dev The unit's word, having required what `_requireFree` does.
    function _held(UnitId id, PartyId by, uint32 seq) internal view returns (Note) {
        return _requireFree(_units[id].note, id, by, seq);
    }

    /// @dev Requires that the unit stands as the signer saw it, is held by `by`, not packed and not consumed.
    function _requireFree(Note note, UnitId id, PartyId by, uint32 seq) internal view returns (Note) {
        if (!note.isFree(by, seq)) {
            if (!note.exists()) revert UnknownUnit(id);
            _requireSeq(UnitId.unwrap(id), note, seq);
            if (note.isEnded()) revert UnitConsumed(id);
            if (note.has(NoteWord.PACKED)) revert UnitPacked(id, _parents[id]);
            revert NotCustodian(id, by, note.owner());
        }
        return note;
    }
}
