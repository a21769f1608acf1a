// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev The EIP-712 types of the facility, written out once more.
library FacilityTypes {
    string internal constant LOAN =
        "Loan(uint64 principal,uint64 lender,uint64 borrower,uint64 debtor,uint64 fee,uint64 rate,uint64 lateRate,uint64 basis,uint64 due,uint64 grace,uint8 kind,bytes32 collateral,bytes32 note,uint32 seq,uint64 amount,bool recourse,uint64 residualTo,uint64 valuer,uint64 haircut,uint64 marginTime,uint32 borrowerEpoch,uint32 lenderEpoch,uint64 deadline)";
    string internal constant REPAYMENT =
        "Repayment(uint64 amount,bytes32 position,uint32 seq,uint32 epoch,uint64 deadline)";
    string internal constant LENDER_ACTION =
        "LenderAction(bytes32 position,uint8 action,uint32 seq,uint32 epoch,uint64 deadline)";
    string internal constant VALUATION =
        "Valuation(bytes32 position,uint64 value,uint32 seq,uint32 epoch,uint64 deadline)";
    string internal constant LIMIT =
        "Limit(uint64 lender,uint64 debtor,uint64 amount,uint32 seq,uint32 epoch,uint64 deadline)";
}
