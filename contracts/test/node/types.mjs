/** The EIP-712 types, written out once more so that the contracts' own are checked against them. */
export const types = {
  Admission:
    "uint64 party,address key,address recovery,uint32 roles,bytes32 identity,uint64 by,uint32 byEpoch,uint64 deadline",
  KeyChange: "uint64 party,address key,uint32 epoch,uint64 deadline",
  EpochBump: "uint64 party,uint32 epoch,uint64 deadline",
  StatusChange: "uint64 party,uint8 status,bytes32 reason,uint32 epoch,uint64 by,uint32 byEpoch,uint64 deadline",
  RolesChange: "uint64 party,uint32 roles,uint32 epoch,uint64 by,uint32 byEpoch,uint64 deadline",
  DeviceChange: "uint64 party,address device,uint32 attests,uint32 seq,uint32 epoch,uint64 deadline",
  LotRegistration:
    "uint64 by,bytes32 lot,uint64 quantity,bytes3 uom,uint8 decimals,bytes32 document,uint32 epoch,uint64 deadline",
  UnitRegistration:
    "uint64 by,bytes32 lot,bytes32[] units,uint64[] amounts,bytes32 document,uint32 epoch,uint64 deadline",
  HandOff:
    "uint64 from,uint64 to,bytes32 unit,uint32 seq,uint32 fromEpoch,uint32 toEpoch,bytes32 document,uint64 deadline",
  HandOffMany:
    "uint64 from,uint64 to,bytes32[] units,uint32[] seqs,uint32 fromEpoch,uint32 toEpoch,bytes32 document,uint64 deadline",
  Rejection: "bytes32 handOff,bytes32 reason",
  Packing:
    "uint64 by,bytes32 parent,uint32 seq,bytes32[] children,uint32[] seqs,bytes32 document,uint32 epoch,uint64 deadline",
  Unpacking: "uint64 by,bytes32 parent,uint32 seq,bytes32[] children,bytes32 document,uint32 epoch,uint64 deadline",
  Split: "uint64 by,bytes32 unit,uint32 seq,uint64 amount,uint32 epoch,uint64 deadline",
  Merge: "uint64 by,bytes32 into,uint32 intoSeq,bytes32 unit,uint32 seq,uint32 epoch,uint64 deadline",
  Transformation:
    "uint64 by,bytes32[] inputs,uint32[] seqs,uint64[] amounts,bytes32[] titles,bytes32[] lots,uint64[] quantities,bytes3[] uoms,uint8[] decimals,bytes32[] outputs,bytes32 document,uint32 epoch,uint64 deadline",
  ConditionReport:
    "uint64 by,address device,bytes32 unit,uint32 seq,uint8 condition,bytes32 evidence,uint32 epoch,uint64 deadline",
  Recall: "uint64 by,bytes32 lot,uint32 seq,bool recalled,bytes32 reason,uint32 epoch,uint64 deadline",
  TitleMove:
    "uint64 from,uint64 to,bytes32 note,uint32 seq,uint64 amount,uint32 epoch,bytes32 document,uint64 deadline",
  TitleMerge: "uint64 by,bytes32 into,uint32 intoSeq,bytes32 note,uint32 seq,uint32 epoch,uint64 deadline",

  Mint: "uint64 bank,uint64 to,uint64 amount,bytes32 bankRef,uint32 epoch,uint64 deadline",
  Burn: "uint64 by,uint64 bank,uint64 amount,bytes32 bankRef,uint32 epoch,uint32 bankEpoch,uint64 deadline",
  CashTransfer: "uint64 from,uint64 to,uint64 amount,uint32 seq,bytes32 document,uint32 epoch,uint64 deadline",
  Issue:
    "uint64 debtor,uint64 seller,uint64 face,bytes3 currency,uint64 due,bytes32 nullifier,bytes32 document,uint32 debtorEpoch,uint32 sellerEpoch,uint64 deadline",
  Move: "uint64 from,uint64 to,bytes32 receivable,bytes32 note,uint32 seq,uint64 amount,address via,bytes32 document,uint32 epoch,uint64 deadline",
  Sale: "uint64 price,uint64 buyer,uint64 seller,bytes32 receivable,bytes32 note,uint32 seq,uint64 amount,uint32 sellerEpoch,uint32 buyerEpoch,uint64 deadline",
  Payment: "uint64 amount,bytes32 receivable,uint32 seq,uint32 epoch,uint64 deadline",
  Redemption: "uint64 owner,bytes32 receivable,bytes32 note,uint32 seq,uint32 epoch,uint64 deadline",
  Retirement:
    "uint64 price,uint64 owner,bytes32 receivable,bytes32 note,uint32 seq,uint64 amount,uint32 ownerEpoch,uint32 debtorEpoch,uint64 deadline",
  Dilution:
    "uint64 owner,bytes32 receivable,bytes32 note,uint32 seq,uint64 amount,bytes32 document,uint32 epoch,uint64 deadline",
  DisputeNotice:
    "uint64 debtor,bytes32 receivable,uint32 seq,bool disputed,bytes32 reason,uint32 epoch,uint64 deadline",
  OrderTerms:
    "uint64 buyer,uint64 seller,uint64 price,uint64 quantity,uint64 tenor,uint64 deliverBy,uint64 arbiter,uint64 attester,uint64 quorum,uint64 disputeWindow,bytes32 document,uint64[] givers,uint64[] receivers,uint64[] shares,uint32 buyerEpoch,uint32 sellerEpoch,uint64 deadline",
  Funding: "uint64 amount,bytes32 order,uint32 epoch,uint64 deadline",
  Delivery: "bytes32 order,uint64 milestone,uint64 quantity,uint64 invoice,bytes32 nullifier,bytes32 document",
  Loan: "uint64 principal,uint64 lender,uint64 borrower,uint64 debtor,uint64 fee,uint64 rate,uint64 lateRate,uint64 basis,uint64 due,uint64 grace,uint8 kind,bytes32 collateral,bytes32 note,uint32 seq,uint64 amount,bool recourse,uint64 residualTo,uint64 valuer,uint64 haircut,uint64 marginTime,uint32 borrowerEpoch,uint32 lenderEpoch,uint64 deadline",
  Repayment: "uint64 amount,bytes32 position,uint32 seq,uint32 epoch,uint64 deadline",
  Limit: "uint64 lender,uint64 debtor,uint64 amount,uint32 seq,uint32 epoch,uint64 deadline",
};
