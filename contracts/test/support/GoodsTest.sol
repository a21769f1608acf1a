// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LotId, NoteId, PartyId, UnitId} from "../../src/Ids.sol";
import {ICustody} from "../../src/interfaces/ICustody.sol";
import {IGoods} from "../../src/interfaces/IGoods.sol";
import {LedgerTest} from "./LedgerTest.sol";
import {Types} from "./Types.sol";
import {vm} from "./Vm.sol";

/// @dev Messages about units as they stand, signed as they should be, and calls that submit them.
abstract contract GoodsTest is LedgerTest {
    LotId internal constant NONE = LotId.wrap(0);

    function unitId(string memory name) internal pure returns (UnitId) {
        return UnitId.wrap(keccak256(bytes(name)));
    }

    function lotId(string memory name) internal pure returns (LotId) {
        return LotId.wrap(keccak256(bytes(name)));
    }

    function title(LotId lot) internal pure returns (NoteId) {
        return NoteId.wrap(LotId.unwrap(lot));
    }

    function list(UnitId a) internal pure returns (UnitId[] memory units) {
        units = new UnitId[](1);
        units[0] = a;
    }

    function list(UnitId a, UnitId b) internal pure returns (UnitId[] memory units) {
        units = new UnitId[](2);
        (units[0], units[1]) = (a, b);
    }

    function seqsOf(UnitId[] memory units) internal view returns (uint32[] memory seqs) {
        seqs = new uint32[](units.length);
        for (uint256 i = 0; i < units.length; ++i) seqs[i] = seqOf(units[i]);
    }

    function register(PartyId by, UnitId unit) internal returns (UnitId) {
        register(by, NONE, list(unit), 1);
        return unit;
    }

    function register(PartyId by, LotId lot, UnitId[] memory units, uint64 amount) internal {
        accepts(address(goods), registration(by, lot, units, amount));
    }

    function registration(
        PartyId by,
        LotId lot,
        UnitId[] memory units,
        uint64 amount
    ) internal view returns (bytes memory) {
        uint64[] memory amounts = new uint64[](units.length);
        for (uint256 i = 0; i < units.length; ++i) amounts[i] = amount;
        IGoods.UnitRegistration memory message = IGoods.UnitRegistration(
            by,
            lot,
            units,
            amounts,
            "document",
            epochOf(by),
            LATER
        );
        return abi.encodeCall(goods.registerUnits, (message, signed(by, Types.UNIT_REGISTRATION, abi.encode(message))));
    }

    function offer(PartyId from, PartyId to, UnitId unit) internal view returns (ICustody.HandOff memory) {
        return ICustody.HandOff(from, to, unit, seqOf(unit), epochOf(from), epochOf(to), "document", LATER);
    }

    function signed(ICustody.HandOff memory message, PartyId by) internal view returns (bytes memory) {
        return signed(by, Types.HAND_OFF, abi.encode(message));
    }

    function handOff(ICustody.HandOff memory message) internal view returns (bytes memory) {
        return abi.encodeCall(goods.handOff, (message, signed(message, message.from), signed(message, message.to)));
    }

    function handOff(PartyId from, PartyId to, UnitId unit) internal view returns (bytes memory) {
        return handOff(offer(from, to, unit));
    }

    function offerMany(
        PartyId from,
        PartyId to,
        UnitId[] memory units
    ) internal view returns (ICustody.HandOffMany memory) {
        return ICustody.HandOffMany(from, to, units, seqsOf(units), epochOf(from), epochOf(to), "document", LATER);
    }

    function handOffMany(ICustody.HandOffMany memory message) internal view returns (bytes memory) {
        bytes memory data = abi.encode(message);
        bytes memory fromSignature = signed(message.from, Types.HAND_OFF_MANY, data);
        return
            abi.encodeCall(goods.handOffMany, (message, fromSignature, signed(message.to, Types.HAND_OFF_MANY, data)));
    }

    function rejection(ICustody.HandOff memory message) internal view returns (bytes memory) {
        bytes32 digest = digestOf(address(goods), Types.HAND_OFF, abi.encode(message));
        bytes memory toSignature = signed(message.to, Types.REJECTION, abi.encode(ICustody.Rejection(digest, "wet")));
        return abi.encodeCall(goods.reject, (message, signed(message, message.from), "wet", toSignature));
    }

    function rejectionMany(ICustody.HandOffMany memory message) internal view returns (bytes memory) {
        bytes memory data = abi.encode(message);
        bytes32 digest = digestOf(address(goods), Types.HAND_OFF_MANY, data);
        bytes memory fromSignature = signed(message.from, Types.HAND_OFF_MANY, data);
        bytes memory toSignature = signed(message.to, Types.REJECTION, abi.encode(ICustody.Rejection(digest, "wet")));
        return abi.encodeCall(goods.rejectMany, (message, fromSignature, "wet", toSignature));
    }

    function packing(PartyId by, UnitId parent, UnitId[] memory children) internal view returns (bytes memory) {
        ICustody.Packing memory message = ICustody.Packing(
            by,
            parent,
            seqOf(parent),
            children,
            seqsOf(children),
            "document",
            epochOf(by),
            LATER
        );
        return abi.encodeCall(goods.pack, (message, signed(by, Types.PACKING, abi.encode(message))));
    }

    function unpacking(PartyId by, UnitId parent, UnitId[] memory children) internal view returns (bytes memory) {
        ICustody.Unpacking memory message = ICustody.Unpacking(
            by,
            parent,
            seqOf(parent),
            children,
            "document",
            epochOf(by),
            LATER
        );
        return abi.encodeCall(goods.unpack, (message, signed(by, Types.UNPACKING, abi.encode(message))));
    }

    function splitting(PartyId by, UnitId unit, uint64 amount) internal view returns (bytes memory) {
        ICustody.Split memory message = ICustody.Split(by, unit, seqOf(unit), amount, epochOf(by), LATER);
        return abi.encodeCall(goods.split, (message, signed(by, Types.SPLIT, abi.encode(message))));
    }

    function partOf(UnitId unit, uint32 seq) internal pure returns (UnitId) {
        return UnitId.wrap(keccak256(abi.encode(unit, seq)));
    }

    function merging(PartyId by, UnitId into, UnitId unit) internal view returns (bytes memory) {
        ICustody.Merge memory message = ICustody.Merge(by, into, seqOf(into), unit, seqOf(unit), epochOf(by), LATER);
        return abi.encodeCall(goods.merge, (message, signed(by, Types.MERGE, abi.encode(message))));
    }

    function report(PartyId by, UnitId unit, uint8 condition) internal view returns (bytes memory) {
        return deviceReport(by, 0, unit, condition);
    }

    /// @param deviceKey 0: the party's own key signs.
    function deviceReport(
        PartyId by,
        uint256 deviceKey,
        UnitId unit,
        uint8 condition
    ) internal view returns (bytes memory) {
        address device = deviceKey == 0 ? address(0) : vm.addr(deviceKey);
        ICustody.ConditionReport memory message = ICustody.ConditionReport(
            by,
            device,
            unit,
            seqOf(unit),
            condition,
            "evidence",
            epochOf(by),
            LATER
        );
        bytes32 digest = digestOf(address(goods), Types.CONDITION_REPORT, abi.encode(message));
        return abi.encodeCall(goods.reportCondition, (message, sign(deviceKey == 0 ? keys[by] : deviceKey, digest)));
    }

    /// @dev Uses `amount` of one unit under one title and makes nothing; the fields can be filled in before signing.
    function transformation(
        PartyId by,
        UnitId input,
        uint64 amount,
        NoteId note
    ) internal view returns (IGoods.Transformation memory message) {
        message.by = by;
        message.inputs = list(input);
        message.seqs = seqsOf(message.inputs);
        message.amounts = new uint64[](1);
        message.amounts[0] = amount;
        message.titles = new NoteId[](1);
        message.titles[0] = note;
        message.epoch = epochOf(by);
        message.deadline = LATER;
    }

    function makeLot(IGoods.Transformation memory message, LotId lot, uint64 quantity) internal pure {
        message.lots = new LotId[](1);
        message.lots[0] = lot;
        message.quantities = new uint64[](1);
        message.quantities[0] = quantity;
        message.uoms = new bytes3[](1);
        message.uoms[0] = "LTR";
        message.decimals = new uint8[](1);
        message.decimals[0] = 1;
    }

    function transforming(IGoods.Transformation memory message) internal view returns (bytes memory) {
        return
            abi.encodeCall(goods.transform, (message, signed(message.by, Types.TRANSFORMATION, abi.encode(message))));
    }
}
