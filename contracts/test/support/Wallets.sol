// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev A contract that signs with its owner's key (ERC-1271).
contract Wallet {
    address private immutable _owner;

    constructor(address owner) {
        _owner = owner;
    }

    function isValidSignature(bytes32 digest, bytes calldata signature) external view returns (bytes4) {
        address signer = ecrecover(digest, uint8(signature[64]), bytes32(signature[:32]), bytes32(signature[32:64]));
        return signer == _owner ? this.isValidSignature.selector : bytes4(0xffffffff);
    }
}

/// @dev A contract that accepts at first, and later answers, or acts, as it should not.
contract HostileWallet {
    bytes32 private constant MAGIC = bytes32(bytes4(0x1626ba7e));
    uint8 private _mood;
    address private _target;
    bytes private _data;

    function setMood(uint8 mood) external {
        _mood = mood;
    }

    function reenter(address target, bytes calldata data) external {
        (_mood, _target, _data) = (6, target, data);
    }

    function isValidSignature(bytes32, bytes calldata) external returns (bytes32 answer) {
        if (_mood == 0) return MAGIC;
        if (_mood == 1) return bytes32(uint256(1));
        if (_mood == 2) revert("no");
        if (_mood == 3) give(MAGIC, 4);
        if (_mood == 4) return MAGIC | bytes32(uint256(1));
        if (_mood == 5) give(MAGIC, 0);
        (bool success, ) = _target.call(_data);
        return success ? MAGIC : bytes32(0);
    }

    function give(bytes32 answer, uint256 size) private pure {
        assembly ("memory-safe") {
            mstore(0x00, answer)
            return(0x00, size)
        }
    }
}
