using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Cash;

/// <summary>What a party has.</summary>
/// <param name="Party">The party.</param>
/// <param name="Currency">What amounts are of.</param>
/// <param name="Decimals">Decimal places of the minor unit that amounts count.</param>
/// <param name="Balance">What it has.</param>
/// <param name="Issued">Of a bank: what it issued and has not taken back.</param>
/// <param name="Entries">How many movements there were.</param>
/// <param name="AsOf">The block that this is as of.</param>
public sealed record CashBalance(PartyId Party, CurrencyCode Currency, byte Decimals, ulong Balance, ulong Issued, ulong Entries, AsOf AsOf);

/// <summary>What a party's next <see cref="CashTransfer"/> must bind.</summary>
/// <param name="Party">The party.</param>
/// <param name="Seq">How many of its transfers have been executed.</param>
public sealed record CashSequence(PartyId Party, uint Seq);

/// <summary>Why money moved.</summary>
public enum CashEntryType
{
    /// <summary>One party sent it to another.</summary>
    Transfer = 1,

    /// <summary>A bank issued it.</summary>
    Minted = 2,

    /// <summary>A bank took it back.</summary>
    Burned = 3,

    /// <summary>A buyer paid it into an order's escrow.</summary>
    OrderFunded = 4,

    /// <summary>An order's escrow paid it.</summary>
    OrderPaid = 5,

    /// <summary>An order's escrow gave it back.</summary>
    EscrowReturned = 6,

    /// <summary>It was paid for a note.</summary>
    NoteSold = 7,

    /// <summary>A debtor paid its debt.</summary>
    ReceivablePaid = 8,

    /// <summary>An owner took what was paid for its note.</summary>
    NoteRedeemed = 9,

    /// <summary>A debtor bought a note back.</summary>
    NoteRetired = 10,

    /// <summary>A lender paid out a loan.</summary>
    LoanPaidOut = 11,

    /// <summary>A borrower repaid.</summary>
    LoanRepaid = 12,

    /// <summary>Money of a loan went to the lender, or what was left of it to whom the loan says.</summary>
    LoanDivided = 13,
}

/// <summary>Which way money went, seen from the account.</summary>
public enum CashFlow
{
    /// <summary>It came in.</summary>
    In = 1,

    /// <summary>It went out.</summary>
    Out = 2,

    /// <summary>It stayed.</summary>
    Self = 3,
}

/// <summary>One line of an account's statement.</summary>
/// <param name="Number">Its number, from 1 on without a gap.</param>
/// <param name="Type">Why money moved.</param>
/// <param name="Flow">Which way.</param>
/// <param name="Amount">How much.</param>
/// <param name="Balance">What the account has after it.</param>
/// <param name="Counterparty">The other party; null where it is a contract, or the money was issued or taken back.</param>
/// <param name="CounterAccount">The other account.</param>
/// <param name="Subject">What it was for, by its type: bank reference, order, receivable or position; null for a transfer.</param>
/// <param name="Time">Unix seconds.</param>
/// <param name="Block">The block.</param>
/// <param name="LogIndex">The log's index in the block.</param>
/// <param name="TransactionHash">The transaction.</param>
public sealed record CashEntry(
    ulong Number, CashEntryType Type, CashFlow Flow, ulong Amount, ulong Balance, PartyId? Counterparty, Address CounterAccount, Hash32? Subject,
    ulong Time, ulong Block, ulong LogIndex, Hash32 TransactionHash);
