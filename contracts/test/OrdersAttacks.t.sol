// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {OrderId, PartyId, UnitId} from "../src/Ids.sol";
import {ICustody} from "../src/interfaces/ICustody.sol";
import {IIntents} from "../src/interfaces/IIntents.sol";
import {IOrders} from "../src/interfaces/IOrders.sol";
import {IReceivables} from "../src/interfaces/IReceivables.sol";
import {HostileCash} from "./support/HostileCash.sol";
import {OrdersTest} from "./support/OrdersTest.sol";
import {OrderTypes} from "./support/OrderTypes.sol";
import {vm} from "./support/Vm.sol";

/// @dev One test for each attack on Orders, named after it.
contract OrdersAttacks is OrdersTest {
    UnitId private immutable CRATE = unitId("crate");

    function setUp() public override {
        super.setUp();
        register(FARM, CRATE);
    }

    function matched(IOrders.Delivery memory d) private view returns (bytes memory) {
        return abi.encodeWithSelector(IOrders.AlreadyMatched.selector, orders.hashOf(d));
    }

    function testDoublePaymentOfOneHandOff() public {
        IOrders.OrderTerms memory t = terms("a");
        placed(t);
        IOrders.Delivery memory d = delivery(t, 0, 100, PRICE);
        ICustody.HandOff memory m = carrying(t, d, CRATE);
        bytes memory again = matching(t, d, m);
        accepts(address(orders), delivering(t, d, CRATE));
        refuses(address(orders), again, matched(d));
        // Both signed a corrected receipt for the same hand-off: it is still the same hand-off.
        IOrders.Delivery memory corrected = d;
        (corrected.quantity, corrected.document) = (90, "corrected");
        m.document = orders.hashOf(corrected);
        refuses(address(orders), matching(t, corrected, m), matched(corrected));
        same(balance(FARM), 333_333, "paid once");
    }

    function testDoublePaymentOfOneReceiptOverTwoHandOffs() public {
        IOrders.OrderTerms memory t = terms("a");
        placed(t);
        register(FARM, unitId("second"));
        IOrders.Delivery memory d = delivery(t, 0, 100, PRICE);
        accepts(address(orders), delivering(t, d, CRATE));
        refuses(address(orders), delivering(t, d, unitId("second")), matched(d));
        same(goods.custodianOf(unitId("second")), FARM, "nothing moved");
    }

    function testDoubleFinancingOfOneInvoiceThroughTwoOrders() public {
        (IOrders.OrderTerms memory t, IOrders.OrderTerms memory u) = (credit("a"), credit("b"));
        placed(t);
        placed(u);
        IOrders.Delivery memory d = delivery(t, 0, QUANTITY, PRICE);
        accepts(address(orders), delivering(t, d, CRATE));
        register(FARM, unitId("second"));
        IOrders.Delivery memory e = delivery(u, 0, QUANTITY, PRICE);
        e.nullifier = d.nullifier;
        bytes memory refusal = abi.encodeWithSelector(
            IReceivables.AlreadyIssued.selector,
            receivables.idOf(BUYER, d.nullifier)
        );
        refuses(address(orders), delivering(u, e, unitId("second")), refusal);
        same(goods.custodianOf(unitId("second")), FARM, "nothing moved");
    }

    function testASellerWithoutAHandOffIsNotPaid() public {
        // The seller holds both signatures, uses up the number otherwise and claims the goods were delivered.
        IOrders.OrderTerms memory t = terms("a");
        placed(t);
        IOrders.Delivery memory d = delivery(t, 0, QUANTITY, PRICE);
        bytes memory data = matching(t, d, carrying(t, d, CRATE));
        accepts(address(goods), report(FARM, CRATE, 1));
        refuses(address(orders), data, abi.encodeWithSelector(IOrders.NotHandedOver.selector, CRATE));
    }

    function testAHandOffForAnotherOrderOrByOthersIsNotPaid() public {
        IOrders.OrderTerms memory t = terms("a");
        placed(t);
        IOrders.Delivery memory d = delivery(t, 0, QUANTITY, PRICE);
        bytes memory refusal = abi.encodeWithSelector(IOrders.NotThisDelivery.selector, orders.hashOf(d));
        ICustody.HandOff memory m = carrying(t, d, CRATE);
        m.document = "another paper";
        refuses(address(orders), matching(t, d, m), refusal);
        m = carrying(t, d, CRATE);
        m.to = SHOP;
        refuses(address(orders), matching(t, d, m), refusal);
        d.milestone = 1;
        m = carrying(milestones(terms("b")), d, CRATE);
        refusal = abi.encodeWithSelector(IOrders.NotThisDelivery.selector, orders.hashOf(d));
        refuses(address(orders), matching(t, d, m), refusal);
    }

    function testForgedTerms() public {
        IOrders.OrderTerms memory t = terms("a");
        OrderId id = placed(t);
        t.price = 1;
        bytes memory data = delivering(t, delivery(t, 0, QUANTITY, PRICE), CRATE);
        refuses(address(orders), data, abi.encodeWithSelector(IOrders.UnknownOrder.selector, orders.idOf(t)));
        check(OrderId.unwrap(orders.idOf(t)) != OrderId.unwrap(id), "other terms, another order");
        bytes memory signature = sign(keys[FARM], bytes32("anything"));
        (bool success, bytes memory refusal) = address(orders).call(
            abi.encodeCall(orders.agree, (terms("c"), signature, signature))
        );
        check(!success && bytes4(refusal) == IIntents.WrongSigner.selector, "agreed without the buyer");
    }

    function testReplayOfAnOrder() public {
        IOrders.OrderTerms memory t = terms("a");
        OrderId id = placed(t);
        refuses(address(orders), agreeing(t), abi.encodeWithSelector(IOrders.AlreadyAgreed.selector, id));
        accepts(address(orders), closed(t, closing(t, 0)));
        refuses(address(orders), agreeing(t), abi.encodeWithSelector(IOrders.AlreadyAgreed.selector, id));
        refuses(address(orders), funding(t, PRICE), abi.encodeWithSelector(IOrders.OrderClosed.selector, id));
    }

    function testReplayOfADisputeAfterItWasLifted() public {
        IOrders.OrderTerms memory t = terms("a");
        OrderId id = placed(t);
        bytes memory data = disputing(t, BUYER, true);
        accepts(address(orders), data);
        accepts(address(orders), disputing(t, BUYER, false));
        refuses(address(orders), data, abi.encodeWithSelector(IOrders.StaleOrder.selector, id, 1, 3));
    }

    function testReplayOfAnEndingOnAnotherChainOrAfterTheEpoch() public {
        IOrders.OrderTerms memory t = terms("a");
        placed(t);
        bytes memory data = closed(t, closing(t, 0));
        uint256 home = block.chainid;
        vm.chainId(home + 1);
        (bool success, ) = address(orders).call(data);
        check(!success, "accepted on another chain");
        vm.chainId(home);
        setKey(FARM, recoveryKey(FARM), 0xFACE);
        refuses(address(orders), data, abi.encodeWithSelector(IIntents.StaleEpoch.selector, FARM, 1, 2));
    }

    function testAStolenEscrow() public {
        // A regulator, a registrar or the carrier ends the order in its own favour.
        IOrders.OrderTerms memory t = terms("a");
        placed(t);
        IOrders.Closing memory m = closing(t, PRICE);
        PartyId[3] memory thieves = [REGISTRAR, REGULATOR, CARRIER];
        for (uint256 i = 0; i < 3; ++i) {
            bytes memory signature = ofOrders(thieves[i], OrderTypes.CLOSING, abi.encode(m));
            (bool success, ) = address(orders).call(abi.encodeCall(orders.close, (t, m, signature, signature)));
            check(!success, "ended");
            (success, ) = address(orders).call(abi.encodeCall(orders.arbitrate, (t, m, signature)));
            check(!success, "arbitrated");
        }
        (bool taken, ) = address(cash).call(abi.encodeCall(cash.disburse, (CARRIER, PRICE)));
        check(!taken && cash.heldBy(address(orders)) == PRICE, "taken from the cash");
    }

    function testAHostileTokenAtConstruction() public {
        HostileCash hostile = new HostileCash();
        hostile.pretend(address(registry));
        try this.deploying(address(hostile), address(receivables)) {
            revert("was deployed");
        } catch (bytes memory refusal) {
            check(refusal.length != 0, "another token than that of the receivables");
        }
        try this.deploying(address(cash), address(receivables)) {
            revert("was deployed");
        } catch (bytes memory refusal) {
            check(refusal.length != 0, "receivables of another orders contract");
        }
    }

    function deploying(address token, address receivables_) external {
        deploy("Orders", abi.encode(registry, token, goods, receivables_));
    }

    function testEveryPayeeFrozen() public {
        IOrders.OrderTerms memory t = terms("a");
        placed(t);
        IOrders.Delivery memory d = delivery(t, 0, QUANTITY, PRICE);
        ICustody.HandOff memory m = carrying(t, d, CRATE);
        accepts(address(goods), handOff(m));
        setStatus(REGULATOR, FARM, 2);
        setStatus(REGULATOR, BUYER, 2);
        accepts(address(orders), matching(t, d, m));
        same(balance(FARM), PRICE, "paid");
    }

    function testUnboundedMilestonesAndDevices() public {
        IOrders.OrderTerms memory t = terms("a");
        (t.givers, t.receivers, t.shares) = (new uint64[](9), new uint64[](9), new uint64[](9));
        bytes memory refusal = abi.encodeWithSelector(IOrders.BadTerms.selector, bytes32("shares"));
        refuses(address(orders), agreeing(t), refusal);
        t.shares = new uint64[](0);
        refuses(address(orders), agreeing(t), refusal);
    }

    function testAmountsAtTheEndsOfTheirRange() public {
        IOrders.OrderTerms memory t = credit("a");
        (t.price, t.quantity) = (type(uint64).max, type(uint64).max);
        placed(t);
        IOrders.Delivery memory d = delivery(t, 0, type(uint64).max, type(uint64).max);
        accepts(address(orders), delivering(t, d, CRATE));
        same(receivables.receivable(receivables.idOf(BUYER, d.nullifier)).face, type(uint64).max, "face");
    }
}
