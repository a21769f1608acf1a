// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IIntents} from "./interfaces/IIntents.sol";
import {Intents} from "./libraries/Intents.sol";

/// @title Base of the contracts that take intents
abstract contract IntentTaker is IIntents {
    uint256 private immutable _chainId = block.chainid;
    bytes32 private immutable _separator = Intents.separator();

    /// @inheritdoc IIntents
    function DOMAIN_SEPARATOR() public view returns (bytes32) {
        return block.chainid == _chainId ? _separator : Intents.separator();
    }

    function _digest(bytes32 structHash) internal view returns (bytes32) {
        return Intents.digest(DOMAIN_SEPARATOR(), structHash);
    }

    function _requireInTime(uint64 deadline) internal view {
        if (block.timestamp > deadline) revert Expired(deadline);
    }
}
