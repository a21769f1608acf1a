// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LotId, NoteId, PartyId, UnitId} from "../src/Ids.sol";
import {ICustody} from "../src/interfaces/ICustody.sol";
import {IGoods} from "../src/interfaces/IGoods.sol";
import {IIntents} from "../src/interfaces/IIntents.sol";
import {ITitles} from "../src/interfaces/ITitles.sol";
import {GoodsTest} from "./support/GoodsTest.sol";
import {Types} from "./support/Types.sol";

contract Quantities is GoodsTest {
    LotId private immutable APPLES = lotId("apples");
    UnitId private immutable CRATE = unitId("crate");
    UnitId private immutable PALLET = unitId("pallet");

    function setUp() public override {
        super.setUp();
        registerLot(FARM, APPLES, 1_000);
        register(FARM, APPLES, list(CRATE), 100);
        register(FARM, PALLET);
    }

    function holds(PartyId by, UnitId unit) private view {
        same(goods.custodianOf(unit), by, "custodian");
    }

    function custody(bytes4 selector, UnitId unit) private pure returns (bytes memory) {
        return abi.encodeWithSelector(selector, unit);
    }

    // Quantities.

    function testASplitAndAMergeConserveTheAmount() public {
        accepts(address(goods), report(FARM, CRATE, 1));
        UnitId part = partOf(CRATE, 2);
        accepts(address(goods), splitting(FARM, CRATE, 30));
        ICustody.UnitState memory state = goods.unit(part);
        check(state.amount == 30 && state.lot == APPLES && state.condition == 1 && state.seq == 1, "part");
        same(goods.unit(CRATE).amount, 70, "left");
        accepts(address(goods), merging(FARM, CRATE, part));
        same(goods.unit(CRATE).amount, 100, "merged");
        refuses(address(goods), handOff(FARM, SHOP, part), custody(ICustody.UnitConsumed.selector, part));
        same(goods.custodianOf(part), PartyId.wrap(0), "nobody holds it");
    }

    function testASplitLeavesSomethingOnBothSides() public {
        refuses(address(goods), splitting(FARM, CRATE, 0), abi.encodeWithSelector(ITitles.ZeroAmount.selector));
        for (uint64 amount = 100; amount < 102; ++amount) {
            (bool success, ) = address(goods).call(splitting(FARM, CRATE, amount));
            check(!success, "split off the whole");
        }
    }

    function testOnlyUnitsOfOneLotAndOneConditionMerge() public {
        UnitId part = partOf(CRATE, 1);
        accepts(address(goods), splitting(FARM, CRATE, 30));
        accepts(address(goods), report(FARM, part, 3));
        bytes memory condition = abi.encodeWithSelector(ICustody.ConditionMismatch.selector, CRATE, part);
        refuses(address(goods), merging(FARM, CRATE, part), condition);
        bytes memory lots = abi.encodeWithSelector(ITitles.LotMismatch.selector, CRATE, PALLET);
        refuses(address(goods), merging(FARM, CRATE, PALLET), lots);
        bytes memory none = abi.encodeWithSelector(ITitles.LotMismatch.selector, PALLET, unitId("p2"));
        register(FARM, unitId("p2"));
        refuses(address(goods), merging(FARM, PALLET, unitId("p2")), none);
        refuses(
            address(goods),
            merging(FARM, CRATE, CRATE),
            abi.encodeWithSelector(ITitles.SameObject.selector, CRATE)
        );
    }

    function testAUnitThatCarriesOthersIsNotDividedOrUsed() public {
        UnitId inner = register(FARM, unitId("inner"));
        accepts(address(goods), packing(FARM, CRATE, list(inner)));
        bytes memory refusal = custody(ICustody.NotEmpty.selector, CRATE);
        refuses(address(goods), splitting(FARM, CRATE, 10), refusal);
        refuses(address(goods), transforming(transformation(FARM, CRATE, 1, title(APPLES))), refusal);
    }

    // Transformation.

    function testATransformationUsesInputsAndTitleAndMakesLotsAndUnits() public {
        IGoods.Transformation memory message = transformation(FARM, CRATE, 60, title(APPLES));
        makeLot(message, lotId("juice"), 40);
        message.outputs = list(unitId("bottle"), unitId("box"));
        accepts(address(goods), transforming(message));
        same(goods.unit(CRATE).amount, 40, "input");
        same(goods.title(title(APPLES)).amount, 940, "title");
        ITitles.LotState memory lot = goods.lot(lotId("juice"));
        check(lot.issuer == FARM && lot.remaining == 40, "lot made");
        check(goods.unit(unitId("bottle")).amount == 1 && goods.unit(unitId("box")).lot == NONE, "units made");
        holds(FARM, unitId("box"));
    }

    function testAUnitThatIsUsedUpIsGone() public {
        accepts(address(goods), transforming(transformation(FARM, CRATE, 100, title(APPLES))));
        ICustody.UnitState memory unit = goods.unit(CRATE);
        check(unit.amount == 0 && unit.seq == 2 && unit.custodian == PartyId.wrap(0), "consumed");
        refuses(address(goods), report(FARM, CRATE, 1), custody(ICustody.UnitConsumed.selector, CRATE));
        bytes memory again = abi.encodeWithSelector(ITitles.AlreadyRegistered.selector, CRATE);
        refuses(address(goods), registration(FARM, NONE, list(CRATE), 1), again);
    }

    function testATransformationUsesOnlyWhatIsThere() public {
        bytes memory tooMuch = abi.encodeWithSelector(ITitles.Exceeds.selector, CRATE, 101, 100);
        refuses(address(goods), transforming(transformation(FARM, CRATE, 101, title(APPLES))), tooMuch);
        bytes memory zero = abi.encodeWithSelector(ITitles.ZeroAmount.selector);
        refuses(address(goods), transforming(transformation(FARM, CRATE, 0, title(APPLES))), zero);
    }

    function testATransformationUsesTheTitleOfTheSameLotAndOwner() public {
        NoteId none = NoteId.wrap(0);
        bytes memory missing = abi.encodeWithSelector(ITitles.NotTitleOwner.selector, none, FARM, 0);
        refuses(address(goods), transforming(transformation(FARM, CRATE, 10, none)), missing);
        registerLot(FARM, lotId("pears"), 50);
        bytes memory otherLot = abi.encodeWithSelector(ITitles.LotMismatch.selector, lotId("pears"), APPLES);
        refuses(address(goods), transforming(transformation(FARM, CRATE, 10, title(lotId("pears")))), otherLot);
        bytes memory noLot = abi.encodeWithSelector(ITitles.LotMismatch.selector, APPLES, NONE);
        refuses(address(goods), transforming(transformation(FARM, PALLET, 1, title(APPLES))), noLot);
        accepts(address(goods), moveTitle(FARM, SHOP, title(APPLES), 1_000));
        bytes memory owner = abi.encodeWithSelector(ITitles.NotTitleOwner.selector, APPLES, FARM, SHOP);
        refuses(address(goods), transforming(transformation(FARM, CRATE, 10, title(APPLES))), owner);
        accepts(address(goods), transforming(transformation(FARM, PALLET, 1, none)));
    }

    function testOnlyAProducerMakesLots() public {
        accepts(address(goods), handOff(FARM, SHOP, PALLET));
        IGoods.Transformation memory message = transformation(SHOP, PALLET, 1, NoteId.wrap(0));
        makeLot(message, lotId("juice"), 40);
        refuses(address(goods), transforming(message), abi.encodeWithSelector(IIntents.MissingRole.selector, SHOP, 2));
    }

    function testTheListsOfATransformationAreOfOneLength() public {
        bytes memory refusal = abi.encodeWithSelector(ICustody.LengthMismatch.selector);
        IGoods.Transformation memory message = transformation(FARM, CRATE, 10, title(APPLES));
        message.titles = new NoteId[](2);
        refuses(address(goods), transforming(message), refusal);
        message = transformation(FARM, CRATE, 10, title(APPLES));
        message.quantities = new uint64[](1);
        refuses(address(goods), transforming(message), refusal);
        message = transformation(FARM, CRATE, 10, title(APPLES));
        message.inputs = new UnitId[](0);
        refuses(address(goods), transforming(message), abi.encodeWithSelector(ICustody.BatchSize.selector, 0, 500));
    }

    // Title.

    function testTitleMovesWholeOrInPartAndCustodyStays() public {
        NoteId part = partOf(title(APPLES), 1);
        accepts(address(goods), moveTitle(FARM, SHOP, title(APPLES), 300));
        ITitles.TitleState memory note = goods.title(part);
        check(note.owner == SHOP && note.amount == 300 && note.lot == APPLES && note.seq == 1, "part");
        same(goods.title(title(APPLES)).amount, 700, "rest");
        accepts(address(goods), moveTitle(FARM, SHOP, title(APPLES), 700));
        same(goods.title(title(APPLES)).owner, SHOP, "whole");
        holds(FARM, CRATE);
        accepts(address(goods), mergeTitles(SHOP, part, title(APPLES)));
        same(goods.title(part).amount, 1_000, "merged");
    }

    function testATitleIsMovedByItsOwnerWithinItsAmountToAParty() public {
        NoteId note = title(APPLES);
        bytes memory refusal = abi.encodeWithSelector(ITitles.NotTitleOwner.selector, note, SHOP, FARM);
        refuses(address(goods), moveTitle(SHOP, FARM, note, 1), refusal);
        refuses(address(goods), moveTitle(FARM, SHOP, note, 0), abi.encodeWithSelector(ITitles.ZeroAmount.selector));
        refusal = abi.encodeWithSelector(ITitles.Exceeds.selector, note, 1_001, 1_000);
        refuses(address(goods), moveTitle(FARM, SHOP, note, 1_001), refusal);
        refusal = abi.encodeWithSelector(IIntents.UnknownParty.selector, 99);
        refuses(address(goods), moveTitle(FARM, PartyId.wrap(99), note, 1), refusal);
    }

    function testOnlyNotesOfOneOwnerAndOneLotMerge() public {
        NoteId note = title(APPLES);
        registerLot(FARM, lotId("pears"), 50);
        bytes memory refusal = abi.encodeWithSelector(ITitles.LotMismatch.selector, note, lotId("pears"));
        refuses(address(goods), mergeTitles(FARM, note, title(lotId("pears"))), refusal);
        refuses(
            address(goods),
            mergeTitles(FARM, note, note),
            abi.encodeWithSelector(ITitles.SameObject.selector, note)
        );
        NoteId part = partOf(note, 1);
        accepts(address(goods), moveTitle(FARM, SHOP, note, 300));
        refusal = abi.encodeWithSelector(ITitles.NotTitleOwner.selector, part, FARM, SHOP);
        refuses(address(goods), mergeTitles(FARM, note, part), refusal);
    }

    function testAMergedTitleIsGone() public {
        NoteId note = title(APPLES);
        NoteId part = partOf(note, 1);
        accepts(address(goods), moveTitle(FARM, FARM, note, 300));
        accepts(address(goods), mergeTitles(FARM, note, part));
        refuses(
            address(goods),
            moveTitle(FARM, SHOP, part, 1),
            abi.encodeWithSelector(ITitles.TitleEnded.selector, part)
        );
        refuses(
            address(goods),
            mergeTitles(FARM, part, note),
            abi.encodeWithSelector(ITitles.TitleEnded.selector, part)
        );
    }

    function testAFrozenPartyStillReceivesTitle() public {
        setStatus(REGISTRAR, SHOP, 2);
        accepts(address(goods), moveTitle(FARM, SHOP, title(APPLES), 10));
    }

    function testATitlesPartIsNotMadeOverAnotherNote() public {
        NoteId note = title(APPLES);
        NoteId part = partOf(note, 1);
        registerLot(FACTORY, LotId.wrap(NoteId.unwrap(part)), 5);
        bytes memory refusal = abi.encodeWithSelector(ITitles.AlreadyRegistered.selector, part);
        refuses(address(goods), moveTitle(FARM, SHOP, note, 10), refusal);
        accepts(address(goods), moveTitle(FARM, FARM, note, 1_000));
        accepts(address(goods), moveTitle(FARM, SHOP, note, 10));
    }
}
