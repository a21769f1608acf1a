// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Actors} from "./Actors.sol";
import {LotId, NoteId, NO_LOT, PartyId} from "./Ids.sol";
import {PRODUCER, REGULATOR} from "./Roles.sol";
import {ITitles} from "./interfaces/ITitles.sol";
import {Note, NoteWord} from "./libraries/Note.sol";
import {PartyWord} from "./libraries/PartyWord.sol";

/// @title The part of Goods that keeps lots and title
abstract contract Titles is Actors, ITitles {
    bytes32 private constant LOT_REGISTRATION = keccak256(
        "LotRegistration(uint64 by,bytes32 lot,uint64 quantity,bytes3 uom,uint8 decimals,bytes32 document,uint32 epoch,uint64 deadline)"
    );
    bytes32 private constant RECALL = keccak256(
        "Recall(uint64 by,bytes32 lot,uint32 seq,bool recalled,bytes32 reason,uint32 epoch,uint64 deadline)"
    );
    bytes32 private constant TITLE_MOVE = keccak256(
        "TitleMove(uint64 from,uint64 to,bytes32 note,uint32 seq,uint64 amount,uint32 epoch,bytes32 document,uint64 deadline)"
    );
    bytes32 private constant TITLE_MERGE = keccak256(
        "TitleMerge(uint64 by,bytes32 into,uint32 intoSeq,bytes32 note,uint32 seq,uint32 epoch,uint64 deadline)"
    );

    /// @dev owner: issuer; amount: quantity not yet in units, so 0 does not end a lot; seq: raised by recalls alone.
    mapping(LotId => Note) internal _lots;
    mapping(NoteId => Note) private _titles;
    mapping(NoteId => LotId) private _titleLot;

    /// @inheritdoc ITitles
    function registerLot(LotRegistration calldata registration, bytes calldata signature) external {
        PartyWord word = _requireIntent(
            registration.by,
            registration.epoch,
            registration.deadline,
            keccak256(abi.encode(LOT_REGISTRATION, registration)),
            signature
        );
        word.requireRole(registration.by, PRODUCER);
        _createLot(
            registration.lot,
            registration.by,
            registration.quantity,
            registration.uom,
            registration.decimals,
            registration.document
        );
    }

    /// @inheritdoc ITitles
    function recall(Recall calldata recall_, bytes calldata signature) external {
        bytes32 structHash = keccak256(abi.encode(RECALL, recall_));
        PartyWord word = _requireIntent(recall_.by, recall_.epoch, recall_.deadline, structHash, signature);
        bool regulator = word.roles() & REGULATOR != 0;
        Note lot_ = _lots[recall_.lot];
        if (!lot_.exists()) revert UnknownLot(recall_.lot);
        _requireSeq(LotId.unwrap(recall_.lot), lot_, recall_.seq);
        if (!regulator) {
            if (lot_.owner() != recall_.by) revert NotIssuer(recall_.lot, recall_.by);
            if (lot_.has(NoteWord.RECALLED_BY_REGULATOR)) word.requireRole(recall_.by, REGULATOR);
        }
        _lots[recall_.lot] = lot_.next().withFlag(NoteWord.RECALLED, recall_.recalled).withFlag(
            NoteWord.RECALLED_BY_REGULATOR,
            recall_.recalled && regulator
        );
        emit Recalled(recall_.lot, recall_.by, recall_.recalled, recall_.reason);
    }

    /// @inheritdoc ITitles
    function moveTitle(TitleMove calldata move, bytes calldata signature) external {
        bytes32 structHash = keccak256(abi.encode(TITLE_MOVE, move));
        _requireIntent(move.from, move.epoch, move.deadline, structHash, signature);
        // The receiver is asked nothing and a freeze does not stop it: receiving never reverts.
        _registry.word(move.to).requireKnown(move.to);
        Note note = _owned(move.note, move.from, move.seq);
        NoteId moved = move.note;
        if (move.amount == 0) revert ZeroAmount();
        if (move.amount == note.amount()) {
            _titles[moved] = note.next().withOwner(move.to).stamped();
        } else {
            _titles[move.note] = _less(NoteId.unwrap(move.note), note, move.amount);
            moved = NoteId.wrap(keccak256(abi.encode(move.note, move.seq)));
            _createTitle(moved, _titleLot[move.note], move.to, move.amount);
        }
        emit TitleMoved(move.note, move.from, move.to, moved, move.amount, move.document);
    }

    /// @inheritdoc ITitles
    function mergeTitles(TitleMerge calldata merge_, bytes calldata signature) external {
        bytes32 structHash = keccak256(abi.encode(TITLE_MERGE, merge_));
        _requireIntent(merge_.by, merge_.epoch, merge_.deadline, structHash, signature);
        (bytes32 intoId, bytes32 noteId) = (NoteId.unwrap(merge_.into), NoteId.unwrap(merge_.note));
        if (intoId == noteId) revert SameObject(noteId);
        if (_titleLot[merge_.into] != _titleLot[merge_.note]) revert LotMismatch(intoId, noteId);
        Note into = _owned(merge_.into, merge_.by, merge_.intoSeq);
        Note note = _owned(merge_.note, merge_.by, merge_.seq);
        uint64 amount = note.amount();
        _titles[merge_.note] = note.less(amount);
        _titles[merge_.into] = into.next().withAmount(into.amount() + amount);
        emit TitlesMerged(merge_.into, merge_.note, amount);
    }

    /// @inheritdoc ITitles
    function lot(LotId id) external view returns (LotState memory) {
        Note note = _lots[id];
        return LotState(note.owner(), note.amount(), note.seq(), note.has(NoteWord.RECALLED), note.time());
    }

    /// @inheritdoc ITitles
    function title(NoteId id) external view returns (TitleState memory) {
        Note note = _titles[id];
        return TitleState(note.owner(), note.amount(), note.seq(), _titleLot[id]);
    }

    function _createLot(LotId id, PartyId by, uint64 quantity, bytes3 uom, uint8 decimals, bytes32 document) internal {
        if (id == NO_LOT) revert UnknownLot(id);
        if (_lots[id].exists()) revert AlreadyRegistered(LotId.unwrap(id));
        if (quantity == 0) revert ZeroAmount();
        _lots[id] = NoteWord.create(by, quantity);
        _createTitle(NoteId.wrap(LotId.unwrap(id)), id, by, quantity);
        emit LotRegistered(id, by, quantity, uom, decimals, document);
    }

    /// @dev Takes from the lot's quantity what becomes units.
    function _takeFromLot(LotId id, PartyId by, uint64 amount) internal {
        Note lot_ = _lots[id];
        if (!lot_.exists()) revert UnknownLot(id);
        if (lot_.owner() != by) revert NotIssuer(id, by);
        if (amount > lot_.amount()) revert Exceeds(LotId.unwrap(id), amount, lot_.amount());
        unchecked {
            _lots[id] = lot_.withAmount(lot_.amount() - amount);
        }
    }

    /// @dev Reduces the owner's title by what was consumed of the lot.
    function _reduceTitle(NoteId id, LotId lot_, PartyId by, uint64 amount) internal {
        Note note = _titles[id];
        if (note.owner() != by) revert NotTitleOwner(id, by, note.owner());
        if (_titleLot[id] != lot_) revert LotMismatch(NoteId.unwrap(id), LotId.unwrap(lot_));
        _titles[id] = _less(NoteId.unwrap(id), note, amount);
    }

    /// @dev The holding after it has lost `amount`; nothing left means consumed.
    function _less(bytes32 id, Note note, uint64 amount) internal pure returns (Note) {
        if (amount > note.amount()) revert Exceeds(id, amount, note.amount());
        return note.less(amount);
    }

    function _requireSeq(bytes32 id, Note note, uint32 expected) internal pure {
        if (note.seq() != expected) revert StaleSequence(id, expected, note.seq());
    }

    function _createTitle(NoteId id, LotId lot_, PartyId to, uint64 amount) private {
        if (_titles[id].exists()) revert AlreadyRegistered(NoteId.unwrap(id));
        _titles[id] = NoteWord.create(to, amount);
        _titleLot[id] = lot_;
    }

    function _owned(NoteId id, PartyId by, uint32 seq) private view returns (Note note) {
        note = _titles[id];
        if (note.isEnded()) revert TitleEnded(id);
        if (note.owner() != by) revert NotTitleOwner(id, by, note.owner());
        _requireSeq(NoteId.unwrap(id), note, seq);
    }
}
