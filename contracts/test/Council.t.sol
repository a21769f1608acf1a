// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PartyId} from "../src/Ids.sol";
import {ICouncil} from "../src/interfaces/ICouncil.sol";
import {IRegistry} from "../src/interfaces/IRegistry.sol";
import {CouncilTest} from "./support/CouncilTest.sol";
import {Types} from "./support/Types.sol";

contract CouncilRulesTest is CouncilTest {
    function testAQuorumOfGuardiansFreezesAndLiftsTheFreeze() public {
        IRegistry.StatusChange memory change = status(SHOP, 2);
        (bool success, ) = submit(change, by(statusDigest(change), CARRIER, REGULATOR));
        check(success, "a quorum freezes");
        same(statusOf(SHOP), 2, "status");
        change = status(SHOP, 1);
        (success, ) = submit(change, by(statusDigest(change), FARM, CARRIER, REGULATOR));
        check(success, "all of them lift it");
        same(statusOf(SHOP), 1, "status");
    }

    function testAQuorumFreezesOneOfItsOwn() public {
        IRegistry.StatusChange memory change = status(CARRIER, 2);
        (bool success, ) = submit(change, by(statusDigest(change), FARM, REGULATOR));
        check(success, "a guardian is nobody special");
        same(statusOf(CARRIER), 2, "status");
    }

    function testTheKeyOfARegistrarGoesToACouncilAndFromCouncilToCouncil() public {
        // A council that is a party's key already can't be another's.
        ICouncil first = found(list(FARM, CARRIER, REGULATOR), 2);
        bytes32 digest = keyDigest(REGISTRAR, first);
        registry.setKey(keyChange(REGISTRAR, first), sign(keys[REGISTRAR], digest), by(digest, FARM, CARRIER));
        ICouncil next = found(list(FARM, SHOP, FACTORY), 3);
        digest = keyDigest(REGISTRAR, next);
        IRegistry.KeyChange memory change = keyChange(REGISTRAR, next);
        bytes memory old = by(digest, FARM, CARRIER);
        bytes memory data = abi.encodeCall(registry.setKey, (change, old, by(digest, FARM, SHOP)));
        (bool success, ) = address(registry).call(data);
        check(!success, "the new council did not take it");
        registry.setKey(change, old, by(digest, FARM, SHOP, FACTORY));
        (address key, , , ) = registry.party(REGISTRAR);
        check(key == address(next), "key");
    }

    function testACouncilNamesItsMembersOnceEachInOrderAndNoMoreSignersThanMembers() public {
        refused(list(FARM, FARM, SHOP), 2, abi.encodeWithSelector(ICouncil.BadMember.selector, FARM));
        refused(list(CARRIER, FARM, SHOP), 2, abi.encodeWithSelector(ICouncil.BadMember.selector, FARM));
        PartyId nobody = PartyId.wrap(99);
        refused(list(FARM, SHOP, nobody), 2, abi.encodeWithSelector(ICouncil.BadMember.selector, nobody));
        refused(list(PartyId.wrap(0), FARM, SHOP), 2, abi.encodeWithSelector(ICouncil.BadMember.selector, 0));
        refused(list(FARM, CARRIER, SHOP), 0, abi.encodeWithSelector(ICouncil.BadThreshold.selector, 0, 3));
        refused(list(FARM, CARRIER, SHOP), 4, abi.encodeWithSelector(ICouncil.BadThreshold.selector, 4, 3));
        refused(new PartyId[](0), 0, abi.encodeWithSelector(ICouncil.BadThreshold.selector, 0, 0));
        same(council.threshold(), 2, "threshold");
        same(council.members().length, 3, "members");
        same(council.members()[2], REGULATOR, "the last member");
        check(address(council.registry()) == address(registry), "registry");
    }

    /// @dev Of any set of parties, signing in order, the quorum counts where all are members and enough.
    function testFuzzACouncilCountsEnoughMembersAndNobodyElse(uint8 threshold, uint8 members, uint8 signers) public {
        // Bit i stands for party i + 1, of six.
        (members, signers) = (members % 64, signers % 64);
        uint256 count = bits(members);
        if (count == 0) return;
        threshold = uint8(1 + (threshold % count));
        PartyId[] memory ids = new PartyId[](count);
        bytes32 digest = keccak256(abi.encode("anything", threshold, members, signers));
        bytes memory signatures;
        for ((uint64 id, uint256 next) = (1, 0); id <= 6; ++id) {
            if ((members >> (id - 1)) & 1 == 1) ids[next++] = PartyId.wrap(id);
            if ((signers >> (id - 1)) & 1 == 1)
                signatures = bytes.concat(signatures, sign(keys[PartyId.wrap(id)], digest));
        }
        bool expected = signers & ~members == 0 && bits(signers) >= threshold;
        bytes4 answer = found(ids, threshold).isValidSignature(digest, signatures);
        check(answer == (expected ? bytes4(0x1626ba7e) : bytes4(0)), "the quorum is counted wrongly");
    }

    function bits(uint8 set) private pure returns (uint256 count) {
        for (; set != 0; set >>= 1) count += set & 1;
    }

    function refused(PartyId[] memory members, uint256 threshold, bytes memory refusal) private {
        (bool success, bytes memory answer) = address(this).call(abi.encodeCall(this.make, (members, threshold)));
        check(!success && keccak256(answer) == keccak256(refusal), "was founded, or refused with another error");
    }

    function make(PartyId[] calldata members, uint256 threshold) external returns (ICouncil) {
        return found(members, threshold);
    }

    function keyChange(PartyId id, ICouncil key) private view returns (IRegistry.KeyChange memory) {
        return IRegistry.KeyChange(id, address(key), epochOf(id), LATER);
    }

    function keyDigest(PartyId id, ICouncil key) private view returns (bytes32) {
        return digestOf(address(registry), Types.KEY_CHANGE, abi.encode(keyChange(id, key)));
    }
}
