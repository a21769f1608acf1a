// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

import {PartyId} from "../Ids.sol";
import {IIntents} from "../interfaces/IIntents.sol";

/// @title EIP-712 digests and signature checks
/// @dev OpenZeppelin's EIP712 and SignatureChecker need cancun; these are the few lines of them that paris needs.
library Intents {
    bytes32 private constant DOMAIN = keccak256(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    );

    /// @dev Half the order of secp256k1.
    uint256 private constant HALF_ORDER = 0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0;

    /// @dev The domain separator of the calling contract.
    function separator() internal view returns (bytes32) {
        return keccak256(abi.encode(DOMAIN, keccak256("Ledger"), keccak256("1"), block.chainid, address(this)));
    }

    /// @dev The domain separator of another contract that takes intents.
    function separatorOf(address taker) internal view returns (bytes32 result) {
        (bytes32 domain, bytes32 name, bytes32 version) = (DOMAIN, keccak256("Ledger"), keccak256("1"));
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, domain)
            mstore(add(free, 0x20), name)
            mstore(add(free, 0x40), version)
            mstore(add(free, 0x60), chainid())
            mstore(add(free, 0x80), taker)
            result := keccak256(free, 0xa0)
        }
    }

    /// @dev EIP-712 hash of a message whose fields are the `size` bytes of calldata from `start`: keccak256(typeHash ‖
    ///      fields). Who hashes a message so also reads each field as its type, which reverts on dirty ones.
    function hashStruct(bytes32 typeHash, uint256 start, uint256 size) internal pure returns (bytes32 result) {
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, typeHash)
            calldatacopy(add(free, 0x20), start, size)
            result := keccak256(free, add(size, 0x20))
        }
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

    /// @dev The address whose signature it is, 0 where it is none: 65 bytes (r, s, v) or 64 (ERC-2098). Refuses a v other
    ///      than 27 and 28, and an s in the upper half of the order, which would be a second form of a valid one (EIP-2).
    function signerOf(bytes32 digest_, bytes calldata signature) internal view returns (address signer) {
        assembly ("memory-safe") {
            let free := mload(0x40)
            let s := calldataload(add(signature.offset, 0x20))
            switch signature.length
            case 65 {
                mstore(add(free, 0x20), byte(0, calldataload(add(signature.offset, 0x40))))
            }
            case 64 {
                mstore(add(free, 0x20), add(shr(255, s), 27))
                s := shr(1, shl(1, s))
            }
            default {
                s := not(0)
            }
            if iszero(gt(s, HALF_ORDER)) {
                mstore(free, digest_)
                mstore(add(free, 0x40), calldataload(signature.offset))
                mstore(add(free, 0x60), s)
                mstore(0x00, 0)
                // The precompile returns nothing for a signature that is none, and 0 stands.
                pop(staticcall(gas(), 1, free, 0x80, 0x00, 0x20))
                signer := mload(0x00)
            }
        }
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
