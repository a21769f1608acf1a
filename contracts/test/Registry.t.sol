// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PartyId} from "../src/Ids.sol";
import {IIntents} from "../src/interfaces/IIntents.sol";
import {IRegistry} from "../src/interfaces/IRegistry.sol";
import {PartyWord} from "../src/libraries/PartyWord.sol";
import {LedgerTest} from "./support/LedgerTest.sol";
import {Types} from "./support/Types.sol";
import {vm} from "./support/Vm.sol";

contract RegistryTest is LedgerTest {
    PartyId private constant NEXT = PartyId.wrap(7);
    uint256 private constant NEW_KEY = 0xFACE;

    function admitting(
        IRegistry.Admission memory message,
        uint256 byKey,
        uint256 key
    ) private view returns (bytes memory) {
        bytes memory data = abi.encode(message);
        return
            abi.encodeCall(
                registry.admit,
                (message, registered(byKey, Types.ADMISSION, data), registered(key, Types.ADMISSION, data))
            );
    }

    function settingKey(PartyId id, uint256 signer, uint256 key) private view returns (bytes memory) {
        IRegistry.KeyChange memory change = IRegistry.KeyChange(id, vm.addr(key), epochOf(id), LATER);
        bytes memory data = abi.encode(change);
        return
            abi.encodeCall(
                registry.setKey,
                (change, registered(signer, Types.KEY_CHANGE, data), registered(key, Types.KEY_CHANGE, data))
            );
    }

    function settingStatus(PartyId by, PartyId id, uint8 status) private view returns (bytes memory) {
        IRegistry.StatusChange memory change = IRegistry.StatusChange(
            id,
            status,
            "reason",
            epochOf(id),
            by,
            epochOf(by),
            LATER
        );
        return
            abi.encodeCall(registry.setStatus, (change, registered(keys[by], Types.STATUS_CHANGE, abi.encode(change))));
    }

    function settingRoles(PartyId by, PartyId id, uint32 roles) private view returns (bytes memory) {
        IRegistry.RolesChange memory change = IRegistry.RolesChange(id, roles, epochOf(id), by, epochOf(by), LATER);
        return
            abi.encodeCall(registry.setRoles, (change, registered(keys[by], Types.ROLES_CHANGE, abi.encode(change))));
    }

    function settingDevice(
        PartyId id,
        uint256 deviceKey,
        uint256 deviceSigner,
        uint32 attests,
        uint32 seq
    ) private view returns (bytes memory) {
        IRegistry.DeviceChange memory change = IRegistry.DeviceChange(
            id,
            vm.addr(deviceKey),
            attests,
            seq,
            epochOf(id),
            LATER
        );
        bytes memory data = abi.encode(change);
        bytes memory deviceSignature =
            deviceSigner == 0 ? bytes("") : registered(deviceSigner, Types.DEVICE_CHANGE, data);
        return
            abi.encodeCall(
                registry.setDevice,
                (change, registered(keys[id], Types.DEVICE_CHANGE, data), deviceSignature)
            );
    }

    function testTheConstructorAdmitsTheFirstRegistrar() public view {
        (address key, uint32 roles, uint32 epoch, uint8 status) = registry.party(REGISTRAR);
        check(key == vm.addr(keys[REGISTRAR]) && roles == 1 && epoch == 1 && status == 1, "party 1");
        check(registry.identityOf(REGISTRAR) == "registrar", "identity");
        check(registry.recoveryOf(REGISTRAR) == recoveryOf(REGISTRAR), "recovery");
        check(registry.DOMAIN_SEPARATOR() == domain(address(registry), block.chainid), "domain");
    }

    function testAnAdmittedPartyIsFoundByIdAndByKey() public view {
        (address key, uint32 roles, uint32 epoch, uint8 status) = registry.party(FARM);
        check(key == vm.addr(keys[FARM]) && roles == 2 && epoch == 1 && status == 1, "party 2");
        same(registry.partyOf(key), FARM, "party of the key");
        same(registry.partyCount(), 6, "count");
        (PartyWord a, PartyWord b) = registry.pair(FARM, CARRIER);
        check(a.key() == key && b.roles() == 4 && PartyWord.unwrap(registry.word(FARM)) == PartyWord.unwrap(a), "pair");
    }

    function testAdmissionNeedsTheNextId() public {
        IRegistry.Admission memory message = admission(PartyId.wrap(8), vm.addr(NEW_KEY), 2);
        bytes memory refusal = abi.encodeWithSelector(IRegistry.NotNextParty.selector, 8, 7);
        refuses(address(registry), admitting(message, keys[REGISTRAR], NEW_KEY), refusal);
    }

    function testAdmissionNeedsARegistrar() public {
        IRegistry.Admission memory message = admission(NEXT, vm.addr(NEW_KEY), 2);
        message.by = FARM;
        bytes memory refusal = abi.encodeWithSelector(IIntents.MissingRole.selector, FARM, 1);
        refuses(address(registry), admitting(message, keys[FARM], NEW_KEY), refusal);
    }

    function testAdmissionNeedsTheNewKeysSignature() public {
        IRegistry.Admission memory message = admission(NEXT, vm.addr(NEW_KEY), 2);
        bytes memory refusal = abi.encodeWithSelector(IIntents.WrongSigner.selector, NEXT, vm.addr(keys[REGISTRAR]));
        refuses(address(registry), admitting(message, keys[REGISTRAR], keys[REGISTRAR]), refusal);
    }

    function testAnAddressIsTheKeyOfOnePartyOnce() public {
        IRegistry.Admission memory message = admission(NEXT, vm.addr(keys[FARM]), 2);
        bytes memory refusal = abi.encodeWithSelector(IRegistry.KeyUsed.selector, vm.addr(keys[FARM]), FARM);
        refuses(address(registry), admitting(message, keys[REGISTRAR], keys[FARM]), refusal);
    }

    function testNobodyIsAdmittedWithoutAKey() public {
        bytes32 digest = digestOf(address(registry), Types.ADMISSION, abi.encode(admission(NEXT, address(0), 2)));
        bytes memory data = abi.encodeCall(
            registry.admit,
            (admission(NEXT, address(0), 2), sign(keys[REGISTRAR], digest), new bytes(65))
        );
        refuses(address(registry), data, abi.encodeWithSelector(IIntents.WrongSigner.selector, NEXT, address(0)));
    }

    function testAPartyReplacesItsKey() public {
        uint256 old = keys[FARM];
        setKey(FARM, old, NEW_KEY);
        same(registry.partyOf(vm.addr(NEW_KEY)), FARM, "new key");
        same(registry.partyOf(vm.addr(old)), PartyId.wrap(0), "old key");
        same(epochOf(FARM), 2, "epoch");
    }

    function testTheRecoveryKeyReplacesALostKey() public {
        setKey(FARM, recoveryKey(FARM), NEW_KEY);
        same(registry.partyOf(vm.addr(NEW_KEY)), FARM, "new key");
    }

    function testNoRoleReplacesAnotherPartysKey() public {
        address registrar = vm.addr(keys[REGISTRAR]);
        bytes memory refusal = abi.encodeWithSelector(IIntents.WrongSigner.selector, FARM, registrar);
        refuses(address(registry), settingKey(FARM, keys[REGISTRAR], NEW_KEY), refusal);
        refusal = abi.encodeWithSelector(IIntents.WrongSigner.selector, FARM, recoveryOf(CARRIER));
        refuses(address(registry), settingKey(FARM, recoveryKey(CARRIER), NEW_KEY), refusal);
    }

    function testAReplacedKeyNeverComesBack() public {
        uint256 old = keys[FARM];
        setKey(FARM, old, NEW_KEY);
        bytes memory refusal = abi.encodeWithSelector(IRegistry.KeyUsed.selector, vm.addr(old), FARM);
        refuses(address(registry), settingKey(FARM, NEW_KEY, old), refusal);
    }

    function testAFrozenPartyReplacesItsKeyAndARetiredOneDoesNot() public {
        setStatus(REGISTRAR, FARM, 2);
        setKey(FARM, keys[FARM], NEW_KEY);
        setStatus(REGISTRAR, FARM, 3);
        refuses(
            address(registry),
            settingKey(FARM, NEW_KEY, 0xFACE2),
            abi.encodeWithSelector(IIntents.NotActive.selector, FARM, 3)
        );
    }

    function testAnEpochBumpIsSignedByThePartyAndServesOnce() public {
        IRegistry.EpochBump memory bump = IRegistry.EpochBump(FARM, 1, LATER);
        bytes memory signature = registered(keys[FARM], Types.EPOCH_BUMP, abi.encode(bump));
        bytes memory data = abi.encodeCall(registry.bumpEpoch, (bump, signature));
        accepts(address(registry), data);
        same(epochOf(FARM), 2, "epoch");
        refuses(address(registry), data, abi.encodeWithSelector(IIntents.StaleEpoch.selector, FARM, 1, 2));
        bump = IRegistry.EpochBump(FARM, 2, LATER);
        signature = registered(keys[REGISTRAR], Types.EPOCH_BUMP, abi.encode(bump));
        bytes memory refusal = abi.encodeWithSelector(IIntents.WrongSigner.selector, FARM, vm.addr(keys[REGISTRAR]));
        refuses(address(registry), abi.encodeCall(registry.bumpEpoch, (bump, signature)), refusal);
    }

    function testRegistrarsAndRegulatorsFreezeAndLiftTheFreeze() public {
        accepts(address(registry), settingStatus(REGULATOR, FARM, 2));
        accepts(address(registry), settingStatus(REGISTRAR, FARM, 1));
        same(epochOf(FARM), 3, "epoch");
        refuses(
            address(registry),
            settingStatus(CARRIER, FARM, 2),
            abi.encodeWithSelector(IIntents.MissingRole.selector, CARRIER, 129)
        );
    }

    function testOnlyARegistrarRetiresAndForGood() public {
        refuses(
            address(registry),
            settingStatus(REGULATOR, FARM, 3),
            abi.encodeWithSelector(IIntents.MissingRole.selector, REGULATOR, 1)
        );
        accepts(address(registry), settingStatus(REGISTRAR, FARM, 3));
        refuses(
            address(registry),
            settingStatus(REGISTRAR, FARM, 1),
            abi.encodeWithSelector(IRegistry.WrongStatus.selector, FARM, 3, 1)
        );
    }

    function testAStatusIsAKnownOneAndAChange() public {
        for (uint8 status = 0; status < 6; ++status) {
            if (status == 2 || status == 3) continue;
            bytes memory refusal = abi.encodeWithSelector(IRegistry.WrongStatus.selector, FARM, 1, status);
            refuses(address(registry), settingStatus(REGISTRAR, FARM, status), refusal);
        }
        bytes memory unknown = abi.encodeWithSelector(IIntents.UnknownParty.selector, 99);
        refuses(address(registry), settingStatus(REGISTRAR, PartyId.wrap(99), 2), unknown);
    }

    function testNobodyEndsItsOwnAuthority() public {
        bytes memory refusal = abi.encodeWithSelector(IRegistry.OwnAuthority.selector, REGISTRAR);
        refuses(address(registry), settingStatus(REGISTRAR, REGISTRAR, 2), refusal);
        refuses(address(registry), settingRoles(REGISTRAR, REGISTRAR, 0), refusal);
    }

    function testOnlyARegistrarChangesRoles() public {
        accepts(address(registry), settingRoles(REGISTRAR, SHOP, 18));
        (, uint32 roles, uint32 epoch, ) = registry.party(SHOP);
        check(roles == 18 && epoch == 2, "roles and epoch");
        refuses(
            address(registry),
            settingRoles(REGULATOR, SHOP, 1),
            abi.encodeWithSelector(IIntents.MissingRole.selector, REGULATOR, 1)
        );
    }

    function testADeviceServesOnePartyUntilThatRevokesIt() public {
        setDevice(FARM, 0xDE1, 3);
        (PartyId owner, uint32 attests, uint32 seq) = registry.device(vm.addr(0xDE1));
        check(owner == FARM && attests == 3 && seq == 1, "device");
        bytes memory taken = abi.encodeWithSelector(IRegistry.DeviceTaken.selector, vm.addr(0xDE1), FARM);
        refuses(address(registry), settingDevice(CARRIER, 0xDE1, 0xDE1, 2, 1), taken);
        refuses(address(registry), settingDevice(CARRIER, 0xDE1, 0xDE1, 0, 1), taken);
        accepts(address(registry), settingDevice(FARM, 0xDE1, 0, 0, 1));
        accepts(address(registry), settingDevice(CARRIER, 0xDE1, 0xDE1, 2, 2));
        (owner, attests, seq) = registry.device(vm.addr(0xDE1));
        check(owner == CARRIER && attests == 2 && seq == 3, "moved");
    }

    function testADeviceIsAdmittedWithItsOwnSignatureAndOnceAMessage() public {
        bytes memory wrong = abi.encodeWithSelector(IIntents.WrongSigner.selector, FARM, vm.addr(0xBAD));
        refuses(address(registry), settingDevice(FARM, 0xDE1, 0xBAD, 3, 0), wrong);
        bytes memory data = settingDevice(FARM, 0xDE1, 0xDE1, 3, 0);
        accepts(address(registry), data);
        refuses(address(registry), data, abi.encodeWithSelector(IRegistry.StaleDevice.selector, vm.addr(0xDE1), 0, 1));
    }

    function testAnUnknownDeviceIsNotRevokedAndZeroIsNone() public {
        bytes memory nobodys = abi.encodeWithSelector(IRegistry.DeviceTaken.selector, vm.addr(0xDE2), 0);
        refuses(address(registry), settingDevice(FARM, 0xDE2, 0, 0, 0), nobodys);
        IRegistry.DeviceChange memory change = IRegistry.DeviceChange(FARM, address(0), 1, 0, 1, LATER);
        bytes memory signature = registered(keys[FARM], Types.DEVICE_CHANGE, abi.encode(change));
        bytes memory data = abi.encodeCall(registry.setDevice, (change, signature, new bytes(65)));
        refuses(address(registry), data, abi.encodeWithSelector(IRegistry.NoKey.selector));
    }

    function testARegistryNeedsAFirstKey() public {
        try this.deploying(address(0)) {
            revert("was deployed");
        } catch (bytes memory refusal) {
            check(bytes4(refusal) == IRegistry.NoKey.selector, "error");
        }
    }

    function deploying(address key) external {
        deploy("Registry", abi.encode(key, address(0), bytes32(0)));
    }
}
