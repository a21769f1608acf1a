// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev A party of the registry: 1, 2, 3 …; 0 is nobody.
type PartyId is uint64;

/// @dev A unit: keccak256 of its canonical EPC URN, or a value derived by a split.
type UnitId is bytes32;

/// @dev A lot: keccak256 of its canonical EPC class URN; 0 is no lot.
type LotId is bytes32;

/// @dev A title note (the lot's id for the first one, a derived value for a part), or a note of a receivable (likewise).
type NoteId is bytes32;

/// @dev A receivable: keccak256(abi.encode(debtor, nullifier)).
type ReceivableId is bytes32;

/// @dev An order: the EIP-712 hash of its terms.
type OrderId is bytes32;

/// @dev A position of a lender: the EIP-712 hash of the loan.
type PositionId is bytes32;

using {samePartyId as ==, otherPartyId as !=} for PartyId global;
using {sameUnitId as ==, otherUnitId as !=} for UnitId global;
using {sameLotId as ==, otherLotId as !=} for LotId global;
using {sameNoteId as ==} for NoteId global;
using {samePositionId as ==} for PositionId global;

LotId constant NO_LOT = LotId.wrap(0);

function samePartyId(PartyId a, PartyId b) pure returns (bool) {
    return PartyId.unwrap(a) == PartyId.unwrap(b);
}

function otherPartyId(PartyId a, PartyId b) pure returns (bool) {
    return PartyId.unwrap(a) != PartyId.unwrap(b);
}

function sameUnitId(UnitId a, UnitId b) pure returns (bool) {
    return UnitId.unwrap(a) == UnitId.unwrap(b);
}

function otherUnitId(UnitId a, UnitId b) pure returns (bool) {
    return UnitId.unwrap(a) != UnitId.unwrap(b);
}

function sameLotId(LotId a, LotId b) pure returns (bool) {
    return LotId.unwrap(a) == LotId.unwrap(b);
}

function otherLotId(LotId a, LotId b) pure returns (bool) {
    return LotId.unwrap(a) != LotId.unwrap(b);
}

function sameNoteId(NoteId a, NoteId b) pure returns (bool) {
    return NoteId.unwrap(a) == NoteId.unwrap(b);
}

function samePositionId(PositionId a, PositionId b) pure returns (bool) {
    return PositionId.unwrap(a) == PositionId.unwrap(b);
}
