// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {OrderId, PartyId, ReceivableId, UnitId} from "../src/Ids.sol";
import {ICustody} from "../src/interfaces/ICustody.sol";
import {IIntents} from "../src/interfaces/IIntents.sol";
import {IOrders} from "../src/interfaces/IOrders.sol";
import {Types} from "./support/Types.sol";
import {OrdersTest} from "./support/OrdersTest.sol";
import {OrderTypes} from "./support/OrderTypes.sol";
import {vm} from "./support/Vm.sol";

/// @dev What orders do: each product of the design that falls out of the hand-off.
contract OrdersProducts is OrdersTest {
    UnitId private immutable CRATE = unitId("crate");

    function setUp() public override {
        super.setUp();
        register(FARM, CRATE);
        setDevice(SHOP, DEVICE_A, 1);
        setDevice(SHOP, DEVICE_B, 3);
    }

    function escrow(OrderId id) private view returns (uint64) {
        return orders.order(id).escrow;
    }

    function testTheIdOfAnOrderIsTheHashOfItsTerms() public view {
        IOrders.OrderTerms memory t = milestones(terms("a"));
        bytes32 expected = vm.eip712HashStruct(OrderTypes.ORDER_TERMS, abi.encode(t));
        check(OrderId.unwrap(orders.idOf(t)) == expected, "terms");
        IOrders.Delivery memory d = delivery(t, 1, 2, 3);
        check(orders.hashOf(d) == vm.eip712HashStruct(OrderTypes.DELIVERY, abi.encode(d)), "delivery");
    }

    // Delivery against payment.

    function testTheHandOffPaysFromTheEscrow() public {
        IOrders.OrderTerms memory t = terms("a");
        OrderId id = placed(t);
        same(escrow(id), PRICE, "escrow");
        accepts(address(orders), delivering(t, delivery(t, 0, QUANTITY, PRICE), CRATE));
        same(goods.custodianOf(CRATE), BUYER, "custody");
        check(balance(FARM) == PRICE && escrow(id) == 0 && cash.heldBy(address(orders)) == 0, "paid");
        check(orders.order(id).closed && orders.order(id).paid == PRICE, "closed");
    }

    function testTheHandOffGivesBirthToAConfirmedReceivable() public {
        IOrders.OrderTerms memory t = credit("a");
        placed(t);
        IOrders.Delivery memory d = delivery(t, 0, QUANTITY, PRICE);
        accepts(address(orders), delivering(t, d, CRATE));
        ReceivableId id = receivables.idOf(BUYER, d.nullifier);
        check(receivables.receivable(id).debtor == BUYER && receivables.receivable(id).face == PRICE, "debt");
        same(receivables.receivable(id).due, NOW + 60 days, "due");
        same(receivables.note(id, first(id)).owner, FARM, "owner");
    }

    function testAHandOffSubmittedAloneIsMatchedAfterwardsWithTheSameResult() public {
        IOrders.OrderTerms memory t = terms("a");
        OrderId id = placed(t);
        IOrders.Delivery memory d = delivery(t, 0, QUANTITY, PRICE);
        ICustody.HandOff memory m = carrying(t, d, CRATE);
        uint256 start = vm.snapshotState();
        accepts(address(orders), delivering(t, d, CRATE));
        bytes32 together = keccak256(abi.encode(orders.order(id), balance(FARM), goods.unit(CRATE)));
        vm.revertToState(start);
        bytes memory data = matching(t, d, m);
        bytes memory refusal = abi.encodeWithSelector(IOrders.NotHandedOver.selector, CRATE);
        refuses(address(orders), data, refusal);
        accepts(address(goods), handOff(m));
        setStatus(REGULATOR, BUYER, 2);
        accepts(address(orders), data);
        check(together == keccak256(abi.encode(orders.order(id), balance(FARM), goods.unit(CRATE))), "another result");
    }

    function testManyUnitsAreDeliveredUnderOnePairOfSignatures() public {
        IOrders.OrderTerms memory t = terms("a");
        placed(t);
        register(FARM, unitId("second"));
        IOrders.Delivery memory d = delivery(t, 0, QUANTITY, PRICE);
        ICustody.HandOffMany memory m = offerMany(FARM, BUYER, list(CRATE, unitId("second")));
        m.document = orders.hashOf(d);
        bytes memory data = abi.encode(m);
        bytes memory from = signed(FARM, Types.HAND_OFF_MANY, data);
        bytes memory to = signed(BUYER, Types.HAND_OFF_MANY, data);
        accepts(address(orders), abi.encodeCall(orders.deliverMany, (t, d, m, from, to)));
        check(goods.custodianOf(unitId("second")) == BUYER && balance(FARM) == PRICE, "delivered and paid");
    }

    // Milestones.

    function testMilestonesPayTheirSharesAtDispatchAndAtReceipt() public {
        IOrders.OrderTerms memory t = milestones(terms("a"));
        OrderId id = placed(t);
        accepts(address(orders), delivering(t, delivery(t, 0, QUANTITY, PRICE), CRATE));
        check(balance(FARM) == 200_000 && !orders.order(id).closed, "20 % at dispatch");
        accepts(address(orders), delivering(t, delivery(t, 1, QUANTITY, PRICE), CRATE));
        check(balance(FARM) == PRICE && orders.order(id).closed, "80 % at receipt");
    }

    function testMilestonesOnCreditAreAReceivableEach() public {
        IOrders.OrderTerms memory t = milestones(credit("a"));
        placed(t);
        IOrders.Delivery memory d = delivery(t, 0, QUANTITY, 200_000);
        accepts(address(orders), delivering(t, d, CRATE));
        same(receivables.receivable(receivables.idOf(BUYER, d.nullifier)).face, 200_000, "first");
        d = delivery(t, 1, QUANTITY, 800_000);
        accepts(address(orders), delivering(t, d, CRATE));
        same(receivables.receivable(receivables.idOf(BUYER, d.nullifier)).face, 800_000, "second");
    }

    // Three-way match.

    function testPartialDeliveriesPayTheirShares() public {
        IOrders.OrderTerms memory t = terms("a");
        OrderId id = placed(t);
        accepts(address(orders), delivering(t, delivery(t, 0, 100, PRICE), CRATE));
        same(balance(FARM), 333_333, "a third");
        register(FARM, unitId("second"));
        accepts(address(orders), delivering(t, delivery(t, 0, 100, PRICE), unitId("second")));
        same(balance(FARM), 666_666, "two thirds");
        register(FARM, unitId("third"));
        bytes memory refusal = abi.encodeWithSelector(IOrders.ExceedsOrder.selector, 101, 100);
        refuses(address(orders), delivering(t, delivery(t, 0, 101, PRICE), unitId("third")), refusal);
        refusal = abi.encodeWithSelector(IOrders.ExceedsOrder.selector, 0, 100);
        refuses(address(orders), delivering(t, delivery(t, 0, 0, PRICE), unitId("third")), refusal);
        accepts(address(orders), delivering(t, delivery(t, 0, 100, PRICE), unitId("third")));
        check(balance(FARM) == PRICE && orders.order(id).closed, "all, to the unit");
    }

    function testAnInvoiceAboveTheAcceptedQuantityIsNotPaid() public {
        IOrders.OrderTerms memory t = terms("a");
        OrderId id = placed(t);
        accepts(address(orders), delivering(t, delivery(t, 0, 270, PRICE), CRATE));
        check(balance(FARM) == 900_000 && escrow(id) == 100_000, "the short part stays in the escrow");
        accepts(address(orders), closed(t, closing(t, 0)));
        same(balance(BUYER), RICH - 900_000, "and goes back");
    }

    function testAnInvoiceBelowTheAcceptedQuantityIsPaidAsInvoiced() public {
        IOrders.OrderTerms memory t = terms("a");
        OrderId id = placed(t);
        accepts(address(orders), delivering(t, delivery(t, 0, QUANTITY, 950_000), CRATE));
        check(balance(FARM) == 950_000 && balance(BUYER) == RICH - 950_000, "the rest goes back");
        check(orders.order(id).closed, "closed");
    }

    // Devices.

    function arrival() private view returns (IOrders.OrderTerms memory t) {
        t = terms("a");
        (t.attester, t.quorum, t.disputeWindow) = (SHOP, 2, WINDOW);
    }

    function testAQuorumOfDevicesConfirmsArrivalAndPaymentFollowsTheDisputeWindow() public {
        IOrders.OrderTerms memory t = arrival();
        placed(t);
        IOrders.Delivery memory d = delivery(t, 0, QUANTITY, PRICE);
        bytes memory data = abi.encodeCall(orders.matchArrival, (t, d));
        refuses(address(orders), data, abi.encodeWithSelector(IOrders.NotArrived.selector, orders.hashOf(d)));
        accepts(address(orders), arriving(t, d));
        vm.warp(NOW + WINDOW);
        refuses(address(orders), data, abi.encodeWithSelector(IOrders.TooEarly.selector, NOW + WINDOW, NOW + WINDOW));
        vm.warp(NOW + WINDOW + 1);
        accepts(address(orders), data);
        same(balance(FARM), PRICE, "paid");
    }

    function testADisputeInTheWindowStopsThePayment() public {
        IOrders.OrderTerms memory t = arrival();
        placed(t);
        IOrders.Delivery memory d = delivery(t, 0, QUANTITY, PRICE);
        accepts(address(orders), arriving(t, d));
        accepts(address(orders), disputing(t, BUYER, true));
        vm.warp(NOW + WINDOW + 1);
        bytes memory data = abi.encodeCall(orders.matchArrival, (t, d));
        refuses(address(orders), data, abi.encodeWithSelector(IOrders.OrderIsDisputed.selector, orders.idOf(t)));
        accepts(address(orders), disputing(t, BUYER, false));
        accepts(address(orders), data);
    }

    function testDevicesMustBeEnoughAdmittedDifferentAndTheGoodsUnharmed() public {
        IOrders.OrderTerms memory t = arrival();
        placed(t);
        IOrders.Delivery memory d = delivery(t, 0, QUANTITY, PRICE);
        bytes memory refusal = abi.encodeWithSelector(IOrders.BadCondition.selector, 3);
        refuses(address(orders), arriving(t, d, 3, LATER), refusal);
        bytes memory data = arriving(t, d);
        IOrders.Arrival memory a = IOrders.Arrival(orders.hashOf(d), 0, LATER);
        bytes memory once = sign(DEVICE_A, digestOf(address(orders), OrderTypes.ARRIVAL, abi.encode(a)));
        address[] memory twice = new address[](2);
        (twice[0], twice[1]) = (vm.addr(DEVICE_A), vm.addr(DEVICE_A));
        bytes[] memory signatures = new bytes[](2);
        (signatures[0], signatures[1]) = (once, once);
        refusal = abi.encodeWithSelector(IOrders.NoQuorum.selector, 1, 2);
        refuses(address(orders), abi.encodeCall(orders.arrive, (t, d, a, twice, signatures)), refusal);
        refusal = abi.encodeWithSelector(IOrders.NoQuorum.selector, 0, 2);
        bytes memory none = abi.encodeCall(orders.arrive, (t, d, a, new address[](0), new bytes[](0)));
        refuses(address(orders), none, refusal);
        uint256 start = vm.snapshotState();
        setDevice(SHOP, DEVICE_B, 2);
        refusal = abi.encodeWithSelector(IOrders.NotAttesting.selector, vm.addr(DEVICE_B), SHOP);
        refuses(address(orders), data, refusal);
        vm.revertToState(start);
        accepts(address(orders), data);
        refusal = abi.encodeWithSelector(IOrders.AlreadyMatched.selector, orders.hashOf(d));
        refuses(address(orders), data, refusal);
    }

    function testArrivalsAreTakenUntilTheDeliveryDate() public {
        IOrders.OrderTerms memory t = arrival();
        placed(t);
        bytes memory data = arriving(t, delivery(t, 0, QUANTITY, PRICE));
        uint256 start = vm.snapshotState();
        vm.warp(DELIVER_BY);
        accepts(address(orders), data);
        vm.revertToState(start);
        vm.warp(DELIVER_BY + 1);
        bytes memory late = abi.encodeWithSelector(IOrders.TooLate.selector, DELIVER_BY + 1, DELIVER_BY);
        refuses(address(orders), data, late);
    }

    // Disputes and endings.

    function testADisputedOrderIsResolvedByBoth() public {
        IOrders.OrderTerms memory t = terms("a");
        OrderId id = placed(t);
        accepts(address(orders), disputing(t, FARM, true));
        refuses(
            address(orders),
            delivering(t, delivery(t, 0, QUANTITY, PRICE), CRATE),
            abi.encodeWithSelector(IOrders.OrderIsDisputed.selector, id)
        );
        accepts(address(orders), closed(t, closing(t, 400_000)));
        check(balance(FARM) == 400_000 && balance(BUYER) == RICH - 400_000, "divided");
        check(orders.order(id).closed, "closed");
    }

    function testTheArbiterResolvesADisputeAndNothingElse() public {
        IOrders.OrderTerms memory t = terms("a");
        t.arbiter = REGULATOR;
        OrderId id = placed(t);
        bytes memory refusal = abi.encodeWithSelector(IOrders.NotDisputed.selector, id);
        refuses(address(orders), arbitrating(t, 1), refusal);
        accepts(address(orders), disputing(t, BUYER, true));
        refusal = abi.encodeWithSelector(IOrders.AmountAboveOrder.selector, PRICE + 1, PRICE);
        refuses(address(orders), arbitrating(t, PRICE + 1), refusal);
        accepts(address(orders), arbitrating(t, 700_000));
        check(balance(FARM) == 700_000 && balance(BUYER) == RICH - 700_000, "divided");
    }

    function testAResolutionOnCreditIsAReceivable() public {
        IOrders.OrderTerms memory t = credit("a");
        placed(t);
        accepts(address(orders), disputing(t, BUYER, true));
        accepts(address(orders), closed(t, closing(t, 300_000)));
        same(receivables.receivable(receivables.idOf(BUYER, "settlement")).face, 300_000, "face");
    }

    function testBothCancel() public {
        IOrders.OrderTerms memory t = terms("a");
        placed(t);
        bytes memory data = closed(t, closing(t, 0));
        accepts(address(orders), data);
        same(balance(BUYER), RICH, "refunded");
        refuses(address(orders), data, abi.encodeWithSelector(IOrders.OrderClosed.selector, orders.idOf(t)));
    }

    function testAnUnfinishedOrderExpiresAndTheBuyerHasItsMoneyBack() public {
        IOrders.OrderTerms memory t = arrival();
        placed(t);
        uint64 last = DELIVER_BY + WINDOW + 7 days;
        bytes memory data = abi.encodeCall(orders.expire, (t));
        vm.warp(last);
        refuses(address(orders), data, abi.encodeWithSelector(IOrders.TooEarly.selector, last, last));
        vm.warp(last + 1);
        accepts(address(orders), data);
        same(balance(BUYER), RICH, "refunded");
    }

    function testProceedsAreAssignedAndTheNewBeneficiaryConsentsToAnEnd() public {
        IOrders.OrderTerms memory t = terms("a");
        OrderId id = placed(t);
        accepts(address(orders), assigning(t, FARM, LENDER));
        bytes memory refusal = abi.encodeWithSelector(IOrders.NotOfOrder.selector, id, FARM);
        refuses(address(orders), assigning(t, FARM, SHOP), refusal);
        IOrders.Closing memory m = closing(t, 0);
        bytes memory data = abi.encode(m);
        bytes memory buyer = ofOrders(BUYER, OrderTypes.CLOSING, data);
        bytes memory seller = ofOrders(FARM, OrderTypes.CLOSING, data);
        refusal = abi.encodeWithSelector(IIntents.WrongSigner.selector, LENDER, vm.addr(keys[FARM]));
        refuses(address(orders), abi.encodeCall(orders.close, (t, m, buyer, seller)), refusal);
        accepts(address(orders), delivering(t, delivery(t, 0, QUANTITY, PRICE), CRATE));
        check(balance(LENDER) == RICH + PRICE && balance(FARM) == 0, "paid to the beneficiary");
    }

    // What is refused.

    function testTermsThatCantBeExecutedAreRefused() public {
        IOrders.OrderTerms memory t = terms("a");
        t.price = 0;
        refuses(address(orders), agreeing(t), bad("price"));
        t = terms("a");
        t.quantity = 0;
        refuses(address(orders), agreeing(t), bad("quantity"));
        t = terms("a");
        t.shares[0] = 9_999;
        refuses(address(orders), agreeing(t), bad("shares"));
        t = terms("a");
        t.tenor = CAP + 1;
        refuses(address(orders), agreeing(t), bad("tenor"));
        t = terms("a");
        t.deliverBy = NOW;
        refuses(address(orders), agreeing(t), bad("deliverBy"));
        t = terms("a");
        t.quorum = 17;
        refuses(address(orders), agreeing(t), bad("quorum"));
        t = terms("a");
        t.seller = BUYER;
        refuses(address(orders), agreeing(t), bad("seller"));
        t = terms("a");
        t.givers = new uint64[](2);
        refuses(address(orders), agreeing(t), bad("givers"));
    }

    function bad(bytes32 what) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IOrders.BadTerms.selector, what);
    }

    function testFundingIsTheWholePriceOnce() public {
        IOrders.OrderTerms memory t = terms("a");
        OrderId id = agree(t);
        bytes memory unfunded = abi.encodeWithSelector(IOrders.NotFunded.selector, id);
        refuses(address(orders), delivering(t, delivery(t, 0, QUANTITY, PRICE), CRATE), unfunded);
        bytes memory wrong = abi.encodeWithSelector(IOrders.WrongFunding.selector, PRICE - 1, PRICE);
        refuses(address(orders), funding(t, PRICE - 1), wrong);
        accepts(address(orders), funding(t, PRICE));
        refuses(address(orders), funding(t, PRICE), abi.encodeWithSelector(IOrders.AlreadyFunded.selector, id));
        t = credit("b");
        agree(t);
        refuses(
            address(orders),
            funding(t, PRICE),
            abi.encodeWithSelector(IOrders.WrongFunding.selector, PRICE, PRICE)
        );
    }

    function testDeadlinesOfOrders() public {
        IOrders.OrderTerms memory t = terms("a");
        t.deliverBy = LATER + 10 days;
        boundary(address(orders), agreeing(t), LATER);
        agree(t);
        boundary(address(orders), funding(t, PRICE), LATER);
        accepts(address(orders), funding(t, PRICE));
        boundary(address(orders), delivering(t, delivery(t, 0, 1, PRICE), CRATE), LATER);
        boundary(address(orders), disputing(t, BUYER, true), LATER);
        boundary(address(orders), closed(t, closing(t, 0)), LATER);
        boundary(address(orders), assigning(t, FARM, LENDER), LATER);
    }
}
