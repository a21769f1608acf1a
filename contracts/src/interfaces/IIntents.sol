// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PartyId} from "../Ids.sol";

/// @title What every contract that takes intents has in common
/// @notice An intent is an EIP-712 message that a party signs and anyone may submit; who submits makes no difference.
///         The domain is `EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)` with the
///         name "Ledger", the version "1", the chain's id and the contract that takes the intent.
///         A signature is 65 bytes (r, s, v with v 27 or 28), 64 bytes (ERC-2098, compact), or, where the key is a
///         contract, whatever its `isValidSignature` (ERC-1271) accepts. A high s is refused.
///         Every intent binds the epoch of its signer and a deadline, the last second (Unix time) at which it is valid.
interface IIntents {
    /// @notice The intent's deadline has passed.
    error Expired(uint64 deadline);

    /// @notice The signature is not one of the party's key.
    /// @param signer Whose signature it is; 0 where it is none.
    error WrongSigner(PartyId party, address signer);

    /// @notice No party has this id.
    error UnknownParty(PartyId party);

    /// @notice The party is frozen (2) or retired (3), so its signature counts for nothing.
    error NotActive(PartyId party, uint8 status);

    /// @notice The party's epoch has moved on since the intent was signed.
    /// @param expected The epoch that the intent was signed for.
    /// @param actual The party's epoch now.
    error StaleEpoch(PartyId party, uint32 expected, uint32 actual);

    /// @notice The party lacks every one of the roles in `role`.
    error MissingRole(PartyId party, uint32 role);

    /// @notice The EIP-712 domain separator of this contract on this chain.
    function DOMAIN_SEPARATOR() external view returns (bytes32);
}
