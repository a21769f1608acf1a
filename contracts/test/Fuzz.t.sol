// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LotId, PartyId, UnitId} from "../src/Ids.sol";
import {ICustody} from "../src/interfaces/ICustody.sol";
import {IGoods} from "../src/interfaces/IGoods.sol";
import {ITitles} from "../src/interfaces/ITitles.sol";
import {Note, NoteWord} from "../src/libraries/Note.sol";
import {PartyWord, PartyWords} from "../src/libraries/PartyWord.sol";
import {GoodsTest} from "./support/GoodsTest.sol";
import {Types} from "./support/Types.sol";
import {vm} from "./support/Vm.sol";

contract Fuzz is GoodsTest {
    UnitId private immutable CRATE = unitId("crate");
    LotId private immutable APPLES = lotId("apples");

    // The packed words.

    function testFuzzAWordKeepsItsFieldsApart(
        uint64 owner,
        uint64 amount,
        uint24 contents,
        uint8 condition
    ) public view {
        Note note = NoteWord.create(PartyId.wrap(owner), amount).withContents(contents).withCondition(condition);
        note = note.withFlag(NoteWord.PACKED, true).withFlag(NoteWord.RECALLED, true).next();
        check(note.owner() == PartyId.wrap(owner) && note.amount() == amount && note.seq() == 2, "owner, amount, seq");
        check(
            note.contents() == contents && note.condition() == condition && note.time() == NOW,
            "contents, condition, time"
        );
        check(
            note.has(NoteWord.PACKED) && note.has(NoteWord.RECALLED) && !note.has(NoteWord.RECALLED_BY_REGULATOR),
            "flags"
        );
        note = note.withFlag(NoteWord.PACKED, false);
        check(
            !note.has(NoteWord.PACKED) && note.has(NoteWord.RECALLED) && note.condition() == condition,
            "one flag off"
        );
    }

    function testFuzzAMoveChangesOwnerTimeAndSeqAlone(uint256 word, uint64 to) public view {
        word &= ~(uint256(1) << 127);
        Note note = Note.wrap(word);
        Note moved = note.movedTo(PartyId.wrap(to));
        check(moved.owner() == PartyId.wrap(to) && moved.seq() == note.seq() + 1 && moved.time() == NOW, "changed");
        check(moved.amount() == note.amount() && moved.flags() == note.flags(), "amount and flags");
        check(moved.contents() == note.contents(), "contents");
    }

    function testFuzzALossLeavesTheRestOrNothingAndNobody(uint64 owner, uint64 amount, uint64 loss) public view {
        vm.assume(amount != 0 && loss <= amount && owner != 0);
        Note note = NoteWord.create(PartyId.wrap(owner), amount).less(loss);
        check(note.amount() == amount - loss && note.seq() == 2, "amount");
        check(note.isEnded() == (loss == amount), "ended");
        check(note.owner() == PartyId.wrap(loss == amount ? 0 : owner), "owner");
    }

    function testACounterAtItsEndStops() public view {
        Note note = Note.wrap(uint256(type(uint32).max) << 96);
        try this.following(note) {
            revert("seq ran over");
        } catch (bytes memory refusal) {
            check(bytes4(refusal) == NoteWord.CounterExhausted.selector, "seq");
        }
        try this.filling(note) {
            revert("contents ran over");
        } catch (bytes memory refusal) {
            check(bytes4(refusal) == NoteWord.CounterExhausted.selector, "contents");
        }
    }

    function following(Note note) external pure returns (Note) {
        return note.next();
    }

    function filling(Note note) external pure returns (Note) {
        return note.withContents(uint256(type(uint24).max) + 1);
    }

    function testFuzzAPartysWordKeepsItsFieldsApart(address key, uint32 roles, uint32 epoch, uint8 status) public pure {
        PartyWord word = PartyWords.create(key, roles, epoch, status);
        check(word.key() == key && word.roles() == roles && word.epoch() == epoch && word.status() == status, "fields");
    }

    // Signatures.

    function testFuzzAHandOffNeedsTheTwoKeys(uint256 giver, uint256 receiver) public {
        register(FARM, CRATE);
        giver = 1 + (giver % 1e30);
        receiver = 1 + (receiver % 1e30);
        ICustody.HandOff memory message = offer(FARM, SHOP, CRATE);
        bytes32 digest = digestOf(address(goods), Types.HAND_OFF, abi.encode(message));
        bytes memory data = abi.encodeCall(goods.handOff, (message, sign(giver, digest), sign(receiver, digest)));
        (bool success, ) = address(goods).call(data);
        check(success == (giver == keys[FARM] && receiver == keys[SHOP]), "wrong keys");
    }

    function testFuzzBytesThatAreNoSignature(bytes calldata giver, bytes calldata receiver) public {
        register(FARM, CRATE);
        ICustody.HandOff memory message = offer(FARM, SHOP, CRATE);
        (bool success, ) = address(goods).call(abi.encodeCall(goods.handOff, (message, giver, receiver)));
        check(!success, "accepted noise");
    }

    function testFuzzCallDataThatIsNone(bytes calldata noise, uint8 which) public {
        bytes4[6] memory calls = [
            ICustody.handOff.selector,
            ICustody.handOffMany.selector,
            ICustody.pack.selector,
            IGoods.transform.selector,
            IGoods.registerUnits.selector,
            ITitles.moveTitle.selector
        ];
        (bool success, ) = address(goods).call(abi.encodePacked(calls[which % 6], noise));
        check(!success, "accepted noise");
    }

    // Quantities.

    function testFuzzSplitAndMergeConserve(uint64 quantity, uint64 first, uint64 second) public {
        quantity = 3 + (quantity % (type(uint64).max - 3));
        first = 1 + (first % (quantity - 2));
        second = 1 + (second % (quantity - first - 1));
        registerLot(FARM, APPLES, quantity);
        register(FARM, APPLES, list(CRATE), quantity);
        accepts(address(goods), splitting(FARM, CRATE, first));
        accepts(address(goods), splitting(FARM, CRATE, second));
        (UnitId a, UnitId b) = (partOf(CRATE, 1), partOf(CRATE, 2));
        check(goods.unit(a).amount == first && goods.unit(b).amount == second, "parts");
        same(goods.unit(CRATE).amount, quantity - first - second, "rest");
        accepts(address(goods), merging(FARM, a, b));
        accepts(address(goods), merging(FARM, a, CRATE));
        same(goods.unit(a).amount, quantity, "whole");
    }

    function testFuzzTitleMovesConserve(uint64 quantity, uint64 amount) public {
        vm.assume(quantity != 0);
        amount = 1 + (amount % quantity);
        registerLot(FARM, APPLES, quantity);
        accepts(address(goods), moveTitle(FARM, SHOP, title(APPLES), amount));
        if (amount == quantity) {
            same(goods.title(title(APPLES)).owner, SHOP, "owner");
            same(goods.title(title(APPLES)).amount, quantity, "whole");
        } else {
            same(goods.title(partOf(title(APPLES), 1)).amount, amount, "part");
            same(goods.title(title(APPLES)).amount, quantity - amount, "rest");
        }
    }

    function testAmountsThatRunOverAreRefused() public {
        registerLot(FARM, APPLES, type(uint64).max);
        (bool success, ) = address(goods).call(
            registration(FARM, APPLES, list(unitId("a"), unitId("b")), type(uint64).max)
        );
        check(!success, "the sum of the amounts ran over");
    }

    // Batches.

    function testFuzzABatchIsTheSameAsItsUnitsOneByOne(uint8 count, uint256 seed) public {
        UnitId[] memory units = new UnitId[](1 + (count % 12));
        for (uint256 i = 0; i < units.length; ++i) units[i] = UnitId.wrap(keccak256(abi.encode(seed, i)));
        register(FARM, NONE, units, 1);
        uint256 before = vm.snapshotState();
        accepts(address(goods), handOffMany(offerMany(FARM, SHOP, units)));
        bytes32 together = keccak256(abi.encode(goods.unitWords(units)));
        vm.revertToState(before);
        for (uint256 i = 0; i < units.length; ++i) accepts(address(goods), handOff(FARM, SHOP, units[i]));
        check(together == keccak256(abi.encode(goods.unitWords(units))), "not the same");
    }

    // Gas does not depend on what is inside.

    function testTheGasOfAPalletIsConstantInItsContents() public {
        UnitId small = pallet("small", 1);
        UnitId large = pallet("large", 500);
        uint256 one = gasOf(handOff(FARM, SHOP, small));
        uint256 many = gasOf(handOff(FARM, SHOP, large));
        check(one < many + 100 && many < one + 100, "gas grows with the contents");
    }

    function pallet(string memory name, uint256 count) private returns (UnitId unit) {
        unit = register(FARM, unitId(name));
        UnitId[] memory cases = new UnitId[](count);
        for (uint256 i = 0; i < count; ++i) cases[i] = UnitId.wrap(keccak256(abi.encode(name, i)));
        register(FARM, NONE, cases, 1);
        accepts(address(goods), packing(FARM, unit, cases));
    }

    function gasOf(bytes memory data) private returns (uint256 used) {
        used = gasleft();
        (bool success, ) = address(goods).call(data);
        used -= gasleft();
        check(success, "refused");
    }
}
