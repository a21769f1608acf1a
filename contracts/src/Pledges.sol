// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {NoteId, OrderId, PartyId, PositionId, ReceivableId} from "./Ids.sol";
import {Positions} from "./Positions.sol";
import {IFacility} from "./interfaces/IFacility.sol";
import {IOrders} from "./interfaces/IOrders.sol";
import {IReceivables} from "./interfaces/IReceivables.sol";
import {ITitles} from "./interfaces/ITitles.sol";
import {Intents} from "./libraries/Intents.sol";

/// @title The part of Facility that takes collateral in and hands it on
abstract contract Pledges is Positions {
    bytes32 private constant TITLE_MOVE = keccak256(
        "TitleMove(uint64 from,uint64 to,bytes32 note,uint32 seq,uint64 amount,uint32 epoch,bytes32 document,uint64 deadline)"
    );

    mapping(NoteId title => mapping(uint32 seq => PartyId)) private _witnessed;
    /// @dev The digest that this contract signs for the length of a call (ERC-1271).
    bytes32 private _signing;

    /// @dev ERC-1271: the admission of this contract, and what it is just having executed by Goods.
    function isValidSignature(bytes32 digest, bytes calldata admission) external view override returns (bytes4) {
        bool signs = (digest == _signing && digest != 0) || _admits(digest, admission);
        return signs ? this.isValidSignature.selector : bytes4(0);
    }

    /// @inheritdoc IFacility
    function witness(NoteId title) external {
        ITitles.TitleState memory state = _goods.title(title);
        _witnessed[title][state.seq] = state.owner;
        emit TitleWitnessed(title, state.owner, state.seq);
    }

    /// @inheritdoc IFacility
    function returnTitle(NoteId title) external {
        ITitles.TitleState memory state = _goods.title(title);
        bool free = state.owner == _self() && PositionId.unwrap(_held[NoteId.unwrap(title)].position) == 0;
        PartyId owner = state.seq == 0 ? PartyId.wrap(0) : _witnessed[title][state.seq - 1];
        if (!free || PartyId.unwrap(owner) == 0) revert NotDeposited(title);
        _moveTitle(title, owner);
    }

    /// @inheritdoc IFacility
    function collect(Loan calldata loan, ReceivableId receivable, NoteId note) external {
        (PositionId id, bytes32 key) = _requireHeld(loan, ReceivableId.unwrap(receivable), note);
        if (!_collect(id, loan, receivable, note, key)) revert NothingCollected(id);
    }

    /// @inheritdoc IFacility
    function collectOrder(Loan calldata loan) external {
        PositionId id = idOf(loan);
        if (!_collectOrder(id, loan)) revert NothingCollected(id);
    }

    /// @inheritdoc IFacility
    function attach(Loan calldata loan, ReceivableId receivable) external {
        PositionId id = idOf(loan);
        (OrderId order, PartyId beneficiary) = _orders.birthOf(receivable);
        NoteId note = NoteId.wrap(ReceivableId.unwrap(receivable));
        bytes32 key = _key(ReceivableId.unwrap(receivable), note);
        bool ours =
            _held[loan.collateral].position == id &&
                loan.kind == ORDER_ON_CREDIT &&
                OrderId.unwrap(order) == loan.collateral &&
                beneficiary == _self();
        if (!ours || _held[key].done || PositionId.unwrap(_held[key].position) != 0) revert NotCollateral(key);
        uint64 face = _receivables.receivable(receivable).face;
        _held[key] = Held(id, face, false);
        _positions[id].orderPaid += face;
        emit CollateralAdded(id, ReceivableId.unwrap(receivable), note, face);
    }

    /// @inheritdoc IFacility
    function topUp(
        Loan calldata loan,
        NoteId title,
        uint32 seq,
        uint64 amount,
        uint32 epoch,
        uint64 deadline,
        bytes calldata signature
    ) external {
        (PositionId id, Position storage p) = _requireLive(loan);
        if (loan.kind != TITLE || p.released) revert WrongStatus(id, p.status);
        PartyId borrower = loan.borrower;
        ITitles.TitleMove memory message = ITitles.TitleMove(
            borrower,
            _self(),
            title,
            seq,
            amount,
            epoch,
            PositionId.unwrap(id),
            deadline
        );
        _takeTitle(id, message, signature);
    }

    /// @inheritdoc IFacility
    function handOver(Loan calldata loan, bytes32 collateral, NoteId note) external {
        (PositionId id, bytes32 key) = _requireHeld(loan, collateral, note);
        PartyId to = _dueTo(id, loan);
        if (loan.kind == TITLE) {
            _held[key] = Held(PositionId.wrap(0), 0, true);
            _moveTitle(NoteId.wrap(collateral), to);
        } else {
            ReceivableId receivable = ReceivableId.wrap(collateral);
            _collect(id, loan, receivable, note, key);
            _held[key] = Held(PositionId.wrap(0), 0, true);
            IReceivables.NoteState memory state = _receivables.note(receivable, note);
            if (state.amount != 0) _moveNote(receivable, note, state, to);
        }
        emit CollateralMoved(id, to, collateral, note);
    }

    /// @inheritdoc IFacility
    function handOverOrder(Loan calldata loan, IOrders.OrderTerms calldata terms) external {
        PositionId id = idOf(loan);
        PartyId to = _dueTo(id, loan);
        if (!(_held[loan.collateral].position == id)) revert NotCollateral(loan.collateral);
        _collectOrder(id, loan);
        _held[loan.collateral] = Held(PositionId.wrap(0), 0, true);
        OrderId order = OrderId.wrap(loan.collateral);
        IOrders.OrderState memory state = _orders.order(order);
        // All that was born to this position has been taken into it, so nothing is left for the next one.
        if (state.paid != _positions[id].orderPaid) revert NotAttached(state.paid - _positions[id].orderPaid);
        IOrders.Assignment memory message = IOrders.Assignment(
            order,
            _self(),
            to,
            state.seq,
            address(0),
            0,
            uint64(block.timestamp)
        );
        _orders.assignProceeds(terms, message, "");
        emit CollateralMoved(id, to, loan.collateral, NoteId.wrap(0));
    }

    /// @inheritdoc IFacility
    function holderOf(bytes32 key) external view returns (PositionId) {
        return _held[key].position;
    }

    function _takeNote(PositionId id, Loan calldata loan, bytes calldata signature) internal {
        ReceivableId receivable = ReceivableId.wrap(loan.collateral);
        IReceivables.ReceivableState memory debt = _receivables.receivable(receivable);
        if (debt.debtor != loan.debtor) revert BadLoan("debtor");
        if (debt.disputed) revert IReceivables.ReceivableDisputed(receivable);
        IReceivables.Move memory message = IReceivables.Move(
            loan.borrower,
            _self(),
            receivable,
            loan.note,
            loan.seq,
            loan.amount,
            address(this),
            PositionId.unwrap(id),
            loan.borrowerEpoch,
            loan.deadline
        );
        NoteId moved = _receivables.move(message, signature);
        uint64 claim = _receivables.note(receivable, moved).open;
        if (loan.principal > claim) revert BadLoan("principal");
        _held[_key(loan.collateral, moved)] = Held(id, claim, false);
        emit CollateralAdded(id, loan.collateral, moved, claim);
    }

    /// @dev Takes a whole title of the borrower, or finds it here, moved alone before.
    function _takeTitle(PositionId id, ITitles.TitleMove memory message, bytes calldata signature) internal {
        NoteId title = message.note;
        bytes32 key = NoteId.unwrap(title);
        ITitles.TitleState memory state = _goods.title(title);
        if (PositionId.unwrap(_held[key].position) != 0) revert NotCollateral(key);
        if (state.amount != message.amount) revert BadLoan("amount");
        bool here = state.owner == message.to && state.seq == uint256(message.seq) + 1;
        if (!here || _witnessed[title][message.seq] != message.from) _goods.moveTitle(message, signature);
        _held[key] = Held(id, 0, false);
        emit CollateralAdded(id, key, title, message.amount);
    }

    /// @dev Moves a title of this contract; Goods asks for its signature meanwhile.
    function _moveTitle(NoteId title, PartyId to) internal {
        PartyId self = _self();
        ITitles.TitleState memory state = _goods.title(title);
        ITitles.TitleMove memory message = ITitles.TitleMove(
            self,
            to,
            title,
            state.seq,
            state.amount,
            _registry.word(self).epoch(),
            0,
            uint64(block.timestamp)
        );
        _signing = Intents.digest(_goods.DOMAIN_SEPARATOR(), keccak256(abi.encode(TITLE_MOVE, message)));
        _goods.moveTitle(message, "");
        _signing = 0;
    }

    function _moveNote(ReceivableId receivable, NoteId note, IReceivables.NoteState memory state, PartyId to) private {
        IReceivables.Move memory message = IReceivables.Move(
            _self(),
            to,
            receivable,
            note,
            state.seq,
            state.amount,
            address(0),
            0,
            0,
            uint64(block.timestamp)
        );
        _receivables.move(message, "");
    }

    function _collectOrder(PositionId id, Loan calldata loan) private returns (bool) {
        if (loan.kind != ORDER_IN_CASH || !(_held[loan.collateral].position == id)) return false;
        Position storage p = _positions[id];
        uint64 paid = _orders.order(OrderId.wrap(loan.collateral)).paid;
        uint64 received = paid - p.orderPaid;
        if (received == 0) return false;
        p.orderPaid = paid;
        _bring(id, loan, received);
        return true;
    }

    /// @dev Whom the collateral is due to.
    function _dueTo(PositionId id, Loan calldata loan) internal view returns (PartyId) {
        Position storage p = _positions[id];
        if (p.released) return loan.borrower;
        if (p.status == REPAID || p.status == RECOVERED) return loan.residualTo;
        if (p.status == FORECLOSED) return loan.lender;
        revert WrongStatus(id, p.status);
    }

    /// @dev A position that still owes: open, impaired or defaulted.
    function _requireLive(Loan calldata loan) internal view returns (PositionId id, Position storage p) {
        id = idOf(loan);
        p = _positions[id];
        if (p.status == 0) revert UnknownPosition(id);
        if (p.status >= REPAID) revert WrongStatus(id, p.status);
    }

    function _requireHeld(
        Loan calldata loan,
        bytes32 collateral,
        NoteId note
    ) private view returns (PositionId id, bytes32 key) {
        id = idOf(loan);
        key = loan.kind == TITLE ? collateral : _key(collateral, note);
        if (!(_held[key].position == id)) revert NotCollateral(collateral);
    }

    function _key(bytes32 receivable, NoteId note) internal pure returns (bytes32) {
        return keccak256(abi.encode(receivable, note));
    }
}
