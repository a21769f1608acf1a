// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {NoteId, OrderId, PartyId, PositionId, ReceivableId} from "../src/Ids.sol";
import {IFacility} from "../src/interfaces/IFacility.sol";
import {IIntents} from "../src/interfaces/IIntents.sol";
import {IOrders} from "../src/interfaces/IOrders.sol";
import {FacilityTest} from "./support/FacilityTest.sol";
import {FacilityTypes} from "./support/FacilityTypes.sol";
import {vm} from "./support/Vm.sol";

/// @dev What the facility does: each product of the design that a lender finances.
contract FacilityProducts is FacilityTest {
    function opened(IFacility.Loan memory m) private returns (IFacility.Loan memory) {
        accepts(address(facility), opening(m));
        return m;
    }

    function owner(ReceivableId id) private view returns (PartyId) {
        return receivables.note(id, first(id)).owner;
    }

    function collect(IFacility.Loan memory m, ReceivableId id) private {
        accepts(address(facility), abi.encodeCall(facility.collect, (m, id, first(id))));
    }

    function handOverNote(IFacility.Loan memory m) private view returns (bytes memory) {
        return abi.encodeCall(facility.handOver, (m, m.collateral, m.note));
    }

    function wrongStatus(IFacility.Loan memory m, uint8 now_) private view returns (bytes memory) {
        return abi.encodeWithSelector(IFacility.WrongStatus.selector, facility.idOf(m), now_);
    }

    function testTheIdOfAPositionIsTheHashOfItsLoan() public {
        IFacility.Loan memory m = onNote(issue("a"));
        bytes32 expected = vm.eip712HashStruct(FacilityTypes.LOAN, abi.encode(m));
        check(PositionId.unwrap(facility.idOf(m)) == expected, "id");
    }

    // Factoring with a reserve.

    function testFactoringAdvancesAndReturnsTheReserveWhenTheDebtorPays() public {
        ReceivableId id = issue("a");
        IFacility.Loan memory m = opened(onNote(id));
        check(balance(FARM) == LENT && owner(id) == FACILITY && exposure(BUYER) == LENT, "advanced");
        vm.warp(REPAY_BY);
        accepts(address(receivables), paying(BUYER, id, FACE));
        collect(m, id);
        uint64 cost = FEE + interest(LENT, 1_200, 90 days);
        same(balance(LENDER), RICH + cost, "lender");
        same(balance(FARM), FACE - cost, "the reserve");
        check(status(m) == 4 && exposure(BUYER) == 0 && balance(FACILITY) == 0, "repaid");
    }

    function testATrueSaleLeavesTheResidualToTheLender() public {
        ReceivableId id = issue("a");
        IFacility.Loan memory m = onNote(id);
        m.residualTo = LENDER;
        opened(m);
        accepts(address(receivables), paying(BUYER, id, FACE));
        collect(m, id);
        check(balance(LENDER) == RICH - LENT + FACE && balance(FARM) == LENT, "all of it");
    }

    function testAPledgeOfAPartIsRepaidAndComesBack() public {
        ReceivableId id = issue("a");
        IFacility.Loan memory m = onNote(id);
        m.amount = 900_000;
        opened(m);
        NoteId part = partOf(id, first(id), 1);
        check(receivables.note(id, part).owner == FACILITY && owner(id) == FARM, "the part is pledged");
        bytes memory early = abi.encodeCall(facility.handOver, (m, m.collateral, part));
        refuses(address(facility), early, wrongStatus(m, 1));
        accepts(address(cash), sending(LENDER, FARM, FEE));
        accepts(address(facility), repaying(m, LENT + FEE));
        check(status(m) == 4 && exposure(BUYER) == 0, "repaid");
        accepts(address(facility), early);
        same(receivables.note(id, part).owner, FARM, "back");
    }

    function testPartialPaymentsOfTheDebtorPayTheWaterfallInOrder() public {
        ReceivableId id = issue("a");
        IFacility.Loan memory m = opened(onNote(id));
        vm.warp(REPAY_BY + 30 days);
        uint64 due = interest(LENT, 1_200, 120 days);
        uint64 late = interest(LENT, 2_400, 30 days);
        IFacility.PositionState memory p = facility.position(m);
        check(p.owed.fee == FEE && p.owed.interest == due && p.owed.late == late, "owed");
        accepts(address(receivables), paying(BUYER, id, FEE + late + 1));
        collect(m, id);
        p = facility.position(m);
        check(p.owed.fee == 0 && p.owed.late == 0 && p.owed.interest == due - 1, "fee, late interest, interest");
        accepts(address(receivables), paying(BUYER, id, due));
        collect(m, id);
        p = facility.position(m);
        check(p.owed.interest == 0 && p.owed.principal == LENT - 1, "then principal");
        same(exposure(BUYER), LENT - 1, "exposure");
        bytes memory nothing = abi.encodeWithSelector(IFacility.NothingCollected.selector, facility.idOf(m));
        refuses(address(facility), abi.encodeCall(facility.collect, (m, id, first(id))), nothing);
    }

    function testWhatIsRepaidAboveTheDebtComesBack() public {
        ReceivableId id = issue("a");
        IFacility.Loan memory m = opened(onNote(id));
        mint(FARM, FACE);
        accepts(address(facility), repaying(m, LENT + FACE));
        same(balance(FARM), FACE - FEE, "the rest");
        refuses(address(facility), repaying(m, 1), wrongStatus(m, 4));
    }

    // Purchase-order finance.

    function testPurchaseOrderFinanceIsRepaidFromTheEscrow() public {
        IOrders.OrderTerms memory t = terms("po");
        placed(t);
        IFacility.Loan memory m = onOrder(t);
        accepts(address(facility), openingOnOrder(m, t));
        same(orders.order(orders.idOf(t)).beneficiary, FACILITY, "beneficiary");
        register(FARM, unitId("crate"));
        accepts(address(orders), delivering(t, delivery(t, 0, QUANTITY, PRICE), unitId("crate")));
        accepts(address(facility), abi.encodeCall(facility.collectOrder, (m)));
        check(status(m) == 4 && balance(LENDER) == RICH + FEE && balance(FARM) == PRICE - FEE, "repaid");
    }

    function testPurchaseOrderFinanceTakesTheReceivableThatIsBornToIt() public {
        IOrders.OrderTerms memory t = credit("po");
        placed(t);
        IFacility.Loan memory m = onOrder(t);
        accepts(address(facility), openingOnOrder(m, t));
        register(FARM, unitId("crate"));
        IOrders.Delivery memory d = delivery(t, 0, QUANTITY, PRICE);
        accepts(address(orders), delivering(t, d, unitId("crate")));
        ReceivableId id = receivables.idOf(BUYER, d.nullifier);
        same(owner(id), FACILITY, "born there");
        uint256 start = vm.snapshotState();
        accepts(address(facility), abi.encodeCall(facility.attach, (m, id)));
        accepts(address(receivables), paying(BUYER, id, PRICE));
        collect(m, id);
        check(status(m) == 4 && balance(FARM) == PRICE - FEE, "repaid");
        // Paid before anyone attached it: the same.
        vm.revertToState(start);
        accepts(address(receivables), paying(BUYER, id, PRICE));
        accepts(address(facility), abi.encodeCall(facility.attach, (m, id)));
        collect(m, id);
        check(status(m) == 4 && balance(FARM) == PRICE - FEE && balance(FACILITY) == 0, "repaid the same");
    }

    function testAnOrderComesBackWhenTheLoanIsRepaid() public {
        IOrders.OrderTerms memory t = terms("po");
        OrderId id = placed(t);
        IFacility.Loan memory m = onOrder(t);
        accepts(address(facility), openingOnOrder(m, t));
        mint(FARM, FEE);
        accepts(address(facility), repaying(m, LENT + FEE));
        accepts(address(facility), abi.encodeCall(facility.handOverOrder, (m, t)));
        same(orders.order(id).beneficiary, FARM, "beneficiary");
    }

    // Inventory finance.

    function testInventoryIsPledgedAndItsValueCallsForMargin() public {
        NoteId title_ = lotOf("apples", 10_000);
        IFacility.Loan memory m = opened(onTitle(title_));
        same(goods.title(title_).owner, FACILITY, "title");
        accepts(address(facility), valuing(m, 1_100_000));
        same(facility.position(m).marginDue, 0, "covered");
        accepts(address(facility), valuing(m, 1_000_000));
        same(facility.position(m).marginDue, NOW + 3 days, "called: 805,000 is owed, 800,000 covered");
        NoteId more = lotOf("pears", 10);
        accepts(address(facility), toppingUp(m, more));
        accepts(address(facility), valuing(m, 1_010_000));
        same(facility.position(m).marginDue, 0, "answered with goods");
        accepts(address(facility), valuing(m, 900_000));
        mint(FARM, FACE);
        accepts(address(facility), repaying(m, 100_000));
        same(facility.position(m).marginDue, 0, "answered with money");
        accepts(address(facility), repaying(m, LENT));
        bytes memory back = abi.encodeCall(facility.handOver, (m, m.collateral, NoteId.wrap(0)));
        accepts(address(facility), back);
        accepts(address(facility), abi.encodeCall(facility.handOver, (m, NoteId.unwrap(more), NoteId.wrap(0))));
        check(goods.title(title_).owner == FARM && goods.title(more).owner == FARM, "back");
        refuses(
            address(facility),
            back,
            abi.encodeWithSelector(IFacility.NotCollateral.selector, NoteId.unwrap(title_))
        );
    }

    function testAnUnansweredMarginCallIsADefaultAndTheLenderTakesTheGoods() public {
        NoteId title_ = lotOf("apples", 10_000);
        IFacility.Loan memory m = opened(onTitle(title_));
        accepts(address(facility), valuing(m, 1));
        vm.warp(NOW + 3 days);
        bytes memory early = abi.encodeWithSelector(IFacility.NotDue.selector, NOW + 3 days, REPAY_BY + GRACE);
        refuses(address(facility), acting(m, 2), early);
        vm.warp(NOW + 3 days + 1);
        accepts(address(facility), acting(m, 2));
        accepts(address(facility), abi.encodeCall(facility.handOver, (m, m.collateral, NoteId.wrap(0))));
        check(goods.title(title_).owner == LENDER && exposure(FARM) == 0 && status(m) == 6, "foreclosed");
    }

    // Impairment, default, recovery.

    function testALoanIsImpairedWhenOverdueAndDefaultsAfterTheGrace() public {
        ReceivableId id = issue("a");
        IFacility.Loan memory m = opened(onNote(id));
        vm.warp(REPAY_BY);
        bytes memory early = abi.encodeWithSelector(IFacility.NotDue.selector, REPAY_BY, REPAY_BY);
        refuses(address(facility), acting(m, 1), early);
        vm.warp(REPAY_BY + 1);
        accepts(address(facility), acting(m, 1));
        refuses(address(facility), acting(m, 1), wrongStatus(m, 2));
        vm.warp(REPAY_BY + GRACE);
        early = abi.encodeWithSelector(IFacility.NotDue.selector, REPAY_BY + GRACE, REPAY_BY + GRACE);
        refuses(address(facility), acting(m, 2), early);
        vm.warp(REPAY_BY + GRACE + 1);
        accepts(address(facility), acting(m, 2));
        check(status(m) == 6 && exposure(BUYER) == 0, "without recourse the lender takes the note");
        accepts(address(facility), handOverNote(m));
        same(owner(id), LENDER, "owner");
    }

    function testWithRecourseTheBorrowerStillOwesAndTheDebtorsMoneyRecoversTheLoan() public {
        ReceivableId id = issue("a");
        IFacility.Loan memory m = onNote(id);
        m.recourse = true;
        opened(m);
        vm.warp(REPAY_BY + GRACE + 1);
        accepts(address(facility), acting(m, 2));
        refuses(address(facility), handOverNote(m), wrongStatus(m, 3));
        accepts(address(facility), repaying(m, 500_000));
        accepts(address(receivables), paying(BUYER, id, FACE));
        collect(m, id);
        check(status(m) == 5 && exposure(BUYER) == 0 && balance(FACILITY) == 0, "recovered");
    }

    function testWithRecourseTheLenderMayTakeTheCollateralInstead() public {
        ReceivableId id = issue("a");
        IFacility.Loan memory m = onNote(id);
        m.recourse = true;
        opened(m);
        refuses(address(facility), acting(m, 4), wrongStatus(m, 1));
        vm.warp(REPAY_BY + GRACE + 1);
        accepts(address(facility), acting(m, 2));
        accepts(address(receivables), paying(BUYER, id, 10));
        accepts(address(facility), acting(m, 4));
        accepts(address(facility), handOverNote(m));
        check(owner(id) == LENDER && balance(LENDER) == RICH - LENT + 10, "the note and what it brought");
    }

    function testTheLenderReleasesTheCollateralAndTheDebtRemains() public {
        ReceivableId id = issue("a");
        IFacility.Loan memory m = opened(onNote(id));
        refuses(
            address(facility),
            actingAs(m, FARM, 3),
            abi.encodeWithSelector(IIntents.WrongSigner.selector, LENDER, vm.addr(keys[FARM]))
        );
        accepts(address(facility), acting(m, 3));
        accepts(address(receivables), paying(BUYER, id, 40));
        accepts(address(facility), handOverNote(m));
        check(owner(id) == FARM && balance(FARM) == LENT + 40 && exposure(BUYER) == LENT, "released");
        accepts(address(facility), repaying(m, 100_000));
        same(exposure(BUYER), LENT + FEE - 100_000, "still owed");
    }

    // Limits and freezes.

    function testALoanStaysWithinTheLendersSignedLimit() public {
        accepts(address(facility), limiting(LENDER, BUYER, LENT - 1));
        IFacility.Loan memory m = onNote(issue("a"));
        bytes memory refusal = abi.encodeWithSelector(IFacility.LimitExceeded.selector, LENDER, BUYER, 0, LENT - 1);
        refuses(address(facility), opening(m), refusal);
        bytes memory data = limiting(LENDER, BUYER, LENT);
        accepts(address(facility), data);
        bytes32 key = keccak256(abi.encode(LENDER, BUYER));
        refuses(address(facility), data, abi.encodeWithSelector(IFacility.StalePosition.selector, key, 2, 3));
        opened(m);
        refusal = abi.encodeWithSelector(IFacility.LimitBelowExposure.selector, LENT - 1, LENT);
        refuses(address(facility), limiting(LENDER, BUYER, LENT - 1), refusal);
    }

    function testAFreezeStopsNewLoansAndNoRepayment() public {
        ReceivableId id = issue("a");
        IFacility.Loan memory m = opened(onNote(id));
        IFacility.Loan memory n = onNote(issue("b"));
        setStatus(REGULATOR, BUYER, 2);
        refuses(address(facility), opening(n), abi.encodeWithSelector(IIntents.NotActive.selector, BUYER, 2));
        setStatus(REGULATOR, FARM, 2);
        setStatus(REGULATOR, LENDER, 2);
        setStatus(REGULATOR, FACILITY, 2);
        accepts(address(facility), repaying(m, 700_000));
        accepts(address(receivables), paying(BUYER, id, FACE));
        collect(m, id);
        check(status(m) == 4 && balance(FACILITY) == 0, "repaid");
    }

    function testDeadlinesOfTheFacility() public {
        IFacility.Loan memory m = onNote(issue("a"));
        m.due = LATER + 90 days;
        boundary(address(facility), opening(m), LATER);
        opened(m);
        boundary(address(facility), repaying(m, 1), LATER);
        boundary(address(facility), acting(m, 3), LATER);
        boundary(address(facility), limiting(LENDER, BUYER, FACE), LATER);
        m = onTitle(lotOf("apples", 100));
        m.due = LATER + 90 days;
        opened(m);
        boundary(address(facility), valuing(m, 5), LATER);
        NoteId more = lotOf("pears", 10);
        boundary(address(facility), toppingUp(m, more), LATER);
    }
}
