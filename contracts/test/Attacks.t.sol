// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LotId, PartyId, UnitId} from "../src/Ids.sol";
import {ICustody} from "../src/interfaces/ICustody.sol";
import {IGoods} from "../src/interfaces/IGoods.sol";
import {IIntents} from "../src/interfaces/IIntents.sol";
import {IRegistry} from "../src/interfaces/IRegistry.sol";
import {ITitles} from "../src/interfaces/ITitles.sol";
import {GoodsTest} from "./support/GoodsTest.sol";
import {HostileWallet, Wallet} from "./support/Wallets.sol";
import {Types} from "./support/Types.sol";
import {vm} from "./support/Vm.sol";

/// @dev One test for each attack on Registry and Goods, named after it. Anchors' front-run is in Anchors.t.sol.
contract Attacks is GoodsTest {
    uint256 private constant ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;
    UnitId private immutable CRATE = unitId("crate");
    LotId private immutable APPLES = lotId("apples");

    function setUp() public override {
        super.setUp();
        registerLot(FARM, APPLES, 1_000);
        register(FARM, CRATE);
    }

    function stale(uint32 signedFor, uint32 now_) private view returns (bytes memory) {
        return abi.encodeWithSelector(ITitles.StaleSequence.selector, CRATE, signedFor, now_);
    }

    function wrongSigner(PartyId party, address signer) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IIntents.WrongSigner.selector, party, signer);
    }

    // Replay.

    function testReplayOnTheSameChain() public {
        bytes memory data = handOff(FARM, CARRIER, CRATE);
        accepts(address(goods), data);
        refuses(address(goods), data, stale(1, 2));
    }

    function testReplayOnAnotherChain() public {
        bytes memory data = handOff(FARM, CARRIER, CRATE);
        uint256 home = block.chainid;
        vm.chainId(home + 1);
        (bool success, bytes memory refusal) = address(goods).call(data);
        check(!success && bytes4(refusal) == IIntents.WrongSigner.selector, "accepted on another chain");
        check(goods.DOMAIN_SEPARATOR() == domain(address(goods), home + 1), "the domain follows a fork");
        vm.chainId(home);
        accepts(address(goods), data);
    }

    function testReplayOnAnotherContract() public {
        bytes memory data = handOff(FARM, CARRIER, CRATE);
        IGoods other = IGoods(deploy("Goods", abi.encode(registry)));
        (goods, other) = (other, goods);
        register(FARM, CRATE);
        (bool success, bytes memory refusal) = address(goods).call(data);
        check(!success && bytes4(refusal) == IIntents.WrongSigner.selector, "accepted by another contract");
    }

    function testReplayAfterTheUnitWentFromAToBAndBackToA() public {
        bytes memory first = handOff(FARM, CARRIER, CRATE);
        accepts(address(goods), first);
        accepts(address(goods), handOff(CARRIER, FARM, CRATE));
        refuses(address(goods), first, stale(1, 3));
        same(goods.custodianOf(CRATE), FARM, "custodian");
    }

    function testReplayOfATitleMoveAfterTheTitleCameBack() public {
        bytes memory first = moveTitle(FARM, SHOP, title(APPLES), 1_000);
        accepts(address(goods), first);
        accepts(address(goods), moveTitle(SHOP, FARM, title(APPLES), 1_000));
        refuses(address(goods), first, abi.encodeWithSelector(ITitles.StaleSequence.selector, APPLES, 1, 3));
    }

    function testReplayOfAnAdmission() public {
        PartyId next = PartyId.wrap(7);
        bytes memory data = abi.encode(admission(next, vm.addr(0xFACE), 2));
        bytes memory call = abi.encodeCall(
            registry.admit,
            (
                admission(next, vm.addr(0xFACE), 2),
                registered(keys[REGISTRAR], Types.ADMISSION, data),
                registered(0xFACE, Types.ADMISSION, data)
            )
        );
        accepts(address(registry), call);
        refuses(address(registry), call, abi.encodeWithSelector(IRegistry.NotNextParty.selector, 7, 8));
    }

    function testReplayOfAFreezeAfterItWasLifted() public {
        IRegistry.StatusChange memory change = IRegistry.StatusChange(FARM, 2, "reason", 1, REGISTRAR, 1, LATER);
        bytes memory signature = registered(keys[REGISTRAR], Types.STATUS_CHANGE, abi.encode(change));
        bytes memory data = abi.encodeCall(registry.setStatus, (change, signature));
        accepts(address(registry), data);
        setStatus(REGISTRAR, FARM, 1);
        refuses(address(registry), data, abi.encodeWithSelector(IIntents.StaleEpoch.selector, FARM, 1, 3));
    }

    function testReplayOfASignatureAsAnotherKindOfMessage() public {
        // A rejection signed by the receiver is not its acceptance, though it names the same offer.
        ICustody.HandOff memory message = offer(FARM, SHOP, CRATE);
        bytes32 digest = digestOf(address(goods), Types.HAND_OFF, abi.encode(message));
        bytes memory refused = signed(SHOP, Types.REJECTION, abi.encode(ICustody.Rejection(digest, "wet")));
        (bool success, ) = address(goods).call(
            abi.encodeCall(goods.handOff, (message, signed(message, FARM), refused))
        );
        check(!success, "a rejection was taken for an acceptance");
    }

    // Signatures.

    function testSignatureMalleability() public {
        ICustody.HandOff memory message = offer(FARM, SHOP, CRATE);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(
            keys[FARM],
            digestOf(address(goods), Types.HAND_OFF, abi.encode(message))
        );
        bytes memory highS = abi.encodePacked(r, ORDER - uint256(s), v == 27 ? uint8(28) : uint8(27));
        bytes memory data = abi.encodeCall(goods.handOff, (message, highS, signed(message, SHOP)));
        refuses(address(goods), data, wrongSigner(FARM, address(0)));
        bytes memory lowV = abi.encodePacked(r, s, v - 27);
        data = abi.encodeCall(goods.handOff, (message, lowV, signed(message, SHOP)));
        refuses(address(goods), data, wrongSigner(FARM, address(0)));
        bytes memory longer = abi.encodePacked(r, s, v, uint8(0));
        data = abi.encodeCall(goods.handOff, (message, longer, signed(message, SHOP)));
        refuses(address(goods), data, wrongSigner(FARM, address(0)));
    }

    function testCompactSignaturesCountAsMuchAndNoMore() public {
        ICustody.HandOff memory message = offer(FARM, SHOP, CRATE);
        bytes memory giver = compact(signed(message, FARM));
        bytes memory receiver = compact(signed(message, SHOP));
        bytes memory swapped = abi.encodeCall(goods.handOff, (message, receiver, giver));
        refuses(address(goods), swapped, wrongSigner(FARM, vm.addr(keys[SHOP])));
        accepts(address(goods), abi.encodeCall(goods.handOff, (message, giver, receiver)));
    }

    /// @dev ERC-2098: r, and s with the parity in its highest bit.
    function compact(bytes memory signature) private pure returns (bytes memory) {
        (bytes32 r, bytes32 s) = abi.decode(signature, (bytes32, bytes32));
        uint256 parity = uint8(signature[64]) - 27;
        return abi.encodePacked(r, uint256(s) | (parity << 255));
    }

    function testForgedSignatures() public {
        ICustody.HandOff memory message = offer(FARM, SHOP, CRATE);
        bytes memory good = signed(message, SHOP);
        bytes[5] memory forged = [bytes(""), new bytes(65), new bytes(64), signed(message, CARRIER), good];
        for (uint256 i = 0; i < 5; ++i) {
            address signer =
                i == 3
                    ? vm.addr(keys[CARRIER])
                    : i == 4
                        ? vm.addr(keys[SHOP])
                        : address(0);
            bytes memory data = abi.encodeCall(goods.handOff, (message, forged[i], good));
            refuses(address(goods), data, wrongSigner(FARM, signer));
        }
    }

    function testEveryFieldOfAHandOffIsSigned() public {
        ICustody.HandOff memory message = offer(FARM, SHOP, CRATE);
        bytes memory giver = signed(message, FARM);
        bytes memory receiver = signed(message, SHOP);
        for (uint256 word = 0; word < 8; ++word) {
            bytes memory altered = abi.encode(message);
            // The lowest bit of each field in turn.
            assembly ("memory-safe") {
                let place := add(add(altered, 0x20), shl(5, word))
                mstore(place, xor(mload(place), 1))
            }
            ICustody.HandOff memory other = abi.decode(altered, (ICustody.HandOff));
            (bool success, ) = address(goods).call(abi.encodeCall(goods.handOff, (other, giver, receiver)));
            check(!success, "an altered message was accepted");
        }
        accepts(address(goods), abi.encodeCall(goods.handOff, (message, giver, receiver)));
    }

    function testDirtyWordsAreRefused() public {
        // The struct hash is taken over raw words, so a wider word must not slip through as a narrower number.
        bytes memory data = handOff(FARM, SHOP, CRATE);
        uint256[6] memory places = [uint256(0), 1, 3, 4, 5, 7];
        for (uint256 i = 0; i < places.length; ++i) {
            bytes memory dirty = bytes.concat(data);
            uint256 offset = 0x24 + 32 * places[i];
            assembly ("memory-safe") {
                let place := add(dirty, offset)
                mstore(place, or(mload(place), shl(255, 1)))
            }
            refuses(address(goods), dirty, "");
        }
    }

    // Keys that are contracts (ERC-1271).

    function testAContractSignsWithItsOwnRules() public {
        Wallet wallet = new Wallet(vm.addr(0xFACE));
        adopt(SHOP, address(wallet), 0xFACE);
        ICustody.HandOff memory message = offer(FARM, SHOP, CRATE);
        bytes memory byOwner = sign(0xFACE, digestOf(address(goods), Types.HAND_OFF, abi.encode(message)));
        bytes memory byOther = sign(0xBAD, digestOf(address(goods), Types.HAND_OFF, abi.encode(message)));
        bytes memory data = abi.encodeCall(goods.handOff, (message, signed(message, FARM), byOther));
        refuses(address(goods), data, wrongSigner(SHOP, vm.addr(0xBAD)));
        accepts(address(goods), abi.encodeCall(goods.handOff, (message, signed(message, FARM), byOwner)));
    }

    function testAContractThatAnswersOddlySignsNothing() public {
        HostileWallet wallet = new HostileWallet();
        adopt(SHOP, address(wallet), 0xFACE);
        ICustody.HandOff memory message = offer(FARM, SHOP, CRATE);
        for (uint8 mood = 1; mood < 6; ++mood) {
            wallet.setMood(mood);
            bytes memory data = abi.encodeCall(goods.handOff, (message, signed(message, FARM), bytes("anything")));
            refuses(address(goods), data, wrongSigner(SHOP, address(0)));
        }
    }

    function testAContractKeyCannotChangeStateWhileAsked() public {
        HostileWallet wallet = new HostileWallet();
        adopt(SHOP, address(wallet), 0xFACE);
        ICustody.HandOff memory message = offer(FARM, SHOP, CRATE);
        wallet.reenter(address(goods), handOff(FARM, CARRIER, CRATE));
        bytes memory data = abi.encodeCall(goods.handOff, (message, signed(message, FARM), bytes("anything")));
        refuses(address(goods), data, wrongSigner(SHOP, address(0)));
        same(goods.custodianOf(CRATE), FARM, "custodian");
    }

    /// @dev Makes a contract the party's key.
    function adopt(PartyId id, address wallet, uint256 owner) private {
        IRegistry.KeyChange memory change = IRegistry.KeyChange(id, wallet, epochOf(id), LATER);
        bytes memory data = abi.encode(change);
        registry.setKey(
            change,
            registered(keys[id], Types.KEY_CHANGE, data),
            registered(owner, Types.KEY_CHANGE, data)
        );
    }

    // Front-running, freezing, keys.

    function testFrontRunningASubmissionGainsNothing() public {
        bytes memory data = handOff(FARM, SHOP, CRATE);
        vm.prank(address(0xBAD));
        (bool success, ) = address(goods).call(data);
        check(success, "anyone may submit");
        same(goods.custodianOf(CRATE), SHOP, "the signed receiver, not the submitter");
    }

    function testFrontRunningAKeyChangeGainsNothing() public {
        // A thief who copies the signed change can't put his own key in it.
        IRegistry.KeyChange memory change = IRegistry.KeyChange(FARM, vm.addr(0xFACE), 1, LATER);
        bytes memory signature = registered(keys[FARM], Types.KEY_CHANGE, abi.encode(change));
        change.key = vm.addr(0xBAD);
        bytes memory thief = registered(0xBAD, Types.KEY_CHANGE, abi.encode(change));
        (bool success, ) = address(registry).call(abi.encodeCall(registry.setKey, (change, signature, thief)));
        check(!success, "a key was put in");
    }

    function testReissueAfterKeyRotation() public {
        bytes memory old = handOff(FARM, SHOP, CRATE);
        setKey(FARM, keys[FARM], 0xFACE);
        refuses(address(goods), old, abi.encodeWithSelector(IIntents.StaleEpoch.selector, FARM, 1, 2));
        bytes memory again = abi.encodeWithSelector(ITitles.AlreadyRegistered.selector, CRATE);
        refuses(address(goods), registration(FARM, NONE, list(CRATE), 1), again);
        same(goods.custodianOf(CRATE), FARM, "rotating a key moves nothing");
        accepts(address(goods), handOff(FARM, SHOP, CRATE));
    }

    function testAStolenKeyIsWorthlessAfterRotation() public {
        uint256 stolen = keys[FARM];
        setKey(FARM, recoveryKey(FARM), 0xFACE);
        ICustody.HandOff memory message = offer(FARM, SHOP, CRATE);
        bytes memory thief = sign(stolen, digestOf(address(goods), Types.HAND_OFF, abi.encode(message)));
        bytes memory data = abi.encodeCall(goods.handOff, (message, thief, signed(message, SHOP)));
        refuses(address(goods), data, wrongSigner(FARM, vm.addr(stolen)));
    }

    function testAnEpochBumpCancelsEverythingOutstanding() public {
        bytes memory asGiver = handOff(FARM, SHOP, CRATE);
        UnitId other = register(CARRIER, unitId("other"));
        bytes memory asReceiver = handOff(CARRIER, FARM, other);
        IRegistry.EpochBump memory bump = IRegistry.EpochBump(FARM, 1, LATER);
        registry.bumpEpoch(bump, registered(keys[FARM], Types.EPOCH_BUMP, abi.encode(bump)));
        bytes memory refusal = abi.encodeWithSelector(IIntents.StaleEpoch.selector, FARM, 1, 2);
        refuses(address(goods), asGiver, refusal);
        refuses(address(goods), asReceiver, refusal);
    }

    function testAFrozenOrRetiredPartysSignatureCountsForNothing() public {
        for (uint8 status = 2; status < 4; ++status) {
            setStatus(REGISTRAR, FARM, status);
            bytes memory refusal = abi.encodeWithSelector(IIntents.NotActive.selector, FARM, status);
            refuses(address(goods), handOff(FARM, SHOP, CRATE), refusal);
            refuses(address(goods), rejection(offer(FARM, SHOP, CRATE)), refusal);
            refuses(address(goods), report(FARM, CRATE, 1), refusal);
            refuses(address(goods), moveTitle(FARM, SHOP, title(APPLES), 1), refusal);
            refuses(address(goods), recall(FARM, APPLES, true), refusal);
            UnitId other = register(SHOP, unitId(status == 2 ? "x" : "y"));
            refuses(address(goods), handOff(SHOP, FARM, other), refusal);
            same(goods.custodianOf(CRATE), FARM, "what it holds stays its own");
        }
    }

    function testAStrangerIsNobody() public {
        PartyId stranger = PartyId.wrap(99);
        bytes memory refusal = abi.encodeWithSelector(IIntents.UnknownParty.selector, stranger);
        keys[stranger] = 0xBAD;
        keys[PartyId.wrap(0)] = 0xBAD;
        refuses(address(goods), handOff(offer(FARM, stranger, CRATE)), refusal);
        refuses(address(goods), report(stranger, CRATE, 1), refusal);
        refuses(
            address(goods),
            report(PartyId.wrap(0), CRATE, 1),
            abi.encodeWithSelector(IIntents.UnknownParty.selector, 0)
        );
    }
}
