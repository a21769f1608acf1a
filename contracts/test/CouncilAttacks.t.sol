// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IIntents} from "../src/interfaces/IIntents.sol";
import {IRegistry} from "../src/interfaces/IRegistry.sol";
import {CouncilTest} from "./support/CouncilTest.sol";
import {vm} from "./support/Vm.sol";

/// @dev What a minority of guardians, a stranger or a thief may try with a council of 2 of 3.
contract CouncilAttacksTest is CouncilTest {
    uint256 private constant ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

    function refusedToFreeze(bytes memory signatures) private {
        refusedToFreeze(status(SHOP, 2), signatures);
    }

    function refusedToFreeze(IRegistry.StatusChange memory change, bytes memory signatures) private {
        (bool success, bytes memory answer) = submit(change, signatures);
        check(!success && bytes4(answer) == IIntents.WrongSigner.selector, "was not refused as wrongly signed");
        check(council.isValidSignature(statusDigest(change), signatures) == 0, "counts");
        same(statusOf(SHOP), 1, "status");
    }

    function testACouncilOfTooFew() public {
        bytes32 digest = statusDigest(status(SHOP, 2));
        refusedToFreeze(by(digest, FARM));
        refusedToFreeze("");
    }

    function testACouncilWhereOneGuardianSignsTwice() public {
        bytes32 digest = statusDigest(status(SHOP, 2));
        refusedToFreeze(by(digest, FARM, FARM));
        refusedToFreeze(by(digest, FARM, FARM, CARRIER));
    }

    function testACouncilInTheWrongOrder() public {
        refusedToFreeze(by(statusDigest(status(SHOP, 2)), CARRIER, FARM));
    }

    function testACouncilWithAStranger() public {
        bytes32 digest = statusDigest(status(SHOP, 2));
        refusedToFreeze(by(digest, FARM, SHOP));
        refusedToFreeze(by(digest, FARM, CARRIER, FACTORY));
        refusedToFreeze(bytes.concat(sign(keys[FARM], digest), sign(0xBAD, digest)));
    }

    function testACouncilWithAMalleableSignature() public {
        bytes32 digest = statusDigest(status(SHOP, 2));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(keys[FARM], digest);
        bytes memory twin = abi.encodePacked(r, bytes32(ORDER - uint256(s)), v == 27 ? uint8(28) : uint8(27));
        refusedToFreeze(bytes.concat(twin, sign(keys[CARRIER], digest)));
        // One guardian in both forms is still one.
        refusedToFreeze(bytes.concat(sign(keys[FARM], digest), twin));
    }

    function testACouncilWithCompactOrTrailingBytes() public {
        bytes32 digest = statusDigest(status(SHOP, 2));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(keys[FARM], digest);
        bytes32 compact = bytes32(uint256(s) | (uint256(v - 27) << 255));
        refusedToFreeze(bytes.concat(r, compact, sign(keys[CARRIER], digest)));
        refusedToFreeze(bytes.concat(by(digest, FARM, CARRIER), hex"00"));
        refusedToFreeze(bytes.concat(by(digest, FARM, CARRIER), new bytes(65)));
    }

    function testACouncilWhoseDigestWasChanged() public {
        IRegistry.StatusChange memory change = status(SHOP, 2);
        bytes memory signatures = by(statusDigest(change), FARM, CARRIER);
        change.reason = "another";
        refusedToFreeze(change, signatures);
        IRegistry.StatusChange memory other = status(FACTORY, 2);
        (bool success, ) = submit(other, signatures);
        check(!success, "another party was frozen");
        // The freeze does not serve to lift or to repeat itself later: each change raises the epoch.
        change = status(SHOP, 2);
        freeze(SHOP);
        (success, ) = submit(change, by(statusDigest(change), FARM, CARRIER));
        check(!success, "a freeze was replayed");
    }

    function testACouncilThatUsesWhatGuardiansSignedForThemselves() public {
        // Both sign the same freeze, each in its own name; the council's name is not in it.
        IRegistry.StatusChange memory own = status(SHOP, 2);
        own.by = FARM;
        refusedToFreeze(by(statusDigest(own), FARM, CARRIER));
    }

    function testACouncilWithAFrozenGuardian() public {
        bytes memory signatures = by(statusDigest(status(SHOP, 2)), FARM, CARRIER);
        setStatus(REGISTRAR, CARRIER, 2);
        refusedToFreeze(signatures);
        setStatus(REGISTRAR, CARRIER, 1);
        (bool success, ) = submit(status(SHOP, 2), signatures);
        check(success, "counts again once the freeze is lifted");
    }

    function testACouncilWithAStolenKeyThatWasReplaced() public {
        bytes32 digest = statusDigest(status(SHOP, 2));
        bytes memory stolen = by(digest, FARM, CARRIER);
        setKey(CARRIER, recoveryKey(CARRIER), 0xFACE);
        refusedToFreeze(stolen);
        (bool success, ) = submit(status(SHOP, 2), by(digest, FARM, CARRIER));
        check(success, "the new key sits in the same seat");
    }

    /// @dev Whatever bytes: only signatures of two members, rising, count.
    function testFuzzACouncilGivenAnyBytes(bytes calldata signatures) public view {
        check(council.isValidSignature(statusDigest(status(SHOP, 2)), signatures) == 0, "noise counts");
    }

    /// @dev Two true signatures with one bit turned count for nothing.
    function testFuzzACouncilWithATurnedBit(uint256 place) public view {
        bytes32 digest = statusDigest(status(SHOP, 2));
        bytes memory signatures = by(digest, FARM, CARRIER);
        place %= signatures.length * 8;
        signatures[place / 8] ^= bytes1(uint8(1 << (place % 8)));
        check(council.isValidSignature(digest, signatures) == 0, "a turned bit counts");
    }
}
