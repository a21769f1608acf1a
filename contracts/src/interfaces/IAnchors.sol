// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Merkle roots and when they were first published
/// @notice An entry belongs to its publisher (the sender), so nobody can speak for another and front-running gains
///         nothing. It is written once and never changes.
interface IAnchors {
    /// @notice A root was published.
    /// @param count How many leaves the tree has, as its publisher says.
    event Anchored(address indexed publisher, bytes32 indexed root, uint32 count);

    /// @notice The publisher has published this root before.
    error AlreadyAnchored(address publisher, bytes32 root, uint64 time);

    /// @notice A tree has at least one leaf and a root other than 0.
    error EmptyTree();

    /// @notice Publishes the root of a Merkle tree in the sender's name.
    /// @param root Root of a tree over the commitments of captured events (OpenZeppelin's standard tree of `bytes32`).
    /// @param count Number of its leaves.
    function anchor(bytes32 root, uint32 count) external;

    /// @notice When a publisher published a root: block time in Unix seconds, 0 for never.
    function anchoredAt(address publisher, bytes32 root) external view returns (uint64);
}
