// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAnchors} from "../src/interfaces/IAnchors.sol";
import {LedgerTest} from "./support/LedgerTest.sol";
import {vm} from "./support/Vm.sol";

contract AnchorsTest is LedgerTest {
    function testAnAnchorKeepsItsFirstTime() public {
        anchors.anchor("root", 3);
        same(anchors.anchoredAt(address(this), "root"), NOW, "time");
        vm.warp(NOW + 10);
        bytes memory refusal = abi.encodeWithSelector(
            IAnchors.AlreadyAnchored.selector,
            address(this),
            bytes32("root"),
            NOW
        );
        refuses(address(anchors), abi.encodeCall(anchors.anchor, ("root", 4)), refusal);
        same(anchors.anchoredAt(address(this), "root"), NOW, "time");
    }

    function testFrontRunningAnAnchorGainsNothing() public {
        vm.prank(address(0xBAD));
        anchors.anchor("root", 1);
        same(anchors.anchoredAt(address(this), "root"), 0, "nothing said for us");
        anchors.anchor("root", 3);
        same(anchors.anchoredAt(address(this), "root"), NOW, "ours");
    }

    function testAnAnchorIsOfATreeWithLeaves() public {
        bytes memory refusal = abi.encodeWithSelector(IAnchors.EmptyTree.selector);
        refuses(address(anchors), abi.encodeCall(anchors.anchor, (bytes32(0), 3)), refusal);
        refuses(address(anchors), abi.encodeCall(anchors.anchor, ("root", 0)), refusal);
    }
}
