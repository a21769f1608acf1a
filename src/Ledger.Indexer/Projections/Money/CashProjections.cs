using Ledger.Indexer.Projections.Rows;
using Ledger.Sdk.Cash;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;

namespace Ledger.Indexer.Projections;

/// <summary>Accounts of Cash.</summary>
internal static class CashAccounts
{
    /// <summary>The account, made where it has none yet.</summary>
    public static CashAccountRow Change(ProjectionState state, Address account)
    {
        if (state.CashAccounts.Find(account) is null) state.CashAccounts.Put(new CashAccountRow { Address = account, Party = CashAccount.PartyOf(account)?.Value });
        return state.CashAccounts.Change(account);
    }
}

/// <summary>Money moves: both accounts get an entry with the balance after it.</summary>
internal sealed class TransferProjection : Projection<Transfer>
{
    protected override void Want(Transfer logged, ProjectionState state)
    {
        state.CashAccounts.Want(logged.From);
        state.CashAccounts.Want(logged.To);
    }

    protected override void Apply(Transfer logged, EventPosition at, ProjectionState state)
    {
        var cause = state.CashCauses[at.LogIndex];
        if (logged.From == logged.To)
        {
            Enter(state, logged.From, CashDirection.Self, logged.To, logged.Value, at, cause);
            return;
        }
        if (logged.From != Address.Zero) Enter(state, logged.From, CashDirection.Out, logged.To, logged.Value, at, cause);
        if (logged.To != Address.Zero) Enter(state, logged.To, CashDirection.In, logged.From, logged.Value, at, cause);
    }

    private static void Enter(ProjectionState state, Address account, CashDirection direction, Address counter, ulong amount, EventPosition at, CashCause cause)
    {
        var row = CashAccounts.Change(state, account);
        unchecked
        {
            if (direction == CashDirection.In) row.Balance += amount;
            if (direction == CashDirection.Out) row.Balance -= amount;
        }
        row.Entries++;
        (row.Block, row.LogIndex, row.Time) = (at.Block, at.LogIndex, at.Time);
        state.CashEntries.Add(new CashEntryRow(account, at, row.Entries, direction, counter, amount, row.Balance, cause));
    }
}

/// <summary>A bank issues money against a reference.</summary>
internal sealed class MintedProjection : Projection<Minted>
{
    protected override void Want(Minted logged, ProjectionState state) => state.CashAccounts.Want(CashAccount.Of(logged.Bank));

    protected override void Apply(Minted logged, EventPosition at, ProjectionState state)
    {
        unchecked
        {
            CashAccounts.Change(state, CashAccount.Of(logged.Bank)).Issued += logged.Amount;
        }
        state.BankReferences.Add(new BankReferenceRow(logged.Bank.Value, logged.BankRef, BankReferenceKind.Minted, logged.To.Value, logged.Amount, at));
    }
}

/// <summary>A bank takes money back against a reference.</summary>
internal sealed class BurnedProjection : Projection<Burned>
{
    protected override void Want(Burned logged, ProjectionState state) => state.CashAccounts.Want(CashAccount.Of(logged.Bank));

    protected override void Apply(Burned logged, EventPosition at, ProjectionState state)
    {
        unchecked
        {
            CashAccounts.Change(state, CashAccount.Of(logged.Bank)).Issued -= logged.Amount;
        }
        state.BankReferences.Add(new BankReferenceRow(logged.Bank.Value, logged.BankRef, BankReferenceKind.Burned, logged.By.Value, logged.Amount, at));
    }
}
