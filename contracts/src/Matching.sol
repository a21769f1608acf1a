// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CashActors} from "./CashActors.sol";
import {OrderId, PartyId, ReceivableId, UnitId} from "./Ids.sol";
import {ATTESTS_ARRIVAL} from "./Roles.sol";
import {ICustody} from "./interfaces/ICustody.sol";
import {IGoods} from "./interfaces/IGoods.sol";
import {IOrders} from "./interfaces/IOrders.sol";
import {IReceivables} from "./interfaces/IReceivables.sol";
import {Intents} from "./libraries/Intents.sol";
import {PartyWord} from "./libraries/PartyWord.sol";
import {Words} from "./libraries/Words.sol";

/// @title The part of Orders that matches deliveries and pays
abstract contract Matching is CashActors, IOrders {
    using Words for bytes32[];

    bytes32 private constant ORDER_TERMS = keccak256(
        "OrderTerms(uint64 buyer,uint64 seller,uint64 price,uint64 quantity,uint64 tenor,uint64 deliverBy,uint64 arbiter,uint64 attester,uint64 quorum,uint64 disputeWindow,bytes32 document,uint64[] givers,uint64[] receivers,uint64[] shares,uint32 buyerEpoch,uint32 sellerEpoch,uint64 deadline)"
    );
    bytes32 private constant DELIVERY = keccak256(
        "Delivery(bytes32 order,uint64 milestone,uint64 quantity,uint64 invoice,bytes32 nullifier,bytes32 document)"
    );
    bytes32 private constant ARRIVAL = keccak256("Arrival(bytes32 delivery,uint8 condition,uint64 deadline)");
    bytes32 private constant HAND_OFF = keccak256(
        "HandOff(uint64 from,uint64 to,bytes32 unit,uint32 seq,uint32 fromEpoch,uint32 toEpoch,bytes32 document,uint64 deadline)"
    );
    uint64 internal constant WHOLE = 10_000;
    uint64 private constant MATCHED = type(uint64).max;

    struct Order {
        PartyId beneficiary;
        uint64 escrow;
        uint64 matched;
        uint32 seq;
        bool funded;
        bool buyerDisputes;
        bool sellerDisputes;
        bool closed;
        uint64 paid;
        mapping(uint64 milestone => uint64) accepted;
    }

    /// @inheritdoc IOrders
    IGoods public immutable goods;
    /// @inheritdoc IOrders
    IReceivables public immutable receivables;
    mapping(OrderId => Order) internal _orders;
    /// @inheritdoc IOrders
    mapping(ReceivableId => Birth) public birthOf;
    /// @dev When devices attested a delivery; MATCHED for one that was matched.
    mapping(bytes32 delivery => uint64) private _arrivals;
    /// @dev Hand-offs that were matched, by unit and number: one that carries another document is still the same.
    mapping(UnitId => mapping(uint32 seq => bool)) private _matchedHandOffs;

    /// @inheritdoc IOrders
    function deliver(
        OrderTerms calldata terms,
        Delivery calldata delivery,
        ICustody.HandOff calldata handOff,
        bytes calldata fromSignature,
        bytes calldata toSignature
    ) external {
        bytes32 hash = _requireOf(terms, delivery, handOff.from, handOff.to, handOff.document);
        _useHandOff(hash, handOff.unit, handOff.seq);
        goods.handOff(handOff, fromSignature, toSignature);
        emit Delivered(delivery.order, hash, _one(handOff.unit));
        _match(terms, delivery, hash);
    }

    /// @inheritdoc IOrders
    function deliverMany(
        OrderTerms calldata terms,
        Delivery calldata delivery,
        ICustody.HandOffMany calldata handOff,
        bytes calldata fromSignature,
        bytes calldata toSignature
    ) external {
        bytes32 hash = _requireOf(terms, delivery, handOff.from, handOff.to, handOff.document);
        for (uint256 i = 0; i < handOff.units.length; ++i) _useHandOff(hash, handOff.units[i], handOff.seqs[i]);
        goods.handOffMany(handOff, fromSignature, toSignature);
        emit Delivered(delivery.order, hash, Words.from(handOff.units));
        _match(terms, delivery, hash);
    }

    /// @inheritdoc IOrders
    function matchHandOff(
        OrderTerms calldata terms,
        Delivery calldata delivery,
        ICustody.HandOff calldata handOff,
        bytes calldata fromSignature,
        bytes calldata toSignature
    ) external {
        bytes32 hash = _requireOf(terms, delivery, handOff.from, handOff.to, handOff.document);
        _useHandOff(hash, handOff.unit, handOff.seq);
        ICustody.UnitState memory unit = goods.unit(handOff.unit);
        bool there = unit.custodian == handOff.to && !unit.packed && unit.seq == uint256(handOff.seq) + 1;
        if (!there) revert NotHandedOver(UnitId.unwrap(handOff.unit));
        // The goods have moved, so neither deadline nor epoch nor status matters: only that both signed this.
        (PartyWord from, PartyWord to) = _pair(handOff.from, handOff.to);
        bytes32 digest = Intents.digest(goods.DOMAIN_SEPARATOR(), keccak256(abi.encode(HAND_OFF, handOff)));
        Intents.requireSigned(digest, handOff.from, from.key(), fromSignature);
        Intents.requireSigned(digest, handOff.to, to.key(), toSignature);
        emit Delivered(delivery.order, hash, _one(handOff.unit));
        _match(terms, delivery, hash);
    }

    /// @inheritdoc IOrders
    function arrive(
        OrderTerms calldata terms,
        Delivery calldata delivery,
        Arrival calldata arrival,
        address[] calldata devices,
        bytes[] calldata signatures
    ) external {
        bytes32 hash = _requireDelivery(terms, delivery);
        _requireInTime(arrival.deadline);
        if (arrival.delivery != hash) revert NotThisDelivery(hash);
        if (arrival.condition != 0) revert BadCondition(arrival.condition);
        uint64 time = uint64(block.timestamp);
        if (time > terms.deliverBy) revert TooLate(time, terms.deliverBy);
        if (_arrivals[hash] != 0) revert AlreadyMatched(hash);
        bool quorum = terms.quorum != 0 && devices.length >= terms.quorum && devices.length == signatures.length;
        if (!quorum) revert NoQuorum(devices.length, terms.quorum);
        bytes32 digest = _digest(keccak256(abi.encode(ARRIVAL, arrival)));
        for (uint256 i = 0; i < devices.length; ++i) {
            if (i != 0 && devices[i] <= devices[i - 1]) revert NoQuorum(i, terms.quorum);
            (PartyId owner, uint32 attests, ) = _registry.device(devices[i]);
            bool admitted = owner == terms.attester && attests & ATTESTS_ARRIVAL != 0;
            if (!admitted) revert NotAttesting(devices[i], terms.attester);
            Intents.requireSigned(digest, terms.attester, devices[i], signatures[i]);
        }
        _arrivals[hash] = time;
        emit Arrived(delivery.order, hash, time + terms.disputeWindow);
    }

    /// @inheritdoc IOrders
    function matchArrival(OrderTerms calldata terms, Delivery calldata delivery) external {
        bytes32 hash = _requireDelivery(terms, delivery);
        uint64 arrived = _arrivals[hash];
        if (arrived == 0) revert NotArrived(hash);
        if (arrived == MATCHED) revert AlreadyMatched(hash);
        uint64 last = arrived + terms.disputeWindow;
        if (block.timestamp <= last) revert TooEarly(uint64(block.timestamp), last);
        _match(terms, delivery, hash);
    }

    /// @inheritdoc IOrders
    function acceptedOf(OrderId id, uint64 milestone) external view returns (uint64) {
        return _orders[id].accepted[milestone];
    }

    /// @inheritdoc IOrders
    function idOf(OrderTerms calldata terms) public pure returns (OrderId) {
        return
            OrderId.wrap(
                keccak256(
                    bytes.concat(
                        abi.encode(
                            ORDER_TERMS,
                            terms.buyer,
                            terms.seller,
                            terms.price,
                            terms.quantity,
                            terms.tenor,
                            terms.deliverBy,
                            terms.arbiter,
                            terms.attester
                        ),
                        abi.encode(
                            terms.quorum,
                            terms.disputeWindow,
                            terms.document,
                            Words.from(terms.givers).hash(),
                            Words.from(terms.receivers).hash(),
                            Words.from(terms.shares).hash(),
                            terms.buyerEpoch,
                            terms.sellerEpoch,
                            terms.deadline
                        )
                    )
                )
            );
    }

    /// @inheritdoc IOrders
    function hashOf(Delivery calldata delivery) public pure returns (bytes32) {
        return keccak256(abi.encode(DELIVERY, delivery));
    }

    /// @dev Pays the beneficiary from the escrow, or with a receivable.
    function _pay(OrderTerms calldata terms, OrderId id, uint64 amount, bytes32 nullifier, bytes32 document) internal {
        Order storage order_ = _orders[id];
        order_.paid += amount;
        ReceivableId receivable;
        PartyId beneficiary = order_.beneficiary;
        if (terms.tenor == 0) {
            if (amount > order_.escrow) revert NotFunded(id);
            order_.escrow -= amount;
            _cash.disburse(beneficiary, amount);
        } else {
            uint64 due = uint64(block.timestamp) + terms.tenor;
            receivable = receivables.issueMatched(terms.buyer, beneficiary, amount, due, nullifier, document);
            birthOf[receivable] = Birth(id, beneficiary);
        }
        emit OrderPaid(id, beneficiary, amount, receivable);
    }

    /// @dev Closes an order and gives the rest of the escrow back.
    function _close(OrderTerms calldata terms, OrderId id) internal {
        Order storage order_ = _orders[id];
        uint64 refund = order_.escrow;
        (order_.closed, order_.escrow) = (true, 0);
        if (refund != 0) _cash.disburse(terms.buyer, refund);
        emit Closed(id, refund);
    }

    function _requireOpen(OrderId id) internal view returns (Order storage order_) {
        order_ = _orders[id];
        if (order_.seq == 0) revert UnknownOrder(id);
        if (order_.closed) revert OrderClosed(id);
    }

    /// @dev The three-way match: order, receipt and invoice.
    function _match(OrderTerms calldata terms, Delivery calldata delivery, bytes32 hash) private {
        OrderId id = delivery.order;
        Order storage order_ = _requireOpen(id);
        if (order_.buyerDisputes || order_.sellerDisputes) revert OrderIsDisputed(id);
        if (_arrivals[hash] == MATCHED) revert AlreadyMatched(hash);
        _arrivals[hash] = MATCHED;
        uint64 before = order_.accepted[delivery.milestone];
        uint64 left = terms.quantity - before;
        if (delivery.quantity == 0 || delivery.quantity > left) revert ExceedsOrder(delivery.quantity, left);
        order_.accepted[delivery.milestone] = before + delivery.quantity;
        uint64 part = _partOf(terms, delivery.milestone);
        uint64 due = _share(part, before + delivery.quantity, terms.quantity) - _share(part, before, terms.quantity);
        uint64 paid = delivery.invoice < due ? delivery.invoice : due;
        order_.matched += due;
        emit Matched(id, hash, delivery.milestone, delivery.quantity, delivery.invoice, due, paid);
        if (paid != 0) _pay(terms, id, paid, delivery.nullifier, hash);
        if (order_.matched == terms.price && _isComplete(terms, order_)) _close(terms, id);
    }

    function _useHandOff(bytes32 hash, UnitId unit, uint32 seq) private {
        if (_matchedHandOffs[unit][seq]) revert AlreadyMatched(hash);
        _matchedHandOffs[unit][seq] = true;
    }

    function _requireOf(
        OrderTerms calldata terms,
        Delivery calldata delivery,
        PartyId from,
        PartyId to,
        bytes32 document
    ) private view returns (bytes32 hash) {
        hash = _requireDelivery(terms, delivery);
        uint64 milestone = delivery.milestone;
        bool same =
            document == hash &&
                PartyId.unwrap(from) == terms.givers[milestone] &&
                PartyId.unwrap(to) == terms.receivers[milestone];
        if (!same) revert NotThisDelivery(hash);
    }

    function _requireDelivery(
        OrderTerms calldata terms,
        Delivery calldata delivery
    ) private view returns (bytes32 hash) {
        OrderId id = idOf(terms);
        _requireOpen(id);
        hash = hashOf(delivery);
        bool same = OrderId.unwrap(delivery.order) == OrderId.unwrap(id) && delivery.milestone < terms.shares.length;
        if (!same) revert NotThisDelivery(hash);
    }

    function _isComplete(OrderTerms calldata terms, Order storage order_) private view returns (bool) {
        for (uint64 i = 0; i < terms.shares.length; ++i) {
            if (order_.accepted[i] != terms.quantity) return false;
        }
        return true;
    }

    /// @dev The milestone's part of the price: the parts sum to the price, whatever the rounding.
    function _partOf(OrderTerms calldata terms, uint64 milestone) private pure returns (uint64) {
        uint64 before = 0;
        for (uint64 i = 0; i < milestone; ++i) before += terms.shares[i];
        uint64 after_ = before + terms.shares[milestone];
        return _share(terms.price, after_, WHOLE) - _share(terms.price, before, WHOLE);
    }

    function _share(uint64 amount, uint64 part, uint64 whole) private pure returns (uint64) {
        return uint64((uint256(amount) * part) / whole);
    }

    function _one(UnitId unit) private pure returns (bytes32[] memory list) {
        list = new bytes32[](1);
        list[0] = UnitId.unwrap(unit);
    }
}
