using Ledger.Sdk.Parties;

namespace Ledger.Api.Risk;

/// <summary>What a debtor owes a party.</summary>
/// <param name="Lent">Principal of loans, which the contract counts against the limit.</param>
/// <param name="Owned">Its part of what is outstanding, by the debtor's notes that the party owns.</param>
public readonly record struct Stake(ulong Lent, ulong Owned)
{
    /// <summary>In all.</summary>
    public UInt128 InAll => (UInt128)Lent + Owned;
}

/// <summary>What debtors owe a party, the largest first at hand.</summary>
public sealed class LenderStakes
{
    private readonly Dictionary<PartyId, Stake> stakes = [];
    private readonly SortedSet<(UInt128 InAll, PartyId Debtor)> bySize = [];

    /// <summary>How many debtors owe something.</summary>
    public int Debtors => stakes.Count;

    /// <summary>What all of them owe.</summary>
    public UInt128 Total { get; private set; }

    /// <summary>The two debtors who owe the most: nobody else can owe more than a third of all.</summary>
    public IEnumerable<PartyId> Largest => bySize.Reverse().Take(2).Select(entry => entry.Debtor);

    /// <summary>Debtors of whom it was told that too much depends on them.</summary>
    public HashSet<PartyId> Concentrated { get; } = [];

    /// <summary>What a debtor owes.</summary>
    public Stake On(PartyId debtor) => stakes.GetValueOrDefault(debtor);

    /// <summary>Enters what a debtor owes now.</summary>
    public void Set(PartyId debtor, Stake stake)
    {
        var before = On(debtor).InAll;
        if (before > 0) bySize.Remove((before, debtor));
        Total = Total - before + stake.InAll;
        if (stake.InAll == 0)
        {
            stakes.Remove(debtor);
            return;
        }
        stakes[debtor] = stake;
        bySize.Add((stake.InAll, debtor));
    }
}
