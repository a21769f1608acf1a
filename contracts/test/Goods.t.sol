// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LotId, PartyId, UnitId} from "../src/Ids.sol";
import {ICustody} from "../src/interfaces/ICustody.sol";
import {IGoods} from "../src/interfaces/IGoods.sol";
import {IIntents} from "../src/interfaces/IIntents.sol";
import {ITitles} from "../src/interfaces/ITitles.sol";
import {GoodsTest} from "./support/GoodsTest.sol";
import {Types} from "./support/Types.sol";
import {vm} from "./support/Vm.sol";

contract GoodsTests is GoodsTest {
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

    // Lots and units.

    function testALotBelongsToItsIssuer() public view {
        ITitles.LotState memory lot = goods.lot(APPLES);
        check(lot.issuer == FARM && lot.remaining == 900 && lot.seq == 1 && !lot.recalled, "lot");
        ITitles.TitleState memory note = goods.title(title(APPLES));
        check(note.owner == FARM && note.amount == 1_000 && note.seq == 1 && note.lot == APPLES, "title");
    }

    function testALotIsRegisteredOnceByAProducerWithAQuantity() public {
        refuses(
            address(goods),
            lotCall(FARM, APPLES, 5),
            abi.encodeWithSelector(ITitles.AlreadyRegistered.selector, APPLES)
        );
        refuses(
            address(goods),
            lotCall(SHOP, lotId("x"), 5),
            abi.encodeWithSelector(IIntents.MissingRole.selector, SHOP, 2)
        );
        refuses(address(goods), lotCall(FARM, lotId("x"), 0), abi.encodeWithSelector(ITitles.ZeroAmount.selector));
        refuses(address(goods), lotCall(FARM, NONE, 5), abi.encodeWithSelector(ITitles.UnknownLot.selector, NONE));
    }

    function lotCall(PartyId by, LotId lot, uint64 quantity) private view returns (bytes memory) {
        ITitles.LotRegistration memory message = ITitles.LotRegistration(
            by,
            lot,
            quantity,
            "KGM",
            0,
            0,
            epochOf(by),
            LATER
        );
        return abi.encodeCall(goods.registerLot, (message, signed(by, Types.LOT_REGISTRATION, abi.encode(message))));
    }

    function testAUnitIsHeldByWhoRegisteredIt() public view {
        ICustody.UnitState memory unit = goods.unit(CRATE);
        check(unit.custodian == FARM && unit.amount == 100 && unit.seq == 1 && unit.lot == APPLES, "unit");
        check(unit.condition == 0 && !unit.packed && unit.contents == 0 && unit.time == block.timestamp, "state");
    }

    function testUnitsOfALotComeOutOfItsQuantityAndFromItsIssuer() public {
        UnitId[] memory two = list(unitId("a"), unitId("b"));
        bytes memory tooMuch = abi.encodeWithSelector(ITitles.Exceeds.selector, APPLES, 902, 900);
        refuses(address(goods), registration(FARM, APPLES, two, 451), tooMuch);
        bytes memory notIssuer = abi.encodeWithSelector(ITitles.NotIssuer.selector, APPLES, FACTORY);
        refuses(address(goods), registration(FACTORY, APPLES, two, 1), notIssuer);
        bytes memory unknown = abi.encodeWithSelector(ITitles.UnknownLot.selector, lotId("x"));
        refuses(address(goods), registration(FARM, lotId("x"), two, 1), unknown);
        register(FARM, APPLES, two, 450);
        same(goods.lot(APPLES).remaining, 0, "remaining");
    }

    function testAUnitIsRegisteredOnceAndWithAnAmount() public {
        bytes memory again = abi.encodeWithSelector(ITitles.AlreadyRegistered.selector, CRATE);
        refuses(address(goods), registration(SHOP, NONE, list(CRATE), 1), again);
        bytes memory twice = abi.encodeWithSelector(ITitles.AlreadyRegistered.selector, unitId("a"));
        refuses(address(goods), registration(SHOP, NONE, list(unitId("a"), unitId("a")), 1), twice);
        bytes memory zero = abi.encodeWithSelector(ITitles.ZeroAmount.selector);
        refuses(address(goods), registration(SHOP, NONE, list(unitId("a")), 0), zero);
    }

    // Hand-off and rejection.

    function testAHandOffMovesCustody() public {
        accepts(address(goods), handOff(FARM, CARRIER, CRATE));
        holds(CARRIER, CRATE);
        same(seqOf(CRATE), 2, "seq");
        same(goods.title(title(APPLES)).owner, FARM, "title stays");
    }

    function testManyUnitsMoveUnderOnePairOfSignatures() public {
        accepts(address(goods), handOffMany(offerMany(FARM, SHOP, list(CRATE, PALLET))));
        holds(SHOP, CRATE);
        holds(SHOP, PALLET);
    }

    function testAllOfABatchMoveOrNone() public {
        UnitId other = register(CARRIER, unitId("other"));
        bytes memory refusal = abi.encodeWithSelector(ICustody.NotCustodian.selector, other, FARM, CARRIER);
        refuses(address(goods), handOffMany(offerMany(FARM, SHOP, list(CRATE, other))), refusal);
        holds(FARM, CRATE);
    }

    function testABatchNamesAUnitOnce() public {
        bytes memory refusal = abi.encodeWithSelector(ITitles.StaleSequence.selector, CRATE, 1, 2);
        refuses(address(goods), handOffMany(offerMany(FARM, SHOP, list(CRATE, CRATE))), refusal);
    }

    function testABatchHasOneToFiveHundredUnitsAndAsManyNumbers() public {
        ICustody.HandOffMany memory message = offerMany(FARM, SHOP, new UnitId[](0));
        refuses(address(goods), handOffMany(message), abi.encodeWithSelector(ICustody.BatchSize.selector, 0, 500));
        message.units = new UnitId[](501);
        message.seqs = new uint32[](501);
        refuses(address(goods), handOffMany(message), abi.encodeWithSelector(ICustody.BatchSize.selector, 501, 500));
        message.units = list(CRATE);
        refuses(address(goods), handOffMany(message), abi.encodeWithSelector(ICustody.LengthMismatch.selector));
    }

    function testOnlyTheCustodianHandsOff() public {
        bytes memory refusal = abi.encodeWithSelector(ICustody.NotCustodian.selector, CRATE, CARRIER, FARM);
        refuses(address(goods), handOff(CARRIER, SHOP, CRATE), refusal);
        refuses(address(goods), handOff(FARM, SHOP, unitId("?")), custody(ICustody.UnknownUnit.selector, unitId("?")));
        refuses(address(goods), handOff(FARM, FARM, CRATE), abi.encodeWithSelector(ICustody.SameParty.selector, FARM));
    }

    function testARejectionMovesNothingAndEndsTheOffer() public {
        ICustody.HandOff memory message = offer(FARM, SHOP, CRATE);
        accepts(address(goods), rejection(message));
        holds(FARM, CRATE);
        same(seqOf(CRATE), 2, "seq");
        refuses(address(goods), handOff(message), abi.encodeWithSelector(ITitles.StaleSequence.selector, CRATE, 1, 2));
    }

    function testARejectionOfManyEndsTheOfferOfAll() public {
        ICustody.HandOffMany memory message = offerMany(FARM, SHOP, list(CRATE, PALLET));
        accepts(address(goods), rejectionMany(message));
        holds(FARM, PALLET);
        refuses(
            address(goods),
            handOffMany(message),
            abi.encodeWithSelector(ITitles.StaleSequence.selector, CRATE, 1, 2)
        );
    }

    function testOnlyTheReceiverRejects() public {
        ICustody.HandOff memory message = offer(FARM, SHOP, CRATE);
        bytes32 digest = digestOf(address(goods), Types.HAND_OFF, abi.encode(message));
        bytes memory byGiver = signed(FARM, Types.REJECTION, abi.encode(ICustody.Rejection(digest, "wet")));
        bytes memory data = abi.encodeCall(goods.reject, (message, signed(message, FARM), "wet", byGiver));
        (address farm, , , ) = registry.party(FARM);
        refuses(address(goods), data, abi.encodeWithSelector(IIntents.WrongSigner.selector, SHOP, farm));
    }

    // Packing.

    function testAPackedUnitGoesWhereItsPalletGoes() public {
        accepts(address(goods), packing(FARM, PALLET, list(CRATE)));
        ICustody.UnitState memory unit = goods.unit(CRATE);
        check(unit.packed && unit.parent == PALLET && unit.seq == 2, "packed");
        same(goods.unit(PALLET).contents, 1, "contents");
        accepts(address(goods), handOff(FARM, SHOP, PALLET));
        holds(SHOP, CRATE);
        accepts(address(goods), unpacking(SHOP, PALLET, list(CRATE)));
        holds(SHOP, CRATE);
        unit = goods.unit(CRATE);
        check(!unit.packed && unit.parent == UnitId.wrap(0) && unit.seq == 3, "unpacked");
        same(goods.unit(PALLET).contents, 0, "contents");
        same(seqOf(PALLET), 4, "seq of the pallet");
    }

    function testUnitsArePackedToAnyDepthAndUnpackedFromTheOutside() public {
        UnitId container = register(FARM, unitId("container"));
        accepts(address(goods), packing(FARM, PALLET, list(CRATE)));
        accepts(address(goods), packing(FARM, container, list(PALLET)));
        accepts(address(goods), handOff(FARM, CARRIER, container));
        holds(CARRIER, CRATE);
        bytes memory inside = abi.encodeWithSelector(ICustody.UnitPacked.selector, PALLET, container);
        refuses(address(goods), unpacking(CARRIER, PALLET, list(CRATE)), inside);
        accepts(address(goods), unpacking(CARRIER, container, list(PALLET)));
        accepts(address(goods), unpacking(CARRIER, PALLET, list(CRATE)));
        holds(CARRIER, CRATE);
    }

    function testAPackedUnitDoesNothingAlone() public {
        accepts(address(goods), packing(FARM, PALLET, list(CRATE)));
        bytes memory refusal = abi.encodeWithSelector(ICustody.UnitPacked.selector, CRATE, PALLET);
        refuses(address(goods), handOff(FARM, SHOP, CRATE), refusal);
        refuses(address(goods), rejection(offer(FARM, SHOP, CRATE)), refusal);
        refuses(address(goods), splitting(FARM, CRATE, 1), refusal);
        refuses(address(goods), report(FARM, CRATE, 1), refusal);
        refuses(address(goods), transforming(transformation(FARM, CRATE, 1, title(APPLES))), refusal);
        refuses(address(goods), packing(FARM, register(FARM, unitId("p2")), list(CRATE)), refusal);
    }

    function testPackingTakesOnlyWhatTheSignerHoldsAndNotThePalletItself() public {
        UnitId other = register(CARRIER, unitId("other"));
        bytes memory notHeld = abi.encodeWithSelector(ICustody.NotCustodian.selector, other, FARM, CARRIER);
        refuses(address(goods), packing(FARM, PALLET, list(other)), notHeld);
        refuses(address(goods), packing(FARM, other, list(CRATE)), notHeld);
        refuses(
            address(goods),
            packing(FARM, PALLET, list(PALLET)),
            abi.encodeWithSelector(ITitles.SameObject.selector, PALLET)
        );
    }

    function testAPalletIsNotPackedInItsOwnContents() public {
        accepts(address(goods), packing(FARM, PALLET, list(CRATE)));
        bytes memory refusal = abi.encodeWithSelector(ICustody.UnitPacked.selector, CRATE, PALLET);
        refuses(address(goods), packing(FARM, CRATE, list(PALLET)), refusal);
    }

    function testUnpackingTakesOutWhatIsInAndOnce() public {
        UnitId other = register(FARM, unitId("other"));
        UnitId second = register(FARM, unitId("second"));
        accepts(address(goods), packing(FARM, PALLET, list(CRATE)));
        accepts(address(goods), packing(FARM, second, list(other)));
        bytes memory elsewhere = abi.encodeWithSelector(ICustody.NotPackedIn.selector, other, PALLET);
        refuses(address(goods), unpacking(FARM, PALLET, list(other)), elsewhere);
        bytes memory twice = abi.encodeWithSelector(ICustody.NotPackedIn.selector, CRATE, PALLET);
        refuses(address(goods), unpacking(FARM, PALLET, list(CRATE, CRATE)), twice);
        bytes memory notHolder = abi.encodeWithSelector(ICustody.NotCustodian.selector, PALLET, SHOP, FARM);
        refuses(address(goods), unpacking(SHOP, PALLET, list(CRATE)), notHolder);
    }

    // Condition and recall.

    function testTheCustodianReportsACondition() public {
        accepts(address(goods), report(FARM, CRATE, 7));
        same(goods.unit(CRATE).condition, 7, "condition");
        accepts(address(goods), report(FARM, CRATE, 0));
        same(goods.unit(CRATE).condition, 0, "condition");
        refuses(address(goods), report(FARM, CRATE, 8), abi.encodeWithSelector(ICustody.UnknownCondition.selector, 8));
        bytes memory refusal = abi.encodeWithSelector(ICustody.NotCustodian.selector, CRATE, SHOP, FARM);
        refuses(address(goods), report(SHOP, CRATE, 1), refusal);
    }

    function testADeviceReportsForTheCustodianThatAdmittedItForThat() public {
        setDevice(FARM, 0xDE1, 2);
        accepts(address(goods), deviceReport(FARM, 0xDE1, CRATE, 3));
        same(goods.unit(CRATE).condition, 3, "condition");
        setDevice(FARM, 0xDE1, 1);
        bytes memory refusal = abi.encodeWithSelector(ICustody.NotAttester.selector, vm.addr(0xDE1), FARM);
        refuses(address(goods), deviceReport(FARM, 0xDE1, CRATE, 3), refusal);
        setDevice(CARRIER, 0xDE2, 2);
        refusal = abi.encodeWithSelector(ICustody.NotAttester.selector, vm.addr(0xDE2), FARM);
        refuses(address(goods), deviceReport(FARM, 0xDE2, CRATE, 3), refusal);
    }

    function testIssuerAndRegulatorRecallAndRecalledGoodsStillMove() public {
        accepts(address(goods), recall(FARM, APPLES, true));
        check(goods.lot(APPLES).recalled && goods.lot(APPLES).seq == 2, "recalled");
        accepts(address(goods), handOff(FARM, SHOP, CRATE));
        accepts(address(goods), recall(FARM, APPLES, false));
        check(!goods.lot(APPLES).recalled, "lifted");
        refuses(
            address(goods),
            recall(SHOP, APPLES, true),
            abi.encodeWithSelector(ITitles.NotIssuer.selector, APPLES, SHOP)
        );
        refuses(
            address(goods),
            recall(FARM, lotId("x"), true),
            abi.encodeWithSelector(ITitles.UnknownLot.selector, lotId("x"))
        );
    }

    function testOnlyARegulatorLiftsARegulatorsRecall() public {
        accepts(address(goods), recall(REGULATOR, APPLES, true));
        refuses(
            address(goods),
            recall(FARM, APPLES, false),
            abi.encodeWithSelector(IIntents.MissingRole.selector, FARM, 128)
        );
        accepts(address(goods), recall(REGULATOR, APPLES, false));
        accepts(address(goods), recall(FARM, APPLES, true));
    }

    // Views.

    function testTheWordsOfManyUnitsAreReadInOneCall() public view {
        UnitId[] memory ids = list(CRATE, unitId("?"));
        check(goods.unitWords(ids)[0].seq() == 1 && goods.unitWords(ids)[0].owner() == FARM, "word");
        check(!goods.unitWords(ids)[1].exists(), "unknown");
        check(address(goods.registry()) == address(registry), "registry");
    }
}
