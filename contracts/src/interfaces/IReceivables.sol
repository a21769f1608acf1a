// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {NoteId, PartyId, ReceivableId} from "../Ids.sol";
import {ICash} from "./ICash.sol";
import {IIntents} from "./IIntents.sol";

/// @title Receivables: what debtors owe, and the notes that own it
/// @notice A receivable is a debtor's obligation to pay a face amount at a due date. It is born with the debtor's
///         signature, once for each nullifier of the debtor, ever. Parties own it in notes: the first one has the
///         receivable's id, a part has the id keccak256(abi.encode(receivable, note, seq)) of the note it came from.
///         Every change of a note raises its sequence number by one, and every message binds the number it was signed
///         for, so nothing is accepted twice, not even after the note has come back.
///         What a debtor pays belongs to all notes by their amounts. A payment that settles an undivided receivable
///         goes through to its owner at once; any other waits here to be redeemed. Nothing loops over notes.
///         A note that has redeemed all of its amount is deleted, and a settled receivable is settled for good.
///         Freezing stops moves and sales, and never payment or redemption. A contract that is a party signs by
///         calling, and its status does not matter.
interface IReceivables is IIntents {
    /// @notice The seller and the debtor agree that the debtor owes.
    /// @param currency ISO 4217 code in ASCII, that of this contract's cash.
    /// @param due Unix time, later than now and no later than the cap on tenors allows.
    /// @param nullifier HMAC of the invoice's id under a secret shared by the two, so that nobody can search invoice
    ///        numbers; serves once for each debtor, ever.
    /// @param document Commitment to the invoice, 0 for none.
    struct Issue {
        PartyId debtor;
        PartyId seller;
        uint64 face;
        bytes3 currency;
        uint64 due;
        bytes32 nullifier;
        bytes32 document;
        uint32 debtorEpoch;
        uint32 sellerEpoch;
        uint64 deadline;
    }

    /// @notice An owner gives a note, or a part of it, to a party, itself included. The receiver signs nothing.
    /// @param amount The whole amount of the note, or less: then the part becomes a new note.
    /// @param via The only account that may submit this; 0: anyone.
    struct Move {
        PartyId from;
        PartyId to;
        ReceivableId receivable;
        NoteId note;
        uint32 seq;
        uint64 amount;
        address via;
        bytes32 document;
        uint32 epoch;
        uint64 deadline;
    }

    /// @notice A buyer pays for a note, or a part of it, and gets it in the same transaction. Both sign this: the one who
    ///         signs first makes an offer.
    struct Sale {
        uint64 price;
        PartyId buyer;
        PartyId seller;
        ReceivableId receivable;
        NoteId note;
        uint32 seq;
        uint64 amount;
        uint32 sellerEpoch;
        uint32 buyerEpoch;
        uint64 deadline;
    }

    /// @notice The debtor pays: its key signs, which no other party ever had.
    /// @param amount No more than is outstanding.
    /// @param seq The receivable's sequence number, which messages of the debtor alone raise.
    struct Payment {
        uint64 amount;
        ReceivableId receivable;
        uint32 seq;
        uint32 epoch;
        uint64 deadline;
    }

    /// @notice An owner takes what has been paid for its note.
    struct Redemption {
        PartyId owner;
        ReceivableId receivable;
        NoteId note;
        uint32 seq;
        uint32 epoch;
        uint64 deadline;
    }

    /// @notice The debtor buys a note, or a part of it, below its amount, and that debt ends. Both sign.
    /// @param price What the debtor pays now: no more than `amount`.
    /// @param amount How much of the debt ends: no more than is unpaid of the note.
    struct Retirement {
        uint64 price;
        PartyId owner;
        ReceivableId receivable;
        NoteId note;
        uint32 seq;
        uint64 amount;
        uint32 ownerEpoch;
        uint32 debtorEpoch;
        uint64 deadline;
    }

    /// @notice An owner gives up a part of its claim: a credit note.
    /// @param amount No more than is unpaid of the note.
    struct Dilution {
        PartyId owner;
        ReceivableId receivable;
        NoteId note;
        uint32 seq;
        uint64 amount;
        bytes32 document;
        uint32 epoch;
        uint64 deadline;
    }

    /// @notice The debtor says that it disputes the receivable, or no longer. A disputed one is not sold.
    struct DisputeNotice {
        PartyId debtor;
        ReceivableId receivable;
        uint32 seq;
        bool disputed;
        bytes32 reason;
        uint32 epoch;
        uint64 deadline;
    }

    /// @notice A receivable; face = the notes' open amounts + redeemed + retired + diluted.
    /// @param outstanding What the debtor still owes; 0: settled.
    /// @param redeemed Paid and passed on to the notes' owners.
    struct ReceivableState {
        PartyId debtor;
        uint64 face;
        uint64 paid;
        uint64 redeemed;
        uint64 retired;
        uint64 diluted;
        uint64 outstanding;
        uint64 due;
        uint32 seq;
        bool disputed;
    }

    /// @notice A note; all 0 where there is none, or none any more.
    /// @param open What is still to be redeemed of it, paid or not.
    /// @param redeemable What a redemption would pay now.
    struct NoteState {
        PartyId owner;
        uint64 amount;
        uint64 open;
        uint64 redeemable;
        uint32 seq;
    }

    event Issued(
        ReceivableId indexed receivable,
        PartyId indexed debtor,
        PartyId indexed owner,
        uint64 face,
        uint64 due,
        bytes32 nullifier,
        bytes32 document
    );

    /// @param note The parent.
    /// @param moved The note that `to` now owns: `note` itself, or the part.
    event Moved(
        ReceivableId indexed receivable,
        PartyId indexed from,
        PartyId indexed to,
        NoteId note,
        NoteId moved,
        uint64 amount,
        bytes32 document
    );

    /// @param note The note that the buyer now owns. Where it is a part, a Moved event before this one tells its parent.
    event Sold(
        ReceivableId indexed receivable,
        PartyId indexed seller,
        PartyId indexed buyer,
        NoteId note,
        uint64 amount,
        uint64 price
    );

    /// @notice The money waits to be redeemed.
    event Paid(ReceivableId indexed receivable, uint64 amount);

    /// @notice The receivable was undivided and is settled: its owner has been paid, and the note ended.
    event PaidThrough(ReceivableId indexed receivable, uint64 amount);
    event Redeemed(ReceivableId indexed receivable, PartyId indexed owner, NoteId note, uint64 amount);
    event Retired(ReceivableId indexed receivable, PartyId indexed owner, NoteId note, uint64 amount, uint64 price);
    event Diluted(ReceivableId indexed receivable, PartyId indexed owner, NoteId note, uint64 amount, bytes32 document);
    event DisputeSet(ReceivableId indexed receivable, bool disputed, bytes32 reason);

    /// @notice The debtor's nullifier has been used.
    error AlreadyIssued(ReceivableId receivable);
    error UnknownReceivable(ReceivableId receivable);

    /// @notice There is no such note, or it has been redeemed.
    error UnknownNote(NoteId note);
    error NotOwner(NoteId note, PartyId party, PartyId owner);
    error NotDebtor(ReceivableId receivable, PartyId party, PartyId debtor);

    /// @notice A party owes nothing to itself.
    error OwnDebt(PartyId party);

    /// @notice The note or the receivable has changed since the intent was signed.
    error StaleNote(bytes32 id, uint32 expected, uint32 actual);
    error WrongCurrency(bytes3 currency, bytes3 expected);
    error DueInPast(uint64 due, uint64 time);
    error TenorAboveCap(uint64 due, uint64 latest);
    error ZeroAmount();

    /// @notice More than there is of the note.
    error ExceedsNote(NoteId note, uint64 amount, uint64 available);

    /// @notice More than is outstanding.
    error ExceedsOutstanding(ReceivableId receivable, uint64 amount, uint64 outstanding);
    error PriceAboveAmount(uint64 price, uint64 amount);
    error ReceivableDisputed(ReceivableId receivable);

    /// @notice Nothing has been paid that the note could redeem.
    error NothingToRedeem(NoteId note);

    /// @notice Another account was to submit this.
    error WrongSubmitter(address submitter, address via);

    /// @notice Only the orders contract issues without a message of both.
    error NotIssuer(address caller);

    /// @notice Issues a receivable to the seller. Signatures: the debtor's and the seller's, over the same message.
    function issue(Issue calldata message, bytes calldata debtorSignature, bytes calldata sellerSignature) external;

    /// @notice The orders contract issues what the buyer has confirmed by agreeing to the order.
    function issueMatched(
        PartyId debtor,
        PartyId owner,
        uint64 face,
        uint64 due,
        bytes32 nullifier,
        bytes32 document
    ) external returns (ReceivableId);

    /// @notice Moves a note, or splits it and moves the part.
    function move(Move calldata message, bytes calldata signature) external returns (NoteId moved);

    /// @notice Sells a note or a part of it against cash. Signatures: the seller's and the buyer's.
    function sell(Sale calldata message, bytes calldata sellerSignature, bytes calldata buyerSignature) external;

    /// @notice Pays in part or whole, before or after the due date. A frozen debtor may.
    function pay(Payment calldata message, bytes calldata signature) external;

    /// @notice Pays out what a note may redeem. A frozen owner may; once the receivable is settled anyone may for it.
    /// @param signature The owner's; ignored where the receivable is settled.
    function redeem(Redemption calldata message, bytes calldata signature) external returns (uint64 amount);

    /// @notice Ends a part of the debt at a price. What has been paid for the note is redeemed first.
    function retire(
        Retirement calldata message,
        bytes calldata ownerSignature,
        bytes calldata debtorSignature
    ) external;

    /// @notice Ends a part of the debt for nothing. What has been paid for the note is redeemed first.
    function dilute(Dilution calldata message, bytes calldata signature) external;

    /// @notice Sets or lifts the debtor's dispute.
    function setDispute(DisputeNotice calldata message, bytes calldata signature) external;

    /// @notice A receivable; all 0 where there is none.
    function receivable(ReceivableId id) external view returns (ReceivableState memory);

    /// @notice A note of a receivable.
    function note(ReceivableId receivable_, NoteId id) external view returns (NoteState memory);

    /// @notice The id of the receivable that a debtor's nullifier stands for.
    function idOf(PartyId debtor, bytes32 nullifier) external pure returns (ReceivableId);

    /// @notice The longest time, in seconds, from issue to due date.
    function maxTenor() external view returns (uint64);

    /// @notice The contract that issues for matched orders.
    function issuer() external view returns (address);

    /// @notice The money that receivables are paid in.
    function cash() external view returns (ICash);
}
