// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {NoteId, PartyId, PositionId, ReceivableId} from "../Ids.sol";
import {Waterfall} from "../libraries/Waterfall.sol";
import {IIntents} from "./IIntents.sol";
import {IOrders} from "./IOrders.sol";

/// @title Facility: loans of parties to parties, against collateral that this contract owns meanwhile
/// @notice Lender and borrower sign the loan; the one who signs first makes an offer. Its hash is the position's id, and
///         every call carries it. The collateral is a note of a receivable (factoring with a reserve, pledge), a title
///         note (inventory; custody stays where it is), or the proceeds of an order (purchase-order finance).
///         The contract is a party of the registry, so it can own. What it collects, and what the borrower repays, goes
///         at once to fee, late interest, interest, principal, and what is left to whom the loan says.
///         Collateral leaves it when the loan is repaid, when the lender releases it, or by default.
///         Nothing stops a repayment: no freeze, no status.
interface IFacility is IIntents {
    /// @notice What lender and borrower agree on.
    /// @param principal What the lender pays out to the borrower now.
    /// @param debtor Whose credit counts against the lender's limit: the receivable's debtor, the order's buyer, or the
    ///        borrower, where goods are the collateral.
    /// @param fee Due with the first money that comes in.
    /// @param rate A year, in 1/10,000, up to 10,000.
    /// @param lateRate A year, in 1/10,000, on top of the rate after the due date.
    /// @param basis Days of a year: 360 or 365.
    /// @param grace Seconds after the due date before a default.
    /// @param kind 1 note, 2 title, 3 order paid from its escrow, 4 order on credit.
    /// @param collateral The receivable, the title note or the order.
    /// @param note The note of the receivable; else 0.
    /// @param seq Of the note, the title or the order.
    /// @param amount How much of the note; the whole of the title; 0 for an order.
    /// @param recourse Whether the borrower owes what the collateral does not bring.
    /// @param residualTo Who gets what is left: the borrower (reserve, pledge) or the lender.
    /// @param valuer Who attests the value of goods; 0: nobody.
    /// @param haircut The part of the value that may be lent, in 1/10,000.
    /// @param marginTime Seconds to answer a margin call.
    struct Loan {
        uint64 principal;
        PartyId lender;
        PartyId borrower;
        PartyId debtor;
        uint64 fee;
        uint64 rate;
        uint64 lateRate;
        uint64 basis;
        uint64 due;
        uint64 grace;
        uint8 kind;
        bytes32 collateral;
        NoteId note;
        uint32 seq;
        uint64 amount;
        bool recourse;
        PartyId residualTo;
        PartyId valuer;
        uint64 haircut;
        uint64 marginTime;
        uint32 borrowerEpoch;
        uint32 lenderEpoch;
        uint64 deadline;
    }

    /// @notice The borrower repays. What is not owed comes back to it.
    /// @param seq The position's sequence number, which messages of its parties raise.
    struct Repayment {
        uint64 amount;
        PositionId position;
        uint32 seq;
        uint32 epoch;
        uint64 deadline;
    }

    /// @notice The lender acts on a position.
    /// @param action 1 impair (overdue), 2 default (after the grace or an unanswered margin call), 3 release the
    ///        collateral to the borrower, 4 take the collateral of a defaulted loan with recourse for all that is owed.
    ///        A default without recourse takes it at once.
    struct LenderAction {
        PositionId position;
        uint8 action;
        uint32 seq;
        uint32 epoch;
        uint64 deadline;
    }

    /// @notice The valuer says what the goods are worth now.
    struct Valuation {
        PositionId position;
        uint64 value;
        uint32 seq;
        uint32 epoch;
        uint64 deadline;
    }

    /// @notice A lender's limit for a debtor: no less than its present exposure.
    /// @param seq How often this limit has been set.
    struct Limit {
        PartyId lender;
        PartyId debtor;
        uint64 amount;
        uint32 seq;
        uint32 epoch;
        uint64 deadline;
    }

    /// @notice A position.
    /// @param status 0 none, 1 open, 2 impaired, 3 defaulted, 4 repaid, 5 recovered, 6 foreclosed. Overdue is open or
    ///        impaired after the due date.
    /// @param owed As of now.
    /// @param marginDue Last second to answer the margin call; 0: there is none.
    struct PositionState {
        uint8 status;
        uint32 seq;
        bool released;
        uint64 value;
        uint64 marginDue;
        Waterfall.Parts owed;
    }

    event Opened(PositionId indexed position, PartyId indexed lender, PartyId indexed borrower, Loan loan);

    /// @param recovered Whether it came in after a default.
    event Repaid(PositionId indexed position, uint64 amount, Waterfall.Parts paid, bool recovered);
    event Impaired(PositionId indexed position, uint64 owed);
    event Defaulted(PositionId indexed position, uint64 owed, bool recourse);

    /// @notice The lender has taken the collateral for all that was owed.
    event Foreclosed(PositionId indexed position);
    event Released(PositionId indexed position);
    event CollateralAdded(PositionId indexed position, bytes32 indexed id, NoteId note, uint64 amount);
    event CollateralMoved(PositionId indexed position, PartyId indexed to, bytes32 indexed id, NoteId note);
    event Valued(PositionId indexed position, uint64 value);
    event MarginCalled(PositionId indexed position, uint64 shortfall, uint64 due);
    event LimitSet(PartyId indexed lender, PartyId indexed debtor, uint64 amount);
    event TitleWitnessed(NoteId indexed title, PartyId indexed owner, uint32 seq);

    error UnknownPosition(PositionId position);
    error AlreadyOpened(PositionId position);

    /// @notice The loan can't be executed; `what` is the first of the fields that is to blame.
    error BadLoan(bytes32 what);
    error LimitExceeded(PartyId lender, PartyId debtor, uint64 exposure, uint64 limit);
    error LimitBelowExposure(uint64 amount, uint64 exposure);
    error StalePosition(bytes32 id, uint32 expected, uint32 actual);

    /// @notice The position's status does not allow this, or not yet.
    error WrongStatus(PositionId position, uint8 status);
    error NotDue(uint64 time, uint64 after_);

    /// @notice The collateral is not the position's.
    error NotCollateral(bytes32 id);

    /// @notice The title was not moved here by the borrower.
    error NotDeposited(NoteId title);

    /// @notice Receivables of the order, of so much, have yet to be attached.
    error NotAttached(uint64 amount);
    error NothingCollected(PositionId position);

    /// @notice This contract is not admitted to the registry as a party.
    error NotAdmitted();

    /// @notice Opens a position against a note or a title.
    /// @param borrowerSignature Over the loan.
    /// @param lenderSignature Over the loan; the cash checks it.
    /// @param collateralSignature The borrower's over the Move or TitleMove to this contract's party, of the loan's
    ///        collateral, seq and amount, its borrowerEpoch and deadline, with the loan's hash for a document and, of a
    ///        note, this contract for `via`.
    function open(
        Loan calldata loan,
        bytes calldata borrowerSignature,
        bytes calldata lenderSignature,
        bytes calldata collateralSignature
    ) external;

    /// @notice Opens a position against an order.
    /// @param collateralSignature The borrower's over the Assignment to this contract's party, as in `open`.
    function openOnOrder(
        Loan calldata loan,
        IOrders.OrderTerms calldata terms,
        bytes calldata borrowerSignature,
        bytes calldata lenderSignature,
        bytes calldata collateralSignature
    ) external;

    /// @notice Takes a repayment of the borrower. A frozen one may.
    function repay(Loan calldata loan, Repayment calldata message, bytes calldata signature) external;

    /// @notice Distributes what a note of the position has brought. Anyone may.
    function collect(Loan calldata loan, ReceivableId receivable, NoteId note) external;

    /// @notice Distributes what the position's order has paid from its escrow. Anyone may.
    function collectOrder(Loan calldata loan) external;

    /// @notice Takes a receivable that the position's order gave birth to into the collateral. Anyone may.
    function attach(Loan calldata loan, ReceivableId receivable) external;

    /// @notice Impairs, defaults or releases.
    function act(Loan calldata loan, LenderAction calldata message, bytes calldata signature) external;

    /// @notice Records a value; below what is owed after the haircut it is a margin call, above it ends one.
    function setValue(Loan calldata loan, Valuation calldata message, bytes calldata signature) external;

    /// @notice Adds a whole title note of the borrower to the collateral.
    /// @param signature The borrower's over the TitleMove, with the loan's hash for a document.
    function topUp(
        Loan calldata loan,
        NoteId title,
        uint32 seq,
        uint64 amount,
        uint32 epoch,
        uint64 deadline,
        bytes calldata signature
    ) external;

    /// @notice Moves collateral on to whom it is due: after repayment to `residualTo`, after a release to the borrower,
    ///         after a foreclosure to the lender. Anyone may.
    /// @param id The receivable or the title note.
    /// @param note The note of the receivable; 0 for a title.
    function handOver(Loan calldata loan, bytes32 id, NoteId note) external;

    /// @notice The same for the proceeds of an order.
    function handOverOrder(Loan calldata loan, IOrders.OrderTerms calldata terms) external;

    /// @notice Records who owns a title note now. A title that is then moved here alone, before the loan is opened, is
    ///         known as that party's: it can still be pledged, or returned. Anyone may.
    function witness(NoteId title) external;

    /// @notice Returns a witnessed title that was moved here and is no position's collateral. Anyone may.
    function returnTitle(NoteId title) external;

    /// @notice Sets a lender's limit.
    function setLimit(Limit calldata message, bytes calldata signature) external;

    /// @notice A position; all 0 where there is none.
    function position(Loan calldata loan) external view returns (PositionState memory);

    /// @notice The id of the position with this loan.
    function idOf(Loan calldata loan) external pure returns (PositionId);

    /// @notice The position that holds a title note, or a note of a receivable under keccak256(abi.encode(id, note)).
    function holderOf(bytes32 key) external view returns (PositionId);

    /// @notice A lender's limit for a debtor, the principal it has out, and how often the limit was set.
    function lineOf(PartyId lender, PartyId debtor) external view returns (uint64 limit, uint64 exposure, uint32 seq);
}
