// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CashActors} from "./CashActors.sol";
import {OrderId, PartyId} from "./Ids.sol";
import {Matching} from "./Matching.sol";
import {ICash} from "./interfaces/ICash.sol";
import {IGoods} from "./interfaces/IGoods.sol";
import {IOrders} from "./interfaces/IOrders.sol";
import {IReceivables} from "./interfaces/IReceivables.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {Intents} from "./libraries/Intents.sol";
import {PartyWord} from "./libraries/PartyWord.sol";

/// @title Orders
contract Orders is Matching {
    bytes32 private constant FUNDING = keccak256("Funding(uint64 amount,bytes32 order,uint32 epoch,uint64 deadline)");
    bytes32 private constant ORDER_DISPUTE = keccak256(
        "OrderDispute(bytes32 order,uint64 by,uint32 seq,bool disputed,bytes32 reason,uint32 epoch,uint64 deadline)"
    );
    bytes32 private constant CLOSING = keccak256(
        "Closing(bytes32 order,uint32 seq,uint64 amount,bytes32 nullifier,bytes32 document,uint32 buyerEpoch,uint32 epoch,uint64 deadline)"
    );
    bytes32 private constant ASSIGNMENT = keccak256(
        "Assignment(bytes32 order,uint64 from,uint64 to,uint32 seq,address via,uint32 epoch,uint64 deadline)"
    );
    uint256 private constant MOST_MILESTONES = 8;
    uint64 private constant MOST_DEVICES = 16;
    /// @dev Time to match what has arrived before an order expires.
    uint64 private constant GRACE = 7 days;
    uint64 private constant LONGEST_WINDOW = 365 days;

    constructor(
        IRegistry registry_,
        ICash cash_,
        IGoods goods_,
        IReceivables receivables_
    ) CashActors(registry_, cash_) {
        if (receivables_.issuer() != address(this)) revert Mismatched(address(receivables_));
        if (address(receivables_.cash()) != address(cash_)) revert Mismatched(address(cash_));
        if (address(goods_.registry()) != address(registry_)) revert Mismatched(address(goods_));
        (goods, receivables) = (goods_, receivables_);
    }

    /// @inheritdoc IOrders
    function agree(OrderTerms calldata terms, bytes calldata buyerSignature, bytes calldata sellerSignature) external {
        _requireInTime(terms.deadline);
        _requireTerms(terms);
        OrderId id = idOf(terms);
        if (_orders[id].seq != 0) revert AlreadyAgreed(id);
        (PartyWord buyer, PartyWord seller) = _pair(terms.buyer, terms.seller);
        buyer.requireActive(terms.buyer, terms.buyerEpoch);
        seller.requireActive(terms.seller, terms.sellerEpoch);
        bytes32 digest = _digest(OrderId.unwrap(id));
        Intents.requireSigned(digest, terms.buyer, buyer.key(), buyerSignature);
        Intents.requireSigned(digest, terms.seller, seller.key(), sellerSignature);
        (_orders[id].beneficiary, _orders[id].seq) = (terms.seller, 1);
        emit OrderAgreed(id, terms.buyer, terms.seller, terms);
    }

    /// @inheritdoc IOrders
    function fund(OrderTerms calldata terms, Funding calldata message, bytes calldata signature) external {
        OrderId id = idOf(terms);
        Order storage order_ = _requireOpen(id);
        _requireSame(id, message.order);
        if (order_.funded) revert AlreadyFunded(id);
        if (terms.tenor != 0 || message.amount != terms.price) revert WrongFunding(message.amount, terms.price);
        (order_.funded, order_.escrow) = (true, message.amount);
        emit Funded(id, message.amount);
        uint256 start;
        assembly ("memory-safe") {
            start := message
        }
        _settle(terms.buyer, PartyId.wrap(0), false, FUNDING, start, 0x80, signature);
    }

    /// @inheritdoc IOrders
    function setDispute(OrderTerms calldata terms, OrderDispute calldata message, bytes calldata signature) external {
        OrderId id = idOf(terms);
        Order storage order_ = _requireCurrent(id, message.order, message.seq);
        bytes32 structHash = keccak256(abi.encode(ORDER_DISPUTE, message));
        _requireActing(message.by, message.epoch, message.deadline, structHash, signature);
        if (message.by == terms.buyer) order_.buyerDisputes = message.disputed;
        else if (message.by == terms.seller) order_.sellerDisputes = message.disputed;
        else revert NotOfOrder(id, message.by);
        ++order_.seq;
        if (message.disputed) emit DisputeRaised(id, message.by, message.reason);
        else emit DisputeLifted(id, message.by);
    }

    /// @inheritdoc IOrders
    function close(
        OrderTerms calldata terms,
        Closing calldata message,
        bytes calldata buyerSignature,
        bytes calldata beneficiarySignature
    ) external {
        OrderId id = idOf(terms);
        Order storage order_ = _requireCurrent(id, message.order, message.seq);
        bytes32 structHash = keccak256(abi.encode(CLOSING, message));
        _requireActing(terms.buyer, message.buyerEpoch, message.deadline, structHash, buyerSignature);
        _requireActing(order_.beneficiary, message.epoch, message.deadline, structHash, beneficiarySignature);
        _end(terms, id, message);
    }

    /// @inheritdoc IOrders
    function arbitrate(OrderTerms calldata terms, Closing calldata message, bytes calldata signature) external {
        OrderId id = idOf(terms);
        Order storage order_ = _requireCurrent(id, message.order, message.seq);
        if (!order_.buyerDisputes && !order_.sellerDisputes) revert NotDisputed(id);
        if (PartyId.unwrap(terms.arbiter) == 0) revert NotOfOrder(id, terms.arbiter);
        bytes32 structHash = keccak256(abi.encode(CLOSING, message));
        _requireActing(terms.arbiter, message.epoch, message.deadline, structHash, signature);
        _end(terms, id, message);
    }

    /// @inheritdoc IOrders
    function expire(OrderTerms calldata terms) external {
        OrderId id = idOf(terms);
        Order storage order_ = _requireOpen(id);
        if (order_.buyerDisputes || order_.sellerDisputes) revert OrderIsDisputed(id);
        uint64 last = terms.deliverBy + terms.disputeWindow + GRACE;
        if (block.timestamp <= last) revert TooEarly(uint64(block.timestamp), last);
        _close(terms, id);
    }

    /// @inheritdoc IOrders
    function assignProceeds(OrderTerms calldata terms, Assignment calldata message, bytes calldata signature) external {
        OrderId id = idOf(terms);
        Order storage order_ = _requireCurrent(id, message.order, message.seq);
        if (message.via != address(0) && message.via != msg.sender) revert SubmitterNotNamed(msg.sender, message.via);
        bytes32 structHash = keccak256(abi.encode(ASSIGNMENT, message));
        _requireActing(message.from, message.epoch, message.deadline, structHash, signature);
        if (order_.beneficiary != message.from || message.to == terms.buyer) revert NotOfOrder(id, message.from);
        _registry.word(message.to).requireKnown(message.to);
        order_.beneficiary = message.to;
        ++order_.seq;
        emit ProceedsAssigned(id, message.from, message.to);
    }

    /// @inheritdoc IOrders
    function order(OrderId id) external view returns (OrderState memory) {
        Order storage o = _orders[id];
        bool disputed = o.buyerDisputes || o.sellerDisputes;
        return OrderState(o.beneficiary, o.escrow, o.matched, o.paid, o.seq, o.funded, disputed, o.closed);
    }

    /// @dev Pays what a closing says and closes.
    function _end(OrderTerms calldata terms, OrderId id, Closing calldata message) private {
        Order storage order_ = _orders[id];
        uint64 left = terms.tenor == 0 ? order_.escrow : terms.price - order_.matched;
        if (message.amount > left) revert AmountAboveOrder(message.amount, left);
        ++order_.seq;
        if (message.amount != 0) _pay(terms, id, message.amount, message.nullifier, message.document);
        _close(terms, id);
    }

    function _requireCurrent(OrderId id, OrderId named, uint32 seq) private view returns (Order storage order_) {
        order_ = _requireOpen(id);
        _requireSame(id, named);
        if (order_.seq != seq) revert StaleOrder(id, seq, order_.seq);
    }

    function _requireTerms(OrderTerms calldata terms) private view {
        if (terms.buyer == terms.seller) revert BadTerms("seller");
        if (terms.price == 0) revert BadTerms("price");
        if (terms.quantity == 0) revert BadTerms("quantity");
        if (terms.tenor > receivables.maxTenor()) revert BadTerms("tenor");
        if (terms.deliverBy <= block.timestamp || terms.deliverBy > type(uint40).max) revert BadTerms("deliverBy");
        if (terms.quorum > MOST_DEVICES) revert BadTerms("quorum");
        if (terms.disputeWindow > LONGEST_WINDOW) revert BadTerms("disputeWindow");
        uint256 count = terms.shares.length;
        if (count == 0 || count > MOST_MILESTONES) revert BadTerms("shares");
        if (count != terms.givers.length || count != terms.receivers.length) revert BadTerms("givers");
        uint256 sum = 0;
        for (uint256 i = 0; i < count; ++i) sum += terms.shares[i];
        if (sum != WHOLE) revert BadTerms("shares");
    }

    function _requireSame(OrderId id, OrderId named) private pure {
        if (OrderId.unwrap(id) != OrderId.unwrap(named)) revert UnknownOrder(named);
    }
}
