// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev A token that is none: it says what it is told to, moves nothing, and calls back.
contract HostileCash {
    address public registry;
    bool public succeeded;
    address private _target;
    bytes private _data;

    function pretend(address registry_) external {
        registry = registry_;
    }

    function reenter(address target, bytes calldata data) external {
        (_target, _data) = (target, data);
    }

    function currency() external pure returns (bytes3) {
        return "EUR";
    }

    fallback() external {
        if (_target == address(0)) return;
        (succeeded, ) = _target.call(_data);
    }
}
