// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev The EIP-712 types, written out once more: the tests hash with these, so the contracts' own are checked.
library Types {
    string internal constant ADMISSION =
        "Admission(uint64 party,address key,address recovery,uint32 roles,bytes32 identity,uint64 by,uint32 byEpoch,uint64 deadline)";
    string internal constant KEY_CHANGE = "KeyChange(uint64 party,address key,uint32 epoch,uint64 deadline)";
    string internal constant EPOCH_BUMP = "EpochBump(uint64 party,uint32 epoch,uint64 deadline)";
    string internal constant STATUS_CHANGE =
        "StatusChange(uint64 party,uint8 status,bytes32 reason,uint32 epoch,uint64 by,uint32 byEpoch,uint64 deadline)";
    string internal constant ROLES_CHANGE =
        "RolesChange(uint64 party,uint32 roles,uint32 epoch,uint64 by,uint32 byEpoch,uint64 deadline)";
    string internal constant DEVICE_CHANGE =
        "DeviceChange(uint64 party,address device,uint32 attests,uint32 seq,uint32 epoch,uint64 deadline)";
    string internal constant LOT_REGISTRATION =
        "LotRegistration(uint64 by,bytes32 lot,uint64 quantity,bytes3 uom,uint8 decimals,bytes32 document,uint32 epoch,uint64 deadline)";
    string internal constant UNIT_REGISTRATION =
        "UnitRegistration(uint64 by,bytes32 lot,bytes32[] units,uint64[] amounts,bytes32 document,uint32 epoch,uint64 deadline)";
    string internal constant HAND_OFF =
        "HandOff(uint64 from,uint64 to,bytes32 unit,uint32 seq,uint32 fromEpoch,uint32 toEpoch,bytes32 document,uint64 deadline)";
    string internal constant HAND_OFF_MANY =
        "HandOffMany(uint64 from,uint64 to,bytes32[] units,uint32[] seqs,uint32 fromEpoch,uint32 toEpoch,bytes32 document,uint64 deadline)";
    string internal constant REJECTION = "Rejection(bytes32 handOff,bytes32 reason)";
    string internal constant PACKING =
        "Packing(uint64 by,bytes32 parent,uint32 seq,bytes32[] children,uint32[] seqs,bytes32 document,uint32 epoch,uint64 deadline)";
    string internal constant UNPACKING =
        "Unpacking(uint64 by,bytes32 parent,uint32 seq,bytes32[] children,bytes32 document,uint32 epoch,uint64 deadline)";
    string internal constant SPLIT =
        "Split(uint64 by,bytes32 unit,uint32 seq,uint64 amount,uint32 epoch,uint64 deadline)";
    string internal constant MERGE =
        "Merge(uint64 by,bytes32 into,uint32 intoSeq,bytes32 unit,uint32 seq,uint32 epoch,uint64 deadline)";
    string internal constant TRANSFORMATION =
        "Transformation(uint64 by,bytes32[] inputs,uint32[] seqs,uint64[] amounts,bytes32[] titles,bytes32[] lots,uint64[] quantities,bytes3[] uoms,uint8[] decimals,bytes32[] outputs,bytes32 document,uint32 epoch,uint64 deadline)";
    string internal constant CONDITION_REPORT =
        "ConditionReport(uint64 by,address device,bytes32 unit,uint32 seq,uint8 condition,bytes32 evidence,uint32 epoch,uint64 deadline)";
    string internal constant RECALL =
        "Recall(uint64 by,bytes32 lot,uint32 seq,bool recalled,bytes32 reason,uint32 epoch,uint64 deadline)";
    string internal constant TITLE_MOVE =
        "TitleMove(uint64 from,uint64 to,bytes32 note,uint32 seq,uint64 amount,uint32 epoch,bytes32 document,uint64 deadline)";
    string internal constant TITLE_MERGE =
        "TitleMerge(uint64 by,bytes32 into,uint32 intoSeq,bytes32 note,uint32 seq,uint32 epoch,uint64 deadline)";
}
