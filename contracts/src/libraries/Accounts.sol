// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PartyId} from "../Ids.sol";

/// @title Accounts of Cash
library Accounts {
    /// @dev The account of a party: the address that equals its number.
    function account(PartyId party) internal pure returns (address) {
        return address(uint160(PartyId.unwrap(party)));
    }
}
