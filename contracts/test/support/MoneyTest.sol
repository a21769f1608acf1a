// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {NoteId, PartyId, ReceivableId} from "../../src/Ids.sol";
import {ICash} from "../../src/interfaces/ICash.sol";
import {IReceivables} from "../../src/interfaces/IReceivables.sol";
import {IRegistry} from "../../src/interfaces/IRegistry.sol";
import {GoodsTest} from "./GoodsTest.sol";
import {MoneyTypes} from "./MoneyTypes.sol";
import {Types} from "./Types.sol";
import {vm} from "./Vm.sol";

/// @dev Cash and receivables, a bank, a buyer and a lender; messages about them as they stand, signed as they should be.
abstract contract MoneyTest is GoodsTest {
    PartyId internal constant BANK = PartyId.wrap(7);
    PartyId internal constant BUYER = PartyId.wrap(8);
    PartyId internal constant LENDER = PartyId.wrap(9);
    PartyId internal constant RECEIVABLES = PartyId.wrap(10);
    uint64 internal constant CAP = 365 days;
    uint64 internal constant DUE = NOW + 90 days;
    uint64 internal constant FACE = 1_000_000;
    uint64 internal constant RICH = 1e15;

    ICash internal cash;
    IReceivables internal receivables;
    uint256 private references;

    function setUp() public virtual override {
        super.setUp();
        admit(BANK, 64);
        admit(BUYER, 16);
        admit(LENDER, 64);
        cash = ICash(deploy("Cash", abi.encode(registry, bytes3("EUR"), uint8(2))));
        receivables = IReceivables(deploy("Receivables", abi.encode(registry, cash, ordersAddress(1), CAP)));
        admitContract(RECEIVABLES, address(receivables));
        mint(BUYER, RICH);
        mint(LENDER, RICH);
    }

    /// @dev Where the contract after the next `ahead` ones will be.
    function ordersAddress(uint256 ahead) internal view returns (address) {
        return vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + ahead);
    }

    /// @dev Admits a contract as a party that settles debts.
    function admitContract(PartyId id, address key) internal {
        IRegistry.Admission memory message = admission(id, key, 512);
        message.recovery = address(0);
        bytes memory data = abi.encode(message);
        registry.admit(message, registered(keys[REGISTRAR], Types.ADMISSION, data), data);
    }

    function signedFor(
        address target,
        PartyId by,
        string memory type_,
        bytes memory data
    ) internal view returns (bytes memory) {
        return sign(keys[by], digestOf(target, type_, data));
    }

    // Cash.

    function mint(PartyId to, uint64 amount) internal {
        accepts(address(cash), minting(BANK, to, amount, bytes32(++references)));
    }

    function minting(PartyId bank, PartyId to, uint64 amount, bytes32 ref) internal view returns (bytes memory) {
        ICash.Mint memory m = ICash.Mint(bank, to, amount, ref, epochOf(bank), LATER);
        return abi.encodeCall(cash.mint, (m, signedFor(address(cash), bank, MoneyTypes.MINT, abi.encode(m))));
    }

    function burning(PartyId by, PartyId bank, uint64 amount, bytes32 ref) internal view returns (bytes memory) {
        ICash.Burn memory m = ICash.Burn(by, bank, amount, ref, epochOf(by), epochOf(bank), LATER);
        bytes memory data = abi.encode(m);
        bytes memory own = signedFor(address(cash), by, MoneyTypes.BURN, data);
        return abi.encodeCall(cash.burn, (m, own, signedFor(address(cash), bank, MoneyTypes.BURN, data)));
    }

    function sending(PartyId from, PartyId to, uint64 amount) internal view returns (bytes memory) {
        ICash.CashTransfer memory m = ICash.CashTransfer(
            from,
            to,
            amount,
            cash.seqOf(from),
            "rent",
            epochOf(from),
            LATER
        );
        bytes memory signature = signedFor(address(cash), from, MoneyTypes.CASH_TRANSFER, abi.encode(m));
        return abi.encodeCall(cash.transferByIntent, (m, signature));
    }

    function balance(PartyId id) internal view returns (uint64) {
        return uint64(cash.balanceOf(address(uint160(PartyId.unwrap(id)))));
    }

    // Receivables.

    function first(ReceivableId id) internal pure returns (NoteId) {
        return NoteId.wrap(ReceivableId.unwrap(id));
    }

    function partOf(ReceivableId id, NoteId parent, uint32 seq) internal pure returns (NoteId) {
        return NoteId.wrap(keccak256(abi.encode(id, parent, seq)));
    }

    function invoice(PartyId debtor, PartyId seller, bytes32 n) internal view returns (IReceivables.Issue memory) {
        return
            IReceivables.Issue({
                debtor: debtor,
                seller: seller,
                face: FACE,
                currency: "EUR",
                due: DUE,
                nullifier: n,
                document: "invoice",
                debtorEpoch: epochOf(debtor),
                sellerEpoch: epochOf(seller),
                deadline: LATER
            });
    }

    function issuing(IReceivables.Issue memory m) internal view returns (bytes memory) {
        bytes memory data = abi.encode(m);
        bytes memory debtor = ofReceivables(m.debtor, MoneyTypes.ISSUE, data);
        return abi.encodeCall(receivables.issue, (m, debtor, ofReceivables(m.seller, MoneyTypes.ISSUE, data)));
    }

    function ofReceivables(PartyId by, string memory type_, bytes memory data) internal view returns (bytes memory) {
        return signedFor(address(receivables), by, type_, data);
    }

    /// @dev A receivable of FACE, owed by BUYER to FARM.
    function issue(bytes32 nullifier) internal returns (ReceivableId id) {
        accepts(address(receivables), issuing(invoice(BUYER, FARM, nullifier)));
        return receivables.idOf(BUYER, nullifier);
    }

    function moving(
        PartyId from,
        PartyId to,
        ReceivableId id,
        NoteId note,
        uint64 amount
    ) internal view returns (bytes memory) {
        IReceivables.Move memory m = IReceivables.Move({
            from: from,
            to: to,
            receivable: id,
            note: note,
            seq: receivables.note(id, note).seq,
            amount: amount,
            via: address(0),
            document: "voucher",
            epoch: epochOf(from),
            deadline: LATER
        });
        return abi.encodeCall(receivables.move, (m, ofReceivables(from, MoneyTypes.MOVE, abi.encode(m))));
    }

    function offer(
        PartyId seller,
        PartyId buyer,
        ReceivableId id,
        NoteId note,
        uint64 amount,
        uint64 price
    ) internal view returns (IReceivables.Sale memory) {
        return
            IReceivables.Sale({
                price: price,
                buyer: buyer,
                seller: seller,
                receivable: id,
                note: note,
                seq: receivables.note(id, note).seq,
                amount: amount,
                sellerEpoch: epochOf(seller),
                buyerEpoch: epochOf(buyer),
                deadline: LATER
            });
    }

    function selling(IReceivables.Sale memory m) internal view returns (bytes memory) {
        bytes memory data = abi.encode(m);
        bytes memory seller = ofReceivables(m.seller, MoneyTypes.SALE, data);
        return abi.encodeCall(receivables.sell, (m, seller, ofReceivables(m.buyer, MoneyTypes.SALE, data)));
    }

    function paying(PartyId debtor, ReceivableId id, uint64 amount) internal view returns (bytes memory) {
        uint32 seq = receivables.receivable(id).seq;
        IReceivables.Payment memory m = IReceivables.Payment(amount, id, seq, epochOf(debtor), LATER);
        return abi.encodeCall(receivables.pay, (m, ofReceivables(debtor, MoneyTypes.PAYMENT, abi.encode(m))));
    }

    function redeeming(PartyId owner, ReceivableId id, NoteId note) internal view returns (bytes memory) {
        uint32 seq = receivables.note(id, note).seq;
        IReceivables.Redemption memory m = IReceivables.Redemption(owner, id, note, seq, epochOf(owner), LATER);
        return abi.encodeCall(receivables.redeem, (m, ofReceivables(owner, MoneyTypes.REDEMPTION, abi.encode(m))));
    }

    function retiring(
        PartyId owner,
        ReceivableId id,
        NoteId note,
        uint64 amount,
        uint64 price
    ) internal view returns (bytes memory) {
        PartyId debtor = receivables.receivable(id).debtor;
        IReceivables.Retirement memory m = IReceivables.Retirement({
            price: price,
            owner: owner,
            receivable: id,
            note: note,
            seq: receivables.note(id, note).seq,
            amount: amount,
            ownerEpoch: epochOf(owner),
            debtorEpoch: epochOf(debtor),
            deadline: LATER
        });
        bytes memory data = abi.encode(m);
        bytes memory own = ofReceivables(owner, MoneyTypes.RETIREMENT, data);
        return abi.encodeCall(receivables.retire, (m, own, ofReceivables(debtor, MoneyTypes.RETIREMENT, data)));
    }

    function diluting(PartyId owner, ReceivableId id, NoteId note, uint64 amount) internal view returns (bytes memory) {
        uint32 seq = receivables.note(id, note).seq;
        IReceivables.Dilution memory m = IReceivables.Dilution(
            owner,
            id,
            note,
            seq,
            amount,
            "credit note",
            epochOf(owner),
            LATER
        );
        return abi.encodeCall(receivables.dilute, (m, ofReceivables(owner, MoneyTypes.DILUTION, abi.encode(m))));
    }

    function disputing(PartyId debtor, ReceivableId id, bool on) internal view returns (bytes memory) {
        uint32 seq = receivables.receivable(id).seq;
        IReceivables.DisputeNotice memory m = IReceivables.DisputeNotice(
            debtor,
            id,
            seq,
            on,
            "short",
            epochOf(debtor),
            LATER
        );
        bytes memory signature = ofReceivables(debtor, MoneyTypes.DISPUTE_NOTICE, abi.encode(m));
        return abi.encodeCall(receivables.setDispute, (m, signature));
    }
}
