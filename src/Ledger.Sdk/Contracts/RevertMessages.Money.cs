namespace Ledger.Sdk.Contracts;

/// <content>The errors of the contracts that move money. Where two contracts use one name, the key is the error's signature.</content>
internal static partial class RevertMessages
{
    private static readonly Dictionary<string, (string Message, string Hint)> Money = new()
    {
        ["AlreadyIssued"] = (
            "The receivable {receivable} exists: this invoice has been turned into a receivable before.",
            "An invoice is issued once, ever: its nullifier is used up."),
        ["UnknownReceivable"] = ("There is no receivable {receivable}.", "Check the id."),
        ["UnknownNote"] = ("There is no note {note}, or it has been redeemed.", "Read which notes of the receivable are left."),
        ["NotOwner"] = (
            "Party {party} does not own the note {note}; party {owner} does.",
            "Only the owner moves, sells, pledges or redeems a note."),
        ["NotDebtor"] = ("Party {party} is not the debtor of {receivable}; party {debtor} is.", "Only the debtor pays and disputes."),
        ["OwnDebt"] = ("Party {party} would owe to itself.", "Debtor and creditor must differ."),
        ["StaleNote"] = ("{id} is at seq {actual}, not {expected}: it changed since the message was signed.", SignAgain),
        ["WrongCurrency"] = ("The message is in {currency}, the cash is {expected}.", "Use the ledger's currency."),
        ["DueInPast"] = ("The due date {due} is past.", "A receivable is due in the future."),
        ["TenorAboveCap"] = ("The due date {due} is behind {latest}, the latest that the contract takes.", "Agree on an earlier due date."),
        ["ExceedsNote"] = ("{amount} are asked for, {available} are left of the note {note}.", "Ask for less."),
        ["ExceedsOutstanding"] = (
            "{amount} are more than the {outstanding} that are outstanding of {receivable}.",
            "Pay no more than is owed."),
        ["PriceAboveAmount"] = ("The price {price} is above the amount {amount}.", "A debtor buys its debt back for no more than it is."),
        ["ReceivableDisputed"] = ("The debtor disputes {receivable}.", "It can be sold and pledged when the dispute is lifted."),
        ["NothingToRedeem"] = ("Nothing has been paid that the note {note} could redeem.", "Wait for the debtor's payment."),
        ["WrongSubmitter"] = ("{submitter} submitted what only {via} may.", "The message takes effect through that contract."),
        ["NotIssuer(address)"] = ("{caller} is not the orders contract.", "Only it issues without a message of both."),
        ["InsufficientCash"] = (
            "The account {account} holds {balance}, less than {amount}.",
            "Have a bank issue money to it, or ask for less."),
        ["ReferenceUsed"] = ("Bank {bank} has used the reference {bankRef} before.", "Each reference serves once."),
        ["NotIssued"] = ("Bank {bank} has issued {issued}, less than {amount}.", "A bank takes back what it has issued."),
        ["SupplyExhausted"] = ("{amount} more would exceed what an account can hold.", "Issue less."),
        ["StaleTransfer"] = ("Party {party} has sent {actual} messages, not {expected}.", SignAgain),
        ["UnknownAccount"] = ("No party has the account {account}.", "Check the number."),
        ["MalformedMessage"] = ("The message is not laid out as settlement needs it.", "Use this SDK's messages."),
        ["NoAmount"] = ("The amount is zero.", "Amounts are at least 1."),
        ["Mismatched"] = ("{other} serves another registry or another contract.", "Deploy the contracts together."),
        ["AlreadyAgreed"] = ("The order {order} is agreed already.", "Agree on other terms, or go on with this order."),
        ["UnknownOrder"] = ("There is no order {order}.", "Both sign the terms first; check that these are exactly the terms."),
        ["OrderClosed"] = ("The order {order} is closed.", "Nothing is paid for it any more."),
        ["OrderIsDisputed"] = ("The order {order} is disputed.", "Whoever raised the dispute lifts it, or the arbiter decides."),
        ["NotDisputed"] = ("The order {order} is not disputed.", "An arbiter decides disputed orders only."),
        ["BadTerms"] = ("The terms cannot be executed: {what}.", "Correct that field, and have both sign again."),
        ["WrongFunding"] = (
            "{amount} is not what the order asks for: {price}, once, and only where it has no tenor.",
            "Fund the whole price."),
        ["AlreadyFunded"] = ("The order {order} is funded already.", "An escrow is filled once."),
        ["NotFunded"] = ("The escrow of the order {order} is not filled.", "The buyer funds it first."),
        ["NotThisDelivery"] = (
            "The hand-off is not that of the delivery {delivery}.",
            "Its document is the delivery's hash; its giver and receiver are the milestone's."),
        ["AlreadyMatched"] = ("The delivery {delivery}, or the hand-off of its unit, has been matched.", "Each is paid for once."),
        ["ExceedsOrder"] = ("{quantity} are more than the {left} that are left of the milestone.", "Accept no more than was ordered."),
        ["NotHandedOver"] = (
            "The unit {unit} was not handed over by this message, or is no longer with the receiver.",
            "Match while the receiver holds it."),
        ["StaleOrder"] = ("The order {order} is at seq {actual}, not {expected}: it changed since the message was signed.", SignAgain),
        ["NotOfOrder"] = (
            "Party {party} has no such part in the order {order}.",
            "Buyer, seller, beneficiary and arbiter act on an order."),
        ["BadCondition"] = (
            "Goods in condition {condition} are not payable without a hand-off.",
            "Hand them over, and agree on the quantity."),
        ["NoQuorum"] = (
            "{devices} devices are not the {quorum} that the order asks for, or not in rising order of their addresses.",
            "Collect more attestations."),
        ["NotArrived"] = ("No devices attested the delivery {delivery}.", "A quorum of devices attests it first."),
        ["TooEarly"] = ("It is {time}; that is possible after {after_} only.", "Wait."),
        ["TooLate"] = ("It is {time}; that was possible until {last}.", "Agree on it with the other side."),
        ["AmountAboveOrder"] = ("{amount} are more than the {left} that the order leaves to pay.", "Ask for less."),
        ["NotAttesting"] = (
            "The device {device} does not attest arrivals for party {attester}.",
            "The party admits a device with DeviceChange, attests 1."),
        ["SubmitterNotNamed"] = ("{submitter} submitted what only {via} may.", "The message takes effect through that contract."),
        ["UnknownPosition"] = ("There is no position {position}.", "Check that this is exactly the loan."),
        ["AlreadyOpened"] = ("The position {position} is open already.", "A loan is paid out once."),
        ["BadLoan"] = ("The loan cannot be executed: {what}.", "Correct that field, and have both sign again."),
        ["LimitExceeded"] = (
            "Lender {lender} has {exposure} out to debtor {debtor}; with this loan that would be above its limit, {limit}.",
            "Borrow less, or ask the lender for a higher limit."),
        ["LimitBelowExposure"] = (
            "{amount} is less than the {exposure} that are lent already.",
            "Set the limit no lower than the exposure."),
        ["StalePosition"] = ("{id} is at seq {actual}, not {expected}: it changed since the message was signed.", SignAgain),
        ["WrongStatus(bytes32,uint8)"] = (
            "The position {position} has status {status}, which does not allow this, or not yet.",
            "Read the position."),
        ["NotDue"] = ("It is {time}; that is possible after {after_} only.", "Wait."),
        ["NotCollateral"] = ("{id} is not this position's collateral.", "Read what the position holds."),
        ["NotDeposited"] = (
            "The title {title} was not moved here by the borrower.",
            "Call witness for the title before its move is signed."),
        ["NotAttached"] = (
            "Receivables of the order worth {amount} have yet to be attached.",
            "Attach each receivable that the order gave birth to."),
        ["NothingCollected"] = ("Nothing has come in for the position {position}.", "Wait for a payment."),
        ["NotAdmitted"] = (
            "The contract is no party of the registry yet.",
            "A registrar admits Receivables and Facility after the deployment."),
    };
}
