// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LotId, NoteId, PartyId, UnitId} from "../../src/Ids.sol";
import {Note} from "../../src/libraries/Note.sol";
import {GoodsTest} from "./GoodsTest.sol";
import {vm} from "./Vm.sol";

/// @dev What should be true of the ledger, kept beside it: who holds what, what is packed where, what was used up.
abstract contract Model is GoodsTest {
    UnitId internal constant NOWHERE = UnitId.wrap(0);
    uint256 internal constant MOST = 40;

    UnitId[] internal units;
    NoteId[] internal notes;
    LotId[] internal lots;
    bytes[] internal accepted;
    PartyId[] internal actors;

    mapping(UnitId => PartyId) internal holder;
    mapping(UnitId => UnitId) internal parent;
    mapping(UnitId => uint64) internal children;
    mapping(UnitId => bool) internal ended;
    mapping(LotId => uint64) internal registered_;
    mapping(LotId => uint64) internal used;
    mapping(PartyId => bool) internal frozen;

    /// @dev Times that each invariant was seen broken, by its number in the design.
    mapping(uint256 invariant => uint256) public violations;
    uint256 public successes;

    modifier watched() {
        (uint256 u, uint256 n, uint256 l) = (units.length, notes.length, lots.length);
        uint256[] memory before = words(u, n, l);
        _;
        uint256[] memory now_ = words(u, n, l);
        for (uint256 i = 0; i < before.length; ++i) {
            Note old = Note.wrap(before[i]);
            if (before[i] != now_[i] && Note.wrap(now_[i]).seq() <= old.seq()) ++violations[4];
        }
    }

    function start() internal {
        setUp();
        // Whoever owns an ended note, nobody, signs with a key too: it counts for nothing.
        keys[PartyId.wrap(0)] = 0xBAD;
        actors = [FARM, CARRIER, SHOP, FACTORY, REGULATOR];
        addLot(FARM, lotId("apples"), 10_000);
        addLot(FACTORY, lotId("flour"), 5_000);
        for (uint256 i = 0; i < 4; ++i) {
            addUnit(FARM, lots[0], UnitId.wrap(bytes32(0x100 + i)), 1_000);
            addUnit(FACTORY, lots[1], UnitId.wrap(bytes32(0x200 + i)), 500);
            addUnit(CARRIER, NONE, UnitId.wrap(bytes32(0x300 + i)), 1);
        }
    }

    function addLot(PartyId by, LotId lot, uint64 quantity) private {
        registerLot(by, lot, quantity);
        knowLot(lot, quantity);
    }

    function addUnit(PartyId by, LotId lot, UnitId unit, uint64 amount) private {
        register(by, lot, list(unit), amount);
        knowUnit(unit, by);
    }

    function knowLot(LotId lot, uint64 quantity) internal {
        lots.push(lot);
        notes.push(title(lot));
        registered_[lot] = quantity;
    }

    function knowUnit(UnitId unit, PartyId by) internal {
        units.push(unit);
        holder[unit] = by;
    }

    /// @dev Submits a call in a stranger's name. It must succeed exactly when the model says so.
    function attempt(bytes memory data, bool expected) internal returns (bool success) {
        vm.prank(address(uint160(uint256(keccak256(abi.encode(data, gasleft()))))));
        (success, ) = address(goods).call(data);
        require(success == expected, expected ? "a valid intent was refused" : "an invalid intent was accepted");
        if (!success) return false;
        ++successes;
        accepted.push(data);
    }

    function active(PartyId id) internal view returns (bool) {
        return !frozen[id];
    }

    /// @dev Whether the party may act on the unit alone.
    function free(UnitId unit, PartyId by) internal view returns (bool) {
        return holder[unit] == by && parent[unit] == NOWHERE && !ended[unit];
    }

    function root(UnitId unit) internal view returns (UnitId) {
        while (parent[unit] != NOWHERE) unit = parent[unit];
        return unit;
    }

    function actor(uint256 seed) internal view returns (PartyId) {
        return actors[seed % actors.length];
    }

    function pick(uint256 seed) internal view returns (UnitId) {
        return units[seed % units.length];
    }

    /// @dev A unit that the party may act on alone, else any.
    function pickFree(uint256 seed, PartyId by) internal view returns (UnitId unit) {
        for (uint256 i = 0; i < units.length; ++i) {
            unit = units[((seed % units.length) + i) % units.length];
            if (free(unit, by)) return unit;
        }
    }

    /// @dev A packed unit, else any.
    function pickPacked(uint256 seed) internal view returns (UnitId unit) {
        for (uint256 i = 0; i < units.length; ++i) {
            unit = units[((seed % units.length) + i) % units.length];
            if (parent[unit] != NOWHERE) return unit;
        }
    }

    /// @dev Usually the one who may act, sometimes anybody.
    function someone(uint256 seed, UnitId unit) internal view returns (PartyId) {
        return seed % 4 == 0 ? actor(seed / 4) : holder[root(unit)];
    }

    /// @dev Every word of the ledger: units, titles, lots.
    function words() internal view returns (uint256[] memory) {
        return words(units.length, notes.length, lots.length);
    }

    /// @dev The words of the first so many units, titles and lots.
    function words(uint256 u, uint256 n, uint256 l) private view returns (uint256[] memory all) {
        all = new uint256[](u + n + l);
        Note[] memory unitWords = goods.unitWords(units);
        for (uint256 i = 0; i < u; ++i) all[i] = Note.unwrap(unitWords[i]);
        for (uint256 i = 0; i < n; ++i) all[u + i] = word(notes[i]);
        for (uint256 i = 0; i < l; ++i) {
            uint256 seq = goods.lot(lots[i]).seq;
            all[u + n + i] = (seq << 96) | (goods.lot(lots[i]).recalled ? 1 : 0);
        }
    }

    function word(NoteId note) private view returns (uint256) {
        PartyId owner = goods.title(note).owner;
        uint256 amount = goods.title(note).amount;
        return (uint256(PartyId.unwrap(owner)) << 192) | (amount << 128) | (uint256(goods.title(note).seq) << 96);
    }

    /// @dev Invariant 10: of each lot, what units hold plus what is not yet in units is what notes own, and is what
    ///      was registered less what was used up.
    function quantitiesAreConserved() external view returns (bool) {
        for (uint256 l = 0; l < lots.length; ++l) {
            uint64 held = goods.lot(lots[l]).remaining;
            uint64 owned = 0;
            for (uint256 i = 0; i < units.length; ++i) {
                if (goods.unit(units[i]).lot == lots[l]) held += goods.unit(units[i]).amount;
            }
            for (uint256 i = 0; i < notes.length; ++i) {
                if (goods.title(notes[i]).lot == lots[l]) owned += goods.title(notes[i]).amount;
            }
            if (held != owned || held != registered_[lots[l]] - used[lots[l]]) return false;
        }
        return true;
    }

    /// @dev Invariant 17: each unit has the custodian of its outermost parent, is packed where the model says, and
    ///      counts what is in it.
    function eachUnitHasOneCustodian() external view returns (bool) {
        for (uint256 i = 0; i < units.length; ++i) {
            UnitId unit = units[i];
            PartyId expected = ended[unit] ? PartyId.wrap(0) : holder[root(unit)];
            if (goods.custodianOf(unit) != expected) return false;
            if (goods.unit(unit).parent != parent[unit] || goods.unit(unit).contents != children[unit]) return false;
        }
        return true;
    }
}
