// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LotId, NoteId, OrderId, PartyId, PositionId, ReceivableId} from "../../src/Ids.sol";
import {IFacility} from "../../src/interfaces/IFacility.sol";
import {IOrders} from "../../src/interfaces/IOrders.sol";
import {IReceivables} from "../../src/interfaces/IReceivables.sol";
import {ITitles} from "../../src/interfaces/ITitles.sol";
import {FacilityTypes} from "./FacilityTypes.sol";
import {MoneyTypes} from "./MoneyTypes.sol";
import {OrdersTest} from "./OrdersTest.sol";
import {OrderTypes} from "./OrderTypes.sol";
import {Types} from "./Types.sol";

/// @dev Loans of LENDER to FARM against what FARM has, and messages about them.
abstract contract FacilityTest is OrdersTest {
    PartyId internal constant FACILITY = PartyId.wrap(11);
    uint64 internal constant LENT = 800_000;
    uint64 internal constant FEE = 5_000;
    uint64 internal constant REPAY_BY = NOW + 90 days;
    uint64 internal constant GRACE = 10 days;

    IFacility internal facility;

    function setUp() public virtual override {
        super.setUp();
        facility = IFacility(deploy("Facility", abi.encode(registry, cash, orders)));
        admitContract(FACILITY, address(facility));
        accepts(address(facility), limiting(LENDER, BUYER, 10 * FACE));
        accepts(address(facility), limiting(LENDER, FARM, 10 * FACE));
    }

    function ofFacility(PartyId by, string memory type_, bytes memory data) internal view returns (bytes memory) {
        return signedFor(address(facility), by, type_, data);
    }

    /// @dev 800,000 at 12 % (24 % more when late) on a year of 360 days, a fee of 5,000; the rest is FARM's.
    function loan() internal view returns (IFacility.Loan memory m) {
        (m.principal, m.lender, m.borrower, m.debtor) = (LENT, LENDER, FARM, BUYER);
        (m.fee, m.rate, m.lateRate, m.basis) = (FEE, 1_200, 2_400, 360);
        (m.due, m.grace, m.residualTo) = (REPAY_BY, GRACE, FARM);
        (m.borrowerEpoch, m.lenderEpoch, m.deadline) = (epochOf(FARM), epochOf(LENDER), LATER);
    }

    /// @dev Against the whole of a receivable's first note.
    function onNote(ReceivableId id) internal view returns (IFacility.Loan memory m) {
        m = loan();
        (m.kind, m.collateral, m.note) = (1, ReceivableId.unwrap(id), first(id));
        (m.seq, m.amount) = (receivables.note(id, first(id)).seq, receivables.note(id, first(id)).amount);
    }

    /// @dev Against the title to a lot of FARM, which SHOP values.
    function onTitle(NoteId title_) internal view returns (IFacility.Loan memory m) {
        m = loan();
        (m.kind, m.collateral, m.debtor) = (2, NoteId.unwrap(title_), FARM);
        (m.seq, m.amount) = (goods.title(title_).seq, goods.title(title_).amount);
        (m.valuer, m.haircut, m.marginTime) = (SHOP, 8_000, 3 days);
    }

    /// @dev Against the proceeds of an order.
    function onOrder(IOrders.OrderTerms memory t) internal view returns (IFacility.Loan memory m) {
        m = loan();
        (m.kind, m.collateral) = (t.tenor == 0 ? 3 : 4, OrderId.unwrap(orders.idOf(t)));
        m.seq = orders.order(orders.idOf(t)).seq;
    }

    function noteMove(IFacility.Loan memory m) internal view returns (bytes memory) {
        IReceivables.Move memory move = IReceivables.Move({
            from: m.borrower,
            to: FACILITY,
            receivable: ReceivableId.wrap(m.collateral),
            note: m.note,
            seq: m.seq,
            amount: m.amount,
            via: address(facility),
            document: PositionId.unwrap(facility.idOf(m)),
            epoch: m.borrowerEpoch,
            deadline: m.deadline
        });
        return ofReceivables(m.borrower, MoneyTypes.MOVE, abi.encode(move));
    }

    function titleMove(IFacility.Loan memory m) internal view returns (ITitles.TitleMove memory) {
        return
            ITitles.TitleMove({
                from: m.borrower,
                to: FACILITY,
                note: NoteId.wrap(m.collateral),
                seq: m.seq,
                amount: m.amount,
                epoch: m.borrowerEpoch,
                document: PositionId.unwrap(facility.idOf(m)),
                deadline: m.deadline
            });
    }

    function assignment(IFacility.Loan memory m) internal view returns (bytes memory) {
        IOrders.Assignment memory a = IOrders.Assignment({
            order: OrderId.wrap(m.collateral),
            from: m.borrower,
            to: FACILITY,
            seq: m.seq,
            via: address(facility),
            epoch: m.borrowerEpoch,
            deadline: m.deadline
        });
        return ofOrders(m.borrower, OrderTypes.ASSIGNMENT, abi.encode(a));
    }

    function opening(IFacility.Loan memory m) internal view returns (bytes memory) {
        bytes memory data = abi.encode(m);
        bytes memory collateral =
            m.kind == 2 ? signed(m.borrower, Types.TITLE_MOVE, abi.encode(titleMove(m))) : noteMove(m);
        bytes memory borrower = ofFacility(m.borrower, FacilityTypes.LOAN, data);
        bytes memory lender = ofFacility(m.lender, FacilityTypes.LOAN, data);
        return abi.encodeCall(facility.open, (m, borrower, lender, collateral));
    }

    function openingOnOrder(IFacility.Loan memory m, IOrders.OrderTerms memory t) internal view returns (bytes memory) {
        bytes memory data = abi.encode(m);
        bytes memory borrower = ofFacility(m.borrower, FacilityTypes.LOAN, data);
        bytes memory lender = ofFacility(m.lender, FacilityTypes.LOAN, data);
        return abi.encodeCall(facility.openOnOrder, (m, t, borrower, lender, assignment(m)));
    }

    function repaying(IFacility.Loan memory m, uint64 amount) internal view returns (bytes memory) {
        IFacility.Repayment memory r = IFacility.Repayment(
            amount,
            facility.idOf(m),
            facility.position(m).seq,
            epochOf(m.borrower),
            LATER
        );
        bytes memory signature = ofFacility(m.borrower, FacilityTypes.REPAYMENT, abi.encode(r));
        return abi.encodeCall(facility.repay, (m, r, signature));
    }

    function acting(IFacility.Loan memory m, uint8 action) internal view returns (bytes memory) {
        return actingAs(m, m.lender, action);
    }

    function actingAs(IFacility.Loan memory m, PartyId by, uint8 action) internal view returns (bytes memory) {
        uint32 seq = facility.position(m).seq;
        IFacility.LenderAction memory a = IFacility.LenderAction(facility.idOf(m), action, seq, epochOf(by), LATER);
        return abi.encodeCall(facility.act, (m, a, ofFacility(by, FacilityTypes.LENDER_ACTION, abi.encode(a))));
    }

    function valuing(IFacility.Loan memory m, uint64 value) internal view returns (bytes memory) {
        uint32 seq = facility.position(m).seq;
        IFacility.Valuation memory v = IFacility.Valuation(facility.idOf(m), value, seq, epochOf(m.valuer), LATER);
        return abi.encodeCall(facility.setValue, (m, v, ofFacility(m.valuer, FacilityTypes.VALUATION, abi.encode(v))));
    }

    function toppingUp(IFacility.Loan memory m, NoteId title_) internal view returns (bytes memory) {
        ITitles.TitleMove memory move = titleMove(m);
        (move.note, move.seq) = (title_, goods.title(title_).seq);
        (move.amount, move.epoch) = (goods.title(title_).amount, epochOf(m.borrower));
        bytes memory signature = signed(m.borrower, Types.TITLE_MOVE, abi.encode(move));
        return abi.encodeCall(facility.topUp, (m, title_, move.seq, move.amount, move.epoch, move.deadline, signature));
    }

    function limiting(PartyId lender, PartyId debtor, uint64 amount) internal view returns (bytes memory) {
        (, , uint32 seq) = facility.lineOf(lender, debtor);
        IFacility.Limit memory m = IFacility.Limit(lender, debtor, amount, seq, epochOf(lender), LATER);
        return abi.encodeCall(facility.setLimit, (m, ofFacility(lender, FacilityTypes.LIMIT, abi.encode(m))));
    }

    function exposure(PartyId debtor) internal view returns (uint64 out) {
        (, out, ) = facility.lineOf(LENDER, debtor);
    }

    function status(IFacility.Loan memory m) internal view returns (uint8) {
        return facility.position(m).status;
    }

    /// @dev ceil(principal × rate × days / (10,000 × 360)).
    function interest(uint64 principal, uint64 rate, uint64 time) internal pure returns (uint64) {
        uint256 divisor = uint256(10_000) * 360 days;
        return uint64((uint256(principal) * rate * time + divisor - 1) / divisor);
    }

    /// @dev A lot of FARM, and the title to it.
    function lotOf(string memory name, uint64 quantity) internal returns (NoteId) {
        registerLot(FARM, lotId(name), quantity);
        return title(LotId.wrap(LotId.unwrap(lotId(name))));
    }
}
