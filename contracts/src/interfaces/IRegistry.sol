// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PartyId} from "../Ids.sol";
import {PartyWord} from "../libraries/PartyWord.sol";
import {IIntents} from "./IIntents.sol";

/// @title Who takes part, with which key, in which roles
/// @notice A party is a number; what it owns belongs to the number, so losing or changing a key moves nothing.
///         Every change of a party's key, roles, epoch or status raises its epoch, and every intent binds the epoch
///         of its signer: a change cancels at once all that the party signed before it.
///         No role changes another party's key. An address serves as a party's key once, ever.
///         Roles (bits): 1 registrar, 2 producer, 4 carrier, 8 warehouse, 16 retailer, 32 platform, 64 bank,
///         128 regulator, 256 publisher. Status: 0 unknown, 1 active, 2 frozen, 3 retired (final).
interface IRegistry is IIntents {
    /// @notice A registrar admits a party.
    /// @param party The next free id (`partyCount() + 1`).
    /// @param key The party's key: an address or an ERC-1271 contract; it signs the admission too.
    /// @param recovery May replace the key and nothing else; fixed for good; 0 for none.
    /// @param roles Bits.
    /// @param identity Commitment to the party's GLN, LEI and name.
    /// @param by The registrar.
    /// @param byEpoch The registrar's epoch.
    struct Admission {
        PartyId party;
        address key;
        address recovery;
        uint32 roles;
        bytes32 identity;
        PartyId by;
        uint32 byEpoch;
        uint64 deadline;
    }

    /// @notice A party replaces its key: signed by its key or its recovery key, and by the new key.
    struct KeyChange {
        PartyId party;
        address key;
        uint32 epoch;
        uint64 deadline;
    }

    /// @notice A party cancels all that it has signed: signed by its key or its recovery key.
    struct EpochBump {
        PartyId party;
        uint32 epoch;
        uint64 deadline;
    }

    /// @notice A registrar or regulator freezes a party or lifts the freeze; a registrar retires it.
    /// @param status 1, 2 or 3, other than the present one.
    /// @param reason Commitment to the reason.
    /// @param epoch The party's epoch.
    /// @param by Another party than the one concerned, so that one authority always remains.
    struct StatusChange {
        PartyId party;
        uint8 status;
        bytes32 reason;
        uint32 epoch;
        PartyId by;
        uint32 byEpoch;
        uint64 deadline;
    }

    /// @notice A registrar changes the roles of another party.
    struct RolesChange {
        PartyId party;
        uint32 roles;
        uint32 epoch;
        PartyId by;
        uint32 byEpoch;
        uint64 deadline;
    }

    /// @notice A party admits a device, changes what it may attest, or revokes it (`attests` 0).
    /// @param device The device's key, of one party at a time; it signs too unless it is being revoked.
    /// @param attests Bits: 1 arrival, 2 condition.
    /// @param seq The device's sequence number: 0 at first, and one more with every change.
    struct DeviceChange {
        PartyId party;
        address device;
        uint32 attests;
        uint32 seq;
        uint32 epoch;
        uint64 deadline;
    }

    event PartyAdmitted(
        PartyId indexed party,
        address indexed key,
        address recovery,
        uint32 roles,
        bytes32 identity,
        PartyId by
    );
    event KeySet(PartyId indexed party, address indexed key, uint32 epoch);
    event EpochBumped(PartyId indexed party, uint32 epoch);
    event StatusSet(PartyId indexed party, uint8 status, bytes32 reason, PartyId by, uint32 epoch);
    event RolesSet(PartyId indexed party, uint32 roles, PartyId by, uint32 epoch);
    event DeviceSet(address indexed device, PartyId indexed party, uint32 attests);

    /// @notice Ids are given in order.
    error NotNextParty(PartyId party, PartyId next);

    /// @notice The address is, or was, the key of a party.
    error KeyUsed(address key, PartyId party);

    /// @notice 0 is no key and no device.
    error NoKey();

    /// @notice The status is not one that the party can be given now.
    error WrongStatus(PartyId party, uint8 from, uint8 to);

    /// @notice A party can't change its own roles or status.
    error OwnAuthority(PartyId party);

    /// @notice The device belongs to another party, which has to revoke it first.
    error DeviceTaken(address device, PartyId party);

    /// @notice The device has changed since the intent was signed.
    error StaleDevice(address device, uint32 expected, uint32 actual);

    /// @notice Admits a party. Signatures: the registrar's and the new party's key's, over the same message.
    function admit(Admission calldata admission, bytes calldata bySignature, bytes calldata keySignature) external;

    /// @notice Replaces a party's key; a frozen party may, a retired one may not.
    /// @param signature Of the present key or the recovery key.
    /// @param keySignature Of the new key.
    function setKey(KeyChange calldata change, bytes calldata signature, bytes calldata keySignature) external;

    /// @notice Raises a party's epoch; a frozen party may, a retired one may not.
    function bumpEpoch(EpochBump calldata bump, bytes calldata signature) external;

    /// @notice Changes a party's status. What it holds stays its own.
    function setStatus(StatusChange calldata change, bytes calldata signature) external;

    /// @notice Changes a party's roles.
    function setRoles(RolesChange calldata change, bytes calldata signature) external;

    /// @notice Admits, changes or revokes a device.
    /// @param deviceSignature Of the device; ignored where it is being revoked.
    function setDevice(DeviceChange calldata change, bytes calldata signature, bytes calldata deviceSignature) external;

    /// @notice A party's present key, roles, epoch and status; all 0 where there is none.
    function party(PartyId id) external view returns (address key, uint32 roles, uint32 epoch, uint8 status);

    /// @notice The packed words of two parties in one call: status(8) | epoch(32) | roles(32) | key(160).
    function pair(PartyId a, PartyId b) external view returns (PartyWord, PartyWord);

    /// @notice The packed word of one party.
    function word(PartyId id) external view returns (PartyWord);

    /// @notice The party whose present key this is; 0 where it is none.
    function partyOf(address key) external view returns (PartyId);

    /// @notice A device's party, what it may attest, and its sequence number.
    function device(address key) external view returns (PartyId owner, uint32 attests, uint32 seq);

    /// @notice How many parties there are; ids run from 1 to this.
    function partyCount() external view returns (uint64);

    /// @notice The commitment to a party's GLN, LEI and name.
    function identityOf(PartyId id) external view returns (bytes32);

    /// @notice The address that may replace a party's key; 0 for none.
    function recoveryOf(PartyId id) external view returns (address);
}
