// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CashActors} from "./CashActors.sol";
import {NoteId, OrderId, PartyId, PositionId} from "./Ids.sol";
import {Pledges} from "./Pledges.sol";
import {ICash} from "./interfaces/ICash.sol";
import {IFacility} from "./interfaces/IFacility.sol";
import {IOrders} from "./interfaces/IOrders.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {ITitles} from "./interfaces/ITitles.sol";
import {PartyWord} from "./libraries/PartyWord.sol";
import {Waterfall} from "./libraries/Waterfall.sol";

/// @title Facility
contract Facility is Pledges {
    using Waterfall for Waterfall.Parts;

    bytes32 private constant REPAYMENT = keccak256(
        "Repayment(uint64 amount,bytes32 position,uint32 seq,uint32 epoch,uint64 deadline)"
    );
    bytes32 private constant LENDER_ACTION = keccak256(
        "LenderAction(bytes32 position,uint8 action,uint32 seq,uint32 epoch,uint64 deadline)"
    );
    bytes32 private constant VALUATION = keccak256(
        "Valuation(bytes32 position,uint64 value,uint32 seq,uint32 epoch,uint64 deadline)"
    );
    bytes32 private constant LIMIT = keccak256(
        "Limit(uint64 lender,uint64 debtor,uint64 amount,uint32 seq,uint32 epoch,uint64 deadline)"
    );
    uint64 private constant LONGEST = 3650 days;

    constructor(IRegistry registry_, ICash cash_, IOrders orders_) CashActors(registry_, cash_) {
        (_orders, _goods, _receivables) = (orders_, orders_.goods(), orders_.receivables());
        bool one = address(_receivables.cash()) == address(cash_) && address(_goods.registry()) == address(registry_);
        if (!one) revert Mismatched(address(orders_));
    }

    /// @inheritdoc IFacility
    function open(
        Loan calldata loan,
        bytes calldata borrowerSignature,
        bytes calldata lenderSignature,
        bytes calldata collateralSignature
    ) external {
        PositionId id = _create(loan, borrowerSignature);
        if (loan.kind == NOTE) {
            _takeNote(id, loan, collateralSignature);
        } else if (loan.kind == TITLE) {
            if (loan.debtor != loan.borrower) revert BadLoan("debtor");
            ITitles.TitleMove memory message = ITitles.TitleMove(
                loan.borrower,
                _self(),
                NoteId.wrap(loan.collateral),
                loan.seq,
                loan.amount,
                loan.borrowerEpoch,
                PositionId.unwrap(id),
                loan.deadline
            );
            _takeTitle(id, message, collateralSignature);
        } else {
            revert BadLoan("kind");
        }
        _payOut(loan, lenderSignature);
    }

    /// @inheritdoc IFacility
    function openOnOrder(
        Loan calldata loan,
        IOrders.OrderTerms calldata terms,
        bytes calldata borrowerSignature,
        bytes calldata lenderSignature,
        bytes calldata collateralSignature
    ) external {
        PositionId id = _create(loan, borrowerSignature);
        if (loan.kind != (terms.tenor == 0 ? ORDER_IN_CASH : ORDER_ON_CREDIT)) revert BadLoan("kind");
        if (loan.debtor != terms.buyer) revert BadLoan("debtor");
        IOrders.OrderState memory state = _orders.order(OrderId.wrap(loan.collateral));
        if (state.disputed) revert IOrders.OrderIsDisputed(OrderId.wrap(loan.collateral));
        if (loan.principal > terms.price - state.matched) revert BadLoan("principal");
        IOrders.Assignment memory message = IOrders.Assignment(
            OrderId.wrap(loan.collateral),
            loan.borrower,
            _self(),
            loan.seq,
            address(this),
            loan.borrowerEpoch,
            loan.deadline
        );
        _orders.assignProceeds(terms, message, collateralSignature);
        _positions[id].orderPaid = state.paid;
        _held[loan.collateral] = Held(id, 0, false);
        emit CollateralAdded(id, loan.collateral, NoteId.wrap(0), 0);
        _payOut(loan, lenderSignature);
    }

    /// @inheritdoc IFacility
    function repay(Loan calldata loan, Repayment calldata message, bytes calldata signature) external {
        (PositionId id, Position storage p) = _requireLive(loan);
        _requireSeq(id, message.position, p.seq, message.seq);
        ++p.seq;
        uint256 start;
        assembly ("memory-safe") {
            start := message
        }
        _settle(loan.borrower, _self(), true, REPAYMENT, start, 0xa0, signature);
        _distribute(id, loan, message.amount, loan.borrower);
    }

    /// @inheritdoc IFacility
    function act(Loan calldata loan, LenderAction calldata message, bytes calldata signature) external {
        (PositionId id, Position storage p) = _requireLive(loan);
        _requireSeq(id, message.position, p.seq, message.seq);
        bytes32 structHash = keccak256(abi.encode(LENDER_ACTION, message));
        _requireActing(loan.lender, message.epoch, message.deadline, structHash, signature);
        ++p.seq;
        if (message.action == 1) _impair(id, loan, p);
        else if (message.action == 2) _default(id, loan, p);
        else if (message.action == 3) _release(id, p);
        else if (message.action == 4 && p.status == DEFAULTED) _foreclose(id, loan, p);
        else revert WrongStatus(id, p.status);
    }

    /// @inheritdoc IFacility
    function setValue(Loan calldata loan, Valuation calldata message, bytes calldata signature) external {
        (PositionId id, Position storage p) = _requireLive(loan);
        _requireSeq(id, message.position, p.seq, message.seq);
        if (PartyId.unwrap(loan.valuer) == 0 || p.status == DEFAULTED) revert WrongStatus(id, p.status);
        bytes32 structHash = keccak256(abi.encode(VALUATION, message));
        _requireActing(loan.valuer, message.epoch, message.deadline, structHash, signature);
        ++p.seq;
        p.value = message.value == 0 ? 1 : message.value;
        emit Valued(id, message.value);
        _checkMargin(id, loan, p);
    }

    /// @inheritdoc IFacility
    function setLimit(Limit calldata message, bytes calldata signature) external {
        bytes32 structHash = keccak256(abi.encode(LIMIT, message));
        _requireActing(message.lender, message.epoch, message.deadline, structHash, signature);
        Line storage line = _lines[message.lender][message.debtor];
        bytes32 key = keccak256(abi.encode(message.lender, message.debtor));
        if (line.seq != message.seq) revert StalePosition(key, message.seq, line.seq);
        if (message.amount < line.exposure) revert LimitBelowExposure(message.amount, line.exposure);
        (line.limit, line.seq) = (message.amount, line.seq + 1);
        emit LimitSet(message.lender, message.debtor, message.amount);
    }

    /// @inheritdoc IFacility
    function position(Loan calldata loan) external view returns (PositionState memory) {
        Position storage p = _positions[idOf(loan)];
        Waterfall.Parts memory none;
        return PositionState(p.status, p.seq, p.released, p.value, p.marginDue, p.status == 0 ? none : _owed(loan, p));
    }

    /// @inheritdoc IFacility
    function lineOf(PartyId lender, PartyId debtor) external view returns (uint64 limit, uint64 exposure, uint32 seq) {
        Line memory line = _lines[lender][debtor];
        return (line.limit, line.exposure, line.seq);
    }

    function _create(Loan calldata loan, bytes calldata signature) private returns (PositionId id) {
        id = idOf(loan);
        if (_positions[id].status != 0) revert AlreadyOpened(id);
        _requireLoan(loan);
        _requireActing(loan.borrower, loan.borrowerEpoch, loan.deadline, PositionId.unwrap(id), signature);
        PartyWord debtor = _wordOf(loan.debtor);
        debtor.requireActive(loan.debtor, debtor.epoch());
        Line storage line = _lines[loan.lender][loan.debtor];
        uint256 exposure = uint256(line.exposure) + loan.principal;
        if (exposure > line.limit) revert LimitExceeded(loan.lender, loan.debtor, line.exposure, line.limit);
        line.exposure = uint64(exposure);
        Position storage p = _positions[id];
        (p.principal, p.fee, p.since) = (loan.principal, loan.fee, uint40(block.timestamp));
        (p.status, p.seq) = (OPEN, 1);
        emit Opened(id, loan.lender, loan.borrower, loan);
    }

    function _payOut(Loan calldata loan, bytes calldata signature) private {
        uint256 start;
        assembly ("memory-safe") {
            start := loan
        }
        _settle(loan.lender, loan.borrower, false, LOAN, start, 0x2e0, signature);
    }

    function _impair(PositionId id, Loan calldata loan, Position storage p) private {
        if (p.status != OPEN) revert WrongStatus(id, p.status);
        if (block.timestamp <= loan.due) revert NotDue(uint64(block.timestamp), loan.due);
        p.status = IMPAIRED;
        emit Impaired(id, _owed(loan, p).total());
    }

    function _default(PositionId id, Loan calldata loan, Position storage p) private {
        if (p.status == DEFAULTED) revert WrongStatus(id, p.status);
        bool missed = p.marginDue != 0 && block.timestamp > p.marginDue;
        uint64 last = loan.due + loan.grace;
        if (block.timestamp <= last && !missed) revert NotDue(uint64(block.timestamp), last);
        emit Defaulted(id, _owed(loan, p).total(), loan.recourse);
        p.status = DEFAULTED;
        if (!loan.recourse) _foreclose(id, loan, p);
    }

    /// @dev The lender takes the collateral for all that is owed.
    function _foreclose(PositionId id, Loan calldata loan, Position storage p) private {
        _lines[loan.lender][loan.debtor].exposure -= p.principal;
        (p.principal, p.interest, p.late, p.fee) = (0, 0, 0, 0);
        (p.status, p.marginDue, p.since) = (FORECLOSED, 0, uint40(block.timestamp));
        emit Foreclosed(id);
    }

    function _release(PositionId id, Position storage p) private {
        p.released = true;
        emit Released(id);
    }

    function _requireLoan(Loan calldata loan) private view {
        if (loan.principal == 0) revert BadLoan("principal");
        if (loan.lender == loan.borrower) revert BadLoan("borrower");
        if (loan.fee > loan.principal) revert BadLoan("fee");
        if (loan.rate > WHOLE || loan.lateRate > WHOLE) revert BadLoan("rate");
        if (loan.basis != 360 && loan.basis != 365) revert BadLoan("basis");
        if (loan.due <= block.timestamp || loan.due - block.timestamp > LONGEST) revert BadLoan("due");
        if (loan.grace > LONGEST || loan.marginTime > LONGEST) revert BadLoan("grace");
        if (loan.residualTo != loan.borrower && loan.residualTo != loan.lender) revert BadLoan("residualTo");
        if (loan.haircut > WHOLE) revert BadLoan("haircut");
    }

    function _requireSeq(PositionId id, PositionId named, uint32 actual, uint32 expected) private pure {
        if (!(named == id)) revert UnknownPosition(named);
        if (actual != expected) revert StalePosition(PositionId.unwrap(id), expected, actual);
    }
}
