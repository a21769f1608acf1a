// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Actors} from "./Actors.sol";
import {Custody} from "./Custody.sol";
import {LotId, NO_LOT, NoteId, PartyId, UnitId} from "./Ids.sol";
import {PRODUCER} from "./Roles.sol";
import {IGoods} from "./interfaces/IGoods.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {Note} from "./libraries/Note.sol";
import {PartyWord} from "./libraries/PartyWord.sol";
import {Words} from "./libraries/Words.sol";

/// @title Goods
contract Goods is Custody, IGoods {
    using Words for bytes32[];

    bytes32 private constant UNIT_REGISTRATION = keccak256(
        "UnitRegistration(uint64 by,bytes32 lot,bytes32[] units,uint64[] amounts,bytes32 document,uint32 epoch,uint64 deadline)"
    );
    bytes32 private constant TRANSFORMATION = keccak256(
        "Transformation(uint64 by,bytes32[] inputs,uint32[] seqs,uint64[] amounts,bytes32[] titles,bytes32[] lots,uint64[] quantities,bytes3[] uoms,uint8[] decimals,bytes32[] outputs,bytes32 document,uint32 epoch,uint64 deadline)"
    );

    constructor(IRegistry registry_) Actors(registry_) {}

    /// @inheritdoc IGoods
    function registry() external view returns (IRegistry) {
        return _registry;
    }

    /// @inheritdoc IGoods
    function registerUnits(UnitRegistration calldata registration, bytes calldata signature) external {
        bytes32 structHash = keccak256(
            abi.encode(
                UNIT_REGISTRATION,
                registration.by,
                registration.lot,
                Words.from(registration.units).hash(),
                Words.from(registration.amounts).hash(),
                registration.document,
                registration.epoch,
                registration.deadline
            )
        );
        _requireIntent(registration.by, registration.epoch, registration.deadline, structHash, signature);
        uint256 count = registration.units.length;
        _requireBatch(count, registration.amounts.length);
        uint64 total = 0;
        for (uint256 i = 0; i < count; ++i) {
            total += registration.amounts[i];
            _createUnit(registration.units[i], registration.by, registration.amounts[i], registration.lot);
        }
        if (registration.lot != NO_LOT) _takeFromLot(registration.lot, registration.by, total);
        emit UnitsRegistered(
            registration.lot,
            registration.by,
            Words.from(registration.units),
            registration.amounts,
            registration.document
        );
    }

    /// @inheritdoc IGoods
    function transform(Transformation calldata t, bytes calldata signature) external {
        PartyWord word = _requireIntent(t.by, t.epoch, t.deadline, _hash(t), signature);
        _consume(t);
        uint256 lots = t.lots.length;
        if (lots != t.quantities.length || lots != t.uoms.length || lots != t.decimals.length) revert LengthMismatch();
        if (lots != 0) {
            word.requireRole(t.by, PRODUCER);
            _makeLots(t);
        }
        if (t.outputs.length != 0) _makeUnits(t.outputs, t.by, t.document);
        emit Transformed(
            t.by,
            Words.from(t.inputs),
            t.amounts,
            Words.from(t.titles),
            Words.from(t.lots),
            Words.from(t.outputs),
            t.document
        );
    }

    function _consume(Transformation calldata t) private {
        uint256 count = t.inputs.length;
        _requireBatch(count, t.seqs.length);
        if (count != t.amounts.length || count != t.titles.length) revert LengthMismatch();
        for (uint256 i = 0; i < count; ++i) {
            UnitId input = t.inputs[i];
            uint64 amount = t.amounts[i];
            if (amount == 0) revert ZeroAmount();
            Note note = _heldEmpty(input, t.by, t.seqs[i]);
            _units[input].note = _less(UnitId.unwrap(input), note, amount);
            LotId lot_ = _unitLot[input];
            if (lot_ != NO_LOT) {
                _reduceTitle(t.titles[i], lot_, t.by, amount);
            } else if (NoteId.unwrap(t.titles[i]) != 0) {
                revert LotMismatch(NoteId.unwrap(t.titles[i]), LotId.unwrap(lot_));
            }
        }
    }

    function _makeLots(Transformation calldata t) private {
        uint256 count = t.lots.length;
        _requireBatch(count, count);
        for (uint256 i = 0; i < count; ++i) {
            _createLot(t.lots[i], t.by, t.quantities[i], t.uoms[i], t.decimals[i], t.document);
        }
    }

    function _makeUnits(UnitId[] calldata outputs, PartyId by, bytes32 document) private {
        uint256 count = outputs.length;
        _requireBatch(count, count);
        uint64[] memory amounts = new uint64[](count);
        for (uint256 i = 0; i < count; ++i) {
            amounts[i] = 1;
            _createUnit(outputs[i], by, 1, NO_LOT);
        }
        emit UnitsRegistered(NO_LOT, by, Words.from(outputs), amounts, document);
    }

    function _hash(Transformation calldata t) private pure returns (bytes32) {
        return
            keccak256(
                bytes.concat(
                    abi.encode(
                        TRANSFORMATION,
                        t.by,
                        Words.from(t.inputs).hash(),
                        Words.from(t.seqs).hash(),
                        Words.from(t.amounts).hash(),
                        Words.from(t.titles).hash(),
                        Words.from(t.lots).hash(),
                        Words.from(t.quantities).hash()
                    ),
                    abi.encode(
                        Words.from(t.uoms).hash(),
                        Words.from(t.decimals).hash(),
                        Words.from(t.outputs).hash(),
                        t.document,
                        t.epoch,
                        t.deadline
                    )
                )
            );
    }
}
