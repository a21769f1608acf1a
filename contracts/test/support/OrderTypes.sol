// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev The EIP-712 types of orders, written out once more.
library OrderTypes {
    string internal constant ORDER_TERMS =
        "OrderTerms(uint64 buyer,uint64 seller,uint64 price,uint64 quantity,uint64 tenor,uint64 deliverBy,uint64 arbiter,uint64 attester,uint64 quorum,uint64 disputeWindow,bytes32 document,uint64[] givers,uint64[] receivers,uint64[] shares,uint32 buyerEpoch,uint32 sellerEpoch,uint64 deadline)";
    string internal constant FUNDING = "Funding(uint64 amount,bytes32 order,uint32 epoch,uint64 deadline)";
    string internal constant DELIVERY =
        "Delivery(bytes32 order,uint64 milestone,uint64 quantity,uint64 invoice,bytes32 nullifier,bytes32 document)";
    string internal constant ARRIVAL = "Arrival(bytes32 delivery,uint8 condition,uint64 deadline)";
    string internal constant ORDER_DISPUTE =
        "OrderDispute(bytes32 order,uint64 by,uint32 seq,bool disputed,bytes32 reason,uint32 epoch,uint64 deadline)";
    string internal constant CLOSING =
        "Closing(bytes32 order,uint32 seq,uint64 amount,bytes32 nullifier,bytes32 document,uint32 buyerEpoch,uint32 epoch,uint64 deadline)";
    string internal constant ASSIGNMENT =
        "Assignment(bytes32 order,uint64 from,uint64 to,uint32 seq,address via,uint32 epoch,uint64 deadline)";
}
