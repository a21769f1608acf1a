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

    function _requireActor(PartyId by, uint32 epoch, uint64 deadline) internal view returns (PartyWord word) {
        _requireInTime(deadline);
        word = _registry.word(by);
        word.requireActive(by, epoch);
    }
}
