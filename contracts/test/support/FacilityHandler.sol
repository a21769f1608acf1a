// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {NoteId, PartyId, ReceivableId} from "../../src/Ids.sol";
import {IFacility} from "../../src/interfaces/IFacility.sol";
import {IReceivables} from "../../src/interfaces/IReceivables.sol";
import {FacilityTest} from "./FacilityTest.sol";
import {Types} from "./Types.sol";
import {vm} from "./Vm.sol";

/// @dev Hostile company around loans, and beside them what should be true: who owns what collateral, what came in.
contract FacilityHandler is FacilityTest {
    struct Known {
        bool opened;
        bool released;
        bool left;
        uint8 status;
        uint64 open;
    }

    uint256 private constant COUNT = 6;
    IFacility.Loan[] private loans;
    bytes[] private accepted;
    mapping(uint256 loan => Known) private known;
    mapping(PartyId => bool) private frozen;

    /// @dev Times that each invariant was seen broken, by its number in the design.
    mapping(uint256 invariant => uint256) public violations;

    constructor() {
        setUp();
        mint(FARM, RICH);
        for (uint256 i = 0; i < COUNT; ++i) loans.push(i < 4 ? onNote(issue(bytes32(i + 1))) : onTitle(lot(i)));
        for (uint256 i = 0; i < COUNT; ++i)
            (loans[i].recourse, loans[i].residualTo) = (i % 2 == 0, i == 1 ? LENDER : FARM);
        accepts(address(facility), limiting(LENDER, BUYER, 3 * LENT));
        for (uint256 i = 0; i < COUNT; ++i) {
            loans[i].grace = 2 days;
            if (i % 3 != 2) open(i);
        }
    }

    function lot(uint256 i) private returns (NoteId) {
        return lotOf(i == 4 ? "apples" : "pears", 10_000);
    }

    function attempt(bytes memory data, bool expected) private returns (bool success) {
        vm.prank(address(uint160(uint256(keccak256(abi.encode(data, gasleft()))))));
        (success, ) = address(facility).call(data);
        require(success == expected, expected ? "a valid intent was refused" : "an invalid intent was accepted");
        if (success) accepted.push(data);
    }

    function live(Known storage k) private view returns (bool) {
        return k.opened && k.status < 4;
    }

    function open(uint256 n) public {
        (IFacility.Loan memory m, Known storage k) = (loans[n % COUNT], known[n % COUNT]);
        if (!k.opened) {
            (m.borrowerEpoch, m.lenderEpoch, m.due) = (
                epochOf(FARM),
                epochOf(LENDER),
                uint64(block.timestamp) + 10 days
            );
            loans[n % COUNT] = m;
        }
        (uint64 most, uint64 out, ) = facility.lineOf(LENDER, m.debtor);
        bool valid = !k.opened && !frozen[FARM] && !frozen[LENDER] && !frozen[m.debtor] && out + LENT <= most;
        // What the debtor has paid before is the borrower's advance no more.
        uint64 claim = m.kind == 1 ? receivables.note(ReceivableId.wrap(m.collateral), m.note).open : 0;
        valid = valid && balance(LENDER) >= LENT && (m.kind == 2 || claim >= LENT);
        if (!attempt(opening(m), valid)) return;
        (k.opened, k.status, k.open) = (true, 1, claim);
    }

    /// @dev Invariants 8 and 12: a frozen borrower repays, and every unit goes where the waterfall says.
    function repay(uint256 seed, uint256 n, uint64 amount) external {
        (IFacility.Loan memory m, Known storage k) = (loans[n % COUNT], known[n % COUNT]);
        IFacility.PositionState memory before = facility.position(m);
        uint64 cost = before.owed.fee + before.owed.late + before.owed.interest;
        amount = seed % 4 == 0 ? amount % (3 * LENT) : amount % (cost + 1_000);
        bool valid = live(k) && amount != 0 && amount <= balance(FARM);
        (uint64 lender, uint64 borrower) = (balance(LENDER), balance(FARM));
        bytes memory data = repaying(m, amount);
        if (valid && frozen[FARM] && !succeeds(data)) ++violations[12];
        if (!attempt(data, valid)) return;
        divided(m, k, before, amount);
        uint64 kept = borrower - balance(FARM);
        if (balance(LENDER) - lender != kept) ++violations[8];
    }

    function succeeds(bytes memory data) private returns (bool success) {
        uint256 start = vm.snapshotState();
        (success, ) = address(facility).call(data);
        vm.revertToState(start);
    }

    /// @dev Invariant 13: two submitters, one after the other from the same state, leave the same state.
    function twoSubmitters(uint256 n, uint64 amount, address one_, address other) external {
        IFacility.Loan memory m = loans[n % COUNT];
        bytes memory data = repaying(m, amount % LENT);
        uint256 start = vm.snapshotState();
        vm.prank(one_);
        (bool success, ) = address(facility).call(data);
        bytes32 left = state(m);
        vm.revertToState(start);
        start = vm.snapshotState();
        vm.prank(other);
        (bool again, ) = address(facility).call(data);
        if (success != again || left != state(m)) ++violations[13];
        vm.revertToState(start);
    }

    function state(IFacility.Loan memory m) private view returns (bytes32) {
        return keccak256(abi.encode(facility.position(m), balance(FARM), balance(LENDER), exposure(m.debtor)));
    }

    function collect(uint256 n) external {
        (IFacility.Loan memory m, Known storage k) = (loans[n % 4], known[n % 4]);
        uint64 came = pending(n % 4);
        IFacility.PositionState memory before = facility.position(m);
        uint64 both = balance(LENDER) + balance(FARM);
        bytes memory data = abi.encodeCall(facility.collect, (m, ReceivableId.wrap(m.collateral), m.note));
        if (!attempt(data, k.opened && !k.left && came != 0)) return;
        k.open -= came;
        if (live(k) && !k.released) divided(m, k, before, came);
        if (balance(LENDER) + balance(FARM) - both != came) ++violations[8];
    }

    /// @dev Invariant 8: what was paid on each part, in order, and no later part before the earlier ones.
    function divided(
        IFacility.Loan memory m,
        Known storage k,
        IFacility.PositionState memory before,
        uint64 amount
    ) private {
        IFacility.PositionState memory now_ = facility.position(m);
        uint64 fee = before.owed.fee - now_.owed.fee;
        uint64 late = before.owed.late - now_.owed.late;
        uint64 interest_ = before.owed.interest - now_.owed.interest;
        uint64 principal = before.owed.principal - now_.owed.principal;
        uint64 sum = fee + late + interest_ + principal;
        bool all = now_.owed.principal + now_.owed.interest + now_.owed.late + now_.owed.fee == 0;
        if (all ? sum > amount : sum != amount) ++violations[8];
        if (late != 0 && now_.owed.fee != 0) ++violations[8];
        if (interest_ != 0 && now_.owed.fee + now_.owed.late != 0) ++violations[8];
        if (principal != 0 && now_.owed.fee + now_.owed.late + now_.owed.interest != 0) ++violations[8];
        if (all) k.status = k.status == 3 ? 5 : 4;
    }

    /// @dev The debtor pays: through to the facility, or into the pot.
    function payDebt(uint256 seed, uint256 n, uint64 amount) external {
        ReceivableId id = ReceivableId.wrap(loans[n % 4].collateral);
        uint64 left = receivables.receivable(id).outstanding;
        if (left == 0) return;
        amount = seed % 5 == 0 ? left : 1 + (amount % left);
        accepts(address(receivables), paying(BUYER, id, amount));
    }

    function act(uint256 seed, uint256 n, uint8 action) external {
        (IFacility.Loan memory m, Known storage k) = (loans[n % COUNT], known[n % COUNT]);
        action = 1 + (action % 4);
        if (action == 3 && seed % 8 != 0) action = 2;
        PartyId by = seed % 3 == 0 ? FARM : LENDER;
        IFacility.PositionState memory p = facility.position(m);
        bool late = block.timestamp > m.due;
        bool over = block.timestamp > m.due + m.grace || (p.marginDue != 0 && block.timestamp > p.marginDue);
        bool valid = live(k) && by == LENDER && !frozen[LENDER];
        valid = valid && (action != 1 || (k.status == 1 && late)) && (action != 2 || (k.status < 3 && over));
        valid = valid && (action != 4 || k.status == 3);
        if (!attempt(actingAs(m, by, action), valid)) return;
        if (action == 1) k.status = 2;
        if (action == 2) k.status = m.recourse ? 3 : 6;
        if (action == 3) k.released = true;
        if (action == 4) k.status = 6;
    }

    function value(uint256 n, uint64 worth) external {
        (IFacility.Loan memory m, Known storage k) = (loans[4 + (n % 2)], known[4 + (n % 2)]);
        attempt(valuing(m, worth % (3 * LENT)), live(k) && k.status < 3 && !frozen[SHOP]);
    }

    /// @dev Invariant 9: collateral goes on only when it is due to somebody, and to that one.
    function handOver(uint256 n) external {
        (IFacility.Loan memory m, Known storage k) = (loans[n % COUNT], known[n % COUNT]);
        bool due = k.opened && !k.left && (k.released || k.status >= 4);
        bytes memory data = abi.encodeCall(facility.handOver, (m, m.collateral, m.note));
        uint64 came = n % COUNT < 4 && due ? pending(n % COUNT) : 0;
        if (!attempt(data, due)) return;
        k.left = true;
        k.open -= came;
        PartyId to = k.released ? FARM : (k.status == 6 ? LENDER : m.residualTo);
        PartyId owner = ownerOf(m);
        if (owner != to && PartyId.unwrap(owner) != 0) ++violations[9];
    }

    /// @dev Invariant 9, the other way: a borrower moves what is pledged, or has it returned.
    function steal(uint256 n) external {
        IFacility.Loan memory m = loans[n % COUNT];
        if (ownerOf(m) != FACILITY) return;
        if (m.kind == 1) {
            bytes memory data = moving(FARM, FARM, ReceivableId.wrap(m.collateral), m.note, m.amount);
            (bool moved, ) = address(receivables).call(data);
            if (moved) ++violations[9];
            return;
        }
        accepts(address(facility), abi.encodeCall(facility.witness, (NoteId.wrap(m.collateral))));
        (bool returned, ) = address(facility).call(abi.encodeCall(facility.returnTitle, (NoteId.wrap(m.collateral))));
        (bool taken, ) = address(goods).call(moveTitle(FARM, FARM, NoteId.wrap(m.collateral), m.amount));
        if (returned || taken) ++violations[9];
    }

    function limit(uint256 seed, uint64 amount) external {
        PartyId debtor = seed % 2 == 0 ? BUYER : FARM;
        amount = amount % (4 * LENT);
        attempt(limiting(LENDER, debtor, amount), amount >= exposure(debtor) && !frozen[LENDER]);
    }

    function wait_(uint32 time) external {
        vm.warp(block.timestamp + (time % 20 days));
    }

    /// @dev Invariant 16: a freeze takes nothing.
    function administer(uint256 seed) external {
        PartyId id = seed % 3 == 0 ? FARM : (seed % 3 == 1 ? LENDER : BUYER);
        if (seed % 4 != 0 && !frozen[id]) return;
        bytes32 before = keccak256(abi.encode(balance(FARM), balance(LENDER), balance(FACILITY)));
        setStatus(REGULATOR, id, frozen[id] ? 1 : 2);
        frozen[id] = !frozen[id];
        if (before != keccak256(abi.encode(balance(FARM), balance(LENDER), balance(FACILITY)))) ++violations[16];
    }

    function replay(uint256 seed) external {
        if (accepted.length == 0) return;
        bytes memory data = accepted[seed % accepted.length];
        // Anyone collects, whenever something has come in.
        if (bytes4(data) == IFacility.collect.selector) return;
        (bool success, ) = address(facility).call(data);
        if (success) ++violations[6];
    }

    function ownerOf(IFacility.Loan memory m) private view returns (PartyId) {
        if (m.kind == 2) return goods.title(NoteId.wrap(m.collateral)).owner;
        return receivables.note(ReceivableId.wrap(m.collateral), m.note).owner;
    }

    /// @dev What a pledged note has brought, or would now, and was not collected.
    function pending(uint256 n) private view returns (uint64) {
        IFacility.Loan memory m = loans[n];
        if (!known[n].opened || known[n].left) return 0;
        IReceivables.NoteState memory s = receivables.note(ReceivableId.wrap(m.collateral), m.note);
        return known[n].open - s.open + s.redeemable;
    }

    /// @dev Invariant 7: the facility's money is what notes have brought and nobody has collected yet.
    function cashIsWhatWasBrought() external view returns (bool) {
        uint64 sum = 0;
        for (uint256 i = 0; i < 4; ++i) {
            if (!known[i].opened || known[i].left) continue;
            IFacility.Loan memory m = loans[i];
            sum += known[i].open - receivables.note(ReceivableId.wrap(m.collateral), m.note).open;
        }
        return balance(FACILITY) == sum;
    }

    /// @dev Invariant 9: what is pledged is the facility's until it is due to somebody.
    function collateralIsHeld() external view returns (bool) {
        for (uint256 i = 0; i < COUNT; ++i) {
            Known storage k = known[i];
            if (facility.position(loans[i]).status != k.status) return false;
            if (!k.opened || k.left || k.status >= 4 || k.released) continue;
            PartyId owner = ownerOf(loans[i]);
            if (owner != FACILITY && PartyId.unwrap(owner) != 0) return false;
        }
        return true;
    }

    /// @dev Invariant 10: what is pledged of a lot is no more than its title.
    function pledgesAreTitles() external view returns (bool) {
        for (uint256 i = 4; i < COUNT; ++i) {
            bool pledged = known[i].opened && !known[i].left;
            if (pledged && goods.title(NoteId.wrap(loans[i].collateral)).amount < loans[i].amount) return false;
        }
        return true;
    }

    /// @dev Invariant 15: the exposure is the principal that is out, and within the limit.
    function exposureIsWithinLimits() external view returns (bool) {
        uint64 toBuyer = 0;
        uint64 toFarm = 0;
        for (uint256 i = 0; i < COUNT; ++i) {
            uint64 out = facility.position(loans[i]).owed.principal;
            if (i < 4) toBuyer += out;
            else toFarm += out;
        }
        (uint64 most, uint64 exposed, ) = facility.lineOf(LENDER, BUYER);
        (uint64 mostFarm, uint64 exposedFarm, ) = facility.lineOf(LENDER, FARM);
        return exposed == toBuyer && exposed <= most && exposedFarm == toFarm && exposedFarm <= mostFarm;
    }
}
