// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PartyId} from "../Ids.sol";
import {IIntents} from "../interfaces/IIntents.sol";

/// @dev What signatures are checked against, in one storage word, from the highest bit:
///      unused(24) | status(8) | epoch(32) | roles(32) | key(160).
type PartyWord is uint256;

using PartyWords for PartyWord global;

/// @title The packed word of a party
library PartyWords {
    uint8 internal constant UNKNOWN = 0;
    uint8 internal constant ACTIVE = 1;
    uint8 internal constant FROZEN = 2;
    uint8 internal constant RETIRED = 3;

    uint256 private constant ROLES = 160;
    uint256 private constant EPOCH = 192;
    uint256 private constant STATUS = 224;

    function create(address key_, uint32 roles_, uint32 epoch_, uint8 status_) internal pure returns (PartyWord) {
        return
            PartyWord.wrap(
                (uint256(status_) << STATUS) |
                    (uint256(epoch_) << EPOCH) |
                    (uint256(roles_) << ROLES) |
                    uint256(uint160(key_))
            );
    }

    function key(PartyWord self) internal pure returns (address) {
        return address(uint160(PartyWord.unwrap(self)));
    }

    function roles(PartyWord self) internal pure returns (uint32) {
        return uint32(PartyWord.unwrap(self) >> ROLES);
    }

    function epoch(PartyWord self) internal pure returns (uint32) {
        return uint32(PartyWord.unwrap(self) >> EPOCH);
    }

    function status(PartyWord self) internal pure returns (uint8) {
        return uint8(PartyWord.unwrap(self) >> STATUS);
    }

    function requireKnown(PartyWord self, PartyId party) internal pure {
        if (status(self) == UNKNOWN) revert IIntents.UnknownParty(party);
    }

    function requireEpoch(PartyWord self, PartyId party, uint32 expected) internal pure {
        if (epoch(self) != expected) revert IIntents.StaleEpoch(party, expected, epoch(self));
    }

    /// @dev The party's signature counts: it is active and has not cancelled what it signed under `expected`.
    function requireActive(PartyWord self, PartyId party, uint32 expected) internal pure {
        // One comparison in the good case: status and epoch stand side by side.
        if (PartyWord.unwrap(self) >> EPOCH == (uint256(ACTIVE) << 32) | expected) return;
        requireKnown(self, party);
        if (status(self) != ACTIVE) revert IIntents.NotActive(party, status(self));
        requireEpoch(self, party, expected);
    }

    function requireRole(PartyWord self, PartyId party, uint32 role) internal pure {
        if (roles(self) & role == 0) revert IIntents.MissingRole(party, role);
    }
}
