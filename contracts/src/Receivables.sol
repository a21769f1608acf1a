// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Notes} from "./Notes.sol";
import {CashActors} from "./CashActors.sol";
import {PartyId, ReceivableId} from "./Ids.sol";
import {ICash} from "./interfaces/ICash.sol";
import {IReceivables} from "./interfaces/IReceivables.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {Claim, ClaimWord} from "./libraries/Claim.sol";
import {Intents} from "./libraries/Intents.sol";
import {Obligation, ObligationWord} from "./libraries/Obligation.sol";
import {PartyWord} from "./libraries/PartyWord.sol";

/// @title Receivables
contract Receivables is Notes {
    bytes32 private constant ISSUE = keccak256(
        "Issue(uint64 debtor,uint64 seller,uint64 face,bytes3 currency,uint64 due,bytes32 nullifier,bytes32 document,uint32 debtorEpoch,uint32 sellerEpoch,uint64 deadline)"
    );
    bytes32 private constant PAYMENT = keccak256(
        "Payment(uint64 amount,bytes32 receivable,uint32 seq,uint32 epoch,uint64 deadline)"
    );
    bytes32 private constant DISPUTE_NOTICE = keccak256(
        "DisputeNotice(uint64 debtor,bytes32 receivable,uint32 seq,bool disputed,bytes32 reason,uint32 epoch,uint64 deadline)"
    );

    /// @inheritdoc IReceivables
    address public immutable issuer;
    /// @inheritdoc IReceivables
    uint64 public immutable maxTenor;
    bytes3 private immutable _currency;

    /// @param issuer_ The orders contract; it is deployed after this one, at an address known before.
    /// @param maxTenor_ In seconds.
    constructor(IRegistry registry_, ICash cash_, address issuer_, uint64 maxTenor_) CashActors(registry_, cash_) {
        (issuer, maxTenor, _currency) = (issuer_, maxTenor_, cash_.currency());
    }

    /// @inheritdoc IReceivables
    function issue(Issue calldata m, bytes calldata debtorSignature, bytes calldata sellerSignature) external {
        _requireInTime(m.deadline);
        if (m.currency != _currency) revert WrongCurrency(m.currency, _currency);
        (PartyWord debtor, PartyWord seller) = _pair(m.debtor, m.seller);
        debtor.requireActive(m.debtor, m.debtorEpoch);
        seller.requireActive(m.seller, m.sellerEpoch);
        bytes32 digest = _digest(keccak256(abi.encode(ISSUE, m)));
        Intents.requireSigned(digest, m.debtor, debtor.key(), debtorSignature);
        Intents.requireSigned(digest, m.seller, seller.key(), sellerSignature);
        _issue(m.debtor, m.seller, m.face, m.due, m.nullifier, m.document);
    }

    /// @inheritdoc IReceivables
    function issueMatched(
        PartyId debtor,
        PartyId owner,
        uint64 face,
        uint64 due,
        bytes32 nullifier,
        bytes32 document
    ) external returns (ReceivableId) {
        if (msg.sender != issuer) revert NotIssuer(msg.sender);
        return _issue(debtor, owner, face, due, nullifier, document);
    }

    /// @inheritdoc IReceivables
    function pay(Payment calldata m, bytes calldata signature) external {
        ReceivableId id = m.receivable;
        uint64 amount = m.amount;
        Debt storage debt = _debts[id];
        Obligation before = debt.obligation;
        _requireSeq(id, before, m.seq);
        Holding storage first = debt.notes[_first(id)];
        Claim claim = first.claim;
        uint64 outstanding = claim.exists() || before.firstEnded() ? before.outstanding() : 0;
        if (amount > outstanding) revert ExceedsOutstanding(id, amount, outstanding);
        PartyId to = PartyId.wrap(0);
        if (amount == outstanding && claim.amount() == before.face() && claim.redeemed() == before.paid()) {
            // The first note is the whole debt and nothing waits for it: its end settles the debt.
            to = claim.owner();
            first.claim = Claim.wrap(0);
            emit PaidThrough(id, amount);
        } else {
            debt.obligation = before.afterPayment(amount);
            debt.totals.pot += amount;
            emit Paid(id, amount);
        }
        uint256 start;
        assembly ("memory-safe") {
            start := m
        }
        _settle(before.debtor(), to, true, PAYMENT, start, 0xa0, signature);
    }

    /// @inheritdoc IReceivables
    function setDispute(DisputeNotice calldata m, bytes calldata signature) external {
        bytes32 structHash = keccak256(abi.encode(DISPUTE_NOTICE, m));
        _requireActing(m.debtor, m.epoch, m.deadline, structHash, signature);
        Obligation obligation = _debts[m.receivable].obligation;
        _requireSeq(m.receivable, obligation, m.seq);
        if (obligation.debtor() != m.debtor) revert NotDebtor(m.receivable, m.debtor, obligation.debtor());
        _debts[m.receivable].obligation = obligation.next().withDispute(m.disputed);
        emit DisputeSet(m.receivable, m.disputed, m.reason);
    }

    /// @inheritdoc IReceivables
    function receivable(ReceivableId id) external view returns (ReceivableState memory state) {
        Obligation obligation = _debts[id].obligation;
        Totals memory totals = _debts[id].totals;
        bool settled = !obligation.firstEnded() && !_debts[id].notes[_first(id)].claim.exists();
        state.debtor = obligation.debtor();
        state.paid = (settled ? obligation.face() : obligation.paid()) + totals.closed;
        state.redeemed = state.paid - totals.pot;
        state.retired = totals.retired;
        state.diluted = totals.diluted;
        state.face = obligation.face() + totals.closed + totals.retired + totals.diluted;
        state.outstanding = settled ? 0 : obligation.outstanding();
        state.due = obligation.due();
        state.seq = obligation.seq();
        state.disputed = obligation.disputed();
    }

    /// @inheritdoc IReceivables
    function idOf(PartyId debtor, bytes32 nullifier) external pure returns (ReceivableId) {
        return _idOf(debtor, nullifier);
    }

    /// @inheritdoc IReceivables
    function cash() external view returns (ICash) {
        return _cash;
    }

    function _issue(
        PartyId debtor,
        PartyId owner,
        uint64 face,
        uint64 due,
        bytes32 nullifier,
        bytes32 document
    ) private returns (ReceivableId id) {
        if (debtor == owner) revert OwnDebt(debtor);
        if (face == 0) revert ZeroAmount();
        uint64 time = uint64(block.timestamp);
        if (due <= time) revert DueInPast(due, time);
        if (due - time > maxTenor || due > type(uint32).max) revert TenorAboveCap(due, time + maxTenor);
        id = _idOf(debtor, nullifier);
        Debt storage debt = _debts[id];
        if (debt.obligation.exists()) revert AlreadyIssued(id);
        debt.obligation = ObligationWord.create(debtor, face, uint32(due));
        debt.notes[_first(id)].claim = ClaimWord.create(owner, face, 0);
        emit Issued(id, debtor, owner, face, due, nullifier, document);
    }

    function _requireSeq(ReceivableId id, Obligation obligation, uint32 seq) private pure {
        if (obligation.seq() == seq && seq != 0) return;
        if (!obligation.exists()) revert UnknownReceivable(id);
        revert StaleNote(ReceivableId.unwrap(id), seq, obligation.seq());
    }

    function _idOf(PartyId debtor, bytes32 nullifier) private pure returns (ReceivableId) {
        return ReceivableId.wrap(keccak256(abi.encode(debtor, nullifier)));
    }
}
