// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAnchors} from "./interfaces/IAnchors.sol";

/// @title Anchors
contract Anchors is IAnchors {
    /// @inheritdoc IAnchors
    mapping(address publisher => mapping(bytes32 root => uint64)) public anchoredAt;

    /// @inheritdoc IAnchors
    function anchor(bytes32 root, uint32 count) external {
        if (root == 0 || count == 0) revert EmptyTree();
        uint64 time = anchoredAt[msg.sender][root];
        if (time != 0) revert AlreadyAnchored(msg.sender, root, time);
        anchoredAt[msg.sender][root] = uint64(block.timestamp);
        emit Anchored(msg.sender, root, count);
    }
}
