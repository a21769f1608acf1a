// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PartyId} from "../Ids.sol";
import {IIntents} from "./IIntents.sol";
import {IRegistry} from "./IRegistry.sol";

/// @title Settlement money: one currency, issued by admitted banks against references
/// @notice Money belongs to parties; the account of party n is the address n, so a changed key moves nothing. A contract
///         that holds money has its own address for an account. There is no allowance and no hook: money leaves an
///         account by a message that its party signed, or by a call of the contract that holds it.
///         Receiving never fails: all money together fits an account.
///         The face of ERC-20 is for the ecosystem's tools; `transfer` is sent by a party's key.
interface ICash is IIntents {
    /// @notice A bank has received money outside and issues it here.
    /// @param bankRef The bank's own reference of what it received; it serves once.
    struct Mint {
        PartyId bank;
        PartyId to;
        uint64 amount;
        bytes32 bankRef;
        uint32 epoch;
        uint64 deadline;
    }

    /// @notice A party gives money back to a bank that issued some, which pays it out outside. Both sign.
    /// @param bankRef The bank's reference of the payout; it serves once.
    struct Burn {
        PartyId by;
        PartyId bank;
        uint64 amount;
        bytes32 bankRef;
        uint32 epoch;
        uint32 bankEpoch;
        uint64 deadline;
    }

    /// @notice A party sends money to another.
    /// @param seq How many such messages of the party have been executed.
    /// @param document Commitment to what it is for, 0 for none.
    struct CashTransfer {
        PartyId from;
        PartyId to;
        uint64 amount;
        uint32 seq;
        bytes32 document;
        uint32 epoch;
        uint64 deadline;
    }

    /// @notice ERC-20's event; the account of a party is the address that equals its number.
    event Transfer(address indexed from, address indexed to, uint256 value);
    event Minted(PartyId indexed bank, PartyId indexed to, bytes32 indexed bankRef, uint64 amount);
    event Burned(PartyId indexed bank, PartyId indexed by, bytes32 indexed bankRef, uint64 amount);

    /// @notice The account holds less.
    error InsufficientCash(address account, uint256 amount, uint64 balance);

    /// @notice The bank has used this reference before.
    error ReferenceUsed(PartyId bank, bytes32 bankRef);

    /// @notice The bank has issued less than that.
    error NotIssued(PartyId bank, uint64 amount, uint64 issued);

    /// @notice All money together would exceed what an account can hold.
    error SupplyExhausted(uint64 amount, uint64 supply);

    /// @notice The party has sent money since the intent was signed.
    error StaleTransfer(PartyId party, uint32 expected, uint32 actual);

    /// @notice No party has this account.
    error UnknownAccount(address account);

    /// @notice The message is not laid out as `settle` needs it.
    error MalformedMessage();
    error NoAmount();

    /// @notice Issues money; needs the role of a bank.
    function mint(Mint calldata message, bytes calldata signature) external;

    /// @notice Takes money back. Signatures: the party's and the bank's, over the same message.
    function burn(Burn calldata message, bytes calldata signature, bytes calldata bankSignature) external;

    /// @notice Sends money by intent.
    function transferByIntent(CashTransfer calldata message, bytes calldata signature) external;

    /// @notice Moves money of a party that has signed a message to the calling contract. The contract answers for the
    ///         message being executed once, so sign for contracts that are known.
    /// @param payer Who signed.
    /// @param to The party that receives; 0: the calling contract.
    /// @param owed Whether a debt is being paid: then a frozen party pays too, where the caller is admitted with the
    ///        role of a settlement contract.
    /// @param message EIP-712 encoding of the message, `typeHash ‖ fields`, in the domain of the caller. Its first field
    ///        is `uint64 amount`, its last ones are `uint32 epoch, uint64 deadline` of the payer: no more than the
    ///        amount that the payer read before it signed can be taken, and by nobody else.
    function settle(PartyId payer, PartyId to, bool owed, bytes calldata message, bytes calldata signature) external;

    /// @notice Moves money that the calling contract holds to a party. Nobody can send a contract money unasked.
    function disburse(PartyId to, uint64 amount) external;

    /// @notice ERC-20: moves money of the party whose key calls, to a party's account or key. No status stops a
    ///         settlement contract: what it pays is others'.
    function transfer(address to, uint256 amount) external returns (bool);

    /// @notice ERC-20: the money of a party, asked by its account or its key, or of a contract that is no party.
    function balanceOf(address account) external view returns (uint256);

    /// @notice What a contract holds for others, in its own account, whether or not it is a party too.
    function heldBy(address taker) external view returns (uint64);

    /// @notice How many CashTransfer messages of the party have been executed.
    function seqOf(PartyId party) external view returns (uint32);

    /// @notice What a bank has issued and not taken back.
    function issuedBy(PartyId bank) external view returns (uint64);

    /// @notice Whether a bank has used a reference.
    function isUsed(PartyId bank, bytes32 bankRef) external view returns (bool);

    /// @notice ISO 4217 code in ASCII.
    function currency() external view returns (bytes3);

    /// @notice The registry whose parties have accounts here.
    function registry() external view returns (IRegistry);

    function name() external view returns (string memory);
    function symbol() external view returns (string memory);

    /// @notice Decimal places of the minor unit that amounts count.
    function decimals() external view returns (uint8);
    function totalSupply() external view returns (uint256);
}
