// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LotId, NoteId, PartyId, UnitId} from "../Ids.sol";
import {ICustody} from "./ICustody.sol";
import {IIntents} from "./IIntents.sol";
import {IRegistry} from "./IRegistry.sol";
import {ITitles} from "./ITitles.sol";

/// @title Goods: lots, units, custody and title
interface IGoods is IIntents, ITitles, ICustody {
    /// @notice A party registers units and holds them.
    /// @param by The custodian; the lot's issuer where there is a lot.
    /// @param lot The lot whose remaining quantity the amounts are taken from; 0 for none (pallets, assets).
    /// @param units keccak256 of each EPC URN, 1 to 500.
    /// @param amounts One for each unit, not 0; 1 for a single item.
    /// @param document Commitment to the captured event or document, 0 for none.
    struct UnitRegistration {
        PartyId by;
        LotId lot;
        UnitId[] units;
        uint64[] amounts;
        bytes32 document;
        uint32 epoch;
        uint64 deadline;
    }

    /// @notice A custodian turns units into others, or consumes them.
    /// @param inputs Units it holds, not packed and empty; 1 to 500.
    /// @param seqs Their sequence numbers.
    /// @param amounts What is used of each; a unit with nothing left is consumed.
    /// @param titles For each input of a lot a title note of that lot, owned by `by`, which loses the same amount and
    ///        one sequence number; 0 for an input without a lot.
    /// @param lots New lots, issued to `by`, with `quantities`, `uoms` and `decimals`; 0 to 500.
    /// @param outputs New units without a lot, of amount 1; 0 to 500.
    struct Transformation {
        PartyId by;
        UnitId[] inputs;
        uint32[] seqs;
        uint64[] amounts;
        NoteId[] titles;
        LotId[] lots;
        uint64[] quantities;
        bytes3[] uoms;
        uint8[] decimals;
        UnitId[] outputs;
        bytes32 document;
        uint32 epoch;
        uint64 deadline;
    }

    event UnitsRegistered(LotId indexed lot, PartyId indexed by, bytes32[] units, uint64[] amounts, bytes32 document);

    /// @notice Follows the LotRegistered and UnitsRegistered events of what was made.
    event Transformed(
        PartyId indexed by,
        bytes32[] inputs,
        uint64[] amounts,
        bytes32[] titles,
        bytes32[] lots,
        bytes32[] outputs,
        bytes32 document
    );

    /// @notice Registers units.
    function registerUnits(UnitRegistration calldata registration, bytes calldata signature) external;

    /// @notice Uses up inputs and makes outputs; making lots needs the role of a producer.
    function transform(Transformation calldata transformation, bytes calldata signature) external;

    /// @notice The registry whose parties hold and own here.
    function registry() external view returns (IRegistry);
}
