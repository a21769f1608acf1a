using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Devnet.Story;

/// <summary>All money of the ledger, counted from the chain.</summary>
/// <param name="Issued">What banks have issued.</param>
/// <param name="TakenBack">What they have taken back.</param>
/// <param name="Held">What parties have.</param>
/// <param name="Waiting">What contracts hold for others.</param>
internal sealed record MoneyCount(ulong Issued, ulong TakenBack, ulong Held, ulong Waiting);

/// <summary>Reads accounts and loans from the chain itself.</summary>
internal sealed class MoneyBooks(EthereumClient node, DeploymentManifest manifest)
{
    private readonly CashContract cash = new(node, manifest.Cash);

    /// <summary>Whether the act was played to its end, which is the payout.</summary>
    public Task<bool> IsOverAsync(MoneyPlan plan, CancellationToken cancellationToken) =>
        cash.IsUsedAsync(plan.Withdrawal.Bank, plan.Withdrawal.BankRef, cancellationToken: cancellationToken);

    /// <summary>The loan that was paid out against the receivable; null where there is none yet.</summary>
    public async Task<Opened?> LoanAsync(MoneyPlan plan, CancellationToken cancellationToken) =>
        (await EventsAsync<Opened>(manifest.Facility, cancellationToken)).FirstOrDefault(opened => opened.Loan.Collateral == plan.Receivable.Value);

    /// <summary>What the payments on a loan were used for.</summary>
    public async Task<IReadOnlyList<Repaid>> RepaidAsync(Opened loan, CancellationToken cancellationToken) =>
        [.. (await EventsAsync<Repaid>(manifest.Facility, cancellationToken)).Where(repaid => repaid.Position == loan.Position)];

    /// <summary>Counts, and makes sure that what is there is what was issued.</summary>
    /// <exception cref="LedgerException">It is not.</exception>
    public async Task<MoneyCount> CountAsync(CancellationToken cancellationToken)
    {
        var parties = await new RegistryContract(node, manifest.Registry).PartyCountAsync(cancellationToken: cancellationToken);
        ulong held = 0, waiting = 0;
        for (var id = 1UL; id <= parties; id++) held += await cash.BalanceOfAsync(new PartyId(id), cancellationToken: cancellationToken);
        foreach (var contract in new[] { manifest.Orders, manifest.Receivables, manifest.Facility }) waiting += await cash.HeldByAsync(contract, cancellationToken: cancellationToken);
        var issued = (await EventsAsync<Minted>(manifest.Cash, cancellationToken)).Aggregate(0UL, (sum, minted) => sum + minted.Amount);
        var back = (await EventsAsync<Burned>(manifest.Cash, cancellationToken)).Aggregate(0UL, (sum, burned) => sum + burned.Amount);
        if (held + waiting != issued - back || issued - back != await cash.TotalSupplyAsync(cancellationToken: cancellationToken))
            throw new LedgerException("money-wrong", $"{held} and {waiting} are there, {issued} were issued and {back} taken back.", "This must never happen: please report it.");
        return new MoneyCount(issued, back, held, waiting);
    }

    private async Task<IReadOnlyList<TEvent>> EventsAsync<TEvent>(Address contract, CancellationToken cancellationToken)
        where TEvent : LedgerEvent
    {
        var logs = await node.GetLogsAsync(
            new LogFilter { FromBlock = manifest.DeploymentBlock, ToBlock = BlockTag.Latest, Addresses = [contract], Topics = [[LedgerEvent.TopicOf<TEvent>()]] }, cancellationToken);
        return [.. logs.Select(log => LedgerEvents.TryDecode(log, out var decoded) ? decoded : null).OfType<TEvent>()];
    }
}
