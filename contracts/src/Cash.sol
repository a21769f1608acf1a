// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Actors} from "./Actors.sol";
import {PartyId} from "./Ids.sol";
import {BANK, SETTLEMENT} from "./Roles.sol";
import {ICash} from "./interfaces/ICash.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {Accounts} from "./libraries/Accounts.sol";
import {Intents} from "./libraries/Intents.sol";
import {PartyWord, PartyWords} from "./libraries/PartyWord.sol";

/// @title Cash
contract Cash is Actors, ICash {
    bytes32 private constant MINT = keccak256(
        "Mint(uint64 bank,uint64 to,uint64 amount,bytes32 bankRef,uint32 epoch,uint64 deadline)"
    );
    bytes32 private constant BURN = keccak256(
        "Burn(uint64 by,uint64 bank,uint64 amount,bytes32 bankRef,uint32 epoch,uint32 bankEpoch,uint64 deadline)"
    );
    bytes32 private constant CASH_TRANSFER = keccak256(
        "CashTransfer(uint64 from,uint64 to,uint64 amount,uint32 seq,bytes32 document,uint32 epoch,uint64 deadline)"
    );
    uint256 private constant SEQ = 64;

    /// @inheritdoc ICash
    bytes3 public immutable currency;
    /// @inheritdoc ICash
    uint8 public immutable decimals;
    /// @inheritdoc ICash
    mapping(PartyId bank => uint64) public issuedBy;
    /// @inheritdoc ICash
    mapping(PartyId bank => mapping(bytes32 bankRef => bool)) public isUsed;

    /// @dev word: seq(32) | balance(64). A struct, so that its place is hashed once for reading and writing.
    struct Account {
        uint256 word;
    }

    uint64 private _supply;
    mapping(address => Account) private _accounts;

    /// @param currency_ ISO 4217 code in ASCII.
    /// @param decimals_ Decimal places of its minor unit.
    constructor(IRegistry registry_, bytes3 currency_, uint8 decimals_) Actors(registry_) {
        (currency, decimals) = (currency_, decimals_);
    }

    /// @inheritdoc ICash
    function mint(Mint calldata m, bytes calldata signature) external {
        bytes32 structHash = keccak256(abi.encode(MINT, m));
        _requireIntent(m.bank, m.epoch, m.deadline, structHash, signature).requireRole(m.bank, BANK);
        _registry.word(m.to).requireKnown(m.to);
        _useReference(m.bank, m.bankRef);
        if (m.amount == 0) revert NoAmount();
        if (m.amount > type(uint64).max - _supply) revert SupplyExhausted(m.amount, _supply);
        _supply += m.amount;
        issuedBy[m.bank] += m.amount;
        _accounts[Accounts.account(m.to)].word += m.amount;
        emit Minted(m.bank, m.to, m.bankRef, m.amount);
        emit Transfer(address(0), Accounts.account(m.to), m.amount);
    }

    /// @inheritdoc ICash
    function burn(Burn calldata m, bytes calldata signature, bytes calldata bankSignature) external {
        bytes32 structHash = keccak256(abi.encode(BURN, m));
        _requireIntent(m.by, m.epoch, m.deadline, structHash, signature);
        _requireIntent(m.bank, m.bankEpoch, m.deadline, structHash, bankSignature).requireRole(m.bank, BANK);
        _useReference(m.bank, m.bankRef);
        if (m.amount > issuedBy[m.bank]) revert NotIssued(m.bank, m.amount, issuedBy[m.bank]);
        _take(Accounts.account(m.by), m.amount);
        _supply -= m.amount;
        issuedBy[m.bank] -= m.amount;
        emit Burned(m.bank, m.by, m.bankRef, m.amount);
        emit Transfer(Accounts.account(m.by), address(0), m.amount);
    }

    /// @inheritdoc ICash
    function transferByIntent(CashTransfer calldata m, bytes calldata signature) external {
        bytes32 structHash = keccak256(abi.encode(CASH_TRANSFER, m));
        _requireIntent(m.from, m.epoch, m.deadline, structHash, signature);
        _registry.word(m.to).requireKnown(m.to);
        address account = Accounts.account(m.from);
        uint32 seq = seqOf(m.from);
        if (seq != m.seq) revert StaleTransfer(m.from, m.seq, seq);
        _accounts[account].word += 1 << SEQ;
        _move(account, Accounts.account(m.to), m.amount);
    }

    /// @inheritdoc ICash
    function settle(PartyId payer, PartyId to, bool owed, bytes calldata message, bytes calldata signature) external {
        (uint64 amount, uint32 epoch, uint64 deadline, bytes32 structHash) = _open(message);
        _requireInTime(deadline);
        PartyWord word = _wordOf(payer);
        if (!owed || word.status() <= PartyWords.ACTIVE) {
            word.requireActive(payer, epoch);
        } else {
            _wordOf(_registry.partyOf(msg.sender)).requireRole(payer, SETTLEMENT);
            word.requireEpoch(payer, epoch);
        }
        bytes32 digest = Intents.digest(Intents.separatorOf(msg.sender), structHash);
        Intents.requireSigned(digest, payer, word.key(), signature);
        _move(Accounts.account(payer), PartyId.unwrap(to) == 0 ? msg.sender : Accounts.account(to), amount);
    }

    /// @inheritdoc ICash
    function disburse(PartyId to, uint64 amount) external {
        _move(msg.sender, Accounts.account(to), amount);
    }

    /// @inheritdoc ICash
    function transfer(address to, uint256 amount) external returns (bool) {
        PartyId by = _registry.partyOf(msg.sender);
        PartyWord word = _registry.word(by);
        if (word.roles() & SETTLEMENT == 0) word.requireActive(by, word.epoch());
        address account = _accountOf(to);
        uint160 party = uint160(account);
        if (party == 0 || party > _registry.partyCount()) revert UnknownAccount(to);
        if (amount > type(uint64).max)
            revert InsufficientCash(Accounts.account(by), amount, _balance(Accounts.account(by)));
        _move(Accounts.account(by), account, uint64(amount));
        return true;
    }

    /// @inheritdoc ICash
    function balanceOf(address account) external view returns (uint256) {
        return _balance(_accountOf(account));
    }

    /// @inheritdoc ICash
    function heldBy(address taker) external view returns (uint64) {
        return _balance(taker);
    }

    /// @inheritdoc ICash
    function seqOf(PartyId party) public view returns (uint32) {
        return uint32(_accounts[Accounts.account(party)].word >> SEQ);
    }

    /// @inheritdoc ICash
    function registry() external view returns (IRegistry) {
        return _registry;
    }

    /// @inheritdoc ICash
    function totalSupply() external view returns (uint256) {
        return _supply;
    }

    /// @inheritdoc ICash
    function name() external view returns (string memory) {
        return string.concat("Ledger cash ", symbol());
    }

    /// @inheritdoc ICash
    function symbol() public view returns (string memory) {
        return string(abi.encodePacked(currency));
    }

    function _useReference(PartyId bank, bytes32 bankRef) private {
        if (isUsed[bank][bankRef]) revert ReferenceUsed(bank, bankRef);
        isUsed[bank][bankRef] = true;
    }

    function _move(address from, address to, uint64 amount) private {
        _take(from, amount);
        unchecked {
            // The supply fits an account.
            _accounts[to].word += amount;
        }
        emit Transfer(from, to, amount);
    }

    function _take(address from, uint64 amount) private {
        if (amount == 0) revert NoAmount();
        Account storage account = _accounts[from];
        uint256 word = account.word;
        if (amount > uint64(word)) revert InsufficientCash(from, amount, uint64(word));
        unchecked {
            account.word = word - amount;
        }
    }

    function _balance(address account) private view returns (uint64) {
        return uint64(_accounts[account].word);
    }

    /// @dev The account that an address stands for: a party's, where it is the party's key.
    function _accountOf(address account) private view returns (address) {
        PartyId party = _registry.partyOf(account);
        return PartyId.unwrap(party) == 0 ? account : Accounts.account(party);
    }

    /// @dev What `settle` reads of a message, and its hash; reverts where a field is wider than its type.
    function _open(
        bytes calldata message
    ) private pure returns (uint64 amount, uint32 epoch, uint64 deadline, bytes32 structHash) {
        uint256 bad;
        assembly ("memory-safe") {
            let free := mload(0x40)
            let size := message.length
            calldatacopy(free, message.offset, size)
            structHash := keccak256(free, size)
            amount := mload(add(free, 0x20))
            deadline := mload(add(free, sub(size, 0x20)))
            epoch := mload(add(free, sub(size, 0x40)))
            bad := or(or(shr(64, or(amount, deadline)), shr(32, epoch)), or(lt(size, 0x80), and(size, 0x1f)))
        }
        if (bad != 0) revert MalformedMessage();
    }
}
