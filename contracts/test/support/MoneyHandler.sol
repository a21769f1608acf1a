// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {NoteId, PartyId, ReceivableId} from "../../src/Ids.sol";
import {IReceivables} from "../../src/interfaces/IReceivables.sol";
import {MoneyModel} from "./MoneyModel.sol";
import {MoneyTypes} from "./MoneyTypes.sol";
import {vm} from "./Vm.sol";

/// @dev Hostile company around receivables: wrong actors, too much and nothing, forgeries, replays, freezes.
contract MoneyHandler is MoneyModel {
    constructor() {
        start();
    }

    /// @dev Issues under a new nullifier, or, against invariant 5, under a used one.
    function bill(uint256 seed) external watched {
        if (seed % 3 != 0 && debts.length < 5) {
            bytes32 fresh = bytes32(0x1000 + debts.length);
            bool valid = !frozen[BUYER] && !frozen[FARM];
            if (attempt(issuing(invoice(BUYER, FARM, fresh)), valid)) know(receivables.idOf(BUYER, fresh));
            return;
        }
        bytes32 used = seed % 5 == 0 ? bytes32("first") : bytes32("second");
        IReceivables.Issue memory m = invoice(BUYER, seed % 2 == 0 ? FARM : SHOP, used);
        m.face = FACE / 2;
        (bool success, ) = address(receivables).call(issuing(m));
        if (success) ++violations[5];
    }

    function give(uint256 seed, uint256 n, uint256 t, uint64 amount) external watched {
        (ReceivableId id, NoteId note) = pickNote(n);
        PartyId from = someone(seed, note);
        uint64 whole = amountOf(id, note);
        amount = seed % 3 == 0 || notes.length >= MOST ? whole : amount % (whole + 2);
        PartyId to = actors[t % actors.length];
        NoteId part = partOf(id, note, receivables.note(id, note).seq);
        bool valid = mayAct(from, id, note) && amount != 0 && amount <= whole;
        if (!attempt(moving(from, to, id, note, amount), valid)) return;
        if (amount == whole) holder[note] = to;
        else knowNote(id, part, to);
    }

    function trade(uint256 seed, uint256 n, uint256 t, uint64 amount, uint64 price) external watched {
        (ReceivableId id, NoteId note) = pickNote(n);
        IReceivables.Sale memory m = offer(someone(seed, note), actors[t % actors.length], id, note, amount, price);
        uint64 whole = amountOf(id, note);
        m.amount = seed % 3 == 0 || notes.length >= MOST ? whole : amount % (whole + 2);
        m.price = price % (seed % 7 == 0 ? 100 * FACE : FACE);
        if (!attempt(selling(m), maySell(m, whole))) return;
        if (m.amount == whole) holder[note] = m.buyer;
        else knowNote(id, partOf(id, note, m.seq), m.buyer);
    }

    function maySell(IReceivables.Sale memory m, uint64 whole) private view returns (bool) {
        if (!mayAct(m.seller, m.receivable, m.note) || frozen[m.buyer]) return false;
        if (receivables.receivable(m.receivable).disputed) return false;
        return m.amount != 0 && m.amount <= whole && m.price != 0 && m.price <= balance(m.buyer);
    }

    /// @dev Invariant 12: a frozen debtor pays as any.
    function pay(uint256 seed, uint256 d, uint64 amount) external watched {
        ReceivableId id = debts[d % debts.length];
        uint64 left = receivables.receivable(id).outstanding;
        amount = seed % 3 == 0 ? left : (seed % 3 == 1 ? amount % (left + 2) : amount % 10);
        PartyId by = seed % 8 == 0 ? FARM : BUYER;
        bool valid = by == BUYER && amount != 0 && amount <= left && amount <= balance(BUYER);
        attemptEvenFrozen(paying(by, id, amount), valid, by);
    }

    /// @dev Invariant 12: a frozen owner redeems as any.
    function redeem(uint256 seed, uint256 n) external watched {
        (ReceivableId id, NoteId note) = pickNote(n);
        PartyId by = someone(seed, note);
        bool over = receivables.receivable(id).outstanding == 0;
        bool valid = receivables.note(id, note).redeemable != 0 && (over || holder[note] == by);
        attemptEvenFrozen(redeeming(by, id, note), valid, by);
    }

    function retire(uint256 seed, uint256 n, uint64 amount, uint64 price) external watched {
        (ReceivableId id, NoteId note) = pickNote(n);
        PartyId by = someone(seed, note);
        uint64 unpaid = unpaidOf(id, note);
        (amount, price) = (seed % 3 == 0 ? unpaid : amount % (unpaid + 2), price % FACE);
        bool valid = mayAct(by, id, note) && amount != 0 && amount <= unpaid && !frozen[BUYER];
        // The debtor may own the note, and what it redeems first it can spend.
        uint64 money = balance(BUYER) + (holder[note] == BUYER ? receivables.note(id, note).redeemable : 0);
        valid = valid && price != 0 && price <= amount && price <= money;
        attempt(retiring(by, id, note, amount, price), valid);
    }

    function dilute(uint256 seed, uint256 n, uint64 amount) external watched {
        (ReceivableId id, NoteId note) = pickNote(n);
        PartyId by = someone(seed, note);
        uint64 unpaid = unpaidOf(id, note);
        amount = seed % 3 == 0 ? unpaid : amount % (unpaid + 2);
        attempt(diluting(by, id, note, amount), mayAct(by, id, note) && amount != 0 && amount <= unpaid);
    }

    function dispute(uint256 seed, uint256 d) external watched {
        ReceivableId id = debts[d % debts.length];
        PartyId by = seed % 3 == 0 ? FARM : BUYER;
        attempt(disputing(by, id, seed % 2 == 0), by == BUYER && !frozen[BUYER]);
    }

    function unpaidOf(ReceivableId id, NoteId note) private view returns (uint64) {
        IReceivables.NoteState memory n = receivables.note(id, note);
        uint64 left = receivables.receivable(id).outstanding;
        return n.open - n.redeemable < left ? n.open - n.redeemable : left;
    }

    /// @dev Invariant 6: one of the signatures of a sale is another party's.
    function forge(uint256 seed, uint256 n) external watched {
        (ReceivableId id, NoteId note) = pickNote(n);
        IReceivables.Sale memory m = offer(holder[note], LENDER, id, note, amountOf(id, note), 1);
        bytes memory data = abi.encode(m);
        bytes memory forged = ofReceivables(CARRIER, MoneyTypes.SALE, data);
        bytes memory seller = holder[note] == CARRIER || seed % 2 == 0 ? bytes("") : forged;
        bytes memory buyer = ofReceivables(LENDER, MoneyTypes.SALE, data);
        if (seed % 3 == 0) (seller, buyer) = (ofReceivables(holder[note], MoneyTypes.SALE, data), forged);
        (bool success, ) = address(receivables).call(abi.encodeCall(receivables.sell, (m, seller, buyer)));
        if (success) ++violations[6];
    }

    /// @dev Invariant 6: what was accepted once is not accepted again.
    function replay(uint256 seed) external watched {
        if (accepted.length == 0) return;
        bytes memory data = accepted[seed % accepted.length];
        // Anyone redeems for a holder once a debt is settled; that is no replay.
        if (bytes4(data) == IReceivables.redeem.selector) return;
        (bool success, ) = address(receivables).call(data);
        if (success) ++violations[6];
    }

    /// @dev Invariant 13: two submitters, one after the other from the same state, leave the same state.
    function twoSubmitters(uint256 d, uint64 amount, address one, address other) external watched {
        ReceivableId id = debts[d % debts.length];
        bytes memory data = paying(BUYER, id, amount % (receivables.receivable(id).outstanding + 1));
        uint256 before = vm.snapshotState();
        vm.prank(one);
        (bool success, ) = address(receivables).call(data);
        bytes32 left = holdings();
        vm.revertToState(before);
        vm.prank(other);
        (bool again, ) = address(receivables).call(data);
        if (success != again || left != holdings()) ++violations[13];
    }

    /// @dev Invariant 16: whatever officials do in the registry, all holdings stay as they are.
    function administer(uint256 seed, uint256 p) external watched {
        bytes32 before = holdings();
        PartyId id = actors[p % actors.length];
        if (seed % 2 == 0) {
            setStatus(seed % 4 == 0 ? REGULATOR : REGISTRAR, id, frozen[id] ? 1 : 2);
            frozen[id] = !frozen[id];
        } else {
            setKey(id, recoveryKey(id), uint256(keccak256(abi.encode(id, epochOf(id)))) >> 8);
        }
        if (before != holdings()) ++violations[16];
    }

    /// @dev Invariant 16, the other way: an official signs for the holder.
    function seize(uint256 n) external watched {
        (ReceivableId id, NoteId note) = pickNote(n);
        IReceivables.Move memory m = IReceivables.Move({
            from: holder[note],
            to: REGULATOR,
            receivable: id,
            note: note,
            seq: receivables.note(id, note).seq,
            amount: amountOf(id, note),
            via: address(0),
            document: 0,
            epoch: epochOf(holder[note]),
            deadline: LATER
        });
        bytes memory official = ofReceivables(REGULATOR, MoneyTypes.MOVE, abi.encode(m));
        (bool success, ) = address(receivables).call(abi.encodeCall(receivables.move, (m, official)));
        if (success) ++violations[16];
    }
}
