// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

import {PartyId, UnitId} from "../Ids.sol";
import {IIntents} from "../interfaces/IIntents.sol";

/// @title EIP-712 digests and signature checks
/// @dev OpenZeppelin's EIP712 and SignatureChecker need cancun; these are the few lines of them that paris needs.
library Intents {
    bytes32 private constant DOMAIN =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");

    /// @dev The domain separator of the calling contract.
    function separator() internal view returns (bytes32) {
        return keccak256(abi.encode(DOMAIN, keccak256("Ledger"), keccak256("1"), block.chainid, address(this)));
    }

    /// @dev EIP-712: keccak256(0x1901 ‖ separator ‖ structHash).
    function digest(bytes32 domainSeparator, bytes32 structHash) internal pure returns (bytes32 result) {
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, hex"1901")
            mstore(add(free, 0x02), domainSeparator)
            mstore(add(free, 0x22), structHash)
            result := keccak256(free, 0x42)
        }
    }

    /// @dev EIP-712 hash of an array: the keccak256 of its words.
    function hash(UnitId[] calldata values) internal pure returns (bytes32 result) {
        assembly ("memory-safe") {
            let free := mload(0x40)
            calldatacopy(free, values.offset, shl(5, values.length))
            result := keccak256(free, shl(5, values.length))
        }
    }

    /// @dev As above. Words are hashed as they stand in calldata, so the caller must read every element, which
    ///      reverts on dirty ones.
    function hash(uint32[] calldata values) internal pure returns (bytes32 result) {
        assembly ("memory-safe") {
            let free := mload(0x40)
            calldatacopy(free, values.offset, shl(5, values.length))
            result := keccak256(free, shl(5, values.length))
        }
    }

    /// @dev The address whose signature it is, 0 where it is none. Refuses a high s and a v other than 27 and 28.
    function signerOf(bytes32 digest_, bytes calldata signature) internal pure returns (address signer) {
        (uint8 v, bytes32 r, bytes32 s) = ECDSA.parseCalldata(signature);
        (signer,,) = ECDSA.tryRecover(digest_, v, r, s);
    }

    /// @dev Reverts unless `key` signed: recovery first, so that an ordinary key costs no call, then ERC-1271.
    function requireSigned(bytes32 digest_, PartyId party, address key, bytes calldata signature) internal view {
        address signer = signerOf(digest_, signature);
        if (signer == key && signer != address(0)) return;
        if (!_accepts(key, digest_, signature)) revert IIntents.WrongSigner(party, signer);
    }

    /// @dev Whether `key` signed.
    function signed(bytes32 digest_, address key, bytes calldata signature) internal view returns (bool) {
        address signer = signerOf(digest_, signature);
        return (signer == key && signer != address(0)) || _accepts(key, digest_, signature);
    }

    /// @dev Whether the contract at `key` accepts the signature (ERC-1271); never reverts, copies 32 bytes at most.
    function _accepts(address key, bytes32 digest_, bytes calldata signature) private view returns (bool) {
        if (key.code.length == 0) return false;
        bytes memory input = abi.encodeCall(IERC1271.isValidSignature, (digest_, signature));
        bool success;
        bytes32 answer;
        assembly ("memory-safe") {
            success := staticcall(gas(), key, add(input, 0x20), mload(input), 0x00, 0x20)
            success := and(success, gt(returndatasize(), 0x1f))
            answer := mload(0x00)
        }
        return success && answer == bytes32(IERC1271.isValidSignature.selector);
    }
}
