// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CashActors} from "./CashActors.sol";
import {NoteId, PartyId, ReceivableId} from "./Ids.sol";
import {IReceivables} from "./interfaces/IReceivables.sol";
import {Claim, ClaimWord} from "./libraries/Claim.sol";
import {Intents} from "./libraries/Intents.sol";
import {Obligation} from "./libraries/Obligation.sol";
import {PartyWord} from "./libraries/PartyWord.sol";

/// @title The part of Receivables that keeps notes
abstract contract Notes is CashActors, IReceivables {
    bytes32 private constant MOVE = keccak256(
        "Move(uint64 from,uint64 to,bytes32 receivable,bytes32 note,uint32 seq,uint64 amount,address via,bytes32 document,uint32 epoch,uint64 deadline)"
    );
    bytes32 private constant SALE = keccak256(
        "Sale(uint64 price,uint64 buyer,uint64 seller,bytes32 receivable,bytes32 note,uint32 seq,uint64 amount,uint32 sellerEpoch,uint32 buyerEpoch,uint64 deadline)"
    );
    bytes32 private constant REDEMPTION = keccak256(
        "Redemption(uint64 owner,bytes32 receivable,bytes32 note,uint32 seq,uint32 epoch,uint64 deadline)"
    );
    bytes32 private constant RETIREMENT = keccak256(
        "Retirement(uint64 price,uint64 owner,bytes32 receivable,bytes32 note,uint32 seq,uint64 amount,uint32 ownerEpoch,uint32 debtorEpoch,uint64 deadline)"
    );
    bytes32 private constant DILUTION = keccak256(
        "Dilution(uint64 owner,bytes32 receivable,bytes32 note,uint32 seq,uint64 amount,bytes32 document,uint32 epoch,uint64 deadline)"
    );

    /// @dev What payments through to an undivided receivable's owner never touch.
    ///      pot: cash that waits to be redeemed. closed: paid for notes, or parts of them, that the debt no longer counts.
    struct Totals {
        uint64 pot;
        uint64 retired;
        uint64 diluted;
        uint64 closed;
    }

    struct Debt {
        Obligation obligation;
        Totals totals;
        mapping(NoteId => Holding) notes;
    }

    /// @dev A reference to a note's word, so that its place is hashed once for reading and writing.
    struct Holding {
        Claim claim;
    }

    mapping(ReceivableId => Debt) internal _debts;

    /// @inheritdoc IReceivables
    function move(Move calldata m, bytes calldata signature) external returns (NoteId moved) {
        if (m.via != address(0) && m.via != msg.sender) revert WrongSubmitter(msg.sender, m.via);
        _requireInTime(m.deadline);
        (PartyWord from, PartyWord to) = _pair(m.from, m.to);
        to.requireKnown(m.to);
        _requireSender(m.from, from, m.epoch, _hash(MOVE, m), signature);
        moved = _give(_debts[m.receivable], m.receivable, m.note, m.from, m.to, m.seq, m.amount);
        emit Moved(m.receivable, m.from, m.to, m.note, moved, m.amount, m.document);
    }

    /// @inheritdoc IReceivables
    function sell(Sale calldata m, bytes calldata sellerSignature, bytes calldata buyerSignature) external {
        // Fields are read once each: a read checks the width. The cash checks the deadline.
        (PartyId seller, PartyId buyer, ReceivableId id) = (m.seller, m.buyer, m.receivable);
        (NoteId noteId, uint64 amount) = (m.note, m.amount);
        _requireSender(seller, _wordOf(seller), m.sellerEpoch, _hash(SALE, m), sellerSignature);
        Debt storage debt = _debts[id];
        if (debt.obligation.disputed()) revert ReceivableDisputed(id);
        NoteId sold = _give(debt, id, noteId, seller, buyer, m.seq, amount);
        if (!(sold == noteId)) emit Moved(id, seller, buyer, noteId, sold, amount, 0);
        emit Sold(id, seller, buyer, sold, amount, m.price);
        _settle(buyer, seller, false, SALE, _start(m), 0x140, buyerSignature);
    }

    /// @inheritdoc IReceivables
    function redeem(Redemption calldata m, bytes calldata signature) external returns (uint64 amount) {
        Debt storage debt = _debts[m.receivable];
        Claim claim = debt.notes[m.note].claim;
        if (!claim.exists()) revert UnknownNote(m.note);
        if (debt.obligation.outstanding() != 0) {
            bytes32 structHash = keccak256(abi.encode(REDEMPTION, m));
            _requireSettling(m.owner, m.epoch, m.deadline, structHash, signature);
            _requireHeld(claim, m.note, m.owner, m.seq);
        }
        amount = _redeemable(debt, claim);
        if (amount == 0) revert NothingToRedeem(m.note);
        _payOut(debt, m.receivable, m.note, amount);
    }

    /// @inheritdoc IReceivables
    function retire(Retirement calldata m, bytes calldata ownerSignature, bytes calldata debtorSignature) external {
        bytes32 structHash = keccak256(abi.encode(RETIREMENT, m));
        _requireActing(m.owner, m.ownerEpoch, m.deadline, structHash, ownerSignature);
        if (m.price > m.amount) revert PriceAboveAmount(m.price, m.amount);
        Debt storage debt = _debts[m.receivable];
        _reduce(debt, m.receivable, m.note, m.owner, m.seq, m.amount);
        debt.totals.retired += m.amount;
        emit Retired(m.receivable, m.owner, m.note, m.amount, m.price);
        _settle(debt.obligation.debtor(), m.owner, false, RETIREMENT, _start(m), 0x120, debtorSignature);
    }

    /// @inheritdoc IReceivables
    function dilute(Dilution calldata m, bytes calldata signature) external {
        _requireActing(m.owner, m.epoch, m.deadline, keccak256(abi.encode(DILUTION, m)), signature);
        Debt storage debt = _debts[m.receivable];
        _reduce(debt, m.receivable, m.note, m.owner, m.seq, m.amount);
        debt.totals.diluted += m.amount;
        emit Diluted(m.receivable, m.owner, m.note, m.amount, m.document);
    }

    /// @inheritdoc IReceivables
    function note(ReceivableId receivable_, NoteId id) external view returns (NoteState memory) {
        Debt storage debt = _debts[receivable_];
        Claim claim = debt.notes[id].claim;
        return NoteState(claim.owner(), claim.amount(), claim.open(), _redeemable(debt, claim), claim.seq());
    }

    /// @dev Moves a note, or creates the part that moves. What the note has redeemed is divided with it.
    function _give(
        Debt storage debt,
        ReceivableId id,
        NoteId noteId,
        PartyId from,
        PartyId to,
        uint32 seq,
        uint64 amount
    ) private returns (NoteId) {
        Holding storage holding = debt.notes[noteId];
        Claim claim = holding.claim;
        _requireHeld(claim, noteId, from, seq);
        if (amount == claim.amount()) {
            holding.claim = claim.movedTo(to);
            return noteId;
        }
        if (amount == 0) revert ZeroAmount();
        if (amount > claim.amount()) revert ExceedsNote(noteId, amount, claim.amount());
        uint64 redeemed = uint64((uint256(claim.redeemed()) * amount) / claim.amount());
        NoteId part = NoteId.wrap(keccak256(abi.encode(id, noteId, seq)));
        _set(debt, id, noteId, claim.less(amount, redeemed));
        debt.notes[part].claim = ClaimWord.create(to, amount, redeemed);
        return part;
    }

    /// @dev Takes `amount` of the unpaid part of a note out of the debt, having redeemed what was paid for the note.
    ///      In a divided receivable the share that had been paid for what ends goes with it, rounded down, so that the
    ///      others are owed what they were before, or a unit sooner.
    function _reduce(
        Debt storage debt,
        ReceivableId id,
        NoteId noteId,
        PartyId owner,
        uint32 seq,
        uint64 amount
    ) private {
        Holding storage holding = debt.notes[noteId];
        _requireHeld(holding.claim, noteId, owner, seq);
        if (amount == 0) revert ZeroAmount();
        uint64 redeemable = _redeemable(debt, holding.claim);
        if (redeemable != 0) _payOut(debt, id, noteId, redeemable);
        (Obligation obligation, Claim claim) = (debt.obligation, holding.claim);
        uint64 unpaid = claim.open() < obligation.outstanding() ? claim.open() : obligation.outstanding();
        if (amount > unpaid) revert ExceedsNote(noteId, amount, unpaid);
        uint64 paid = 0;
        if (amount == claim.open()) {
            paid = claim.redeemed();
        } else if (claim.amount() != obligation.face()) {
            paid = uint64((uint256(amount) * obligation.paid()) / obligation.outstanding());
            if (paid > claim.redeemed()) paid = claim.redeemed();
        }
        debt.obligation = obligation.less(amount + paid, paid);
        _set(debt, id, noteId, claim.less(amount + paid, paid));
        debt.totals.closed += paid;
    }

    function _payOut(Debt storage debt, ReceivableId id, NoteId noteId, uint64 amount) private {
        Claim claim = debt.notes[noteId].claim;
        PartyId owner = claim.owner();
        _set(debt, id, noteId, claim.redeem(amount));
        debt.totals.pot -= amount;
        emit Redeemed(id, owner, noteId, amount);
        _cash.disburse(owner, amount);
    }

    /// @dev Writes a note that was reduced. The end of the first one is marked, or it would settle the debt.
    function _set(Debt storage debt, ReceivableId id, NoteId noteId, Claim claim) private {
        debt.notes[noteId].claim = claim;
        if (!claim.exists() && noteId == _first(id)) debt.obligation = debt.obligation.withFirstEnded();
    }

    /// @dev The note's share of what has been paid, rounded down, less what it has redeemed, and no more than waits.
    function _redeemable(Debt storage debt, Claim claim) private view returns (uint64) {
        if (!claim.exists()) return 0;
        uint256 share = (uint256(claim.amount()) * debt.obligation.paid()) / debt.obligation.face();
        if (share <= claim.redeemed()) return 0;
        uint256 due = share - claim.redeemed();
        return due > debt.totals.pot ? debt.totals.pot : uint64(due);
    }

    function _first(ReceivableId id) internal pure returns (NoteId) {
        return NoteId.wrap(ReceivableId.unwrap(id));
    }

    function _requireHeld(Claim claim, NoteId noteId, PartyId by, uint32 seq) private pure {
        if (claim.isHeld(by, seq)) return;
        if (!claim.exists()) revert UnknownNote(noteId);
        if (claim.seq() != seq) revert StaleNote(NoteId.unwrap(noteId), seq, claim.seq());
        revert NotOwner(noteId, by, claim.owner());
    }

    function _hash(bytes32 typeHash, Move calldata m) private pure returns (bytes32) {
        uint256 start;
        assembly ("memory-safe") {
            start := m
        }
        return Intents.hashStruct(typeHash, start, 0x140);
    }

    function _hash(bytes32 typeHash, Sale calldata m) private pure returns (bytes32) {
        return Intents.hashStruct(typeHash, _start(m), 0x140);
    }

    function _start(Sale calldata m) private pure returns (uint256 start) {
        assembly ("memory-safe") {
            start := m
        }
    }

    function _start(Retirement calldata m) private pure returns (uint256 start) {
        assembly ("memory-safe") {
            start := m
        }
    }
}
