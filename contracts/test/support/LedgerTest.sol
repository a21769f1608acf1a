// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LotId, NoteId, PartyId, UnitId} from "../../src/Ids.sol";
import {IAnchors} from "../../src/interfaces/IAnchors.sol";
import {ICustody} from "../../src/interfaces/ICustody.sol";
import {IGoods} from "../../src/interfaces/IGoods.sol";
import {IIntents} from "../../src/interfaces/IIntents.sol";
import {IRegistry} from "../../src/interfaces/IRegistry.sol";
import {ITitles} from "../../src/interfaces/ITitles.sol";
import {Types} from "./Types.sol";
import {vm} from "./Vm.sol";

/// @dev Three contracts, six parties, and the ways to sign, submit and be refused.
abstract contract LedgerTest {
    PartyId internal constant REGISTRAR = PartyId.wrap(1);
    PartyId internal constant FARM = PartyId.wrap(2);
    PartyId internal constant CARRIER = PartyId.wrap(3);
    PartyId internal constant SHOP = PartyId.wrap(4);
    PartyId internal constant REGULATOR = PartyId.wrap(5);
    PartyId internal constant FACTORY = PartyId.wrap(6);
    uint64 internal constant NOW = 1_900_000_000;
    uint64 internal constant LATER = 2_000_000_000;

    IRegistry internal registry;
    IGoods internal goods;
    IAnchors internal anchors;
    mapping(PartyId => uint256) internal keys;

    function setUp() public virtual {
        vm.warp(NOW);
        keys[REGISTRAR] = 0xA11CE;
        bytes memory first = abi.encode(vm.addr(0xA11CE), recoveryOf(REGISTRAR), bytes32("registrar"));
        registry = IRegistry(deploy("Registry", first));
        goods = IGoods(deploy("Goods", abi.encode(registry)));
        anchors = IAnchors(deploy("Anchors", ""));
        admit(FARM, 2);
        admit(CARRIER, 4);
        admit(SHOP, 16);
        admit(REGULATOR, 128);
        admit(FACTORY, 2);
    }

    /// @dev Deploys from the artifact, so that tests need not compile the contracts once more.
    function deploy(string memory name, bytes memory arguments) internal returns (address created) {
        bytes memory code = abi.encodePacked(vm.getCode(string.concat(name, ".sol:", name)), arguments);
        assembly ("memory-safe") {
            created := create(0, add(code, 0x20), mload(code))
            if iszero(created) {
                let size := returndatasize()
                returndatacopy(code, 0, size)
                revert(code, size)
            }
        }
    }

    // Signing.

    function domain(address target, uint256 chain) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                    keccak256("Ledger"),
                    keccak256("1"),
                    chain,
                    target
                )
            );
    }

    function digestOf(address target, string memory type_, bytes memory data) internal view returns (bytes32) {
        bytes32 structHash = vm.eip712HashStruct(type_, data);
        return keccak256(abi.encodePacked(hex"1901", domain(target, block.chainid), structHash));
    }

    function sign(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    /// @dev A party's signature over a message for Goods.
    function signed(PartyId by, string memory type_, bytes memory data) internal view returns (bytes memory) {
        return sign(keys[by], digestOf(address(goods), type_, data));
    }

    /// @dev A signature over a message for Registry.
    function registered(uint256 key, string memory type_, bytes memory data) internal view returns (bytes memory) {
        return sign(key, digestOf(address(registry), type_, data));
    }

    function recoveryKey(PartyId id) internal pure returns (uint256) {
        return 0xBEC0000 + PartyId.unwrap(id);
    }

    function recoveryOf(PartyId id) internal pure returns (address) {
        return vm.addr(recoveryKey(id));
    }

    // State.

    function epochOf(PartyId id) internal view returns (uint32 epoch) {
        (, , epoch, ) = registry.party(id);
    }

    function seqOf(UnitId id) internal view returns (uint32) {
        return goods.unit(id).seq;
    }

    // Expectations.

    function check(bool condition, string memory what) internal pure {
        require(condition, what);
    }

    function same(uint256 a, uint256 b, string memory what) internal pure {
        require(a == b, string.concat(what, ": ", decimal(a), " is not ", decimal(b)));
    }

    function same(PartyId a, PartyId b, string memory what) internal pure {
        same(PartyId.unwrap(a), PartyId.unwrap(b), what);
    }

    /// @dev The call succeeds, whoever sends it.
    function accepts(address target, bytes memory data) internal {
        vm.prank(address(uint160(uint256(keccak256(data)))));
        (bool success, bytes memory answer) = target.call(data);
        if (!success) {
            assembly ("memory-safe") {
                revert(add(answer, 0x20), mload(answer))
            }
        }
    }

    /// @dev The call reverts with exactly this error.
    function refuses(address target, bytes memory data, bytes memory refusal) internal {
        (bool success, bytes memory answer) = target.call(data);
        require(!success, "was not refused");
        require(keccak256(answer) == keccak256(refusal), "was refused with another error");
    }

    /// @dev The call is accepted in the second of its deadline and in the one before, and expired in the one after.
    function boundary(address target, bytes memory data, uint64 deadline) internal {
        uint256 start = vm.snapshotState();
        vm.warp(deadline - 1);
        accepts(target, data);
        vm.revertToState(start);
        vm.warp(deadline);
        uint256 last = vm.snapshotState();
        accepts(target, data);
        vm.revertToState(last);
        vm.warp(deadline + 1);
        refuses(target, data, abi.encodeWithSelector(IIntents.Expired.selector, deadline));
        vm.warp(NOW);
    }

    function decimal(uint256 value) private pure returns (string memory text) {
        if (value == 0) return "0";
        for (; value != 0; value /= 10)
            text = string.concat(string(abi.encodePacked(bytes1(uint8(48 + (value % 10))))), text);
    }

    // Registry.

    function admission(PartyId id, address key, uint32 roles) internal view returns (IRegistry.Admission memory) {
        return IRegistry.Admission(id, key, recoveryOf(id), roles, "identity", REGISTRAR, epochOf(REGISTRAR), LATER);
    }

    function admit(PartyId id, uint32 roles) internal {
        keys[id] = 0xACE0000 + PartyId.unwrap(id);
        bytes memory data = abi.encode(admission(id, vm.addr(keys[id]), roles));
        bytes memory bySignature = registered(keys[REGISTRAR], Types.ADMISSION, data);
        bytes memory keySignature = registered(keys[id], Types.ADMISSION, data);
        registry.admit(abi.decode(data, (IRegistry.Admission)), bySignature, keySignature);
    }

    function setStatus(PartyId by, PartyId id, uint8 status) internal {
        IRegistry.StatusChange memory change = IRegistry.StatusChange(
            id,
            status,
            "reason",
            epochOf(id),
            by,
            epochOf(by),
            LATER
        );
        registry.setStatus(change, registered(keys[by], Types.STATUS_CHANGE, abi.encode(change)));
    }

    function setKey(PartyId id, uint256 signer, uint256 key) internal {
        IRegistry.KeyChange memory change = IRegistry.KeyChange(id, vm.addr(key), epochOf(id), LATER);
        bytes memory data = abi.encode(change);
        registry.setKey(change, registered(signer, Types.KEY_CHANGE, data), registered(key, Types.KEY_CHANGE, data));
        keys[id] = key;
    }

    function setDevice(PartyId id, uint256 deviceKey, uint32 attests) internal {
        address device = vm.addr(deviceKey);
        (, , uint32 seq) = registry.device(device);
        IRegistry.DeviceChange memory change = IRegistry.DeviceChange(id, device, attests, seq, epochOf(id), LATER);
        bytes memory data = abi.encode(change);
        registry.setDevice(
            change,
            registered(keys[id], Types.DEVICE_CHANGE, data),
            registered(deviceKey, Types.DEVICE_CHANGE, data)
        );
    }

    // Lots and title.

    function registerLot(PartyId by, LotId lot, uint64 quantity) internal {
        ITitles.LotRegistration memory message = ITitles.LotRegistration(
            by,
            lot,
            quantity,
            "KGM",
            2,
            "document",
            epochOf(by),
            LATER
        );
        goods.registerLot(message, signed(by, Types.LOT_REGISTRATION, abi.encode(message)));
    }

    function recall(PartyId by, LotId lot, bool recalled) internal view returns (bytes memory) {
        ITitles.Recall memory message = ITitles.Recall(
            by,
            lot,
            goods.lot(lot).seq,
            recalled,
            "reason",
            epochOf(by),
            LATER
        );
        return abi.encodeCall(goods.recall, (message, signed(by, Types.RECALL, abi.encode(message))));
    }

    function moveTitle(PartyId from, PartyId to, NoteId note, uint64 amount) internal view returns (bytes memory) {
        ITitles.TitleMove memory message = ITitles.TitleMove(
            from,
            to,
            note,
            goods.title(note).seq,
            amount,
            epochOf(from),
            "document",
            LATER
        );
        return abi.encodeCall(goods.moveTitle, (message, signed(from, Types.TITLE_MOVE, abi.encode(message))));
    }

    function mergeTitles(PartyId by, NoteId into, NoteId note) internal view returns (bytes memory) {
        ITitles.TitleMerge memory message = ITitles.TitleMerge(
            by,
            into,
            goods.title(into).seq,
            note,
            goods.title(note).seq,
            epochOf(by),
            LATER
        );
        return abi.encodeCall(goods.mergeTitles, (message, signed(by, Types.TITLE_MERGE, abi.encode(message))));
    }

    function partOf(NoteId note, uint32 seq) internal pure returns (NoteId) {
        return NoteId.wrap(keccak256(abi.encode(note, seq)));
    }
}
