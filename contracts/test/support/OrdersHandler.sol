// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {OrderId, PartyId, UnitId} from "../../src/Ids.sol";
import {ICustody} from "../../src/interfaces/ICustody.sol";
import {IOrders} from "../../src/interfaces/IOrders.sol";
import {OrderTypes} from "./OrderTypes.sol";
import {OrdersTest} from "./OrdersTest.sol";
import {vm} from "./Vm.sol";

/// @dev Hostile company around orders, and beside them what should be true: what each escrow took in and gave out.
contract OrdersHandler is OrdersTest {
    struct Known {
        uint64 funded;
        uint64 paid;
        uint64 refunded;
        bool closed;
        bool buyerDisputes;
        bool sellerDisputes;
        uint64[2] accepted;
    }

    uint256 private constant COUNT = 4;
    uint256 private deliveries;
    bytes[] private encoded;
    bytes[] private accepted;
    mapping(uint256 order => Known) private known;
    mapping(PartyId => bool) private frozen;

    /// @dev Times that each invariant was seen broken, by its number in the design.
    mapping(uint256 invariant => uint256) public violations;

    constructor() {
        setUp();
        encoded.push(abi.encode(terms("escrow")));
        encoded.push(abi.encode(milestones(terms("escrow by milestones"))));
        encoded.push(abi.encode(credit("credit")));
        encoded.push(abi.encode(milestones(credit("credit by milestones"))));
        for (uint256 i = 0; i < COUNT; ++i) agree(termsOf(i));
    }

    function termsOf(uint256 i) private view returns (IOrders.OrderTerms memory) {
        return abi.decode(encoded[i % COUNT], (IOrders.OrderTerms));
    }

    function attempt(bytes memory data, bool expected) private returns (bool success) {
        vm.prank(address(uint160(uint256(keccak256(abi.encode(data, gasleft()))))));
        (success, ) = address(orders).call(data);
        require(success == expected, expected ? "a valid intent was refused" : "an invalid intent was accepted");
        if (success) accepted.push(data);
    }

    function fund(uint256 seed, uint256 o) external {
        (IOrders.OrderTerms memory t, Known storage k) = (termsOf(o), known[o % COUNT]);
        uint64 amount = seed % 5 == 0 ? PRICE - 1 : PRICE;
        bool valid = t.tenor == 0 && k.funded == 0 && !k.closed && amount == PRICE && !frozen[BUYER];
        if (attempt(funding(t, amount), valid)) k.funded = PRICE;
    }

    /// @dev Delivers through Orders, or to Goods alone and matches afterwards: a frozen buyer does not stop a match.
    function deliver(uint256 seed, uint256 o, uint64 quantity, uint64 asked) external {
        (IOrders.OrderTerms memory t, Known storage k) = (termsOf(o), known[o % COUNT]);
        IOrders.Delivery memory d = delivery(t, uint64(seed % t.shares.length), quantity % 320, asked % (PRICE * 2));
        (d.nullifier, d.document) = (bytes32(++deliveries), bytes32(deliveries));
        PartyId giver = PartyId.wrap(t.givers[d.milestone]);
        if (frozen[giver]) return;
        UnitId unit = UnitId.wrap(keccak256(abi.encode(deliveries)));
        register(giver, unit);
        ICustody.HandOff memory m = carrying(t, d, unit);
        bool valid = !k.closed && !k.buyerDisputes && !k.sellerDisputes;
        uint64 due = valid ? dueOf(t, k, d) : 0;
        uint64 paid = d.invoice < due ? d.invoice : due;
        valid = valid && d.quantity != 0 && d.quantity <= QUANTITY - k.accepted[d.milestone];
        valid = valid && (paid == 0 || t.tenor != 0 || k.funded != 0);
        bool alone = seed % 2 == 0 && !frozen[m.to];
        if (alone) {
            accepts(address(goods), handOff(m));
            administerOne(seed / 2, BUYER);
        }
        bytes memory data =
            alone
                ? abi.encodeCall(orders.matchHandOff, (t, d, m, signed(m, m.from), signed(m, m.to)))
                : delivering(t, d, unit);
        if (!attempt(data, valid && (alone || !frozen[m.to]))) return;
        k.accepted[d.milestone] += d.quantity;
        k.paid += paid;
        noteEnd(t, k);
    }

    function dueOf(
        IOrders.OrderTerms memory t,
        Known storage k,
        IOrders.Delivery memory d
    ) private view returns (uint64) {
        uint256 part = t.shares.length == 1 ? PRICE : (uint256(PRICE) * t.shares[d.milestone]) / 10_000;
        uint256 before = k.accepted[d.milestone];
        if (before + d.quantity > QUANTITY) return 0;
        return uint64((part * (before + d.quantity)) / QUANTITY - (part * before) / QUANTITY);
    }

    function noteEnd(IOrders.OrderTerms memory t, Known storage k) private {
        for (uint256 i = 0; i < t.shares.length; ++i) if (k.accepted[i] != QUANTITY) return;
        noteClosed(t, k);
    }

    function noteClosed(IOrders.OrderTerms memory t, Known storage k) private {
        k.closed = true;
        if (t.tenor == 0 && k.funded != 0) k.refunded = k.funded - k.paid;
    }

    function dispute(uint256 seed, uint256 o) external {
        (IOrders.OrderTerms memory t, Known storage k) = (termsOf(o), known[o % COUNT]);
        PartyId by = seed % 5 == 0 ? CARRIER : (seed % 2 == 0 ? BUYER : FARM);
        bool on = seed % 3 == 0;
        if (!attempt(disputing(t, by, on), by != CARRIER && !k.closed && !frozen[by])) return;
        if (by == BUYER) k.buyerDisputes = on;
        else k.sellerDisputes = on;
    }

    function end(uint256 seed, uint256 o, uint64 amount) external {
        if (seed % 4 != 0) return;
        (IOrders.OrderTerms memory t, Known storage k) = (termsOf(o), known[o % COUNT]);
        uint64 left = t.tenor == 0 ? orders.order(orders.idOf(t)).escrow : PRICE - orders.order(orders.idOf(t)).matched;
        IOrders.Closing memory m = closing(t, amount % (left + 2));
        m.nullifier = bytes32(uint256(0xE0000) + (o % COUNT));
        bool valid = !k.closed && m.amount <= left && !frozen[BUYER] && !frozen[FARM];
        if (!attempt(closed(t, m), valid)) return;
        k.paid += m.amount;
        noteClosed(t, k);
    }

    /// @dev Invariant 6: the buyer's signature under an ending is the carrier's.
    function forge(uint256 seed, uint256 o) external {
        IOrders.OrderTerms memory t = termsOf(o);
        IOrders.Closing memory m = closing(t, 0);
        bytes memory data = abi.encode(m);
        bytes memory forged = ofOrders(CARRIER, OrderTypes.CLOSING, data);
        bytes memory buyer = seed % 2 == 0 ? ofOrders(BUYER, OrderTypes.CLOSING, data) : forged;
        bytes memory seller = seed % 2 == 0 ? forged : ofOrders(FARM, OrderTypes.CLOSING, data);
        (bool success, ) = address(orders).call(abi.encodeCall(orders.close, (t, m, buyer, seller)));
        if (success) ++violations[6];
    }

    /// @dev Invariants 6 and 11: what was accepted once is not accepted again.
    function replay(uint256 seed) external {
        if (accepted.length == 0) return;
        (bool success, ) = address(orders).call(accepted[seed % accepted.length]);
        if (success) ++violations[11];
    }

    /// @dev Invariant 13: two submitters, one after the other from the same state, leave the same state.
    function twoSubmitters(uint256 o, address first_, address second) external {
        IOrders.OrderTerms memory t = termsOf(o);
        bytes memory data = closed(t, closing(t, 0));
        uint256 start = vm.snapshotState();
        vm.prank(first_);
        (bool one_, ) = address(orders).call(data);
        bytes32 left = state();
        vm.revertToState(start);
        start = vm.snapshotState();
        vm.prank(second);
        (bool two, ) = address(orders).call(data);
        if (one_ != two || left != state()) ++violations[13];
        vm.revertToState(start);
    }

    /// @dev Invariant 16: a freeze, or a changed key, takes nothing.
    function administer(uint256 seed) external {
        bytes32 before = state();
        administerOne(seed, seed % 2 == 0 ? BUYER : FARM);
        if (before != state()) ++violations[16];
    }

    function administerOne(uint256 seed, PartyId id) private {
        if (seed % 3 == 0 || frozen[id]) {
            setStatus(REGULATOR, id, frozen[id] ? 1 : 2);
            frozen[id] = !frozen[id];
        }
    }

    function state() private view returns (bytes32 all) {
        for (uint256 i = 0; i < COUNT; ++i) {
            all = keccak256(abi.encode(all, orders.order(orders.idOf(termsOf(i)))));
        }
        return keccak256(abi.encode(all, balance(BUYER), balance(FARM), cash.heldBy(address(orders))));
    }

    /// @dev Invariant 7: the money here is the sum of the escrows.
    function cashIsTheEscrows() external view returns (bool) {
        uint64 sum = 0;
        for (uint256 i = 0; i < COUNT; ++i) sum += orders.order(orders.idOf(termsOf(i))).escrow;
        return cash.heldBy(address(orders)) == sum;
    }

    /// @dev Invariant 11: what an escrow took in, it gave out once, or still has.
    function escrowsPayOutOnce() external view returns (bool) {
        uint64 received = 0;
        for (uint256 i = 0; i < COUNT; ++i) {
            Known storage k = known[i];
            IOrders.OrderState memory s = orders.order(orders.idOf(termsOf(i)));
            if (s.paid != k.paid || (s.paid > s.matched && !s.closed)) return false;
            if (termsOf(i).tenor != 0) continue;
            if (s.escrow != k.funded - k.paid - k.refunded) return false;
            received += k.paid;
        }
        return balance(FARM) == received;
    }

    /// @dev Invariant 14: a closed order stays closed and empty.
    function closedIsTerminal() external view returns (bool) {
        for (uint256 i = 0; i < COUNT; ++i) {
            IOrders.OrderState memory s = orders.order(orders.idOf(termsOf(i)));
            if (s.closed != known[i].closed || (s.closed && s.escrow != 0)) return false;
        }
        return true;
    }
}
