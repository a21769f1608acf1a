// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev The EIP-712 types of cash and receivables, written out once more, as Types does for Registry and Goods.
library MoneyTypes {
    string internal constant MINT =
        "Mint(uint64 bank,uint64 to,uint64 amount,bytes32 bankRef,uint32 epoch,uint64 deadline)";
    string internal constant BURN =
        "Burn(uint64 by,uint64 bank,uint64 amount,bytes32 bankRef,uint32 epoch,uint32 bankEpoch,uint64 deadline)";
    string internal constant CASH_TRANSFER =
        "CashTransfer(uint64 from,uint64 to,uint64 amount,uint32 seq,bytes32 document,uint32 epoch,uint64 deadline)";
    string internal constant ISSUE =
        "Issue(uint64 debtor,uint64 seller,uint64 face,bytes3 currency,uint64 due,bytes32 nullifier,bytes32 document,uint32 debtorEpoch,uint32 sellerEpoch,uint64 deadline)";
    string internal constant MOVE =
        "Move(uint64 from,uint64 to,bytes32 receivable,bytes32 note,uint32 seq,uint64 amount,address via,bytes32 document,uint32 epoch,uint64 deadline)";
    string internal constant SALE =
        "Sale(uint64 price,uint64 buyer,uint64 seller,bytes32 receivable,bytes32 note,uint32 seq,uint64 amount,uint32 sellerEpoch,uint32 buyerEpoch,uint64 deadline)";
    string internal constant PAYMENT =
        "Payment(uint64 amount,bytes32 receivable,uint32 seq,uint32 epoch,uint64 deadline)";
    string internal constant REDEMPTION =
        "Redemption(uint64 owner,bytes32 receivable,bytes32 note,uint32 seq,uint32 epoch,uint64 deadline)";
    string internal constant RETIREMENT =
        "Retirement(uint64 price,uint64 owner,bytes32 receivable,bytes32 note,uint32 seq,uint64 amount,uint32 ownerEpoch,uint32 debtorEpoch,uint64 deadline)";
    string internal constant DILUTION =
        "Dilution(uint64 owner,bytes32 receivable,bytes32 note,uint32 seq,uint64 amount,bytes32 document,uint32 epoch,uint64 deadline)";
    string internal constant DISPUTE_NOTICE =
        "DisputeNotice(uint64 debtor,bytes32 receivable,uint32 seq,bool disputed,bytes32 reason,uint32 epoch,uint64 deadline)";
}
