// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LotId, PartyId, UnitId} from "../src/Ids.sol";
import {IIntents} from "../src/interfaces/IIntents.sol";
import {IRegistry} from "../src/interfaces/IRegistry.sol";
import {GoodsTest} from "./support/GoodsTest.sol";
import {Types} from "./support/Types.sol";
import {vm} from "./support/Vm.sol";

/// @dev Every intent is valid in the second of its deadline and in the one before, and expired in the one after.
contract Deadlines is GoodsTest {
    UnitId private immutable CRATE = unitId("crate");
    UnitId private immutable PALLET = unitId("pallet");
    LotId private immutable APPLES = lotId("apples");

    function setUp() public override {
        super.setUp();
        registerLot(FARM, APPLES, 1_000);
        register(FARM, APPLES, list(CRATE), 100);
        register(FARM, PALLET);
    }

    function testDeadlineOfAHandOff() public {
        boundary(address(goods), handOff(FARM, SHOP, CRATE), LATER);
    }

    function testDeadlineOfAHandOffOfMany() public {
        boundary(address(goods), handOffMany(offerMany(FARM, SHOP, list(CRATE, PALLET))), LATER);
    }

    function testDeadlineOfARejection() public {
        boundary(address(goods), rejection(offer(FARM, SHOP, CRATE)), LATER);
        boundary(address(goods), rejectionMany(offerMany(FARM, SHOP, list(CRATE, PALLET))), LATER);
    }

    function testDeadlineOfPackingAndUnpacking() public {
        boundary(address(goods), packing(FARM, PALLET, list(CRATE)), LATER);
        accepts(address(goods), packing(FARM, PALLET, list(CRATE)));
        boundary(address(goods), unpacking(FARM, PALLET, list(CRATE)), LATER);
    }

    function testDeadlineOfASplitAndAMerge() public {
        boundary(address(goods), splitting(FARM, CRATE, 10), LATER);
        accepts(address(goods), splitting(FARM, CRATE, 10));
        boundary(address(goods), merging(FARM, CRATE, partOf(CRATE, 1)), LATER);
    }

    function testDeadlineOfARegistration() public {
        boundary(address(goods), registration(FARM, NONE, list(unitId("new")), 1), LATER);
    }

    function testDeadlineOfATransformation() public {
        boundary(address(goods), transforming(transformation(FARM, CRATE, 10, title(APPLES))), LATER);
    }

    function testDeadlineOfAReportAndARecall() public {
        boundary(address(goods), report(FARM, CRATE, 1), LATER);
        boundary(address(goods), recall(FARM, APPLES, true), LATER);
    }

    function testDeadlineOfATitleMoveAndMerge() public {
        boundary(address(goods), moveTitle(FARM, FARM, title(APPLES), 10), LATER);
        accepts(address(goods), moveTitle(FARM, FARM, title(APPLES), 10));
        boundary(address(goods), mergeTitles(FARM, title(APPLES), partOf(title(APPLES), 1)), LATER);
    }

    function testDeadlinesOfTheRegistry() public {
        bytes memory data = abi.encode(admission(PartyId.wrap(7), vm.addr(0xFACE), 2));
        bytes memory key = registered(0xFACE, Types.ADMISSION, data);
        bytes memory by = registered(keys[REGISTRAR], Types.ADMISSION, data);
        boundary(address(registry), abi.encodePacked(registry.admit.selector, admitCall(data, by, key)), LATER);
        IRegistry.EpochBump memory bump = IRegistry.EpochBump(FARM, 1, LATER);
        by = registered(keys[FARM], Types.EPOCH_BUMP, abi.encode(bump));
        boundary(address(registry), abi.encodeCall(registry.bumpEpoch, (bump, by)), LATER);
        IRegistry.RolesChange memory roles = IRegistry.RolesChange(FARM, 4, 1, REGISTRAR, 1, LATER);
        by = registered(keys[REGISTRAR], Types.ROLES_CHANGE, abi.encode(roles));
        boundary(address(registry), abi.encodeCall(registry.setRoles, (roles, by)), LATER);
        IRegistry.StatusChange memory status = IRegistry.StatusChange(FARM, 2, "", 1, REGISTRAR, 1, LATER);
        by = registered(keys[REGISTRAR], Types.STATUS_CHANGE, abi.encode(status));
        boundary(address(registry), abi.encodeCall(registry.setStatus, (status, by)), LATER);
        IRegistry.KeyChange memory change = IRegistry.KeyChange(FARM, vm.addr(0xFACE), 1, LATER);
        by = registered(keys[FARM], Types.KEY_CHANGE, abi.encode(change));
        key = registered(0xFACE, Types.KEY_CHANGE, abi.encode(change));
        boundary(address(registry), abi.encodeCall(registry.setKey, (change, by, key)), LATER);
        IRegistry.DeviceChange memory device = IRegistry.DeviceChange(FARM, vm.addr(0xDE1), 1, 0, 1, LATER);
        by = registered(keys[FARM], Types.DEVICE_CHANGE, abi.encode(device));
        key = registered(0xDE1, Types.DEVICE_CHANGE, abi.encode(device));
        boundary(address(registry), abi.encodeCall(registry.setDevice, (device, by, key)), LATER);
    }

    function admitCall(bytes memory data, bytes memory by, bytes memory key) private pure returns (bytes memory) {
        return abi.encode(abi.decode(data, (IRegistry.Admission)), by, key);
    }
}
