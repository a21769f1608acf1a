// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LotId, NoteId, PartyId} from "../Ids.sol";

/// @title Lots, and who owns how much of them
/// @notice Title says who owns; custody (ICustody) says who holds. Neither moves the other. The title notes of a lot
///         always sum to what is left of it: its units' amounts plus what is not yet in units.
///         A note is one word with a sequence number, and every change binds the number it was signed for.
interface ITitles {
    /// @notice A producer registers a lot and owns the whole of it: its first title note has the lot's id.
    /// @param by The issuer.
    /// @param lot keccak256 of the lot's EPC class URN; not 0.
    /// @param quantity In `uom` × 10^-decimals; not 0.
    /// @param uom UN/ECE Recommendation 20 code in ASCII, 0 for pieces.
    /// @param decimals Decimal places of the quantity and of every amount of the lot.
    /// @param document Commitment to the captured event or document, 0 for none.
    /// @param epoch The issuer's epoch.
    /// @param deadline Last second of validity, Unix time.
    struct LotRegistration {
        PartyId by;
        LotId lot;
        uint64 quantity;
        bytes3 uom;
        uint8 decimals;
        bytes32 document;
        uint32 epoch;
        uint64 deadline;
    }

    /// @notice An issuer or a regulator recalls a lot or lifts its recall. What a regulator recalled only a regulator
    ///         lifts. Recalled goods still move: they have to come back.
    /// @param seq The lot's sequence number, which recalls alone raise.
    struct Recall {
        PartyId by;
        LotId lot;
        uint32 seq;
        bool recalled;
        bytes32 reason;
        uint32 epoch;
        uint64 deadline;
    }

    /// @notice An owner gives a note, or a part of it, to another party. The receiver signs nothing.
    /// @param amount The whole, or less: the part becomes the note keccak256(abi.encode(note, seq)).
    struct TitleMove {
        PartyId from;
        PartyId to;
        NoteId note;
        uint32 seq;
        uint64 amount;
        uint32 epoch;
        bytes32 document;
        uint64 deadline;
    }

    /// @notice An owner merges a note into another of the same lot; the merged note ends.
    struct TitleMerge {
        PartyId by;
        NoteId into;
        uint32 intoSeq;
        NoteId note;
        uint32 seq;
        uint32 epoch;
        uint64 deadline;
    }

    /// @notice What is stored of a lot.
    /// @param remaining Quantity not yet in units.
    struct LotState {
        PartyId issuer;
        uint64 remaining;
        uint32 seq;
        bool recalled;
        uint40 registered;
    }

    /// @notice What is stored of a title note.
    /// @param amount 0 once it has been merged or consumed.
    struct TitleState {
        PartyId owner;
        uint64 amount;
        uint32 seq;
        LotId lot;
    }

    event LotRegistered(
        LotId indexed lot,
        PartyId indexed by,
        uint64 quantity,
        bytes3 uom,
        uint8 decimals,
        bytes32 document
    );
    event Recalled(LotId indexed lot, PartyId indexed by, bool recalled, bytes32 reason);

    /// @param moved The note that `to` now owns: `note` itself, or the part.
    event TitleMoved(
        NoteId indexed note,
        PartyId indexed from,
        PartyId indexed to,
        NoteId moved,
        uint64 amount,
        bytes32 document
    );
    event TitlesMerged(NoteId indexed into, NoteId indexed note, uint64 amount);

    /// @notice Something with this id exists already.
    error AlreadyRegistered(bytes32 id);
    error UnknownLot(LotId lot);
    error NotIssuer(LotId lot, PartyId party);

    /// @notice The note belongs to another party (0: there is no such note).
    error NotTitleOwner(NoteId note, PartyId party, PartyId owner);

    /// @notice The note has been merged or consumed.
    error TitleEnded(NoteId note);

    /// @notice The unit, note or lot has changed since the intent was signed.
    /// @param expected The sequence number that the intent was signed for.
    /// @param actual The sequence number now.
    error StaleSequence(bytes32 id, uint32 expected, uint32 actual);

    /// @notice More was asked for than there is.
    error Exceeds(bytes32 id, uint64 amount, uint64 available);
    error ZeroAmount();
    error LotMismatch(bytes32 a, bytes32 b);

    /// @notice The unit or note can't be merged into itself, or packed in itself.
    error SameObject(bytes32 id);

    /// @notice Registers a lot; needs the role of a producer.
    function registerLot(LotRegistration calldata registration, bytes calldata signature) external;

    /// @notice Recalls a lot or lifts the recall.
    function recall(Recall calldata recall_, bytes calldata signature) external;

    /// @notice Moves a title note or a part of it.
    function moveTitle(TitleMove calldata move, bytes calldata signature) external;

    /// @notice Merges two title notes of one owner and one lot.
    function mergeTitles(TitleMerge calldata merge_, bytes calldata signature) external;

    /// @notice A lot; all 0 where there is none.
    function lot(LotId id) external view returns (LotState memory);

    /// @notice A title note; all 0 where there is none.
    function title(NoteId id) external view returns (TitleState memory);
}
