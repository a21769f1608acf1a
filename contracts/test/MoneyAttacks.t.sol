// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {NoteId, PartyId, ReceivableId} from "../src/Ids.sol";
import {IIntents} from "../src/interfaces/IIntents.sol";
import {IReceivables} from "../src/interfaces/IReceivables.sol";
import {MoneyTest} from "./support/MoneyTest.sol";
import {MoneyTypes} from "./support/MoneyTypes.sol";
import {HostileCash} from "./support/HostileCash.sol";
import {vm} from "./support/Vm.sol";

/// @dev One test for each attack on Cash and Receivables, named after it.
contract MoneyAttacks is MoneyTest {
    uint256 private constant ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

    function owner(ReceivableId id, NoteId note) private view returns (PartyId) {
        return receivables.note(id, note).owner;
    }

    function stale(ReceivableId id, uint32 signedFor, uint32 now_) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IReceivables.StaleNote.selector, id, signedFor, now_);
    }

    function refusedAsForged(bytes memory data) private {
        (bool success, bytes memory refusal) = address(receivables).call(data);
        check(!success && bytes4(refusal) == IIntents.WrongSigner.selector, "accepted");
    }

    function testDoubleFinancing() public {
        ReceivableId id = issue("a");
        bytes memory second = selling(offer(FARM, SHOP, id, first(id), FACE, 5));
        accepts(address(receivables), selling(offer(FARM, LENDER, id, first(id), FACE, 990_000)));
        refuses(address(receivables), second, stale(id, 1, 2));
        bytes memory again = selling(offer(FARM, SHOP, id, first(id), FACE, 5));
        bytes memory refusal = abi.encodeWithSelector(IReceivables.NotOwner.selector, id, FARM, LENDER);
        refuses(address(receivables), again, refusal);
        // The same invoice under the same nullifier, to anyone, even after it was settled.
        bytes memory reissue = abi.encodeWithSelector(IReceivables.AlreadyIssued.selector, id);
        refuses(address(receivables), issuing(invoice(BUYER, FARM, "a")), reissue);
        accepts(address(receivables), paying(BUYER, id, FACE));
        refuses(address(receivables), issuing(invoice(BUYER, SHOP, "a")), reissue);
    }

    function testReissueAfterKeyRotation() public {
        ReceivableId id = issue("a");
        setKey(BUYER, keys[BUYER], 0xFACE);
        setKey(FARM, keys[FARM], 0xFACE2);
        bytes memory reissue = abi.encodeWithSelector(IReceivables.AlreadyIssued.selector, id);
        refuses(address(receivables), issuing(invoice(BUYER, FARM, "a")), reissue);
    }

    function testReplayOnTheSameChain() public {
        ReceivableId id = issue("a");
        bytes memory payment = paying(BUYER, id, 10);
        accepts(address(receivables), payment);
        refuses(address(receivables), payment, stale(id, 1, 2));
        bytes memory whole = paying(BUYER, id, FACE - 10);
        accepts(address(receivables), whole);
        (bool success, ) = address(receivables).call(whole);
        check(!success, "a payment was taken twice");
    }

    function testReplayOfAPaymentThatWentThrough() public {
        ReceivableId id = issue("a");
        bytes memory payment = paying(BUYER, id, FACE);
        accepts(address(receivables), payment);
        bytes memory refusal = abi.encodeWithSelector(IReceivables.ExceedsOutstanding.selector, id, FACE, 0);
        refuses(address(receivables), payment, refusal);
        same(balance(FARM), FACE, "paid once");
    }

    function testReplayOnAnotherChain() public {
        ReceivableId id = issue("a");
        bytes memory move = moving(FARM, SHOP, id, first(id), FACE);
        bytes memory payment = paying(BUYER, id, 10);
        uint256 home = block.chainid;
        vm.chainId(home + 1);
        refusedAsForged(move);
        refusedAsForged(payment);
        vm.chainId(home);
        accepts(address(receivables), payment);
    }

    function testReplayOnAnotherContract() public {
        issue("a");
        bytes memory move = moving(FARM, SHOP, receivables.idOf(BUYER, "a"), NoteId.wrap(bytes32(0)), 1);
        bytes memory payment = paying(BUYER, receivables.idOf(BUYER, "a"), 10);
        receivables = IReceivables(deploy("Receivables", abi.encode(registry, cash, address(1), CAP)));
        issue("a");
        refusedAsForged(move);
        refusedAsForged(payment);
    }

    function testReplayAfterTheNoteWentFromAToBAndBackToA() public {
        ReceivableId id = issue("a");
        bytes memory move = moving(FARM, SHOP, id, first(id), FACE);
        accepts(address(receivables), move);
        accepts(address(receivables), moving(SHOP, FARM, id, first(id), FACE));
        refuses(address(receivables), move, stale(id, 1, 3));
        same(owner(id, first(id)), FARM, "owner");
    }

    function testReplayOfARecalledOffer() public {
        ReceivableId id = issue("a");
        bytes memory data = selling(offer(FARM, LENDER, id, first(id), FACE, 5));
        setKey(LENDER, keys[LENDER], 0xFACE);
        bytes memory refusal = abi.encodeWithSelector(IIntents.StaleEpoch.selector, LENDER, 1, 2);
        refuses(address(receivables), data, refusal);
    }

    function testSignatureMalleability() public {
        ReceivableId id = issue("a");
        uint32 seq = receivables.receivable(id).seq;
        IReceivables.Payment memory m = IReceivables.Payment(7, id, seq, epochOf(BUYER), LATER);
        bytes32 digest = digestOf(address(receivables), MoneyTypes.PAYMENT, abi.encode(m));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(keys[BUYER], digest);
        bytes memory twin = abi.encodePacked(r, bytes32(ORDER - uint256(s)), v == 27 ? uint8(28) : uint8(27));
        refusedAsForged(abi.encodeCall(receivables.pay, (m, twin)));
        accepts(address(receivables), abi.encodeCall(receivables.pay, (m, abi.encodePacked(r, s, v))));
        refuses(address(receivables), abi.encodeCall(receivables.pay, (m, twin)), stale(id, 1, 2));
    }

    function testFrontRunning() public {
        ReceivableId id = issue("a");
        bytes memory data = selling(offer(FARM, LENDER, id, first(id), FACE, 980_000));
        vm.prank(address(0xF407));
        (bool success, ) = address(receivables).call(data);
        check(success && owner(id, first(id)) == LENDER && balance(FARM) == 980_000, "the same for any submitter");
    }

    function testFrontRunningWithTheSamePricesMessageAlone() public {
        // The buyer's signature over a sale moves no money by itself: the cash takes it from Receivables alone.
        ReceivableId id = issue("a");
        IReceivables.Sale memory m = offer(FARM, LENDER, id, first(id), FACE, 980_000);
        bytes memory data = abi.encode(m);
        bytes memory message = bytes.concat(keccak256(bytes(MoneyTypes.SALE)), data);
        bytes memory signature = ofReceivables(LENDER, MoneyTypes.SALE, data);
        (bool success, bytes memory refusal) = address(cash).call(
            abi.encodeCall(cash.settle, (LENDER, FARM, false, message, signature))
        );
        check(!success && bytes4(refusal) == IIntents.WrongSigner.selector, "a stranger took the price");
    }

    function testDustPaymentsDoNotStopASale() public {
        ReceivableId id = issue("a");
        bytes memory data = selling(offer(FARM, LENDER, id, first(id), FACE, 980_000));
        accepts(address(receivables), paying(BUYER, id, 1));
        IReceivables.Redemption memory m = IReceivables.Redemption(FARM, id, first(id), 1, epochOf(FARM), LATER);
        (bool success, ) = address(receivables).call(abi.encodeCall(receivables.redeem, (m, "")));
        check(!success, "a stranger redeemed, and changed the note");
        accepts(address(receivables), data);
        accepts(address(receivables), redeeming(LENDER, id, first(id)));
    }

    function testDustPaymentsAreNobodysButTheDebtors() public {
        ReceivableId id = issue("a");
        refusedAsForged(paying(SHOP, id, 1));
    }

    function testAHostileTokenAtConstruction() public {
        HostileCash hostile = new HostileCash();
        try this.deploying(address(hostile)) {
            revert("was deployed");
        } catch (bytes memory refusal) {
            check(refusal.length != 0, "refused");
        }
        try this.deploying(address(0xDEAD)) {
            revert("was deployed");
        } catch (bytes memory refusal) {
            check(refusal.length == 0, "no contract at all");
        }
    }

    function testAHostileTokenThatReenters() public {
        // Even a token that calls back finds the state written: the note it would sell twice has moved.
        HostileCash hostile = new HostileCash();
        hostile.pretend(address(registry));
        receivables = IReceivables(deploy("Receivables", abi.encode(registry, hostile, address(1), CAP)));
        ReceivableId id = issue("a");
        bytes memory data = selling(offer(FARM, LENDER, id, first(id), FACE, 5));
        hostile.reenter(address(receivables), data);
        accepts(address(receivables), data);
        check(!hostile.succeeded() && owner(id, first(id)) == LENDER, "sold twice");
    }

    function deploying(address token) external {
        deploy("Receivables", abi.encode(registry, token, address(1), CAP));
    }

    function testEveryPayeeFrozen() public {
        ReceivableId id = issue("a");
        NoteId part = partOf(id, first(id), 1);
        accepts(address(receivables), moving(FARM, SHOP, id, first(id), 400_000));
        setStatus(REGULATOR, FARM, 2);
        setStatus(REGULATOR, SHOP, 2);
        setStatus(REGULATOR, BUYER, 2);
        accepts(address(receivables), paying(BUYER, id, FACE));
        accepts(address(receivables), redeeming(FARM, id, first(id)));
        accepts(address(receivables), redeeming(SHOP, id, part));
        check(balance(FARM) == 600_000 && balance(SHOP) == 400_000, "paid");
    }

    function testAFrozenPartySpendsThroughNoOtherContract() public {
        bytes32 typeHash = keccak256("Gift(uint64 amount,uint32 epoch,uint64 deadline)");
        setStatus(REGULATOR, BUYER, 2);
        bytes memory message = abi.encode(typeHash, uint64(50), uint64(0), epochOf(BUYER), LATER);
        bytes32 digest = keccak256(
            abi.encodePacked(hex"1901", domain(address(this), block.chainid), keccak256(message))
        );
        bytes memory data = abi.encodeCall(cash.settle, (BUYER, FARM, true, message, sign(keys[BUYER], digest)));
        (bool success, bytes memory refusal) = address(cash).call(data);
        check(!success && bytes4(refusal) == IIntents.MissingRole.selector, "an unknown contract let it spend");
    }

    function testGasIsConstantInTheNumberOfNotes() public {
        ReceivableId one = issue("a");
        ReceivableId many = issue("b");
        accepts(address(receivables), moving(FARM, SHOP, one, first(one), 10));
        for (uint256 i = 0; i < 40; ++i) accepts(address(receivables), moving(FARM, SHOP, many, first(many), 10));
        accepts(address(receivables), paying(BUYER, one, 5));
        accepts(address(receivables), paying(BUYER, many, 5));
        mint(FARM, 1);
        (uint256 few, uint256 lots) = (gasOf(paying(BUYER, one, 500_000)), gasOf(paying(BUYER, many, 500_000)));
        check(lots <= few + 500 && few <= lots + 500, "payment");
        (few, lots) = (gasOf(redeeming(FARM, one, first(one))), gasOf(redeeming(FARM, many, first(many))));
        check(lots <= few + 500 && few <= lots + 500, "redemption");
    }

    function gasOf(bytes memory data) private returns (uint256 used) {
        used = gasleft();
        accepts(address(receivables), data);
        used -= gasleft();
    }

    function testOverpayment() public {
        ReceivableId id = issue("a");
        bytes memory refusal = abi.encodeWithSelector(IReceivables.ExceedsOutstanding.selector, id, FACE + 1, FACE);
        refuses(address(receivables), paying(BUYER, id, FACE + 1), refusal);
        refusal = abi.encodeWithSelector(IReceivables.ExceedsOutstanding.selector, id, type(uint64).max, FACE);
        refuses(address(receivables), paying(BUYER, id, type(uint64).max), refusal);
    }

    function testADictionarySearchOverAMillionInvoiceNumbersFindsNothing() public {
        bytes32 secret = keccak256("what the pair alone knows");
        bytes32 nullifier = hmac(secret, 424_242);
        ReceivableId id = issue(nullifier);
        // All that an outsider has: the nullifier, the parties and every invoice number.
        uint256 found = search(nullifier, 0);
        found += search(nullifier, bytes32(uint256(PartyId.unwrap(BUYER))));
        same(found, 0, "found");
        same(receivables.receivable(id).face, FACE, "it is there");
        check(hmac(secret, 424_242) == nullifier, "the pair finds it again");
    }

    /// @dev HMAC (RFC 2104) over one word, with keccak256.
    function hmac(bytes32 key, uint256 number) private pure returns (bytes32) {
        bytes32 inner = keccak256(abi.encode(uint256(key) ^ ((type(uint256).max / 0xff) * 0x36), number));
        return keccak256(abi.encode(uint256(key) ^ ((type(uint256).max / 0xff) * 0x5c), inner));
    }

    function search(bytes32 nullifier, bytes32 salt) private pure returns (uint256 found) {
        assembly ("memory-safe") {
            mstore(0x00, salt)
            for {
                let i := 0
            } lt(i, 1000000) {
                i := add(i, 1)
            } {
                mstore(0x20, i)
                if or(eq(keccak256(0x00, 0x40), nullifier), eq(keccak256(0x20, 0x20), nullifier)) {
                    found := add(found, 1)
                }
            }
        }
    }

    function testAnOtherContractDoesNotIssueForADebtor() public {
        bytes memory refusal = abi.encodeWithSelector(IReceivables.NotIssuer.selector, address(this));
        refuses(
            address(receivables),
            abi.encodeCall(receivables.issueMatched, (BUYER, FARM, FACE, DUE, "n", "d")),
            refusal
        );
    }

    function testForgedSignaturesOnAnIssue() public {
        IReceivables.Issue memory m = invoice(BUYER, FARM, "a");
        bytes memory seller = ofReceivables(FARM, MoneyTypes.ISSUE, abi.encode(m));
        refusedAsForged(abi.encodeCall(receivables.issue, (m, seller, seller)));
        bytes memory debtor = ofReceivables(BUYER, MoneyTypes.ISSUE, abi.encode(m));
        refusedAsForged(abi.encodeCall(receivables.issue, (m, debtor, debtor)));
        m.face += 1;
        refusedAsForged(abi.encodeCall(receivables.issue, (m, debtor, seller)));
    }

    function testAMessageBoundToASubmitterServesNoOther() public {
        ReceivableId id = issue("a");
        IReceivables.Move memory m = IReceivables.Move({
            from: FARM,
            to: SHOP,
            receivable: id,
            note: first(id),
            seq: 1,
            amount: FACE,
            via: address(0xF00D),
            document: 0,
            epoch: 1,
            deadline: LATER
        });
        bytes memory data = abi.encodeCall(receivables.move, (m, ofReceivables(FARM, MoneyTypes.MOVE, abi.encode(m))));
        bytes memory refusal = abi.encodeWithSelector(IReceivables.WrongSubmitter.selector, this, address(0xF00D));
        refuses(address(receivables), data, refusal);
        vm.prank(address(0xF00D));
        (bool success, ) = address(receivables).call(data);
        check(success, "the named submitter");
    }
}
