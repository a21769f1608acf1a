// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CashActors} from "./CashActors.sol";
import {NoteId, PartyId, PositionId, ReceivableId} from "./Ids.sol";
import {IFacility} from "./interfaces/IFacility.sol";
import {IGoods} from "./interfaces/IGoods.sol";
import {IReceivables} from "./interfaces/IReceivables.sol";
import {IOrders} from "./interfaces/IOrders.sol";
import {Accounts} from "./libraries/Accounts.sol";
import {Waterfall} from "./libraries/Waterfall.sol";

/// @title The part of Facility that keeps positions and divides money
abstract contract Positions is CashActors, IFacility {
    using Waterfall for Waterfall.Parts;
    using Waterfall for uint64;

    bytes32 internal constant LOAN = keccak256(
        "Loan(uint64 principal,uint64 lender,uint64 borrower,uint64 debtor,uint64 fee,uint64 rate,uint64 lateRate,uint64 basis,uint64 due,uint64 grace,uint8 kind,bytes32 collateral,bytes32 note,uint32 seq,uint64 amount,bool recourse,uint64 residualTo,uint64 valuer,uint64 haircut,uint64 marginTime,uint32 borrowerEpoch,uint32 lenderEpoch,uint64 deadline)"
    );
    uint8 internal constant OPEN = 1;
    uint8 internal constant IMPAIRED = 2;
    uint8 internal constant DEFAULTED = 3;
    uint8 internal constant REPAID = 4;
    uint8 internal constant RECOVERED = 5;
    uint8 internal constant FORECLOSED = 6;
    uint8 internal constant NOTE = 1;
    uint8 internal constant TITLE = 2;
    uint8 internal constant ORDER_IN_CASH = 3;
    uint8 internal constant ORDER_ON_CREDIT = 4;
    uint64 internal constant WHOLE = 10_000;

    /// @dev principal, interest, late, fee: owed at `since`. orderPaid: what the order has paid that was collected here,
    ///      or, on credit, attached.
    struct Position {
        uint64 principal;
        uint64 interest;
        uint64 late;
        uint40 since;
        uint8 status;
        bool released;
        uint64 fee;
        uint64 value;
        uint40 marginDue;
        uint32 seq;
        uint64 orderPaid;
    }

    /// @dev open: what was still to come of a note when the position last collected. done: it has left the position.
    struct Held {
        PositionId position;
        uint64 open;
        bool done;
    }

    struct Line {
        uint64 limit;
        uint64 exposure;
        uint32 seq;
    }

    IOrders internal immutable _orders;
    IGoods internal immutable _goods;
    IReceivables internal immutable _receivables;
    mapping(PositionId => Position) internal _positions;
    mapping(bytes32 key => Held) internal _held;
    mapping(PartyId lender => mapping(PartyId debtor => Line)) internal _lines;

    /// @inheritdoc IFacility
    function idOf(Loan calldata loan) public pure returns (PositionId) {
        return PositionId.wrap(keccak256(abi.encode(LOAN, loan)));
    }

    /// @dev This contract's party.
    function _self() internal view returns (PartyId self) {
        self = _registry.partyOf(address(this));
        if (PartyId.unwrap(self) == 0) revert NotAdmitted();
    }

    /// @dev What is owed now. Interest runs on the principal from `since` on, late interest from the due date on besides.
    function _owed(Loan calldata loan, Position storage p) internal view returns (Waterfall.Parts memory owed) {
        uint64 time = uint64(block.timestamp) - p.since;
        uint64 lateFrom = loan.due > p.since ? loan.due : p.since;
        uint64 late = block.timestamp > lateFrom ? uint64(block.timestamp) - lateFrom : 0;
        owed.fee = p.fee;
        owed.principal = p.principal;
        uint256 interest = uint256(p.interest) + Waterfall.interest(p.principal, loan.rate, time, loan.basis);
        uint256 lateInterest = uint256(p.late) + Waterfall.interest(p.principal, loan.lateRate, late, loan.basis);
        (owed.interest, owed.late) = (Waterfall.clip(interest), Waterfall.clip(lateInterest));
    }

    /// @dev Divides money that has reached this contract's account, and pays it out.
    function _distribute(PositionId id, Loan calldata loan, uint64 amount, PartyId residualTo) internal {
        Position storage p = _positions[id];
        Waterfall.Parts memory owed = _owed(loan, p);
        Waterfall.Parts memory paid = amount.divide(owed);
        (p.fee, p.late) = (owed.fee - paid.fee, owed.late - paid.late);
        (p.interest, p.principal) = (owed.interest - paid.interest, owed.principal - paid.principal);
        p.since = uint40(block.timestamp);
        _lines[loan.lender][loan.debtor].exposure -= paid.principal;
        emit Repaid(id, amount, paid, p.status == DEFAULTED || p.status == RECOVERED);
        if (p.status < REPAID) {
            if (amount >= owed.total()) {
                p.status = p.status == DEFAULTED ? RECOVERED : REPAID;
                p.marginDue = 0;
            } else {
                _checkMargin(id, loan, p);
            }
        }
        _send(loan.lender, amount - paid.residual);
        _send(residualTo, paid.residual);
    }

    /// @dev Calls or ends the margin call by the last value; there is none before the first.
    function _checkMargin(PositionId id, Loan calldata loan, Position storage p) internal {
        if (p.value == 0 && p.marginDue == 0) return;
        uint64 owed = _owed(loan, p).total();
        uint64 covered = uint64((uint256(p.value) * loan.haircut) / WHOLE);
        if (owed <= covered) {
            p.marginDue = 0;
        } else if (p.marginDue == 0) {
            p.marginDue = uint40(block.timestamp + loan.marginTime);
            emit MarginCalled(id, owed - covered, p.marginDue);
        }
    }

    /// @dev What a note has brought since the last time goes through the waterfall; returns whether it did.
    function _collect(
        PositionId id,
        Loan calldata loan,
        ReceivableId receivable,
        NoteId note,
        bytes32 key
    ) internal returns (bool) {
        Held storage held = _held[key];
        IReceivables.NoteState memory state = _receivables.note(receivable, note);
        if (state.redeemable != 0) {
            IReceivables.Redemption memory message = IReceivables.Redemption(
                _self(),
                receivable,
                note,
                state.seq,
                0,
                uint64(block.timestamp)
            );
            _receivables.redeem(message, "");
            state.open -= state.redeemable;
        }
        uint64 received = held.open - state.open;
        if (received == 0) return false;
        held.open = state.open;
        _bring(id, loan, received);
        return true;
    }

    /// @dev Money of the collateral: the lender's and the rest's, or all its new owner's.
    function _bring(PositionId id, Loan calldata loan, uint64 amount) internal {
        Position storage p = _positions[id];
        if (p.released) _send(loan.borrower, amount);
        else _distribute(id, loan, amount, p.status == FORECLOSED ? loan.lender : loan.residualTo);
    }

    function _send(PartyId to, uint64 amount) private {
        if (amount != 0) _cash.transfer(Accounts.account(to), amount);
    }
}
