// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {NoteId, PartyId, ReceivableId} from "../src/Ids.sol";
import {ICash} from "../src/interfaces/ICash.sol";
import {IFacility} from "../src/interfaces/IFacility.sol";
import {IIntents} from "../src/interfaces/IIntents.sol";
import {IOrders} from "../src/interfaces/IOrders.sol";
import {IReceivables} from "../src/interfaces/IReceivables.sol";
import {ITitles} from "../src/interfaces/ITitles.sol";
import {FacilityTest} from "./support/FacilityTest.sol";
import {FacilityTypes} from "./support/FacilityTypes.sol";
import {HostileCash} from "./support/HostileCash.sol";
import {Types} from "./support/Types.sol";
import {vm} from "./support/Vm.sol";

/// @dev One test for each attack on Facility, named after it.
contract FacilityAttacks is FacilityTest {
    function badLoan(bytes32 what) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IFacility.BadLoan.selector, what);
    }

    function testDoubleFinancingOfOneNote() public {
        ReceivableId id = issue("a");
        IFacility.Loan memory m = onNote(id);
        IFacility.Loan memory n = m;
        accepts(address(facility), opening(m));
        n = onNote(id);
        (n.lender, n.fee) = (BUYER, 1);
        bytes memory sale = selling(offer(FARM, LENDER, id, first(id), FACE, 5));
        refuses(address(receivables), sale, abi.encodeWithSelector(IReceivables.NotOwner.selector, id, FARM, FACILITY));
        n = onNote(id);
        n.fee = 1;
        refuses(
            address(facility),
            opening(n),
            abi.encodeWithSelector(IReceivables.NotOwner.selector, id, FARM, FACILITY)
        );
    }

    function testDoubleFinancingOfOneTitleOrOneOrder() public {
        IFacility.Loan memory m = onTitle(lotOf("apples", 100));
        accepts(address(facility), opening(m));
        m.fee = 1;
        refuses(address(facility), opening(m), abi.encodeWithSelector(IFacility.NotCollateral.selector, m.collateral));
        IOrders.OrderTerms memory t = terms("po");
        placed(t);
        m = onOrder(t);
        accepts(address(facility), openingOnOrder(m, t));
        m.fee = 1;
        bytes memory refusal = abi.encodeWithSelector(IOrders.StaleOrder.selector, orders.idOf(t), 1, 2);
        refuses(address(facility), openingOnOrder(m, t), refusal);
    }

    function testAnOfferAcceptedTwice() public {
        IFacility.Loan memory m = onNote(issue("a"));
        bytes memory data = opening(m);
        accepts(address(facility), data);
        bytes memory refusal = abi.encodeWithSelector(IFacility.AlreadyOpened.selector, facility.idOf(m));
        refuses(address(facility), data, refusal);
        accepts(address(facility), repaying(m, 1));
        mint(FARM, FACE);
        accepts(address(facility), repaying(m, LENT + FEE));
        refuses(address(facility), data, refusal);
    }

    function testAnOfferAfterItsExpiryOrTheLendersEpoch() public {
        IFacility.Loan memory m = onNote(issue("a"));
        m.deadline = NOW + 10;
        bytes memory data = opening(m);
        setKey(LENDER, recoveryKey(LENDER), 0xFACE);
        bytes memory refusal = abi.encodeWithSelector(IIntents.StaleEpoch.selector, LENDER, 1, 2);
        refuses(address(facility), data, refusal);
        vm.warp(NOW + 11);
        refuses(address(facility), data, abi.encodeWithSelector(IIntents.Expired.selector, NOW + 10));
    }

    function testForgedOffersAndAcceptances() public {
        IFacility.Loan memory m = onNote(issue("a"));
        bytes memory data = abi.encode(m);
        bytes memory borrower = ofFacility(FARM, FacilityTypes.LOAN, data);
        bytes memory lender = ofFacility(LENDER, FacilityTypes.LOAN, data);
        bytes memory collateral = noteMove(m);
        bytes[3] memory bad = [
            abi.encodeCall(facility.open, (m, lender, lender, collateral)),
            abi.encodeCall(facility.open, (m, borrower, borrower, collateral)),
            abi.encodeCall(facility.open, (m, borrower, lender, borrower))
        ];
        for (uint256 i = 0; i < 3; ++i) {
            (bool success, bytes memory refusal) = address(facility).call(bad[i]);
            check(!success && bytes4(refusal) == IIntents.WrongSigner.selector, "opened");
        }
        same(balance(FARM), 0, "nothing was paid out");
    }

    function testReplayOfARepaymentAndOfAValuation() public {
        IFacility.Loan memory m = onTitle(lotOf("apples", 100));
        accepts(address(facility), opening(m));
        bytes memory repayment = repaying(m, 5);
        bytes memory valuation = valuing(m, 2 * FACE);
        accepts(address(facility), repayment);
        bytes memory refusal = abi.encodeWithSelector(IFacility.StalePosition.selector, facility.idOf(m), 1, 2);
        refuses(address(facility), repayment, refusal);
        refuses(address(facility), valuation, refusal);
    }

    function testReplayOnAnotherChainOrContract() public {
        IFacility.Loan memory m = onNote(issue("a"));
        bytes memory data = opening(m);
        uint256 home = block.chainid;
        vm.chainId(home + 1);
        (bool success, ) = address(facility).call(data);
        check(!success, "accepted on another chain");
        vm.chainId(home);
        IFacility other = IFacility(deploy("Facility", abi.encode(registry, cash, orders)));
        (success, ) = address(other).call(data);
        check(!success, "accepted by another contract");
        accepts(address(facility), data);
    }

    function testFrontRunningACollateralMove() public {
        // The note's move names this contract, so nobody submits it alone.
        ReceivableId id = issue("a");
        IFacility.Loan memory m = onNote(id);
        bytes memory signature = noteMove(m);
        IReceivables.Move memory move = IReceivables.Move({
            from: FARM,
            to: FACILITY,
            receivable: id,
            note: first(id),
            seq: 1,
            amount: FACE,
            via: address(facility),
            document: bytes32(0),
            epoch: 1,
            deadline: LATER
        });
        bytes memory refusal = abi.encodeWithSelector(IReceivables.WrongSubmitter.selector, this, facility);
        refuses(address(receivables), abi.encodeCall(receivables.move, (move, signature)), refusal);
    }

    function testFrontRunningATitleMove() public {
        // Goods knows no facility: a stranger can submit the title's move alone. A witnessed title is not lost.
        NoteId title_ = lotOf("apples", 100);
        accepts(address(facility), abi.encodeCall(facility.witness, (title_)));
        IFacility.Loan memory m = onTitle(title_);
        bytes memory data = opening(m);
        ITitles.TitleMove memory move = titleMove(m);
        bytes memory alone = abi.encodeCall(goods.moveTitle, (move, signed(FARM, Types.TITLE_MOVE, abi.encode(move))));
        accepts(address(goods), alone);
        uint256 start = vm.snapshotState();
        accepts(address(facility), data);
        check(balance(FARM) == LENT, "opened all the same");
        bytes memory back = abi.encodeCall(facility.returnTitle, (title_));
        refuses(address(facility), back, abi.encodeWithSelector(IFacility.NotDeposited.selector, title_));
        vm.revertToState(start);
        accepts(address(facility), back);
        same(goods.title(title_).owner, FARM, "or returned");
    }

    function testATitleThatAnotherPartyMovedHereIsNotTheBorrowers() public {
        NoteId title_ = lotOf("apples", 100);
        accepts(address(goods), moveTitle(FARM, CARRIER, title_, 100));
        accepts(address(facility), abi.encodeCall(facility.witness, (title_)));
        accepts(address(goods), moveTitle(CARRIER, FACILITY, title_, 100));
        IFacility.Loan memory m = onTitle(title_);
        m.seq = 2;
        (bool success, ) = address(facility).call(opening(m));
        check(!success, "pledged another's title");
        accepts(address(facility), abi.encodeCall(facility.returnTitle, (title_)));
        same(goods.title(title_).owner, CARRIER, "returned to the one who owned it");
    }

    function testAnotherLoansCollateralIsNotTaken() public {
        (ReceivableId a, ReceivableId b) = (issue("a"), issue("b"));
        (IFacility.Loan memory m, IFacility.Loan memory n) = (onNote(a), onNote(b));
        accepts(address(facility), opening(m));
        accepts(address(facility), opening(n));
        mint(FARM, FACE);
        accepts(address(facility), repaying(m, LENT + FEE));
        bytes memory refusal = abi.encodeWithSelector(IFacility.NotCollateral.selector, b);
        refuses(address(facility), abi.encodeCall(facility.handOver, (m, n.collateral, n.note)), refusal);
        refuses(address(facility), abi.encodeCall(facility.collect, (m, b, n.note)), refusal);
    }

    function testAForeignReceivableIsNotAttachedToAnOrdersLoan() public {
        IOrders.OrderTerms memory t = credit("po");
        placed(t);
        IFacility.Loan memory m = onOrder(t);
        accepts(address(facility), openingOnOrder(m, t));
        ReceivableId id = issue("a");
        accepts(address(receivables), moving(FARM, FACILITY, id, first(id), FACE));
        (bool success, bytes memory refusal) = address(facility).call(abi.encodeCall(facility.attach, (m, id)));
        check(!success && bytes4(refusal) == IFacility.NotCollateral.selector, "attached");
    }

    function testBuyerAndSellerDoNotCancelAFinancedOrder() public {
        IOrders.OrderTerms memory t = terms("po");
        placed(t);
        IFacility.Loan memory m = onOrder(t);
        accepts(address(facility), openingOnOrder(m, t));
        IOrders.Closing memory c = closing(t, 0);
        keys[FACILITY] = keys[FARM];
        (bool success, bytes memory refusal) = address(orders).call(closed(t, c));
        check(!success && bytes4(refusal) == IIntents.WrongSigner.selector, "cancelled");
    }

    function testAReserveAboveTheFaceAndOtherLoansThatCantBe() public {
        IFacility.Loan memory m = onNote(issue("a"));
        m.principal = FACE + 1;
        refuses(address(facility), opening(m), badLoan("principal"));
        m = onNote(issue("b"));
        m.principal = 0;
        refuses(address(facility), opening(m), badLoan("principal"));
        (m.principal, m.fee) = (10, 11);
        refuses(address(facility), opening(m), badLoan("fee"));
        (m.fee, m.rate) = (0, 10_001);
        refuses(address(facility), opening(m), badLoan("rate"));
        (m.rate, m.basis) = (0, 364);
        refuses(address(facility), opening(m), badLoan("basis"));
        (m.basis, m.due) = (365, NOW);
        refuses(address(facility), opening(m), badLoan("due"));
        (m.due, m.residualTo) = (REPAY_BY, SHOP);
        refuses(address(facility), opening(m), badLoan("residualTo"));
        (m.residualTo, m.debtor) = (FARM, SHOP);
        accepts(address(facility), limiting(LENDER, SHOP, FACE));
        refuses(address(facility), opening(m), badLoan("debtor"));
        (m.debtor, m.kind) = (BUYER, 9);
        refuses(address(facility), opening(m), badLoan("kind"));
        m.kind = 1;
        accepts(address(facility), opening(m));
    }

    function testADisputedReceivableIsNotFinanced() public {
        ReceivableId id = issue("a");
        accepts(address(receivables), disputing(BUYER, id, true));
        bytes memory refusal = abi.encodeWithSelector(IReceivables.ReceivableDisputed.selector, id);
        refuses(address(facility), opening(onNote(id)), refusal);
    }

    function testADisputedOrderOrMoreThanAnOrderIsNotFinanced() public {
        IOrders.OrderTerms memory t = terms("po");
        placed(t);
        IFacility.Loan memory m = onOrder(t);
        m.principal = PRICE + 1;
        refuses(address(facility), openingOnOrder(m, t), badLoan("principal"));
        m = onOrder(t);
        m.kind = 4;
        refuses(address(facility), openingOnOrder(m, t), badLoan("kind"));
        accepts(address(orders), disputing(t, BUYER, true));
        bytes memory refusal = abi.encodeWithSelector(IOrders.OrderIsDisputed.selector, orders.idOf(t));
        refuses(address(facility), openingOnOrder(onOrder(t), t), refusal);
    }

    function testAHostileTokenAtConstruction() public {
        HostileCash hostile = new HostileCash();
        hostile.pretend(address(registry));
        try this.deploying(address(hostile)) {
            revert("was deployed");
        } catch (bytes memory refusal) {
            check(refusal.length != 0, "another token than that of the receivables");
        }
    }

    function deploying(address token) external {
        deploy("Facility", abi.encode(registry, token, orders));
    }

    function testNobodyTakesTheFacilitysPlace() public {
        // Its key is the contract; it signs its admission and nothing that changes its key.
        uint256 thief = 0xBAD;
        keys[FACILITY] = thief;
        bytes memory forged = sign(thief, bytes32("x"));
        vm.prank(vm.addr(thief));
        (bool success, ) = address(cash).call(abi.encodeCall(cash.transfer, (vm.addr(keys[FARM]), 1)));
        check(!success, "paid out");
        (success, ) = address(receivables).call(
            moving(FACILITY, FARM, receivables.idOf(BUYER, "a"), NoteId.wrap(0), 1)
        );
        check(!success, "moved a note");
        (success, ) = address(facility).call(
            abi.encodeWithSignature("isValidSignature(bytes32,bytes)", bytes32("x"), forged)
        );
        (, bytes memory answer) = address(facility).staticcall(
            abi.encodeWithSignature("isValidSignature(bytes32,bytes)", bytes32("x"), forged)
        );
        check(bytes32(answer) != bytes32(bytes4(0x1626ba7e)), "signed for a stranger");
    }

    function testEveryPayeeFrozen() public {
        ReceivableId id = issue("a");
        IFacility.Loan memory m = onNote(id);
        accepts(address(facility), opening(m));
        setStatus(REGULATOR, LENDER, 2);
        setStatus(REGULATOR, FARM, 2);
        accepts(address(receivables), paying(BUYER, id, FACE));
        accepts(address(facility), abi.encodeCall(facility.collect, (m, id, first(id))));
        check(balance(LENDER) == RICH + FEE && balance(FARM) == FACE - FEE, "paid");
    }

    function testOverpayment() public {
        IFacility.Loan memory m = onNote(issue("a"));
        accepts(address(facility), opening(m));
        bytes memory data = repaying(m, type(uint64).max);
        bytes memory refusal = abi.encodeWithSelector(
            ICash.InsufficientCash.selector,
            address(uint160(2)),
            type(uint64).max,
            LENT
        );
        refuses(address(facility), data, refusal);
    }
}
