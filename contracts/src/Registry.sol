// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PartyId} from "./Ids.sol";
import {IntentTaker} from "./IntentTaker.sol";
import {REGISTRAR, REGULATOR} from "./Roles.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {Intents} from "./libraries/Intents.sol";
import {PartyWord, PartyWords} from "./libraries/PartyWord.sol";

/// @title Registry
contract Registry is IntentTaker, IRegistry {
    bytes32 private constant ADMISSION = keccak256(
        "Admission(uint64 party,address key,address recovery,uint32 roles,bytes32 identity,uint64 by,uint32 byEpoch,uint64 deadline)"
    );
    bytes32 private constant KEY_CHANGE = keccak256("KeyChange(uint64 party,address key,uint32 epoch,uint64 deadline)");
    bytes32 private constant EPOCH_BUMP = keccak256("EpochBump(uint64 party,uint32 epoch,uint64 deadline)");
    bytes32 private constant STATUS_CHANGE = keccak256(
        "StatusChange(uint64 party,uint8 status,bytes32 reason,uint32 epoch,uint64 by,uint32 byEpoch,uint64 deadline)"
    );
    bytes32 private constant ROLES_CHANGE = keccak256(
        "RolesChange(uint64 party,uint32 roles,uint32 epoch,uint64 by,uint32 byEpoch,uint64 deadline)"
    );
    bytes32 private constant DEVICE_CHANGE = keccak256(
        "DeviceChange(uint64 party,address device,uint32 attests,uint32 seq,uint32 epoch,uint64 deadline)"
    );

    struct Device {
        PartyId party;
        uint32 attests;
        uint32 seq;
    }

    /// @inheritdoc IRegistry
    uint64 public partyCount;

    mapping(PartyId => PartyWord) private _words;
    mapping(address key => PartyId) private _firstUse;
    mapping(address key => Device) private _devices;

    /// @inheritdoc IRegistry
    mapping(PartyId => bytes32) public identityOf;

    /// @inheritdoc IRegistry
    mapping(PartyId => address) public recoveryOf;

    /// @param key Key of party 1, the first registrar.
    /// @param recovery Its recovery key, 0 for none.
    /// @param identity Commitment to its GLN, LEI and name.
    constructor(address key, address recovery, bytes32 identity) {
        _admit(PartyId.wrap(1), key, recovery, REGISTRAR, identity, PartyId.wrap(1));
    }

    /// @inheritdoc IRegistry
    function admit(Admission calldata admission, bytes calldata bySignature, bytes calldata keySignature) external {
        bytes32 structHash = keccak256(abi.encode(ADMISSION, admission));
        bytes32 digest = _authorise(
            admission.by,
            admission.byEpoch,
            REGISTRAR,
            admission.deadline,
            structHash,
            bySignature
        );
        Intents.requireSigned(digest, admission.party, admission.key, keySignature);
        PartyId next = PartyId.wrap(partyCount + 1);
        if (admission.party != next) revert NotNextParty(admission.party, next);
        _admit(next, admission.key, admission.recovery, admission.roles, admission.identity, admission.by);
    }

    /// @inheritdoc IRegistry
    function setKey(KeyChange calldata change, bytes calldata signature, bytes calldata keySignature) external {
        bytes32 digest = _digest(keccak256(abi.encode(KEY_CHANGE, change)));
        PartyWord word_ = _requireOwn(change.party, change.epoch, change.deadline, digest, signature);
        Intents.requireSigned(digest, change.party, change.key, keySignature);
        _useKey(change.key, change.party);
        word_ = _store(change.party, change.key, word_.roles(), word_.epoch(), word_.status());
        emit KeySet(change.party, change.key, word_.epoch());
    }

    /// @inheritdoc IRegistry
    function bumpEpoch(EpochBump calldata bump, bytes calldata signature) external {
        bytes32 digest = _digest(keccak256(abi.encode(EPOCH_BUMP, bump)));
        PartyWord word_ = _requireOwn(bump.party, bump.epoch, bump.deadline, digest, signature);
        word_ = _store(bump.party, word_.key(), word_.roles(), word_.epoch(), word_.status());
        emit EpochBumped(bump.party, word_.epoch());
    }

    /// @inheritdoc IRegistry
    function setStatus(StatusChange calldata change, bytes calldata signature) external {
        // Retiring is final, so a regulator can stop the registrars but not end the registry.
        uint32 roles = change.status == PartyWords.RETIRED ? REGISTRAR : REGISTRAR | REGULATOR;
        bytes32 structHash = keccak256(abi.encode(STATUS_CHANGE, change));
        _authorise(change.by, change.byEpoch, roles, change.deadline, structHash, signature);
        PartyWord word_ = _requireOther(change.party, change.epoch, change.by);
        bool possible =
            change.status != PartyWords.UNKNOWN &&
                change.status <= PartyWords.RETIRED &&
                change.status != word_.status() &&
                word_.status() != PartyWords.RETIRED;
        if (!possible) revert WrongStatus(change.party, word_.status(), change.status);
        word_ = _store(change.party, word_.key(), word_.roles(), word_.epoch(), change.status);
        emit StatusSet(change.party, change.status, change.reason, change.by, word_.epoch());
    }

    /// @inheritdoc IRegistry
    function setRoles(RolesChange calldata change, bytes calldata signature) external {
        bytes32 structHash = keccak256(abi.encode(ROLES_CHANGE, change));
        _authorise(change.by, change.byEpoch, REGISTRAR, change.deadline, structHash, signature);
        PartyWord word_ = _requireOther(change.party, change.epoch, change.by);
        word_ = _store(change.party, word_.key(), change.roles, word_.epoch(), word_.status());
        emit RolesSet(change.party, change.roles, change.by, word_.epoch());
    }

    /// @inheritdoc IRegistry
    function setDevice(
        DeviceChange calldata change,
        bytes calldata signature,
        bytes calldata deviceSignature
    ) external {
        bytes32 structHash = keccak256(abi.encode(DEVICE_CHANGE, change));
        bytes32 digest = _authorise(change.party, change.epoch, 0, change.deadline, structHash, signature);
        if (change.device == address(0)) revert NoKey();
        Device memory known = _devices[change.device];
        if (known.seq != change.seq) revert StaleDevice(change.device, change.seq, known.seq);
        if (known.party != change.party && known.attests != 0) revert DeviceTaken(change.device, known.party);
        if (change.attests != 0) {
            Intents.requireSigned(digest, change.party, change.device, deviceSignature);
        } else if (known.party != change.party) {
            revert DeviceTaken(change.device, known.party);
        }
        _devices[change.device] = Device(change.party, change.attests, known.seq + 1);
        emit DeviceSet(change.device, change.party, change.attests);
    }

    /// @inheritdoc IRegistry
    function party(PartyId id) external view returns (address key, uint32 roles, uint32 epoch, uint8 status) {
        PartyWord word_ = _words[id];
        return (word_.key(), word_.roles(), word_.epoch(), word_.status());
    }

    /// @inheritdoc IRegistry
    function pair(PartyId a, PartyId b) external view returns (PartyWord, PartyWord) {
        return (_words[a], _words[b]);
    }

    /// @inheritdoc IRegistry
    function word(PartyId id) external view returns (PartyWord) {
        return _words[id];
    }

    /// @inheritdoc IRegistry
    function partyOf(address key) external view returns (PartyId) {
        PartyId id = _firstUse[key];
        return _words[id].key() == key ? id : PartyId.wrap(0);
    }

    /// @inheritdoc IRegistry
    function device(address key) external view returns (PartyId owner, uint32 attests, uint32 seq) {
        Device memory known = _devices[key];
        return (known.party, known.attests, known.seq);
    }

    function _admit(PartyId id, address key, address recovery, uint32 roles, bytes32 identity, PartyId by) private {
        partyCount = PartyId.unwrap(id);
        _useKey(key, id);
        _store(id, key, roles, 0, PartyWords.ACTIVE);
        identityOf[id] = identity;
        recoveryOf[id] = recovery;
        emit PartyAdmitted(id, key, recovery, roles, identity, by);
    }

    /// @dev A key is bound to its first party for good: a replaced key can't come back, here or elsewhere.
    function _useKey(address key, PartyId id) private {
        if (key == address(0)) revert NoKey();
        PartyId user = _firstUse[key];
        if (PartyId.unwrap(user) != 0) revert KeyUsed(key, user);
        _firstUse[key] = id;
    }

    /// @dev The only place that writes a party's word, one epoch after `epoch`.
    function _store(PartyId id, address key, uint32 roles, uint32 epoch, uint8 status) private returns (PartyWord) {
        PartyWord word_ = PartyWords.create(key, roles, epoch + 1, status);
        _words[id] = word_;
        return word_;
    }

    /// @dev Requires the intent in time and signed by an active party that has one of `roles` (0: none needed).
    function _authorise(
        PartyId by,
        uint32 epoch,
        uint32 roles,
        uint64 deadline,
        bytes32 structHash,
        bytes calldata signature
    ) private view returns (bytes32 digest) {
        _requireInTime(deadline);
        PartyWord word_ = _words[by];
        word_.requireActive(by, epoch);
        if (roles != 0) word_.requireRole(by, roles);
        digest = _digest(structHash);
        Intents.requireSigned(digest, by, word_.key(), signature);
    }

    /// @dev Requires the intent in time and signed by the party's key or its recovery key.
    function _requireOwn(
        PartyId id,
        uint32 epoch,
        uint64 deadline,
        bytes32 digest,
        bytes calldata signature
    ) private view returns (PartyWord word_) {
        _requireInTime(deadline);
        word_ = _words[id];
        word_.requireKnown(id);
        if (word_.status() == PartyWords.RETIRED) revert NotActive(id, PartyWords.RETIRED);
        word_.requireEpoch(id, epoch);
        address recovery = recoveryOf[id];
        bool recovers = recovery != address(0) && Intents.signed(digest, recovery, signature);
        if (!recovers) Intents.requireSigned(digest, id, word_.key(), signature);
    }

    function _requireOther(PartyId id, uint32 epoch, PartyId by) private view returns (PartyWord word_) {
        if (id == by) revert OwnAuthority(id);
        word_ = _words[id];
        word_.requireKnown(id);
        word_.requireEpoch(id, epoch);
    }
}
