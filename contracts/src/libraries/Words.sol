// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LotId, NoteId, UnitId} from "../Ids.sol";

/// @title Arrays in calldata as the plain words that they are encoded in
/// @dev Solidity copies, hashes and logs `bytes32[]` in one step, and every other array word by word. The words of
///      narrower types are unchecked here: who hashes them also reads each as its type, which reverts on dirty ones.
library Words {
    /// @dev EIP-712 hash of an array: the keccak256 of its words.
    function hash(bytes32[] calldata values) internal pure returns (bytes32 result) {
        assembly ("memory-safe") {
            let free := mload(0x40)
            let size := shl(5, values.length)
            calldatacopy(free, values.offset, size)
            result := keccak256(free, size)
        }
    }

    /// @dev An element whose index is known to be in range.
    function unitAt(bytes32[] calldata values, uint256 index) internal pure returns (UnitId value) {
        assembly ("memory-safe") {
            value := calldataload(add(values.offset, shl(5, index)))
        }
    }

    /// @dev An element whose index is known to be in range; reverts where it is wider than 32 bits.
    function uint32At(bytes32[] calldata values, uint256 index) internal pure returns (uint32 value) {
        assembly ("memory-safe") {
            value := calldataload(add(values.offset, shl(5, index)))
            if shr(32, value) {
                revert(0x00, 0x00)
            }
        }
    }

    // The same array under its plain type.

    function from(UnitId[] calldata ids) internal pure returns (bytes32[] calldata result) {
        assembly ("memory-safe") {
            result.offset := ids.offset
            result.length := ids.length
        }
    }

    function from(LotId[] calldata ids) internal pure returns (bytes32[] calldata result) {
        assembly ("memory-safe") {
            result.offset := ids.offset
            result.length := ids.length
        }
    }

    function from(NoteId[] calldata ids) internal pure returns (bytes32[] calldata result) {
        assembly ("memory-safe") {
            result.offset := ids.offset
            result.length := ids.length
        }
    }

    function from(uint32[] calldata numbers) internal pure returns (bytes32[] calldata result) {
        assembly ("memory-safe") {
            result.offset := numbers.offset
            result.length := numbers.length
        }
    }

    function from(uint64[] calldata numbers) internal pure returns (bytes32[] calldata result) {
        assembly ("memory-safe") {
            result.offset := numbers.offset
            result.length := numbers.length
        }
    }

    function from(uint8[] calldata numbers) internal pure returns (bytes32[] calldata result) {
        assembly ("memory-safe") {
            result.offset := numbers.offset
            result.length := numbers.length
        }
    }

    function from(bytes3[] calldata codes) internal pure returns (bytes32[] calldata result) {
        assembly ("memory-safe") {
            result.offset := codes.offset
            result.length := codes.length
        }
    }
}
