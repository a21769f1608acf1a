// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PartyId} from "./Ids.sol";
import {IntentTaker} from "./IntentTaker.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {Intents} from "./libraries/Intents.sol";
import {PartyWord} from "./libraries/PartyWord.sol";

/// @title Base of the contracts whose actors are parties of a registry
abstract contract Actors is IntentTaker {
    IRegistry internal immutable _registry;

    constructor(IRegistry registry_) {
        _registry = registry_;
    }

    /// @dev Requires an intent of one party in time and signed by its key, and the party active. Returns its word.
    function _requireIntent(
        PartyId by,
        uint32 epoch,
        uint64 deadline,
        bytes32 structHash,
        bytes calldata signature
    ) internal view returns (PartyWord word) {
        word = _requireActor(by, epoch, deadline);
        Intents.requireSigned(_digest(structHash), by, word.key(), signature);
    }

    /// @dev `_registry.pair`, without the compiler's encoding and decoding: hand-offs call it each time.
    function _pair(PartyId a, PartyId b) internal view returns (PartyWord aWord, PartyWord bWord) {
        address target = address(_registry);
        bytes32 selector = IRegistry.pair.selector;
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, selector)
            mstore(add(free, 0x04), a)
            mstore(add(free, 0x24), b)
            let success := staticcall(gas(), target, free, 0x44, 0x00, 0x40)
            if iszero(and(success, gt(returndatasize(), 0x3f))) {
                revert(0x00, 0x00)
            }
            aWord := mload(0x00)
            bWord := mload(0x20)
        }
    }

    /// @dev `_registry.word`, likewise: payments and sales call it each time.
    function _wordOf(PartyId party) internal view returns (PartyWord word) {
        address target = address(_registry);
        bytes32 selector = IRegistry.word.selector;
        assembly ("memory-safe") {
            mstore(0x00, selector)
            mstore(0x04, party)
            let success := staticcall(gas(), target, 0x00, 0x24, 0x00, 0x20)
            if iszero(and(success, gt(returndatasize(), 0x1f))) {
                revert(0x00, 0x00)
            }
            word := mload(0x00)
        }
    }

    function _requireActor(PartyId by, uint32 epoch, uint64 deadline) internal view returns (PartyWord word) {
        _requireInTime(deadline);
        word = _registry.word(by);
        word.requireActive(by, epoch);
    }
}
