// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {OrderId, PartyId, ReceivableId} from "../Ids.sol";
import {ICustody} from "./ICustody.sol";
import {IGoods} from "./IGoods.sol";
import {IIntents} from "./IIntents.sol";
import {IReceivables} from "./IReceivables.sol";

/// @title Orders: what was agreed, and payment as the goods change hands
/// @notice Buyer and seller sign the terms; the order's id is the hash of them, and every call carries them. A hand-off
///         whose document is the hash of a Delivery says how much was received and what is invoiced for it; both the
///         giver and the receiver sign that. Submitted here it moves custody, matches and pays in one transaction;
///         submitted to Goods alone it is matched here afterwards, with the same result, while the receiver holds it.
///         The match pays no more than the accepted quantity's share of the price and no more than the invoice: out of
///         the escrow, or, with a tenor, as a receivable that the buyer confirmed by agreeing to the order. What is
///         invoiced above that is not paid; it is a matter for a dispute or a credit note.
///         No freeze stops a match. Assets of the escrow leave it by a match, a closing that both (or the arbiter, of
///         a disputed order) signed, or back to the buyer when the order has expired.
interface IOrders is IIntents {
    /// @notice What buyer and seller agree on.
    /// @param price Of the whole quantity, in minor units of the cash.
    /// @param tenor 0: paid from the escrow. Else: a receivable is born with each match, due so many seconds later.
    /// @param deliverBy Last second for arrivals that devices attest; some time later an unfinished order expires.
    /// @param arbiter Decides disputes; 0: only both together do.
    /// @param attester Whose devices attest arrivals; 0: none do.
    /// @param quorum How many of its devices.
    /// @param disputeWindow Seconds from their attestation until it is matched.
    /// @param document Salted commitment to the confidential terms.
    /// @param givers Of each milestone, who hands the goods over: 1 to 8 milestones.
    /// @param receivers Of each milestone, who receives them.
    /// @param shares Of each milestone, its part of the price in 1/10,000; together 10,000.
    struct OrderTerms {
        PartyId buyer;
        PartyId seller;
        uint64 price;
        uint64 quantity;
        uint64 tenor;
        uint64 deliverBy;
        PartyId arbiter;
        PartyId attester;
        uint64 quorum;
        uint64 disputeWindow;
        bytes32 document;
        uint64[] givers;
        uint64[] receivers;
        uint64[] shares;
        uint32 buyerEpoch;
        uint32 sellerEpoch;
        uint64 deadline;
    }

    /// @notice The buyer pays the whole price into the escrow.
    struct Funding {
        uint64 amount;
        OrderId order;
        uint32 epoch;
        uint64 deadline;
    }

    /// @notice What a hand-off, or devices, say was received; its EIP-712 hash is the document of the hand-off.
    /// @param milestone Index into the terms' milestones.
    /// @param quantity Accepted, in the unit of the terms' quantity: a part is a partial or short delivery.
    /// @param invoice What the seller asks for it.
    /// @param nullifier For the receivable, as in IReceivables; not used where the escrow pays.
    /// @param document Commitment to the invoice and the receipt; makes every delivery another.
    struct Delivery {
        OrderId order;
        uint64 milestone;
        uint64 quantity;
        uint64 invoice;
        bytes32 nullifier;
        bytes32 document;
    }

    /// @notice A device has seen a delivery arrive.
    /// @param delivery Hash of the Delivery.
    /// @param condition As in ICustody; other than 0 it is not payable without a hand-off.
    struct Arrival {
        bytes32 delivery;
        uint8 condition;
        uint64 deadline;
    }

    /// @notice Buyer or seller stops all matching, or lifts what it has raised.
    struct OrderDispute {
        OrderId order;
        PartyId by;
        uint32 seq;
        bool disputed;
        bytes32 reason;
        uint32 epoch;
        uint64 deadline;
    }

    /// @notice The buyer and the beneficiary end the order, or the arbiter ends a disputed one.
    /// @param amount What the beneficiary still gets; 0: a cancellation. The buyer gets the rest of the escrow back.
    /// @param buyerEpoch The buyer's epoch; 0 where the arbiter signs.
    /// @param epoch The beneficiary's or the arbiter's epoch.
    struct Closing {
        OrderId order;
        uint32 seq;
        uint64 amount;
        bytes32 nullifier;
        bytes32 document;
        uint32 buyerEpoch;
        uint32 epoch;
        uint64 deadline;
    }

    /// @notice The beneficiary makes another party the beneficiary of all further payments.
    /// @param via The only account that may submit this; 0: anyone.
    struct Assignment {
        OrderId order;
        PartyId from;
        PartyId to;
        uint32 seq;
        address via;
        uint32 epoch;
        uint64 deadline;
    }

    /// @notice An order. Closed: nothing will be paid any more.
    /// @param beneficiary Who is paid; the seller at first.
    /// @param matched The part of the price that deliveries have been matched for.
    /// @param paid What was paid, or became receivables, for it.
    struct OrderState {
        PartyId beneficiary;
        uint64 escrow;
        uint64 matched;
        uint64 paid;
        uint32 seq;
        bool funded;
        bool disputed;
        bool closed;
    }

    /// @notice Of which order a receivable was born, and to whom.
    struct Birth {
        OrderId order;
        PartyId beneficiary;
    }

    event OrderAgreed(OrderId indexed order, PartyId indexed buyer, PartyId indexed seller, OrderTerms terms);
    event Funded(OrderId indexed order, uint64 amount);
    event Delivered(OrderId indexed order, bytes32 indexed delivery, bytes32[] units);

    /// @param matchableAfter The dispute window's last second.
    event Arrived(OrderId indexed order, bytes32 indexed delivery, uint64 matchableAfter);

    /// @param due What the accepted quantity is worth by the terms.
    /// @param paid No more than that and no more than the invoice.
    event Matched(
        OrderId indexed order,
        bytes32 indexed delivery,
        uint64 milestone,
        uint64 quantity,
        uint64 invoice,
        uint64 due,
        uint64 paid
    );

    /// @param receivable 0 where the escrow paid.
    event OrderPaid(OrderId indexed order, PartyId indexed beneficiary, uint64 amount, ReceivableId receivable);
    event DisputeRaised(OrderId indexed order, PartyId indexed by, bytes32 reason);
    event DisputeLifted(OrderId indexed order, PartyId indexed by);
    event ProceedsAssigned(OrderId indexed order, PartyId indexed from, PartyId indexed to);

    /// @param refund What of the escrow went back to the buyer.
    event Closed(OrderId indexed order, uint64 refund);

    error AlreadyAgreed(OrderId order);
    error UnknownOrder(OrderId order);
    error OrderClosed(OrderId order);
    error OrderIsDisputed(OrderId order);
    error NotDisputed(OrderId order);

    /// @notice The terms can't be executed; `what` is the first of the fields that is to blame.
    error BadTerms(bytes32 what);
    error WrongFunding(uint64 amount, uint64 price);
    error AlreadyFunded(OrderId order);
    error NotFunded(OrderId order);

    /// @notice The hand-off's document, giver or receiver is not that of the delivery.
    error NotThisDelivery(bytes32 delivery);

    /// @notice The delivery, or the hand-off of this unit at this number, has been matched.
    error AlreadyMatched(bytes32 delivery);
    error ExceedsOrder(uint64 quantity, uint64 left);

    /// @notice Goods does not say that the unit was handed over by this message and is still with the receiver.
    error NotHandedOver(bytes32 unit);
    error StaleOrder(OrderId order, uint32 expected, uint32 actual);
    error NotOfOrder(OrderId order, PartyId party);
    error BadCondition(uint8 condition);

    /// @notice Fewer devices, or not in rising order of their addresses.
    error NoQuorum(uint256 devices, uint256 quorum);
    error NotArrived(bytes32 delivery);
    error TooEarly(uint64 time, uint64 after_);
    error TooLate(uint64 time, uint64 last);
    error AmountAboveOrder(uint64 amount, uint64 left);
    error NotAttesting(address device, PartyId attester);
    error SubmitterNotNamed(address submitter, address via);

    /// @notice Makes an order. Signatures: the buyer's and the seller's, over the same terms.
    function agree(OrderTerms calldata terms, bytes calldata buyerSignature, bytes calldata sellerSignature) external;

    /// @notice Pays the price into the escrow; for an order without a tenor, once.
    function fund(OrderTerms calldata terms, Funding calldata message, bytes calldata signature) external;

    /// @notice Submits a hand-off to Goods, matches and pays.
    function deliver(
        OrderTerms calldata terms,
        Delivery calldata delivery,
        ICustody.HandOff calldata handOff,
        bytes calldata fromSignature,
        bytes calldata toSignature
    ) external;

    /// @notice The same for many units.
    function deliverMany(
        OrderTerms calldata terms,
        Delivery calldata delivery,
        ICustody.HandOffMany calldata handOff,
        bytes calldata fromSignature,
        bytes calldata toSignature
    ) external;

    /// @notice Matches and pays for a hand-off that was submitted to Goods alone.
    function matchHandOff(
        OrderTerms calldata terms,
        Delivery calldata delivery,
        ICustody.HandOff calldata handOff,
        bytes calldata fromSignature,
        bytes calldata toSignature
    ) external;

    /// @notice A quorum of the attester's devices says that a delivery has arrived in good condition.
    /// @param devices In rising order, so that each counts once.
    function arrive(
        OrderTerms calldata terms,
        Delivery calldata delivery,
        Arrival calldata arrival,
        address[] calldata devices,
        bytes[] calldata signatures
    ) external;

    /// @notice Matches and pays for what devices have attested, once the dispute window is over.
    function matchArrival(OrderTerms calldata terms, Delivery calldata delivery) external;

    /// @notice Raises or lifts a dispute of the buyer or the seller.
    function setDispute(OrderTerms calldata terms, OrderDispute calldata message, bytes calldata signature) external;

    /// @notice Ends an order. Signatures: the buyer's and the beneficiary's.
    function close(
        OrderTerms calldata terms,
        Closing calldata message,
        bytes calldata buyerSignature,
        bytes calldata beneficiarySignature
    ) external;

    /// @notice Ends a disputed order. Signature: the arbiter's.
    function arbitrate(OrderTerms calldata terms, Closing calldata message, bytes calldata signature) external;

    /// @notice Ends an order that is not disputed, seven days and the dispute window after `deliverBy`.
    function expire(OrderTerms calldata terms) external;

    /// @notice Makes another party the beneficiary.
    function assignProceeds(OrderTerms calldata terms, Assignment calldata message, bytes calldata signature) external;

    /// @notice An order; all 0 where there is none.
    function order(OrderId id) external view returns (OrderState memory);

    /// @notice The accepted quantity of one of its milestones.
    function acceptedOf(OrderId id, uint64 milestone) external view returns (uint64);

    /// @notice The id of the order with these terms.
    function idOf(OrderTerms calldata terms) external pure returns (OrderId);

    /// @notice The hash of a delivery: the document that its hand-off carries.
    function hashOf(Delivery calldata delivery) external pure returns (bytes32);

    /// @notice The order that a receivable was born of, and its first owner; 0 where it was not born here.
    function birthOf(ReceivableId receivable) external view returns (OrderId order, PartyId beneficiary);

    /// @notice The goods whose hand-offs are matched.
    function goods() external view returns (IGoods);

    /// @notice The receivables that orders on credit give birth to.
    function receivables() external view returns (IReceivables);
}
