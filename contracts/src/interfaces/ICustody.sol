// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LotId, PartyId, UnitId} from "../Ids.sol";
import {Note} from "../libraries/Note.sol";

/// @title Units and who holds them
/// @notice A unit has one custodian. A packed unit moves only with what it is packed in, so a pallet moves as one
///         word whatever it carries. A hand-off needs the giver's and the receiver's signature over one message.
///         Every change of a unit raises its sequence number by one, and every message binds the number that it was
///         signed for: nothing can be replayed, not even after the unit has come back. A unit that is
///         consumed or merged has neither amount nor custodian, for good. Batches hold 1 to 500 units.
///         Conditions: 0 none, 1 damaged, 2 short, 3 temperature excursion, 4 tampered, 5 disputed, 6 lost,
///         7 destroyed.
interface ICustody {
    /// @notice The giver and the receiver agree that a unit changes hands, with all that is packed in it.
    /// @param from The custodian.
    /// @param seq The unit's sequence number.
    /// @param fromEpoch The giver's epoch.
    /// @param toEpoch The receiver's epoch.
    /// @param document Commitment to the captured event or document, 0 for none.
    /// @param deadline Last second of validity, Unix time.
    struct HandOff {
        PartyId from;
        PartyId to;
        UnitId unit;
        uint32 seq;
        uint32 fromEpoch;
        uint32 toEpoch;
        bytes32 document;
        uint64 deadline;
    }

    /// @notice The same for many units: all change hands, or none.
    struct HandOffMany {
        PartyId from;
        PartyId to;
        UnitId[] units;
        uint32[] seqs;
        uint32 fromEpoch;
        uint32 toEpoch;
        bytes32 document;
        uint64 deadline;
    }

    /// @notice The receiver refuses an offered hand-off.
    /// @param handOff EIP-712 digest of the HandOff or HandOffMany that the giver signed.
    /// @param reason Commitment to the reason.
    struct Rejection {
        bytes32 handOff;
        bytes32 reason;
    }

    /// @notice The custodian packs units in another one: a pallet, a case, a container.
    struct Packing {
        PartyId by;
        UnitId parent;
        uint32 seq;
        UnitId[] children;
        uint32[] seqs;
        bytes32 document;
        uint32 epoch;
        uint64 deadline;
    }

    /// @notice The custodian takes units out, from the outermost level inwards.
    struct Unpacking {
        PartyId by;
        UnitId parent;
        uint32 seq;
        UnitId[] children;
        bytes32 document;
        uint32 epoch;
        uint64 deadline;
    }

    /// @notice The custodian divides a unit: the part becomes the unit keccak256(abi.encode(unit, seq)).
    /// @param amount Of the part: more than 0, less than the unit's.
    struct Split {
        PartyId by;
        UnitId unit;
        uint32 seq;
        uint64 amount;
        uint32 epoch;
        uint64 deadline;
    }

    /// @notice The custodian merges a unit into another of the same lot and condition; the merged unit ends.
    struct Merge {
        PartyId by;
        UnitId into;
        uint32 intoSeq;
        UnitId unit;
        uint32 seq;
        uint32 epoch;
        uint64 deadline;
    }

    /// @notice The custodian, or a device it has admitted for that, records the condition of a unit.
    /// @param device The device that signs, or 0: the custodian's own key signs.
    /// @param evidence Commitment to the evidence.
    struct ConditionReport {
        PartyId by;
        address device;
        UnitId unit;
        uint32 seq;
        uint8 condition;
        bytes32 evidence;
        uint32 epoch;
        uint64 deadline;
    }

    /// @notice What is stored of a unit, and its custodian.
    /// @param custodian Of the unit, or of the outermost unit that it is packed in.
    /// @param time Block time of the last change of its own custody or packing.
    /// @param contents How many units are packed directly in it.
    struct UnitState {
        PartyId custodian;
        uint64 amount;
        uint32 seq;
        uint8 condition;
        bool packed;
        uint40 time;
        uint24 contents;
        UnitId parent;
        LotId lot;
    }

    /// @dev Ids in events are plain words, which Solidity copies from calldata in one step.
    event CustodyMoved(PartyId indexed from, PartyId indexed to, bytes32 document, bytes32[] units);

    /// @param handOff EIP-712 digest of the offer.
    event HandOffRejected(
        PartyId indexed from,
        PartyId indexed to,
        bytes32 indexed handOff,
        bytes32 reason,
        bytes32[] units
    );
    event Packed(UnitId indexed parent, PartyId indexed by, bytes32[] children, bytes32 document);
    event Unpacked(UnitId indexed parent, PartyId indexed by, bytes32[] children, bytes32 document);
    event UnitSplit(UnitId indexed unit, UnitId indexed part, uint64 amount);
    event UnitsMerged(UnitId indexed into, UnitId indexed unit, uint64 amount);
    event ConditionReported(UnitId indexed unit, PartyId indexed by, address device, uint8 condition, bytes32 evidence);

    error UnknownUnit(UnitId unit);

    /// @notice Another party holds the unit.
    error NotCustodian(UnitId unit, PartyId party, PartyId custodian);

    /// @notice The unit is packed: its parent moves, or it is taken out first.
    error UnitPacked(UnitId unit, UnitId parent);

    /// @notice The unit has been consumed or merged.
    error UnitConsumed(UnitId unit);
    error NotPackedIn(UnitId unit, UnitId parent);

    /// @notice The unit still carries others.
    error NotEmpty(UnitId unit);

    /// @notice The giver is the receiver.
    error SameParty(PartyId party);
    error LengthMismatch();
    error BatchSize(uint256 count, uint256 max);
    error UnknownCondition(uint8 condition);

    /// @notice Units of different condition can't be merged.
    error ConditionMismatch(UnitId a, UnitId b);

    /// @notice The device is not one that the party has admitted for this.
    error NotAttester(address device, PartyId party);

    /// @notice Moves custody of one unit and all that it carries. Signatures: giver's and receiver's.
    function handOff(HandOff calldata message, bytes calldata fromSignature, bytes calldata toSignature) external;

    /// @notice Moves custody of many units under one pair of signatures.
    function handOffMany(
        HandOffMany calldata message,
        bytes calldata fromSignature,
        bytes calldata toSignature
    ) external;

    /// @notice Ends an offer: nothing moves, and the unit's sequence number rises, so the offer is dead.
    /// @param fromSignature The giver's, over the offer.
    /// @param toSignature The receiver's, over the Rejection.
    function reject(
        HandOff calldata offer,
        bytes calldata fromSignature,
        bytes32 reason,
        bytes calldata toSignature
    ) external;

    /// @notice Ends an offer of many units.
    function rejectMany(
        HandOffMany calldata offer,
        bytes calldata fromSignature,
        bytes32 reason,
        bytes calldata toSignature
    ) external;

    /// @notice Packs units; all of them and the parent are held by the signer, and none is packed.
    function pack(Packing calldata packing, bytes calldata signature) external;

    /// @notice Takes units out; their custodian is from now on the parent's. The parent itself is not packed.
    function unpack(Unpacking calldata unpacking, bytes calldata signature) external;

    /// @notice Divides a unit that carries nothing.
    function split(Split calldata split_, bytes calldata signature) external;

    /// @notice Merges two units that carry nothing.
    function merge(Merge calldata merge_, bytes calldata signature) external;

    /// @notice Records a unit's condition.
    function reportCondition(ConditionReport calldata report, bytes calldata signature) external;

    /// @notice A unit; all 0 where there is none. Follows the parents of a packed unit.
    function unit(UnitId id) external view returns (UnitState memory);

    /// @notice Who holds the unit: the custodian of the outermost unit that it is packed in.
    function custodianOf(UnitId id) external view returns (PartyId);

    /// @notice The stored words of many units, for signing: owner(64) | amount(64) | seq(32) | flags(32) | time(40) |
    ///         contents(24). The owner of a packed unit (flag 1) is the one who packed it.
    function unitWords(UnitId[] calldata ids) external view returns (Note[] memory);
}
