namespace Ledger.Sdk.Banking;

/// <summary>Which message of ISO 20022 a statement stands in.</summary>
public enum StatementKind
{
    /// <summary>camt.053: a statement with balances.</summary>
    Statement,

    /// <summary>camt.054: a notification of single debits and credits, without balances.</summary>
    Notification,
}

/// <summary>The head of a statement or notification.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Id">The bank's id of it.</param>
/// <param name="Account">IBAN, or another id of the account.</param>
/// <param name="Servicer">BIC of the bank; null where it does not say.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Opening">Booked balance before the first entry, in minor units; null in a notification.</param>
/// <param name="Closing">Booked balance behind the last entry; null in a notification.</param>
public sealed record BankStatement(StatementKind Kind, string Id, string Account, string? Servicer, string Currency, Int128? Opening, Int128? Closing);

/// <summary>One movement on the bank's account: an entry, or one transaction of an entry that books several together.</summary>
/// <param name="Reference">The account servicer's reference (AcctSvcrRef): of the transaction, else of the entry and, where it books several,
/// <c>#</c> and its place from 1. Null where the bank gave none: then nothing may be done because of it.</param>
/// <param name="EntryReference">AcctSvcrRef of the entry itself; null for none.</param>
/// <param name="Number">The entry's number in the statement, from 1.</param>
/// <param name="Amount">Minor units.</param>
/// <param name="IsCredit">Money came in.</param>
/// <param name="IsReversal">It takes an earlier movement back.</param>
/// <param name="IsBooked">Booked; else pending or for information, which moves no balance.</param>
/// <param name="IsUndividedBatch">Several transactions booked as one, without telling them apart.</param>
/// <param name="Booked">Booking date.</param>
/// <param name="EndToEndId">What the payer called it; null for none or NOTPROVIDED.</param>
/// <param name="CounterpartyName">Who paid, or was paid; null where it does not say.</param>
/// <param name="CounterpartyAccount">Its IBAN or other account id.</param>
/// <param name="Remittance">What the payer wrote, and structured creditor references.</param>
public sealed record BankMovement(
    string? Reference, string? EntryReference, int Number, ulong Amount, bool IsCredit, bool IsReversal, bool IsBooked, bool IsUndividedBatch, DateOnly? Booked,
    string? EndToEndId, string? CounterpartyName, string? CounterpartyAccount, string Remittance);
