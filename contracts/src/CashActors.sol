// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Actors} from "./Actors.sol";
import {PartyId} from "./Ids.sol";
import {ICash} from "./interfaces/ICash.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {Intents} from "./libraries/Intents.sol";
import {PartyWord} from "./libraries/PartyWord.sol";

/// @title Base of the contracts that take and pay cash
abstract contract CashActors is Actors {
    ICash internal immutable _cash;

    /// @notice The cash, or another contract given at construction, serves another registry or another contract.
    error Mismatched(address other);

    constructor(IRegistry registry_, ICash cash_) Actors(registry_) {
        if (address(cash_.registry()) != address(registry_)) revert Mismatched(address(cash_));
        _cash = cash_;
    }

    /// @dev ERC-1271, for one message alone: the admission of this contract as a party, which makes it able to own.
    ///      `admission` is the ABI encoding of the message. A recovery key could replace the contract, so there is none.
    function isValidSignature(bytes32 digest, bytes calldata admission) external view virtual returns (bytes4) {
        return _admits(digest, admission) ? this.isValidSignature.selector : bytes4(0);
    }

    /// @dev Requires an intent in time, of an active party, signed by its key. A party that is a contract signs by
    ///      calling, and no status stops it: it is nobody's spending.
    function _requireActing(
        PartyId by,
        uint32 epoch,
        uint64 deadline,
        bytes32 structHash,
        bytes calldata signature
    ) internal view {
        _requireInTime(deadline);
        _requireSender(by, _wordOf(by), epoch, structHash, signature);
    }

    /// @dev The same for a party whose word is known already.
    function _requireSender(
        PartyId by,
        PartyWord word,
        uint32 epoch,
        bytes32 structHash,
        bytes calldata signature
    ) internal view {
        if (_calls(word)) return;
        word.requireActive(by, epoch);
        Intents.requireSigned(_digest(structHash), by, word.key(), signature);
    }

    /// @dev The same for what a freeze does not stop.
    function _requireSettling(
        PartyId by,
        uint32 epoch,
        uint64 deadline,
        bytes32 structHash,
        bytes calldata signature
    ) internal view {
        _requireInTime(deadline);
        PartyWord word = _wordOf(by);
        if (_calls(word)) return;
        word.requireKnown(by);
        word.requireEpoch(by, epoch);
        Intents.requireSigned(_digest(structHash), by, word.key(), signature);
    }

    /// @dev `_cash.settle` with a message whose fields are the `size` bytes of calldata from `start`, without the
    ///      compiler's copies of copies.
    function _settle(
        PartyId payer,
        PartyId to,
        bool owed,
        bytes32 typeHash,
        uint256 start,
        uint256 size,
        bytes calldata signature
    ) internal {
        address target = address(_cash);
        bytes32 selector = ICash.settle.selector;
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, selector)
            mstore(add(free, 0x04), payer)
            mstore(add(free, 0x24), to)
            mstore(add(free, 0x44), owed)
            mstore(add(free, 0x64), 0xa0)
            mstore(add(free, 0x84), add(size, 0xe0))
            mstore(add(free, 0xa4), add(size, 0x20))
            mstore(add(free, 0xc4), typeHash)
            calldatacopy(add(free, 0xe4), start, size)
            let tail := add(add(free, 0xe4), size)
            mstore(tail, signature.length)
            calldatacopy(add(tail, 0x20), signature.offset, signature.length)
            let length := add(sub(tail, free), add(0x20, and(add(signature.length, 0x1f), not(0x1f))))
            if iszero(call(gas(), target, 0, free, length, 0x00, 0x00)) {
                returndatacopy(free, 0x00, returndatasize())
                revert(free, returndatasize())
            }
        }
    }

    function _admits(bytes32 digest, bytes calldata admission) internal view returns (bool) {
        if (msg.sender != address(_registry)) return false;
        IRegistry.Admission memory message = abi.decode(admission, (IRegistry.Admission));
        bytes32 structHash = keccak256(bytes.concat(ADMISSION, admission));
        bool ours = message.key == address(this) && message.recovery == address(0);
        return ours && digest == Intents.digest(_registry.DOMAIN_SEPARATOR(), structHash);
    }

    function _calls(PartyWord word) private view returns (bool) {
        return word.key() == msg.sender && msg.sender.code.length != 0;
    }
}

bytes32 constant ADMISSION = keccak256(
    "Admission(uint64 party,address key,address recovery,uint32 roles,bytes32 identity,uint64 by,uint32 byEpoch,uint64 deadline)"
);
