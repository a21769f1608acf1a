// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LotId, NoteId, PartyId, UnitId} from "../../src/Ids.sol";
import {ICustody} from "../../src/interfaces/ICustody.sol";
import {IGoods} from "../../src/interfaces/IGoods.sol";
import {IRegistry} from "../../src/interfaces/IRegistry.sol";
import {Model} from "./Model.sol";
import {Types} from "./Types.sol";
import {vm} from "./Vm.sol";

/// @dev Hostile company: right and wrong actors, forged and replayed intents, officials who do what they can.
contract Handler is Model {
    constructor() {
        start();
    }

    // Custody.

    function give(uint256 seed, uint256 u, uint256 t) external watched {
        UnitId unit = seed % 5 == 0 ? pick(u) : root(pick(u));
        (PartyId from, PartyId to) = (someone(seed, unit), actor(t));
        bool valid = free(unit, from) && from != to && active(from) && active(to);
        if (attempt(handOff(from, to, unit), valid)) holder[unit] = to;
    }

    function giveTwo(uint256 seed, uint256 u, uint256 w, uint256 t) external watched {
        (UnitId a, UnitId b) = (pick(u), pick(w));
        (PartyId from, PartyId to) = (someone(seed, a), actor(t));
        bool valid = free(a, from) && free(b, from) && a != b && from != to && active(from) && active(to);
        if (attempt(handOffMany(offerMany(from, to, list(a, b))), valid)) (holder[a], holder[b]) = (to, to);
    }

    function refuse(uint256 seed, uint256 u, uint256 t) external watched {
        UnitId unit = pick(u);
        (PartyId from, PartyId to) = (someone(seed, unit), actor(t));
        attempt(rejection(offer(from, to, unit)), free(unit, from) && from != to && active(from) && active(to));
    }

    function packOne(uint256 seed, uint256 p, uint256 c) external watched {
        UnitId outer = pick(p);
        PartyId by = someone(seed, outer);
        UnitId inner = seed % 5 == 0 ? pick(c) : pickFree(c, by);
        bool valid = free(outer, by) && free(inner, by) && outer != inner && active(by);
        if (!attempt(packing(by, outer, list(inner)), valid)) return;
        parent[inner] = outer;
        ++children[outer];
    }

    function unpackOne(uint256 seed, uint256 c) external watched {
        UnitId inner = pickPacked(c);
        UnitId outer = seed % 5 == 0 || parent[inner] == NOWHERE ? pick(seed / 5) : parent[inner];
        PartyId by = someone(seed, outer);
        bool valid = free(outer, by) && parent[inner] == outer && active(by);
        if (!attempt(unpacking(by, outer, list(inner)), valid)) return;
        (parent[inner], holder[inner]) = (NOWHERE, by);
        --children[outer];
    }

    function condition(uint256 seed, uint256 u, uint8 value) external watched {
        UnitId unit = pick(u);
        PartyId by = someone(seed, unit);
        attempt(report(by, unit, value % 10), free(unit, by) && active(by) && value % 10 < 8);
    }

    // Quantities.

    function splitOne(uint256 seed, uint256 u, uint64 amount) external watched {
        UnitId unit = pick(u);
        PartyId by = someone(seed, unit);
        uint64 whole = goods.unit(unit).amount;
        amount = amount % (whole + 2);
        if (units.length >= MOST) return;
        UnitId part = partOf(unit, seqOf(unit));
        bool valid = free(unit, by) && children[unit] == 0 && amount != 0 && amount < whole && active(by);
        if (attempt(splitting(by, unit, amount), valid)) knowUnit(part, by);
    }

    function mergeTwo(uint256 seed, uint256 u, uint256 w) external watched {
        (UnitId a, UnitId b) = (pick(u), pick(w));
        PartyId by = someone(seed, a);
        LotId lot = goods.unit(a).lot;
        bool alike = lot == goods.unit(b).lot && lot != NONE && goods.unit(a).condition == goods.unit(b).condition;
        bool valid = alike && a != b && free(a, by) && free(b, by) && children[a] + children[b] == 0 && active(by);
        if (attempt(merging(by, a, b), valid)) ended[b] = true;
    }

    function useUp(uint256 seed, uint256 u, uint256 n, uint64 amount) external watched {
        UnitId unit = pick(u);
        LotId lot = goods.unit(unit).lot;
        NoteId note = lot == NONE ? NoteId.wrap(0) : notes[n % notes.length];
        uint64 whole = goods.unit(unit).amount;
        IGoods.Transformation memory message = transformation(someone(seed, unit), unit, amount % (whole + 2), note);
        LotId made = LotId.wrap(keccak256(abi.encode("made", lots.length)));
        if (seed % 3 == 0 && lots.length < 6) makeLot(message, made, 100);
        if (!attempt(transforming(message), mayUse(message, whole))) return;
        used[lot] += message.amounts[0];
        if (message.amounts[0] == whole) ended[unit] = true;
        if (message.lots.length != 0) knowLot(made, 100);
    }

    function mayUse(IGoods.Transformation memory message, uint64 whole) private view returns (bool) {
        (UnitId unit, NoteId note, uint64 amount) = (message.inputs[0], message.titles[0], message.amounts[0]);
        LotId lot = goods.unit(unit).lot;
        if (!free(unit, message.by) || children[unit] != 0 || !active(message.by)) return false;
        if (amount == 0 || amount > whole) return false;
        if (message.lots.length != 0 && message.by != FARM && message.by != FACTORY) return false;
        return
            lot == NONE ||
            (goods.title(note).owner == message.by &&
                goods.title(note).lot == lot &&
                amount <= goods.title(note).amount);
    }

    function moveNote(uint256 seed, uint256 n, uint256 t, uint64 amount) external watched {
        NoteId note = notes[n % notes.length];
        PartyId from = seed % 4 == 0 ? actor(seed / 4) : goods.title(note).owner;
        uint64 whole = goods.title(note).amount;
        amount = amount % (whole + 2);
        if (notes.length >= MOST) amount = whole;
        NoteId part = partOf(note, goods.title(note).seq);
        bool valid = goods.title(note).owner == from && amount != 0 && amount <= whole && active(from);
        if (attempt(moveTitle(from, actor(t), note, amount), valid) && amount < whole) notes.push(part);
    }

    function mergeNotes(uint256 seed, uint256 n, uint256 m) external watched {
        (NoteId a, NoteId b) = (notes[n % notes.length], notes[m % notes.length]);
        PartyId by = seed % 4 == 0 ? actor(seed / 4) : goods.title(a).owner;
        bool valid =
            NoteId.unwrap(a) != NoteId.unwrap(b) &&
                goods.title(a).lot == goods.title(b).lot &&
                active(by) &&
                goods.title(a).owner == by &&
                goods.title(b).owner == by &&
                goods.title(a).amount != 0;
        attempt(mergeTitles(by, a, b), valid);
    }

    // Attacks.

    /// @dev Invariant 6: one of the two signatures is somebody else's.
    function forge(uint256 seed, uint256 u, uint256 t, uint256 thief) external watched {
        UnitId unit = pick(u);
        ICustody.HandOff memory message = offer(holder[root(unit)], actor(t), unit);
        bytes32 digest = digestOf(address(goods), Types.HAND_OFF, abi.encode(message));
        bytes memory forged = sign((1 << 200) + (thief % 1e18), digest);
        bytes memory data =
            seed % 2 == 0
                ? abi.encodeCall(goods.handOff, (message, forged, signed(message, message.to)))
                : abi.encodeCall(goods.handOff, (message, signed(message, message.from), forged));
        (bool success, ) = address(goods).call(data);
        if (success) ++violations[6];
    }

    /// @dev Invariant 6: what was accepted once is not accepted again.
    function replay(uint256 seed) external watched {
        if (accepted.length == 0) return;
        (bool success, ) = address(goods).call(accepted[seed % accepted.length]);
        if (success) ++violations[6];
    }

    /// @dev Invariant 13: two submitters, one after the other from the same state, leave the same state.
    function twoSubmitters(uint256 u, uint256 t, address first, address second) external watched {
        UnitId unit = pick(u);
        bytes memory data = handOff(holder[root(unit)], actor(t), unit);
        uint256 before = vm.snapshotState();
        vm.prank(first);
        (bool one, ) = address(goods).call(data);
        bytes32 left = keccak256(abi.encode(words()));
        vm.revertToState(before);
        vm.prank(second);
        (bool two, ) = address(goods).call(data);
        if (one != two || left != keccak256(abi.encode(words()))) ++violations[13];
        if (two) holder[unit] = actor(t);
    }

    /// @dev Invariant 16: whatever officials and key holders do in the registry, all holdings stay as they are.
    function administer(uint256 seed, uint256 p, uint32 roles) external watched {
        bytes32 before = keccak256(abi.encode(words()));
        PartyId id = actor(p);
        if (seed % 4 == 0) {
            if (id == REGULATOR) return;
            setStatus(seed % 8 == 0 ? REGULATOR : REGISTRAR, id, frozen[id] ? 1 : 2);
            frozen[id] = !frozen[id];
        } else if (seed % 4 == 1) {
            setRoles(
                id,
                (roles & ~uint32(130)) | ((id == FARM || id == FACTORY) ? 2 : 0) | (id == REGULATOR ? 128 : 0)
            );
        } else if (seed % 4 == 2) {
            setKey(
                id,
                seed % 8 == 2 ? recoveryKey(id) : keys[id],
                uint256(keccak256(abi.encode(id, epochOf(id)))) >> 8
            );
        } else {
            IRegistry.EpochBump memory bump = IRegistry.EpochBump(id, epochOf(id), LATER);
            registry.bumpEpoch(bump, registered(keys[id], Types.EPOCH_BUMP, abi.encode(bump)));
        }
        if (before != keccak256(abi.encode(words()))) ++violations[16];
    }

    function setRoles(PartyId id, uint32 roles) private {
        IRegistry.RolesChange memory change = IRegistry.RolesChange(
            id,
            roles,
            epochOf(id),
            REGISTRAR,
            epochOf(REGISTRAR),
            LATER
        );
        registry.setRoles(change, registered(keys[REGISTRAR], Types.ROLES_CHANGE, abi.encode(change)));
    }

    /// @dev Invariant 16, the other way: an official signs for the holder.
    function seize(uint256 u, uint256 o) external watched {
        UnitId unit = pick(u);
        ICustody.HandOff memory message = offer(holder[root(unit)], actor(o), unit);
        bytes32 digest = digestOf(address(goods), Types.HAND_OFF, abi.encode(message));
        bytes memory official = sign(keys[REGISTRAR], digest);
        (bool success, ) = address(goods).call(abi.encodeCall(goods.handOff, (message, official, official)));
        if (success) ++violations[16];
    }
}
