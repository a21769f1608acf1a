// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {OrderId, PartyId, UnitId} from "../../src/Ids.sol";
import {ICustody} from "../../src/interfaces/ICustody.sol";
import {IOrders} from "../../src/interfaces/IOrders.sol";
import {MoneyTest} from "./MoneyTest.sol";
import {OrderTypes} from "./OrderTypes.sol";
import {Types} from "./Types.sol";
import {vm} from "./Vm.sol";

/// @dev Orders of BUYER at FARM, with or without CARRIER between, and messages about them.
abstract contract OrdersTest is MoneyTest {
    uint64 internal constant PRICE = 1_000_000;
    uint64 internal constant QUANTITY = 300;
    uint64 internal constant DELIVER_BY = NOW + 30 days;
    uint64 internal constant WINDOW = 2 days;
    uint256 internal constant DEVICE_A = 0xDE1;
    uint256 internal constant DEVICE_B = 0xDE2;

    IOrders internal orders;

    function setUp() public virtual override {
        super.setUp();
        orders = IOrders(deploy("Orders", abi.encode(registry, cash, goods, receivables)));
    }

    /// @dev One milestone, FARM to BUYER, paid from the escrow.
    function terms(bytes32 name) internal view returns (IOrders.OrderTerms memory t) {
        (t.buyer, t.seller, t.price, t.quantity) = (BUYER, FARM, PRICE, QUANTITY);
        (t.deliverBy, t.document, t.deadline) = (DELIVER_BY, name, LATER);
        (t.buyerEpoch, t.sellerEpoch) = (epochOf(BUYER), epochOf(FARM));
        (t.givers, t.receivers, t.shares) = (one(FARM), one(BUYER), new uint64[](1));
        t.shares[0] = 10_000;
    }

    /// @dev The same on credit.
    function credit(bytes32 name) internal view returns (IOrders.OrderTerms memory t) {
        t = terms(name);
        t.tenor = 60 days;
    }

    /// @dev 20 % when the carrier takes the goods, 80 % when the buyer does.
    function milestones(IOrders.OrderTerms memory t) internal pure returns (IOrders.OrderTerms memory) {
        (t.givers, t.receivers, t.shares) = (new uint64[](2), new uint64[](2), new uint64[](2));
        (t.givers[0], t.givers[1]) = (PartyId.unwrap(FARM), PartyId.unwrap(CARRIER));
        (t.receivers[0], t.receivers[1]) = (PartyId.unwrap(CARRIER), PartyId.unwrap(BUYER));
        (t.shares[0], t.shares[1]) = (2_000, 8_000);
        return t;
    }

    function one(PartyId id) internal pure returns (uint64[] memory list) {
        list = new uint64[](1);
        list[0] = PartyId.unwrap(id);
    }

    function ofOrders(PartyId by, string memory type_, bytes memory data) internal view returns (bytes memory) {
        return signedFor(address(orders), by, type_, data);
    }

    function agreeing(IOrders.OrderTerms memory t) internal view returns (bytes memory) {
        bytes32 id = OrderId.unwrap(orders.idOf(t));
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", domain(address(orders), block.chainid), id));
        return abi.encodeCall(orders.agree, (t, sign(keys[t.buyer], digest), sign(keys[t.seller], digest)));
    }

    function agree(IOrders.OrderTerms memory t) internal returns (OrderId) {
        accepts(address(orders), agreeing(t));
        return orders.idOf(t);
    }

    function funding(IOrders.OrderTerms memory t, uint64 amount) internal view returns (bytes memory) {
        IOrders.Funding memory m = IOrders.Funding(amount, orders.idOf(t), epochOf(BUYER), LATER);
        return abi.encodeCall(orders.fund, (t, m, ofOrders(BUYER, OrderTypes.FUNDING, abi.encode(m))));
    }

    /// @dev Agreed and, where the escrow pays, funded.
    function placed(IOrders.OrderTerms memory t) internal returns (OrderId id) {
        id = agree(t);
        if (t.tenor == 0) accepts(address(orders), funding(t, t.price));
    }

    function delivery(
        IOrders.OrderTerms memory t,
        uint64 milestone,
        uint64 quantity,
        uint64 invoice_
    ) internal view returns (IOrders.Delivery memory) {
        OrderId id = orders.idOf(t);
        uint64 before = orders.acceptedOf(id, milestone);
        bytes32 n = keccak256(abi.encode(id, milestone, before));
        return IOrders.Delivery(id, milestone, quantity, invoice_, n, "receipt");
    }

    /// @dev The hand-off of a unit that a delivery belongs to.
    function carrying(
        IOrders.OrderTerms memory t,
        IOrders.Delivery memory d,
        UnitId unit
    ) internal view returns (ICustody.HandOff memory m) {
        PartyId from = PartyId.wrap(t.givers[d.milestone]);
        m = offer(from, PartyId.wrap(t.receivers[d.milestone]), unit);
        m.document = orders.hashOf(d);
    }

    function delivering(
        IOrders.OrderTerms memory t,
        IOrders.Delivery memory d,
        UnitId unit
    ) internal view returns (bytes memory) {
        ICustody.HandOff memory m = carrying(t, d, unit);
        return abi.encodeCall(orders.deliver, (t, d, m, signed(m, m.from), signed(m, m.to)));
    }

    function matching(
        IOrders.OrderTerms memory t,
        IOrders.Delivery memory d,
        ICustody.HandOff memory m
    ) internal view returns (bytes memory) {
        return abi.encodeCall(orders.matchHandOff, (t, d, m, signed(m, m.from), signed(m, m.to)));
    }

    function arriving(IOrders.OrderTerms memory t, IOrders.Delivery memory d) internal view returns (bytes memory) {
        return arriving(t, d, 0, LATER);
    }

    function arriving(
        IOrders.OrderTerms memory t,
        IOrders.Delivery memory d,
        uint8 condition,
        uint64 deadline
    ) internal view returns (bytes memory) {
        IOrders.Arrival memory a = IOrders.Arrival(orders.hashOf(d), condition, deadline);
        bytes32 digest = digestOf(address(orders), OrderTypes.ARRIVAL, abi.encode(a));
        (uint256 low, uint256 high) = (DEVICE_A, DEVICE_B);
        if (vm.addr(low) > vm.addr(high)) (low, high) = (high, low);
        address[] memory devices = new address[](2);
        bytes[] memory signatures = new bytes[](2);
        (devices[0], devices[1]) = (vm.addr(low), vm.addr(high));
        (signatures[0], signatures[1]) = (sign(low, digest), sign(high, digest));
        return abi.encodeCall(orders.arrive, (t, d, a, devices, signatures));
    }

    function disputing(IOrders.OrderTerms memory t, PartyId by, bool on) internal view returns (bytes memory) {
        OrderId id = orders.idOf(t);
        uint32 seq = orders.order(id).seq;
        IOrders.OrderDispute memory m = IOrders.OrderDispute(id, by, seq, on, "wet", epochOf(by), LATER);
        return abi.encodeCall(orders.setDispute, (t, m, ofOrders(by, OrderTypes.ORDER_DISPUTE, abi.encode(m))));
    }

    function closing(IOrders.OrderTerms memory t, uint64 amount) internal view returns (IOrders.Closing memory m) {
        (m.order, m.amount, m.nullifier, m.deadline) = (orders.idOf(t), amount, "settlement", LATER);
        m.seq = orders.order(m.order).seq;
        m.buyerEpoch = epochOf(t.buyer);
        m.epoch = epochOf(orders.order(m.order).beneficiary);
    }

    function closed(IOrders.OrderTerms memory t, IOrders.Closing memory m) internal view returns (bytes memory) {
        bytes memory data = abi.encode(m);
        bytes memory buyer = ofOrders(t.buyer, OrderTypes.CLOSING, data);
        PartyId beneficiary = orders.order(m.order).beneficiary;
        return abi.encodeCall(orders.close, (t, m, buyer, ofOrders(beneficiary, OrderTypes.CLOSING, data)));
    }

    function arbitrating(IOrders.OrderTerms memory t, uint64 amount) internal view returns (bytes memory) {
        IOrders.Closing memory m = closing(t, amount);
        (m.buyerEpoch, m.epoch) = (0, epochOf(t.arbiter));
        return abi.encodeCall(orders.arbitrate, (t, m, ofOrders(t.arbiter, OrderTypes.CLOSING, abi.encode(m))));
    }

    function assigning(IOrders.OrderTerms memory t, PartyId from, PartyId to) internal view returns (bytes memory) {
        OrderId id = orders.idOf(t);
        uint32 seq = orders.order(id).seq;
        IOrders.Assignment memory m = IOrders.Assignment(id, from, to, seq, address(0), epochOf(from), LATER);
        return abi.encodeCall(orders.assignProceeds, (t, m, ofOrders(from, OrderTypes.ASSIGNMENT, abi.encode(m))));
    }
}
