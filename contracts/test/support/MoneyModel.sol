// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {NoteId, PartyId, ReceivableId} from "../../src/Ids.sol";
import {IReceivables} from "../../src/interfaces/IReceivables.sol";
import {MoneyTest} from "./MoneyTest.sol";
import {vm} from "./Vm.sol";

/// @dev What should be true of receivables and cash, kept beside them: who owns which note, what each debtor has settled.
abstract contract MoneyModel is MoneyTest {
    struct Known {
        ReceivableId receivable;
        NoteId note;
    }

    uint256 internal constant MOST = 24;

    ReceivableId[] internal debts;
    Known[] internal notes;
    bytes[] internal accepted;
    PartyId[] internal actors;

    mapping(NoteId => PartyId) internal holder;
    mapping(ReceivableId => bool) internal settled;
    mapping(PartyId => bool) internal frozen;

    /// @dev Times that each invariant was seen broken, by its number in the design.
    mapping(uint256 invariant => uint256) public violations;
    uint256 public successes;

    modifier watched() {
        uint32[] memory before = seqs();
        _;
        for (uint256 i = 0; i < before.length; ++i) {
            uint32 now_ = seqOf(notes[i]);
            bool changed = now_ != before[i];
            // An ended note has no number; what has ended, by the model, never comes back.
            if (changed && now_ != 0 && (now_ < before[i] || before[i] == 0)) ++violations[4];
        }
        for (uint256 i = 0; i < debts.length; ++i) {
            bool now_ = receivables.receivable(debts[i]).outstanding == 0;
            if (settled[debts[i]] && !now_) ++violations[14];
            settled[debts[i]] = now_;
        }
    }

    function start() internal {
        setUp();
        keys[PartyId.wrap(0)] = 0xBAD;
        actors = [FARM, SHOP, LENDER, BUYER, CARRIER];
        for (uint256 i = 0; i < actors.length; ++i) mint(actors[i], 10 * FACE);
        know(issue("first"));
        know(issue("second"));
    }

    function know(ReceivableId id) internal {
        debts.push(id);
        knowNote(id, first(id), FARM);
    }

    function knowNote(ReceivableId id, NoteId note, PartyId owner) internal {
        notes.push(Known(id, note));
        holder[note] = owner;
    }

    /// @dev Submits a call in a stranger's name. It must succeed exactly when the model says so.
    function attempt(bytes memory data, bool expected) internal returns (bool success) {
        vm.prank(address(uint160(uint256(keccak256(abi.encode(data, gasleft()))))));
        (success, ) = address(receivables).call(data);
        require(success == expected, expected ? "a valid intent was refused" : "an invalid intent was accepted");
        if (!success) return false;
        ++successes;
        accepted.push(data);
    }

    /// @dev The same for what no freeze stops (invariant 12).
    function attemptEvenFrozen(bytes memory data, bool expected, PartyId by) internal {
        uint256 before = vm.snapshotState();
        (bool success, ) = address(receivables).call(data);
        vm.revertToState(before);
        if (expected && !success && frozen[by]) ++violations[12];
        else attempt(data, expected);
    }

    function pickNote(uint256 seed) internal view returns (ReceivableId, NoteId) {
        Known memory known = notes[seed % notes.length];
        return (known.receivable, known.note);
    }

    /// @dev Usually the owner, sometimes anybody.
    function someone(uint256 seed, NoteId note) internal view returns (PartyId) {
        return seed % 4 == 0 ? actors[(seed / 4) % actors.length] : holder[note];
    }

    function mayAct(PartyId by, ReceivableId id, NoteId note) internal view returns (bool) {
        return holder[note] == by && !frozen[by] && amountOf(id, note) != 0;
    }

    function amountOf(ReceivableId id, NoteId note) internal view returns (uint64) {
        return receivables.note(id, note).amount;
    }

    function seqOf(Known memory known) internal view returns (uint32) {
        return receivables.note(known.receivable, known.note).seq;
    }

    function seqs() private view returns (uint32[] memory all) {
        all = new uint32[](notes.length);
        for (uint256 i = 0; i < all.length; ++i) all[i] = seqOf(notes[i]);
    }

    /// @dev Everything that parties own: notes and money.
    function holdings() internal view returns (bytes32 all) {
        for (uint256 i = 0; i < notes.length; ++i) {
            all = keccak256(abi.encode(all, receivables.note(notes[i].receivable, notes[i].note)));
        }
        for (uint256 i = 0; i < actors.length; ++i) all = keccak256(abi.encode(all, balance(actors[i])));
    }

    /// @dev Invariant 1.
    function notesSumToWhatIsNotRedeemedRetiredOrDiluted() external view returns (bool) {
        for (uint256 d = 0; d < debts.length; ++d) {
            uint64 open = 0;
            for (uint256 i = 0; i < notes.length; ++i) {
                if (ReceivableId.unwrap(notes[i].receivable) != ReceivableId.unwrap(debts[d])) continue;
                open += receivables.note(debts[d], notes[i].note).open;
            }
            IReceivables.ReceivableState memory r = receivables.receivable(debts[d]);
            if (open != r.face - r.redeemed - r.retired - r.diluted) return false;
        }
        return true;
    }

    /// @dev Invariant 2.
    function redeemedIsPaidAndPaidIsOwed() external view returns (bool) {
        for (uint256 d = 0; d < debts.length; ++d) {
            IReceivables.ReceivableState memory r = receivables.receivable(debts[d]);
            if (r.redeemed > r.paid || r.paid > r.face) return false;
            if (r.outstanding != r.face - r.paid - r.retired - r.diluted) return false;
        }
        return true;
    }

    /// @dev Invariant 3.
    function eachNoteHasTheModelsOwner() external view returns (bool) {
        for (uint256 i = 0; i < notes.length; ++i) {
            IReceivables.NoteState memory n = receivables.note(notes[i].receivable, notes[i].note);
            if (n.amount == 0 ? n.owner != PartyId.wrap(0) : n.owner != holder[notes[i].note]) return false;
        }
        return true;
    }

    /// @dev Invariant 7: the money here is what has been paid and not redeemed, and no money is made or lost.
    function cashIsWhatIsOwed() external view returns (bool) {
        uint64 waiting = 0;
        for (uint256 d = 0; d < debts.length; ++d) {
            IReceivables.ReceivableState memory r = receivables.receivable(debts[d]);
            waiting += r.paid - r.redeemed;
        }
        uint256 all = waiting;
        for (uint256 i = 0; i < actors.length; ++i) all += balance(actors[i]);
        return cash.heldBy(address(receivables)) == waiting && all == cash.totalSupply();
    }
}
