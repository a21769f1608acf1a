// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

import {PartyId} from "../Ids.sol";
import {IRegistry} from "./IRegistry.sol";

/// @title A key that several parties hold together
/// @notice It signs (ERC-1271) what at least `threshold` of its members have signed. Admitted as a party with the role of a
///         regulator it is a council of guardians, whose quorum freezes and lifts freezes; as a registrar's key it is the
///         authority itself. Members and threshold are fixed for good: another council is another contract, which the
///         party takes as its key by a `KeyChange` that both councils sign. Admit it without a recovery key, which one
///         hand would hold.
///         Members are parties, and what counts is the signature of a member's present key while the member is active.
///         So a member that has lost its key keeps its seat with the new one, and a stolen key ends with the change.
///         The digest is signed as it is: it names the party that acts, so no signature serves two councils, and none
///         that a member gave for itself counts here.
interface ICouncil is IERC1271 {
    /// @notice The threshold is 1 at least and no more than there are members.
    error BadThreshold(uint256 threshold, uint256 members);

    /// @notice Members are parties, named once each, in rising order.
    error BadMember(PartyId member);

    /// @notice Whether the quorum has signed.
    /// @param signatures 65 bytes (r, s, v) of each member that signed, in the rising order of their ids, and nothing else:
    ///        one that is not a member's, not of this digest, out of order or with a high s makes all of it count for nothing.
    /// @return `isValidSignature.selector`, or 0. It never reverts.
    function isValidSignature(bytes32 digest, bytes calldata signatures) external view returns (bytes4);

    /// @notice Where the keys of the members are.
    function registry() external view returns (IRegistry);

    /// @notice How many members have to sign.
    function threshold() external view returns (uint256);

    /// @notice The members, in rising order.
    function members() external view returns (PartyId[] memory);
}
